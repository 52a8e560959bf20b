"""What ``check`` says about plausible answers that are not right yet, or right in another way."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from compare.workshop.exercise import read_exercise
from compare.workshop.folder import lay
from compare.workshop.imports import live_models
from compare.workshop.judge import judge, lines
from compare.workshop.trial import prepare, try_out, walk_solution
from tests.workshop.test_exercises import run

_VERSIONS = Path("flask/migrations/versions")


@pytest.fixture
def solved(tmp_path):
    """Lay an exercise with its solution, which is not applied: ``solved("07_missed_rename")``."""

    def lay_it(name: str) -> tuple:
        exercise, target = read_exercise(name), tmp_path / name
        lay(exercise, target)
        prepare(exercise, target)
        shutil.copytree(exercise.folder / "solution", target, dirs_exist_ok=True)
        return exercise, target

    return lay_it


def said(exercise, folder) -> list[str]:
    return lines(judge(try_out(exercise, folder, walk_solution(exercise))))


def written(path: Path, old: str, new: str) -> None:
    """Change a file in one place."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_column_that_is_elsewhere_is_no_difference_between_the_sides(solved):
    exercise, folder = solved("07_missed_rename")
    revision = folder / _VERSIONS / "0002_rename_bio.py"
    written(revision, "schema=None", "recreate='always'")
    written(
        revision,
        "batch_op.alter_column('bio', new_column_name='biografia')",
        "batch_op.add_column(sa.Column('biografia', sa.Text()), insert_after='id')\n"
        "    op.execute('UPDATE usuario SET biografia = bio')\n"
        "    with op.batch_alter_table('usuario') as batch_op:\n"
        "        batch_op.drop_column('bio')",
    )
    assert said(exercise, folder) == ["flask own.elsewhere", "django own.elsewhere"]


def test_rows_that_the_own_database_has_lost(solved):
    exercise, folder = solved("07_missed_rename")
    for side, command in (("flask", "flask db upgrade"), ("django", "python manage.py migrate")):
        shutil.copytree(exercise.folder / "start" / side, folder / side, dirs_exist_ok=True)
        run(command, folder / side)
    shutil.copytree(exercise.folder / "solution", folder, dirs_exist_ok=True)
    assert said(exercise, folder) == ["flask own.row-other", "django own.row-other"]


def test_models_of_today_in_a_revision(solved):
    exercise, folder = solved("09_data_migration")
    revision = folder / "django/blog/migrations/0003_set_admin.py"
    written(revision, "    Usuario = apps.get_model('blog', 'Usuario')\n", "")
    written(revision, "\n\ndef make_admin", "\nfrom blog.models import Usuario\n\n\ndef make_admin")
    assert said(exercise, folder) == ["django live-models"]


@pytest.mark.parametrize(
    ("line", "live"),
    [
        ("from models import Usuario", True),
        ("from blog.models import Usuario", True),
        ("from ..models import Usuario", True),
        ("from .. import models", True),
        ("import blog.models", True),
        ("def forwards(apps, editor):\n    from blog import models", True),
        ("from django.apps import apps", True),
        ("from django.db import migrations, models", False),
        ("import django.db.models.deletion", False),
        ("import sqlalchemy as sa", False),
    ],
)
def test_what_imports_the_models_of_today(line, live, tmp_path):
    (tmp_path / "0001_one.py").write_text(line)
    assert bool(live_models(tmp_path, ["0001_one.py"])) is live


def test_an_attempt_that_broke_off_half_way(solved):
    exercise, folder = solved("10_not_null_with_rows")
    revision = folder / _VERSIONS / "0003_add_resumen.py"
    right = revision.read_text(encoding="utf-8")
    written(revision, "op.execute", "# op.execute")
    with pytest.raises(AssertionError, match="NOT NULL constraint failed"):
        run("flask db upgrade", folder / "flask")
    revision.write_text(right, encoding="utf-8")
    assert said(exercise, folder) == ["flask own.half-way", "django own.elsewhere"]


def test_an_applied_revision_built_on_one_that_is_not(solved):
    exercise, folder = solved("11_two_heads")
    for path in folder.rglob("0003_*.py"):
        path.unlink()
    one, other = "0001_create_usuario", "0002_add_avatar_url"
    flask, django = folder / _VERSIONS, folder / "django/blog/migrations"
    written(flask / "0002_add_bio.py", f"down_revision = '{one}'", f"down_revision = '{other}'")
    written(django / "0002_add_bio.py", one, other)
    assert said(exercise, folder) == ["flask given", "django given"]
    # Where given revisions may be changed, the own databases tell.
    free = replace(exercise, untouched=False)
    assert said(free, folder) == ["flask own.missing", "django own.gap"]


def test_a_given_revision_that_was_deleted_is_told(solved):
    exercise, folder = solved("11_two_heads")
    for path in [*folder.rglob("0003_*.py"), folder / _VERSIONS / "0002_add_avatar_url.py"]:
        path.unlink()
    assert "flask given" in said(exercise, folder)


def test_the_given_side_is_not_the_learners_to_change(solved):
    exercise, folder = solved("15_port_to_flask")
    models = folder / "django/blog/models.py"
    models.write_text(models.read_text(encoding="utf-8") + "\n\nmore = 1\n", encoding="utf-8")
    assert "django given" in said(exercise, folder)


def test_where_any_way_will_do_nothing_may_be_left_out(solved):
    exercise, folder = solved("14_agree_exactly")
    for path in (*folder.rglob("0002*.py"), *folder.rglob("0003*.py")):
        path.unlink()
    found = said(exercise, folder)
    assert {"flask up.missing", "django up.missing"} <= set(found)


def test_a_database_that_was_only_stamped_is_not_back(solved):
    exercise, folder = solved("06_walk_back")
    run("flask db stamp 0003_add_avatar_url", folder / "flask")
    run("python manage.py migrate blog 0003_add_avatar_url --fake", folder / "django")
    assert "flask own.extra" in said(exercise, folder)


@pytest.mark.parametrize("default", ["'0'", "sa.text('false')"])
def test_a_boolean_default_may_be_written_in_several_ways(solved, default):
    exercise, folder = solved("05_boolean_default")
    for file in ("flask/models.py", str(_VERSIONS / "0005_add_publicado.py")):
        old = "db.false()" if "models" in file else "sa.false()"
        written(
            folder / file, old, default if "models" not in file else default.replace("sa.", "db.")
        )
    run("flask db upgrade", folder / "flask")
    assert said(exercise, folder) == []


def test_a_revision_that_comes_later_is_there_once_the_databases_are(solved):
    exercise, folder = solved("11_two_heads")
    assert exercise.own.without == "0002_add_avatar_url"
    assert len(list(folder.rglob("0002_add_avatar_url.py"))) == len(exercise.sides)
    assert not list(folder.rglob("*.later"))
