"""What has another name now: the rows of a table, the values of a column.

A rename loses nothing, and nothing in a catalogue tells a rename from a drop and an add. The rows
do: what is gone under one name and is there, value for value, under a new one has moved.
"""

from __future__ import annotations

from compare.model import Snapshot, TableRows


def moved_tables(before: Snapshot, after: Snapshot) -> dict[str, str]:
    """Tables that are there under another name, old name to new name.

    The new table must hold the same keys, and the same values in every column that both have, of
    which one at least is no key and not NULL throughout. An empty table is not recognised.
    """
    old = [rows for rows in before.rows if after.rows_of(rows.table) is None]
    new = [rows for rows in after.rows if before.rows_of(rows.table) is None]
    moved: dict[str, str] = {}
    for gone in old:
        for come in new:
            if come.table not in moved.values() and _same_rows(gone, come):
                moved[gone.table] = come.table
                break
    return moved


def moved_columns(before: TableRows, after: TableRows) -> dict[str, str]:
    """Columns of a table that are there under another name, old name to new name.

    In every row of the table before, the new column holds what the old one held, and somewhere
    that is not NULL.
    """
    old = [name for name in before.columns if name not in after.columns]
    new = [name for name in after.columns if name not in before.columns]
    if not old or not new or not before.key or before.key != after.key:
        return {}
    then, now = _by_key(before), _by_key(after)
    moved: dict[str, str] = {}
    for gone in old:
        for come in new:
            if come not in moved.values() and _same_values(then, gone, now, come):
                moved[gone] = come
                break
    return moved


def _same_rows(before: TableRows, after: TableRows) -> bool:
    if not before.key or before.key != after.key:
        return False
    then, now = _by_key(before), _by_key(after)
    if then.keys() != now.keys():
        return False
    common = [name for name in before.columns if name in after.columns]
    telling = [name for name in common if name not in before.key]
    return all(row[name] == now[key][name] for key, row in then.items() for name in common) and any(
        row[name][0] != "null" for row in then.values() for name in telling
    )


Meaning = tuple[str, str]
"""A value's kind and canonical form: how it is stored is no matter here."""

Rows = dict[tuple[Meaning, ...], dict[str, Meaning]]


def _same_values(then: Rows, gone: str, now: Rows, come: str) -> bool:
    return any(row[gone][0] != "null" for row in then.values()) and all(
        key in now and now[key][come] == row[gone] for key, row in then.items()
    )


def _by_key(rows: TableRows) -> Rows:
    places = [rows.columns.index(name) for name in rows.key]
    found = {}
    for row in rows.rows:
        meanings = [(value.kind, value.canonical) for value in row]
        key = tuple(meanings[place] for place in places)
        found[key] = dict(zip(rows.columns, meanings, strict=True))
    return found
