"""The three command-line tools as a person runs them, and what a database holds afterwards."""

import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

# Left out, so that a developer's shell changes nothing.
IGNORED = ("DATABASE_URL", "DJANGO_SETTINGS_MODULE", "ALEMBIC_CONFIG", "FORCE_COLOR")


@dataclass(frozen=True)
class Said:
    """What a command line said, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def text(self):
        return self.out + self.err

    @property
    def last_line(self):
        return self.text.strip().splitlines()[-1]


@dataclass(frozen=True)
class Tools:
    """``flask db``, ``alembic`` and ``manage.py``, in processes of their own.

    Attributes:
        folder: where they are run: the workspace's root, or that of a copy.
        database: the SQLite file that DATABASE_URL points to; None leaves DATABASE_URL out.
        url: DATABASE_URL itself, where it is not just that file.
        warnings: PYTHONWARNINGS; a warning is an error unless a test says otherwise.
    """

    folder: Path
    database: Path | None = None
    url: str | None = None
    warnings: str = "error"

    def run(self, *words, answers=""):
        """Run a Python command line; a word may be a path."""
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in IGNORED and not name.startswith("FLASK_")
        }
        environment |= {
            "NO_COLOR": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUTF8": "1",
            "PYTHONWARNINGS": self.warnings,
        }
        url = self.url or (self.database and f"sqlite:///{self.database}")
        if url:
            environment["DATABASE_URL"] = url
        done = subprocess.run(
            [sys.executable, *map(str, words)],
            cwd=self.folder,
            env=environment,
            input=answers,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    def flask(self, *words, scenario="blog", **kw):
        """``flask --app "flask_side:create_app('blog')" db …``."""
        app = f"flask_side:create_app('{scenario}')"
        return self.run("-m", "flask", "--app", app, "db", *words, **kw)

    def alembic(self, *words, scenario="blog", **kw):
        """``alembic -c flask_side/blog/alembic.ini …``."""
        return self.run("-m", "alembic", "-c", f"flask_side/{scenario}/alembic.ini", *words, **kw)

    def manage(self, *words, **kw):
        """``python django_side/manage.py …``."""
        return self.run("django_side/manage.py", *words, **kw)

    def typed(self, line):
        """Run a line as the harness shows it to people."""
        first, *words = shlex.split(line)
        return self.run(*words) if first == "python" else self.run("-m", first, *words)

    def using(self, **changes):
        """The same tools with another database, folder or treatment of warnings."""
        return replace(self, **changes)

    # What the database holds.

    def query(self, statement):
        """The rows of a statement."""
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(statement).fetchall()

    def script(self, statements):
        """Run SQL on the database, as another program would."""
        with closing(sqlite3.connect(self.database)) as connection:
            connection.executescript(statements)

    def tables(self):
        """The names of all tables but SQLite's own."""
        names = self.query("SELECT name FROM sqlite_master WHERE type = 'table'")
        return {name for (name,) in names if not name.startswith("sqlite_")}

    def columns(self, table):
        """The names of a table's columns, in order."""
        return [name for (name,) in self.query(f"SELECT name FROM pragma_table_info('{table}')")]

    def revisions(self):
        """The content of ``alembic_version``."""
        return sorted(each for (each,) in self.query("SELECT version_num FROM alembic_version"))

    def applied(self, app="blog"):
        """What ``django_migrations`` says of an app, in order of application."""
        rows = self.query("SELECT app, name FROM django_migrations ORDER BY id")
        return [name for label, name in rows if label == app]


@pytest.fixture
def tools(root, tmp_path):
    """The tools at the workspace's root, on a database file that does not exist yet."""
    return Tools(root, tmp_path / "scratch.sqlite3")


@pytest.fixture
def bare(tmp_path):
    """The tools in an empty folder, without DATABASE_URL."""
    folder = tmp_path / "project"
    folder.mkdir()
    return Tools(folder)


@pytest.fixture
def copy(root, tmp_path):
    """The tools at the root of a copy of both halves that has the scenario blog alone."""
    ignored = shutil.ignore_patterns("__pycache__", "instance", "*.sqlite3")
    target = tmp_path / "copy"
    for half in ("flask_side", "django_side"):
        (target / half).mkdir(parents=True)
        for path in (root / half).glob("*.py"):
            shutil.copy(path, target / half)
        for folder in ("blog", "migrations"):
            if (root / half / folder).exists():
                shutil.copytree(root / half / folder, target / half / folder, ignore=ignored)
    return Tools(target, tmp_path / "scratch.sqlite3")


@pytest.fixture
def at(side_of, tmp_path):
    """Bring the scratch database to a revision of the blog, in process, before a command is run."""

    def bring(side, revision, scenario="blog"):
        with side_of(side, scenario, f"sqlite:///{tmp_path / 'scratch.sqlite3'}") as opened:
            opened.migrate(revision)

    return bring
