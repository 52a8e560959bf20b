"""The progress of a run on stderr: a moving line on a terminal, else a line per step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from compare.reports.console import stderr
from compare.run.pool import OnProgress
from compare.run.pool import Progress as Event


@contextmanager
def show_progress(names: Sequence[str], engines: Sequence[str]) -> Iterator[OnProgress]:
    """Show how far a run is.

    Args:
        names: the scenarios that are walked.
        engines: on each of which.

    Yields:
        A function to be told of each step before it is done.
    """
    console = stderr()

    def named(event: Event) -> str:
        return event.scenario if len(engines) == 1 else f"{event.scenario} on {event.engine}"

    if not console.is_terminal or console.is_dumb_terminal:

        def print_line(event: Event) -> None:
            console.print(
                f"{named(event)} {event.number}/{event.steps} {event.title}",
                markup=False,
                soft_wrap=True,
            )

        yield print_line
        return

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("steps"),
        TimeElapsedColumn(),
    )
    totals: dict[tuple[str, str], int] = {}
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting the frameworks", total=None)

        def move(event: Event) -> None:
            totals[event.scenario, event.engine] = event.steps
            bar.update(
                task,
                description=f"{named(event)}: {event.title}",
                advance=1,
                # A total once every scenario has told how long it is.
                total=sum(totals.values()) if len(totals) == len(names) * len(engines) else None,
            )

        yield move
