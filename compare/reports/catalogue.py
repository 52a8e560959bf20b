"""What ``parity list`` and ``parity explain`` print."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from compare.conventions import Convention
from compare.scenario import Scenario


def print_scenarios(console: Console, scenarios: Sequence[Scenario]) -> None:
    """A line a scenario: name, size, title, and what it teaches."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 1, 0))
    table.add_column("scenario", style="bold", no_wrap=True)
    table.add_column("revisions", justify="right")
    table.add_column("steps", justify="right")
    table.add_column("what it teaches")
    for scenario in scenarios:
        lesson = Text(scenario.title, style="bold")
        lesson.append(f"\n{scenario.teaches}", style="not bold")
        table.add_row(scenario.name, str(len(scenario.revisions)), str(len(scenario.steps)), lesson)
    console.print(table)
    console.print("Walk one: parity run NAME. Read its twin files: parity show NAME.")


def print_conventions(console: Console, conventions: Sequence[Convention]) -> None:
    """A line a convention: its name, whether code can close it, and its title."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("convention", style="convention", no_wrap=True)
    table.add_column("closable", no_wrap=True)
    table.add_column("what each side does")
    for convention in conventions:
        table.add_row(
            convention.slug, "yes" if convention.closable else "no", Text(convention.title)
        )
    console.print(table)
    console.print("\nAll about one: parity explain CONVENTION.")


def print_convention(console: Console, convention: Convention) -> None:
    """Everything about one convention."""
    console.print(Text(convention.slug, style="bold convention"), end="  ")
    console.print(Text(convention.title, style="bold"))
    parts = (
        ("Why", convention.why),
        ("What it costs", convention.costs),
        ("To close it on the Flask side", convention.close_flask),
        ("To close it on the Django side", convention.close_django),
        ("Sources", "\n".join(convention.sources)),
    )
    for title, body in parts:
        console.print()
        console.print(Text(title, style="bold"))
        console.print(Padding(Text(body), (0, 0, 0, 2)))
