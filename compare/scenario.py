"""Scenarios: which there are, and the steps of each, read from TOML and checked to the letter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from compare.document import Document, Row, nearest
from compare.errors import ToolError, UsageError
from compare.model import SIDES, SideName

ROOT = Path(__file__).resolve().parent.parent
"""The workspace: the folder that holds ``compare/``, ``scenarios/`` and the two halves."""

Verb = Literal["migrate", "rollback", "load", "sql", "stamp"]
VERBS: tuple[Verb, ...] = get_args(Verb)
BASE = "base"
HEAD = "head"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a scenario.

    Attributes:
        number: counted from 1.
        verb: what both sides do.
        target: the revision, ``base`` or ``head`` for migrate, rollback and stamp, else empty.
        rows: for load, tables (by their Flask names) and their rows, in the order of the file.
        sql: for sql, the statement of each side.
        says: one sentence for the reader.
        fails: sides that must fail here, with a part of the error's text.
    """

    number: int
    verb: Verb
    target: str = ""
    rows: tuple[tuple[str, tuple[Row, ...]], ...] = ()
    sql: tuple[tuple[SideName, str], ...] = ()
    says: str = ""
    fails: tuple[tuple[SideName, str], ...] = ()

    @property
    def title(self) -> str:
        """The step in a few words: ``migrate 0002_add_bio``, ``load 3 rows``."""
        if self.verb == "load":
            count = sum(len(rows) for _, rows in self.rows)
            return f"load {count} row{'' if count == 1 else 's'}"
        return f"{self.verb} {self.target}".strip()


@dataclass(frozen=True, slots=True)
class Scenario:
    """One schema evolution, done twice.

    Attributes:
        name: its folder's name in ``scenarios/``, ``flask_side/`` and ``django_side/``.
        title, teaches, source: what it is, what it teaches, where it comes from.
        tables: Flask table names and Django table names that follow no rule.
        steps: what is done, in order.
        revisions: the revisions that both sides have, in name order.
    """

    name: str
    title: str
    teaches: str
    source: str
    tables: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]
    revisions: tuple[str, ...]

    @property
    def folder(self) -> Path:
        """Where its TOML, lesson and goldens are."""
        return ROOT / "scenarios" / self.name

    def twin(self, side: SideName, revision: str) -> Path:
        """The revision's file on a side."""
        return migrations_folder(side, self.name) / f"{revision}.py"


def migrations_folder(side: SideName, name: str) -> Path:
    """Where a side keeps the revisions of a scenario."""
    return ROOT / f"{side}_side" / name / "migrations"


def scenario_names() -> tuple[str, ...]:
    """The names of all scenarios, sorted.

    Raises:
        ToolError: the folder is missing or cannot be read.
    """
    folder = ROOT / "scenarios"
    try:
        found = sorted(path.parent.name for path in folder.glob("*/scenario.toml"))
    except OSError as error:
        raise ToolError(f"Cannot read {folder}: {error.strerror or error}.") from error
    if not found:
        raise ToolError(
            f"There are no scenarios: {folder} holds no folder with a scenario.toml; "
            "run parity from a complete clone."
        )
    return tuple(found)


def find_scenarios(names: Iterable[str], keyword: str = "") -> tuple[str, ...]:
    """The scenarios asked for, in name order; all of them if none is named.

    Args:
        names: scenario names as given on the command line.
        keyword: keep only scenarios whose name contains this text.

    Raises:
        UsageError: a name is unknown (the nearest name is proposed), or nothing is left.
    """
    known = scenario_names()
    wanted = tuple(dict.fromkeys(names)) or known
    for name in wanted:
        if name not in known:
            raise UsageError(
                f"There is no scenario “{name}”{nearest(name, known)} `parity list` shows all."
            )
    chosen = tuple(name for name in known if name in wanted and keyword in name)
    if not chosen:
        raise UsageError(
            f"No scenario's name contains “{keyword}”; `parity list` shows all {len(known)}."
        )
    return chosen


def read_scenario(name: str) -> Scenario:
    """Read and check one scenario.

    Raises:
        UsageError: there is no such scenario, its TOML is broken or has unknown keys, a step
            names a revision that does not exist, or a revision lacks its twin.
        ToolError: the file cannot be read.
    """
    find_scenarios([name])
    path = ROOT / "scenarios" / name / "scenario.toml"
    return _Reader(name, path).scenario()


class _Reader(Document):
    """Turns one scenario.toml into a Scenario; every complaint names the file and the step."""

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(path, path.relative_to(ROOT).as_posix())
        self.name = name

    def scenario(self) -> Scenario:
        document = self.read()
        self.known_keys(document, ("title", "teaches", "source", "tables", "step"), "")
        revisions = self.revisions()
        tables = self.text_table(document.get("tables", {}), "[tables]")
        steps = document.get("step")
        if not isinstance(steps, list) or not steps:
            raise self.wrong("has no [[step]]; give it at least one.")
        return Scenario(
            name=self.name,
            title=self.text(document, "title"),
            teaches=self.text(document, "teaches"),
            source=self.text(document, "source", required=False),
            tables=tuple(tables.items()),
            steps=tuple(
                self.step(number, step, revisions) for number, step in enumerate(steps, start=1)
            ),
            revisions=revisions,
        )

    def revisions(self) -> tuple[str, ...]:
        stems: dict[SideName, set[str]] = {}
        for side in SIDES:
            folder = migrations_folder(side, self.name)
            if not folder.is_dir():
                raise UsageError(
                    f"The scenario “{self.name}” has no folder "
                    f"{folder.relative_to(ROOT).as_posix()}; each scenario needs one on both sides."
                )
            stems[side] = {
                path.stem for path in folder.glob("*.py") if not path.stem.startswith("_")
            }
        flask, django = SIDES
        for here, there in ((flask, django), (django, flask)):
            for stem in sorted(stems[here] - stems[there]):
                ours = (migrations_folder(here, self.name) / f"{stem}.py").relative_to(ROOT)
                missing = (migrations_folder(there, self.name) / f"{stem}.py").relative_to(ROOT)
                raise UsageError(f"{ours.as_posix()} has no twin: {missing.as_posix()} is missing.")
        return tuple(sorted(stems[flask]))

    def step(self, number: int, step: object, revisions: tuple[str, ...]) -> Step:
        where = f"step {number}: "
        if not isinstance(step, dict):
            raise self.wrong(f"{where}a step is a table: write [[step]].")
        self.known_keys(step, (*VERBS, "says", "fails"), where)
        verbs = [verb for verb in VERBS if verb in step]
        if len(verbs) != 1:
            raise self.wrong(
                f"{where}a step has exactly one of {', '.join(VERBS)}; "
                f"this one has {' and '.join(verbs) or 'none'}."
            )
        verb = verbs[0]
        says = self.text(step, "says", required=False, where=where)
        fails = self.by_side(step.get("fails", {}), f"{where}fails")
        if not all(words for _, words in fails):
            raise self.wrong(f"{where}fails gives a part of the error's text; it may not be empty.")
        if verb == "load":
            rows = self.rows(step["load"], where)
            return Step(number, verb, rows=rows, says=says, fails=fails)
        if verb == "sql":
            statements = self.by_side(step["sql"], f"{where}sql")
            return Step(number, verb, sql=statements, says=says, fails=fails)
        target = self.target(verb, step[verb], revisions, where)
        return Step(number, verb, target=target, says=says, fails=fails)

    def target(self, verb: Verb, target: object, revisions: tuple[str, ...], where: str) -> str:
        words = {"migrate": (HEAD,), "rollback": (BASE,), "stamp": (HEAD, BASE)}
        allowed = (*revisions, *words[verb])
        if not isinstance(target, str) or target not in allowed:
            raise self.wrong(
                f"{where}there is no revision “{target}”{nearest(str(target), allowed)} "
                f"This scenario has {', '.join(allowed)}."
            )
        return target
