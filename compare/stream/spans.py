"""A table cut into spans of its key, each small enough to be held in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

AT_ONCE = 8000
"""At most so many rows are compared at once,"""
ROOM = 4 * 2**20
"""and about so many bytes a side: fewer rows where they are long."""

_FIRST = 1
"""Nobody knows how long the first row is: it may be a file of many megabytes."""
_FASTER = 16
_SPARSE = 8
_MARK = 100
"""The keys of a table that has large gaps in them are marked every so many rows."""


@dataclass(frozen=True, slots=True)
class Extent:
    """How many rows there are, and between which keys.

    Attributes:
        rows: how many; 0 only where there are none.
        least, greatest: the keys of the first and the last.
        counted: whether ``rows`` is exact, and not what the server believes.
    """

    rows: int
    least: int
    greatest: int
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Span:
    """The rows whose key is greater than ``after`` and at most ``until``."""

    after: int
    until: int


class Portion:
    """How many rows are asked for at once, by how long rows have turned out to be.

    Args:
        rows: so many at first.
        most: so many at most,
        room: and about so many bytes.
    """

    def __init__(self, rows: int = _FIRST, most: int = AT_ONCE, *, room: int = ROOM) -> None:
        self.rows = rows
        self._most = most
        self._room = room

    def learn(self, rows: int, size: int) -> None:
        """So many rows had so many bytes."""
        if rows:
            fitting = self._room * rows // max(size, 1)
            self.rows = max(1, min(self._most, fitting, _FASTER * self.rows))


def cut(
    left: Extent,
    right: Extent,
    portion: Portion,
    marks: Callable[[int], list[int]] | None,
) -> Iterator[Span]:
    """Spans that hold all rows of two tables, each about a portion of them.

    Args:
        left: the extent of one table.
        right: that of the other.
        portion: is asked anew for each span.
        marks: the keys of both tables at every so many rows, in order; asked for only where there
            are large gaps between keys. None: gaps are of no matter, because no span has to be
            held in memory.
    """
    filled = [each for each in (left, right) if each.rows]
    if not filled:
        return
    least = min(each.least for each in filled)
    greatest = max(each.greatest for each in filled)
    rows = max(each.rows for each in filled)
    ends: list[int] | None = None
    if marks is not None and greatest - least >= _SPARSE * rows:
        ends = [mark for mark in marks(_MARK) if mark < greatest]
    passed = 0
    after = least - 1
    while after < greatest:
        if ends is None:
            # But for gaps no span can hold more rows than it has keys.
            until = after + max(1, portion.rows * (greatest - least + 1) // rows)
        else:
            passed += max(1, portion.rows // _MARK)
            until = ends[passed - 1] if passed <= len(ends) else greatest
        yield Span(after, min(until, greatest))
        after = min(until, greatest)
