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
from compare.run.rehearsal import Rehearsed
from compare.scenario import ROOT, Scenario

SIDE_BY_SIDE = 100
"""From this width on two columns; below it one side under the other."""


def print_rehearsed(console: Console, scenario: Scenario, steps: Sequence[Rehearsed]) -> None:
    """Print steps: their twin files, where they apply or take back revisions, and the SQL.

    Raises:
        ToolError: a revision file cannot be read.
    """
    for each in steps:
        step = each.step
        console.print(
            Rule(Text(f"{scenario.name} · step {step.number} · {step.title}"), align="left")
        )
        if step.says:
            console.print(Text(step.says))
        for revision in each.revisions:
            files = {side: _file(scenario, side, revision) for side in SIDES}
            _print_pair(console, files)
        sql = {side: _sql(each.statements[side]) for side in SIDES}
        console.print(Text("The SQL that each side sent:", style="bold"))
        _print_pair(console, sql)


def _print_pair(console: Console, pair: dict[SideName, tuple[str, RenderableType]]) -> None:
    titles = {side: Text(pair[side][0], style=f"bold {side}") for side in SIDES}
    if console.width >= SIDE_BY_SIDE:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
        for side in SIDES:
            table.add_column(titles[side], ratio=1)
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
    return f"{len(statements)} statements", _highlighted(";\n".join(statements) + ";", "sql")


def _highlighted(code: str, language: str) -> Syntax:
    return Syntax(
        code.rstrip(), language, theme="ansi_dark", word_wrap=True, background_color="default"
    )
