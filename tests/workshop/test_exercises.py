"""Every exercise fails at its start for the reason it is about, and its solution solves it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from compare.model import SIDES
from compare.workshop.exercise import FOLDER, Exercise, exercise_names, read_exercise
from compare.workshop.folder import lay
from compare.workshop.health import MISLEADING
from compare.workshop.judge import judge, lines
from compare.workshop.trial import prepare, try_out, walk_solution

_TOOLS = {"flask": [sys.executable, "-m", "flask"], "python": [sys.executable]}
_GENERATING = ("flask db migrate", "flask db merge", "flask db revision", "makemigrations")
"""What they would write is in the solution; names and ids would be others."""


@pytest.fixture(params=exercise_names())
def exercise(request) -> Exercise:
    return read_exercise(request.param)


@pytest.fixture
def folder(exercise, tmp_path) -> Path:
    """The exercise as a learner finds it."""
    target = tmp_path / exercise.name
    lay(exercise, target)
    prepare(exercise, target)
    return target


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def run(command: str, folder: Path) -> None:
    """A command of the solution, as a learner types it."""
    words = shlex.split(command)
    done = subprocess.run(
        [*_TOOLS[words[0]], *words[1:]],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if name not in MISLEADING},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}: {done.stderr}"


def test_the_start_fails_for_the_reason_that_is_meant_and_the_solution_solves_it(exercise, folder):
    goal = walk_solution(exercise)
    before = files(folder)

    assert exercise.fails
    assert lines(judge(try_out(exercise, folder, goal))) == list(exercise.fails)
    assert files(folder) == before  # a check touches nothing

    solve(exercise, folder)
    assert lines(judge(try_out(exercise, folder, goal))) == []


def solve(exercise: Exercise, folder: Path) -> None:
    """The solution's files, and what is typed."""
    commands = [(side, each) for side in SIDES for each in exercise.run[side]]
    for side, each in commands:
        if each == "flask db init" and version("alembic") != "1.16.0":
            run(each, folder / side)
        elif each == "flask db init":
            # It does not find Flask-Migrate's template (“No such template”); what it lays is here.
            shutil.copytree(FOLDER / "base/initialised", folder, dirs_exist_ok=True)
    shutil.copytree(exercise.folder / "solution", folder, dirs_exist_ok=True)
    for side, each in commands:
        if each != "flask db init" and not any(word in each for word in _GENERATING):
            run(each, folder / side)


def test_only_sides_that_are_worked_on_have_a_solution(exercise):
    changed = {
        path.relative_to(exercise.folder / "solution").parts[0]
        for path in (exercise.folder / "solution").rglob("*.py")
    }
    assert changed <= set(exercise.sides)
    assert exercise.number == exercise_names().index(exercise.name) + 1
