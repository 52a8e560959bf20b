"""The rows of two tables compared in bounded memory, whatever their size and engines.

Both databases make lines of their rows; what is equal byte for byte is passed over, and only what
is not becomes values, which are compared as everywhere else (:mod:`compare.rows.compare`). A table
whose key is one integer is cut into spans of that key, each of which is one value on either side;
any other table is one stream in order of its key.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import closing
from functools import partial

from sqlalchemy.exc import DBAPIError

from compare.errors import ToolError
from compare.stream.arrangement import Arrangement
from compare.stream.asking import together
from compare.stream.attached import MetInEither
from compare.stream.differing import Differing
from compare.stream.fields import Garbled
from compare.stream.joined import JoinedFiles
from compare.stream.merge import Run, parted
from compare.stream.pair import Begun, Found, Method, Progress, Side, TablePair, TableTally
from compare.stream.source import TooLong
from compare.stream.spans import Extent
from compare.stream.summed import SummedSpans
from compare.stream.walk import Spans


def compare_table(
    left: Side,
    right: Side,
    pair: TablePair,
    found: Found,
    progress: Progress = lambda _: None,
    begun: Begun = lambda _, __: None,
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
        begun: is told how many rows the left has, before they are compared, and whether that is
            what its server believes.
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
        begun: Begun,
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
        self._tally.formless = self._arranged.formless
        self._differing = Differing(self._arranged, self._tally, found)
        self._seen = [0, 0]

    def run(self) -> TableTally:
        left, right = self._extents()
        self._tally.left_rows, self._tally.right_rows = left.rows, right.rows
        self._begun(left.rows, not left.counted)
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

    def _spans(self) -> Spans:
        spread = any(source.spread for source in self._sources)
        kind = SummedSpans if spread and self._method == "hash" else Spans
        return kind(
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
                f"rows of {self._pair.left.name}: one is too long for its database"
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
