"""A learner at work: which exercise, which files, which hints, in which language."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from compare.errors import ToolError, UsageError
from compare.model import SIDES
from compare.workshop import typed
from compare.workshop.exercise import (
    HINTS,
    Exercise,
    exercise_names,
    find_exercise,
    read_exercise,
)
from compare.workshop.finding import Finding
from compare.workshop.folder import lay, lay_anew, place, set_aside
from compare.workshop.health import Health, examine
from compare.workshop.judge import judge
from compare.workshop.languages import chosen
from compare.workshop.phrases import Speaker
from compare.workshop.progress import Done, read_progress
from compare.workshop.trial import Goal, prepare, try_out, walk_solution

_ENOUGH = 2
"""So often the solution has to be asked for, where it was not found."""


@dataclass(frozen=True, slots=True)
class Solution:
    """What solves an exercise.

    Attributes:
        files: for each file that changes, what changes, as a unified diff.
        commands: for each side, what is typed in its folder.
    """

    files: tuple[str, ...]
    commands: tuple[tuple[str, tuple[str, ...]], ...]


class Classroom:
    """One learner's workshop.

    Args:
        folder: the working folder.
        here: the folder the learner is in.
        language: as asked for on the command line; it is kept for later.
        environment: where the locale is.

    Attributes:
        folder: the working folder.
        speaker: says things in the learner's language.
    """

    def __init__(
        self, folder: Path, here: Path, language: str | None, environment: Mapping[str, str]
    ) -> None:
        self.folder = folder
        self._here = here
        self._goals: dict[str, Goal] = {}
        self._progress = read_progress(folder)
        if language and language != self._progress.language:
            self._progress.language = language
            if self._progress.current:
                self._progress.save()
        self.speaker = Speaker(chosen(self._progress.language, environment))

    def health(self) -> Health:
        """Whether everything is there."""
        return examine(self.folder)

    def exercises(self) -> Iterator[tuple[Exercise, Done]]:
        """All exercises in order, and how far each is."""
        for name in exercise_names():
            yield read_exercise(name), self._progress.exercises.get(name, Done())

    def exercise(self, name: str) -> Exercise:
        """One exercise."""
        return read_exercise(name)

    def place(self, name: str) -> Path:
        """Where the learner's files of an exercise are."""
        return self.folder / name

    def named(self, word: str) -> str:
        """The exercise that a number or a name means."""
        return find_exercise(word)

    def current(self, word: str | None = None) -> str:
        """The exercise that is meant: the one named, or that of the folder one is in, or the last.

        Raises:
            UsageError: it was not begun, or its files are gone.
        """
        name = find_exercise(word) if word else self._here_at() or self._progress.current
        if not name:
            raise UsageError(self.speaker.say("nothing-started", command=typed.workshop("start")))
        again = typed.workshop(f"start {name[:2]}")
        if not self._progress.of(name).started:
            raise UsageError(self.speaker.say("not-started", exercise=name, command=again))
        if not self.place(name).is_dir():
            told = self.speaker.say("gone", folder=self.place(name), command=again)
            raise UsageError(told)
        return name

    def _here_at(self) -> str:
        """The exercise in whose folder the learner is; empty: in none."""
        if not self._here.is_relative_to(self.folder):
            return ""
        parts = self._here.relative_to(self.folder).parts
        return parts[0] if parts and parts[0] in exercise_names() else ""

    def solved(self, name: str) -> bool:
        """Whether an exercise is solved."""
        return self._progress.of(name).solved

    @property
    def at(self) -> str:
        """The exercise begun last; empty: none."""
        return self._progress.current

    def first_unsolved(self) -> str:
        """The first exercise that is not solved; the last one, where all are."""
        names = exercise_names()
        return next((name for name in names if not self._progress.of(name).solved), names[-1])

    def following(self) -> str | None:
        """The exercise after the one begun last; the first one, where none was."""
        names = exercise_names()
        if self._progress.current not in names:
            return names[0]
        after = names.index(self._progress.current) + 1
        return names[after] if after < len(names) else None

    def start(self, name: str) -> bool:
        """Lay an exercise, unless it is there already, and make it the current one.

        Returns:
            Whether it was laid.
        """
        new = not self.place(name).is_dir() or not any(self.place(name).iterdir())
        if new:
            with self._made(name) as made:
                place(made, self.place(name))
        self._progress.of(name).started = True
        self._progress.current = name
        self._progress.save()
        return new

    def reset(self, name: str) -> Path:
        """Lay an exercise anew.

        Returns:
            Where what was there is now.
        """
        with self._made(name) as made:
            kept = set_aside(self.place(name))
            try:
                lay_anew(made, self.place(name))
            except ToolError as error:
                raise ToolError(f"{error} {self.speaker.say('reset', kept=kept)}") from error
        return kept

    def check(self, name: str) -> tuple[Finding, ...]:
        """What is still to be mended; where it is nothing, the exercise is solved."""
        exercise = read_exercise(name)
        # Whoever watches checks often, and the solution stays the same.
        if name not in self._goals:
            self._goals[name] = walk_solution(exercise)
        found = judge(try_out(exercise, self.place(name), self._goals[name]))
        if not found and not self._progress.of(name).solved:
            self._progress.of(name).solved = True
            self._progress.save()
        return found

    def hint(self, name: str) -> int:
        """The number of the next hint, from 1; the last one again, once all were given."""
        done = self._progress.of(name)
        done.hints = min(done.hints + 1, len(HINTS))
        self._progress.save()
        return done.hints

    def solution(self, name: str) -> Solution | None:
        """What solves an exercise; None where it has to be asked for once more."""
        done = self._progress.of(name)
        done.asked += 1
        self._progress.save()
        if not done.solved and done.asked < _ENOUGH:
            return None
        exercise = read_exercise(name)
        return Solution(
            tuple(_differing(exercise)),
            tuple((side, exercise.run[side]) for side in SIDES if exercise.run.get(side)),
        )

    @contextmanager
    def _made(self, name: str) -> Iterator[Path]:
        """Files and databases of an exercise, whole before anything of the learner's changes."""
        exercise = read_exercise(name)
        with TemporaryDirectory(prefix="parity-workshop-") as scratch:
            made = Path(scratch).resolve() / name
            lay(exercise, made)
            prepare(exercise, made)
            yield made


def _differing(exercise: Exercise) -> Iterator[str]:
    """What the solution changes, file by file."""
    with TemporaryDirectory(prefix="parity-workshop-") as scratch:
        before, after = Path(scratch) / "before", Path(scratch) / "after"
        lay(exercise, before)
        lay(exercise, after, solved=True)
        for path in sorted(exercise.folder.joinpath("solution").rglob("*")):
            name = path.relative_to(exercise.folder / "solution")
            if not path.is_file() or "__pycache__" in path.parts:
                continue
            one, other = (_lines(tree / name) for tree in (before, after))
            if one != other:
                label = name.as_posix()
                old = label if one else "/dev/null"
                yield "".join(difflib.unified_diff(one, other, old, label))


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines(keepends=True) if path.exists() else []
