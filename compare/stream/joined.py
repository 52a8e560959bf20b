"""The walk over two SQLite files that are read in one statement (:mod:`compare.stream.attached`).

It finds the keys of rows that are not the same, and only those rows become lines.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing

from sqlalchemy.exc import DBAPIError

from compare.inspect.fetch import fetch_all
from compare.stream.arrangement import Arrangement
from compare.stream.asking import awaited, readers
from compare.stream.attached import Join, MetInEither, alone, attach, keys_of, sign_of
from compare.stream.differing import Differing
from compare.stream.merge import Run, parted
from compare.stream.pair import Progress
from compare.stream.spans import Extent, Portion, Span, cut
from compare.stream.sqlite import SqliteSource

Lane = Sequence[ThreadPoolExecutor]
"""The threads of one side, one for each of its connections."""

_BATCH = 500
"""So many rows are looked at at once."""
_JOINED = 20_000
"""So many rows of two SQLite files are joined at once, of which only keys are kept,"""
_TOGETHER = 4
"""and of so many such spans at most the rows that differ are looked at together."""


class JoinedFiles:
    """Two tables of two SQLite files in one process.

    Args:
        arranged: what their lines hold.
        differing: is given lines that are not the same.
        saw: is told how many rows of the left and of the right were compared.
        progress: is told how many of the left.
    """

    def __init__(
        self,
        arranged: Arrangement,
        differing: Differing,
        saw: Callable[[int, int], None],
        progress: Progress,
    ) -> None:
        self._sides = arranged.sides
        self._pair = arranged.pair
        self._arranged = arranged
        self._sources = arranged.sources
        self._differing = differing
        self._saw = saw
        self._progress = progress

    def compare(self, left: Extent, right: Extent) -> bool:
        """Compare them, where that can be done.

        Args:
            left: how many rows the left has, and between which keys.
            right: likewise.

        Returns:
            Whether it could.

        Raises:
            DBAPIError: one of the files cannot be read.
            MetInEither: they cannot be read in one statement, though each can alone.
        """
        uri = self._sides[1].uri
        connections = self._sides[0].connections
        if self._arranged.across or not self._arranged.alike or uri is None:
            return False
        try:
            if not all(attach(connection, uri) for connection in connections):
                return False
        except DBAPIError as error:
            raise MetInEither(error) from None
        names = list(zip(self._sources[0].columns, self._sources[1].columns, strict=True))
        sign = sign_of(connections[0])
        join = Join(self._pair.left, self._pair.right, names[0], names[1:], sign)
        spans = list(cut(left, right, Portion(_JOINED, _JOINED), self._arranged.marks))
        with readers(self._sides) as lanes:
            self._on_left(lanes, join, spans, left.rows)
            self._differing.flush()
            more = right.rows - left.rows + self._differing.only_left
            found = self._only_right(lanes, join, _ends_first(spans, left), more)
            # Those of the left and all that only the right has: as many as were counted, or told.
            self._saw(0, right.rows - more + found)
        return True

    def _on_left(self, lanes: Sequence[Lane], join: Join, spans: Sequence[Span], rows: int) -> None:
        """All rows that the left has, beside those of the right.

        A row counts as compared once it was looked at, should it differ. To look at some needs both
        connections, which have other work: so it is done for several spans at once.
        """
        keys: list[int] = []
        seen = 0
        with closing(self._keys(lanes, join.parted, spans)) as answers:
            for done, some in enumerate(answers, 1):
                keys += some
                if not keys or len(keys) >= _BATCH or done % _TOGETHER == 0 or done == len(spans):
                    self._look_at(lanes, keys)
                    keys.clear()
                    now = rows * done // len(spans)
                    self._saw(now - seen, 0)
                    self._progress(now - seen)
                    seen = now

    def _only_right(
        self, lanes: Sequence[Lane], join: Join, spans: Iterable[Span], rows: int
    ) -> int:
        """Rows that only the right has, of which there are so many; how many were found."""
        found = 0
        if rows > 0:
            with closing(self._keys(lanes, join.only_right, spans)) as answers:
                for keys in answers:
                    self._look_at(lanes, keys)
                    found += len(keys)
                    if found >= rows:
                        break
        return found

    def _keys(
        self, lanes: Sequence[Lane], statement: Callable[[Span], str], spans: Iterable[Span]
    ) -> Generator[list[int], None, None]:
        """What a statement finds in each span, in their order, on all connections of the left."""
        lane, connections = lanes[0], self._sides[0].connections
        waiting: deque[tuple[int, Span, Future[list[int]]]] = deque()

        def first() -> list[int]:
            _, span, answer = waiting.popleft()
            try:
                return awaited(answer)
            except DBAPIError as error:
                raise self._met(lanes, span, error) from None

        try:
            for span in spans:
                busy = [number for number, _, answer in waiting if not answer.done()]
                place = min(range(len(lane)), key=busy.count)
                answer = lane[place].submit(keys_of, connections[place], statement(span))
                waiting.append((place, span, answer))
                if len(waiting) > 2 * len(lane):
                    yield first()
            while waiting:
                yield first()
        finally:
            for *_, answer in waiting:
                answer.cancel()

    def _met(self, lanes: Sequence[Lane], span: Span, error: DBAPIError) -> Exception:
        """An error of both files' statement as it is met in one of them, so that it is told of it.

        Not one of time: what took too long was the statement about both.
        """
        if getattr(error.orig, "sqlite_errorname", "") != "SQLITE_INTERRUPT":
            for lane, source, side in zip(lanes, self._sources, self._sides, strict=True):
                if isinstance(source, SqliteSource):
                    asked = alone(source, span)
                    try:
                        awaited(lane[0].submit(fetch_all, side.connections[0], asked))
                    except DBAPIError as its_own:
                        return its_own
        return MetInEither(error)

    def _look_at(self, lanes: Sequence[Lane], keys: Sequence[int]) -> None:
        """Compare the rows of some keys.

        Each connection is used in its own thread alone: two that wait for one another's lock on it
        and on the interpreter would wait for ever.
        """
        for start in range(0, len(keys), _BATCH):
            some = keys[start : start + _BATCH]
            answers = [
                lane[0].submit(source.chosen, side.connections[0], some)
                for lane, source, side in zip(lanes, self._sources, self._sides, strict=True)
                if isinstance(source, SqliteSource)
            ]
            left, right = (Run([awaited(each)]) for each in answers)
            for one in parted(left, right, self._sources[0].key):
                self._differing.note(one)


def _ends_first(spans: Sequence[Span], left: Extent) -> list[Span]:
    """Spans in the order in which rows are looked for that the left has not.

    Most often they came later, and so are beyond the left's greatest key.
    """

    def within(span: Span) -> bool:
        return left.least <= span.after + 1 and span.until <= left.greatest

    return sorted(spans, key=within)
