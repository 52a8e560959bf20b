"""``python -m benchmarks [walk|schemas]``: how fast the harness is, as ratios in one run."""

from __future__ import annotations

import click
from rich.console import Console

from compare.engines import engines_named

RUNS = click.option(
    "--runs", default=5, show_default=True, help="Measurements of each; medians are shown."
)


@click.group(invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Measure everything, or one thing."""
    if context.invoked_subcommand is None:
        for command in (walk, schemas):
            context.invoke(command)


@main.command()
@RUNS
def walk(runs: int = 5) -> None:
    """The walk of the blog beside the command-line tools, and the harness's share of it."""
    from benchmarks.walk import measure

    Console(width=110).print(measure(runs))


@main.command()
@RUNS
@click.option("-e", "--engine", "engines", multiple=True, default=("all",), help="On which.")
def schemas(runs: int = 5, engines: tuple[str, ...] = ("all",)) -> None:
    """Reading a schema of 10, 100 and 1,000 tables, beside the tools that people know."""
    from benchmarks.schemas import measure

    Console(width=130).print(measure(engines_named(engines), runs))


if __name__ == "__main__":
    main()
