"""What one side held before and holds no longer."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from compare.diff.describe import word
from compare.diff.matching import match
from compare.model import Loss, Snapshot, TableRows, Value
from compare.rows.moved import moved_columns, moved_tables
from compare.rows.text import shortened, shortened_pair
from compare.rows.values import without_class

Row = tuple[Value, ...]

_SHOWN = 5
"""So many keys of lost rows are named."""


def losses(before: Snapshot, after: Snapshot) -> tuple[Loss, ...]:
    """What was lost between two snapshots of one side.

    Args:
        before: the side before, say, an upgrade.
        after: the same side after it was rolled back.

    Returns:
        In order of table: tables that are gone, with their number of rows; columns that are
        gone, with their number of values other than NULL; rows gone from tables that stay,
        with their keys; and values changed in rows that stay, by column, with the first. What
        came to be in between is no loss, nor is what is there under another name, nor what was
        empty.
    """
    found: list[Loss] = []
    moved = moved_tables(before, after)
    for rows in before.rows:
        now = after.rows_of(moved.get(rows.table, rows.table))
        if now is None:
            if rows.rows:
                found.append(Loss("table", word(rows.table), _count(len(rows.rows), "row")))
        elif now is not rows:
            found += _lost_columns(rows, now)
            found += lost_rows(rows, now)
    return tuple(found)


def lost_rows(before: TableRows, after: TableRows) -> tuple[Loss, ...]:
    """Rows gone from a table, and values changed in rows that stay.

    Rows are matched by key where the key has the same columns before and after, else by all the
    columns there at both times; then a changed value is a lost row. Another way of storing the
    same value loses nothing.
    """
    names = [name for name in before.columns if name in after.columns]
    then = [before.columns.index(name) for name in names]
    later = [after.columns.index(name) for name in names]
    key = [names.index(name) for name in before.key] if before.key == after.key else []
    alike: list[Callable[[Row], Hashable]] = [_stored, _meant]
    if key:
        alike = [_stored, lambda row: _stored(_part(row, key)), lambda row: _meant(_part(row, key))]
    matched = match(
        [_part(row, then) for row in before.rows],
        [_part(row, later) for row in after.rows],
        alike,
    )
    if key:
        gone = [_listed(_part(row, key)) for row in matched.only_left]
    else:
        gone = [_described(names, row) for row in matched.only_left]
    changes = [
        _changed(
            f"{word(before.table)}.{word(name)}",
            [
                (_listed(_part(one, key)), one[place], other[place])
                for one, other in matched.pairs
                if not _same(one[place], other[place])
            ],
        )
        for place, name in enumerate(names)
    ]
    return (*_gone(before.table, gone), *(loss for loss in changes if loss is not None))


def _part(row: Row, places: list[int]) -> Row:
    return tuple(row[place] for place in places)


def _stored(row: Row) -> tuple[str, ...]:
    return tuple(value.stored for value in row)


def _meant(row: Row) -> tuple[tuple[str, str], ...]:
    return tuple((value.kind, value.canonical) for value in row)


def _same(then: Value, later: Value) -> bool:
    return then.stored == later.stored or _meant((then,)) == _meant((later,))


def _listed(key: Row) -> str:
    return f"[{','.join(shortened(without_class(value)) for value in key)}]"


def _described(names: list[str], row: Row) -> str:
    pairs = zip(names, row, strict=True)
    texts = (f"{word(name)}={shortened(without_class(value))}" for name, value in pairs)
    return f"({', '.join(texts)})"


def _lost_columns(before: TableRows, after: TableRows) -> list[Loss]:
    found = []
    moved = moved_columns(before, after)
    for position, name in enumerate(before.columns):
        held = sum(row[position].kind != "null" for row in before.rows)
        if held and name not in after.columns and name not in moved:
            found.append(
                Loss("column", f"{word(before.table)}.{word(name)}", _count(held, "value"))
            )
    return found


def _gone(table: str, texts: list[str]) -> tuple[Loss, ...]:
    if not texts:
        return ()
    more = len(texts) - _SHOWN
    names = ", ".join(texts[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
    return (Loss("rows", word(table), f"{_count(len(texts), 'row')}: {names}"),)


def _changed(where: str, values: list[tuple[str, Value, Value]]) -> Loss | None:
    if not values:
        return None
    key, then, later = values[0]
    left, right = shortened_pair(without_class(then), without_class(later))
    return Loss("values", where, f"{_count(len(values), 'value')}: {key} from {left} to {right}")


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
