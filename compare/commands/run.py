"""``parity run``: walk scenarios on both sides and compare after every step."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import click

_FILE = click.Path(path_type=Path)


@click.command("run")
@click.argument("scenarios", nargs=-1, metavar="[SCENARIO]...")
@click.option("-k", "keyword", default="", metavar="TEXT", help="Only those with TEXT in the name.")
@click.option(
    "-e",
    "--engine",
    "engines",
    multiple=True,
    metavar="NAME",
    help="The engine to run on: sqlite, postgresql, mariadb or all; may be given several times."
    "  [default: sqlite]",
)
@click.option(
    "-j", "--jobs", type=click.IntRange(min=1), help="How many processes.  [default: all cores]"
)
@click.option("--json", "json_file", type=_FILE, metavar="FILE", help="Write JSON; - is stdout.")
@click.option("--junit", "junit_file", type=_FILE, metavar="FILE", help="Write JUnit XML.")
@click.option("-q", "--quiet", is_flag=True, help="Only what is wrong, and the summary.")
@click.option("-v", "--verbose", is_flag=True, help="All that stands after each step, and the SQL.")
@click.option(
    "--skip-missing/--no-skip-missing",
    envvar="PARITY_SKIP_MISSING",
    help="Let a run be green though an engine is not on this machine; the report says so.",
)
@click.option("--accept", is_flag=True, help="Rewrite the goldens; refuses the unexplained.")
def command(
    scenarios: tuple[str, ...],
    keyword: str,
    engines: tuple[str, ...],
    jobs: int | None,
    json_file: Path | None,
    junit_file: Path | None,
    quiet: bool,
    verbose: bool,
    skip_missing: bool,
    accept: bool,
) -> int:
    """Walk scenarios on both sides and compare after every step.

    Without a SCENARIO all of them are run. Results go to stdout, progress to stderr.
    """
    from compare.engines import engines_named
    from compare.errors import UsageError
    from compare.reports.console import silence_stdout, stdout
    from compare.reports.files import ReportFile
    from compare.reports.json import as_json
    from compare.reports.junit import as_junit
    from compare.reports.progress import show_progress
    from compare.reports.terminal import print_run
    from compare.run import accept_goldens, run_scenarios
    from compare.scenario import find_scenarios

    if quiet and verbose:
        raise UsageError("--quiet and --verbose exclude each other; choose one.")
    chosen = engines_named(engines or ("sqlite",))
    names = find_scenarios(scenarios, keyword)
    reports = [
        (ReportFile(path), render)
        for path, render in ((json_file, as_json), (junit_file, as_junit))
        if path is not None
    ]
    if len({file.path for file, _ in reports}) < len(reports):
        raise UsageError("--json and --junit name the same file; give each its own.")
    with ExitStack() as stack:
        on_progress = None if quiet else stack.enter_context(show_progress(names, chosen))
        result = run_scenarios(
            names, chosen, jobs=jobs or os.cpu_count() or 1, on_progress=on_progress
        )
    if skip_missing:
        result = replace(result, missing_allowed=True)
    refused: tuple[str, ...] = ()
    if accept:
        result, refused = accept_goldens(result)
    try:
        for file, render in reports:
            file.write(render(result))
        if not any(file.is_stdout for file, _ in reports):
            print_run(stdout(), result, quiet=quiet, verbose=verbose)
    except BrokenPipeError:
        silence_stdout()
    for sentence in refused:
        click.echo(f"parity: {sentence}", err=True)
    return result.exit_code
