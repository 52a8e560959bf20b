"""Exercises: which there are, and what each starts with, asks for and is solved by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from compare.document import Document, Row, nearest
from compare.errors import ToolError, UsageError
from compare.model import SIDES, SideName
from compare.scenario import BASE, HEAD, ROOT
from compare.workshop.languages import LANGUAGES
from compare.workshop.texts import Said, Section, read_sections, said

FOLDER = ROOT / "exercises"
LABEL = "blog"
"""The Django app that all exercises are about."""

HINTS = ("hint-1", "hint-2", "hint-3")
SECTIONS = ("title", "task", *HINTS, "solved")
"""What the texts of an exercise consist of."""

_KEYS = (
    "minutes", "sides", "initialised", "after", "from", "rows", "own", "names", "closed", "exact",
    "leaves", "untouched", "free", "fails", "run",
)  # fmt: skip
_MINUTES = range(5, 16)


@dataclass(frozen=True, slots=True)
class Own:
    """The learner's own databases.

    Attributes:
        start: the revision at which they are laid; empty: there are none.
        tries: the revision to which a migration is then tried, which fails; empty: none.
        without: the revision that comes once they are laid, as a colleague's does; empty: none.
        end: the revision at which they have to be in the end; empty: it does not matter.
    """

    start: str = ""
    tries: str = ""
    without: str = ""
    end: str = ""


@dataclass(frozen=True)
class Exercise:
    """One exercise.

    Attributes:
        name: its folder's name: two digits and a few words.
        minutes: how long it takes.
        sides: those that the learner works on. The other one is given, as it should be.
        initialised: whether ``flask db init`` was done.
        after: the exercise whose solved files it begins with; empty: none.
        start: the revision from which the learner's revisions are walked, with ``rows`` loaded.
        rows: tables by their names in Flask, and rows to load into each.
        own: what has to become of the learner's own databases.
        names: whether names of constraints and indexes count.
        closed: conventions that may explain no difference any more.
        exact: whether no convention may explain one.
        leaves: conventions that may explain one all the same, where the sides agree exactly.
        untouched: whether no revision that was given may be another one, or gone.
        free: whether any way will do on which both sides agree, not only that of the solution.
        fails: what ``check`` finds before anything was done: side and finding.
        run: the commands that the solution needs, in each side's folder.
    """

    name: str
    minutes: int
    sides: tuple[SideName, ...]
    initialised: bool
    after: str
    start: str
    rows: tuple[tuple[str, tuple[Row, ...]], ...]
    own: Own
    names: bool
    closed: tuple[str, ...]
    exact: bool
    leaves: tuple[str, ...]
    untouched: bool
    free: bool
    fails: tuple[str, ...]
    run: Mapping[SideName, tuple[str, ...]]

    @property
    def number(self) -> int:
        """Its place among the others, from 1."""
        return int(self.name[:2])

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return FOLDER / self.name

    @cached_property
    def sections(self) -> dict[str, dict[str, Section]]:
        """Its texts, by language and section."""
        return {code: read_sections(self.folder / f"{code}.md") for code in LANGUAGES}

    def text(self, section: str, language: str) -> Said:
        """A section of its texts."""
        return said(self.sections, section, language)


def exercise_names() -> tuple[str, ...]:
    """The names of all exercises, in their order.

    Raises:
        ToolError: there are none.
    """
    found = sorted(path.parent.name for path in FOLDER.glob("*/exercise.toml"))
    if not found:
        raise ToolError(f"There are no exercises in {FOLDER}; run parity from a complete clone.")
    return tuple(found)


def find_exercise(word: str) -> str:
    """The name of an exercise, from its number or its name.

    Raises:
        UsageError: there is none of that name; the nearest one is proposed.
    """
    known = exercise_names()
    for name in known:
        if word in (name, name[3:]) or (word.isdecimal() and int(word) == int(name[:2])):
            return name
    raise UsageError(
        f"There is no exercise “{word}”{nearest(word, known)} `parity workshop list` shows all."
    )


def read_exercise(name: str) -> Exercise:
    """Read and check an exercise.

    Raises:
        UsageError: its TOML is broken or has unknown keys, or a section of its texts is missing.
        ToolError: a file cannot be read.
    """
    path = FOLDER / name / "exercise.toml"
    return _Reader(path, path.relative_to(ROOT).as_posix()).exercise()


class _Reader(Document):
    """Turns one exercise.toml into an Exercise."""

    def exercise(self) -> Exercise:
        told = self.read()
        self.known_keys(told, _KEYS, "")
        exercise = Exercise(
            name=self.path.parent.name,
            minutes=self._minutes(told.get("minutes")),
            sides=self._sides(told.get("sides", list(SIDES))),
            initialised=self._flag(told, "initialised", True),
            after=self._after(told),
            start=self.text(told, "from", required=False) or BASE,
            rows=self.rows(told["rows"], "rows: ") if "rows" in told else (),
            own=self._own(told.get("own", {})),
            names=self._flag(told, "names", False),
            closed=self._texts(told.get("closed", []), "closed"),
            exact=self._flag(told, "exact", False),
            leaves=self._texts(told.get("leaves", []), "leaves"),
            untouched=self._flag(told, "untouched", False),
            free=self._flag(told, "free", False),
            fails=self._texts(told.get("fails"), "fails"),
            run=self._run(told.get("run", {})),
        )
        for section in SECTIONS:
            if not exercise.sections["en"].get(section, Section("")).text:
                raise UsageError(f"{exercise.name}/en.md has no section “{section}”; write it.")
        return exercise

    def _minutes(self, value: object) -> int:
        if not isinstance(value, int) or value not in _MINUTES:
            raise self.wrong(f"“minutes” is {_MINUTES.start} to {_MINUTES.stop - 1}.")
        return value

    def _sides(self, value: object) -> tuple[SideName, ...]:
        texts = self._texts(value, "sides")
        found = tuple(side for side in SIDES if side in texts)
        if not found or len(found) != len(texts):
            raise self.wrong(f"“sides” are of {' and '.join(SIDES)}.")
        return found

    def _after(self, told: Mapping[str, object]) -> str:
        """An earlier exercise: so none comes after itself."""
        name = self.text(told, "after", required=False)
        if name and (name not in exercise_names() or name >= self.path.parent.name):
            raise self.wrong(f"“after” names an earlier exercise{nearest(name, exercise_names())}")
        return name

    def _flag(self, told: Mapping[str, object], key: str, default: bool) -> bool:
        value = told.get(key, default)
        if not isinstance(value, bool):
            raise self.wrong(f"“{key}” is true or false.")
        return value

    def _texts(self, value: object, where: str) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            raise self.wrong(f"“{where}” is a list of texts.")
        return tuple(value)

    def _own(self, value: object) -> Own:
        told = self.text_table(value, "own")
        self.known_keys(told, ("start", "tries", "without", "end"), "own: ")
        return Own(**{"end": HEAD, **told})

    def _run(self, value: object) -> dict[SideName, tuple[str, ...]]:
        if not isinstance(value, dict):
            raise self.wrong("“run” has a list of commands for each side.")
        self.known_keys(value, SIDES, "run: ")
        return {side: self._texts(value.get(side, []), f"run.{side}") for side in SIDES}
