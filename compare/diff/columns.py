"""Columns: matched by name, compared facet by facet, and their order as a whole."""

from __future__ import annotations

from compare.diff import describe
from compare.diff.matching import match
from compare.diff.tables import TablePair
from compare.model import Column, Difference


def diff_columns(tables: TablePair) -> list[Difference]:
    """Differences between the columns of two tables.

    A name that differs in case alone is ``column.name``. Order is compared over the columns that
    both sides have, as one ``column.order``.
    """
    matched = match(
        tables.left.columns,
        tables.right.columns,
        [lambda column: column.name, lambda column: column.name.casefold()],
    )
    found = tables.missing(
        "column",
        matched.only_left,
        matched.only_right,
        where=lambda column: f".{describe.word(column.name)}",
        text=describe.column,
    )
    for left, right in matched.pairs:
        found += tables.facets(
            "column", f".{describe.word(left.name)}", left, right, _facets(left, right)
        )
    to_left_name = {right.name: left.name for left, right in matched.pairs}
    left_order = tuple(left.name for left, _ in matched.pairs)
    right_order = tuple(
        to_left_name[column.name] for column in tables.right.columns if column.name in to_left_name
    )
    if left_order != right_order:
        found.append(
            tables.difference(
                "column.order", "", describe.columns(left_order), describe.columns(right_order)
            )
        )
    return found


def _facets(left: Column, right: Column) -> tuple[tuple[str, str | None, str | None], ...]:
    return (
        ("name", left.name, right.name),
        ("type", left.type or "(no type)", right.type or "(no type)"),
        ("nullable", _null(left), _null(right)),
        ("default", left.default, right.default),
        ("generated", left.generated, right.generated),
        ("identity", left.identity, right.identity),
        ("collation", left.collation, right.collation),
        ("comment", left.comment, right.comment),
        ("on-conflict", left.on_conflict, right.on_conflict),
        ("options", describe.options(left.options), describe.options(right.options)),
    )


def _null(column: Column) -> str:
    return "null" if column.nullable else "not null"
