"""What either database holds that could not be compared, and whether a waiver accepts that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from compare.between.asked import Asked
from compare.between.explaining import Explainer
from compare.between.results import Waived
from compare.databases import Database
from compare.diff.describe import several, word
from compare.model import Schema

Names = tuple[list[str], list[str]]
"""Of the left, and of the right."""


@dataclass(frozen=True, slots=True)
class _Uncompared:
    """Something that could not be compared.

    Attributes:
        what: by which a waiver names it; None: none can.
        text: it, in words.
    """

    what: str | None
    text: str


def not_compared(
    databases: tuple[Database, Database],
    schemas: tuple[Schema, Schema],
    asked: Asked,
    alone: Names,
    views_alone: Names,
    explainer: Explainer,
) -> tuple[tuple[str, ...], tuple[Waived, ...]]:
    """What either database holds that could not be compared, and what of it a waiver accepts.

    Args:
        databases: both, after their rows were read.
        schemas: all that was read of them.
        asked: what was asked for.
        alone: tables that only one of them has, of which the schemas tell if they are compared.
        views_alone: materialized views that have rows in only one of them; likewise.
        explainer: knows the waivers.
    """
    found = list(_unread(databases, schemas, asked))
    waived: list[Waived] = []
    if not asked.schema:
        found += _only_here(databases, alone, views_alone, explainer, waived)
    standing = []
    for each in found:
        reason = None if each.what is None else explainer.left_out(each.what)
        if reason is None:
            standing.append(each.text)
        else:
            waived.append(Waived(each.text, reason))
    return tuple(standing), tuple(waived)


def _unread(
    databases: tuple[Database, Database], schemas: tuple[Schema, Schema], asked: Asked
) -> Iterator[_Uncompared]:
    for side, schema in zip(databases, schemas, strict=True):
        for each in schema.not_compared:
            if asked.schema or each.rows or each.kind in ("table", "tables"):
                what = f"{each.kind} {each.name}"
                yield _Uncompared(what, f"{side.address.label}: {what}: {each.reason}")
    for side in databases:
        if not side.same_moment:
            text = f"{side.address.label}: its {side.moment.of} may have seen different moments"
            yield _Uncompared(None, text)


def _only_here(
    databases: tuple[Database, Database],
    alone: Names,
    views_alone: Names,
    explainer: Explainer,
    waived: list[Waived],
) -> Iterator[_Uncompared]:
    """Tables and views by name, since a waiver is about one; those that stand in one sentence."""
    for names, words, hint in (
        (alone, "only here", "--map says what has another name, --exclude leaves out"),
        (views_alone, "materialized views that have rows only here", "--exclude leaves out"),
    ):
        for side, here in zip(databases, names, strict=True):
            label = side.address.label
            standing = []
            for name in here:
                reason = explainer.left_out(f"only here {word(name)}")
                if reason is None:
                    standing.append(name)
                else:
                    waived.append(Waived(f"{label}: {words}: {word(name)}", reason))
            if standing:
                yield _Uncompared(None, f"{label}: {words}: {several(standing)} ({hint})")
