"""``python -m benchmarks [walk|schemas|rows|wire]``: how fast it all is, as ratios in one run."""

from __future__ import annotations

from pathlib import Path

import click
from rich.console import Console

from compare.engines import engines_named

RUNS = click.option(
    "--runs", default=5, show_default=True, help="Measurements of each; medians are shown."
)


@click.group(invoke_without_command=True)
@click.pass_context
def main(context: click.Context) -> None:
    """Measure a walk and schemas, or one thing; rows, which take longest, when asked for."""
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


@main.command()
@click.option("--runs", default=3, show_default=True, help="Measurements of each.")
@click.option("--rows", "sizes", type=int, multiple=True, help="So many rows (more than once).")
@click.option("--pair", "pairs", multiple=True, help="Such as sqlite-postgresql; all without it.")
@click.option("--large", is_flag=True, help="Five million rows as well.")
@click.option("--markdown", type=click.Path(path_type=Path), help="Write a page's tables here.")
def rows(
    runs: int, sizes: tuple[int, ...], pairs: tuple[str, ...], large: bool, markdown: Path | None
) -> None:
    """Comparing the rows of two tables, beside other tools and beside reading them once."""
    from benchmarks.rows import LARGE, PAIRS, SIZES, Cell, cells, sheets, with_what

    if unknown := set(pairs) - set(PAIRS):
        raise click.UsageError(f"No pair {min(unknown)}; there are: {', '.join(PAIRS)}.")
    sizes = sizes or (*SIZES, *([LARGE] if large else []))
    pairs = pairs or tuple(PAIRS)
    console = Console(width=190)
    found: list[Cell] = []
    for each in cells(pairs, sizes, runs):
        if isinstance(each, str):
            console.print(each)
            continue
        found.append(each)
        times = ", ".join(
            f"{name} {measured.missing or format(measured.seconds, '.2f')}"
            for name, measured in each.measured.items()
        )
        console.print(" ".join(each.labels), times, soft_wrap=True, highlight=False)
    made_with = with_what(found, sorted({engine for pair in pairs for engine in PAIRS[pair]}))
    for sheet in sheets(found):
        console.print(sheet.terminal())
    console.print(made_with, soft_wrap=True)
    if markdown:
        parts = [*(sheet.markdown() for sheet in sheets(found)), f"{made_with}.\n"]
        markdown.write_text("\n".join(parts), encoding="utf-8")


@main.command()
@click.option("--runs", default=3, show_default=True, help="Measurements of each.")
@click.option("--rows", "size", default=1_000_000, show_default=True, help="So many rows.")
@click.option("--pair", "pairs", multiple=True, help="Such as duckdb-postgresql; all without it.")
@click.option("--markdown", type=click.Path(path_type=Path), help="Write a page's tables here.")
def wire(runs: int, size: int, pairs: tuple[str, ...], markdown: Path | None) -> None:
    """What goes over the wire with --method rows and hash, on a fast and on a slow one.

    Citus is measured where PARITY_CITUS_URL names a database on a coordinator.
    """
    from benchmarks.wire import PAIRS, measure

    if unknown := set(pairs) - set(PAIRS):
        raise click.UsageError(f"No pair {min(unknown)}; there are: {', '.join(PAIRS)}.")
    made = []
    for sheet in measure(size, runs, pairs or PAIRS):
        Console(width=130).print(sheet.terminal())
        made.append(sheet.markdown())
    if markdown:
        markdown.write_text("\n".join(made), encoding="utf-8")


if __name__ == "__main__":
    main()
