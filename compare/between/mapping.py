"""Which table and which column means which: as declared, and as it looks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from compare.errors import UsageError
from compare.model import Pairing, Schema, Table

_SIMILAR = 0.6
SURE = 0.5
"""Less alike than this is not worth proposing."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """What has another name on the right.

    Attributes:
        tables: the left's name of a table to the right's.
        columns: the left's names of a table and a column to the right's name of the column.
    """

    tables: tuple[tuple[str, str], ...] = ()
    columns: tuple[tuple[tuple[str, str], str], ...] = ()

    def columns_of(self, table: str) -> dict[str, str]:
        """The columns of a table of the left that have another name on the right."""
        return {column: other for (name, column), other in self.columns if name == table}


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two names that seem to mean the same.

    Attributes:
        left, right: as they would be written in ``--map``.
        likeness: 0 to 1: how much of what both hold is called and typed the same.
        why: what speaks for it.
    """

    left: str
    right: str
    likeness: float
    why: str


def read_mapping(texts: Iterable[str]) -> Mapping:
    """What was declared: ``old=new`` for tables, ``table.old=new`` for columns.

    Raises:
        UsageError: a text is not of that form, or says the same name twice.
    """
    tables: dict[str, str] = {}
    columns: dict[tuple[str, str], str] = {}
    for text in texts:
        left, equals, right = (part.strip() for part in text.partition("="))
        if not left or not equals or not right:
            raise UsageError(f"--map {text} is not of the form OLD=NEW or TABLE.OLD=NEW.")
        table, dot, column = left.partition(".")
        if dot:
            # The right's table may be named too: post.autor=blog_post.autor_id.
            wanted = right.rpartition(".")[2]
            if columns.setdefault((table, column), wanted) != wanted:
                raise UsageError(f"--map gives {left} two names.")
        elif tables.setdefault(left, right) != right:
            raise UsageError(f"--map gives {left} two names.")
    if len(set(tables.values())) < len(tables):
        raise UsageError("--map gives two tables the same name on the right.")
    return Mapping(tuple(tables.items()), tuple(columns.items()))


def check_mapping(mapping: Mapping, left: Schema, right: Schema) -> None:
    """See that all names of a mapping are there.

    Raises:
        UsageError: one is not.
    """
    for mine, theirs in mapping.tables:
        if left.table(mine) is None:
            raise UsageError(f"--map: the left database has no table {mine}.")
        if right.table(theirs) is None:
            raise UsageError(f"--map: the right database has no table {theirs}.")
    for (table, column), _ in mapping.columns:
        found = left.table(table)
        if found is None or found.column(column) is None:
            raise UsageError(f"--map: the left database has no column {table}.{column}.")


def propose(left: Schema, right: Schema, pairing: Pairing) -> tuple[Proposal, ...]:
    """What seems to mean the same and has another name: tables, then columns of paired tables.

    Args:
        left: the left schema.
        right: the right schema.
        pairing: tables that are paired already.
    """
    paired_left = {mine for mine, _ in pairing}
    paired_right = {theirs for _, theirs in pairing}
    found = _tables(
        [table for table in left.tables if table.name not in paired_left],
        [table for table in right.tables if table.name not in paired_right],
    )
    ours, others = ({table.name: table for table in each.tables} for each in (left, right))
    for mine, theirs in pairing:
        one, other = ours.get(mine), others.get(theirs)
        if one is not None and other is not None:
            found += _columns(one, other)
    return tuple(found)


def _tables(left: Sequence[Table], right: Sequence[Table]) -> list[Proposal]:
    scored = []
    for one in left:
        for other in right:
            alike = _likeness(one, other)
            prefixed = other.name.endswith(f"_{one.name}") or one.name.endswith(f"_{other.name}")
            near = SequenceMatcher(None, one.name.lower(), other.name.lower()).ratio()
            if alike >= SURE and (prefixed or near >= SURE or alike == 1):
                why = (
                    "a prefix" if prefixed else "a similar name" if near >= SURE else "its columns"
                )
                scored.append((alike + prefixed + near / 10, one.name, other.name, alike, why))
    scored.sort(reverse=True)
    taken: set[tuple[str, str]] = set()
    found = []
    for _, mine, theirs, alike, why in scored:
        if ("left", mine) not in taken and ("right", theirs) not in taken:
            taken |= {("left", mine), ("right", theirs)}
            found.append(Proposal(mine, theirs, alike, why))
    return sorted(found, key=lambda each: each.left)


def _likeness(one: Table, other: Table) -> float:
    """How many of all columns have the same name, or a similar one and the same type."""
    theirs = {column.name.lower(): column for column in other.columns}
    mine = {column.name.lower(): column for column in one.columns}
    same = mine.keys() & theirs.keys()
    score = float(len(same))
    free = theirs.keys() - same
    for name in mine.keys() - same:
        scored = [
            (SequenceMatcher(None, name, each).ratio(), each)
            for each in sorted(free)
            if theirs[each].type == mine[name].type
        ]
        near, best = max(scored, default=(0.0, ""))
        if near >= _SIMILAR:
            score += near
            free = free - {best}
    return score / max(len(mine), len(theirs), 1)


def _columns(one: Table, other: Table) -> list[Proposal]:
    known = {column.name.lower() for column in other.columns}
    mine = [column for column in one.columns if column.name.lower() not in known]
    known = {column.name.lower() for column in one.columns}
    theirs = [column for column in other.columns if column.name.lower() not in known]
    found = []
    for column in mine:
        scored = sorted(
            (
                (SequenceMatcher(None, column.name.lower(), each.name.lower()).ratio(), each.name)
                for each in theirs
                if each.type == column.type
            ),
            reverse=True,
        )
        if scored and scored[0][0] >= SURE:
            near, name = scored[0]
            found.append(
                Proposal(f"{one.name}.{column.name}", name, near, "the same type, a similar name")
            )
    return found
