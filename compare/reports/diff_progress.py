"""How far ``parity diff`` is: on a terminal a moving line, else a line a table."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from compare.diff.describe import word
from compare.reports.console import stderr


class _Speed(ProgressColumn):
    """Rows in a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:,.0f} rows/s", style="quiet")


@dataclass(slots=True)
class Lines:
    """Prints a line when a table is begun."""

    console: Console

    def table(self, name: str, number: int, tables: int, rows: int, about: bool) -> None:
        """A table is begun."""
        counted = f"{'about ' if about else ''}{rows:,} {'row' if rows == 1 else 'rows'}"
        text = f"{word(name)} {number}/{tables} ({counted})"
        self.console.print(text, markup=False, soft_wrap=True)

    def rows(self, done: int) -> None:
        """Nothing: a line a table is enough."""

    def probe(self, name: str, number: int, tables: int) -> None:
        """A table is probed."""
        self.console.print(f"probing {word(name)} {number}/{tables}", markup=False, soft_wrap=True)


@dataclass(slots=True)
class Bar:
    """Moves a bar."""

    progress: Progress
    task: TaskID = field(init=False)

    def __post_init__(self) -> None:
        self.task = self.progress.add_task("reading the schemas", total=None)

    def table(self, name: str, number: int, tables: int, rows: int, about: bool) -> None:
        """A table is begun."""
        text = f"{word(name)} ({number} of {tables})"
        self.progress.reset(self.task, description=text, total=rows, completed=0)

    def rows(self, done: int) -> None:
        """So many more rows."""
        self.progress.advance(self.task, done)

    def probe(self, name: str, number: int, tables: int) -> None:
        """A table is probed."""
        text = f"probing {word(name)} ({number} of {tables})"
        self.progress.reset(self.task, description=text, total=tables, completed=number - 1)


class Silence:
    """Says nothing."""

    def table(self, name: str, number: int, tables: int, rows: int, about: bool) -> None:
        """Nothing."""

    def rows(self, done: int) -> None:
        """Nothing."""

    def probe(self, name: str, number: int, tables: int) -> None:
        """Nothing."""


@contextmanager
def show_rows(*, quiet: bool) -> Iterator[Lines | Bar | Silence]:
    """Show how far the comparison of rows is.

    Args:
        quiet: say nothing.

    Yields:
        What is to be told of each table, and of rows as they are compared.
    """
    console = stderr()
    if quiet:
        yield Silence()
    elif not console.is_terminal or console.is_dumb_terminal:
        yield Lines(console)
    else:
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            _Speed(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=console, transient=True) as progress:
            yield Bar(progress)
