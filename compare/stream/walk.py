"""The walk over two tables in spans of their key: their lines, or hashes and then lines."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from compare.stream.arrangement import Arrangement
from compare.stream.asking import awaited, hashed, packed, readers
from compare.stream.differing import Differing
from compare.stream.merge import Parted, crossed, parted_in
from compare.stream.pair import Method, Progress, TableTally
from compare.stream.source import APART, Digests, Lines
from compare.stream.spans import Extent, Portion, Span, cut

Answers = tuple[Future[Lines | Digests | None], Future[Lines | Digests | None]]
"""What each side gives of a span: its lines or their hashes; None where they are too long."""

HUGE = 2**62
"""A width of a span, in keys, from which on a server's arithmetic might overflow."""

_AHEAD = 2
"""So many spans wait for a connection, or to be compared, beside those that are being read."""
_HASHED = 20_000
"""So many rows are hashed at once, at most."""
_PATIENT = 8
"""So many spans may differ for the most part before rows are asked for instead of hashes."""
_PARTS = 1000
"""Into so many parts a span is cut that is not the same on both sides."""


class Spans:
    """Two tables in spans of their key, which is one integer.

    Args:
        arranged: what their lines hold.
        differing: is given lines that are not the same.
        tally: is told what could not be compared.
        saw: is told how many rows of the left and of the right were compared.
        progress: is told how many of the left.
        method: what the databases send.
    """

    def __init__(
        self,
        arranged: Arrangement,
        differing: Differing,
        tally: TableTally,
        saw: Callable[[int, int], None],
        progress: Progress,
        method: Method,
    ) -> None:
        self._sides = arranged.sides
        self._pair = arranged.pair
        self._arranged = arranged
        self._sources = arranged.sources
        self._differing = differing
        self._tally = tally
        self._saw = saw
        self._progress = progress
        self._hashing = method == "hash"
        self._portion = self._first_portion()
        self._passed_spans = self._parted_spans = 0
        self._lanes: list[list[ThreadPoolExecutor]] = []

    def _first_portion(self) -> Portion:
        return Portion(most=_HASHED) if self._hashing else Portion()

    def _cut(self, left: Extent, right: Extent) -> Iterator[Span]:
        return cut(left, right, self._portion, self._marks)

    def _marks(self, every: int) -> list[int]:
        """The keys of both tables at every so many rows, once their connections are idle."""
        for lane in self._lanes:
            awaited(lane[0].submit(int))
        return self._arranged.marks(every)

    def compare(self, left: Extent, right: Extent) -> None:
        """Compare them.

        Args:
            left: how many rows the left has, and between which keys.
            right: likewise.

        Raises:
            DBAPIError: a database refuses.
        """
        spans = self._cut(left, right)
        with readers(self._sides) as self._lanes:
            waiting: deque[tuple[Span, Answers]] = deque()
            lanes = max(map(len, self._lanes))
            for number, span in enumerate(spans):
                waiting.append((span, self._asked_for(span, number)))
                if len(waiting) >= _AHEAD + lanes:
                    self._span(*waiting.popleft())
            while waiting:
                self._span(*waiting.popleft())

    def _asked_for(self, span: Span, number: int = 0) -> Answers:
        """A span of both sides, each asked for in the thread of its connection.

        Args:
            span: the span.
            number: of the connection.
        """
        if self._hashing:
            return self._asked(hashed, span, span.until - span.after, number=number)
        return self._asked(packed, span, number=number)

    def _asked(
        self,
        what: Callable[..., Lines | Digests | None],
        *of: Span | int,
        number: int = 0,
    ) -> Answers:
        mine, theirs = (
            lane[number % len(lane)].submit(
                what,
                self._sources[place],
                self._sides[place].connections[number % len(lane)],
                *of,
            )
            for place, lane in enumerate(self._lanes)
        )
        return mine, theirs

    def _span(self, span: Span, answers: Answers) -> None:
        mine, theirs = (awaited(answer) for answer in answers)
        if isinstance(mine, dict) and isinstance(theirs, dict):
            self._span_of_hashes(span, mine, theirs)
        elif isinstance(mine, Lines) and isinstance(theirs, Lines):
            self._span_of_lines([span], mine, theirs)
        else:
            self._too_long(span)

    def _span_of_hashes(self, span: Span, mine: Digests, theirs: Digests) -> None:
        """What is the same is passed over; of all else the lines are asked for."""
        both = [*mine.values(), *theirs.values()]
        self._portion.learn(
            max((each.rows for each in both), default=0),
            max((each.size for each in both), default=0),
        )
        width = span.until - span.after
        found = self._unlike(span, mine, theirs, width)
        if found and 1 < width < HUGE:
            width = -(-width // _PARTS)
            finer = [awaited(answer) for answer in self._asked(hashed, span, width)]
            if isinstance(finer[0], dict) and isinstance(finer[1], dict):
                found = self._unlike(span, finer[0], finer[1], width)
        unlike = sum(each.until - each.after for each in found)
        if 2 * unlike < span.until - span.after:
            self._passed_spans += 1
        else:
            self._parted_spans += 1
            # Where most rows differ, or their neighbours, all lines are needed anyway.
            self._hashing = self._parted_spans < max(_PATIENT, self._passed_spans)
        if found:
            self._rows_of(found)

    def _rows_of(self, spans: Sequence[Span]) -> None:
        """The lines of some spans, asked for at once; one by one where that is too long."""
        mine, theirs = (awaited(answer) for answer in self._asked(packed, *spans))
        if isinstance(mine, Lines) and isinstance(theirs, Lines):
            self._span_of_lines(spans, mine, theirs)
            return
        for span in spans:
            self._span(span, self._asked(packed, span))

    def _unlike(self, span: Span, mine: Digests, theirs: Digests, width: int) -> list[Span]:
        """The parts of a span that are not the same on both sides, neighbours as one.

        The rows of the others count as compared, unless the whole span was asked about at once.
        """
        found: list[Span] = []
        for part in sorted(mine.keys() | theirs.keys()):
            one, other = mine.get(part), theirs.get(part)
            if one is not None and one == other:
                self._saw(one.rows, one.rows)
                self._progress(one.rows)
                continue
            after = span.after + part * width
            if found and found[-1].until == after:
                after = found.pop().after
            found.append(Span(after, min(span.after + (part + 1) * width, span.until)))
        return found

    def _span_of_lines(self, spans: Sequence[Span], mine: Lines, theirs: Lines) -> None:
        self._portion.learn(max(mine.rows, theirs.rows), max(len(mine.data), len(theirs.data)))
        if mine == theirs:
            self._passed_spans += 1
        else:
            key = self._sources[0].key
            parts: Iterable[Parted] = parted_in(mine.data, theirs.data, APART, key)
            if not (mine.in_order and theirs.in_order):
                parts = list(parts)
                if crossed(parts, key):
                    self._in_order(spans)
                    return
            for one in parts:
                self._differing.note(one)
        self._saw(mine.rows, theirs.rows)
        self._progress(mine.rows)

    def _in_order(self, spans: Sequence[Span]) -> None:
        """Spans once more, sorted this time, as are all that are asked for from now on."""
        for source in self._sources:
            source.sort()
        for span in spans:
            self._span(span, self._asked(packed, span))

    def _too_long(self, span: Span) -> None:
        """What a server could not put into one value, in halves; a single row is not compared."""
        if span.until - span.after == 1:
            self._tally.not_compared.append(
                f"the row {span.until} of {self._pair.left.name}: the database makes no one text of"
                " it; it may be too long for that (in MariaDB and MySQL, longer than"
                " max_allowed_packet)"
            )
            return
        middle = (span.after + span.until) // 2
        for half in (Span(span.after, middle), Span(middle, span.until)):
            self._span(half, self._asked_for(half))
