"""The Flask-Migrate half as a project: its factory, its one Alembic environment, its commands."""

import logging
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import click
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import URL

from flask_side import UnknownScenario, create_app, migrate, scenarios

ROOT = Path(__file__).resolve().parent.parent


def database(app):
    return app.config["SQLALCHEMY_DATABASE_URI"]


def schema(path):
    with sqlite3.connect(path) as connection:
        found = connection.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall()
    connection.close()
    return found


def run(folder, *words, **environment):
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder,
        env=os.environ | {"PYTHONWARNINGS": "error", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_database_is_the_argument_then_the_environment_then_a_file(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "sqlite:////from/the/environment.sqlite3")
    app = create_app("blog", url="sqlite:////from/the/argument.sqlite3")
    assert database(app).database == "/from/the/argument.sqlite3"
    assert database(create_app("blog")).database == "/from/the/environment.sqlite3"
    monkeypatch.setenv("DATABASE_URL", "")
    default = ROOT / "flask_side/instance/blog.sqlite3"
    assert database(create_app("blog")) == URL.create("sqlite", database=str(default))


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///here.sqlite3", "{here}/here.sqlite3"),
        ("sqlite:///file:here.sqlite3?mode=rwc&uri=true", "file:{here}/here.sqlite3"),
        ("sqlite:////there.sqlite3", "/there.sqlite3"),
        ("sqlite://", None),
        ("sqlite:///:memory:", ":memory:"),
    ],
)
def test_a_relative_path_is_relative_to_the_current_directory(monkeypatch, tmp_path, url, path):
    monkeypatch.chdir(tmp_path)
    expected = path and path.format(here=tmp_path)
    assert database(create_app("blog", url=url)).database == expected


@pytest.mark.parametrize("name", ["nope", "../blog", "blog.models", "migrations", "instance", ""])
def test_only_a_scenario_is_imported(name):
    with pytest.raises(UnknownScenario, match="there are: ") as caught:
        create_app(name)
    assert isinstance(caught.value, LookupError)
    assert isinstance(caught.value, click.ClickException)


def test_the_command_line_says_so_in_one_sentence(tmp_path):
    done = run(ROOT, "flask", "--app", "flask_side:create_app('blgo')", "db", "current")
    assert done.returncode == 2
    expected = (
        f"Error: There is no scenario 'blgo' in flask_side; there are: {', '.join(scenarios())}."
    )
    assert done.stderr.strip() == expected


def test_flask_db_and_alembic_do_the_same(tmp_path):
    app = ("--app", "flask_side:create_app('blog')")
    flask, alembic = (
        {"DATABASE_URL": f"sqlite:///{tmp_path}/{name}.sqlite3"} for name in ("flask", "alembic")
    )
    configured = ("-c", "flask_side/blog/alembic.ini")
    for done in (
        run(ROOT, "flask", *app, "db", "upgrade", "0003_create_comentario", **flask),
        run(ROOT, "alembic", *configured, "upgrade", "0003_create_comentario", **alembic),
        run(ROOT, "flask", *app, "db", "downgrade", **flask),
        run(ROOT, "alembic", *configured, "downgrade", "-1", **alembic),
    ):
        assert done.returncode == 0, done.stderr
    assert schema(tmp_path / "flask.sqlite3") == schema(tmp_path / "alembic.sqlite3")
    done = run(ROOT, "alembic", *configured, "current", **flask)
    assert done.stdout.strip() == "0002_add_avatar_url"


def test_alembic_runs_from_any_folder(tmp_path):
    configured = ("-c", str(ROOT / "flask_side/usuario/alembic.ini"))
    done = run(
        tmp_path, "alembic", *configured, "upgrade", "head", DATABASE_URL="sqlite:///here.db"
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "here.db").exists()


def test_each_alembic_ini_is_the_same_but_for_its_scenario():
    texts = {
        (ROOT / "flask_side" / name / "alembic.ini").read_text().replace(name, "SCENARIO")
        for name in scenarios()
    }
    assert len(texts) == 1


@pytest.fixture
def logging_untouched():
    logger = logging.getLogger("somebody.else")
    root = logging.getLogger()
    before = (root.level, list(root.handlers), logging.getLogger("alembic").level)
    yield
    assert (root.level, list(root.handlers), logging.getLogger("alembic").level) == before
    assert not logger.disabled


@pytest.mark.usefixtures("logging_untouched")
def test_in_process_flask_migrate_leaves_logging_alone(tmp_path):
    app = create_app("blog", url=f"sqlite:///{tmp_path}/blog.sqlite3")
    with app.app_context():
        config = migrate.get_config()
        command.upgrade(config, "head")
        command.downgrade(config, "base")
        app.extensions["sqlalchemy"].engine.dispose()


@pytest.mark.usefixtures("logging_untouched")
def test_in_process_alembic_leaves_logging_alone(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/blog.sqlite3")
    config = Config(ROOT / "flask_side/blog/alembic.ini")
    command.upgrade(config, "head")
    command.downgrade(config, "base")
    assert [sql for (sql,) in schema(tmp_path / "blog.sqlite3") if sql]


def test_scenarios_share_a_process(tmp_path):
    for name in ("blog", "usuario", "blog"):
        app = create_app(name, url=f"sqlite:///{tmp_path}/{name}.sqlite3")
        with app.app_context():
            command.upgrade(migrate.get_config(), "head")
            command.check(migrate.get_config())
            app.extensions["sqlalchemy"].engine.dispose()
