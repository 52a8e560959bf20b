"""``flask db``, each command of the chapters: what it says and what it does."""

import pytest

HISTORY = [
    "0001_create_usuario_post",
    "0002_add_avatar_url",
    "0003_create_comentario",
    "0004_add_publicado",
]
BLOG = {"usuario", "post", "comentario", "alembic_version"}

ADDED = "    avatar_url = db.Column(db.String(200))\n    campo3 = db.Column(db.String(128))\n"


def change_model(tools):
    """Give the copy's Usuario one more column."""
    path = tools.folder / "flask_side/blog/models.py"
    source = path.read_text(encoding="utf-8")
    old = "    avatar_url = db.Column(db.String(200))\n"
    assert source.count(old) == 1
    path.write_text(source.replace(old, ADDED), encoding="utf-8")


def revision_file(tools, stem, parent):
    """Write an empty revision into the copy, by hand."""
    path = tools.folder / f"flask_side/blog/migrations/{stem}.py"
    path.write_text(
        f'"""{stem}"""\n\nrevision = "{stem}"\ndown_revision = {parent!r}\n'
        "\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n",
        encoding="utf-8",
    )
    return path


# upgrade


def test_upgrade_runs_every_revision_in_order(tools):
    said = tools.flask("upgrade")
    assert said.code == 0, said.err
    assert said.out == ""
    running = [line for line in said.err.splitlines() if "Running upgrade" in line]
    assert [line.partition("-> ")[2].partition(",")[0] for line in running] == HISTORY
    assert tools.tables() == BLOG
    assert "publicado" in tools.columns("post")
    assert tools.revisions() == ["0004_add_publicado"]


def test_upgrade_to_a_named_revision_stops_there(tools):
    said = tools.flask("upgrade", "0002_add_avatar_url")
    assert said.code == 0, said.err
    assert "-> 0002_add_avatar_url, Add the column avatar_url to usuario" in said.err
    assert tools.tables() == {"usuario", "post", "alembic_version"}
    assert "avatar_url" in tools.columns("usuario")
    assert tools.revisions() == ["0002_add_avatar_url"]


def test_upgrade_by_one_is_one_step_further(tools, at):
    at("flask", "0002_add_avatar_url")
    said = tools.flask("upgrade", "+1")
    assert said.code == 0, said.err
    assert said.err.count("Running upgrade") == 1
    assert tools.revisions() == ["0003_create_comentario"]
    assert "comentario" in tools.tables()


def test_upgrade_at_the_head_does_nothing(tools, at):
    at("flask", "head")
    said = tools.flask("upgrade")
    assert said.code == 0, said.err
    assert "Running upgrade" not in said.text
    assert tools.revisions() == ["0004_add_publicado"]


# downgrade


def test_downgrade_without_a_target_is_one_step_back(tools, at):
    at("flask", "head")
    said = tools.flask("downgrade")
    assert said.code == 0, said.err
    assert "Running downgrade 0004_add_publicado -> 0003_create_comentario" in said.err
    assert said.err.count("Running downgrade") == 1
    assert tools.revisions() == ["0003_create_comentario"]
    assert "publicado" not in tools.columns("post")


def test_downgrade_minus_one_needs_two_dashes_before_it(tools, at):
    at("flask", "head")
    refused = tools.flask("downgrade", "-1")
    assert refused.code == 2
    assert "No such option" in refused.err
    assert tools.revisions() == ["0004_add_publicado"]
    said = tools.flask("downgrade", "--", "-1")
    assert said.code == 0, said.err
    assert tools.revisions() == ["0003_create_comentario"]


def test_downgrade_to_a_named_revision_takes_back_what_came_after_it(tools, at):
    at("flask", "head")
    said = tools.flask("downgrade", "0002_add_avatar_url")
    assert said.code == 0, said.err
    assert said.err.index("0003_create_comentario") < said.err.index("-> 0002_add_avatar_url")
    assert tools.tables() == {"usuario", "post", "alembic_version"}
    assert tools.revisions() == ["0002_add_avatar_url"]


def test_downgrade_to_base_leaves_the_empty_ledger_alone(tools, at):
    at("flask", "head")
    said = tools.flask("downgrade", "base")
    assert said.code == 0, said.err
    assert said.err.count("Running downgrade") == len(HISTORY)
    assert tools.tables() == {"alembic_version"}
    assert tools.revisions() == []


# where am I


def test_current_names_the_revision_and_says_whether_it_is_the_head(tools, at):
    at("flask", "0002_add_avatar_url")
    assert tools.flask("current").out == "0002_add_avatar_url\n"
    at("flask", "head")
    assert tools.flask("current").out == "0004_add_publicado (head)\n"


def test_history_goes_from_the_head_to_the_base(tools):
    said = tools.flask("history")
    assert said.code == 0, said.err
    lines = said.out.splitlines()
    assert lines[0] == (
        "0003_create_comentario -> 0004_add_publicado (head), Add the column publicado to post"
    )
    assert [line.partition("-> ")[2].partition(",")[0].split()[0] for line in lines] == [
        *reversed(HISTORY)
    ]
    assert lines[-1].startswith("<base> -> 0001_create_usuario_post")
    assert not tools.database.exists()


def test_history_can_mark_the_current_revision_and_take_a_range(tools, at):
    at("flask", "0002_add_avatar_url")
    said = tools.flask("history", "-i", "-r", "0002_add_avatar_url:0003_create_comentario")
    assert said.code == 0, said.err
    assert said.out.splitlines() == [
        "0002_add_avatar_url -> 0003_create_comentario, Create the table comentario",
        "0001_create_usuario_post -> 0002_add_avatar_url (current), "
        "Add the column avatar_url to usuario",
    ]


def test_heads_and_show_name_the_last_revision(tools):
    assert tools.flask("heads").out == "0004_add_publicado (head)\n"
    shown = tools.flask("show").out
    assert "Rev: 0004_add_publicado (head)" in shown
    assert "Parent: 0003_create_comentario" in shown
    assert "flask_side/blog/migrations/0004_add_publicado.py" in shown.replace("\\", "/")


def test_show_takes_a_revision_and_prints_its_docstring(tools):
    shown = tools.flask("show", "0002_add_avatar_url").out
    assert "Rev: 0002_add_avatar_url\nParent: 0001_create_usuario_post\n" in shown
    assert "NULL is allowed, so the rows that exist need no value." in shown


# check


def test_check_finds_nothing_at_the_head(tools, at):
    at("flask", "head")
    said = tools.flask("check")
    assert said.code == 0, said.err
    assert said.out == "No new upgrade operations detected.\n"


def test_check_refuses_a_database_that_is_behind(tools, at):
    at("flask", "0003_create_comentario")
    said = tools.flask("check")
    assert said.code == 1
    assert said.last_line == "ERROR [flask_migrate] Error: Target database is not up to date."


def test_check_names_what_the_models_have_and_the_database_has_not(copy, at):
    at("flask", "head")
    change_model(copy)
    said = copy.flask("check")
    assert said.code == 1
    assert "New upgrade operations detected" in said.last_line
    assert "'add_column', None, 'usuario', Column('campo3', String(length=128)" in said.last_line


# --sql


def test_upgrade_sql_prints_the_script_and_touches_nothing(tools):
    said = tools.flask("upgrade", "--sql", "0002_add_avatar_url")
    assert said.code == 0, said.err
    assert "ALTER TABLE usuario ADD COLUMN avatar_url VARCHAR(200);" in said.out
    assert "UPDATE alembic_version SET version_num='0002_add_avatar_url'" in said.out
    assert "comentario" not in said.out
    assert not tools.database.exists()


def test_upgrade_sql_is_a_script_that_leads_to_the_same_database(tools, at, tmp_path):
    said = tools.flask("upgrade", "--sql")
    assert said.code == 0, said.err
    at("flask", "head")
    by_hand = tools.using(database=tmp_path / "by_hand.sqlite3")
    by_hand.script(said.out)
    ddl = "SELECT name, sql FROM sqlite_master ORDER BY name"
    assert squeezed(by_hand.query(ddl)) == squeezed(tools.query(ddl))
    assert by_hand.revisions() == tools.revisions()


def squeezed(rows):
    return [(name, sql and " ".join(sql.split())) for name, sql in rows]


def test_downgrade_sql_stops_where_batch_mode_must_look_at_a_sqlite_table(tools):
    said = tools.flask("downgrade", "--sql", "head:base")
    assert said.code == 1
    assert "batch mode with dialect sqlite requires a live database connection" in said.last_line


def test_downgrade_sql_takes_a_range(tools):
    said = tools.flask("downgrade", "--sql", "0003_create_comentario:0002_add_avatar_url")
    assert said.code == 0, said.err
    assert "DROP TABLE comentario;" in said.out
    assert "SET version_num='0002_add_avatar_url'" in said.out
    assert not tools.database.exists()


# stamp


def test_stamp_writes_the_ledger_and_runs_nothing(tools):
    said = tools.flask("stamp", "0003_create_comentario")
    assert said.code == 0, said.err
    assert tools.tables() == {"alembic_version"}
    assert tools.revisions() == ["0003_create_comentario"]


def test_stamp_adopts_a_database_that_has_lost_its_ledger(tools, at):
    at("flask", "0003_create_comentario")
    tools.script("DROP TABLE alembic_version;")
    assert tools.flask("stamp", "0003_create_comentario").code == 0
    # Had it not been stamped, 0001 would find its tables there already.
    at("flask", "head")
    assert "publicado" in tools.columns("post")


def test_stamp_purge_replaces_a_revision_that_nobody_knows(tools, at):
    at("flask", "head")
    tools.script("UPDATE alembic_version SET version_num = 'gone';")
    refused = tools.flask("stamp", "head")
    assert refused.code == 1
    assert "Can't locate revision identified by 'gone'" in refused.last_line
    assert tools.flask("stamp", "--purge", "head").code == 0
    assert tools.revisions() == ["0004_add_publicado"]


# migrate


def test_migrate_writes_a_revision_named_after_its_id(copy, at):
    at("flask", "head")
    change_model(copy)
    said = copy.flask("migrate", "-m", "Add the column campo3", "--rev-id", "0005_add_campo3")
    assert said.code == 0, said.err
    assert "Detected added column 'usuario.campo3'" in said.err
    path = copy.folder / "flask_side/blog/migrations/0005_add_campo3.py"
    assert f"Generating {path}" in said.out
    source = path.read_text(encoding="utf-8")
    assert source.startswith('"""Add the column campo3\n')
    assert "down_revision = '0004_add_publicado'" in source
    assert "batch_op.add_column(sa.Column('campo3', sa.String(length=128), nullable=True))" in (
        source
    )
    upgraded = copy.flask("upgrade")
    assert upgraded.code == 0, upgraded.err
    assert "campo3" in copy.columns("usuario")
    assert copy.revisions() == ["0005_add_campo3"]


def test_migrate_writes_nothing_when_nothing_has_changed(copy, at):
    at("flask", "head")
    before = sorted((copy.folder / "flask_side/blog/migrations").iterdir())
    said = copy.flask("migrate", "-m", "Nothing")
    assert said.code == 0, said.err
    assert said.last_line == "INFO  [alembic.env] No changes in schema detected."
    assert sorted((copy.folder / "flask_side/blog/migrations").iterdir()) == before


def test_migrate_refuses_a_database_that_is_behind(copy, at):
    at("flask", "0003_create_comentario")
    change_model(copy)
    said = copy.flask("migrate", "-m", "Too early")
    assert said.code == 1
    assert said.last_line.endswith("Error: Target database is not up to date.")


# branches and merge


@pytest.fixture
def two_heads(copy):
    """The copy with two revisions that both build on the fourth."""
    revision_file(copy, "0005_left", "0004_add_publicado")
    revision_file(copy, "0005_right", "0004_add_publicado")
    return copy


def test_branches_shows_where_two_heads_part(two_heads):
    said = two_heads.flask("branches")
    assert said.code == 0, said.err
    first, *rest = [line.strip() for line in said.out.splitlines() if line]
    assert first == "0004_add_publicado (branchpoint)"
    assert sorted(rest) == ["-> 0005_left (head)", "-> 0005_right (head)"]
    heads = two_heads.flask("heads").out.splitlines()
    assert sorted(heads) == ["0005_left (head)", "0005_right (head)"]


def test_merge_joins_two_heads_into_one(two_heads, at):
    at("flask", "head")
    refused = two_heads.flask("upgrade")
    assert refused.code == 1
    assert "Multiple head revisions are present for given argument 'head'" in refused.last_line
    said = two_heads.flask("merge", "-m", "Join", "--rev-id", "0006_merge", "heads")
    assert said.code == 0, said.err
    source = (two_heads.folder / "flask_side/blog/migrations/0006_merge.py").read_text()
    assert "down_revision = ('0005_left', '0005_right')" in source
    upgraded = two_heads.flask("upgrade")
    assert upgraded.code == 0, upgraded.err
    assert two_heads.revisions() == ["0006_merge"]


def test_merge_of_a_single_head_makes_a_revision_that_does_nothing(copy):
    said = copy.flask("merge", "-m", "Nothing to join", "--rev-id", "0005_merge", "heads")
    assert said.code == 0, said.err
    source = (copy.folder / "flask_side/blog/migrations/0005_merge.py").read_text()
    assert "down_revision = '0004_add_publicado'" in source


# without DATABASE_URL


def test_the_default_database_is_a_file_of_the_scenario(copy):
    tools = copy.using(database=None)
    said = tools.flask("upgrade", "0001_create_usuario_post")
    assert said.code == 0, said.err
    database = copy.folder / "flask_side/instance/blog.sqlite3"
    assert copy.using(database=database).revisions() == ["0001_create_usuario_post"]
    assert not copy.database.exists()
