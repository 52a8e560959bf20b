"""What is called the same and does not mean the same: types, and ids."""

from __future__ import annotations

from dataclasses import dataclass

from compare.between.engines.identity import is_rowid
from compare.between.engines.reason import Engines
from compare.between.engines.types import meaning
from compare.diff import describe
from compare.model import Column, Difference, Pairing, Schema, Table


def hidden_types(
    left: Schema, right: Schema, pairing: Pairing, engines: Engines
) -> list[Difference]:
    """What is called the same and does not mean the same, which no comparison of words sees.

    Types, and ids: SQLite hands them out for any INTEGER PRIMARY KEY and says nothing of it.

    Args:
        left: the left schema.
        right: the right schema, its columns called as on the left.
        pairing: which tables mean the same.
        engines: whose schemas they are.
    """
    if engines[0] == engines[1]:
        return []
    found = []
    ours, others = ({table.name: table for table in each.tables} for each in (left, right))
    for mine, theirs in pairing:
        one, other = ours.get(mine), others.get(theirs)
        if one is None or other is None:
            continue
        for column in one.columns:
            counterpart = other.column(column.name)
            if counterpart is not None:
                pair = Columns((one, other), (column, counterpart), engines)
                found += [*_hidden_type(pair), *_hidden_identity(pair)]
    return found


@dataclass(frozen=True, slots=True)
class Columns:
    """Two columns that mean the same, each with its table and its engine."""

    tables: tuple[Table, Table]
    columns: tuple[Column, Column]
    engines: Engines

    def differ(self, facet: str, left: str | None, right: str | None) -> Difference:
        """A difference between them."""
        return Difference(
            "schema",
            f"column.{facet}",
            f"{describe.word(self.tables[0].name)}.{describe.word(self.columns[0].name)}",
            left,
            right,
            self.tables[0].name,
            self.columns[0].name,
            *self.columns,
            *self.tables,
        )


def _hidden_type(pair: Columns) -> list[Difference]:
    one, other = pair.columns
    words = [
        meaning(engine, column) for engine, column in zip(pair.engines, pair.columns, strict=True)
    ]
    if one.type != other.type or words[0] == words[1]:
        return []
    return [
        pair.differ(
            "type",
            f"{one.type} ({pair.engines[0]}: {words[0]})",
            f"{other.type} ({pair.engines[1]}: {words[1]})",
        )
    ]


def _hidden_identity(pair: Columns) -> list[Difference]:
    """Ids that SQLite hands out unasked and the other engine does not.

    Nobody is handed an id that refers to another table.
    """
    one, other = pair.columns
    if one.identity is not None or other.identity is not None:
        return []
    if any(one.name in key.columns for key in pair.tables[0].foreign_keys):
        return []
    said = [
        "handed out by SQLite" if engine == "sqlite" and is_rowid(table, column.name) else None
        for engine, table, column in zip(pair.engines, pair.tables, pair.columns, strict=True)
    ]
    return [] if said[0] == said[1] else [pair.differ("identity", said[0], said[1])]
