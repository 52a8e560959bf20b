"""A learner's exercise, tried on copies: both sides walked, and the solution beside them."""

from __future__ import annotations

import ast
import os
import pickle
import shutil
import signal
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

from compare.document import Row
from compare.errors import ToolError
from compare.interrupts import postponed
from compare.model import SIDES, SideName
from compare.run.fresh import fresh_processes, undisturbed
from compare.workshop.child import work
from compare.workshop.exercise import LABEL, Exercise
from compare.workshop.folder import lay
from compare.workshop.health import MISLEADING
from compare.workshop.walked import Order, Problem, Walked

_PATIENCE = 60.0
"""Seconds that a walk may take; it takes about one."""

Goal = dict[SideName, Walked]
"""The sides that the learner works on, as the solution has them."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of an exercise.

    Attributes:
        exercise: which one.
        learner: both sides as the learner has them.
        goal: the sides that the learner works on, as the solution has them.
    """

    exercise: Exercise
    learner: dict[SideName, Walked]
    goal: Goal


def walk_solution(exercise: Exercise) -> Goal:
    """Walk the solution of an exercise: what a learner is to reach.

    Args:
        exercise: which one.

    Raises:
        ToolError: it cannot be walked here, to the end.
    """
    with _scratch() as scratch:
        lay(exercise, scratch / "goal", solved=True)
        goal = _walk(exercise, scratch / "goal", exercise.sides)
    for each in goal.values():
        if each.problem is not None:
            raise ToolError(
                f"The solution of {exercise.name} does not work here ({each.side}:"
                f" {each.problem.kind} {each.problem.reason} {each.problem.place}). That is a"
                " mistake of the exercise; `parity workshop doctor` says what it was made for."
            )
    return goal


def try_out(exercise: Exercise, folder: Path, goal: Goal) -> Trial:
    """Walk a learner's exercise, on copies.

    Args:
        exercise: which one.
        folder: the learner's, of which nothing is changed.
        goal: its solution, walked.

    Raises:
        ToolError: the copies cannot be made.
    """
    with _scratch() as scratch:
        _copy(folder, scratch / "learner")
        lay(exercise, scratch / "given")
        walked = _walk(exercise, scratch / "learner", SIDES)
        for each in walked.values():
            _note_given(each, exercise, scratch / "given", scratch / "learner")
        return Trial(exercise, walked, goal)


def prepare(exercise: Exercise, folder: Path) -> None:
    """Make the databases that the learner finds.

    Args:
        exercise: which one.
        folder: where it is laid.

    Raises:
        ToolError: that failed.
    """
    if not exercise.own.start:
        return
    with _scratch() as scratch, ExitStack() as stack:
        stack.enter_context(_without(exercise.own.without, folder))
        running = [
            stack.enter_context(_running(_preparing(exercise, folder, side), scratch))
            for side in SIDES
        ]
        for each in running:
            problem = each.result().problem
            if problem is not None:
                raise ToolError(f"Cannot prepare {exercise.name}: {problem.reason}.")


@contextmanager
def _without(revision: str, folder: Path) -> Iterator[None]:
    """Hide a revision from both frameworks, until the context ends."""
    hidden = {path: path.with_suffix(".later") for path in folder.rglob(f"{revision}.py")}
    for path, away in hidden.items():
        path.rename(away)
    try:
        yield
    finally:
        for path, away in hidden.items():
            away.rename(path)


def _preparing(exercise: Exercise, folder: Path, side: SideName) -> Order:
    return Order(
        side,
        str(folder),
        LABEL,
        exercise.start,
        _rows(exercise, side),
        prepare=exercise.own.start,
        tries=exercise.own.tries if side in exercise.sides else "",
    )


@contextmanager
def _scratch() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="parity-workshop-") as name:
        yield Path(name).resolve()


def _walk(exercise: Exercise, tree: Path, sides: Iterable[SideName]) -> dict[SideName, Walked]:
    """Sides of a copy, walked at the same time."""
    with ExitStack() as stack:
        running = {}
        for side in sides:
            order = Order(side, str(tree), LABEL, exercise.start, _rows(exercise, side))
            running[side] = stack.enter_context(_running(order, tree.parent))
        return {side: each.result() for side, each in running.items()}


def _rows(exercise: Exercise, side: SideName) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    if side == "flask":
        return exercise.rows
    prefix = f"{LABEL}_"
    # A Flask table may be called as Django calls its own.
    return tuple((prefix + table.removeprefix(prefix), rows) for table, rows in exercise.rows)


def _note_given(walked: Walked, exercise: Exercise, given: Path, learner: Path) -> None:
    """Note which revisions were given, and which of them are not what they were."""
    walked.given = frozenset(name for name in walked.files.values() if (given / name).is_file())
    if walked.problem is not None and walked.problem.kind == "syntax":
        return
    walked.changed = tuple(
        name
        for name in _fixed(walked, exercise, given)
        if _code(given / name) != _code(learner / name)
    )


def _fixed(walked: Walked, exercise: Exercise, given: Path) -> list[str]:
    """The files that are not the learner's to change."""
    applied = walked.until(exercise.start)
    found = [walked.files[each] for each in applied if walked.files[each] in walked.given]
    laid = sorted((given / walked.side).rglob("*.py"))
    if walked.side in exercise.sides:
        names = ("versions", "migrations")
        laid = [path for path in laid if exercise.untouched and path.parent.name in names]
    found += [path.relative_to(given).as_posix() for path in laid if path.name != "env.py"]
    return list(dict.fromkeys(found))


def _code(path: Path) -> str:
    """What a file does, however it is written down; nothing, where there is none."""
    return ast.dump(ast.parse(path.read_bytes())) if path.is_file() else ""


class _Running:
    """A child at work."""

    def __init__(self, order: Order, process: BaseProcess, result: Path, told: Path) -> None:
        self._order = order
        self._process = process
        self._result = result
        self._told = told

    def result(self) -> Walked:
        """What came of it, once it is done."""
        self._process.join(_PATIENCE)
        if self._process.exitcode is None:
            return Walked(self._order.side, Problem("slow", f"{_PATIENCE:.0f} s"))
        try:
            walked: Walked = pickle.loads(self._result.read_bytes())
        # What a learner made of a name, too: a class of its own that only its process knows.
        except (OSError, EOFError, pickle.UnpicklingError, ImportError, AttributeError):
            return Walked(self._order.side, Problem("crashed", self._last_line()))
        return walked

    def _last_line(self) -> str:
        told = self._told.read_text(encoding="utf-8", errors="replace").strip()
        return told.rpartition("\n")[2][:200]


@contextmanager
def _running(order: Order, scratch: Path) -> Iterator[_Running]:
    """A child that walks; it is gone when the context ends."""
    stem = f"{Path(order.folder).name}-{order.side}"
    result, told = (scratch / f"{stem}.{end}" for end in ("result", "told"))
    told.touch()
    environment = {name: value for name, value in os.environ.items() if name not in MISLEADING}
    # For what a revision starts: nothing is left in the learner's folder.
    environment |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    process = fresh_processes().Process(
        target=work, args=(order, str(result), str(told), environment)
    )
    try:
        with postponed(), undisturbed():
            process.start()
        yield _Running(order, process, result, told)
    finally:
        if process.pid is not None:
            _end(process)
            process.join()


def _end(process: BaseProcess) -> None:
    """End a child, and what it has started."""
    if os.name == "posix" and process.pid is not None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _not_code(folder: str, names: list[str]) -> set[str]:
    """What is in a project's folder and no part of it: environments, editors' locks, caches."""
    found = {name for name in names if name.startswith(".#") or name == "__pycache__"}
    found |= {name for name in names if Path(folder, name, "pyvenv.cfg").is_file()}
    return found


def _copy(folder: Path, to: Path) -> None:
    try:
        for side in SIDES:
            shutil.copytree(
                folder / side,
                to / side,
                ignore=_not_code,
                ignore_dangling_symlinks=True,
            )
    except (OSError, shutil.Error) as error:
        raise ToolError(
            f"Cannot copy {folder}: {error}. `parity workshop reset` lays the exercise anew."
        ) from error
