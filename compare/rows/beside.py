"""What has rows, or hands out ids, and is no table: materialized views, sequences."""

from __future__ import annotations

from compare.diff.describe import word
from compare.model import Difference, Snapshot, Table, TableRows
from compare.rows.compare import diff_rows


def diff_beside_tables(left: Snapshot, right: Snapshot) -> tuple[Difference, ...]:
    """How what is read with the rows and is no table differs.

    Args:
        left: the left (Flask) side.
        right: the right (Django) side.

    Returns:
        In order of name, matched by name: the rows of materialized views as those of tables, and
        ``row.next-id`` of sequences. One that a side does not have is a difference of the schemas
        already, unless it belongs to a column: then it is a ``row.next-id`` with none on that side.
    """
    ours, theirs = _beside(left), _beside(right)
    found: list[Difference] = []
    for name in sorted(ours.keys() | theirs.keys()):
        one, other = ours.get(name), theirs.get(name)
        table = Table(name)
        if one is not None and other is not None:
            found += diff_rows(one, other, table, table)
        elif not (_has_definition(left, name) or _has_definition(right, name)):
            found.append(
                Difference(
                    area="rows",
                    kind="row.next-id",
                    where=word(name),
                    left=_next_id(one),
                    right=_next_id(other),
                    table=name,
                )
            )
    return tuple(found)


def _beside(snapshot: Snapshot) -> dict[str, TableRows]:
    tables = {table.name for table in snapshot.schema.tables}
    return {rows.table: rows for rows in snapshot.rows if rows.table not in tables}


def _has_definition(snapshot: Snapshot, name: str) -> bool:
    objects = (each.name for each in snapshot.schema.objects if each.kind == "sequence")
    return name in objects or any(view.name == name for view in snapshot.schema.views)


def _next_id(rows: TableRows | None) -> str:
    if rows is None:
        return "(no sequence)"
    return "(unknown)" if rows.next_id is None else str(rows.next_id)
