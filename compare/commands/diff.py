"""``parity diff``: hold any two databases against each other, and only read them."""

from __future__ import annotations

import os
from math import isnan
from pathlib import Path
from typing import Any

import click

_FILE = click.Path(path_type=Path)


class _Seconds(click.FloatRange):
    """More than none, and no more than every database can count: three weeks."""

    def __init__(self) -> None:
        super().__init__(min=0, max=3 * 7 * 24 * 3600, min_open=True)

    def convert(
        self,
        value: Any,  # noqa: ANN401
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> float:
        """Refuse what is no number too: it is neither too little nor too much."""
        found: float = super().convert(value, param, ctx)
        if isnan(found):
            self.fail(f"{value!r} is no number of seconds.", param, ctx)
        return found


@click.command("diff")
@click.argument("left", metavar="A")
@click.argument("right", metavar="B")
@click.option("--schema-only", is_flag=True, help="Leave the rows out.")
@click.option("--rows-only", is_flag=True, help="Leave schemas and ledgers out.")
@click.option(
    "-t",
    "--table",
    "tables",
    multiple=True,
    metavar="NAME",
    help="Only this table, by A's name; * stands for anything. May be given several times.",
)
@click.option("-x", "--exclude", multiple=True, metavar="NAME", help="Not this table; as --table.")
@click.option(
    "-m",
    "--map",
    "mapping",
    multiple=True,
    metavar="OLD=NEW",
    help="What has another name in B: a table, a column as TABLE.OLD=NEW, all tables with a prefix"
    " as OLD_*=NEW_*.",
)
@click.option(
    "--key",
    "keys",
    multiple=True,
    metavar="TABLE=COLUMN,…",
    help="What names a row of a table without a primary key; else its rows are compared as a heap.",
)
@click.option(
    "--names",
    type=click.Choice(["exact", "normalise", "ignore"]),
    default="normalise",
    show_default=True,
    help="What names of constraints and indexes count for: normalise lets made-up ones differ.",
)
@click.option(
    "-w",
    "--waivers",
    "waiver_file",
    type=_FILE,
    metavar="FILE",
    help="What is accepted (TOML).",
)
@click.option(
    "-n",
    "--limit",
    type=click.IntRange(min=0),
    default=5,
    show_default=True,
    help="How many examples are shown of each kind of difference in a table's rows.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1, max=64),
    default=1,
    show_default=True,
    help="How many connections to each database read at once.",
)
@click.option(
    "--method",
    type=click.Choice(["rows", "hash"]),
    default="rows",
    show_default=True,
    help="What the databases send: their rows, or hashes of them, for a slow wire.",
)
@click.option(
    "--probe",
    is_flag=True,
    help="Try on copies what both do: defaults left out, parents deleted, constraints broken.",
)
@click.option(
    "--timeout",
    type=_Seconds(),
    metavar="SECONDS",
    help="The longest that one statement may take.  [default: no limit]",
)
@click.option(
    "--lock-timeout",
    type=_Seconds(),
    default=5.0,
    show_default=True,
    metavar="SECONDS",
    help="The longest to wait for somebody else's lock.",
)
@click.option("--json", "json_file", type=_FILE, metavar="FILE", help="Write JSON; - is stdout.")
@click.option("--junit", "junit_file", type=_FILE, metavar="FILE", help="Write JUnit XML.")
@click.option("--html", "html_file", type=_FILE, metavar="FILE", help="Write a page.")
@click.option("-q", "--quiet", is_flag=True, help="Only what is wrong, and the summary.")
def command(
    left: str,
    right: str,
    schema_only: bool,
    rows_only: bool,
    tables: tuple[str, ...],
    exclude: tuple[str, ...],
    mapping: tuple[str, ...],
    keys: tuple[str, ...],
    names: str,
    waiver_file: Path | None,
    limit: int,
    jobs: int,
    method: str,
    probe: bool,
    timeout: float | None,
    lock_timeout: float,
    json_file: Path | None,
    junit_file: Path | None,
    html_file: Path | None,
    quiet: bool,
) -> int:
    """Hold any two databases against each other, and only read them.

    A and B are SQLite files (a.db, sqlite:///a.db) or URLs of servers (postgresql://user@host/name,
    mysql://…, mariadb://…). env:NAME takes one from an environment variable, file:PATH from the
    first line of a file, so that no password need be typed. Both are only read. Of duckdb:///PATH
    the rows alone can be compared: --rows-only.
    """
    from compare.between import Asked, diff_addresses
    from compare.between.asked import read_keys
    from compare.between.mapping import read_mapping
    from compare.between.waivers import read_waivers
    from compare.errors import EXIT_INTERRUPTED, ToolError, UsageError
    from compare.reports.console import silence_stdout, stdout
    from compare.reports.diff_html import diff_as_html
    from compare.reports.diff_json import diff_as_json
    from compare.reports.diff_junit import diff_as_junit
    from compare.reports.diff_progress import show_rows
    from compare.reports.diff_terminal import print_diff
    from compare.reports.files import ReportFile

    if schema_only and rows_only:
        raise UsageError("--schema-only and --rows-only exclude each other; choose one.")
    asked = Asked(
        schema=not rows_only,
        rows=not schema_only,
        tables=tables,
        exclude=exclude,
        mapping=read_mapping(mapping),
        keys=read_keys(keys),
        names=names,  # type: ignore[arg-type]
        waivers=read_waivers(waiver_file) if waiver_file is not None else (),
        limit=limit,
        jobs=jobs,
        method=method,  # type: ignore[arg-type]
        probe=probe,
    )
    reports = [
        (ReportFile(path), render)
        for path, render in (
            (json_file, diff_as_json),
            (junit_file, diff_as_junit),
            (html_file, diff_as_html),
        )
        if path is not None
    ]
    if len({file.path for file, _ in reports}) < len(reports):
        raise UsageError("Two reports name the same file; give each its own.")
    read = _files_read(left, right, waiver_file)
    for file, _ in reports:
        if not file.is_stdout and file.path in read:
            raise UsageError(
                f"{file.path} is read, so no report is written there: name another file."
            )
    with show_rows(quiet=quiet) as watch:
        result = diff_addresses(
            left, right, asked, watch, statement_timeout=timeout, lock_timeout=lock_timeout
        )
    failed: ToolError | None = None
    try:
        for file, render in reports:
            try:
                file.write(render(result))
            except ToolError as error:
                # What took so long to find is shown all the same.
                failed = failed or error
        if not any(file.is_stdout for file, _ in reports):
            print_diff(stdout(), result, quiet=quiet)
    except BrokenPipeError:
        silence_stdout()
    if failed is not None:
        raise failed
    return EXIT_INTERRUPTED if result.interrupted else result.exit_code


def _files_read(left: str, right: str, waivers: Path | None) -> frozenset[Path]:
    """The files that are read, links followed: a report must not take the place of one."""
    from compare.databases import parse_address
    from compare.databases.spelling import named_file

    found = [waivers, named_file(left), named_file(right)]
    for address in (parse_address(text, os.environ) for text in (left, right)):
        if address.file is not None:
            beside = ("", "-wal", "-shm", "-journal", ".wal")
            found += [Path(f"{address.file}{end}") for end in beside]
    return frozenset(path.resolve() for path in found if path is not None)
