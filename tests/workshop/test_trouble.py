"""Whatever a learner breaks is told in a sentence that says where to look."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from compare.errors import ToolError
from compare.reports.workshop import sentence
from compare.workshop import trial
from compare.workshop.exercise import read_exercise
from compare.workshop.folder import lay
from compare.workshop.health import MISLEADING
from compare.workshop.judge import judge
from compare.workshop.languages import LANGUAGES
from compare.workshop.phrases import Speaker
from compare.workshop.trial import prepare, try_out, walk_solution

EXERCISE = read_exercise("03_add_avatar_url")
FLASK = "flask/migrations/versions/0003_add_avatar_url.py"
DJANGO = "django/blog/migrations/0003_add_avatar_url.py"
BRANCH = "flask/migrations/versions/0003_more.py"


@dataclass(frozen=True)
class Case:
    """How something is broken, and what is told.

    Attributes:
        name: of the case.
        file: which is changed.
        old, new: what is replaced by what; without ``old`` all of it; None: the file goes.
        line: side and finding.
        told: what the sentence has in it.
    """

    name: str
    file: str
    old: str | None
    new: str | None
    line: str
    told: str

    def apply(self, folder: Path) -> None:
        path = folder / self.file
        if self.new is None:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        elif self.old is None:
            path.write_text(self.new)
        else:
            text = path.read_text()
            assert self.old in text
            path.write_text(text.replace(self.old, self.new))


CASES = [
    Case("flask syntax", FLASK, "def upgrade():", "def upgrade(:", "flask syntax", f"{FLASK}:19"),
    Case("flask null byte", FLASK, "def upgrade():", "\0", "flask syntax", FLASK),
    Case("not UTF-8", "flask/models.py", None, None, "flask import", "flask/models.py"),
    Case("flask import", "flask/models.py", "db = ", "import nada\ndb = ", "flask import", "nada"),
    Case("flask name", "flask/models.py", "db.Text", "Text", "flask import", "flask/models.py:16"),
    Case("no app.py", "flask/app.py", None, None, "flask no-app", "app.py"),
    Case("no Migrate", "flask/app.py", "    migrate.init", "    # ", "flask no-app", "init_app"),
    Case("no create_app", "flask/app.py", "create_app", "make", "flask no-app", "Flask"),
    Case("exit in app", "flask/app.py", "migrate = ", "raise SystemExit(0)\n", "flask import", ""),
    Case("no init", "flask/migrations", None, None, "flask no-init", "flask db init"),
    Case("elsewhere", "flask/app.py", "sqlite:///", "sqlite:////tmp/", "flask elsewhere", "/tmp/"),
    Case(
        "in memory", "flask/app.py", "sqlite:///blog.db", "sqlite://", "flask elsewhere", "memory"
    ),
    Case("two heads", BRANCH, None, "*", "flask heads", "0003_more"),
    Case("lost parent", FLASK, "'0002_create_post'", "'0002_x'", "flask unreadable", "0002_x"),
    Case(
        "upgrade raises",
        FLASK,
        "def upgrade():",
        "def upgrade():\n    1 / 0",
        "flask upgrade",
        FLASK,
    ),
    Case(
        "exit in it", FLASK, "def upgrade():", "def upgrade():\n    exit(3)", "flask upgrade", "3"
    ),
    Case("upgrade misses", FLASK, "'usuario'", "'nadie'", "flask upgrade", "nadie"),
    Case("downgrade", FLASK, "drop_column('", "drop_column('x", "flask downgrade", "xavatar_url"),
    Case(
        "no way back",
        FLASK,
        "        batch_op.drop_column('avatar_url')",
        "        pass",
        "flask down.extra",
        "avatar_url",
    ),
    Case("too short", FLASK, "length=200", "length=20", "flask drift", "usuario.avatar_url"),
    Case("django syntax", DJANGO, "operations = [", "operations = ", "django syntax", DJANGO),
    Case(
        "django name", "django/blog/models.py", "models.Text", "Text", "django import", "models.py:"
    ),
    Case(
        "django check",
        "django/blog/models.py",
        "max_length=100",
        "max_length=-1",
        "django import",
        "E",
    ),
    Case("no manage.py", "django/manage.py", None, None, "django no-app", "manage.py"),
    Case(
        "no app",
        "django/project/settings.py",
        '    "blog",\n',
        "",
        "django no-app",
        "INSTALLED_APPS",
    ),
    Case("no settings", "django/project/settings.py", None, None, "django import", "settings"),
    Case("django lost parent", DJANGO, "0002_create_post", "0002_x", "django unreadable", "0002_x"),
    Case(
        "django raises",
        DJANGO,
        "operations = [",
        "operations = [\n        migrations.RunSQL('nada'),",
        "django upgrade",
        "nada",
    ),
    Case(
        "no reverse",
        DJANGO,
        "operations = [",
        "operations = [\n        migrations.RunSQL('SELECT 1'),",
        "django downgrade",
        "not reversible",
    ),
    Case("forgotten", DJANGO, None, None, "django drift", "avatar_url"),
]


@pytest.fixture(scope="module")
def goal():
    return walk_solution(EXERCISE)


@pytest.fixture
def folder(tmp_path) -> Path:
    """The exercise, solved."""
    lay(EXERCISE, tmp_path / "solved", solved=True)
    return tmp_path / "solved"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_broken_is_told(case, folder, goal):
    if case.file == BRANCH:
        text = (
            (folder / FLASK)
            .read_text()
            .replace("revision = '0003_add_avatar_url'", "revision = '0003_more'")
        )
        (folder / BRANCH).write_text(text.replace("avatar_url", "otra"))
    elif case.name == "not UTF-8":
        (folder / case.file).write_bytes(b"# \xff\n")
    else:
        case.apply(folder)

    found = judge(try_out(EXERCISE, folder, goal))

    assert case.line in [each.line for each in found]
    first = next(each for each in found if each.line == case.line)
    assert case.told in sentence(Speaker("en"), first) + first.look
    for code in LANGUAGES:
        said = sentence(Speaker(code), first)
        assert "Traceback" not in said
        assert "\n" not in said
        assert "{" not in said
        assert str(folder) not in said


def test_a_revision_that_does_not_end_is_told(folder, goal, monkeypatch):
    monkeypatch.setattr(trial, "_PATIENCE", 3.0)
    path = folder / FLASK
    path.write_text(path.read_text().replace("def upgrade():", "def upgrade():\n    while 1: pass"))

    found = judge(try_out(EXERCISE, folder, goal))

    assert [each.line for each in found] == ["flask slow"]


def test_a_process_that_is_killed_is_told(folder, goal):
    path = folder / FLASK
    kills = "def upgrade():\n    import os, signal; os.kill(os.getpid(), signal.SIGKILL)"
    path.write_text(path.read_text().replace("def upgrade():", kills))

    assert [each.line for each in judge(try_out(EXERCISE, folder, goal))] == ["flask crashed"]


def test_what_the_learners_own_database_lacks_is_told(tmp_path, goal):
    folder = tmp_path / "laid"
    lay(EXERCISE, folder)
    prepare(EXERCISE, folder)
    shutil.copytree(EXERCISE.folder / "solution", folder, dirs_exist_ok=True)
    found = judge(try_out(EXERCISE, folder, goal))
    assert [each.line for each in found] == ["flask own.elsewhere", "django own.elsewhere"]
    assert "`0002_create_post`" in sentence(Speaker("en"), found[0])

    (folder / "flask/instance/blog.db").write_bytes(b"no database at all, but longer than that" * 9)
    (folder / "django/db.sqlite3").unlink()
    found = judge(try_out(EXERCISE, folder, goal))
    assert [each.line for each in found] == ["flask own.unreadable", "django own.none"]


def changed(folder: Path, file: str, old: str, new: str) -> None:
    """A learner edits a file."""
    path = folder / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_a_given_revision_that_was_changed_is_told_and_nothing_else(folder, goal):
    name = "django/blog/migrations/0001_create_usuario.py"
    changed(folder, name, "max_length=100", "max_length=90")

    found = judge(try_out(EXERCISE, folder, goal))

    assert [each.line for each in found] == ["django given"]
    assert name in sentence(Speaker("en"), found[0])


def test_a_given_revision_may_be_formatted_anew(folder, goal):
    path = folder / "django/blog/migrations/0001_create_usuario.py"
    path.write_text(f"# mine\n{path.read_text()}".replace("'", '"'))

    assert "given" not in "".join(each.key for each in judge(try_out(EXERCISE, folder, goal)))


def test_on_delete_that_django_keeps_to_itself_is_told(tmp_path):
    exercise = read_exercise("02_users_and_posts")
    lay(exercise, tmp_path / "laid", solved=True)
    for file in ("django/blog/models.py", "django/blog/migrations/0002_create_post.py"):
        changed(tmp_path / "laid", file, "PROTECT", "CASCADE")

    found = judge(try_out(exercise, tmp_path / "laid", walk_solution(exercise)))

    assert [each.line for each in found] == ["django rule"]
    assert found[0].told["have"] == "cascade"

    for file in ("django/blog/models.py", "django/blog/migrations/0002_create_post.py"):
        changed(tmp_path / "laid", file, "CASCADE", "RESTRICT")
    found = judge(try_out(exercise, tmp_path / "laid", walk_solution(exercise)))
    assert "rule" not in [each.key for each in found]


def test_a_revision_that_was_deleted_after_it_was_applied_is_told_first(tmp_path, goal):
    folder = tmp_path / "laid"
    lay(EXERCISE, folder)
    prepare(EXERCISE, folder)
    (folder / "flask/migrations/versions/0002_create_post.py").unlink()

    found = judge(try_out(EXERCISE, folder, goal))

    assert found[0].line == "flask own.unreadable"
    said = sentence(Speaker("en"), found[0])
    assert "0002_create_post" in said
    assert "flask/instance/blog.db" in said


def test_how_an_applied_revision_is_taken_back_is_told(tmp_path, goal):
    folder = tmp_path / "laid"
    lay(EXERCISE, folder)
    prepare(EXERCISE, folder)
    shutil.copytree(EXERCISE.folder / "solution", folder, dirs_exist_ok=True)
    for file in ("django/blog/models.py", DJANGO):
        path = folder / file
        lines = path.read_text().splitlines(keepends=True)
        path.write_text(
            "".join(each.replace("200", "20") if "null=True" in each else each for each in lines)
        )
    before = judge(try_out(EXERCISE, folder, goal))
    assert [each.back for each in before if each.side == "django"] == [""]
    environment = {k: v for k, v in os.environ.items() if k not in MISLEADING}
    subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        cwd=folder / "django",
        env=environment,
        check=True,
        capture_output=True,
    )

    found = judge(try_out(EXERCISE, folder, goal))

    told = [each for each in found if each.side == "django"]
    assert [each.key for each in told] == ["up.other"]
    assert told[0].back == "python manage.py migrate blog 0002_create_post"


def test_a_folder_that_is_gone_is_one_sentence(tmp_path, goal):
    with pytest.raises(ToolError, match="reset"):
        try_out(EXERCISE, tmp_path / "nowhere", goal)
