"""Two SQLite files in one statement: the keys of rows that are not the same.

SQLite reads both files in one process, so nothing need leave it but those keys. ``IS NOT`` takes 1
and 1.0 for the same, 0.0 and -0.0, ``1`` in a column of texts and 1 in one of integers, and under a
column's collation ``a`` and ``A``. So columns are compared without their affinity, texts by their
bytes, and of numbers the storage class as well and the sign of a zero.

No function is called but for a zero that is a real. With calls among the operators SQLite allocates
and frees memory for every row, each time under a lock that all connections of a process share, so
that two would take longer than one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from compare.inspect.fetch import fetch_all
from compare.inspect.sqlite.catalogue import quoted
from compare.model import Table
from compare.stream.spans import Span
from compare.stream.sqlite import SqliteSource, prepare

_OTHER = "parity_other"
_DIVISOR = 2**62 + 1


class MetInEither(Exception):
    """An error in a statement about two files, of which neither has it alone.

    Args:
        error: as the driver's is wrapped.
    """

    def __init__(self, error: DBAPIError) -> None:
        super().__init__(str(error.orig))
        self.error = error


@dataclass(frozen=True, slots=True)
class Join:
    """Two tables of two files, joined by their one integer key.

    Attributes:
        left, right: the tables.
        keys: the key's name on either side.
        columns: the other columns' names on either side.
        sign: SQL that differs between 0.0 and -0.0.
    """

    left: Table
    right: Table
    keys: tuple[str, str]
    columns: Sequence[tuple[str, str]]
    sign: str = "parity_real({})"

    def parted(self, span: Span) -> str:
        """Keys of the left that the right has not, or with something else, within a span."""
        key, other = (quoted(name) for name in self.keys)
        unlike = any_of([f"b.{other} IS NULL", *map(self._unlike, self.columns)])
        return (
            f"SELECT a.{key} FROM main.{quoted(self.left.name)} AS a"
            f" LEFT JOIN {_OTHER}.{quoted(self.right.name)} AS b ON b.{other} = a.{key}"
            f" WHERE a.{key} >= {span.after + 1} AND a.{key} <= {span.until} AND ({unlike})"
            f" ORDER BY a.{key}"
        )

    def only_right(self, span: Span) -> str:
        """Keys that only the right has, within a span."""
        key, other = (quoted(name) for name in self.keys)
        # Twice as fast as NOT EXISTS.
        return (
            f"SELECT b.{other} FROM {_OTHER}.{quoted(self.right.name)} AS b"
            f" LEFT JOIN main.{quoted(self.left.name)} AS a ON a.{key} = b.{other}"
            f" WHERE b.{other} >= {span.after + 1} AND b.{other} <= {span.until}"
            f" AND a.{key} IS NULL ORDER BY b.{other}"
        )

    def _unlike(self, names: tuple[str, str]) -> str:
        # A plus takes a column's affinity off (https://sqlite.org/datatype3.html#affinity).
        a, b = f"+a.{quoted(names[0])}", f"+b.{quoted(names[1])}"
        # Of what IS takes for the same then only numbers can be of two classes or of two signs, and
        # only numbers sort before all texts (https://sqlite.org/datatype3.html#sort_order).
        number = f"{a} COLLATE BINARY < ''"
        # Dividing tells an integer from the same number as a real: as a real the divisor is 2**62,
        # so that quotient is exact, and a whole number only for 0, +-2**62 and -2**63, whose
        # quotients as integers are 0, 0 and -1. Zero is left; half of what follows it is not.
        apart = f"{a} / {_DIVISOR} IS NOT {b} / {_DIVISOR}"
        half, other = (f"({each} + 1) / 2" for each in (a, b))
        signs = f"{half} > 0 AND {self.sign.format(a)} <> {self.sign.format(b)}"
        zero = f"{a} COLLATE BINARY = 0 AND ({half} IS NOT {other} OR ({signs}))"
        return f"{a} COLLATE BINARY IS NOT {b} OR ({number} AND ({apart} OR ({zero})))"


def alone(source: SqliteSource, span: Span) -> str:
    """A statement that reads what a join reads in one of its tables, to the last byte."""
    # No bytes are a number. Of a column's own collation SQLite may know nothing.
    read = any_of([f"CAST({quoted(name)} AS BLOB) COLLATE BINARY IS 0" for name in source.columns])
    return f"SELECT count(*) FROM {source.within(span)} AND {read}"


def any_of(conditions: Sequence[str]) -> str:
    """Some conditions, one of which is to hold.

    Halved and halved again: SQLite takes no expression that is more than 1000 deep
    (https://sqlite.org/limits.html#max_expr_depth), and ``a OR b OR c`` grows deeper word by word.
    """
    if len(conditions) == 1:
        return f"({conditions[0]})"
    middle = len(conditions) // 2
    return f"({any_of(conditions[:middle])} OR {any_of(conditions[middle:])})"


def attach(connection: Connection, uri: str) -> bool:
    """Let a connection see the other file as well, for as long as it is open.

    Args:
        connection: a connection to a SQLite file.
        uri: the other file.

    Returns:
        Whether that could be done: not where the two keep text in different encodings, nor where
        another file is there already.

    Raises:
        DBAPIError: SQLite refuses for any other reason.
    """
    known = {name for _, name, _ in fetch_all(connection, "PRAGMA database_list")}
    if _OTHER in known:
        return connection.info.get(_OTHER) == uri  # of an earlier comparison it may be another
    literal = uri.replace("'", "''")
    try:
        fetch_all(connection, f"ATTACH '{literal}' AS {_OTHER}", rows=False)
    except DBAPIError as error:
        if "text encoding" in str(error.orig):
            return False
        raise
    connection.info[_OTHER] = uri
    prepare(connection)
    return True


def sign_of(connection: Connection) -> str:
    """SQL that differs between 0.0 and -0.0; of SQLite's own, where it was built with such.

    https://sqlite.org/lang_mathfunc.html: not everywhere. Without, Python is asked, which takes
    long where many values are 0.0.
    """
    known = "SELECT count(*) > 0 FROM pragma_function_list WHERE name = 'atan2' AND narg = 2"
    return "atan2({}, -1.0)" if fetch_all(connection, known) == [(1,)] else "parity_real({})"


def keys_of(connection: Connection, sql: str) -> list[int]:
    """The keys that a statement of :class:`Join` finds."""
    return [key for (key,) in fetch_all(connection, sql)]
