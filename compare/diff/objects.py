"""Objects of the kinds that have no comparison of their own: by kind, definition and name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from compare.diff import describe
from compare.diff.matching import Matched, match
from compare.diff.renaming import renamed
from compare.diff.tables import TablePair
from compare.model import Difference, SchemaObject


def diff_table_objects(tables: TablePair) -> list[Difference]:
    """Differences between what hangs on two tables: ``KIND.missing``, ``.definition``, ``.name``.

    Two objects of a kind are matched by definition first (the right's table names as the left
    calls them), then by name.
    """
    matched = _matched(tables.left.others, tables.right.others, tables.right_to_left)
    found = []
    for item in matched.only_left:
        found += tables.missing(item.kind, (item,), (), where=_where, text=_definition)
    for item in matched.only_right:
        found += tables.missing(item.kind, (), (item,), where=_where, text=_definition)
    for left, right in matched.pairs:
        facets = (
            ("definition", left.definition, right.definition),
            ("name", describe.name(left.name), describe.name(right.name)),
        )
        found += tables.facets(left.kind, _where(left), left, right, facets)
    return found


def diff_objects(
    left: Sequence[SchemaObject], right: Sequence[SchemaObject], right_to_left: Mapping[str, str]
) -> list[Difference]:
    """Differences between what two schemas hold beside tables and views.

    Matched by name, so that what has another name is missing: nothing but its name tells one
    function from another that happens to do the same.
    """
    theirs = _renamed(right, right_to_left)
    matched = match(left, theirs, [lambda item: item, lambda item: (item.kind, item.name)])
    pairs: list[tuple[SchemaObject | None, SchemaObject | None]] = [
        *matched.pairs,
        *((item, None) for item in matched.only_left),
        *((None, item) for item in matched.only_right),
    ]
    return [
        Difference(
            area="schema",
            kind=f"{item.kind}.missing" if None in (one, other) else f"{item.kind}.definition",
            where=describe.name(item.name),
            left=one.definition if one else None,
            right=other.definition if other else None,
            left_object=one,
            right_object=other,
        )
        for one, other in pairs
        for item in [one or other]
        if item is not None and one != other
    ]


def _renamed(items: Sequence[SchemaObject], names: Mapping[str, str]) -> list[SchemaObject]:
    return [replace(item, definition=renamed(item.definition, names)) for item in items]


def _matched(
    left: Sequence[SchemaObject], right: Sequence[SchemaObject], right_to_left: Mapping[str, str]
) -> Matched[SchemaObject]:
    theirs = _renamed(right, right_to_left)
    return match(
        left,
        theirs,
        [
            lambda item: item,
            lambda item: (item.kind, item.definition),
            lambda item: (item.kind, item.name) if item.name is not None else None,
        ],
    )


def _where(item: SchemaObject) -> str:
    name = describe.word(item.name) if item.name is not None else f"({item.definition})"
    return f" {item.kind} {name}"


def _definition(item: SchemaObject) -> str:
    return item.definition
