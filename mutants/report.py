"""What came of it, for people: tables for the terminal and for the documentation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.table import Table

from mutants.changes import EngineOutcome, Outcome

_HEADINGS = (
    "kind",
    "faults",
    "change nothing",
    "ours",
    "by a golden",
    "missed",
    "Inspector",
    "compare_metadata",
)
_INTRODUCTION = """\
# Mutants

`tox -e mutants` puts single faults into one side of a pair of databases, one at a time, and asks
who sees them. The faults are generated from what is there: every column, key, index, view, trigger,
routine, row and value in turn. There are two pairs per engine: the blog that both frameworks make,
with the conventions on, and one in which both sides hold every kind of object and every type of
column.

| column | what it counts |
|---|---|
| faults | changes that the database took; those that it refused are not counted |
| change nothing | the database's own dump is as it was, or it makes the same programs of it |
| ours | faults with a difference that no convention explains |
| by a golden | only the golden tells: what is new is explained, or what was is gone |
| missed | faults that nobody noticed: the run fails |
| Inspector | the `get_multi_*` of SQLAlchemy's Inspector, before and after |
| compare_metadata | Alembic's, of the tables reflected before, against the database after |

A fault counts only where it is: one in the schema has to show in the schema. Neither of the last
two reads rows. Both are given the same database before and after, without the other framework's
differences; Alembic with `compare_type=True` and `compare_server_default=True`.

The second table counts pairs that are the same: rows in another order, dumped and restored,
vacuumed, made anew or by another path, read under other settings. Nothing may be reported.
"""


@dataclass(slots=True)
class Count:
    """The figures of one line."""

    faults: int = 0
    nothing: int = 0
    flagged: int = 0
    golden: int = 0
    missed: int = 0
    asked: int = 0
    inspector: int = 0
    alembic: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count an outcome; one that the database refused is none."""
        if outcome.verdict == "refused":
            return
        self.faults += 1
        setattr(self, outcome.verdict, getattr(self, outcome.verdict) + 1)
        if outcome.inspector is not None and outcome.verdict != "nothing":
            self.asked += 1
            self.inspector += outcome.inspector
            self.alembic += bool(outcome.alembic)

    def cells(self, name: str) -> tuple[str, ...]:
        """The line as text."""
        figures = (self.faults, self.nothing, self.flagged, self.golden, self.missed)
        others = (self.inspector, self.alembic) if self.asked else ("–", "–")
        return (name, *map(str, figures), *map(str, others))


def counts(
    outcomes: Iterable[Outcome], by: Callable[[Outcome], str]
) -> Iterator[tuple[str, Count]]:
    """Figures by group, and of all together."""
    groups: dict[str, Count] = {}
    total = Count()
    for outcome in outcomes:
        groups.setdefault(by(outcome), Count()).add(outcome)
        total.add(outcome)
    yield from sorted((name, count) for name, count in groups.items() if count.faults)
    yield "all", total


def kind_of(outcome: Outcome) -> str:
    """The kind of object that was changed."""
    return outcome.change.kind


def terminal(result: EngineOutcome) -> Table:
    """The figures of one engine by kind of object."""
    table = Table(title=f"{result.engine} {result.version}, {result.seconds:.0f} s")
    for heading in _HEADINGS:
        table.add_column(heading, justify="left" if heading == "kind" else "right")
    for name, count in counts(result.faults, kind_of):
        if name == "all":
            table.add_section()
        table.add_row(*count.cells(name))
    return table


def failures(result: EngineOutcome) -> Iterator[str]:
    """What makes the run fail, a line each."""
    for outcome in result.missed:
        yield f"missed: {outcome.change.title}"
        yield from (f"    {statement}" for statement in outcome.change.statements)
    for outcome in result.alarms:
        yield f"false alarm: {outcome.change.title}"
        yield from (f"    {line}" for line in outcome.lines)


def markdown(results: Sequence[EngineOutcome]) -> str:
    """``docs/mutants.md``: figures, and what only a golden tells. It holds no times."""
    parts = [_INTRODUCTION]
    for result in results:
        parts.append(f"## {result.engine}\n")
        if result.known > len(result.faults):
            parts.append(
                f"{len(result.faults)} of {result.known} faults, of every kind and type.\n"
            )
        parts.append(_rows(_HEADINGS, (c.cells(n) for n, c in counts(result.faults, kind_of))))
        same = Counter(o.change.kind for o in result.same if o.verdict != "refused")
        alarms = Counter(o.change.kind for o in result.alarms)
        lines = [(kind, str(same[kind]), str(alarms[kind])) for kind in sorted(same)]
        lines.append(("all", str(same.total()), str(alarms.total())))
        parts.append(_rows(("the same", "pairs", "false alarms"), lines))
        golden = Counter(
            slug for o in result.faults if o.verdict == "golden" for slug in o.conventions
        )
        if golden:
            parts.append(
                _rows(
                    ("convention", "faults that only a golden tells"),
                    ((slug, str(count)) for slug, count in sorted(golden.items())),
                )
            )
        nothing = [o for o in result.faults if o.verdict == "nothing"]
        if nothing:
            parts.append("<details><summary>What changes nothing, and the proof</summary>\n")
            parts.append(
                _rows(
                    ("change", "proof"),
                    (
                        (f"`{o.change.title.replace('|', chr(92) + '|')}`", o.reason)
                        for o in nothing
                    ),
                )
            )
            parts.append("</details>\n")
    return "\n".join(parts)


def _rows(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [headings, ["---", *("--:" for _ in headings[1:])], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def as_json(results: Sequence[EngineOutcome]) -> list[dict[str, Any]]:
    """Everything, each change with its statements and what was told of it."""
    return [asdict(result) for result in results]
