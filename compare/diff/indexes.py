"""Indexes, and uniqueness that one side keeps as a constraint and the other as an index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from compare.diff import describe
from compare.diff.keys import diff_unique_pairs, match_uniques
from compare.diff.matching import Matched, match
from compare.diff.tables import TablePair
from compare.model import Difference, Index, IndexPart, Unique

T = TypeVar("T", Unique, Index)


def diff_indexes(tables: TablePair) -> list[Difference]:
    """Differences between the indexes and UNIQUE constraints of two tables.

    Indexes are matched by everything but their name, then by columns, uniqueness and predicate.
    What is unique on both sides by different means is ``unique.form``; the indexes that are left
    are matched by columns alone.
    """
    uniques = match_uniques(tables)
    indexes = match(
        tables.left.indexes,
        tables.right.indexes,
        [
            lambda index: index,
            lambda index: replace(index, name=""),
            lambda index: (index.columns, index.unique, index.predicate),
            lambda index: (index.columns, index.unique),
        ],
    )
    constraint_left = _match_by_columns(
        _plain(uniques.only_left), _plain_unique(indexes.only_right)
    )
    constraint_right = _match_by_columns(
        _plain_unique(indexes.only_left), _plain(uniques.only_right)
    )
    crossed = constraint_left.pairs + constraint_right.pairs
    taken = [item for pair in crossed for item in pair]
    rest = match(
        _without(indexes.only_left, taken),
        _without(indexes.only_right, taken),
        [lambda index: index.columns],
    )
    found = diff_unique_pairs(tables, uniques.pairs)
    for left, right in indexes.pairs + rest.pairs:
        found += tables.facets("index", _where(left), left, right, _facets(left, right))
    for one, other in crossed:
        found.append(
            tables.difference(
                "unique.form",
                describe.columns(one.columns),
                _form(one),
                _form(other),
                left_object=one,
                right_object=other,
            )
        )
    found += tables.missing(
        "unique",
        _without(uniques.only_left, taken),
        _without(uniques.only_right, taken),
        where=lambda unique: describe.columns(unique.columns),
        text=describe.unique,
    )
    found += tables.missing(
        "index",
        rest.only_left,
        rest.only_right,
        where=_where,
        text=describe.index,
    )
    return found


def _match_by_columns(
    left: Sequence[Unique | Index], right: Sequence[Unique | Index]
) -> Matched[Unique | Index]:
    return match(left, right, [lambda item: item.columns])


def _plain(uniques: tuple[Unique, ...]) -> tuple[Unique, ...]:
    """The constraints that a unique index can stand for."""
    return tuple(unique for unique in uniques if unique == Unique(unique.columns, unique.name))


def _plain_unique(indexes: tuple[Index, ...]) -> tuple[Index, ...]:
    """The indexes that forbid exactly what a UNIQUE constraint on their columns forbids."""
    return tuple(
        index
        for index in indexes
        if index.unique
        and index.predicate is None
        and not (index.nulls_not_distinct or index.include or index.options)
        and all(part == IndexPart(part.expression) for part in index.parts)
    )


def _without(items: Sequence[T], taken: Sequence[object]) -> tuple[T, ...]:
    return tuple(item for item in items if not any(item is other for other in taken))


def _form(item: Unique | Index) -> str:
    return describe.index(item) if isinstance(item, Index) else describe.unique(item)


def _where(index: Index) -> str:
    return describe.index_parts(index)


def _facets(left: Index, right: Index) -> tuple[tuple[str, str | None, str | None], ...]:
    return (
        ("name", describe.name(left.name), describe.name(right.name)),
        ("unique", _unique(left), _unique(right)),
        ("parts", describe.index_parts(left), describe.index_parts(right)),
        ("predicate", left.predicate, right.predicate),
        ("include", describe.columns(left.include), describe.columns(right.include)),
        ("method", left.method, right.method),
        ("nulls", _nulls(left), _nulls(right)),
        ("options", describe.options(left.options), describe.options(right.options)),
    )


def _unique(index: Index) -> str:
    return "unique" if index.unique else "not unique"


def _nulls(index: Index) -> str:
    return "nulls not distinct" if index.nulls_not_distinct else "nulls distinct"
