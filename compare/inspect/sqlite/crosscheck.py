"""What a CREATE text was read to say, held against what the pragmas say."""

from __future__ import annotations

from functools import lru_cache

from compare.inspect.sqlite.catalogue import ForeignKeyRow, TableFacts
from compare.inspect.sqlite.clauses import default_text
from compare.inspect.sqlite.expressions import type_name
from compare.inspect.sqlite.table import TableText
from compare.inspect.sqlite.tokens import fold, tokenize
from compare.inspect.unreadable import Unreadable
from compare.model import ForeignKey

GENERATED = {2: "virtual", 3: "stored"}
"""How a column is generated, by the ``hidden`` of ``pragma_table_xinfo``."""


def disagreement(text: TableText, facts: TableFacts) -> str | None:
    """What the two do not say alike, in a few words, or None where they agree."""
    if [fold(column.name) for column in text.columns] != [
        fold(column.name) for column in facts.columns
    ]:
        return "the columns"
    for said, known in zip(text.columns, facts.columns, strict=True):
        if said.type != type_name(known.type):
            return f"the type of {known.name}"
        if said.default != known_default(known.default):
            return f"the default of {known.name}"
        kind = None if said.generated is None else said.generated.partition(":")[0]
        if kind != GENERATED.get(known.hidden):
            return f"how {known.name} is generated"
    key = text.primary_key
    if (key.folded if key else ()) != tuple(map(fold, facts.key_columns)):
        return "the primary key"
    if _said_unique(text, facts) != _known_unique(facts):
        return "what is unique"
    if list(map(_said_key, text.foreign_keys)) != list(map(_known_key, facts.foreign_keys)):
        return "the foreign keys"
    return None


@lru_cache(maxsize=4096)
def known_default(text: str | None) -> str | None:
    """Canonical text of a default as a pragma gives it."""
    if text is None:
        return None
    try:
        return default_text(tokenize(text))
    except Unreadable:
        return text


def _said_unique(text: TableText, facts: TableFacts) -> set[tuple[str, ...]]:
    said = {unique.folded for unique in text.uniques}
    if text.primary_key is not None:
        said.add(text.primary_key.folded)
    return said - _rowid(facts)


def _known_unique(facts: TableFacts) -> set[tuple[str, ...]]:
    known = {
        tuple(fold(part.column or "") for part in parts)
        for parts in facts.indexes.values()
        if parts[0].origin != "c"
    }
    return known - _rowid(facts)


def _rowid(facts: TableFacts) -> set[tuple[str, ...]]:
    """The rowid is unique with or without a clause, so what is said of it does not count."""
    return {tuple(map(fold, facts.key_columns))} if facts.is_rowid else set()


def _said_key(key: ForeignKey) -> tuple[object, ...]:
    return (
        tuple(map(fold, key.columns)),
        fold(key.referred_table),
        tuple(map(fold, key.referred_columns)),
        key.on_delete,
        key.on_update,
    )


def _known_key(rows: list[ForeignKeyRow]) -> tuple[object, ...]:
    return (
        tuple(fold(row.source_column) for row in rows),
        fold(rows[0].target),
        tuple(fold(row.target_column) for row in rows if row.target_column is not None),
        fold(rows[0].on_delete),
        fold(rows[0].on_update),
    )
