"""The plain ``alembic`` command on the revisions that ``flask db`` uses."""

import sys
from pathlib import Path

import pytest


def test_upgrade_head_brings_the_flask_half_to_the_head(tools):
    said = tools.alembic("upgrade", "head")
    assert said.code == 0, said.err
    assert said.err.count("Running upgrade") == 4
    assert tools.tables() == {"usuario", "post", "comentario", "alembic_version"}
    assert tools.revisions() == ["0004_add_publicado"]


def test_upgrade_and_downgrade_take_names_and_numbers_of_steps(tools):
    assert tools.alembic("upgrade", "0002_add_avatar_url").code == 0
    assert tools.revisions() == ["0002_add_avatar_url"]
    assert tools.alembic("upgrade", "+1").code == 0
    assert tools.revisions() == ["0003_create_comentario"]
    # Unlike `flask db`, `alembic` takes -1 as it is.
    said = tools.alembic("downgrade", "-1")
    assert said.code == 0, said.err
    assert "Running downgrade 0003_create_comentario -> 0002_add_avatar_url" in said.err
    assert tools.tables() == {"usuario", "post", "alembic_version"}


def test_downgrade_base_leaves_the_ledger_alone(tools, at):
    at("flask", "head")
    said = tools.alembic("downgrade", "base")
    assert said.code == 0, said.err
    assert tools.tables() == {"alembic_version"}
    assert tools.revisions() == []


def test_downgrade_without_a_target_is_refused(tools, at):
    at("flask", "head")
    said = tools.alembic("downgrade")
    assert said.code == 2
    assert "the following arguments are required: revision" in said.err
    assert tools.revisions() == ["0004_add_publicado"]


def test_current_history_and_heads_say_what_flask_db_says(tools, at):
    at("flask", "0002_add_avatar_url")
    assert tools.alembic("current").out == "0002_add_avatar_url\n"
    assert tools.alembic("heads").out == "0004_add_publicado (head)\n"
    said = tools.alembic("history")
    assert said.code == 0, said.err
    assert said.out == tools.flask("history").out
    assert said.out.count("\n") == 4


def test_check_is_clean_at_the_head_and_not_before(tools, at):
    at("flask", "0003_create_comentario")
    said = tools.alembic("check")
    assert said.code != 0
    assert said.out == "FAILED: Target database is not up to date.\n"
    at("flask", "head")
    said = tools.alembic("check")
    assert said.code == 0, said.err
    assert said.out == "No new upgrade operations detected.\n"


def test_upgrade_sql_prints_what_flask_db_prints(tools):
    plain = tools.alembic("upgrade", "--sql", "0003_create_comentario")
    assert plain.code == 0, plain.err
    assert plain.out == tools.flask("upgrade", "--sql", "0003_create_comentario").out
    assert "CREATE TABLE comentario" in plain.out
    assert not tools.database.exists()


def test_stamp_writes_the_ledger_and_runs_nothing(tools):
    said = tools.alembic("stamp", "head")
    assert said.code == 0, said.err
    assert tools.tables() == {"alembic_version"}
    assert tools.revisions() == ["0004_add_publicado"]


def test_revision_autogenerate_writes_into_the_scenarios_folder(copy, at):
    at("flask", "head")
    models = copy.folder / "flask_side/blog/models.py"
    source = models.read_text(encoding="utf-8")
    models.write_text(source.replace("String(200), nullable=False)", "Text, index=True)", 1))
    words = ("revision", "--autogenerate", "-m", "Index the title", "--rev-id", "0005_titulo")
    said = copy.alembic(*words)
    assert said.code == 0, said.err
    assert "Detected added index 'ix_post_titulo' on '('titulo',)'" in said.err
    assert "Detected NULL on column 'post.titulo'" in said.err
    written = (copy.folder / "flask_side/blog/migrations/0005_titulo.py").read_text("utf-8")
    assert written.startswith('"""Index the title\n')
    assert "batch_op.create_index(batch_op.f('ix_post_titulo'), ['titulo'], unique=False)" in (
        written
    )
    assert "batch_op.drop_index(batch_op.f('ix_post_titulo'))" in written
    assert copy.alembic("upgrade", "head").code == 0
    assert copy.revisions() == ["0005_titulo"]
    assert ("ix_post_titulo",) in copy.query("SELECT name FROM sqlite_master")


def test_revision_autogenerate_writes_nothing_when_nothing_has_changed(copy, at):
    at("flask", "head")
    before = sorted((copy.folder / "flask_side/blog/migrations").iterdir())
    said = copy.alembic("revision", "--autogenerate", "-m", "Nothing")
    assert said.code == 0, said.err
    assert said.last_line == "INFO  [alembic.env] No changes in schema detected."
    assert sorted((copy.folder / "flask_side/blog/migrations").iterdir()) == before


def test_the_default_database_is_that_of_flask_db(copy):
    tools = copy.using(database=None)
    assert tools.alembic("upgrade", "0001_create_usuario_post").code == 0
    database = copy.folder / "flask_side/instance/blog.sqlite3"
    assert copy.using(database=database).revisions() == ["0001_create_usuario_post"]
    assert tools.flask("current").out == "0001_create_usuario_post\n"


def test_sqlalchemy_url_in_the_ini_wins_over_the_environment(copy, tmp_path):
    ini = copy.folder / "flask_side/blog/alembic.ini"
    database = tmp_path / "of_the_ini.sqlite3"
    line = "# sqlalchemy.url = driver://user:pass@localhost/dbname"
    text = ini.read_text(encoding="utf-8")
    assert line in text
    ini.write_text(text.replace(line, f"sqlalchemy.url = sqlite:///{database}"), encoding="utf-8")
    assert copy.alembic("upgrade", "head").code == 0
    assert copy.using(database=database).revisions() == ["0004_add_publicado"]
    assert not copy.database.exists()


def test_the_installed_command_runs_from_any_folder(tools, root, tmp_path):
    command = Path(sys.executable).with_name("alembic")
    if not command.exists():
        pytest.skip("alembic is not installed beside this Python")
    elsewhere = tools.using(folder=tmp_path)
    said = elsewhere.run(command, "-c", root / "flask_side/blog/alembic.ini", "upgrade", "+1")
    assert said.code == 0, said.err
    assert tools.revisions() == ["0001_create_usuario_post"]
