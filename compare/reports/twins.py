"""What ``parity show`` prints: twin files side by side, highlighted, with their SQL."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, RenderableType
from rich.rule import Rule
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from compare.errors import ToolError
from compare.model import SIDES, SideName
from compare.run.results import ScenarioResult, StepResult
from compare.scenario import ROOT, Scenario

SIDE_BY_SIDE = 100
"""From this width on two columns; below it one side under the other."""


def choose_steps(result: ScenarioResult, step: str | None) -> tuple[StepResult, ...]:
    """The steps that a person asked for.

    Args:
        result: a walk.
        step: a step's number, a revision's name, or None for all steps that apply a revision for
            the first time.
    """
    if step is not None and step.isdecimal():
        return tuple(each for each in result.steps if each.number == int(step))
    seen: set[str] = set()
    firsts = []
    for each in result.steps:
        if set(each.revisions) - seen:
            firsts.append(each)
        seen.update(each.revisions)
    if step is None:
        return tuple(firsts)
    return tuple(each for each in firsts if step in each.revisions)[:1]


def print_twins(console: Console, scenario: Scenario, steps: Sequence[StepResult]) -> None:
    """Print steps: their twin files, where they apply or take back revisions, and the SQL.

    Raises:
        ToolError: a revision file cannot be read.
    """
    for step in steps:
        title = f"{scenario.name} · step {step.number} · {step.title}"
        console.print(Rule(Text(title), align="left"))
        if step.says:
            console.print(Text(step.says))
        for revision in step.revisions:
            _print_pair(console, {side: _file(scenario, side, revision) for side in SIDES})
        console.print(Text("The SQL that each side sent:", style="bold"))
        _print_pair(console, {side.side: _sql(side.statements) for side in step.sides})


def _print_pair(console: Console, pair: dict[SideName, tuple[str, RenderableType]]) -> None:
    titles = {side: Text(pair[side][0], style=f"bold {side}") for side in SIDES}
    if console.width >= SIDE_BY_SIDE:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
        for side in SIDES:
            table.add_column(titles[side], ratio=1, overflow="fold")
        table.add_row(*(pair[side][1] for side in SIDES))
        console.print(table)
    else:
        for side in SIDES:
            console.print(titles[side], pair[side][1], sep="\n")
    console.print()


def _file(scenario: Scenario, side: SideName, revision: str) -> tuple[str, RenderableType]:
    path = scenario.twin(side, revision)
    place = path.relative_to(ROOT).as_posix()
    try:
        code = path.read_text(encoding="utf-8")
    except OSError as error:
        raise ToolError(f"Cannot read {place}: {error.strerror or error}.") from error
    return place, _highlighted(code, "python")


def _sql(statements: Sequence[str]) -> tuple[str, RenderableType]:
    if not statements:
        return "nothing", Text("")
    lines = []
    for statement in statements:
        text, mark, parameters = statement.partition("  -- ")
        lines.append(f"{text};{mark}{parameters}")
    count = f"{len(lines)} statement{'' if len(lines) == 1 else 's'}"
    return count, _highlighted("\n".join(lines), "sql")


def _highlighted(code: str, language: str) -> Syntax:
    return Syntax(
        code.rstrip(), language, theme="ansi_dark", word_wrap=True, background_color="default"
    )
