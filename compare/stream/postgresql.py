"""A table of PostgreSQL as lines.

``concat`` and ``concat_ws`` give what the types' own output functions write, under the settings of
:func:`compare.inspect.postgresql.session.reading`. ``concat`` makes an empty text of NULL;
``concat_ws``, which takes half the arguments, would leave NULL out together with what stands before
it, so it is given none.
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from compare.dialects import postgresql as dialect
from compare.inspect.postgresql.session import quoted, run
from compare.model import Column, Table
from compare.rows.postgresql import Relation
from compare.rows.postgresql_values import Type, reader_of
from compare.stream.fields import Field, Framing
from compare.stream.forms import NUMBERS, odd_text, reader
from compare.stream.source import APART, Digest, Digests, Lines, Source, TooLong, cursor_of
from compare.stream.spans import AT_ONCE, ROOM, Span

_PLAIN = frozenset({16, 20, 21, 23, 26, 700, 701, 1082, 1083, 1114, 1184, 1700, 2950})
"""Types of which no value is an empty text, or holds a control character."""
_NUMBERS = frozenset({20, 21, 23, 26, 700, 701, 1700})
_INTEGERS = frozenset({20, 21, 23, 26})
_TEXT = frozenset({25, 1043})
_HEADER = 19
"""The length of what stands before the first row in COPY's binary format."""
_BETWEEN = "E'\\x1f'"
_MOST = 90
"""So many arguments are put together at once; the server allows a function 100."""
_LARGE, _LARGEST = 2**18, 2**24
"""Bytes: what a server has at hand, and what glibc keeps at most when it is told so."""
_KEPT = "parity_memory_kept"
_LIMIT_EXCEEDED = "54000"
_BOOLEAN, _SINGLE, _DOUBLE, _UUID, _PADDED, _MOMENT = 16, 700, 701, 2950, 1042, 1184
_INET, _DURATION = 869, 1186
_COMMON = {
    ("integer", _BOOLEAN): "{0}::int",
    ("decimal", _BOOLEAN): "{0}::int",
    # As a numeric it would have no more than 15 digits.
    ("decimal", _SINGLE): "{0}::float8",
    ("decimal", _DOUBLE): "{0}",
    ("decimal", None): "trim_scale({0}::numeric)",
    ("real", _SINGLE): "{0}::float8",
    ("moment", None): "{0} AT TIME ZONE 'UTC'",
    ("datetime", _MOMENT): "{0} AT TIME ZONE 'UTC'",
    ("uuid", _UUID): "replace({0}::text, '-', '')",
    ("blob", None): "'x' || encode({0}, 'hex')",
}
"""By form and type (None: any other), what is not already in the form as the server writes it."""
# Before PostgreSQL 14 what is extracted has no more digits than a double, too few for the whole.
_MICROSECONDS = (
    "trim_scale(((extract(day FROM {0})::numeric * 24 + extract(hour FROM {0})::numeric) * 60"
    " + extract(minute FROM {0})::numeric) * 60000000 + extract(microseconds FROM {0})::numeric)"
)
_SINCE_1970 = "timestamp '1970-01-01' + {0}"
_IN_TIME = "{0} BETWEEN interval '-2400000 days' AND interval '100000000 days'"
"""Durations after which there is a timestamp."""
_IS_UUID = "^[0-9a-fA-F]{8}(-?)[0-9a-fA-F]{4}\\1[0-9a-fA-F]{4}\\1[0-9a-fA-F]{4}\\1[0-9a-fA-F]{12}$"
_ROW = struct.Struct("!hi")
_APART = f"E'{''.join(f'{chr(92)}x{byte:02x}' for byte in APART)}'"


class PostgresqlSource(Source):
    """One table of a PostgreSQL database.

    Args:
        table: the table.
        schema: the name of the schema it is in.
        relation: what the catalogue says of its columns.
        types: what it says of their types.
        encoding: in which the database keeps text.
        distributed: the tables whose rows Citus keeps on several machines.
    """

    def __init__(
        self,
        table: Table,
        schema: str,
        relation: Relation,
        types: Mapping[int, Type],
        encoding: str = "UTF8",
        distributed: Collection[str] = (),
    ) -> None:
        super().__init__(table)
        # Lines are UTF-8, whatever the database keeps; SQL_ASCII keeps bytes.
        kept = encoding in ("UTF8", "SQL_ASCII")
        self._bytes = '{} COLLATE "C"' if kept else "convert_to({}, 'UTF8')"
        self._length = "octet_length({})" if kept else "octet_length(convert_to({}, 'UTF8'))"
        size = f"{self._length.format('{line}')}::int8"
        self.hashing = replace(dialect.HASHING, size=size)
        self.spread = relation.name in distributed
        # The rows of a table that others inherit from are its own alone; those of a partitioned
        # table are those of its partitions. Of a distributed one there are none but elsewhere.
        only = "ONLY " if relation.kind == "r" and not self.spread else ""
        self._named = f"{quoted(schema)}.{quoted(table.name)}"
        self._place = f"{only}{self._named}"
        bases = (_base(oid, types) for oid in relation.types)
        self._oids = dict(zip(relation.columns, bases, strict=True))
        self._types = types
        self._filled = relation.filled
        self._saved: set[Connection] = set()

    def stored(self, column: Column) -> Field:
        """What the server writes of a value."""
        oid = self._oids[column.name]
        name = quoted(column.name)
        read, form = reader_of(oid, self._types), f"postgresql {self._kind(oid)}"
        parts = (self._never_null(column, name),)
        if oid in _NUMBERS:
            whole = oid in _INTEGERS and column.name in self._filled
            return Field(parts, Framing.PLAIN, read, form, self._sorted(name, column), True, whole)
        text = name if oid in _TEXT else f"concat({name})"
        order = self._sorted(self._bytes.format(text), column)
        if oid in _PLAIN:
            return Field(parts, Framing.PLAIN, read, form, order)
        return Field(self._framed(column, text), Framing.FRAMED, read, form, order)

    def common(self, column: Column, form: str) -> Field:
        """A value in the form."""
        name = quoted(column.name)
        oid = self._oids[column.name]
        text = f"rtrim({name}::text)" if oid == _PADDED else f"{name}::text"
        if oid in _TEXT:
            text = name
        elif oid == _INET:
            text = f"concat({name})"  # without the /32 that a cast writes
        if form in ("text", "json", "inet"):
            order = self._sorted(self._bytes.format(text), column)
            return Field(self._framed(column, text), Framing.FRAMED, reader(form), form, order)
        read = reader(form)
        if form == "uuid" and oid != _UUID:
            # Where a collation holds unlike texts for the same, there is no regular expression.
            plain = f'{text} COLLATE "C"'
            exact = f"{plain} ~ '{_IS_UUID}'"
            sql = self._or_odd(name, exact, f"lower(replace({plain}, '-', ''))", text)
            order = self._bytes.format(sql)
            return Field((sql,), Framing.PLAIN, read, form, order, odd=odd_text(form))
        if oid == _DURATION:
            return self._duration(name, form)
        sql = _COMMON.get((form, oid), _COMMON.get((form, None), "{0}")).format(name)
        number = form in NUMBERS
        order = self._sorted(name, column) if number else f'concat({sql}) COLLATE "C"'
        whole = form == "integer" and oid in _INTEGERS and column.name in self._filled
        parts = (self._never_null(column, sql),)
        return Field(parts, Framing.PLAIN, read, form, order, number, whole)

    def _duration(self, name: str, form: str) -> Field:
        """A duration in microseconds or after 1970 began; as an odd text, if it has months."""
        # PostgreSQL counts months apart, because they are not all of one length.
        months = f"extract(year FROM {name}) = 0 AND extract(month FROM {name}) = 0"
        exact = f"isfinite({name}) AND {months}"
        plain = _MICROSECONDS
        if form == "datetime":
            exact, plain = f"{exact} AND {_IN_TIME.format(name)}", _SINCE_1970
        sql = self._or_odd(name, exact, f"({plain.format(name)})::text", f"{name}::text")
        order = f'{sql} COLLATE "C"'
        return Field((sql,), Framing.PLAIN, reader(form), form, order, odd=odd_text("interval"))

    def _or_odd(self, name: str, exact: str, sql: str, text: str) -> str:
        """A value in the form where it has that form; else its text, which says that it is one."""
        framed = f"concat({self._length.format(text)}, {_BETWEEN}, {text})"
        return (
            f"concat(CASE WHEN {exact} THEN {sql}"
            f" WHEN {name} IS NOT NULL THEN concat(E'\\x02t', {framed}) END)"
        )

    def _never_null(self, column: Column, sql: str) -> str:
        """An expression that is NULL where the column is, as one that never is."""
        return sql if column.name in self._filled else f"concat({sql})"

    def _framed(self, column: Column, text: str) -> tuple[str, str]:
        """A text, behind its length in bytes; there is none of NULL."""
        length = self._length.format(text)
        if column.name in self._filled:
            return length, text
        # Not IS NULL, which a composite value is as well where all in it is NULL.
        return f"concat(CASE num_nulls({quoted(column.name)}) WHEN 0 THEN {length} END)", (
            f"concat({text})"
        )

    def _sorted(self, expression: str, column: Column) -> str:
        """NULL before all values, as elsewhere."""
        return expression if column.name in self._filled else f"{expression} NULLS FIRST"

    def _kind(self, oid: int) -> str:
        """A word for the types of which the same text is the same value, stored in the same way."""
        if oid in _INTEGERS:
            return "integer"
        if oid in _TEXT:
            return "text"
        found = self._types.get(oid)
        if found is None:
            return str(oid)
        # By its name, because another database may give its number to another type.
        return "enum" if found.kind == "e" else f"type {found.name}"

    def believed(self, connection: Connection) -> int | None:
        """What the planner believes: as many on each page as there were when it last looked.

        https://www.postgresql.org/docs/current/row-estimation-examples.html
        """
        told = (
            "SELECT (c.reltuples / nullif(c.relpages, 0) * (pg_relation_size(c.oid)"
            " / current_setting('block_size')::int8))::int8"
            f" FROM pg_class c WHERE c.oid = {_text_of(self._named)}::regclass AND c.reltuples >= 0"
        )
        return next((rows for (rows,) in self.ask(connection, told)), None)

    def packed(self, connection: Connection, *spans: Span) -> Lines:
        """The lines of some spans, put together by the server."""
        sql = f"SELECT {self._lines}, count(*) FROM {self.within(*spans)}"
        with self._fitting(connection), cursor_of(connection, sql) as cursor:
            cursor.execute(sql)
            data, rows = (cursor.pgresult.get_value(0, place) or b"" for place in range(2))
        self._keep_memory(connection, len(data))
        return Lines(int(rows), data)

    @contextmanager
    def _fitting(self, connection: Connection) -> Iterator[None]:
        """Within it, what does not fit into one value is refused, and leaves the moment as it is.

        Raises:
            TooLong: the lines have more than a gigabyte
                (https://www.postgresql.org/docs/current/limits.html).
        """
        if connection not in self._saved:
            run(connection, "SAVEPOINT parity_spans")
            self._saved.add(connection)
        try:
            yield
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) != _LIMIT_EXCEEDED:
                raise
            run(connection, "ROLLBACK TO SAVEPOINT parity_spans")
            raise TooLong from error

    def _keep_memory(self, connection: Connection, size: int) -> None:
        """Let the server keep the memory that it takes for a value of so many bytes.

        glibc gives a large piece of memory back to the system as soon as it is free, which takes
        as long as all the rest; after a larger one it keeps what is smaller
        (https://man7.org/linux/man-pages/man3/mallopt.3.html, M_MMAP_THRESHOLD). While it is put
        together, a value has room for up to twice its size.
        """
        kept = connection.info.get(_KEPT, _LARGE)
        if kept < 2 * size and kept < _LARGEST:
            wanted = min(2 ** (2 * size - 1).bit_length(), _LARGEST)
            # Of long pieces: character by character it would take ten times as long.
            self.ask(connection, f"SELECT octet_length(repeat(repeat('x', 1024), {wanted >> 10}))")
            connection.info[_KEPT] = wanted

    def digests(self, connection: Connection, span: Span, width: int) -> Digests:
        """The lines of a span, put together and hashed by the server."""
        # Grouped by a number alone it would be a column's.
        part = f"{self.part_of(span, width, '({}::int8 - {}) / {}')} + 0"
        lines = f"convert_to({self._lines}, 'UTF8')"
        sql = (
            "SELECT part::int8, rows::int8, octet_length(lines)::int8,"
            " encode(sha256(lines), 'hex')"
            f" FROM (SELECT {part} AS part, count(*) AS rows, {lines} AS lines"
            f" FROM {self.within(span)} GROUP BY {part}) AS parts"
        )
        with self._fitting(connection):
            found = {part: Digest(*digest) for part, *digest in self.ask(connection, sql)}
        self._keep_memory(connection, max((each.size for each in found.values()), default=0))
        return found

    def blocks(self, connection: Connection) -> Iterator[list[bytes]]:
        """All lines in order of key, or of their digest."""
        order = ", ".join(field.order for field in self.key.fields) or self._digest
        rows = f"SELECT {self._line} FROM {self.place} ORDER BY {order}"
        sql = f"COPY ({rows}) TO STDOUT (FORMAT binary)"
        with cursor_of(connection, sql) as cursor, cursor.copy(sql) as copy:
            block: list[bytes] = []
            held = 0
            start = _HEADER
            while data := copy.read():
                block += _lines(bytes(data), start)
                held += len(data)
                start = 0
                if len(block) >= AT_ONCE or held >= ROOM:
                    yield block
                    block, held = [], 0
            yield block

    @property
    def place(self) -> str:
        """The table in its schema."""
        return self._place

    def quoted(self, name: str) -> str:
        """A name in quotes."""
        return quoted(name)

    @property
    def _lines(self) -> str:
        """The lines of many rows, in order of a key that is one integer."""
        key = quoted(self.columns[0])
        return f"string_agg({self._line}, {_APART} ORDER BY {key})"

    def line_of(self, fields: Sequence[Field]) -> str:
        """An expression for the fields of a row as they stand in a line, as text."""
        parts = [part for field in fields for part in field.parts]
        while True:
            groups = (parts[at : at + _MOST] for at in range(0, len(parts), _MOST))
            parts = [f"concat_ws({_BETWEEN}, {', '.join(group)})" for group in groups]
            if len(parts) == 1:
                return parts[0]

    @property
    def _digest(self) -> str:
        if self.key.digest == "md5":
            return f'md5({self._bytes.format(self._line)}) COLLATE "C"'
        return f"encode(sha256(convert_to({self._line}, 'UTF8')), 'hex') COLLATE \"C\""


def _text_of(name: str) -> str:
    """A text in quotes."""
    return "'" + name.replace("'", "''") + "'"


def _base(oid: int, types: Mapping[int, Type]) -> int:
    """The type that a domain is made of; any other type itself."""
    while oid in types and types[oid].kind == "d":
        oid = types[oid].base
    return oid


def _lines(data: bytes, start: int) -> Iterator[bytes]:
    """The rows of one column in what COPY sends in binary.

    https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.4: for each row the number
    of columns, the length of each, and its bytes; at the end -1.
    """
    while start + 6 <= len(data):
        _, length = _ROW.unpack_from(data, start)
        start += 6
        yield data[start : start + length]
        start += length
