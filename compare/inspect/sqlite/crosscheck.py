"""What a CREATE text was read to say, held against what the pragmas say."""

from __future__ import annotations

from functools import lru_cache

from compare.inspect.sqlite.catalogue import ForeignKeyRow, TableFacts
from compare.inspect.sqlite.clauses import default_text
from compare.inspect.sqlite.expressions import type_name
from compare.inspect.sqlite.table import ColumnText, TableText
from compare.inspect.sqlite.tokens import fold, tokenize
from compare.inspect.unreadable import Unreadable
from compare.model import ForeignKey

GENERATED = {2: "virtual", 3: "stored"}
"""How a column is generated, by the ``hidden`` of ``pragma_table_xinfo``."""


def disagreement(text: TableText, facts: TableFacts) -> str | None:
    """What the two do not say alike, in a few words, or None where they agree."""
    if text.names != list(facts.spelled):
        return "the columns"
    for said, known in zip(text.columns, facts.columns, strict=True):
        what = _about_column(said, known.type, known.default, known.hidden)
        if what is not None:
            return what.format(known.name)
    if (text.primary_key.folded if text.primary_key else ()) != facts.folded_key:
        return "the primary key"
    if _said_unique(text, facts) != _known_unique(facts):
        return "what is unique"
    if len(text.foreign_keys) != len(facts.foreign_keys) or not all(
        map(_same_key, text.foreign_keys, facts.foreign_keys)
    ):
        return "the foreign keys"
    return None


@lru_cache(maxsize=4096)
def _about_column(said: ColumnText, type_: str, default: str | None, hidden: int) -> str | None:
    if said.type != type_name(type_):
        return "the type of {}"
    if said.default != known_default(default):
        return "the default of {}"
    kind = None if said.generated is None else said.generated.partition(":")[0]
    if kind != GENERATED.get(hidden):
        return "how {} is generated"
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
    # The rowid is unique with or without a clause, so what is said of it does not count.
    if facts.is_rowid:
        said.discard(facts.folded_key)
    elif facts.folded_key:
        said.add(facts.folded_key)
    return said


def _known_unique(facts: TableFacts) -> set[tuple[str, ...]]:
    known = {
        tuple(fold(part.column or "") for part in parts)
        for parts in facts.indexes.values()
        if parts[0].origin != "c"
    }
    if facts.is_rowid:
        known.discard(facts.folded_key)
    return known


def _same_key(said: ForeignKey, known: list[ForeignKeyRow]) -> bool:
    first = known[0]
    return (
        fold(said.referred_table) == fold(first.target)
        and said.on_delete == fold(first.on_delete)
        and said.on_update == fold(first.on_update)
        and [fold(name) for name in said.columns] == [fold(row.source_column) for row in known]
        and [fold(name) for name in said.referred_columns]
        == [fold(row.target_column) for row in known if row.target_column is not None]
    )
