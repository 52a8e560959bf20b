"""What ``parity run`` prints: each step as a person reads it, then a summary."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from compare.conventions import all_conventions
from compare.errors import EXIT_OK
from compare.expected import accept_command
from compare.model import Area
from compare.run.results import (
    AREAS,
    WORST_LAST,
    Finding,
    RunResult,
    ScenarioResult,
    SideResult,
    StepResult,
    Verdict,
    worst,
)

Identity = tuple[str | None, str]
GOOD: tuple[Verdict, ...] = ("same", "explained")
_INDENT = "    "


def print_run(console: Console, result: RunResult, *, quiet: bool, verbose: bool) -> None:
    """Print a run.

    Args:
        console: where to.
        result: what to print.
        quiet: only the steps that are not same or explained, and the summary.
        verbose: all that stands after each step instead of what is new, and the SQL.
    """
    for scenario in result.scenarios:
        if not quiet or scenario.verdict not in GOOD:
            _print_scenario(console, scenario, quiet=quiet, verbose=verbose)
    _print_summary(console, result)


def _print_scenario(
    console: Console, result: ScenarioResult, *, quiet: bool, verbose: bool
) -> None:
    console.print(Rule(Text(f"{result.name} · {result.title} · {result.engine}"), align="left"))
    if result.teaches and not quiet:
        console.print(Text(result.teaches), style="quiet")
    seen: set[Identity] = set()
    for step in result.steps:
        if not quiet or step.verdict not in GOOD:
            _print_step(console, step, seen, verbose=verbose, terse=quiet)
        seen = {_identity(finding) for finding in step.findings}
    if not quiet:
        _print_legend(console, result)
    if result.error is not None:
        console.print()
        _print_verdict(console, "skipped" if result.missing else "failed", Text(result.error))
    for title in result.skipped[1:] if result.error else ():
        _print_verdict(console, "skipped", Text(title))
    for line in result.stale:
        _print_verdict(console, "stale", Text(line))
    if not result.golden and result.error is None:
        console.print(
            f"There is no golden yet: `{accept_command(result.name, result.engine)}` writes one.",
            style="verdict.new",
        )
    console.print()


def _print_step(
    console: Console,
    step: StepResult,
    seen: set[Identity],
    *,
    verbose: bool,
    terse: bool,
) -> None:
    console.print()
    title = Text(f"{step.number:2}  ", style="bold")
    title.append(step.title, style="bold")
    console.print(title)
    if step.says and not terse:
        console.print(_indented(Text(step.says), _INDENT))
    if not terse:
        for side in step.sides:
            _print_side(console, side, verbose=verbose)
    shown = [each for each in step.findings if verbose or _identity(each) not in seen]
    line = Text(_INDENT)
    for area in AREAS:
        line.append_text(_area(step, area))
    console.print(line)

    if terse:
        shown = [each for each in shown if each.verdict != "explained"]
    if shown:
        _print_findings(console, shown)
    for text in step.stale:
        _print_verdict(console, "stale", Text(text))
    for text in step.unexpected:
        _print_verdict(console, "new", Text(text))
    for text in step.not_compared:
        _print_verdict(console, "undetermined", Text(f"not compared: {text}"))
    _print_rest(console, step, shown, seen)


def _print_rest(
    console: Console, step: StepResult, shown: Sequence[Finding], seen: set[Identity]
) -> None:
    """How many differences of earlier steps still stand, and how many are gone."""
    now = {_identity(each) for each in step.findings}
    notes = [
        f"{count} {verdict} before still stand{'s' if count == 1 else ''}"
        for verdict in reversed(WORST_LAST)
        if (count := sum(each.verdict == verdict for each in step.findings if each not in shown))
    ]
    if gone := len(seen - now):
        notes.append(f"{gone} no longer there")
    if notes:
        console.print(f"{_INDENT}({'; '.join(notes)})", style="quiet")


def _print_side(console: Console, side: SideResult, *, verbose: bool) -> None:
    name = Text(f"{_INDENT}{side.side:<7}", style=side.side)
    command = Text(side.command or "(the harness inserts the rows)", style="")
    if not side.command:
        command.stylize("quiet")
    console.print(name + command, soft_wrap=True)
    indent = " " * 11
    if side.error is not None:
        console.print(_indented(Text(f"fails, as it should: {side.error}"), indent))
    for line in _shown(side.changes, verbose):
        console.print(_indented(Text(line), indent))
    for line in _shown(side.lost, verbose):
        console.print(_indented(Text(f"lost: {line}", style="yellow"), indent))
    if verbose:
        for statement in side.statements:
            console.print(_indented(Text(f"sql: {statement}", style="quiet"), indent))


def _shown(lines: Sequence[str], verbose: bool, most: int = 12) -> Iterable[str]:
    if verbose or len(lines) <= most:
        return lines
    return [*lines[: most - 1], f"… and {len(lines) - most + 1} more (--verbose shows all)"]


def _area(step: StepResult, area: Area) -> Text:
    verdict = step.verdict_on(area)
    text = Text(f"{area} ")
    text.append(verdict, style=f"verdict.{verdict}")
    count = sum(each.difference.area == area for each in step.findings)
    text.append(f" ({count})   " if count else "   ")
    return text


def _print_findings(console: Console, findings: Sequence[Finding]) -> None:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False, pad_edge=False)
    table.add_column("why", no_wrap=True)
    table.add_column("what and where", overflow="fold")
    table.add_column("flask", style="flask", overflow="fold")
    table.add_column("django", style="django", overflow="fold")
    before = None
    for finding in sorted(findings, key=_group):
        group = _group(finding)
        difference = finding.difference
        table.add_row(
            _why(finding) if group != before else "",
            Text(f"{difference.kind} {difference.where}"),
            _value(difference.left),
            _value(difference.right),
        )
        before = group
    console.print(_indented(table, _INDENT))


def _group(finding: Finding) -> tuple[int, str]:
    return (-WORST_LAST.index(finding.verdict), finding.convention or "")


def _why(finding: Finding) -> Text:
    text = Text()
    if finding.verdict != "explained":
        text.append(finding.verdict, style=f"verdict.{finding.verdict}")
    if finding.convention is not None:
        text.append(" " if text else "")
        text.append(finding.convention, style="convention")
    return text


def _value(text: str | None) -> Text:
    return Text("–", style="quiet") if text is None else Text(text)


def _print_legend(console: Console, result: ScenarioResult) -> None:
    """The conventions that were at work, in plain words, once a scenario."""
    slugs = {finding.convention for step in result.steps for finding in step.findings}
    known = [each for each in all_conventions() if each.slug in slugs]
    if not known:
        return
    console.print()
    console.print("The conventions at work (`parity explain NAME` says more):", style="bold")
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(style="convention", no_wrap=True)
    table.add_column()
    for convention in known:
        table.add_row(convention.slug, Text(convention.title))
    console.print(_indented(table, _INDENT))


def _print_verdict(console: Console, verdict: Verdict, text: Text) -> None:
    line = Text(f"{_INDENT}{verdict}: ", style=f"verdict.{verdict}")
    console.print(line + Text(text.plain, style=""), soft_wrap=True)


def _print_summary(console: Console, result: RunResult) -> None:
    console.print(Rule(Text("summary"), align="left"))
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column("scenario", style="bold", no_wrap=True)
    table.add_column("engine")
    table.add_column("steps", justify="right")
    table.add_column("explained", justify="right")
    table.add_column("wrong", justify="right")
    table.add_column("verdict")
    for scenario in result.scenarios:
        found = [each for step in scenario.steps for each in step.findings]
        explained = {_identity(each) for each in found if each.verdict == "explained"}
        wrong = sum(each.verdict != "explained" for each in found) + sum(
            len(step.stale) + len(step.unexpected) + len(step.not_compared)
            for step in scenario.steps
        )
        done = str(len(scenario.steps))
        if scenario.skipped:
            done += f" of {len(scenario.steps) + len(scenario.skipped)}"
        table.add_row(
            scenario.name,
            scenario.engine,
            done,
            str(len(explained)),
            str(wrong + len(scenario.stale) + (scenario.error is not None)),
            Text(scenario.verdict, style=f"verdict.{scenario.verdict}"),
        )
    console.print(table)
    console.print(_closing(result))


def _closing(result: RunResult) -> Text:
    missing = sorted({each.engine for each in result.scenarios if each.missing})
    if missing and result.exit_code == EXIT_OK:
        walked = len(result.scenarios) - sum(each.missing for each in result.scenarios)
        return Text(
            f"{walked} walks: every difference is explained and expected. Not run for want of the "
            f"engine: {', '.join(missing)} (`parity doctor` says more).",
            style="verdict.skipped",
        )
    bad = [each for each in result.scenarios if each.verdict not in GOOD]
    count = len(result.scenarios)
    if not bad:
        scenarios = f"{count} scenario{'' if count == 1 else 's'}"
        if len({each.engine for each in result.scenarios}) > 1:
            scenarios = f"{count} walks"
        return Text(
            f"{scenarios}: every difference is explained and expected.", style="verdict.same"
        )
    several = len({each.engine for each in result.scenarios}) > 1
    names = ", ".join(f"{each.name} on {each.engine}" if several else each.name for each in bad)
    worst_verdict = worst(each.verdict for each in bad)
    return Text(
        f"{len(bad)} of {count} scenarios need a look: {names}.", style=f"verdict.{worst_verdict}"
    )


def _identity(finding: Finding) -> Identity:
    return (finding.convention, finding.difference.line)


def _indented(body: Text | Table, indent: str) -> Padding:
    return Padding(body, (0, 0, 0, len(indent)))
