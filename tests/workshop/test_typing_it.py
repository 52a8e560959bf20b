"""``parity workshop`` as a learner meets it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from compare.cli import parity
from compare.errors import UsageError
from compare.scenario import ROOT
from compare.workshop import changes_in
from compare.workshop.exercise import FOLDER, exercise_names
from tests.signals import heeds_ctrl_c

FIRST, SECOND = exercise_names()[:2]
LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE")


@pytest.fixture
def typed(tmp_path, monkeypatch):
    """Types ``parity workshop …``, in a working folder of its own, where the locale is English."""
    for name in LOCALES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PARITY_WORKSHOP", str(tmp_path / "mine"))

    def type_(*words: str) -> Result:
        result = CliRunner().invoke(parity, ["workshop", *words], standalone_mode=False)
        if result.exception is not None:
            raise result.exception
        return result

    return type_


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "mine"


def said(result: Result) -> str:
    """What stdout says, on one line."""
    return " ".join(result.stdout.split())


def test_the_list_shows_every_exercise_and_how_far_one_is(typed):
    before = said(typed("list"))
    assert all(f" {number} " in before for number in range(1, len(exercise_names()) + 1))
    assert "not started" in before
    typed("start", "1")
    after = said(typed("list"))
    assert "started" in after.replace("not started", "")


def test_start_lays_the_first_exercise_and_says_what_to_do(typed, folder):
    told = said(typed("start"))
    assert "The first migration" in told
    assert f"Your files are in {folder / FIRST}" in told
    assert "parity workshop check" in told
    assert (folder / FIRST / "flask/app.py").is_file()
    assert (folder / FIRST / "django/manage.py").is_file()
    assert sorted(path.name for path in folder.iterdir()) == [FIRST, "progress.json"]


def test_starting_again_leaves_the_files_as_they_are(typed, folder):
    typed("start", "1")
    (folder / FIRST / "flask/models.py").write_text("mine")
    told = said(typed("start", "1"))
    assert "as you left them" in told
    assert (folder / FIRST / "flask/models.py").read_text() == "mine"


def test_nothing_advances_by_itself(typed):
    typed("start")
    assert "The first migration" in said(typed("start"))
    assert "Users and posts" in said(typed("next"))
    assert "Hint 1" in said(typed("hint"))
    assert "Users and posts" in said(typed("hint"))


def test_the_last_exercise_has_none_after_it(typed):
    typed("start", exercise_names()[-1])
    assert "the last exercise" in said(typed("next"))


def test_hints_come_in_three_degrees_and_are_remembered(typed):
    typed("start", "1")
    hints = [said(typed("hint")) for _ in range(4)]
    assert [f"Hint {number} of 3" in hint for number, hint in zip((1, 2, 3, 3), hints, strict=True)]
    assert len(set(hints)) == 3
    assert "parity workshop solution" in hints[2]
    assert "Hint 3" in said(typed("hint", "1"))


def test_the_solution_is_shown_when_it_is_asked_for_twice(typed):
    typed("start", "1")
    first, second = said(typed("solution")), said(typed("solution"))
    assert "ask once more" in first
    assert "create_table" not in first
    assert "+ op.create_table('usuario'," in second
    assert "flask db init" in second


def test_check_says_what_is_missing_and_then_that_it_is_solved(typed, folder):
    typed("start", "2")
    result = typed("check")
    assert result.return_value == 1
    assert "table post (id, titulo, contenido, fecha, autor_id)" in said(result)
    assert f"Look at {folder / SECOND / 'flask/models.py'}" in said(result)
    assert f"Look at {folder / SECOND / 'django/blog/models.py'}" in said(result)
    assert "2. Users and posts" in said(result)
    assert "parity workshop start 02" in said(result)

    shutil.copytree(FOLDER / SECOND / "solution", folder / SECOND, dirs_exist_ok=True)
    result = typed("check", "2")
    assert result.return_value == 1
    assert "Your own database is at `0001_create_usuario`" in said(result)

    for words, side in (
        (["-m", "flask", "db", "upgrade"], "flask"),
        (["manage.py", "migrate"], "django"),
    ):
        environment = {k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"}
        subprocess.run(
            [sys.executable, *words], cwd=folder / SECOND / side, env=environment, check=True,
            capture_output=True,
        )  # fmt: skip
    result = typed("check", "2")
    assert result.return_value == 0
    assert "Solved" in said(result)
    assert "parity workshop next" in said(result)
    assert "solved" in said(typed("list"))
    # Solved once, the solution is shown at once.
    assert "create_table" in said(typed("solution"))


def test_reset_lays_it_anew_and_loses_nothing(typed, folder):
    typed("start", "1")
    (folder / FIRST / "flask/models.py").write_text("mine")
    for number in (1, 2):
        kept = folder / f"{FIRST}.before-{number}"
        assert str(kept) in said(typed("reset"))
        assert kept.is_dir()
    assert (folder / f"{FIRST}.before-1/flask/models.py").read_text() == "mine"
    assert "class Usuario" in (folder / FIRST / "flask/models.py").read_text()


def test_reset_leaves_the_folders_that_terminals_are_in(typed, folder, monkeypatch):
    typed("start", "1")
    inside = folder / FIRST / "flask"
    (inside / "migrations/versions").mkdir(parents=True)
    (inside / "migrations/env.py").write_text("old")
    before = inside.stat().st_ino
    monkeypatch.chdir(inside)
    typed("reset")
    assert inside.stat().st_ino == before
    assert sorted(path.name for path in Path.cwd().iterdir()) == ["app.py", "models.py"]


def test_the_exercise_is_that_of_the_folder_one_is_in(typed, folder, monkeypatch):
    typed("start", "1")
    typed("start", "2")
    assert "Users and posts" in said(typed("hint"))
    monkeypatch.chdir(folder / FIRST / "django/blog")
    assert "The first migration" in said(typed("hint"))
    assert "Users and posts" in said(typed("hint", "2"))


def test_next_says_what_is_left_behind(typed):
    typed("start", "1")
    assert "parity workshop start 01" in said(typed("next"))


def test_a_relative_folder_from_the_environment_is_refused(typed, monkeypatch):
    monkeypatch.setenv("PARITY_WORKSHOP", "ws")
    with pytest.raises(UsageError, match="give the whole path"):
        typed("list")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["check"], "parity workshop start"),
        (["hint", "2"], "You have not started"),
        (["start", "77"], "There is no exercise"),
        (["start", "first_migratoin"], "did you mean"),
    ],
)
def test_wrong_usage_is_one_sentence(typed, words, told):
    with pytest.raises(UsageError, match=told):
        typed(*words)


def test_a_folder_that_is_gone_is_told(typed, folder):
    typed("start", "1")
    shutil.rmtree(folder / FIRST)
    with pytest.raises(UsageError, match=r"is gone.*start 01"):
        typed("check")
    typed("start", "1")
    assert (folder / FIRST).is_dir()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 2}', '{"version": 1}', "null"])
def test_progress_that_cannot_be_read_is_one_sentence(typed, folder, text):
    typed("start", "1")
    (folder / "progress.json").write_text(text)
    with pytest.raises(UsageError, match=r"progress\.json .* delete it"):
        typed("list")


def test_the_language_is_kept(typed, folder):
    assert "Ejercicios" in said(typed("--lang", "es", "list")) or "ejercicio" in said(
        typed("--lang", "es", "list")
    )
    typed("--lang", "pt", "start", "1")
    assert json.loads((folder / "progress.json").read_text())["language"] == "pt"
    assert "Dica 1" in said(typed("hint"))
    assert "Pista 2" in said(typed("--lang", "es", "hint"))
    assert "Dica 3" in said(typed("hint", "--lang", "pt"))
    assert "Dica 3" in said(typed("hint"))


def test_the_language_is_the_locales(typed, monkeypatch):
    monkeypatch.setenv("LANG", "es_AR.UTF-8")
    typed("start", "1")
    assert "Pista 1" in said(typed("hint"))


def test_doctor_tells_what_is_there_and_what_leads_away(typed, folder, monkeypatch):
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    monkeypatch.delenv("FLASK_APP", raising=False)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    result = typed("doctor")
    assert result.return_value == 0
    assert str(folder) in said(result)
    assert "Flask-Migrate" in said(result)
    monkeypatch.setenv("FLASK_APP", "other")
    result = typed("doctor")
    assert result.return_value == 3
    assert "FLASK_APP" in said(result)


def test_a_folder_that_is_a_file_is_one_sentence(typed, folder):
    folder.write_text("not a folder")
    with pytest.raises(Exception, match=r"is a file|Cannot write|not a directory"):
        typed("start", "1")


def test_whoever_watches_is_told_when_something_is_saved(tmp_path):
    (tmp_path / "models.py").write_text("a")
    changes = changes_in(tmp_path, pause=0.02)
    timer = threading.Timer(0.1, lambda: (tmp_path / "models.py").write_text("ab"))
    timer.start()
    next(changes)
    timer.join()
    assert (tmp_path / "models.py").read_text() == "ab"


def test_watching_ends_with_ctrl_c(typed, folder):
    typed("start", "1")
    process = subprocess.Popen(
        [sys.executable, "-m", "compare", "workshop", "check", "--watch"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=heeds_ctrl_c,
    )
    late = threading.Timer(60, process.kill)
    late.start()
    try:
        assert any("Ctrl-C" in line for line in iter(process.stderr.readline, ""))
        (folder / FIRST / "flask/models.py").write_text("1 +")
        assert any("is no valid Python" in line for line in iter(process.stdout.readline, ""))
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    finally:
        late.cancel()
        process.kill()
    assert process.returncode == 130
    assert "Traceback" not in errors
