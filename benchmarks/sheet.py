"""A table for the terminal, or for a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.table import Table


@dataclass(slots=True)
class Sheet:
    """A table of texts.

    Attributes:
        title: what it shows.
        headings: of the columns.
        words: how many of the first columns are words; the others are numbers.
        rows: the texts.
    """

    title: str
    headings: Sequence[str]
    words: int = 2
    rows: list[Sequence[str]] = field(default_factory=list)

    def terminal(self) -> Table:
        """For the terminal."""
        table = Table(title=self.title, title_justify="left")
        for place, heading in enumerate(self.headings):
            table.add_column(heading, justify="left" if place < self.words else "right")
        for row in self.rows:
            table.add_row(*row)
        return table

    def markdown(self) -> str:
        """For a page."""
        rule = ["---" if place < self.words else "---:" for place in range(len(self.headings))]
        lines = (f"| {' | '.join(row)} |" for row in (self.headings, rule, *self.rows))
        return "\n".join([f"{self.title}:", "", *lines, ""])
