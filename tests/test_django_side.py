"""The Django half as a project: one app a scenario, one database URL for both halves."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from django_side.databases import from_url

ROOT = Path(__file__).resolve().parent.parent
POSTGRESQL = "django.db.backends.postgresql"
MYSQL = "django.db.backends.mysql"


def server(engine, **values):
    empty = {"NAME": "", "USER": "", "PASSWORD": "", "HOST": "", "PORT": "", "OPTIONS": {}}
    return {"ENGINE": engine, **empty, **values}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql+psycopg://ana:p%40ss@db.example.org:5433/blog?sslmode=require",
            server(
                POSTGRESQL,
                NAME="blog",
                USER="ana",
                PASSWORD="p@ss",
                HOST="db.example.org",
                PORT="5433",
                OPTIONS={"sslmode": "require"},
            ),
        ),
        (
            "postgresql://ana@/blog?host=/run/postgresql&password=p",
            server(POSTGRESQL, NAME="blog", USER="ana", PASSWORD="p", HOST="/run/postgresql"),
        ),
        (
            "mariadb+mysqldb://ana@localhost/blog?charset=utf8mb4&unix_socket=/run/m.sock",
            server(
                MYSQL, NAME="blog", USER="ana", HOST="/run/m.sock", OPTIONS={"charset": "utf8mb4"}
            ),
        ),
        ("mysql://ana:p@h/blog", server(MYSQL, NAME="blog", USER="ana", PASSWORD="p", HOST="h")),
    ],
)
def test_a_server_is_read_from_its_url(url, expected):
    assert from_url(url) == expected


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:///here.sqlite3", "{here}/here.sqlite3"),
        ("sqlite:////there.sqlite3", "/there.sqlite3"),
        ("sqlite:///file:here.sqlite3?mode=ro&uri=true", "file:{here}/here.sqlite3?mode=ro"),
        ("sqlite://", ":memory:"),
        ("sqlite:///:memory:", ":memory:"),
    ],
)
def test_a_file_is_read_from_its_url(monkeypatch, tmp_path, url, name):
    monkeypatch.chdir(tmp_path)
    expected = {"ENGINE": "django.db.backends.sqlite3", "NAME": name.format(here=tmp_path)}
    assert from_url(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "oracle://ana:s3cret@h/blog",
        "postgres://ana:s3cret@h/blog",
        "s3cret",
        "postgresql://ana@h:s3cret/blog",
        "postgresql://ana:x@h:s3cret@h/blog",
    ],
)
def test_no_message_shows_a_password(url):
    with pytest.raises(ImproperlyConfigured) as caught:
        from_url(url)
    assert "s3cret" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert "DATABASE_URL" in str(caught.value)


def test_each_scenario_is_an_app():
    folders = sorted(path.parent.name for path in ROOT.glob("scenarios/*/scenario.toml"))
    assert [f"django_side.{name}" for name in folders] == settings.INSTALLED_APPS


@pytest.mark.parametrize("words", [("check",), ("migrate", "usuario", "0001_create_usuario")])
def test_manage_py_runs_from_any_folder(tmp_path, words):
    done = subprocess.run(
        [sys.executable, str(ROOT / "django_side/manage.py"), *words],
        cwd=tmp_path,
        env=os.environ | {"DATABASE_URL": "sqlite:///here.db", "PYTHONWARNINGS": "error"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
