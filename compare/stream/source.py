"""One table of one database, as lines in order of their key."""

from __future__ import annotations

import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from compare.dialects import Hashing, written
from compare.inspect.fetch import fetch_all
from compare.model import Column, Table
from compare.stream.fields import Digest as Sorting
from compare.stream.fields import Field, Key
from compare.stream.spans import Extent, Span

APART = b"\x1e" + secrets.token_urlsafe(6).encode()
"""What stands between lines where the database puts many into one value.

Drawn anew in each process, so that no value can be made to hold it; a line that is cut in the wrong
place would not come apart into its fields, which is an error.
"""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a span.

    Attributes:
        rows: how many there are.
        data: them, with ``APART`` between them.
        in_order: whether they are sure to be in order of key. Otherwise they are in that of an
            index, which is the same wherever it was looked at, and which nobody promises.
    """

    rows: int
    data: bytes
    in_order: bool = field(default=True, compare=False)


@dataclass(frozen=True, slots=True)
class Digest:
    """What stands for some lines.

    Attributes:
        rows: how many there are.
        size: how many bytes, those of ``APART`` included where it is between them.
        hash: the SHA-256 of the lines with ``APART`` between them, in hexadecimal digits; or the
            sums of their hashes (:mod:`compare.dialects.hashing`).
    """

    rows: int
    size: int
    hash: str


Digests = dict[int, Digest]
"""The hashes of a span's parts, by their numbers."""


_FEW = 50_000
"""So many rows are counted before they are read; more may be counted while they are."""


class TooLong(Exception):
    """The database could not put the rows of a span into one value."""


class Source(ABC):
    """One table of one database.

    Args:
        table: the table.

    Attributes:
        table: the table.
        columns: the names of a line's columns, those of the key first.
        fields: its fields.
        key: what names a row.
        sorting: whether the database is to sort the rows of a span.
        spread: whether hashes of its rows are to be sums, because the rows are on several machines
            or the database can make no long value of them.
    """

    exactly = "md5({})"
    """A line, by an expression that no collation takes for another's."""
    hashing: Hashing
    """What the database has for sums of hashes."""

    has_md5 = True
    """Whether the database has that function in each of its versions."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.columns: tuple[str, ...] = ()
        self.fields: tuple[Field, ...] = ()
        self.key = Key()
        self.sorting = True
        self.spread = False

    def arrange(
        self, columns: Sequence[str], fields: Sequence[Field], keys: int, digest: Sorting = "md5"
    ) -> None:
        """Say what a line holds.

        Args:
            columns: the names of its columns, those of the key first.
            fields: their fields.
            keys: how many are the key's; 0: a row is named by all that it holds.
            digest: by which of its digests it is sorted then.
        """
        self.columns = tuple(columns)
        self.fields = tuple(fields)
        self.key = Key(self.fields[:keys], digest)

    @property
    def one_integer(self) -> bool:
        """Whether the key is one integer, so that the table can be cut by it."""
        return len(self.key.fields) == 1 and self.key.fields[0].whole

    @abstractmethod
    def stored(self, column: Column) -> Field:
        """A column as it is stored, to be held against one of the same engine."""

    @abstractmethod
    def common(self, column: Column, form: str) -> Field:
        """A column in a form that all engines have."""

    @property
    @abstractmethod
    def place(self) -> str:
        """What stands after FROM."""

    @abstractmethod
    def quoted(self, name: str) -> str:
        """A column's name in SQL."""

    @abstractmethod
    def line_of(self, fields: Sequence[Field]) -> str:
        """An expression for the fields of a row as they stand in a line, as bytes or as text."""

    @property
    def _line(self) -> str:
        return self.line_of(self.fields)

    def ask(self, connection: Connection, sql: str) -> Sequence[tuple[Any, ...]]:
        """The answer to a short question.

        Raises:
            DBAPIError: the database refuses.
        """
        return fetch_all(connection, sql)

    def extent(self, connection: Connection) -> Extent:
        """How many rows there are, and between which keys where the key is one integer (else 0).

        Of many rows about how many, where the database would read them all to count them.
        """
        if not self.one_integer:
            return Extent(self.count(connection), 0, 0)
        key = self.quoted(self.columns[0])
        ends = f"min({key}), max({key})"
        believed = self.believed(connection)
        if believed is None or believed < _FEW:
            sql = f"SELECT count(*), {ends} FROM {self.place}"
            ((rows, low, high),) = self.ask(connection, sql)
            return Extent(rows, low or 0, high or 0)
        ((low, high),) = self.ask(connection, f"SELECT {ends} FROM {self.place}")
        if low is None:
            return Extent(0, 0, 0)
        return Extent(max(1, min(believed, high - low + 1)), low, high, counted=False)

    def believed(self, connection: Connection) -> int | None:
        """How many rows the database believes there are; None: it knows, or does not say."""
        return None

    def count(self, connection: Connection) -> int:
        """How many rows there are."""
        ((rows,),) = self.ask(connection, f"SELECT count(*) FROM {self.place}")
        return int(rows)

    def milestones(self, connection: Connection, every: int) -> list[int]:
        """Each so many-th key, in order, of a key that is one integer."""
        key = self.quoted(self.columns[0])
        sql = (
            f"SELECT k FROM (SELECT {key} AS k, row_number() OVER (ORDER BY {key}) AS n"
            f" FROM {self.place}) AS numbered WHERE n % {every} = 0 ORDER BY k"
        )
        return [key for (key,) in self.ask(connection, sql)]

    def filled(self, connection: Connection, column: str) -> int:
        """How many values of a column are not NULL."""
        sql = f"SELECT count({self.quoted(column)}) FROM {self.place}"
        ((found,),) = self.ask(connection, sql)
        return int(found)

    def repeats(
        self, connection: Connection, columns: Sequence[str], fields: Sequence[Field]
    ) -> bool:
        """Whether two rows hold the same in some columns, byte for byte, and NULL in none of them.

        Args:
            connection: of the database.
            columns: their names.
            fields: their fields.
        """
        line = self.exactly.format(self.line_of(fields))
        held = " AND ".join(f"{self.quoted(name)} IS NOT NULL" for name in columns)
        sql = f"SELECT 1 FROM {self.place} WHERE {held} GROUP BY {line} HAVING count(*) > 1 LIMIT 1"
        return bool(self.ask(connection, sql))

    def within(self, *spans: Span) -> str:
        """What stands after FROM where only the rows of some spans are meant."""
        return f"{self.place} {self.where(*spans)}"

    def where(self, *spans: Span) -> str:
        """The rows of some spans, from WHERE on."""
        key = self.quoted(self.columns[0])
        ends = (f"{key} >= {span.after + 1} AND {key} <= {span.until}" for span in spans)
        return f"WHERE {' OR '.join(ends)}"

    @abstractmethod
    def packed(self, connection: Connection, *spans: Span) -> Lines:
        """The lines of some spans, in order of a key that is one integer.

        Raises:
            TooLong: they do not fit into one value.
        """

    def sort(self) -> None:
        """Have ``packed`` sort from now on, if it trusted an index to do so."""
        self.sorting = True

    @abstractmethod
    def digests(self, connection: Connection, span: Span, width: int) -> Digests:
        """What ``packed`` gives, as hashes that the database makes.

        Args:
            connection: of the database.
            span: whose lines.
            width: so many keys in a part of it.

        Returns:
            The hashes by part, from 0 on; none where a part has no rows.

        Raises:
            TooLong: the lines do not fit into one value.
        """

    def sums(self, connection: Connection, span: Span, width: int) -> Digests:
        """As ``digests``, but sums of hashes of the single lines.

        Args:
            connection: of the database.
            span: whose lines.
            width: so many keys in a part of it.

        Returns:
            The sums by part, from 0 on; none where a part has no rows.

        Raises:
            TooLong: a line does not fit into one value.
        """
        part = self.part_of(span, width, self.hashing.quotient)
        sql = self.hashing.select(part, self._line, self.within(span))
        return {
            int(part): Digest(int(rows), int(size), written(sums))
            for part, rows, size, *sums in self.ask(connection, sql)
        }

    def part_of(self, span: Span, width: int, quotient: str = "({} - {}) / {}") -> str:
        """An expression for the part that a row is in.

        Args:
            span: the span.
            width: so many keys in a part.
            quotient: how integers are subtracted and divided.
        """
        if width >= span.until - span.after:
            return "0"
        return quotient.format(self.quoted(self.columns[0]), span.after + 1, width)

    @abstractmethod
    def blocks(self, connection: Connection) -> Iterator[list[bytes]]:
        """All lines in order of the key."""


@contextmanager
def cursor_of(connection: Connection, sql: str, *kind: type) -> Iterator[Any]:
    """The driver's own cursor; what the driver raises within is wrapped as SQLAlchemy does it.

    Args:
        connection: whose.
        sql: what it is going to run.
        kind: the class of cursor, where the driver has several.

    Raises:
        DBAPIError: the database refuses.
    """
    driver = connection.dialect.loaded_dbapi
    try:
        # Of a connection that is lost psycopg gives no cursor.
        with closing(connection.connection.cursor(*kind)) as cursor:
            yield cursor
    except driver.Error as error:
        raise DBAPIError.instance(sql, None, error, driver.Error) from error
