"""Where any way will do, the way back still has to lead to where it began."""

from __future__ import annotations

import shutil

from compare.workshop.exercise import read_exercise
from compare.workshop.folder import lay
from compare.workshop.judge import judge, lines
from compare.workshop.trial import try_out, walk_solution


def test_a_downgrade_that_does_nothing_is_found(tmp_path):
    exercise = read_exercise("13_close_a_convention")
    folder = tmp_path / exercise.name
    lay(exercise, folder)
    shutil.copytree(exercise.folder / "solution", folder, dirs_exist_ok=True)
    revision = folder / "flask/migrations/versions/0003_fecha_not_null.py"
    before, downgrade, _ = revision.read_text("utf-8").partition("def downgrade():\n")
    revision.write_text(f"{before}{downgrade}    pass\n", "utf-8")

    assert lines(judge(try_out(exercise, folder, walk_solution(exercise)))) == [
        "flask down.not-null"
    ]
