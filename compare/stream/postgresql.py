"""A table of PostgreSQL as lines.

``concat`` gives what the types' own output functions write, under the settings of
:func:`compare.inspect.postgresql.session.reading`, and an empty text for NULL.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping

from sqlalchemy import Connection

from compare.inspect.fetch import fetch_all
from compare.inspect.postgresql.session import quoted
from compare.model import Column, Table
from compare.rows.postgresql import Relation
from compare.rows.postgresql_values import Type, reader_of
from compare.stream.fields import Field, Framing
from compare.stream.forms import NUMBERS, reader
from compare.stream.source import APART, AT_ONCE, Extent, Source, Span, cursor_of

_PLAIN = frozenset({16, 20, 21, 23, 26, 700, 701, 1082, 1083, 1114, 1184, 1700, 2950})
"""Types of which no value is an empty text, or holds a control character."""
_NUMBERS = frozenset({20, 21, 23, 26, 700, 701, 1700})
_INTEGERS = frozenset({20, 21, 23, 26})
_TEXT = frozenset({25, 1043})
_BOOLEAN, _SINGLE, _PADDED, _MOMENT = 16, 700, 1042, 1184
_HEADER = 19
"""The length of what stands before the first row in COPY's binary format."""
_COMMON = {
    "decimal": "trim_scale({0}::numeric)",
    "moment": "{0} AT TIME ZONE 'UTC'",
    "uuid": "lower(replace({0}::text, '-', ''))",
    "blob": "encode({0}, 'hex')",
}
"""What is not already in a form as the server writes it."""
_BETWEEN = ", E'\\x1f', "
_ROW = struct.Struct("!hi")
_APART = f"E'{''.join(f'{chr(92)}x{byte:02x}' for byte in APART)}'"


class PostgresqlSource(Source):
    """One table of a PostgreSQL database.

    Args:
        table: the table.
        schema: the name of the schema it is in.
        relation: what the catalogue says of its columns.
        types: what it says of their types.
    """

    def __init__(
        self, table: Table, schema: str, relation: Relation, types: Mapping[int, Type]
    ) -> None:
        super().__init__(table)
        # The rows of a table that others inherit from are its own alone; those of a partitioned
        # table are those of its partitions.
        only = "ONLY " if relation.kind == "r" else ""
        self._from = f"{only}{quoted(schema)}.{quoted(table.name)}"
        bases = (_base(oid, types) for oid in relation.types)
        self._oids = dict(zip(relation.columns, bases, strict=True))
        self._types = types

    def stored(self, column: Column) -> Field:
        """What the server writes of a value."""
        oid = self._oids[column.name]
        name = quoted(column.name)
        read, form = reader_of(oid, self._types), f"postgresql {self._kind(oid)}"
        if oid in _NUMBERS:
            return Field(name, Framing.PLAIN, read, form, name, number=True, whole=oid in _INTEGERS)
        text = name if oid in _TEXT else f"concat({name})"
        order = f'{text} COLLATE "C"'
        if oid in _PLAIN:
            return Field(name, Framing.PLAIN, read, form, order)
        sql = f"concat(octet_length({text}), ':', {name})"
        if oid not in _TEXT:
            # concat() makes an empty text of NULL, whose length would be 0.
            sql = f"CASE WHEN {name} IS NULL THEN ':' ELSE {sql} END"
        return Field(sql, Framing.FRAMED, read, form, order)

    def common(self, column: Column, form: str) -> Field:
        """A value in the form."""
        name = quoted(column.name)
        oid = self._oids[column.name]
        if form in ("text", "json"):
            text = f"rtrim({name}::text)" if oid == _PADDED else f"{name}::text"
            sql = f"concat(octet_length({text}), ':', {text})"
            return Field(sql, Framing.FRAMED, reader(form), form, f'{text} COLLATE "C"')
        sql = _COMMON.get(form, "{0}").format(name)
        if form == "integer" and oid == _BOOLEAN:
            sql = f"{name}::int"
        elif form == "datetime" and oid == _MOMENT:
            sql = _COMMON["moment"].format(name)
        elif form == "real" and oid == _SINGLE:
            sql = f"{name}::float8"
        number = form in NUMBERS
        order = name if number else f'concat({sql}) COLLATE "C"'
        whole = form == "integer" and oid in _INTEGERS
        return Field(sql, Framing.PLAIN, reader(form), form, order, number, whole)

    def _kind(self, oid: int) -> str:
        """A word for the types of which the same text is the same value, stored in the same way."""
        if oid in _INTEGERS:
            return "integer"
        if oid in _TEXT:
            return "text"
        found = self._types.get(oid)
        return str(oid) if found is None or found.kind != "e" else "enum"

    def extent(self, connection: Connection) -> Extent:
        """Rows, least and greatest key."""
        ends = "0, 0"
        if self.one_integer:
            key = quoted(self.columns[0])
            ends = f"min({key}), max({key})"
        ((rows, low, high),) = fetch_all(connection, f"SELECT count(*), {ends} FROM {self._from}")
        return Extent(rows, low or 0, high or 0)

    def milestones(self, connection: Connection, every: int) -> list[int]:
        """Each so many-th key."""
        key = quoted(self.columns[0])
        sql = (
            f"SELECT k FROM (SELECT {key} AS k, row_number() OVER (ORDER BY {key}) AS n"
            f" FROM {self._from}) AS numbered WHERE n % {every} = 0 ORDER BY k"
        )
        return [key for (key,) in fetch_all(connection, sql)]

    def packed(self, connection: Connection, span: Span) -> bytes:
        """The lines of a span, put together by the server."""
        key = quoted(self.columns[0])
        sql = (
            f"SELECT string_agg({self._line}, {_APART} ORDER BY {key}) FROM {self._from}"
            f" WHERE {key} > {span.after} AND {key} <= {span.until}"
        )
        with cursor_of(connection, sql) as cursor:
            cursor.execute(sql)
            found: bytes | None = cursor.pgresult.get_value(0, 0)
        return found or b""

    def blocks(self, connection: Connection) -> Iterator[list[bytes]]:
        """All lines in order of key, or of their MD5."""
        order = ", ".join(field.order for field in self.key.fields) or f"md5({self._line})"
        rows = f"SELECT {self._line} FROM {self._from} ORDER BY {order}"
        sql = f"COPY ({rows}) TO STDOUT (FORMAT binary)"
        with cursor_of(connection, sql) as cursor, cursor.copy(sql) as copy:
            block: list[bytes] = []
            start = _HEADER
            while data := copy.read():
                block += _lines(bytes(data), start)
                start = 0
                if len(block) >= AT_ONCE:
                    yield block
                    block = []
            yield block

    def filled(self, connection: Connection, column: str) -> int:
        """How many values of a column are not NULL."""
        ((found,),) = fetch_all(connection, f"SELECT count({quoted(column)}) FROM {self._from}")
        return int(found)

    @property
    def _line(self) -> str:
        return f"concat({_BETWEEN.join(field.sql for field in self.fields)})"


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
