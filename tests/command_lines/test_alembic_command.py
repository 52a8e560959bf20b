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


def test_upgrade_takes_a_name_and_downgrade_a_number_of_steps(tools):
    assert tools.alembic("upgrade", "0003_create_comentario").code == 0
    assert tools.revisions() == ["0003_create_comentario"]
    # Unlike `flask db`, `alembic` takes -1 as it is.
    said = tools.alembic("downgrade", "-1")
    assert said.code == 0, said.err
    assert "Running downgrade 0003_create_comentario -> 0002_add_avatar_url" in said.err
    assert tools.tables() == {"usuario", "post", "alembic_version"}


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
    assert tools.alembic("history", "-r", "0002_add_avatar_url:0003_create_comentario").out == (
        "0002_add_avatar_url -> 0003_create_comentario, Create the table comentario\n"
        "0001_create_usuario_post -> 0002_add_avatar_url, Add the column avatar_url to usuario\n"
    )


def test_check_is_clean_at_the_head(tools, at):
    at("flask", "head")
    said = tools.alembic("check")
    assert said.code == 0, said.err
    assert said.out == "No new upgrade operations detected.\n"


def test_upgrade_sql_prints_the_script_and_touches_nothing(tools):
    said = tools.alembic("upgrade", "--sql", "0002_add_avatar_url:head")
    assert said.code == 0, said.err
    assert "CREATE TABLE comentario" in said.out
    assert "CREATE TABLE usuario" not in said.out
    assert said.out.rstrip().endswith(
        "SET version_num='0004_add_publicado' "
        "WHERE alembic_version.version_num = '0003_create_comentario';"
    )
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


def test_the_default_database_is_that_of_flask_db(copy):
    tools = copy.using(database=None)
    assert tools.alembic("upgrade", "0001_create_usuario_post").code == 0
    database = copy.folder / "flask_side/instance/blog.sqlite3"
    assert copy.using(database=database).revisions() == ["0001_create_usuario_post"]
    assert {path.name for path in database.parent.iterdir()} == {"blog.sqlite3"}


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
