"""The Flask-Migrate half: one application factory, one Alembic environment, many scenarios.

Every scenario is a package with its own ``models.py``, its own ``db = SQLAlchemy()`` (so that
tables of the same name may recur) and its own ``migrations/`` folder. The Alembic environment in
``flask_side/migrations`` serves them all::

    flask --app "flask_side:create_app('blog')" db upgrade
    alembic -c flask_side/blog/alembic.ini upgrade head
"""

import importlib
import os
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import ScriptInfo
from flask_migrate import Migrate
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

HERE = Path(__file__).parent

migrate = Migrate(directory=HERE / "migrations")


class UnknownScenario(click.ClickException, LookupError):
    """There is no such scenario; the ``flask`` command prints this without a traceback."""

    exit_code = 2


class UnusableDatabase(click.ClickException, ValueError):
    """The URL leads to no database. The message does not show it: it may hold a password."""

    exit_code = 2


def create_app(scenario, url=None):
    """Make the application of one scenario.

    The database is ``url``, else the environment's ``DATABASE_URL``, else a SQLite file in the
    instance folder: one file per scenario, because a database has one ``alembic_version``.
    """
    db = _models_of(scenario).db
    app = Flask(__name__, instance_path=str(HERE / "instance"))
    app.config["SCENARIO"] = scenario
    app.config["SQLALCHEMY_DATABASE_URI"] = _database(
        url or os.environ.get("DATABASE_URL"), Path(app.instance_path, f"{scenario}.sqlite3")
    )
    db.init_app(app)
    migrate.init_app(app, db)
    return app


@migrate.configure
def _configure(config):
    """Point the one Alembic environment at the revisions of the application at hand."""
    folder = HERE / current_app.config["SCENARIO"] / "migrations"
    config.set_main_option("version_locations", str(folder))
    # env.py sets logging up for the command line only; called in process, it leaves it alone.
    command_line = click.get_current_context(silent=True)
    config.attributes["configure_logger"] = (
        command_line is not None and command_line.find_object(ScriptInfo) is not None
    )
    return config


def scenarios():
    """Return the names of all scenarios on this side."""
    return sorted(path.parent.name for path in HERE.glob("*/models.py"))


def _models_of(scenario):
    """Import the models of a scenario, once its name has been found among the folders."""
    known = scenarios()
    if scenario not in known:
        raise UnknownScenario(
            f"There is no scenario {scenario!r} in flask_side; there are: {', '.join(known)}."
        )
    return importlib.import_module(f"{__name__}.{scenario}.models")


def _database(url, default):
    """Return the URL to use; a relative SQLite path is relative to the current directory.

    That is how the Django half reads it. Flask-SQLAlchemy would look in the instance folder.
    """
    if not url:
        default.parent.mkdir(exist_ok=True)
        return URL.create("sqlite", database=str(default))
    try:
        url = make_url(url)
        url.get_dialect()
    except NoSuchModuleError:
        raise UnusableDatabase(
            f"DATABASE_URL has the dialect {url.drivername!r}, which SQLAlchemy does not know."
        ) from None
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        raise UnusableDatabase("DATABASE_URL is not a database URL.") from None
    path = url.database or ":memory:"
    scheme = "file:" if path.startswith("file:") else ""
    path = path.removeprefix(scheme)
    if url.get_backend_name() != "sqlite" or path == ":memory:":
        return url
    return url.set(database=f"{scheme}{Path(path).absolute()}")
