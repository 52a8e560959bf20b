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
_NEAR, _FAR = 2**8, 2**18
"""Bytes: the smallest and the largest pieces of two spans that are held against each other."""


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


def parted_in(left: bytes, right: bytes, apart: bytes, key: Key) -> Iterator[Parted]:
    """What is not the same in two spans, in order of key.

    Args:
        left: lines in order of ``key``, no two with the same; empty where there are none.
        right: likewise.
        apart: what stands between lines, and in none of them.
        key: what the lines are sorted by.
    """
    mine, theirs = 0, 0
    while mine < len(left) and theirs < len(right):
        same = _same(left, mine, right, theirs)
        begun = left.rfind(apart, mine, mine + same)
        if begun >= 0:
            theirs += begun + len(apart) - mine
            mine = begun + len(apart)
        one, other = _line(left, mine, apart), _line(right, theirs, apart)
        order = _order(one, other, key)
        if one != other:
            yield (one if order <= 0 else None), (other if order >= 0 else None)
        mine += len(one) + len(apart) if order <= 0 else 0
        theirs += len(other) + len(apart) if order >= 0 else 0
    if mine < len(left):
        yield from ((line, None) for line in left[mine:].split(apart))
    if theirs < len(right):
        yield from ((None, line) for line in right[theirs:].split(apart))


def crossed(parts: Iterable[Parted], key: Key) -> bool:
    """Whether a row that both sides have was taken for one that either has alone.

    That is so only where lines were not in order of ``key``; where it is not, it does not matter
    that they were not.

    Args:
        parts: what :func:`parted_in` gave of two spans.
        key: what their lines should be sorted by.
    """
    ours, others = set(), set()
    for mine, theirs in parts:
        if theirs is None and mine is not None:
            ours.add(key.of(mine))
        elif mine is None and theirs is not None:
            others.add(key.of(theirs))
    return not ours.isdisjoint(others)


def _line(lines: bytes, start: int, apart: bytes) -> bytes:
    end = lines.find(apart, start)
    return lines[start : end if end >= 0 else len(lines)]


def _same(left: bytes, mine: int, right: bytes, theirs: int) -> int:
    """How many bytes from two places on are the same."""
    begin = mine
    size = _NEAR
    apart = False
    while size:
        piece = left[mine : mine + size]
        if piece and piece == right[theirs : theirs + size]:
            mine += len(piece)
            theirs += len(piece)
            size = size // 2 if apart else min(2 * size, _FAR)
        else:
            apart = True
            size //= 2
    return mine - begin


def _part(left: Run, right: Run, key: Key) -> Parted:
    """Where two lines differ: the same row twice, or one that only one side has."""
    one, other = left.first(), right.first()
    order = _order(one, other, key)
    if order <= 0:
        left.skip()
    if order >= 0:
        right.skip()
    return (one if order <= 0 else None), (other if order >= 0 else None)


def _order(one: bytes, other: bytes, key: Key) -> int:
    """Whether a line comes before another (-1), is of the same row (0) or comes after it (1)."""
    mine, theirs = key.of(one), key.of(other)
    return (mine > theirs) - (mine < theirs)
