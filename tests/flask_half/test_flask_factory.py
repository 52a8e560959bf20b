"""The application factory: bare extensions, joined to an application in ``create_app``."""

import importlib

import flask_migrate
import pytest
import sqlalchemy as sa
from flask import current_app

from flask_side import UnknownScenario, create_app, migrate, scenarios


@pytest.mark.parametrize("scenario", scenarios())
def test_an_application_has_the_models_of_its_scenario(make_app, scenario):
    app = make_app(scenario)
    models = importlib.import_module(f"flask_side.{scenario}.models")
    assert app.extensions["sqlalchemy"] is models.db
    assert app.extensions["migrate"].db is models.db
    assert app.extensions["migrate"].migrate is migrate
    assert app.config["SCENARIO"] == scenario
    assert models.db.metadata.tables


def test_making_an_application_touches_no_database(make_app, tmp_path):
    make_app("blog")
    assert list(tmp_path.iterdir()) == []


def test_tables_of_the_same_name_in_two_scenarios_are_two_tables(make_app):
    blog, rol = make_app("blog"), make_app("rol")
    tables = [app.extensions["sqlalchemy"].metadata.tables["usuario"] for app in (blog, rol)]
    assert "avatar_url" in tables[0].columns
    assert "avatar_url" not in tables[1].columns
    assert "rol" in tables[1].columns


def test_two_applications_of_one_scenario_have_two_databases(make_app):
    from flask_side.blog.models import Usuario, db

    one, two = make_app("blog", "one"), make_app("blog", "two")
    for app in (one, two):
        with app.app_context():
            flask_migrate.upgrade()
    with one.app_context():
        db.session.add(Usuario(nombre="Ana", email="ana@example.org"))
        db.session.commit()
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Usuario)) == 1
    with two.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Usuario)) == 0


def test_models_need_an_application(make_app):
    from flask_side.blog.models import Usuario, db

    make_app("blog")
    assert not current_app
    with pytest.raises(RuntimeError, match="outside of application context"):
        db.session.execute(sa.select(Usuario))


def test_an_unknown_scenario_makes_no_application():
    with pytest.raises(UnknownScenario, match="There is no scenario 'blgo'"):
        create_app("blgo")
