"""Which table and which column means which, as it looks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import product, takewhile

from compare.model import Pairing, Schema, Table

_SIMILAR = 0.6
SURE = 0.5
"""Less alike than this is not worth proposing."""
_ALL = 40_000
"""So many pairs of tables are looked at, whatever they are called;"""
_RARE = 20
"""of more those that share what no more tables have."""


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
    for one, other in _candidates(left, right):
        alike = _likeness(one, other)
        if alike < SURE:
            continue
        prefixed = other.name.endswith(f"_{one.name}") or one.name.endswith(f"_{other.name}")
        near = SequenceMatcher(None, one.name.lower(), other.name.lower()).ratio()
        if prefixed or near >= SURE or alike == 1:
            why = "a prefix" if prefixed else "a similar name" if near >= SURE else "its columns"
            scored.append((alike + prefixed + near / 10, one.name, other.name, alike, why))
    scored.sort(reverse=True)
    taken: set[tuple[str, str]] = set()
    found = []
    for _, mine, theirs, alike, why in scored:
        if ("left", mine) not in taken and ("right", theirs) not in taken:
            taken |= {("left", mine), ("right", theirs)}
            found.append(Proposal(mine, theirs, alike, why))
    return _by_prefix(found)


def _candidates(left: Sequence[Table], right: Sequence[Table]) -> Iterable[tuple[Table, Table]]:
    """Tables that are worth a look: all with all; where they are many, those that share a word."""
    if len(left) * len(right) <= _ALL:
        return product(left, right)
    ours, others = _by_word(left), _by_word(right)
    return {
        (one.name, other.name): (one, other)
        for word in ours.keys() & others.keys()
        if len(ours[word]) <= _RARE and len(others[word]) <= _RARE
        for one, other in product(ours[word], others[word])
    }.values()


def _by_word(tables: Iterable[Table]) -> dict[tuple[str, str], list[Table]]:
    """Tables by what their names end in, and by the names of their columns."""
    found: dict[tuple[str, str], list[Table]] = defaultdict(list)
    for table in tables:
        name = table.name.lower()
        ends = [name, *(name[place + 1 :] for place, letter in enumerate(name) if letter == "_")]
        words = {("table", end) for end in ends}
        words |= {("column", column.name.lower()) for column in table.columns}
        for word in words:
            found[word].append(table)
    return found


def _by_prefix(proposals: Iterable[Proposal]) -> list[Proposal]:
    """The proposals in order; tables that have all another prefix as one."""
    groups: dict[tuple[str, str], list[Proposal]] = defaultdict(list)
    for each in proposals:
        groups[_prefixes(each.left, each.right)].append(each)
    found = []
    for (old, new), group in groups.items():
        if len(group) == 1:
            found += group
            continue
        least = min(each.likeness for each in group)
        why = f"{len(group)} tables with {'another' if old and new else 'a'} prefix"
        found.append(Proposal(f"{old}*", f"{new}*", least, why))
    return sorted(found, key=lambda each: each.left)


def _prefixes(left: str, right: str) -> tuple[str, str]:
    """What stands before the words that both names end in; all of both, where there are none."""
    words = zip(reversed(left.split("_")), reversed(right.split("_")), strict=False)
    same = [one for one, _ in takewhile(lambda pair: pair[0] == pair[1], words)]
    end = "_".join(reversed(same))
    return left.removesuffix(end), right.removesuffix(end)


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
