"""A table of MariaDB as lines.

The server makes the text of each value as for :mod:`compare.rows.mariadb`, and puts the lines of a
span into one value: PyMySQL would take far longer over the rows. A line is put together as bytes,
beginning with an empty text of them: then the server takes each text as it is kept and neither
turns it into another character set nor asks whether collations go together
(https://mariadb.com/kb/en/concat/: "if the arguments include any binary strings, the result is a
binary string").
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection

from compare.dialects import mariadb as dialect
from compare.dialects import written
from compare.inspect.mariadb.catalogue import SETTINGS, shielded
from compare.inspect.mariadb.tokens import quoted
from compare.model import Column, Table
from compare.rows.mariadb_values import REAL_OF_MARIADB, UNICODE, Reader, source_of
from compare.rows.mariadb_values import Source as ValueSource
from compare.rows.values import family
from compare.stream.fields import Field, Framing
from compare.stream.forms import NUMBERS, odd_text, reader
from compare.stream.source import APART, Digest, Digests, Lines, Source, TooLong, cursor_of
from compare.stream.spans import Portion, Span

_PLAIN = frozenset(
    {"tinyint", "smallint", "mediumint", "int", "bigint", "year", "bit", "decimal", "float"}
    | {"double", "datetime", "date", "time", "timestamp", "uuid", "inet4", "inet6"}
)
"""Types of which no value is an empty text, or holds a control character."""
_INTEGERS = frozenset({"tinyint", "smallint", "mediumint", "int", "bigint", "year"})
_FRACTION = ("datetime", "timestamp", "time")
_TEXTS = frozenset({"varchar", "char", "tinytext", "text", "mediumtext", "longtext"})
_KEEPING = frozenset({"engine innodb", "engine aria", "engine myisam", "engine memory"})
"""Engines that keep their rows themselves: what is NOT NULL is not NULL."""
_BETWEEN = ", x'1f', "
_APART = f"x'{APART.hex()}'"
_ROOM = "CAST('' AS CHAR(262144))"
"""Nothing, but room: MariaDB takes the letters that a column may have for bytes when it makes room
for a line in binary, and group_concat cuts off there without a word. All columns of a row but TEXT
and BLOB have 65,535 bytes at most (https://mariadb.com/kb/en/innodb-limitations/)."""
_SHIELD = f"SET STATEMENT {SETTINGS}, max_sort_length = {2**13}, max_error_count = {2**16 - 1} FOR "
_IS_UUID = "^[0-9a-fA-F]{8}(-?)([0-9a-fA-F]{4}\\\\1){3}[0-9a-fA-F]{12}\\\\z"
_CUT = (1260, 1301)
"""The server's warnings that a text was cut off, or is NULL: longer than ``max_allowed_packet``."""


class MariadbSource(Source):
    """One table of a MariaDB database.

    Args:
        table: the table.
        collation: the collation of the database.
    """

    hashing = dialect.HASHING
    engine = "mariadb"
    real = REAL_OF_MARIADB
    shield = _SHIELD
    """What stands before a statement, so that the session's settings have no influence on it."""
    as_it_is = _INTEGERS | {"datetime", "timestamp", "date", "time"}
    """Types of which a value is the same text, whether it is asked for or the server needs one."""

    def __init__(self, table: Table, collation: str) -> None:
        super().__init__(table)
        self._collation = collation
        self._keeping = not _KEEPING.isdisjoint(table.options)
        self._counting = "engine innodb" in table.options
        self._place = quoted(table.name)
        # To sort takes the server a third of its time, and InnoDB keeps rows in order of their key.
        self.sorting = not self._counting
        self._none = secrets.token_bytes(8)

    def stored(self, column: Column) -> Field:
        """What the server says of a value."""
        source = self._source_of(column)
        base = _base(column)
        form = f"{self.engine} {'integer' if base in _INTEGERS else base}"
        if base in _PLAIN:
            number = source.ordered
            order = quoted(column.name) if number else f"CAST({source.sql} AS BINARY)"
            parts = (self._or_empty(column, self._text(column, source.sql)),)
            whole = base in _INTEGERS and not column.nullable
            return Field(parts, Framing.PLAIN, source.read, form, order, number, whole)
        return self._framed(column, source.sql, source.read, form)

    def common(self, column: Column, form: str) -> Field:
        """A value in the form."""
        name = quoted(column.name)
        source = self._source_of(column)
        if form in ("text", "json", "inet"):
            return self._framed(column, source.sql, reader(form), form)
        sql, read, odd = source.sql, reader(form), None
        base, (_, _, precision) = _base(column), column.type.partition("(")
        scaled = base == "decimal" and not precision.partition(")")[0].endswith(",0")
        if scaled or (base in _FRACTION and precision):
            sql = _trimmed(sql)
        elif form == "uuid" and base == "uuid":
            sql = f"replace({sql}, '-', '')"
        elif form == "uuid":
            framed = f"length({sql}){_BETWEEN}{sql}"
            sql = (
                f"CASE WHEN {self.searched(sql)} RLIKE '{_IS_UUID}'"
                f" THEN lower(replace(CONVERT({sql} USING utf8mb4), '-', ''))"
                f" WHEN {name} IS NOT NULL THEN concat(x'0274', {framed}) END"
            )
            odd = odd_text(form)
        elif form == "blob":
            sql = f"concat('x', lower(hex({name})))"
        else:
            sql = self._text(column, sql)
        number = form in NUMBERS
        order = name if number else f"CAST({sql} AS BINARY)"
        parts = (self._or_empty(column, sql),)
        whole = form == "integer" and base in _INTEGERS and not column.nullable
        return Field(parts, Framing.PLAIN, read, form, order, number, whole, odd)

    def _source_of(self, column: Column) -> ValueSource:
        """How values of a column are asked for."""
        return source_of(column, family(self.table, column.name), self._collation, self.real)

    def searched(self, sql: str) -> str:
        """Bytes, as an expression that can be searched."""
        return sql

    def _text(self, column: Column, sql: str) -> str:
        """The column itself, where the server makes the same bytes of it as of the expression."""
        base = _base(column)
        charset = (column.collation or self._collation).partition("_")[0]
        same = base in self.as_it_is or (base in _TEXTS and charset in UNICODE)
        return quoted(column.name) if same else sql

    def _or_empty(self, column: Column, sql: str) -> str:
        """An empty text for NULL, and NULL for what is so long that the server has no text."""
        if self._keeping and not column.nullable:
            return sql
        return f"CASE WHEN {quoted(column.name)} IS NULL THEN '' ELSE {sql} END"

    def _framed(self, column: Column, sql: str, read: Reader, form: str) -> Field:
        """A text, behind its length in bytes; there is none of NULL."""
        text = self._text(column, sql)
        parts = (self._or_empty(column, f"length({text})"), self._or_empty(column, text))
        return Field(parts, Framing.FRAMED, read, form, f"CAST({sql} AS BINARY)")

    def believed(self, connection: Connection) -> int | None:
        """What InnoDB believes, which reads all rows to count them."""
        if not self._counting:
            return None
        told = (
            "SELECT table_rows FROM information_schema.tables"
            " WHERE table_schema = database()"
            f" AND table_name = _utf8mb4 x'{self.table.name.encode().hex()}'"
        )
        # None where the table is gone meanwhile, of which the server then tells.
        return sum(rows or 0 for (rows,) in self.ask(connection, told))

    def packed(self, connection: Connection, *spans: Span) -> Lines:
        """The lines of some spans, put together by the server."""
        in_order = self.sorting or not self._clustered
        lines = self._lines(self._line, self._by_key if in_order else "")
        index = "" if in_order else "FORCE INDEX (PRIMARY)"
        sql = f"SELECT count(*), {lines} FROM {self.place} {index} {self.where(*spans)}"
        ((rows, found),) = self._uncut(connection, sql)
        data: bytes = found or b""
        # A line that is NULL would be left out, without a word.
        if rows != (data.count(APART) + 1 if data else 0):
            raise TooLong
        return Lines(rows, data, in_order)

    @property
    def _clustered(self) -> bool:
        """Whether InnoDB keeps the rows themselves in order of the key."""
        primary = self.table.primary_key
        return primary is not None and primary.columns == self.columns[:1]

    def digests(self, connection: Connection, span: Span, width: int) -> Digests:
        """The lines of a span, put together and hashed by the server."""
        lines = self._lines(self._line_or_none, self._by_key)
        part = self.part_of(span, width, "({} - {}) DIV {}")
        sql = (
            "SELECT part, n, length(x), sha2(x, 256)"
            f" FROM (SELECT {part} AS part, count(*) AS n, {lines} AS x"
            f" FROM {self.within(span)} GROUP BY part) AS parts"
        )
        return {int(part): Digest(*digest) for part, *digest in self._uncut(connection, sql)}

    def sums(self, connection: Connection, span: Span, width: int) -> Digests:
        """Sums of hashes of the lines of a span."""
        part = self.part_of(span, width, self.hashing.quotient)
        sql = self.hashing.select(part, self._line_or_none, self.within(span))
        return {
            int(part): Digest(int(rows), int(size), written(sums))
            for part, rows, size, *sums in self._uncut(connection, sql)
        }

    @property
    def _line_or_none(self) -> str:
        """A line; what stands for one that is NULL is not the same on both sides."""
        return f"ifnull({self._line}, x'{self._none.hex()}')"

    def _uncut(self, connection: Connection, sql: str) -> Sequence[tuple[Any, ...]]:
        """The answer to a statement, unless the server cut a text off on the way to it.

        Raises:
            TooLong: it did.
        """
        with cursor_of(connection, sql) as cursor:
            cursor.execute(self.shield + sql)
            rows: Sequence[tuple[Any, ...]] = cursor.fetchall()
            if cursor.warning_count:
                warnings = cursor.warning_count
                cursor.execute("SHOW WARNINGS")
                told = cursor.fetchall()
                # More than the server keeps: the one that counts may be among the others.
                if len(told) < warnings or any(number in _CUT for _, number, _ in told):
                    raise TooLong
        return rows

    def blocks(self, connection: Connection) -> Iterator[list[bytes]]:
        """All lines in order of key, or of their digest."""
        order = ", ".join(field.order for field in self.key.fields) or (
            self.digest.format(self._line)
        )
        sql = f"SELECT {self._line} FROM {self.place} ORDER BY {order}"
        # Who compares two SQLite files need not have the driver.
        from pymysql.cursors import SSCursor

        with cursor_of(connection, sql, SSCursor) as cursor:
            cursor.execute(self.shield + sql)
            portion = Portion()
            while rows := cursor.fetchmany(portion.rows):
                if any(line is None for (line,) in rows):
                    raise TooLong
                block = [line for (line,) in rows]
                portion.learn(len(block), sum(map(len, block)))
                yield block

    @property
    def place(self) -> str:
        """The table in its schema."""
        return self._place

    def ask(self, connection: Connection, sql: str) -> Sequence[tuple[Any, ...]]:
        """The answer, whatever the session's settings are."""
        return shielded(connection, sql)

    def quoted(self, name: str) -> str:
        """A name in quotes."""
        return quoted(name)

    @property
    def digest(self) -> str:
        """What lines without a key are sorted by."""
        return "md5({})" if self.key.digest == "md5" else "sha2({}, 256)"

    @property
    def _by_key(self) -> str:
        return f"ORDER BY {quoted(self.columns[0])}"

    def _lines(self, line: str, order: str) -> str:
        """The lines of many rows as one value."""
        return f"group_concat({line} {order} SEPARATOR {_APART})"

    def line_of(self, fields: Sequence[Field]) -> str:
        """An expression for the fields of a row as they stand in a line, as bytes."""
        parts = _BETWEEN.join(part for field in fields for part in field.parts)
        return f"concat(CAST('' AS BINARY), {_ROOM}, {parts})"


def _base(column: Column) -> str:
    return column.type.partition("(")[0].partition(" ")[0]


def _trimmed(sql: str) -> str:
    """Without the zeros at the end of a fraction, and without the point where nothing is left."""
    return f"trim(TRAILING '.' FROM trim(TRAILING '0' FROM {sql}))"
