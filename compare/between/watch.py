"""Who is told how far a comparison is."""

from __future__ import annotations

from typing import Protocol


class Watch(Protocol):
    """Is told how far a comparison is."""

    def table(self, name: str, number: int, tables: int, rows: int) -> None:
        """A table's rows are next: the so many-th of so many tables, and how many rows it has."""
        ...

    def rows(self, done: int) -> None:
        """So many more rows of it were compared."""
        ...

    def probe(self, name: str, number: int, tables: int) -> None:
        """A table is next to be probed: the so many-th of so many."""
        ...
