"""Each scenario's revisions, run by Flask-Migrate's functions in an application context."""

import logging

import flask_migrate
import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

from compare.scenario import read_scenario, scenario_names

# A scenario that shows a failure has steps of its own for it.
RUNNABLE = [
    name
    for name in scenario_names()
    if not any("flask" in dict(step.fails) for step in read_scenario(name).steps)
]


def engine_of(app):
    return app.extensions["sqlalchemy"].engine


def schema(app):
    """Every table, its columns and its constraints, as SQLAlchemy's Inspector reads them."""
    inspector = sa.inspect(engine_of(app))
    found = {}
    for table in inspector.get_table_names():
        found[table] = (
            sorted(map(described, inspector.get_columns(table))),
            described(inspector.get_pk_constraint(table)),
            *(
                sorted(map(described, read(table)))
                for read in (
                    inspector.get_foreign_keys,
                    inspector.get_unique_constraints,
                    inspector.get_indexes,
                    inspector.get_check_constraints,
                )
            ),
        )
    return found


def described(properties):
    return str({key: repr(value) for key, value in sorted(properties.items())})


def revisions(app):
    with engine_of(app).connect() as connection:
        return connection.scalars(sa.text("SELECT version_num FROM alembic_version")).all()


@pytest.mark.parametrize("scenario", RUNNABLE)
def test_each_revision_goes_forward_and_back_to_where_it_was(in_context, scenario):
    app = in_context(scenario)
    scripts = ScriptDirectory.from_config(app.extensions["migrate"].migrate.get_config())
    names = [script.revision for script in scripts.walk_revisions()][::-1]
    flask_migrate.stamp(revision="base")
    way = [schema(app)]
    assert set(way[0]) == {"alembic_version"}
    for name in names:
        flask_migrate.upgrade(revision=name)
        assert revisions(app) == [name]
        way.append(schema(app))
    assert set(way[-1]) >= set(app.extensions["sqlalchemy"].metadata.tables)
    for number in reversed(range(len(names))):
        flask_migrate.downgrade(revision=names[number - 1] if number else "base")
        assert revisions(app) == names[:number][-1:]
        assert schema(app) == way[number], f"before {names[number]}"


def test_upgrade_goes_to_the_head_and_downgrade_one_step_back(in_context):
    app = in_context("blog")
    flask_migrate.upgrade()
    assert revisions(app) == ["0004_add_publicado"]
    flask_migrate.downgrade()
    assert revisions(app) == ["0003_create_comentario"]
    flask_migrate.downgrade(revision="0002_add_avatar_url")
    assert revisions(app) == ["0002_add_avatar_url"]
    flask_migrate.upgrade(revision="+1")
    assert revisions(app) == ["0003_create_comentario"]


def test_a_revision_that_does_not_exist_ends_the_program(in_context, caplog):
    app = in_context("blog")
    with caplog.at_level(logging.ERROR), pytest.raises(SystemExit) as ended:
        flask_migrate.upgrade(revision="0009_nowhere")
    assert ended.value.code == 1
    assert "Can't locate revision identified by '0009_nowhere'" in caplog.text
    # Alembic makes its table before it looks for the revision.
    assert sa.inspect(engine_of(app)).get_table_names() == ["alembic_version"]
    assert revisions(app) == []


# The data migration.


def load(app, *rows):
    with engine_of(app).begin() as connection:
        columns = ", ".join(rows[0])
        values = ", ".join(f":{name}" for name in rows[0])
        connection.execute(sa.text(f"INSERT INTO usuario ({columns}) VALUES ({values})"), rows)


def people(app):
    with engine_of(app).connect() as connection:
        return connection.execute(sa.text("SELECT id, rol FROM usuario ORDER BY id")).all()


def test_user_1_becomes_the_administrator_and_nobody_else_changes(in_context):
    app = in_context("rol")
    flask_migrate.upgrade(revision="0002_add_rol")
    load(
        app,
        {"id": 1, "nombre": "Ada", "email": "ada@example.org", "rol": "usuario"},
        {"id": 2, "nombre": "Eva", "email": "eva@example.org", "rol": "editora"},
    )
    flask_migrate.upgrade()
    assert people(app) == [(1, "admin"), (2, "editora")]
    flask_migrate.downgrade()
    assert people(app) == [(1, "usuario"), (2, "editora")]


def test_users_that_exist_become_plain_users_and_so_do_those_from_outside(in_context):
    app = in_context("rol")
    flask_migrate.upgrade(revision="0001_create_usuario")
    load(app, {"id": 1, "nombre": "Ada", "email": "ada@example.org"})
    flask_migrate.upgrade(revision="0002_add_rol")
    # The server default stays, so a program that knows nothing of roles can still insert.
    load(app, {"id": 2, "nombre": "Eva", "email": "eva@example.org"})
    assert people(app) == [(1, "usuario"), (2, "usuario")]


def test_what_user_1_was_before_is_not_remembered(in_context):
    app = in_context("rol")
    flask_migrate.upgrade(revision="0002_add_rol")
    load(app, {"id": 1, "nombre": "Ada", "email": "ada@example.org", "rol": "editora"})
    flask_migrate.upgrade()
    flask_migrate.downgrade()
    assert people(app) == [(1, "usuario")]


def test_the_model_of_today_does_not_fit_the_table_of_then(in_context):
    from flask_side.rol.models import Usuario, db

    app = in_context("rol")
    flask_migrate.upgrade(revision="0001_create_usuario")
    load(app, {"id": 1, "nombre": "Ada", "email": "ada@example.org"})
    # That is why the revision of rows freezes the table as it knows it.
    with pytest.raises(sa.exc.OperationalError, match=r"no such column: usuario\.rol"):
        db.session.scalars(sa.select(Usuario)).all()
    db.session.rollback()
