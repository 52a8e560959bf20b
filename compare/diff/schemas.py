"""The walk over two schemas: tables, what hangs on them, views, other objects, leftovers."""

from __future__ import annotations

from dataclasses import replace

from compare.diff import describe
from compare.diff.checks import diff_checks
from compare.diff.columns import diff_columns
from compare.diff.indexes import diff_indexes
from compare.diff.keys import diff_foreign_keys, diff_primary_keys
from compare.diff.objects import diff_objects, diff_table_objects
from compare.diff.renaming import renamed
from compare.diff.tables import TablePair
from compare.diff.triggers import diff_triggers
from compare.model import Difference, Pairing, Schema, Table, View


def diff_schemas(left: Schema, right: Schema, pairing: Pairing) -> tuple[Difference, ...]:
    """Everything in which two schemas differ.

    Args:
        left: the schema on the left (Flask) side.
        right: the schema on the right (Django) side.
        pairing: which tables mean the same; a table in no pair is ``table.missing``.

    Returns:
        The differences, tables in name order, in one fixed order within a table; then every
        table that a half-finished rebuild left behind, even on both sides. Empty exactly if there
        is none and the schemas are equal but for what either reader could not compare
        (``Schema.not_compared``, which is the caller's to report).
    """
    right_to_left = {theirs: ours for ours, theirs in pairing}
    partner = dict(pairing)
    found: list[Difference] = []
    on_the_right = {table.name: table for table in right.tables}
    # Equal tables differ only where a name in them means another table.
    same_names = all(ours == theirs for ours, theirs in pairing)
    for table in left.tables:
        counterpart = on_the_right.get(partner[table.name]) if table.name in partner else None
        if counterpart is None:
            found.append(_missing_table(table, left_side=True))
        elif not (same_names and table == counterpart):
            found += _diff_tables(TablePair(table, counterpart, right_to_left))
    on_the_left = {table.name for table in left.tables}
    compared = {theirs for ours, theirs in pairing if ours in on_the_left}
    found += [
        _missing_table(table, left_side=False)
        for table in right.tables
        if table.name not in compared
    ]
    found += _diff_views(left, right, right_to_left)
    found += diff_objects(left.objects, right.objects, right_to_left)
    found += [_leftover(name, left_side=True) for name in left.leftovers]
    found += [_leftover(name, left_side=False) for name in right.leftovers]
    found += _diff_settings(dict(left.settings), dict(right.settings))
    return tuple(found)


def _diff_tables(tables: TablePair) -> list[Difference]:
    left, right = tables.left, tables.right
    return [
        *tables.facets(
            "table",
            "",
            left,
            right,
            (
                ("name", left.name, right.name),
                ("options", describe.options(left.options), describe.options(right.options)),
                ("comment", left.comment, right.comment),
            ),
        ),
        *diff_columns(tables),
        *diff_primary_keys(tables),
        *diff_foreign_keys(tables),
        *diff_indexes(tables),
        *diff_checks(tables),
        *diff_triggers(tables),
        *diff_table_objects(tables),
    ]


def _missing_table(table: Table, *, left_side: bool) -> Difference:
    text = describe.table(table)
    return Difference(
        area="schema",
        kind="table.missing",
        where=describe.word(table.name),
        left=text if left_side else None,
        right=None if left_side else text,
        table=table.name,
        left_object=table if left_side else None,
        right_object=None if left_side else table,
        left_table=table if left_side else None,
        right_table=None if left_side else table,
    )


def _diff_views(left: Schema, right: Schema, right_to_left: dict[str, str]) -> list[Difference]:
    """Views by name; their definitions may name tables that the sides call by other names."""
    ours = {view.name: view for view in left.views}
    theirs = {view.name: _renamed_view(view, right_to_left) for view in right.views}
    found = []
    for name in sorted(ours.keys() | theirs.keys()):
        one, other = ours.get(name), theirs.get(name)
        if one == other:
            continue
        found.append(
            Difference(
                area="schema",
                kind="view.missing" if one is None or other is None else "view.definition",
                where=describe.word(name),
                left=_view(one),
                right=_view(other),
                left_object=one,
                right_object=other,
            )
        )
    return found


def _renamed_view(view: View, names: dict[str, str]) -> View:
    return View(
        view.name,
        renamed(view.definition, names),
        tuple(
            replace(trigger, definition=renamed(trigger.definition, names))
            for trigger in view.triggers
        ),
        tuple(replace(item, definition=renamed(item.definition, names)) for item in view.others),
    )


def _view(view: View | None) -> str | None:
    if view is None:
        return None
    triggers = (
        f"trigger {describe.word(trigger.name)} {trigger.definition}" for trigger in view.triggers
    )
    others = (f"{item.kind} {describe.name(item.name)} {item.definition}" for item in view.others)
    return "; ".join([view.definition, *triggers, *others])


def _diff_settings(left: dict[str, str], right: dict[str, str]) -> list[Difference]:
    return [
        Difference(
            area="schema",
            kind=f"database.{name}",
            where="database",
            left=left.get(name),
            right=right.get(name),
        )
        for name in sorted(left.keys() | right.keys())
        if left.get(name) != right.get(name)
    ]


def _leftover(name: str, *, left_side: bool) -> Difference:
    return Difference(
        area="schema",
        kind="table.leftover",
        where=describe.word(name),
        left=name if left_side else None,
        right=None if left_side else name,
        table=name,
    )
