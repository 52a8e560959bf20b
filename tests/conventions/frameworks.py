"""Databases made by the real frameworks, from models or from operations.

Flask's side is Flask-SQLAlchemy and Alembic's operations, Django's side its schema editor; each
is at work on a SQLite database of its own, in memory.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from types import SimpleNamespace
from typing import Any

from alembic.migration import MigrationContext
from alembic.operations import Operations
from django.db import connections, migrations, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations.state import ProjectState
from django.db.models.base import ModelBase
from django.db.utils import load_backend
from django.test.utils import isolate_apps
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from compare.conventions import ByColumn
from django_side.databases import from_url
from tests import servers
from tests.conventions import declaring, support

LABEL = "blog"
APP = "django_side.blog"

Made = tuple[support.Photo, ByColumn]


def flask_database(
    define: Callable[[Any], Any], db: Any = None, engine: str = "sqlite", url: str | None = None
) -> Made:
    """The database that ``db.create_all()`` makes of models, and what comes after it.

    Args:
        define: takes ``db``, a bare ``SQLAlchemy()``, and defines the models. It may return what
            is to be done next: a function that takes Alembic's ``op``.
        db: another ``SQLAlchemy()``, where it is not to be a bare one.
        engine: on a new database of which engine.
        url: of an empty database to make it in; a new one that does not stay, if None.
    """
    with ExitStack() as stack:
        if url is None and engine == "sqlite":
            url = "sqlite://"
        elif url is None:
            url = stack.enter_context(servers.database(engine))
        return _flask_database(define, db, engine, url)


def _flask_database(define: Callable[[Any], Any], db: Any, engine: str, url: str) -> Made:
    app = Flask("trial")
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    db = db or SQLAlchemy()
    db.init_app(app)
    with app.app_context():
        afterwards = define(db)
        db.create_all()
        if afterwards is not None:
            afterwards(Operations(MigrationContext.configure(db.session.connection())))
            db.session.commit()
        db.session.remove()
        declares = declaring.flask_declares(db, engine)
        try:
            if engine != "sqlite":
                return support.of_server(url), declares
            with db.engine.connect() as connection:
                driver = connection.connection.driver_connection
                return support.photograph(driver), declares
        finally:
            db.engine.dispose()


class InTheBlog(ModelBase):
    """Makes models as if they stood in the blog's ``models.py``."""

    def __new__(cls, name: str, bases: Any, attributes: Any, **options: Any) -> Any:
        attributes["__module__"] = f"{APP}.models"
        return super().__new__(cls, name, bases, attributes, **options)


def django_database(
    define: Callable[[Any], Any], engine: str = "sqlite", url: str | None = None
) -> Made:
    """The database that Django's schema editor makes of models or of migration operations.

    Args:
        define: takes what ``django.db.models`` has and defines models. It may return operations of
            migrations, which are run one after the other, or a function that fills the tables.
        engine: on a new database of which engine.
        url: of an empty database of a server to make it in; a new one that does not stay, if None.
    """
    with ExitStack() as stack:
        if engine == "sqlite":
            settings, url = {"NAME": ":memory:"}, ""
            backend = DatabaseWrapper
        else:
            url = url or stack.enter_context(servers.database(engine))
            settings = from_url(url)
            backend = load_backend(settings["ENGINE"]).DatabaseWrapper
        wrapper = backend({**connections["default"].settings_dict, **settings}, alias="default")
        return _django_database(define, wrapper, engine, url)


def _django_database(define: Callable[[Any], Any], wrapper: Any, engine: str, url: str) -> Made:
    before, connections["default"] = connections["default"], wrapper
    try:
        with isolate_apps(APP) as apps:
            abstract = {"Meta": type("Meta", (), {"abstract": True})}
            model = InTheBlog("Model", (models.Model,), abstract)
            afterwards = define(SimpleNamespace(**{**vars(models), "Model": model}))
            if isinstance(afterwards, list):
                known = _run(afterwards, wrapper)
            else:
                known = [each for each in apps.get_models() if each._meta.app_label == LABEL]
                with wrapper.schema_editor() as editor:
                    for each in known:
                        editor.create_model(each)
                if afterwards is not None:
                    afterwards()
            known += [
                field.remote_field.through
                for each in known
                for field in each._meta.local_many_to_many
                if field.remote_field.through._meta.auto_created
            ]
        declares = declaring.django_declares(known, engine)
        if engine != "sqlite":
            return support.of_server(url), declares
        wrapper.ensure_connection()
        return support.photograph(wrapper.connection), declares
    finally:
        connections["default"] = before
        BaseDatabaseWrapper.close(wrapper)


def _run(operations: list[Any], wrapper: Any) -> list[type[models.Model]]:
    state = ProjectState()
    migration = migrations.Migration("0001_trial", LABEL)
    for operation in operations:
        migration.operations = [operation]
        with wrapper.schema_editor(atomic=True) as editor:
            state = migration.apply(state, editor)
    return list(state.apps.get_models())
