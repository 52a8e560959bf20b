"""``python -m mutants``: put single faults into databases, and see that each is flagged."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import click
from rich.console import Console

from compare.engines import engines_named
from compare.errors import EngineMissing
from mutants import report
from mutants.changes import EngineOutcome
from mutants.trial import run


@click.command()
@click.option("-e", "--engine", "engines", multiple=True, default=("all",), help="On which.")
@click.option(
    "--most",
    default=1000,
    show_default=True,
    help="So many faults on each engine, of every kind and type alike; 0 for all there are.",
)
@click.option("--only", default="", help="Only changes with this in their name.")
@click.option("--alone", is_flag=True, help="Without asking the Inspector and compare_metadata.")
@click.option("--jobs", type=int, help="In so many processes; as many as there are cores.")
@click.option("--json", "json_file", type=click.Path(path_type=Path), help="Write everything.")
@click.option("--markdown", "markdown_file", type=click.Path(path_type=Path), help="Write figures.")
def main(
    engines: tuple[str, ...],
    most: int,
    only: str,
    alone: bool,
    jobs: int | None,
    json_file: Path | None,
    markdown_file: Path | None,
) -> None:
    """Put every single fault into one side, one at a time: each must be flagged.

    Then the reverse: the same database by other ways, and nothing may be flagged. The exit code is
    1 where a fault is missed or something is flagged that is the same.
    """
    console = Console()
    results: list[EngineOutcome] = []
    for engine in engines_named(engines):
        try:
            result = run(engine, only=only, most=most, alone=alone, jobs=jobs)
        except EngineMissing as missing:
            if os.environ.get("PARITY_SKIP_MISSING") == "0":
                raise click.ClickException(str(missing)) from missing
            console.print(f"{engine}: skipped, {missing}")
            continue
        results.append(result)
        console.print(report.terminal(result))
        tried = sum(outcome.verdict != "refused" for outcome in result.same)
        console.print(f"the same: {tried} pairs, {len(result.alarms)} false alarms")
        if result.base:
            console.print(f"{len(result.base)} lines of the base are unexplained")
        for line in report.failures(result):
            console.print(line, markup=False, highlight=False)
    if json_file:
        json_file.write_text(json.dumps(report.as_json(results), indent=1), encoding="utf-8")
    if markdown_file:
        markdown_file.write_text(report.markdown(results), encoding="utf-8")
    sys.exit(any(result.missed or result.alarms for result in results))


if __name__ == "__main__":
    main()
