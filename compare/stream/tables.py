"""The rows of two tables compared in bounded memory, whatever their size and engines.

Both databases make lines of their rows; what is equal byte for byte is passed over, and only what
is not becomes values, which are compared as everywhere else (:mod:`compare.rows.compare`). A table
whose key is one integer is cut into spans of that key, each of which is one value on either side;
any other table is one stream in order of its key.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from functools import partial

from sqlalchemy.exc import DBAPIError

from compare.errors import ToolError
from compare.stream.arrangement import Arrangement
from compare.stream.asking import hashed, packed, readers, together
from compare.stream.attached import MetInEither
from compare.stream.differing import Differing
from compare.stream.fields import Garbled
from compare.stream.joined import JoinedFiles
from compare.stream.merge import Parted, Run, crossed, parted, parted_in
from compare.stream.pair import Found, Method, Progress, Side, TablePair, TableTally
from compare.stream.source import APART, Digests, Lines, TooLong
from compare.stream.spans import Extent, Portion, Span, cut

Answers = tuple[Future[Lines | Digests | None], Future[Lines | Digests | None]]
"""What each side gives of a span: its lines or their hashes; None where they are too long."""

_AHEAD = 2
"""So many spans wait for a connection, or to be compared, beside those that are being read."""
_HASHED = 20_000
"""So many rows are hashed at once, at most."""
_PATIENT = 8
"""So many spans may differ for the most part before rows are asked for instead of hashes."""
_PARTS = 1000
"""Into so many parts a span is cut that is not the same on both sides."""
_HUGE = 2**62
"""A width of a span, in keys, from which on a server's arithmetic might overflow."""


def compare_table(
    left: Side,
    right: Side,
    pair: TablePair,
    found: Found,
    progress: Progress = lambda _: None,
    begun: Progress = lambda _: None,
    method: Method = "rows",
    tally: TableTally | None = None,
) -> TableTally:
    """Compare the rows of two tables.

    Args:
        left: the left database.
        right: the right one.
        pair: the two tables.
        found: is given differences as they come, in order of key within a span: ``row.missing``
            and ``row.value``, at the end ``row.storage`` and ``row.only``.
        progress: is told how many rows of the left were compared since it was told last.
        begun: is told how many rows the left has, before they are compared.
        method: ``rows``: the databases send all rows, as lines. ``hash``: they send hashes of spans
            of rows, and rows only of spans that differ: for a slow wire. It is the same for a table
            whose key is not one integer.
        tally: is kept up to date, so that what was found stands where a database refuses.

    Returns:
        The tally.

    Raises:
        DBAPIError: a database refuses.
        MetInEither: one of two SQLite files does, and neither where it is asked alone.
        ToolError: a database did not give what was asked for.
    """
    comparison = _TableComparison(left, right, pair, found, progress, begun, method, tally)
    try:
        with closing(comparison):
            return comparison.run()
    except Garbled as error:
        raise ToolError(
            f"The rows of {pair.left.name} did not come apart as they should: {error}. That is a"
            " mistake in parity; nothing was compared wrongly."
        ) from error


class _TableComparison:
    def __init__(
        self,
        left: Side,
        right: Side,
        pair: TablePair,
        found: Found,
        progress: Progress,
        begun: Progress,
        method: Method = "rows",
        tally: TableTally | None = None,
    ) -> None:
        self._sides = (left, right)
        self._pair = pair
        self._progress = progress
        self._begun = begun
        self._method = method
        self._arranged = Arrangement(left, right, pair)
        self._sources = self._arranged.sources
        self._names = self._arranged.names
        self._tally = tally or TableTally()
        self._tally.zoned, self._tally.shared = self._arranged.zoned, self._arranged.shared
        self._differing = Differing(self._arranged, self._tally, found)
        self._seen = [0, 0]

    def run(self) -> TableTally:
        left, right = self._extents()
        self._tally.left_rows, self._tally.right_rows = left.rows, right.rows
        self._begun(left.rows)
        try:
            self._walk(left, right)
        except KeyboardInterrupt:
            self._tally.interrupted = True
        except (DBAPIError, MetInEither, ToolError):
            self._leave((left, right))
            raise
        self._differing.finish()
        self._tally.compared = self._seen[0]
        self._count((left, right))
        told = self._tally.not_compared or self._tally.interrupted
        if not told and self._seen != [self._tally.left_rows, self._tally.right_rows]:
            self._tally.not_compared.append(self._missed())
        return self._tally

    def close(self) -> None:
        """Let go of what is on disk."""
        self._differing.close()

    def _leave(self, extents: tuple[Extent, Extent]) -> None:
        """Tell what was found until a database refused, and no more.

        Not of a stream: counterparts of its lines may be among those that were not read.
        """
        if all(source.one_integer for source in self._sources):
            self._differing.flush()
            self._tally.compared = self._seen[0]
        self._tally.about = not all(extent.counted for extent in extents)

    def _extents(self) -> tuple[Extent, Extent]:
        one, other = together(
            [
                partial(source.extent, side.connections[0])
                for source, side in zip(self._sources, self._sides, strict=True)
            ]
        )
        return one, other

    def _walk(self, left: Extent, right: Extent) -> None:
        if not self._names:
            self._seen = [left.rows, right.rows] if left.rows == right.rows == 0 else [0, 0]
        elif not (self._sources[0].one_integer and self._sources[1].one_integer):
            self._as_streams()
        elif not self._joined().compare(left, right):
            self._spans().compare(left, right)

    def _joined(self) -> JoinedFiles:
        return JoinedFiles(self._arranged, self._differing, self._saw, self._progress)

    def _spans(self) -> _Spans:
        return _Spans(
            self._arranged, self._differing, self._tally, self._saw, self._progress, self._method
        )

    def _as_streams(self) -> None:
        left, right = (
            self._counted(place, source.blocks(self._sides[place].connections[0]))
            for place, source in enumerate(self._sources)
        )
        try:
            # A server is done with the one before it is asked anything else.
            with closing(left), closing(right):
                self._merge(left, right)
        except TooLong:
            self._tally.not_compared.append(
                f"rows of {self._pair.left.name}: one is longer than the server's"
                " max_allowed_packet"
            )

    def _counted(
        self, place: int, blocks: Iterable[list[bytes]]
    ) -> Generator[list[bytes], None, None]:
        """Blocks of lines of a side, each counted once it was compared."""
        for block in blocks:
            yield block
            # Whoever asks for the next one is done with this one.
            if place == 0:
                self._saw(len(block), 0)
                self._progress(len(block))
            else:
                self._saw(0, len(block))

    def _merge(self, left: Iterable[list[bytes]], right: Iterable[list[bytes]]) -> None:
        for one in parted(Run(left), Run(right), self._sources[0].key):
            self._differing.note(one)

    def _saw(self, left: int, right: int) -> None:
        self._seen = [self._seen[0] + left, self._seen[1] + right]

    def _count(self, extents: tuple[Extent, Extent]) -> None:
        """Set how many rows there are, where the server did not count them at first.

        The spans hold all rows there are, and each says how many it holds. After an interruption
        nobody is to wait until all are counted.
        """
        rows = [extent.rows for extent in extents]
        for place, extent in enumerate(extents):
            if extent.counted:
                continue
            if self._tally.interrupted:
                rows[place] = max(extent.rows, self._seen[place] + 1)
                self._tally.about = True
            elif self._tally.not_compared:
                side = self._sides[place]
                rows[place] = self._sources[place].count(side.connections[0])
            else:
                rows[place] = self._seen[place]
        self._tally.left_rows, self._tally.right_rows = rows

    def _missed(self) -> str:
        """Rows that were counted and did not come."""
        name = self._pair.left.name
        if not self._names:
            return f"the rows of {name}: the two tables have no column in common"
        mine, theirs = self._seen
        return (
            f"rows of {name}: there are {self._tally.left_rows} and {self._tally.right_rows},"
            f" of which {mine} and {theirs} were read"
        )


class _Spans:
    """Two tables in spans of their key, which is one integer."""

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
        self._portion = Portion(most=_HASHED) if self._hashing else Portion()
        self._passed_spans = self._parted_spans = 0
        self._lanes: list[list[ThreadPoolExecutor]] = []

    def compare(self, left: Extent, right: Extent) -> None:
        spans = cut(left, right, self._portion, self._arranged.marks)
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
        mine, theirs = (answer.result() for answer in answers)
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
        if found and 1 < width < _HUGE:
            width = -(-width // _PARTS)
            finer = [answer.result() for answer in self._asked(hashed, span, width)]
            if isinstance(finer[0], dict) and isinstance(finer[1], dict):
                found = self._unlike(span, finer[0], finer[1], width)
        unlike = sum(each.until - each.after for each in found)
        if 2 * unlike < span.until - span.after:
            self._passed_spans += 1
        else:
            self._parted_spans += 1
            # Where most rows differ, or their neighbours, all lines are needed anyway.
            self._hashing = self._parted_spans < max(_PATIENT, self._passed_spans)
        if not found:
            return
        lines = [answer.result() for answer in self._asked(packed, *found)]
        if isinstance(lines[0], Lines) and isinstance(lines[1], Lines):
            self._span_of_lines(found, lines[0], lines[1])
            return
        for each in found:
            self._span(each, self._asked(packed, each))

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
                f"the row {span.until} of {self._pair.left.name}: the server makes no one text of"
                " it; it may be too long for that (in MariaDB, longer than max_allowed_packet)"
            )
            return
        middle = (span.after + span.until) // 2
        for half in (Span(span.after, middle), Span(middle, span.until)):
            self._span(half, self._asked_for(half))
