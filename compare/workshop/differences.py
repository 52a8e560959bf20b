"""In what two databases of one framework differ, as far as a learner is asked for it."""

from __future__ import annotations

from compare.diff import diff_schemas
from compare.model import LEDGER_TABLES, Column, Difference, Pairing, Schema, Snapshot
from compare.rows import diff_rows

UNIMPORTANT = frozenset({"column.order", "row.next-id", "row.storage"})
"""What is not asked for, unless both sides have to agree exactly."""
_FALSE, _TRUE = frozenset({"0", "'0'", "false"}), frozenset({"1", "'1'", "true"})


def differences(mine: Snapshot, goal: Snapshot) -> list[Difference]:
    """All in which two databases of one framework differ, ledgers apart.

    Args:
        mine: the learner's.
        goal: as it should be.
    """
    pairing = _same_names(mine.schema, goal.schema)
    found = list(diff_schemas(mine.schema, goal.schema, pairing))
    for name, _ in pairing:
        rows = mine.rows_of(name), goal.rows_of(name)
        tables = mine.schema.table(name), goal.schema.table(name)
        if rows[0] and rows[1] and tables[0] and tables[1]:
            found += diff_rows(rows[0], rows[1], tables[0], tables[1])
    # A column that is not there has no values either.
    alone = {each.where for each in found if each.kind == "column.missing"}
    return [
        each
        for each in found
        if each.table not in LEDGER_TABLES
        and each.kind not in UNIMPORTANT
        and not (each.area == "rows" and each.where in alone)
        and not _same_truth(each)
    ]


def _same_truth(difference: Difference) -> bool:
    """Whether two defaults of a boolean are one value: SQLite makes a number of all of them.

    https://sqlite.org/datatype3.html#boolean_datatype; a quoted digit becomes a number in a column
    of NUMERIC affinity, which BOOLEAN and bool have.
    """
    column = difference.right_object
    kind = column.type.lower() if isinstance(column, Column) else ""
    both = {difference.left, difference.right}
    return (
        difference.kind == "column.default"
        and kind in ("boolean", "bool")
        and (both <= _FALSE or both <= _TRUE)
    )


def _same_names(left: Schema, right: Schema) -> Pairing:
    theirs = {table.name for table in right.tables}
    return tuple((each.name, each.name) for each in left.tables if each.name in theirs)
