"""Lines of two tables that are not the same, until their values are compared."""

from __future__ import annotations

from collections import Counter

from compare.diff.describe import word
from compare.model import Difference, Value
from compare.stream.arrangement import Arrangement
from compare.stream.fields import take_apart
from compare.stream.merge import Parted
from compare.stream.pair import Found, TableTally
from compare.stream.source import Source
from compare.stream.spans import ROOM
from compare.stream.unmatched import Unmatched

_BATCH = 500
"""About so many lines of a side are compared at once, or fewer that are long."""


class Differing:
    """What is not the same in two tables.

    Args:
        arranged: what their lines hold.
        tally: is kept up to date.
        found: is given the differences.
    """

    def __init__(self, arranged: Arrangement, tally: TableTally, found: Found) -> None:
        self._sides = arranged.sides
        self._pair = arranged.pair
        self._arranged = arranged
        self._sources = arranged.sources
        self._names = arranged.names
        self._rows = arranged.comparison()
        self._tally = tally
        self._found = found
        self._pending: tuple[list[bytes], list[bytes]] = ([], [])
        self._held = 0
        self._unmatched: Unmatched | None = None

    def note(self, lines: Parted) -> None:
        """Put down what is not the same; it is compared with others, or once all are known."""
        for pending, line in zip(self._pending, lines, strict=True):
            if line is not None:
                pending.append(line)
        self._held += sum(len(line) for line in lines if line is not None)
        if self._held >= ROOM or max(map(len, self._pending)) >= _BATCH:
            self._held = 0
            if all(source.one_integer for source in self._sources):
                self.flush()
            else:
                # Their counterparts may be anywhere: a key too may be written in two ways.
                self._put_by()

    def flush(self) -> None:
        """Compare the values of the lines that were not the same."""
        if self._unmatched is not None:
            self._put_by()
            for left, right in self._unmatched.batches(_BATCH, ROOM):
                self._compare(left, right)
            self._unmatched = None
            return
        left, right = self._pending
        self._pending = ([], [])
        self._compare(left, right)

    def finish(self) -> None:
        """Compare what is left, and tell of what can be said of all rows only."""
        self.flush()
        self._found([*self._rows.storage(), *(() if self._tally.interrupted else self._beside())])

    @property
    def only_left(self) -> int:
        """How many rows only the left has, as far as they were compared."""
        return self._rows.counts.only_left

    def close(self) -> None:
        """Let go of what is on disk."""
        if self._unmatched is not None:
            self._unmatched.close()

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
