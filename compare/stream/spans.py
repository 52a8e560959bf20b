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
_PATIENT = 64
"""So many spans one after the other that are nearly empty tell of gaps that nobody knew of."""
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

    Attributes:
        rows: so many now.
        lean: so many times in a row far fewer came.
    """

    def __init__(self, rows: int = _FIRST, most: int = AT_ONCE, *, room: int = ROOM) -> None:
        self.rows = rows
        self.lean = 0
        self._most = most
        self._room = room

    def learn(self, rows: int, size: int) -> None:
        """So many rows had so many bytes."""
        self.lean = self.lean + 1 if _SPARSE * rows < self.rows else 0
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
            are large gaps between keys, or turn out to be, because there are fewer rows than was
            believed. None: gaps are of no matter, because no span has to be held in memory.
    """
    filled = [each for each in (left, right) if each.rows]
    if not filled:
        return
    least = min(each.least for each in filled)
    greatest = max(each.greatest for each in filled)
    rows = max(each.rows for each in filled)
    gaps = greatest - least >= _SPARSE * rows
    ends: list[int] | None = None
    passed = 0
    after = least - 1
    while after < greatest:
        if ends is None and marks is not None and (gaps or portion.lean >= _PATIENT):
            ends = [mark for mark in marks(_MARK) if after < mark < greatest]
        if ends is None:
            # But for gaps no span can hold more rows than it has keys.
            until = after + max(1, portion.rows * (greatest - least + 1) // rows)
        else:
            passed += max(1, portion.rows // _MARK)
            until = ends[passed - 1] if passed <= len(ends) else greatest
        yield Span(after, min(until, greatest))
        after = min(until, greatest)
