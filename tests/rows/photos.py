"""Tables in memory from statements, read with their rows."""

from __future__ import annotations

from compare.diff import pair_tables
from compare.inspect import read_schema
from compare.model import Difference, Ledger, Snapshot
from compare.rows import diff_rows, read_rows
from tests.inspect.databases import connected


def photo(*statements: str) -> Snapshot:
    """The snapshot of a new database on which these statements were run."""
    with connected(*statements) as connection:
        schema = read_schema(connection)
        return Snapshot(schema, read_rows(connection, schema), Ledger(()))


def compared(left: Snapshot, right: Snapshot, prefix: str = "") -> tuple[Difference, ...]:
    """How the rows of the tables differ that have one name, or one but for the prefix."""
    names = [[rows.table for rows in side.rows] for side in (left, right)]
    found: tuple[Difference, ...] = ()
    for ours, theirs in pair_tables(*names, prefix=prefix):
        found += diff_rows(
            left.rows_of(ours),
            right.rows_of(theirs),
            left.schema.table(ours),
            right.schema.table(theirs),
        )
    return found


def lines(left: list[str], right: list[str]) -> list[str]:
    """The differences between the rows that two lists of statements make, as text."""
    return [each.line for each in compared(photo(*left), photo(*right))]
