"""What only the text of a CREATE INDEX says: its expressions and its predicate."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from compare.inspect.sqlite.expressions import Scope, expression
from compare.inspect.sqlite.reader import TokenReader
from compare.inspect.sqlite.tokens import tokenize


@dataclass(frozen=True, slots=True)
class IndexText:
    """The parts of an index without order and collation, and its predicate or None."""

    parts: tuple[str, ...]
    predicate: str | None


@lru_cache(maxsize=4096)
def read_index(sql: str, scope: Scope) -> IndexText:
    """Read the text of a CREATE INDEX.

    Args:
        sql: the text as the database keeps it.
        scope: the columns of its table.

    Raises:
        Unreadable: where the text does not follow SQLite's grammar.
    """
    reader = TokenReader(tokenize(sql))
    reader.expect("create")
    reader.skip("unique")
    reader.expect("index")
    reader.name()
    reader.expect("on")
    reader.name()
    parts = []
    for part in reader.parts():
        inner = part
        if len(inner) > 1 and inner[-1].is_word("asc", "desc"):
            inner = inner[:-1]
        if len(inner) > 2 and inner[-2].is_word("collate"):
            inner = inner[:-2]
        parts.append(expression(inner, scope))
    predicate = expression(reader.rest(), scope) if reader.skip("where") else None
    if not reader.done:
        raise reader.unexpected()
    return IndexText(tuple(parts), predicate)
