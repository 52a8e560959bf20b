"""What a step did within one side, a line a change."""

from __future__ import annotations

from compare.diff import diff_schemas
from compare.model import LEDGER_TABLES, Difference, Pairing, Schema, Snapshot, TableRows, Value
from compare.rows import moved_columns, moved_tables


def changes(before: Snapshot, after: Snapshot) -> tuple[str, ...]:
    """What is new (``+``), gone (``-``) and changed (``~``) between two snapshots of one side.

    A table or a column whose rows or values are all there under another name is renamed. The
    ledger is left out: the verdict on the ledger tells it.
    """
    moved = moved_tables(before, after)
    lines = []
    renamed: set[tuple[str, str]] = set()
    for rows in before.rows:
        now = after.rows_of(moved.get(rows.table, rows.table))
        if now is None or now is rows:
            continue
        for old, new in moved_columns(rows, now).items():
            lines.append(f"~ column {rows.table}.{old}: name {old} → {new}")
            renamed |= {(rows.table, old), (rows.table, new)}
    lines += [
        _line(each)
        for each in _schema_changes(before.schema, after.schema, moved)
        if each.kind != "column.missing" or (each.table, each.column) not in renamed
    ]
    old_names = {new: old for old, new in moved.items()}
    for rows in after.rows:
        lines += _row_lines(before.rows_of(old_names.get(rows.table, rows.table)), rows)
    return tuple(line for line in lines if line)


def _schema_changes(before: Schema, after: Schema, moved: dict[str, str]) -> tuple[Difference, ...]:
    if before == after:
        return ()
    there = {table.name for table in after.tables}
    names = ((table.name, moved.get(table.name, table.name)) for table in before.tables)
    pairing: Pairing = tuple((old, new) for old, new in names if new in there)
    return diff_schemas(before, after, pairing)


def _line(change: Difference) -> str:
    kind = change.kind.removesuffix(".missing").replace("-", " ")
    if change.kind == "table.missing":
        sign, text = ("+", change.right) if change.left is None else ("-", change.left)
        return f"{sign} table {text}"
    if change.kind == "table.leftover":
        return "" if change.right is None else f"+ leftover table {change.right}"
    if change.kind.endswith(".missing"):
        sign, text = ("+", change.right) if change.left is None else ("-", change.left)
        return f"{sign} {kind} {change.where}: {text}"
    name, _, facet = kind.partition(".")
    left, right = change.left or "(none)", change.right or "(none)"
    return f"~ {name} {change.where}: {facet} {left} → {right}"


def _row_lines(before: TableRows | None, after: TableRows) -> list[str]:
    if after is before or after.table in LEDGER_TABLES:
        return []
    old = _by_key(before) if before is not None else {}
    new = _by_key(after)
    added = sum(key not in old for key in new)
    gone = sum(key not in new for key in old)
    changed = sum(
        any(row[column] != value for column, value in old[key].items() if column in row)
        for key, row in new.items()
        if key in old
    )
    counts = (("+", added, "in"), ("-", gone, "from"), ("~", changed, "in"))
    return [
        f"{sign} {count} row{'' if count == 1 else 's'} {where} {after.table}"
        for sign, count, where in counts
        if count
    ]


def _by_key(rows: TableRows) -> dict[object, dict[str, Value]]:
    places = [rows.columns.index(column) for column in rows.key]
    found: dict[object, dict[str, Value]] = {}
    for number, row in enumerate(rows.rows):
        # Without a key a row is told by its values, and by its number among equal ones.
        key: object = tuple(row[place].canonical for place in places) if places else (row, number)
        found[key] = dict(zip(rows.columns, row, strict=True))
    return found
