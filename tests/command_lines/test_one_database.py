"""One DATABASE_URL for both halves: the same file, two ledgers side by side."""

import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa

from django_side.databases import from_url
from flask_side import create_app

FLASK_TABLES = {"usuario", "post", "comentario", "alembic_version"}
DJANGO_TABLES = {"blog_usuario", "blog_post", "blog_comentario", "django_migrations"}


def test_both_halves_live_in_one_file(tools):
    assert tools.flask("upgrade", "0003_create_comentario").code == 0
    assert tools.manage("migrate", "blog").code == 0
    assert tools.alembic("upgrade", "head").code == 0
    assert tools.manage("migrate", "--check", "blog").code == 0
    assert tools.tables() == FLASK_TABLES | DJANGO_TABLES
    assert tools.revisions() == ["0004_add_publicado"]
    assert tools.applied()[-1] == "0004_add_publicado"

    # Each half takes back what is its own, and nothing else.
    assert tools.flask("downgrade", "base").code == 0
    assert tools.tables() == DJANGO_TABLES | {"alembic_version"}
    said = tools.manage("migrate", "blog", "zero")
    assert said.code == 0, said.err
    assert tools.tables() == {"alembic_version", "django_migrations"}
    assert tools.revisions() == tools.applied() == []


def test_autogenerate_would_drop_the_tables_of_the_other_half(tools, at):
    at("flask", "head")
    at("django", "head")
    said = tools.flask("check")
    assert said.code == 1
    assert "New upgrade operations detected" in said.last_line
    for table in sorted(DJANGO_TABLES):
        assert f"Detected removed table '{table}'" in said.err
    # Django looks at its own models and migrations, not at the database.
    assert tools.manage("makemigrations", "--check", "--dry-run", "blog").code == 0


def test_a_relative_sqlite_url_is_the_same_file_for_all_tools(copy):
    tools = copy.using(database=copy.folder / "both.sqlite3", url="sqlite:///both.sqlite3")
    assert tools.flask("upgrade", "0001_create_usuario_post").code == 0
    assert tools.alembic("upgrade", "head").code == 0
    assert tools.manage("migrate", "blog").code == 0
    assert tools.tables() == FLASK_TABLES | DJANGO_TABLES
    found = {path.relative_to(copy.folder) for path in copy.folder.rglob("*.sqlite3")}
    assert {path.as_posix() for path in found} == {"both.sqlite3"}


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///both.sqlite3",
        "sqlite:///below/both.sqlite3",
        "sqlite:///../both.sqlite3",
        "sqlite:////{folder}/both.sqlite3",
        "sqlite+pysqlite:///both.sqlite3",
        "sqlite:///file:both.sqlite3?uri=true",
        "sqlite:///file:both.sqlite3?mode=rwc&uri=true",
        "sqlite:///with%20percent.sqlite3",
        "sqlite:///con espacio y eñe.sqlite3",
        "sqlite://",
        "sqlite:///:memory:",
    ],
)
def test_both_halves_open_the_same_file(url, tmp_path, monkeypatch):
    folder = tmp_path / "here"
    (folder / "below").mkdir(parents=True)
    monkeypatch.chdir(folder)
    url = url.format(folder=str(folder).lstrip("/"))

    engine = sa.create_engine(create_app("blog", url=url).config["SQLALCHEMY_DATABASE_URI"])
    with engine.connect() as connection:
        flask = connection.exec_driver_sql("PRAGMA database_list").all()
    engine.dispose()
    # Django opens every SQLite database with uri=True.
    with closing(sqlite3.connect(from_url(url)["NAME"], uri=True)) as connection:
        django = connection.execute("PRAGMA database_list").fetchall()

    assert [tuple(row) for row in flask] == django
    assert django[0][2] == "" or "both" in django[0][2] or django[0][2].startswith(str(folder))
