"""The rows of two tables compared in bounded memory, whatever their size and engines.

Both databases make lines of their rows; what is equal byte for byte is passed over, and only what
is not becomes values, which are compared as everywhere else (:mod:`compare.rows.compare`). A table
whose key is one integer is cut into spans of that key, each of which is one value on either side;
any other table is one stream in order of its key.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from functools import partial

from sqlalchemy.exc import DBAPIError

from compare.diff.describe import word
from compare.errors import ToolError
from compare.inspect.fetch import fetch_all
from compare.model import Difference, Value
from compare.stream.arrangement import Arrangement
from compare.stream.asking import hashed, packed, readers, together
from compare.stream.attached import Join, MetInEither, alone, attach, keys_of, sign_of
from compare.stream.fields import Garbled, take_apart
from compare.stream.merge import Parted, Run, parted, parted_in
from compare.stream.pair import Method, Side, TablePair, TableTally
from compare.stream.source import APART, Digest, Lines, Source, TooLong
from compare.stream.spans import Extent, Portion, Span, cut
from compare.stream.sqlite import SqliteSource
from compare.stream.unmatched import Unmatched

Found = Callable[[Sequence[Difference]], None]
Progress = Callable[[int], None]

Lane = Sequence[ThreadPoolExecutor]
"""The threads of one side, one for each of its connections."""

Answers = tuple[Future[Lines | Digest | None], Future[Lines | Digest | None]]
"""What each side gives of a span: its lines or their hash; None where they are too long."""

_AHEAD = 3
"""So many spans are under way on each connection while another is compared."""
_BATCH = 500
_HASHED = 20_000
_PATIENT = 8
_JOINED = 20_000
"""So many rows of two SQLite files are joined at once, of which only keys are kept,"""
_TOGETHER = 4
"""and of so many such spans at most the rows that differ are looked at together."""


def compare_table(
    left: Side,
    right: Side,
    pair: TablePair,
    found: Found,
    progress: Progress = lambda _: None,
    begun: Progress = lambda _: None,
    method: Method = "rows",
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

    Returns:
        The tally.

    Raises:
        DBAPIError: a database refuses.
        MetInEither: one of two SQLite files does, and neither where it is asked alone.
        ToolError: a database did not give what was asked for.
    """
    comparison = _TableComparison(left, right, pair, found, progress, begun, method)
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
    ) -> None:
        self._sides = (left, right)
        self._pair = pair
        self._found = found
        self._progress = progress
        self._begun = begun
        self._arranged = Arrangement(left, right, pair)
        self._sources = self._arranged.sources
        self._names = self._arranged.names
        self._rows = self._arranged.comparison()
        self._tally = TableTally(zoned=self._arranged.zoned)
        self._hashing = method == "hash"
        self._portion = Portion(most=_HASHED) if self._hashing else Portion()
        self._passed_spans = self._parted_spans = 0
        self._pending: tuple[list[bytes], list[bytes]] = ([], [])
        self._unmatched: Unmatched | None = None
        self._seen = [0, 0]
        self._lanes: list[list[ThreadPoolExecutor]] = []

    # ---------------------------------------------------------------- the walk over all rows

    def run(self) -> TableTally:
        left, right = self._extents()
        self._tally.left_rows, self._tally.right_rows = left.rows, right.rows
        self._begun(left.rows)
        try:
            self._walk(left, right)
        except KeyboardInterrupt:
            self._tally.interrupted = True
        self._flush()
        self._found([*self._rows.storage(), *(() if self._tally.interrupted else self._beside())])
        self._tally.compared = self._seen[0]
        self._count((left, right))
        told = self._tally.not_compared or self._tally.interrupted
        if not told and self._seen != [self._tally.left_rows, self._tally.right_rows]:
            self._tally.not_compared.append(self._missed())
        return self._tally

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

    def close(self) -> None:
        """Let go of what is on disk."""
        if self._unmatched is not None:
            self._unmatched.close()

    def _walk(self, left: Extent, right: Extent) -> None:
        if not self._names:
            self._seen = [left.rows, right.rows] if left.rows == right.rows == 0 else [0, 0]
        elif not (self._sources[0].one_integer and self._sources[1].one_integer):
            self._as_streams()
        elif not self._by_join(left, right):
            self._by_spans(left, right)

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

    def _extents(self) -> tuple[Extent, Extent]:
        one, other = together(
            [
                partial(source.extent, side.connections[0])
                for source, side in zip(self._sources, self._sides, strict=True)
            ]
        )
        return one, other

    def _by_spans(self, left: Extent, right: Extent) -> None:
        spans = cut(left, right, self._portion, self._marks)
        with readers(self._sides) as self._lanes:
            waiting: deque[tuple[Span, Answers]] = deque()
            lanes = max(map(len, self._lanes))
            for number, span in enumerate(spans):
                waiting.append((span, self._asked_for(span, number)))
                if len(waiting) >= _AHEAD * lanes:
                    self._span(*waiting.popleft())
            while waiting:
                self._span(*waiting.popleft())

    def _asked_for(self, span: Span, number: int = 0, *, lines: bool = False) -> Answers:
        """A span of both sides, each asked for in the thread of its connection.

        Args:
            span: the span.
            number: of the connection.
            lines: whether the lines are asked for, even where hashes are enough at first.
        """
        what = packed if lines or not self._hashing else hashed
        mine, theirs = (
            lane[number % len(lane)].submit(
                what,
                self._sources[place],
                self._sides[place].connections[number % len(lane)],
                span,
            )
            for place, lane in enumerate(self._lanes)
        )
        return mine, theirs

    def _by_join(self, left: Extent, right: Extent) -> bool:
        """Two SQLite files in one process; False if it cannot be done."""
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
        spans = list(cut(left, right, Portion(_JOINED, _JOINED), self._marks))
        with readers(self._sides) as lanes:
            self._on_left(lanes, join, spans, left.rows)
            self._flush()
            more = right.rows - left.rows + self._tally.only_left
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
                return answer.result()
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
                        lane[0].submit(fetch_all, side.connections[0], asked).result()
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
            left, right = (Run([each.result()]) for each in answers)
            for one in parted(left, right, self._sources[0].key):
                self._note(one)

    def _marks(self, every: int) -> list[int]:
        """The keys of both tables at every so many rows, in order."""
        found: set[int] = set()
        for source, side in zip(self._sources, self._sides, strict=True):
            found.update(source.milestones(side.connections[0], every))
        return sorted(found)

    def _span(self, span: Span, answers: Answers) -> None:
        mine, theirs = (answer.result() for answer in answers)
        if isinstance(mine, Digest) and isinstance(theirs, Digest):
            self._portion.learn(max(mine.rows, theirs.rows), max(mine.size, theirs.size))
            if mine == theirs:
                self._passed_spans += 1
                self._saw(mine.rows, mine.rows)
                self._progress(mine.rows)
            else:
                self._parted_spans += 1
                # Where most spans differ, their lines are needed anyway.
                self._hashing = self._parted_spans < max(_PATIENT, self._passed_spans)
                self._span(span, self._asked_for(span, lines=True))
        elif isinstance(mine, Lines) and isinstance(theirs, Lines):
            self._span_of_lines(mine, theirs)
        else:
            self._too_long(span)

    def _span_of_lines(self, mine: Lines, theirs: Lines) -> None:
        self._portion.learn(max(mine.rows, theirs.rows), max(len(mine.data), len(theirs.data)))
        if mine == theirs:
            self._passed_spans += 1
        else:
            for one in parted_in(mine.data, theirs.data, APART, self._sources[0].key):
                self._note(one)
        self._saw(mine.rows, theirs.rows)
        self._progress(mine.rows)

    def _too_long(self, span: Span) -> None:
        """What a server could not put into one value, in halves; a single row is not compared."""
        if span.until - span.after == 1:
            self._tally.not_compared.append(
                f"the row {span.until} of {self._pair.left.name}: the server makes no text of it;"
                " it may be longer than max_allowed_packet"
            )
            return
        middle = (span.after + span.until) // 2
        for half in (Span(span.after, middle), Span(middle, span.until)):
            self._span(half, self._asked_for(half))

    def _as_streams(self) -> None:
        left, right = (
            self._counted(place, source.blocks(self._sides[place].connections[0]))
            for place, source in enumerate(self._sources)
        )
        try:
            self._merge(left, right)
        except TooLong:
            self._tally.not_compared.append(
                f"rows of {self._pair.left.name}: one is longer than the server's"
                " max_allowed_packet"
            )

    def _counted(self, place: int, blocks: Iterable[list[bytes]]) -> Iterator[list[bytes]]:
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
            self._note(one)

    def _saw(self, left: int, right: int) -> None:
        self._seen = [self._seen[0] + left, self._seen[1] + right]

    # ---------------------------------------------------------------- what is not the same

    def _note(self, lines: Parted) -> None:
        for pending, line in zip(self._pending, lines, strict=True):
            if line is not None:
                pending.append(line)
        if max(map(len, self._pending)) >= _BATCH:
            if all(source.one_integer for source in self._sources):
                self._flush()
            else:
                # Their counterparts may be anywhere: a key too may be written in two ways.
                self._put_by()

    def _put_by(self) -> None:
        """Let lines wait for their counterparts; with a key, only those that have none at hand."""
        self._unmatched = self._unmatched or Unmatched()
        marks = [
            [self._rows.mark(self._values(line, source), left=place == 0) for line in pending]
            for place, (pending, source) in enumerate(
                zip(self._pending, self._sources, strict=True)
            )
        ]
        at_hand: set[bytes] = set()
        if self._sources[0].key.fields:
            ours, others = map(Counter, marks)
            at_hand = {mark for mark, number in ours.items() if others[mark] == number}
        now: tuple[list[bytes], list[bytes]] = ([], [])
        for place, (pending, marked) in enumerate(zip(self._pending, marks, strict=True)):
            for line, mark in zip(pending, marked, strict=True):
                if mark in at_hand:
                    now[place].append(line)
                else:
                    self._unmatched.add(mark, place, line)
            pending.clear()
        self._compare(*now)

    def _flush(self) -> None:
        """Compare the values of the lines that were not the same."""
        if self._unmatched is not None:
            self._put_by()
            for left, right in self._unmatched.batches(_BATCH):
                self._compare(left, right)
            self._unmatched = None
            return
        left, right = self._pending
        self._pending = ([], [])
        self._compare(left, right)

    def _compare(self, left: list[bytes], right: list[bytes]) -> None:
        ours, others = (
            [self._values(line, source) for line in lines]
            for lines, source in zip((left, right), self._sources, strict=True)
        )
        found = self._rows.batch(ours, others)
        counts = self._rows.counts
        self._tally.changed = counts.changed
        self._tally.only_left, self._tally.only_right = counts.only_left, counts.only_right
        if found:
            self._found(found)

    def _values(self, line: bytes, source: Source) -> tuple[Value, ...]:
        return take_apart(line, source.fields)[: len(self._names)]

    def _beside(self) -> list[Difference]:
        """What is held by columns that only one side has."""
        found = []
        tables = (self._pair.left, self._pair.right)
        for place, names in enumerate(self._arranged.only):
            for name in names:
                connection = self._sides[place].connections[0]
                held = self._sources[place].filled(connection, name)
                if held:
                    text = f"{held} value{'' if held == 1 else 's'}"
                    found.append(
                        Difference(
                            area="rows",
                            kind="row.only",
                            where=f"{word(tables[0].name)}.{word(name)}",
                            left=text if place == 0 else None,
                            right=text if place == 1 else None,
                            table=tables[0].name,
                            column=name,
                            left_table=tables[0],
                            right_table=tables[1],
                        )
                    )
        return found


def _ends_first(spans: Sequence[Span], left: Extent) -> list[Span]:
    """Spans in the order in which rows are looked for that the left has not.

    Most often they came later, and so are beyond the left's greatest key.
    """

    def within(span: Span) -> bool:
        return left.least <= span.after + 1 and span.until <= left.greatest

    return sorted(spans, key=within)
