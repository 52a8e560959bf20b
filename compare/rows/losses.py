"""What one side held before and holds no longer."""

from __future__ import annotations

from collections import Counter

from compare.diff.describe import word
from compare.model import Loss, Snapshot, TableRows, Value
from compare.rows.text import shortened, shortened_pair
from compare.rows.values import without_class

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
        came to be in between is no loss.
    """
    found: list[Loss] = []
    for rows in before.rows:
        now = after.rows_of(rows.table)
        if now is None:
            found.append(Loss("table", rows.table, _count(len(rows.rows), "row")))
        else:
            found += _lost_columns(rows, now)
            found += lost_rows(rows, now)
    return tuple(found)


def lost_rows(before: TableRows, after: TableRows) -> tuple[Loss, ...]:
    """Rows gone from a table, and values changed in rows that stay.

    Rows are matched by key where the key has the same columns before and after, else as a
    multiset of the columns there at both times, where a changed value is a lost row.
    """
    common = [name for name in before.columns if name in after.columns]
    places = {name: (before.columns.index(name), after.columns.index(name)) for name in common}
    if before.key and before.key == after.key:
        return _by_key(before, after, places)
    now = Counter(tuple(_form(row[places[name][1]]) for name in common) for row in after.rows)
    gone = []
    for row in before.rows:
        form = tuple(_form(row[places[name][0]]) for name in common)
        if now[form]:
            now[form] -= 1
        else:
            pairs = (
                f"{word(name)}={shortened(without_class(row[places[name][0]]))}" for name in common
            )
            gone.append(f"({', '.join(pairs)})")
    return _gone(before.table, gone)


def _by_key(
    before: TableRows, after: TableRows, places: dict[str, tuple[int, int]]
) -> tuple[Loss, ...]:
    now = {tuple(_form(row[places[name][1]]) for name in after.key): row for row in after.rows}
    gone = []
    changed: dict[str, list[tuple[str, Value, Value]]] = {name: [] for name in places}
    for row in before.rows:
        key = [row[places[name][0]] for name in before.key]
        text = f"[{','.join(shortened(without_class(value)) for value in key)}]"
        match = now.get(tuple(map(_form, key)))
        if match is None:
            gone.append(text)
            continue
        for name, (then, later) in places.items():
            if not _same(row[then], match[later]):
                changed[name].append((text, row[then], match[later]))
    return (
        *_gone(before.table, gone),
        *(_changed(before.table, name, values) for name, values in changed.items() if values),
    )


def _lost_columns(before: TableRows, after: TableRows) -> list[Loss]:
    found = []
    for position, name in enumerate(before.columns):
        if name not in after.columns:
            held = sum(row[position].kind != "null" for row in before.rows)
            found.append(Loss("column", f"{before.table}.{name}", _count(held, "value")))
    return found


def _gone(table: str, texts: list[str]) -> tuple[Loss, ...]:
    if not texts:
        return ()
    more = len(texts) - _SHOWN
    names = ", ".join(texts[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
    return (Loss("rows", table, f"{_count(len(texts), 'row')}: {names}"),)


def _changed(table: str, column: str, values: list[tuple[str, Value, Value]]) -> Loss:
    key, then, later = values[0]
    left, right = shortened_pair(without_class(then), without_class(later))
    example = f"{key} from {left} to {right}"
    return Loss("values", f"{table}.{column}", f"{_count(len(values), 'value')}: {example}")


def _form(value: Value) -> str:
    return value.stored


def _same(before: Value, after: Value) -> bool:
    """Another way of storing the same value loses nothing."""
    meanings = ((value.kind, value.canonical) for value in (before, after))
    return before.stored == after.stored or len(set(meanings)) == 1


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
