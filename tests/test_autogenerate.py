"""The committed revisions are what the real tools generate, but for what was changed in review.

``models_by_step`` keeps the models as they stood when a revision was generated; for a scenario's
last revision that is its ``models.py``, unless the review changed the model as well.
"""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command

from flask_side import create_app, migrate
from tests.versions import since

ROOT = Path(__file__).resolve().parent.parent
MODELS = Path(__file__).resolve().parent / "models_by_step"

# Nothing in the models leads to these: changes of rows, and on one side renames.
WRITTEN_BY_HAND = {
    ("flask", "operations", "0002_rename_column"),
    ("flask", "operations", "0007_rename_table"),
    ("flask", "rol", "0003_set_admin"),
    ("django", "rol", "0003_set_admin"),
}

BATCH = " as batch_op:\n        batch_op"

# What a reviewer changed: (side, scenario, revision) -> what was generated, what is committed.
REVIEWED = {
    ("flask", "blog", "0004_add_publicado"): [
        (f"schema=None){BATCH}.add", f"schema=None, recreate='never'){BATCH}.add"),
        (
            "sa.Column('publicado', sa.Boolean(), nullable=True)",
            "sa.Column('publicado', sa.Boolean(), server_default=sa.false(), nullable=False)",
        ),
    ],
    ("flask", "exact_parity", "0002_create_articulo"): [
        (
            f"    with op.batch_alter_table('exact_parity_articulo', schema=None){BATCH}"
            ".drop_index('articulo_titulo_idx')\n"
            "        batch_op.drop_index('articulo_autor_idx')\n",
            "",
        ),
    ],
    ("flask", "exact_parity", "0003_add_publicado"): [
        ("server_default=sa.text('0')", "server_default=sa.false()"),
        (f"schema=None){BATCH}.add", f"schema=None, recreate='never'){BATCH}.add"),
        (
            f"schema=None){BATCH}.drop",
            f"schema=None, table_kwargs={{'sqlite_autoincrement': True}}){BATCH}.drop",
        ),
    ],
}

# These begin with tables whose keys are Identity() in the models.
WITH_IDENTITY = {
    ("exact_parity", "0002_create_articulo"),
    ("exact_parity", "0003_add_publicado"),
}

# What makemigrations asks, and what was answered.
ANSWERS = {
    ("operations", "0002_rename_column"): "y\n",
    ("operations", "0007_rename_table"): "y\n",
}


def revisions(scenario):
    folder = ROOT / "flask_side" / scenario / "migrations"
    return sorted(path.stem for path in folder.glob("[0-9]*.py"))


SCENARIOS = sorted(path.parent.name for path in ROOT.glob("flask_side/*/models.py"))


def generated(side):
    return [
        (scenario, stem)
        for scenario in SCENARIOS
        for stem in revisions(scenario)
        if (side, scenario, stem) not in WRITTEN_BY_HAND
    ]


# Before, each further revision would "add" the Identity() that SQLite does not have.
KNOWS_IDENTITY = since("alembic", "1.18", "leave Identity() alone on SQLite")


def by_alembic():
    return [
        pytest.param(*each, marks=KNOWS_IDENTITY if each in WITH_IDENTITY else ())
        for each in generated("flask")
    ]


def url(path):
    return f"sqlite:///{path}"


def upgrade(scenario, database, target):
    """Bring a database to a revision, in process; ``base`` leaves it empty."""
    app = create_app(scenario, url=url(database))
    with app.app_context():
        if target != "base":
            command.upgrade(migrate.get_config(), target)
        app.extensions["sqlalchemy"].engine.dispose()


def run(folder, database, *words, answers=""):
    """Run a command line as a person would; a warning is an error."""
    environment = os.environ | {
        "DATABASE_URL": url(database),
        "PYTHONWARNINGS": "error",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, *words],
        cwd=folder,
        env=environment,
        input=answers,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def flask(scenario, *words):
    return ("-m", "flask", "--app", f"flask_side:create_app('{scenario}')", "db", *words)


def half_at(tmp_path, half, scenario, stem):
    """Copy one half with one scenario, as it was just before a revision was generated."""
    ignore = shutil.ignore_patterns("__pycache__", "instance", "*.sqlite3")
    target = tmp_path / half
    target.mkdir()
    for path in (ROOT / half).iterdir():
        if path.is_file() and path.suffix == ".py":
            shutil.copy(path, target)
    for folder in ("migrations", scenario):
        if (ROOT / half / folder).exists():
            shutil.copytree(ROOT / half / folder, target / folder, ignore=ignore)
    then = MODELS / scenario / half.removesuffix("_side") / f"{stem}.py"
    if then.exists():
        shutil.copy(then, target / scenario / "models.py")
    for path in (target / scenario / "migrations").glob("[0-9]*.py"):
        if path.stem >= stem:
            path.unlink()
    return target / scenario / "migrations" / f"{stem}.py"


def after_review(source, side, scenario, stem):
    for old, new in REVIEWED.get((side, scenario, stem), ()):
        assert source.count(old) == 1, f"the tool no longer generates {old!r}:\n{source}"
        source = source.replace(old, new)
    return source


def of_alembic(path):
    """The two functions and the identifiers, without comments and layout."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    kept = (ast.FunctionDef, ast.Assign)
    return "\n".join(ast.unparse(node) for node in tree.body if isinstance(node, kept))


def of_django(path):
    """The migration's class, without comments and layout."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return "\n".join(ast.unparse(node) for node in tree.body if isinstance(node, ast.ClassDef))


def flask_db_migrate(tmp_path, scenario, stem):
    earlier = ["base", *revisions(scenario)]
    database = tmp_path / "flask.sqlite3"
    upgrade(scenario, database, earlier[earlier.index(stem) - 1])
    path = half_at(tmp_path, "flask_side", scenario, stem)
    run(tmp_path, database, *flask(scenario, "migrate", "--rev-id", stem, "-m", "as generated"))
    return path


@pytest.mark.parametrize(("scenario", "stem"), by_alembic())
def test_flask_db_migrate_generates_the_committed_revision(tmp_path, scenario, stem):
    path = flask_db_migrate(tmp_path, scenario, stem)
    committed = of_alembic(ROOT / "flask_side" / scenario / "migrations" / path.name)
    assert after_review(of_alembic(path), "flask", scenario, stem) == committed


def test_flask_db_migrate_takes_a_rename_for_an_addition_and_a_removal(tmp_path):
    (tmp_path / "column").mkdir()
    path = flask_db_migrate(tmp_path / "column", "operations", "0002_rename_column")
    column = of_alembic(path)
    assert "batch_op.add_column(sa.Column('texto', sa.Text(), nullable=False))" in column
    assert "batch_op.drop_column('contenido')" in column
    (tmp_path / "table").mkdir()
    path = flask_db_migrate(tmp_path / "table", "operations", "0007_rename_table")
    table = of_alembic(path)
    assert "op.create_table('entrada'" in table
    assert "op.drop_table('articulo')" in table


@pytest.mark.parametrize(("scenario", "stem"), generated("django"))
def test_makemigrations_generates_the_committed_migration(tmp_path, scenario, stem):
    path = half_at(tmp_path, "django_side", scenario, stem)
    name = stem.partition("_")[2]
    manage = ("django_side/manage.py", "makemigrations", scenario, "-n", name)
    answers = ANSWERS.get((scenario, stem), "")
    run(tmp_path, tmp_path / "django.sqlite3", *manage, answers=answers)
    committed = of_django(ROOT / "django_side" / scenario / "migrations" / path.name)
    assert after_review(of_django(path), "django", scenario, stem) == committed


@pytest.mark.parametrize(
    "scenario",
    [
        pytest.param(each, marks=KNOWS_IDENTITY if each == "exact_parity" else ())
        for each in SCENARIOS
    ],
)
def test_flask_db_check_is_clean_at_the_head(tmp_path, scenario):
    database = tmp_path / "flask.sqlite3"
    upgrade(scenario, database, "head")
    said = run(ROOT, database, *flask(scenario, "check"))
    assert "No new upgrade operations detected." in said


def test_makemigrations_check_is_clean(tmp_path):
    manage = ("django_side/manage.py", "makemigrations", "--check", "--dry-run")
    assert "No changes detected" in run(ROOT, tmp_path / "django.sqlite3", *manage)


def test_each_kept_model_belongs_to_a_revision():
    kept = {(path.parts[-3], path.stem) for path in MODELS.glob("*/*/*.py")}
    assert kept <= set(generated("django"))
