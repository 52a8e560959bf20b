"""A learner's own database that is recovered is the one that was there, with its rows."""

from __future__ import annotations

import shutil

from compare.workshop.exercise import read_exercise
from compare.workshop.folder import lay
from compare.workshop.judge import judge, lines
from compare.workshop.trial import prepare, try_out, walk_solution
from tests.workshop.test_exercises import run


def test_a_new_database_is_no_recovery(tmp_path):
    exercise = read_exercise("12_half_way")
    folder = tmp_path / exercise.name
    lay(exercise, folder)
    prepare(exercise, folder)
    shutil.copytree(exercise.folder / "solution", folder, dirs_exist_ok=True)
    (folder / "flask/instance/blog.db").unlink()
    run("flask db upgrade", folder / "flask")

    assert lines(judge(try_out(exercise, folder, walk_solution(exercise)))) == [
        "flask own.row-missing"
    ]
