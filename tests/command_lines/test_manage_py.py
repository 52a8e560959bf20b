"""``manage.py``, each command of the chapters in Django's words: what it says and what it does."""

import pytest

APPLIED = [
    "0001_create_usuario_post",
    "0002_add_avatar_url",
    "0003_create_comentario",
    "0004_add_publicado",
]
BLOG = {"blog_usuario", "blog_post", "blog_comentario", "django_migrations"}


def change_model(tools, field="models.CharField(max_length=128, null=True)"):
    """Give the copy's Usuario one more field."""
    path = tools.folder / "django_side/blog/models.py"
    source = path.read_text(encoding="utf-8")
    old = "    avatar_url = "
    assert source.count(old) == 1
    path.write_text(source.replace(old, f"    campo3 = {field}\n{old}"), encoding="utf-8")


def migration_file(tools, stem, parent):
    """Write an empty migration into the copy, by hand."""
    path = tools.folder / f"django_side/blog/migrations/{stem}.py"
    path.write_text(
        "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n"
        f'    dependencies = [("blog", "{parent}")]\n',
        encoding="utf-8",
    )


def migrations(tools):
    return sorted(path.stem for path in (tools.folder / "django_side/blog/migrations").glob("0*"))


# migrate


def test_migrate_applies_every_migration_of_the_app_in_order(tools):
    said = tools.manage("migrate", "blog")
    assert said.code == 0, said.err
    assert said.err == ""
    assert [line for line in said.out.splitlines() if "Applying" in line] == [
        f"  Applying blog.{name}... OK" for name in APPLIED
    ]
    assert tools.tables() == BLOG
    assert tools.applied() == APPLIED


def test_migrate_to_a_named_migration_goes_forward_and_back(tools, at):
    at("django", "0001_create_usuario_post")
    said = tools.manage("migrate", "blog", "0003_create_comentario")
    assert said.code == 0, said.err
    assert said.out.count("Applying") == 2
    assert tools.applied() == APPLIED[:3]
    # The same words go back; a part of the name will do.
    said = tools.manage("migrate", "blog", "0002")
    assert said.code == 0, said.err
    assert "Unapplying blog.0003_create_comentario... OK" in said.out
    assert tools.applied() == APPLIED[:2]
    assert tools.tables() == {"blog_usuario", "blog_post", "django_migrations"}


def test_migrate_zero_takes_everything_back_in_reverse_order(tools, at):
    at("django", "head")
    said = tools.manage("migrate", "blog", "zero")
    assert said.code == 0, said.err
    assert [line for line in said.out.splitlines() if "Unapplying" in line] == [
        f"  Unapplying blog.{name}... OK" for name in reversed(APPLIED)
    ]
    assert tools.tables() == {"django_migrations"}
    assert tools.applied() == []


def test_migrate_at_the_last_migration_does_nothing(tools, at):
    at("django", "head")
    said = tools.manage("migrate", "blog")
    assert said.code == 0, said.err
    assert "No migrations to apply." in said.out


def test_migrate_without_an_app_applies_every_scenario(tools, root):
    said = tools.manage("migrate")
    assert said.code == 0, said.err
    wanted = {
        (path.parts[-3], path.stem) for path in (root / "django_side").glob("*/migrations/0*.py")
    }
    assert set(tools.query("SELECT app, name FROM django_migrations")) == wanted


def test_migrate_plan_says_what_it_would_do_and_touches_nothing(tools):
    said = tools.manage("migrate", "blog", "0002", "--plan")
    assert said.code == 0, said.err
    assert said.out.splitlines() == [
        "Planned operations:",
        "blog.0001_create_usuario_post",
        "    Create model Usuario",
        "    Create model Post",
        "blog.0002_add_avatar_url",
        "    Add field avatar_url to usuario",
    ]
    assert tools.tables() == set()


def test_migrate_check_fails_while_something_is_unapplied(tools, at):
    at("django", "0003_create_comentario")
    said = tools.manage("migrate", "--check", "blog")
    assert said.code == 1
    at("django", "head")
    assert tools.manage("migrate", "--check", "blog").code == 0


def test_migrate_fake_writes_the_ledger_and_runs_nothing(tools):
    said = tools.manage("migrate", "--fake", "blog", "0003_create_comentario")
    assert said.code == 0, said.err
    assert said.out.count("... FAKED") == 3
    assert tools.tables() == {"django_migrations"}
    # One row a migration, where alembic_version has the last one only.
    assert tools.applied() == APPLIED[:3]


def test_migrate_fake_initial_adopts_tables_that_are_there(tools, at):
    at("django", "0001_create_usuario_post")
    tools.script("DROP TABLE django_migrations;")
    refused = tools.manage("migrate", "blog")
    assert refused.code == 1
    assert 'table "blog_usuario" already exists' in refused.last_line
    said = tools.manage("migrate", "blog", "--fake-initial")
    assert said.code == 0, said.err
    assert "Applying blog.0001_create_usuario_post... FAKED" in said.out
    assert "Applying blog.0002_add_avatar_url... OK" in said.out
    assert tools.applied() == APPLIED
    assert tools.tables() == BLOG


def test_a_ledger_row_that_nobody_knows_is_no_obstacle_until_it_is_pruned(copy, at):
    at("django", "head")
    copy.script(
        "INSERT INTO django_migrations (app, name, applied) VALUES ('blog', 'gone', '2026-01-01');"
    )
    assert copy.manage("migrate", "blog").code == 0
    said = copy.manage("migrate", "blog", "--prune")
    assert said.code == 0, said.err
    assert "Pruning blog.gone OK" in said.out
    assert copy.applied() == APPLIED


# showmigrations, sqlmigrate, check


def test_showmigrations_marks_what_is_applied(tools, at):
    at("django", "0002_add_avatar_url")
    said = tools.manage("showmigrations", "blog")
    assert said.code == 0, said.err
    assert said.out.splitlines() == [
        "blog",
        " [X] 0001_create_usuario_post",
        " [X] 0002_add_avatar_url",
        " [ ] 0003_create_comentario",
        " [ ] 0004_add_publicado",
    ]
    plan = tools.manage("showmigrations", "--plan", "blog").out.splitlines()
    assert plan == [
        "[X]  blog.0001_create_usuario_post",
        "[X]  blog.0002_add_avatar_url",
        "[ ]  blog.0003_create_comentario",
        "[ ]  blog.0004_add_publicado",
    ]


def test_showmigrations_lists_every_scenario(tools, root):
    listed = {line for line in tools.manage("showmigrations").out.splitlines() if line[0] != " "}
    assert listed == {path.parent.name for path in root.glob("django_side/*/apps.py")}


def test_sqlmigrate_prints_one_migration_and_touches_nothing(tools):
    said = tools.manage("sqlmigrate", "blog", "0001_create_usuario_post")
    assert said.code == 0, said.err
    assert said.out.startswith("BEGIN;\n--\n-- Create model Usuario\n--\n")
    assert said.out.endswith("COMMIT;\n")
    assert 'CREATE TABLE "blog_post"' in said.out
    assert '"autor_id" bigint NOT NULL REFERENCES "blog_usuario" ("id")' in said.out
    assert tools.tables() == set()


def test_sqlmigrate_backwards_prints_the_way_back(tools):
    said = tools.manage("sqlmigrate", "--backwards", "blog", "0004_add_publicado")
    assert said.code == 0, said.err
    # The table is made anew on the way forward; on the way back SQLite drops the column itself.
    assert 'ALTER TABLE "blog_post" DROP COLUMN "publicado";' in said.out
    assert "CREATE TABLE" not in said.out


def test_sqlmigrate_shows_the_default_that_fills_the_rows(tools):
    said = tools.manage("sqlmigrate", "blog", "0004_add_publicado")
    assert said.code == 0, said.err
    assert 'CREATE TABLE "new__blog_post"' in said.out
    assert '"publicado" bool NOT NULL' in said.out
    assert "DEFAULT" not in said.out


def test_check_finds_no_issues(tools):
    said = tools.manage("check", "--database", "default")
    assert said.code == 0, said.err
    assert said.out == "System check identified no issues (0 silenced).\n"


# makemigrations


def test_makemigrations_check_finds_nothing_to_do(tools):
    said = tools.manage("makemigrations", "--check", "--dry-run")
    assert said.code == 0, said.err
    assert said.out == "No changes detected\n"


def test_makemigrations_check_names_what_is_missing_and_writes_nothing(copy):
    change_model(copy)
    said = copy.manage("makemigrations", "--check")
    assert said.code == 1
    assert "+ Add field campo3 to usuario" in said.out
    assert migrations(copy) == APPLIED


def test_makemigrations_dry_run_shows_the_file_and_writes_nothing(copy):
    change_model(copy)
    said = copy.manage("makemigrations", "--dry-run", "-v", "3")
    assert said.code == 0, said.err
    assert "Full migrations file '0005_usuario_campo3.py':" in said.out
    assert "dependencies = [\n        ('blog', '0004_add_publicado'),\n    ]" in said.out
    assert migrations(copy) == APPLIED


def test_makemigrations_writes_a_named_migration_that_then_runs(copy, at):
    at("django", "0001_create_usuario_post")
    change_model(copy)
    # Unlike Alembic, Django compares models with migrations: the database may lag behind.
    said = copy.manage("makemigrations", "blog", "-n", "add_campo3")
    assert said.code == 0, said.err
    assert migrations(copy) == [*APPLIED, "0005_add_campo3"]
    assert copy.manage("migrate", "blog").code == 0
    assert "campo3" in copy.columns("blog_usuario")
    assert copy.applied() == [*APPLIED, "0005_add_campo3"]


def test_makemigrations_asks_for_a_value_for_the_rows_that_exist(copy):
    change_model(copy, "models.CharField(max_length=128)")
    refused = copy.manage("makemigrations", "blog", "--no-input")
    assert refused.code == 3
    assert "impossible to add a non-nullable field without specifying a default" in refused.text
    assert migrations(copy) == APPLIED
    said = copy.manage("makemigrations", "blog", "-n", "add_campo3", answers="1\n'nada'\n")
    assert said.code == 0, said.err
    path = copy.folder / "django_side/blog/migrations/0005_add_campo3.py"
    source = path.read_text(encoding="utf-8")
    assert "field=models.CharField(default='nada', max_length=128),\n" in source
    assert "preserve_default=False" in source


def test_makemigrations_empty_makes_a_place_for_a_data_migration(copy):
    said = copy.manage("makemigrations", "--empty", "blog", "-n", "set_avatar")
    assert said.code == 0, said.err
    path = copy.folder / "django_side/blog/migrations/0005_set_avatar.py"
    source = path.read_text(encoding="utf-8")
    assert "('blog', '0004_add_publicado')" in source
    assert "operations = [\n    ]" in source


# two leaves, and merge


@pytest.fixture
def two_leaves(copy):
    """The copy with two migrations that both build on the fourth."""
    migration_file(copy, "0005_left", "0004_add_publicado")
    migration_file(copy, "0005_right", "0004_add_publicado")
    return copy


def test_two_leaves_are_refused_until_they_are_merged(two_leaves):
    refused = two_leaves.manage("migrate", "blog")
    assert refused.code == 1
    assert (
        "Conflicting migrations detected; multiple leaf nodes in the migration graph: "
        "(0005_left, 0005_right in blog)." in refused.err
    )
    assert two_leaves.tables() == set()
    said = two_leaves.manage("makemigrations", "--merge", "--no-input", "-n", "merge", "blog")
    assert said.code == 0, said.err
    assert "Branch 0005_left" in said.out
    assert "Branch 0005_right" in said.out
    source = (two_leaves.folder / "django_side/blog/migrations/0006_merge.py").read_text("utf-8")
    assert "('blog', '0005_left'),\n        ('blog', '0005_right')," in source
    assert two_leaves.manage("migrate", "blog").code == 0
    # All of them, where alembic_version has the merge alone.
    assert two_leaves.applied()[-1] == "0006_merge"
    assert set(two_leaves.applied()) == {*APPLIED, "0005_left", "0005_right", "0006_merge"}


def test_merge_of_a_single_leaf_makes_nothing(copy):
    said = copy.manage("makemigrations", "--merge", "blog")
    assert said.code == 0, said.err
    assert said.out == "No conflicts detected to merge.\n"
    assert migrations(copy) == APPLIED


def test_squashmigrations_makes_one_migration_that_stands_for_all(copy, at):
    at("django", "head")
    said = copy.manage("squashmigrations", "blog", "0004", "--no-input", "--squashed-name", "all")
    assert said.code == 0, said.err
    squashed = copy.folder / "django_side/blog/migrations/0001_all.py"
    assert "replaces = [" in squashed.read_text(encoding="utf-8")
    # The database that has the four has the one, once `migrate` has written it down.
    shown = copy.manage("showmigrations", "blog").out.splitlines()
    assert shown[1].startswith(" [-] 0001_all (4 squashed migrations)")
    said = copy.manage("migrate", "blog")
    assert "No migrations to apply." in said.out
    assert set(copy.applied()) == {*APPLIED, "0001_all"}


# without DATABASE_URL


def test_the_default_database_is_one_file_for_all_scenarios(copy):
    said = copy.using(database=None).manage("migrate", "blog", "0001")
    assert said.code == 0, said.err
    database = copy.folder / "django_side/db.sqlite3"
    assert copy.using(database=database).applied() == ["0001_create_usuario_post"]
    assert not copy.database.exists()
