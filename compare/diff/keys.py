"""Primary keys, foreign keys and UNIQUE constraints."""

from __future__ import annotations

from dataclasses import replace

from compare.diff import describe
from compare.diff.matching import Matched, match
from compare.diff.tables import TablePair
from compare.model import Difference, ForeignKey, Unique


def diff_primary_keys(tables: TablePair) -> list[Difference]:
    """A primary key that is missing, or differs in columns, conflict clause or name."""
    left, right = tables.left.primary_key, tables.right.primary_key
    if left is None or right is None:
        return tables.missing(
            "primary-key",
            (left,) if left else (),
            (right,) if right else (),
            where=lambda _: "",
            text=describe.primary_key,
        )
    return tables.facets(
        "primary-key",
        "",
        left,
        right,
        (
            ("columns", describe.primary_key(left), describe.primary_key(right)),
            ("name", describe.name(left.name), describe.name(right.name)),
        ),
    )


def diff_foreign_keys(tables: TablePair) -> list[Difference]:
    """Foreign keys, matched by their columns and target, then by their columns alone."""
    renamed = tuple(
        replace(key, referred_table=tables.left_name(key.referred_table))
        for key in tables.right.foreign_keys
    )
    matched: Matched[ForeignKey] = match(
        tables.left.foreign_keys,
        renamed,
        [
            lambda key: key,
            lambda key: replace(key, name=None),
            lambda key: (key.columns, key.referred_table, key.referred_columns),
            _pairs,
            lambda key: key.columns,
        ],
    )
    found = tables.missing(
        "foreign-key",
        matched.only_left,
        matched.only_right,
        where=lambda key: describe.columns(key.columns),
        text=describe.foreign_key,
    )
    for left, right in matched.pairs:
        found += tables.facets(
            "foreign-key",
            describe.columns(left.columns),
            left,
            right,
            (
                ("target", *_targets(left, right)),
                ("on-delete", left.on_delete, right.on_delete),
                ("on-update", left.on_update, right.on_update),
                ("match", left.match, right.match),
                ("deferrable", left.deferrable, right.deferrable),
                ("options", describe.options(left.options), describe.options(right.options)),
                ("name", describe.name(left.name), describe.name(right.name)),
            ),
        )
    return found


def match_uniques(tables: TablePair) -> Matched[Unique]:
    """Match the UNIQUE constraints: by columns, then by the same columns in another order."""
    return match(
        tables.left.uniques,
        tables.right.uniques,
        [
            lambda unique: unique,
            lambda unique: replace(unique, name=None),
            lambda unique: unique.columns,
            lambda unique: frozenset(unique.columns),
        ],
    )


def diff_unique_pairs(
    tables: TablePair, pairs: tuple[tuple[Unique, Unique], ...]
) -> list[Difference]:
    """How UNIQUE constraints on the same columns differ."""
    found: list[Difference] = []
    for left, right in pairs:
        found += tables.facets(
            "unique",
            describe.columns(left.columns),
            left,
            right,
            (
                ("order", describe.columns(left.columns), describe.columns(right.columns)),
                ("clause", describe.unique(left), describe.unique(right)),
                ("name", describe.name(left.name), describe.name(right.name)),
            ),
        )
    return found


def _pairs(key: ForeignKey) -> tuple[str, frozenset[tuple[str, str]]] | None:
    """Which column refers to which: the order in which they are written says nothing.

    None where that is not known, as of a key to a table that does not exist.
    """
    if len(key.columns) != len(key.referred_columns):
        return None
    return key.referred_table, frozenset(zip(key.columns, key.referred_columns, strict=True))


def _targets(left: ForeignKey, right: ForeignKey) -> tuple[str, str]:
    ours, theirs = describe.target(left), describe.target(right)
    same = _pairs(left) is not None and _pairs(left) == _pairs(right)
    return (ours, ours) if same else (ours, theirs)
