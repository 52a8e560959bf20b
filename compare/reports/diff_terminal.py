"""What ``parity diff`` prints: the two databases, what differs in each, and the verdict."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from shlex import quote

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from compare.between.proposals import Proposal
from compare.between.reasons import Reason
from compare.between.results import (
    BehaviourResult,
    DiffResult,
    Group,
    Half,
    Stands,
    TableResult,
    Tried,
)
from compare.diff.describe import word
from compare.model import Difference
from compare.probe import Behaviour
from compare.reports.diff_words import FRAMEWORKS, by_reason, closing, counted, order, reasons

_PROPOSALS = 20
"""So many are shown."""
_ACCEPTING = "Mend what is unexplained, or accept it by kind and place: --waivers FILE."
_FEW = 10
"""So many probes that came out the same are shown, and more only counted."""


def print_diff(console: Console, result: DiffResult, *, quiet: bool) -> None:
    """Print a comparison of two databases.

    Args:
        console: where to.
        result: what to print.
        quiet: only what is wrong, and the verdict.
    """
    _print_halves(console, result)
    if result.schema is not None:
        _print_schema(console, result.schema, quiet=quiet)
    if result.tables is not None:
        _print_rows(console, result.tables, quiet=quiet)
    if result.behaviour is not None:
        _print_behaviour(console, result.behaviour, quiet=quiet)
    _print_notes(console, result, quiet=quiet)
    if not quiet:
        _print_reasons(console, result)
        if result.differs:
            console.print()
            console.print(Text(_ACCEPTING, style="quiet"))
    console.print()
    console.print(Text(closing(result), style=f"verdict.{result.verdict}"))


def _print_halves(console: Console, result: DiffResult) -> None:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    for letter, half in (("A", result.left), ("B", result.right)):
        table.add_row(Text(letter, style="bold"), *_half(half))
    console.print(table)


def _half(half: Half) -> tuple[Text, Text, Text]:
    return (
        Text(half.label, overflow="fold"),
        Text(f"{half.engine} {half.version}"),
        Text(FRAMEWORKS[half.framework], style="quiet"),
    )


def _print_schema(console: Console, found: Sequence[Stands], *, quiet: bool) -> None:
    console.print()
    wrong = [each for each in found if each.reason is None]
    console.print(
        Rule(Text(f"schema · {counted(len(wrong), len(found) - len(wrong))}"), align="left")
    )
    shown = wrong if quiet else by_reason(found)
    if shown:
        console.print(_differences((each.difference, each.reason) for each in shown))


def _differences(found: Iterable[tuple[Difference, Reason | None]]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False, pad_edge=False)
    table.add_column("why", no_wrap=True)
    table.add_column("what and where", overflow="fold")
    table.add_column("A", overflow="fold")
    table.add_column("B", overflow="fold")
    before: object = ()
    for difference, reason in found:
        table.add_row(
            _why(reason) if reason != before else "",
            Text(f"{difference.kind} {difference.where}"),
            _value(difference.left),
            _value(difference.right),
        )
        before = reason
    return table


def _print_rows(console: Console, tables: Sequence[TableResult], *, quiet: bool) -> None:
    console.print()
    wrong = sum(g.count for t in tables for g in t.groups if g.reason is None)
    explained = sum(g.count for t in tables for g in t.groups if g.reason is not None)
    heading = counted(wrong, explained) if tables else "no table is on both sides"
    console.print(Rule(Text(f"rows · {heading}"), align="left"))
    shown = [each for each in tables if not quiet or each.verdict not in ("same", "explained")]
    if shown:
        console.print(_overview(shown))
    for each in shown:
        _print_groups(console, each, quiet=quiet)


def _overview(tables: Sequence[TableResult]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False, pad_edge=False)
    table.add_column("table", overflow="fold")
    for heading in ("rows in A", "rows in B", "changed", "only in A", "only in B"):
        table.add_column(heading, justify="right")
    table.add_column("verdict")
    for each in tables:
        name = word(each.left)
        if each.left != each.right:
            name += f" = {word(each.right)}"
        numbers = (
            each.left_rows,
            each.right_rows,
            each.changed,
            each.only_left,
            each.only_right,
        )
        table.add_row(
            Text(name),
            *(_number(number) for number in numbers),
            Text(each.verdict, style=f"verdict.{each.verdict}"),
        )
    return table


def _number(number: int | None) -> Text:
    return Text("?" if number is None else f"{number:,}", style="" if number else "quiet")


def _print_groups(console: Console, result: TableResult, *, quiet: bool) -> None:
    for group in sorted(result.groups, key=lambda each: order(each.reason)):
        if quiet and group.reason is not None:
            continue
        console.print()
        line = Text("  ")
        line.append_text(_why(group.reason))
        line.append(f"  {_place(result, group)}: {group.count:,}", style="bold")
        console.print(line)
        if group.examples:
            console.print(Padding(_examples(group), (0, 0, 0, 4)))
        more = group.count - len(group.examples)
        if more and group.examples:
            console.print(f"    … and {more:,} more (--limit shows more)", style="quiet")
    for text in result.not_compared:
        verdict = "failed" if result.failed else "undetermined"
        _print_line(console, verdict, f"not compared: {text}")
    for text in result.notes:
        _print_note(console, text)


def _place(result: TableResult, group: Group) -> str:
    where = word(result.left)
    if group.column is not None:
        where += f".{word(group.column)}"
    return f"{group.kind} {where}"


def _examples(group: Group) -> Table:
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    for each in group.examples:
        table.add_row(Text(each.where), _value(each.left), _value(each.right))
    return table


def _print_behaviour(console: Console, found: BehaviourResult, *, quiet: bool) -> None:
    console.print()
    wrong = [each for each in found.differences if each.reason is None]
    heading = counted(len(wrong), len(found.differences) - len(wrong))
    if found.same and found.differences:
        heading += f", {len(found.same):,} the same"
    elif found.same:
        heading = f"the same, {len(found.same):,} times"
    elif not found.differences:
        heading = "nothing was probed"
    console.print(Rule(Text(f"behaviour, probed on copies · {heading}"), align="left"))
    shown = wrong if quiet else sorted(found.differences, key=lambda each: order(each.reason))
    same = found.same if len(found.same) <= _FEW and not quiet else ()
    if shown or same:
        console.print(_side_by_side(shown, same))
    for text in found.not_probed:
        _print_line(console, "undetermined", f"not probed: {text}")
    if quiet:
        return
    for text in (*found.notes, *found.hints):
        _print_note(console, text)


def _print_note(console: Console, text: str) -> None:
    console.print(Padding(Text(text, style="quiet"), (0, 0, 0, 2)))


def _side_by_side(found: Sequence[Tried], same: Sequence[Behaviour]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), show_edge=False, pad_edge=False)
    table.add_column("why", no_wrap=True)
    for heading in ("what is done", "A", "B"):
        table.add_column(heading, overflow="fold")
    before: object = ()
    for each in found:
        behaviour = each.behaviour
        done = Text(behaviour.done)
        done.append(f"\nbehaviour.{behaviour.kind} {behaviour.where}", style="quiet")
        why = _why(each.reason) if each.reason != before else ""
        table.add_row(why, done, Text(behaviour.left), Text(behaviour.right))
        before = each.reason
    for behaviour in same:
        row = (behaviour.done, behaviour.left, behaviour.right)
        table.add_row(Text("same", style="verdict.same"), *(Text(t, style="quiet") for t in row))
    return table


def _print_notes(console: Console, result: DiffResult, *, quiet: bool) -> None:
    if result.failures or result.not_compared or result.stale:
        console.print()
    for text in result.failures:
        _print_line(console, "failed", f"not compared: {text}")
    for text in result.not_compared:
        _print_line(console, "undetermined", f"not compared: {text}")
    for text in result.stale:
        _print_line(console, "stale", text)
    if quiet:
        return
    if result.accepted:
        console.print()
    for waived in result.accepted:
        line = Text("  waived", style="convention")
        line += Text(f": not compared: {waived.text}", style="")
        console.print(line, soft_wrap=True)
    if result.left_out:
        console.print()
        console.print(Text(f"Left out on request: {', '.join(result.left_out)}."), style="quiet")
    if result.proposals:
        console.print()
        console.print("These may be the same under another name:", style="bold")
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
        for each in result.proposals[:_PROPOSALS]:
            table.add_row(
                Text(f"  --map {_argument(each)}"),
                Text(f"{each.likeness:.0%} sure: {each.why}", style="quiet"),
            )
        console.print(table)
        more = len(result.proposals) - _PROPOSALS
        if more > 0:
            console.print(Text(f"  … and {more:,} more, all of them in --json", style="quiet"))


def _argument(proposal: Proposal) -> str:
    """As a shell takes it."""
    return quote(f"{proposal.left}={proposal.right}")


def _print_reasons(console: Console, result: DiffResult) -> None:
    """What is behind the words under “why”."""
    known = reasons(result)
    if not known:
        return
    console.print()
    heading = Text("Why differences may stand", style="bold")
    if any(each.kind == "convention" for each in known):
        heading.append(" (parity explain NAME says more)", style="not bold dim")
    console.print(heading.append(":"))
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for each in known:
        table.add_row(Text(f"  {each.name}", style="convention"), Text(each.text))
    console.print(table)


def _why(reason: Reason | None) -> Text:
    if reason is None:
        return Text("unexplained", style="verdict.unexplained")
    return Text("waived" if reason.kind == "waiver" else reason.name, style="convention")


def _value(text: str | None) -> Text:
    return Text("–", style="quiet") if text is None else Text(text)


def _print_line(console: Console, verdict: str, text: str) -> None:
    line = Text(f"  {verdict}: ", style=f"verdict.{verdict}")
    console.print(line + Text(text, style=""), soft_wrap=True)
