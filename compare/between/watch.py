"""Who is told how far a comparison is."""

from __future__ import annotations

from typing import Protocol


class Watch(Protocol):
    """Is told how far a comparison is."""

    def table(self, name: str, number: int, tables: int, rows: int, about: bool) -> None:
        """A table's rows are next.

        Args:
            name: the table's.
            number: it is the so many-th
            tables: of so many.
            rows: how many rows it has,
            about: or only about how many, since they are counted while they are compared.
        """
        ...

    def rows(self, done: int) -> None:
        """So many more rows of it were compared."""
        ...

    def probe(self, name: str, number: int, tables: int) -> None:
        """A table is next to be probed: the so many-th of so many."""
        ...
