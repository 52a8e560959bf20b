"""Rows that found no counterpart, until all of them are known.

Where rows have no key, their lines are sorted by their MD5, so that two which mean the same and are
written otherwise may be anywhere; so may two whose key is written otherwise. Lines that are left
over wait in a temporary database of SQLite, which is held in memory as long as it is small, and
which is gone once it is closed (https://sqlite.org/inmemorydb.html#temp_db).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

_PREPARED = (
    "PRAGMA cache_size = -8192",  # KiB
    "PRAGMA journal_mode = OFF",
    "CREATE TABLE heap (mark BLOB, side INTEGER, line BLOB)",
    "BEGIN",
)
# The first of the left beside the first of the right, and so on: wherever it is cut, no pair is. In
# the order in which they came.
_IN_PAIRS = (
    "SELECT mark, number, side, line FROM (SELECT mark, side, line, heap.rowid AS came,"
    " row_number() OVER (PARTITION BY mark, side) AS number FROM heap)"
    " ORDER BY min(came) OVER (PARTITION BY mark, number), number"
)


class Unmatched:
    """Lines of both sides in a heap, until those that belong together are known."""

    def __init__(self) -> None:
        self._heap = sqlite3.connect("", isolation_level=None)
        for statement in _PREPARED:
            self._heap.execute(statement)

    def add(self, mark: bytes, side: int, line: bytes) -> None:
        """Put a line on the heap.

        Args:
            mark: the same for two lines that belong together, and for no others.
            side: 0 for the left one, 1 for the right one.
            line: it.
        """
        self._heap.execute("INSERT INTO heap VALUES (?, ?, ?)", (mark, side, line))

    def batches(self, most: int, room: int) -> Iterator[tuple[list[bytes], list[bytes]]]:
        """All lines, of the left and of the right; afterwards there is no heap any more.

        Lines that belong together are in the same batch, as many of the left as of the right as
        long as both sides have any.

        Args:
            most: about so many lines of a side in a batch.
            room: about so many bytes of both.
        """
        batch: tuple[list[bytes], list[bytes]] = ([], [])
        held = 0
        cursor = self._heap.execute(_IN_PAIRS)
        for _, pair in groupby(cursor, itemgetter(0, 1)):
            for _, _, side, line in pair:
                batch[side].append(line)
                held += len(line)
            if held >= room or max(map(len, batch)) >= most:
                yield batch
                batch, held = ([], []), 0
        yield batch
        self.close()

    def close(self) -> None:
        """Let go of everything; harmless where that was done."""
        self._heap.close()
