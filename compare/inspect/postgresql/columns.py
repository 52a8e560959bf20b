"""Columns put together from what PostgreSQL's catalogue says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from compare.diff import describe
from compare.inspect.postgresql.catalogue import Names, Sequences
from compare.inspect.postgresql.fragments import one_line
from compare.inspect.postgresql.rows import ColumnRow, RelationRow, SequenceRow
from compare.inspect.postgresql.sequences import generated_name, sequence_words
from compare.model import Column, SchemaObject


@dataclass(slots=True)
class Columns:
    """The columns of a table or view.

    Attributes:
        relation: its name.
        built: them.
        sequences: sequences that belong to a column which takes no values from them.
        granted: privileges on single columns.
        by_number: the rows by the columns' numbers.
    """

    relation: str
    built: tuple[Column, ...]
    sequences: tuple[SchemaObject, ...]
    granted: tuple[SchemaObject, ...]
    by_number: dict[int, ColumnRow]


def build_columns(
    relations: Iterable[RelationRow],
    rows: dict[int, list[ColumnRow]],
    sequences: Sequences,
    names: Names,
) -> dict[int, Columns]:
    """The columns of all tables and views, by number of the relation."""
    owned = sequences.owned
    found = {}
    for relation in relations:
        mine = rows.get(relation.oid, [])
        built = []
        beside: list[SchemaObject] = []
        for row in mine:
            identity = None
            if belonging := owned.get(row[:2]):
                taken = [
                    each for each in belonging if each.of_identity or each.nextval == row.default
                ]
                identity = _source(relation, row, taken[-1]) if taken else None
                beside += (_beside(row, each) for each in belonging if each not in taken)
            built.append(_column(row, identity, names))
        granted = (
            SchemaObject("privileges", row.name, privileges)
            for row in mine
            if row.unusual is not None and (privileges := row.more().privileges) is not None
        )
        found[relation.oid] = Columns(
            relation.name,
            tuple(built),
            tuple(beside),
            tuple(granted),
            {row.number: row for row in mine},
        )
    return found


def _source(relation: RelationRow, row: ColumnRow, sequence: SequenceRow) -> str:
    """The sequence that a column takes its values from, in words."""
    kind = _IDENTITIES[row.identity or ""] if sequence.of_identity else "serial"
    expected = generated_name(relation.name, row.name)
    named = [] if sequence.name == expected else [describe.word(sequence.name)]
    persistence = relation.more().persistence
    return " ".join([kind, *named, *sequence_words(sequence, row.type, persistence)])


_IDENTITIES = {"a": "always", "d": "by default"}


def _column(row: ColumnRow, identity: str | None, names: Names) -> Column:
    # Taken apart at once: there are many thousands of them.
    _, _, name, type_, _, not_null, default, own_identity, collation, comment, unusual = row
    if default is not None:
        # Without an identity of its own, the default is the sequence's next value.
        default = one_line(default) if identity is None or own_identity else None
    if unusual is None:
        return Column(name, type_, not not_null, default, None, identity, None, comment)
    more = row.more()
    generated = None
    if more.generated and default is not None:
        generated = f"{'stored' if more.generated == 's' else 'virtual'}: {default}"
        default = None
    return Column(
        name,
        type_,
        not not_null,
        default,
        generated,
        identity,
        names.collations[collation] if more.own_collation else None,
        comment,
        None,
        tuple(more.options),
    )


def _beside(row: ColumnRow, sequence: SequenceRow) -> SchemaObject:
    owner = f"owned by {describe.word(row.name)}"
    return SchemaObject(
        "sequence", sequence.name, " ".join([owner, *sequence_words(sequence, None, "p")])
    )
