"""The walk by sums of hashes, for tables whose rows are on many machines.

A database sends sums alone until few rows are left between two keys, so that no span need be small
enough to be held in memory: hundreds of thousands of rows are one question, and where keys are not
spread evenly, millions. What is not the same is cut into parts until a part has few rows, and only
those rows are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from compare.stream.asking import awaited, summed
from compare.stream.source import Digests
from compare.stream.spans import AT_ONCE, ROOM, Extent, Portion, Span, cut
from compare.stream.walk import HUGE, Answers, Spans

_SUMMED = 200_000
"""So many rows are summed at once, if keys are spread evenly,"""
_BYTES = 2**30
"""and about so many bytes of lines: what a server reads in seconds."""
_PARTS = 10_000
"""Into so many parts, at most, a span is cut that is not the same on both sides,"""
_EACH = 20
"""so that each has about so many rows."""
_FEW = 40
"""A part of so many rows is cut no more: its rows are asked for,"""
_RANGES = 500
"""so many parts at once at most."""


@dataclass(slots=True)
class _Part:
    """A part of a span that is not the same on both sides, and what the greater side has of it."""

    span: Span
    rows: int
    size: int

    @property
    def small(self) -> bool:
        """Whether its rows are to be asked for."""
        return self.rows <= _FEW or self.span.until - self.span.after == 1

    def joined(self, other: _Part) -> bool:
        """Take in the part that follows, if it is the next and both are small enough together."""
        rows, size = self.rows + other.rows, self.size + other.size
        if other.span.after != self.span.until or rows > AT_ONCE or size > ROOM:
            return False
        self.span, self.rows, self.size = Span(self.span.after, other.span.until), rows, size
        return True


class SummedSpans(Spans):
    """Two tables whose key is one integer, by sums of hashes."""

    def _first_portion(self) -> Portion:
        return Portion(_SUMMED // 10, _SUMMED, room=_BYTES)

    def _cut(self, left: Extent, right: Extent) -> Iterator[Span]:
        return cut(left, right, self._portion, None)

    def _asked_for(self, span: Span, number: int = 0) -> Answers:
        return self._asked(summed, span, span.until - span.after, number=number)

    def _span_of_hashes(self, span: Span, mine: Digests, theirs: Digests) -> None:
        both = [*mine.values(), *theirs.values()]
        self._portion.learn(
            max((each.rows for each in both), default=0),
            max((each.size for each in both), default=0),
        )
        self._resolve(span, span.until - span.after, mine, theirs)

    def _resolve(self, span: Span, width: int, mine: Digests, theirs: Digests) -> None:
        """Ask for the rows of small parts that differ, and cut the others further."""
        small: list[_Part] = []
        large: list[_Part] = []
        for part in self._differing_parts(span, width, mine, theirs):
            if not part.small:
                large.append(part)
            elif not (small and small[-1].joined(part)):
                small.append(part)
        for some in _batches(small):
            self._rows_of([part.span for part in some])
        for part in large:
            self._finer(part)

    def _differing_parts(
        self, span: Span, width: int, mine: Digests, theirs: Digests
    ) -> Iterator[_Part]:
        """The parts that are not the same; the rows of the others count as compared."""
        for number in sorted(mine.keys() | theirs.keys()):
            one, other = mine.get(number), theirs.get(number)
            if one is not None and one == other:
                self._saw(one.rows, one.rows)
                self._progress(one.rows)
                continue
            after = span.after + number * width
            held = [each for each in (one, other) if each is not None]
            yield _Part(
                Span(after, min(after + width, span.until)),
                max(each.rows for each in held),
                max(each.size for each in held),
            )

    def _finer(self, part: _Part) -> None:
        """A part that is not the same, in parts of its own."""
        span = part.span
        keys = span.until - span.after
        if keys >= HUGE:
            middle = (span.after + span.until) // 2
            for half in (Span(span.after, middle), Span(middle, span.until)):
                self._span(half, self._asked_for(half))
            return
        width = -(-keys // max(2, min(_PARTS, part.rows // _EACH)))
        mine, theirs = (awaited(each) for each in self._asked(summed, span, width))
        if isinstance(mine, dict) and isinstance(theirs, dict):
            self._resolve(span, width, mine, theirs)
        else:
            self._too_long(span)


def _batches(parts: Iterable[_Part]) -> Iterator[list[_Part]]:
    """Some parts at a time, of which the rows are few."""
    some: list[_Part] = []
    rows = size = 0
    for part in parts:
        rows, size = rows + part.rows, size + part.size
        if some and (rows > AT_ONCE or size > ROOM or len(some) >= _RANGES):
            yield some
            some, rows, size = [], part.rows, part.size
        some.append(part)
    if some:
        yield some
