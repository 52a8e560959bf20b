"""A table of SQLite as lines.

SQLite keeps any value in any column, so each says of what storage class it is: in the column's own
form where that is the one to be expected, else as an odd one.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DataError

from compare.dialects import sums_of, written
from compare.inspect.fetch import fetch_all
from compare.inspect.sqlite.catalogue import quoted
from compare.interrupts import postponed
from compare.model import Column, Table, Value
from compare.rows.values import Family, family, to_value
from compare.stream.fields import Field, Framing, md5_of, sha256_of
from compare.stream.forms import NUMBERS, reader
from compare.stream.source import APART, Digest, Digests, Lines, Source, TooLong, cursor_of
from compare.stream.spans import Extent, Portion, Span

_ENCODING = "PRAGMA main.encoding"
_UTF8 = "CAST({} AS BLOB)"
_TOGETHER = 30
_LINE = f"line_{secrets.token_hex(4)}"
_APART = f"char({APART[0]}) || '{APART[1:].decode()}'"
_WRITTEN = frozenset({"datetime", "date", "time", "uuid"})
"""Forms that SQLite has no storage class for, so that a text is the only way to keep them."""


class SqliteSource(Source):
    """One table of a SQLite database.

    Args:
        table: the table.
        connection: to ask in which encoding the database keeps text.
        rowid: the column that is the rowid, if one is.
    """

    exactly = "{}"  # bytes as it is

    def __init__(self, table: Table, connection: Connection, rowid: str | None) -> None:
        super().__init__(table)
        ((encoding,),) = fetch_all(connection, _ENCODING)
        # Lines are UTF-8, whatever the database keeps.
        self._rowid = rowid
        self._bytes = _UTF8 if encoding == "UTF-8" else "parity_utf8({})"
        self._is_utf8 = encoding == "UTF-8"
        self.sorting = not self._is_utf8

    def stored(self, column: Column) -> Field:
        """Any value with its storage class."""
        read = partial(_value, family(self.table, column.name))
        return Field(
            (f"ifnull({self._tagged(quoted(column.name))}, '')",),
            Framing.TAGGED,
            partial(read, b"t"),
            "sqlite",
            self._order(column),
            whole=column.name == self._rowid,
            odd=read,
        )

    def common(self, column: Column, form: str) -> Field:
        """A value in the form, one of another storage class as an odd one."""
        name = quoted(column.name)
        usual = _USUAL.get(form)
        odd = f"char(2) || {self._tagged(name)}"
        read = partial(_value, family(self.table, column.name))
        if form in _WRITTEN:
            read = partial(_written, form, read)
        if usual is None:
            text = self._framed(name)
            when = f"WHEN 'text' THEN {text} WHEN 'null' THEN char(31) ELSE {odd}"
            sql = f"CASE typeof({name}) {when} END"
            order = self._order(column)
            return Field((sql,), Framing.FRAMED, reader(form), form, order, odd=read)
        cases = (f"WHEN {when.format(name)} THEN {then.format(name)}" for when, then in usual)
        sql = f"CASE {' '.join(cases)} WHEN {name} IS NULL THEN '' ELSE {odd} END"
        number = form in NUMBERS
        order = self._order(column) if number else f"{self._bytes.format(f'({sql})')}"
        whole = form == "integer" and column.name == self._rowid
        return Field((sql,), Framing.PLAIN, reader(form), form, order, number, whole, read)

    def _order(self, column: Column) -> str:
        name = quoted(column.name)
        if self._is_utf8:
            return f"{name} COLLATE BINARY"
        # By the bytes of UTF-8, which are a blob, and before what is a blob.
        return f"typeof({name}) = 'blob', {self._bytes.format(name)}"

    def _framed(self, name: str) -> str:
        # In this order a long text is copied once.
        return f"length({self._bytes.format(name)}) || (char(31) || {name})"

    def _tagged(self, name: str) -> str:
        return (
            f"CASE typeof({name}) WHEN 'integer' THEN 'i' || {name}"
            f" WHEN 'real' THEN 'r' || parity_real({name})"
            f" WHEN 'text' THEN 't' || {self._framed(name)}"
            f" WHEN 'blob' THEN 'b' || lower(hex({name})) END"
        )

    def extent(self, connection: Connection) -> Extent:
        """As of any source. Asked for one by one SQLite looks at no row for any of the three."""
        ends = ("0", "0")
        if self.one_integer:
            key = quoted(self.columns[0])
            ends = (f"min({key})", f"max({key})")
        asked = (f"(SELECT {what} FROM {self.place})" for what in ("count(*)", *ends))
        # NULL where there are no rows.
        ((rows, low, high),) = self.ask(connection, f"SELECT {', '.join(asked)}")
        return Extent(rows, low or 0, high or 0)

    def milestones(self, connection: Connection, every: int) -> list[int]:
        """As of any source, in an eighth of the time that numbering all rows takes."""
        key = quoted(self.columns[0])
        found = f"SELECT t.{key} FROM {self.place} AS t"
        rest = f"ORDER BY t.{key} LIMIT 1 OFFSET {every - 1}"
        sql = (
            f"WITH RECURSIVE mark (k) AS (SELECT ({found} {rest}) UNION ALL"
            f" SELECT ({found} WHERE t.{key} > m.k {rest}) FROM mark AS m WHERE m.k IS NOT NULL)"
            " SELECT k FROM mark WHERE k IS NOT NULL"
        )
        return [key for (key,) in self.ask(connection, sql)]

    def packed(self, connection: Connection, *spans: Span) -> Lines:
        """The lines of some spans.

        Put together by SQLite, which waits for no other thread then, as it does for each row that
        it hands out. It does not promise in which order (https://sqlite.org/lang_aggfunc.html), so
        they are put together here where that matters.
        """
        together = None if self.sorting or _single(spans) else self._together(connection, *spans)
        if together is not None:
            return together
        key = quoted(self.columns[0])
        sql = f"SELECT {self._line} FROM {self.within(*spans)} ORDER BY {key}"
        with _fitting(), cursor_of(connection, sql) as cursor:
            prepare(connection)
            lines = [line for (line,) in cursor.execute(sql)]
        return Lines(len(lines), APART.join(lines))

    def _together(self, connection: Connection, *spans: Span) -> Lines | None:
        """The lines of some spans; None where SQLite has ended them at a NUL, as older ones do.

        Raises:
            TooLong: they are longer than SQLite's longest value.
        """
        # A name that no column has: ORDER BY would take it for that.
        line = f"{self._text_of(self.fields)} || {_APART} AS {_LINE}"
        sql = (
            f"SELECT count(*), CAST(group_concat({_LINE}, '') AS BLOB)"
            f" FROM (SELECT {line} FROM {self.within(*spans)} ORDER BY {quoted(self.columns[0])})"
        )
        with _fitting(), cursor_of(connection, sql) as cursor:
            prepare(connection)
            ((rows, data),) = cursor.execute(sql)
        if not rows:
            return Lines(0, b"", in_order=False)
        # Each line ends with it, so that none of them can be cut short without a word.
        if data.count(APART) != rows or not data.endswith(APART):
            return None
        return Lines(rows, data[: -len(APART)], in_order=False)

    def digests(self, connection: Connection, span: Span, width: int) -> Digests:
        """The lines of a span, hashed here: SQLite is in this process."""
        return self._parts(connection, span, width, _hashed)

    def sums(self, connection: Connection, span: Span, width: int) -> Digests:
        """Likewise, each by itself."""
        return self._parts(connection, span, width, _summed)

    def _parts(
        self,
        connection: Connection,
        span: Span,
        width: int,
        digest: Callable[[list[bytes]], Digest],
    ) -> Digests:
        """What stands for the lines of each part."""
        key, part = quoted(self.columns[0]), self.part_of(span, width)
        sql = f"SELECT {part}, {self._line} FROM {self.within(span)} ORDER BY {key}"
        with _fitting(), cursor_of(connection, sql) as cursor:
            prepare(connection)
            return {
                number: digest([line for _, line in rows])
                for number, rows in groupby(cursor.execute(sql), itemgetter(0))
            }

    def chosen(self, connection: Connection, keys: Sequence[int]) -> list[bytes]:
        """The lines of some rows, in order of a key that is one integer."""
        key = quoted(self.columns[0])
        where = f" WHERE {key} IN ({', '.join(map(str, keys))}) ORDER BY {key}"
        with cursor_of(connection, where) as cursor:
            prepare(connection)
            return [line for (line,) in cursor.execute(self._select(where))]

    def blocks(self, connection: Connection) -> Iterator[list[bytes]]:
        """All lines in order of key, or of their MD5."""
        order = ", ".join(field.order for field in self.key.fields) or (
            f"parity_{self.key.digest}({self._line})"
        )
        with _fitting(), cursor_of(connection, order) as cursor:
            prepare(connection)
            # What SQLite calls of ours may raise nothing that would come out of it as it is.
            end = connection.connection.dbapi_connection.interrupt  # type: ignore[union-attr]
            with postponed(end):
                cursor.execute(self._select(f" ORDER BY {order}"))
            portion = Portion()
            while rows := _fetched(cursor, portion.rows, end):
                block = [line for (line,) in rows]
                portion.learn(len(block), sum(map(len, block)))
                yield block

    def quoted(self, name: str) -> str:
        """A name in backticks."""
        return quoted(name)

    @property
    def place(self) -> str:
        """The table in the database itself."""
        return f"main.{quoted(self.table.name)}"

    def repeats(
        self, connection: Connection, columns: Sequence[str], fields: Sequence[Field]
    ) -> bool:
        """Whether two rows hold the same in some columns, and NULL in none of them."""
        prepare(connection)
        return super().repeats(connection, columns, fields)

    def line_of(self, fields: Sequence[Field]) -> str:
        """An expression for the fields of a row as they stand in a line, as bytes."""
        return self._bytes.format(self._text_of(fields))

    def _text_of(self, fields: Sequence[Field]) -> str:
        """Likewise, in the encoding of the database."""
        # In groups, because SQLite allows no expression that is deeper than 1000.
        parts = [part for field in fields for part in field.parts]
        groups = (parts[at : at + _TOGETHER] for at in range(0, len(parts), _TOGETHER))
        together = (f"({' || char(31) || '.join(group)})" for group in groups)
        return " || char(31) || ".join(together)

    def _select(self, rest: str) -> str:
        return f"SELECT {self._line} FROM {self.place}{rest}"


def _fetched(cursor: Any, rows: int, end: Callable[[], object]) -> list[Any]:  # noqa: ANN401
    with postponed(end):
        found: list[Any] = cursor.fetchmany(rows)
        return found


@contextmanager
def _fitting() -> Iterator[None]:
    """Within it, what is longer than SQLite's longest value raises TooLong."""
    try:
        yield
    except DataError as error:
        raise TooLong from error


def _single(spans: Sequence[Span]) -> bool:
    """Whether they have room for one row."""
    return sum(span.until - span.after for span in spans) == 1


def _hashed(lines: list[bytes]) -> Digest:
    data = APART.join(lines)
    return Digest(len(lines), len(data), hashlib.sha256(data).hexdigest())


def _summed(lines: list[bytes]) -> Digest:
    return Digest(len(lines), sum(map(len, lines)), written(sums_of(lines)))


def stand_in(connection: Connection, tables: Sequence[Table]) -> None:
    """Define the collations that only the application knows, so that SQLite opens their indexes.

    Nothing is sorted or compared by them.
    """
    named = {part.collation for table in tables for index in table.indexes for part in index.parts}
    named |= {column.collation for table in tables for column in table.columns}
    dbapi: Any = connection.connection.dbapi_connection
    for name in named:
        if name is not None and name.lower() not in _COLLATIONS:
            dbapi.create_collation(name, lambda one, other: (one > other) - (one < other))


def prepare(connection: Connection) -> None:
    """Give the connection the functions that SQLite has not."""
    dbapi: Any = connection.connection.dbapi_connection
    if connection.info.get(_PREPARED) is not dbapi:
        for name, function in _FUNCTIONS.items():
            dbapi.create_function(name, 1, function, deterministic=True)
        connection.info[_PREPARED] = dbapi


_PREPARED = "parity_functions"
_COLLATIONS = frozenset({"binary", "nocase", "rtrim"})
_FUNCTIONS: dict[str, Callable[[Any], object]] = {
    # SQLite's own text of a number may have fewer digits than the number.
    "parity_real": repr,
    "parity_short": lambda number: repr(number).removesuffix(".0"),
    "parity_utf8": lambda value: value.encode() if isinstance(value, str) else value,
    "parity_md5": md5_of,
    "parity_sha256": sha256_of,
}
_DAY = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]"
_CLOCK = "[0-9][0-9]:[0-9][0-9]:[0-9][0-9]"
_IS_TEXT = "typeof({0}) = 'text' AND instr({0}, char(0)) = 0"
"""SQLite's own functions see a text only up to its first NUL."""


def _seconds(pattern: str, length: int) -> tuple[tuple[str, str], ...]:
    """Whole seconds, or a fraction of nothing but digits, without the zeros at its end.

    Microseconds, as SQLAlchemy and Django write them, take half the time if they are asked for
    first; where the pattern fits and there are no more bytes than it has places, none is a NUL.
    """
    trimmed = "rtrim(rtrim({0}, '0'), '.')"
    microseconds = (
        f"typeof({{0}}) = 'text' AND length(CAST({{0}} AS BLOB)) = {length + 7}"
        f" AND {{0}} GLOB '{pattern}.{'[0-9]' * 6}'"
    )
    fraction = f"{{0}} GLOB '{pattern}.[0-9]*' AND NOT substr({{0}}, {length + 2}) GLOB '*[^0-9]*'"
    return (
        (microseconds, trimmed),
        (f"{_IS_TEXT} AND {{0}} GLOB '{pattern}'", "{0}"),
        (f"{_IS_TEXT} AND {fraction}", trimmed),
    )


_HEXADECIMAL = f"{_IS_TEXT} AND NOT {{0}} GLOB '*[^0-9A-Fa-f]*' AND length({{0}}) = 32"
_DASHED = (
    f"{_IS_TEXT} AND length({{0}}) = 36 AND NOT {{0}} GLOB '*[^-0-9A-Fa-f]*'"
    " AND {0} GLOB '????????-????-????-????-????????????' AND length(replace({0}, '-', '')) = 32"
)
_DIGITS = ("typeof({0}) = 'integer'", "{0}")
_USUAL: dict[str, tuple[tuple[str, str], ...]] = {
    "integer": (_DIGITS,),
    "decimal": (_DIGITS, ("typeof({0}) = 'real'", "parity_short({0})")),
    "real": (_DIGITS, ("typeof({0}) = 'real'", "parity_short({0})")),
    "datetime": _seconds(f"{_DAY} {_CLOCK}", 19),
    "moment": (),
    "date": ((f"{_IS_TEXT} AND {{0}} GLOB '{_DAY}'", "{0}"),),
    "time": _seconds(_CLOCK, 8),
    "uuid": ((_HEXADECIMAL, "lower({0})"), (_DASHED, "lower(replace({0}, '-', ''))")),
    "blob": (("typeof({0}) = 'blob'", "'x' || lower(hex({0}))"),),
}
"""For each form the values that are of it, and how they get into it; no two get in alike."""


def _written(form: str, read: Callable[[bytes, bytes], Value], tag: bytes, raw: bytes) -> Value:
    """A value in a column of a form that is kept as text: ``infinity``, ``100:00:00``."""
    return reader(form)(raw) if tag == b"t" else read(tag, raw)


def _value(form: Family, tag: bytes, raw: bytes) -> Value:
    """A stored value, from its storage class and its text."""
    if tag == b"i":
        return to_value(int(raw), form)
    if tag == b"r":
        return to_value(float(raw), form)
    if tag == b"t":
        return to_value(raw.decode("utf-8", "surrogateescape"), form)
    return to_value(bytes.fromhex(raw.decode()), form)
