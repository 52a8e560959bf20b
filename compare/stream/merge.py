"""Two sorted runs of lines, and where they part.

What is the same on both sides is passed over by comparing whole slices of lists, which costs Python
next to nothing; only where two lines differ is a key looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import compress, count
from operator import ne

from compare.stream.fields import Key

Parted = tuple[bytes | None, bytes | None]
"""A line of the left and one of the right with the same key; None where a side has none."""

_FIRST = 32
_MOST = 8192


class Run:
    """Lines that come in blocks, in order of their key."""

    def __init__(self, blocks: Iterable[list[bytes]]) -> None:
        self._blocks = iter(blocks)
        self._lines: list[bytes] = []
        self._at = 0

    def ahead(self) -> int:
        """How many lines are at hand; 0 only at the end of all blocks."""
        while self._at == len(self._lines):
            found = next(self._blocks, None)
            if found is None:
                return 0
            self._lines, self._at = found, 0
        return len(self._lines) - self._at

    def peek(self, number: int) -> list[bytes]:
        """The next lines, of those at hand."""
        return self._lines[self._at : self._at + number]

    def first(self) -> bytes:
        """The next line."""
        return self._lines[self._at]

    def skip(self, number: int = 1) -> None:
        """Take lines."""
        self._at += number


def parted(left: Run, right: Run, key: Key) -> Iterator[Parted]:
    """What is not the same on both sides, in order of key.

    Args:
        left: lines in order of ``key``; where it names rows, no two of a side have the same.
        right: likewise.
        key: what the lines are sorted by.
    """
    step = _FIRST
    while True:
        mine, theirs = left.ahead(), right.ahead()
        if not mine or not theirs:
            break
        number = min(mine, theirs, step)
        ours, others = left.peek(number), right.peek(number)
        if ours == others:
            left.skip(number)
            right.skip(number)
            step = min(2 * step, _MOST)
            continue
        same = next(compress(count(), map(ne, ours, others)))
        left.skip(same)
        right.skip(same)
        yield _part(left, right, key)
        step = _FIRST
    while left.ahead():
        yield left.first(), None
        left.skip()
    while right.ahead():
        yield None, right.first()
        right.skip()


def _part(left: Run, right: Run, key: Key) -> Parted:
    """Where two lines differ: the same row twice, or one that only one side has."""
    one, other = left.first(), right.first()
    mine, theirs = key.of(one), key.of(other)
    if mine <= theirs:
        left.skip()
    if theirs <= mine:
        right.skip()
    return (one if mine <= theirs else None), (other if theirs <= mine else None)
