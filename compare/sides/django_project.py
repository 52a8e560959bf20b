"""An ordinary Django project."""

from __future__ import annotations

import io
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from compare.model import SideName
from compare.sides.base import Project, failing_as
from compare.sides.django import ALIAS, DjangoSide
from compare.sides.projects import NotAProject, sqlite_file

_SIDE: SideName = "django"
_SETTINGS = "project.settings"


def open_project(project: Project) -> DjangoProject:
    """Import the project's settings and apps, as ``manage.py`` does.

    Raises:
        MigrationFailed: they cannot be imported, or Django's checks find a mistake in the models.
        NotAProject: there is no ``manage.py``, or the app is not installed.
    """
    sys.path.insert(0, str(project.folder))
    if not (project.folder / "manage.py").is_file():
        raise NotAProject("no-app", "manage.py")
    os.environ["DJANGO_SETTINGS_MODULE"] = _SETTINGS
    with failing_as(_SIDE, project, "import the project"):
        django.setup()
        wrong = [each for each in run_checks() if each.is_serious()]
        if wrong:
            raise SystemCheckError(f"{wrong[0].obj}: {wrong[0].msg} ({wrong[0].id})")
    if not apps.is_installed(project.name):
        raise NotAProject("no-app", f"INSTALLED_APPS: {project.name}")
    return DjangoProject(project)


class DjangoProject:
    """``compare.sides.projects.OpenProject`` for Django; see there for what each method does."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.database = sqlite_file(str(connections[ALIAS].settings_dict["NAME"]), project)

    def side(self) -> DjangoSide:
        """Django's ``migrate``."""
        with ExitStack() as stack:
            stack.callback(connections[ALIAS].close)
            return DjangoSide(self._project, connections[ALIAS], "sqlite", stack.pop_all())

    def heads(self) -> tuple[str, ...]:
        """The leaves of Django's graph."""
        with failing_as(_SIDE, self._project, "read the migrations"):
            return tuple(sorted(name for _, name in self._graph.leaf_nodes(self._project.name)))

    def files(self) -> dict[str, str]:
        """The files in the app's ``migrations`` folder."""
        with failing_as(_SIDE, self._project, "read the migrations"):
            return {
                name: self._file(node)
                for (label, name), node in self._loader.disk_migrations.items()
                if label == self._project.name
            }

    def rules(self) -> dict[str, str]:
        """``on_delete`` of the models' foreign keys, which Django keeps to itself."""
        return {
            f"{model._meta.db_table}.{field.column}": _rule(field.remote_field.on_delete)
            for model in apps.get_app_config(self._project.name).get_models()
            for field in model._meta.local_concrete_fields
            if field.remote_field is not None
        }

    def drift(self) -> tuple[str, ...]:
        """What ``manage.py makemigrations --check`` says."""
        told = io.StringIO()
        with failing_as(_SIDE, self._project, "check the models"):
            try:
                call_command(
                    "makemigrations",
                    check_changes=True,
                    dry_run=True,
                    interactive=False,
                    stdout=told,
                    stderr=told,
                )
            except SystemExit:
                lines = [line.strip() for line in told.getvalue().splitlines()]
                changes = [line for line in lines if line[:2] in ("+ ", "- ", "~ ")]
                return tuple(line[2:] for line in changes) or _first_sentence(lines)
        return ()

    @property
    def _loader(self) -> Any:
        return MigrationLoader(None)

    @property
    def _graph(self) -> Any:
        return self._loader.graph

    def _file(self, migration: Any) -> str:
        path = Path(sys.modules[type(migration).__module__].__file__ or "")
        return path.resolve().relative_to(self._project.root.resolve()).as_posix()


_RULES = {"PROTECT": "refuse", "RESTRICT": "refuse", "DO_NOTHING": "refuse"}
"""Which rows may not be deleted; they part only in when and with which words it is said."""


def _rule(on_delete: Any) -> str:
    # From Django 6.1 on there are DB_CASCADE and others, which the database carries out.
    name = getattr(on_delete, "__name__", None) or str(getattr(on_delete, "name", on_delete))
    name = name.removeprefix("DB_")
    return _RULES.get(name, name.lower().replace("_", " "))


def _first_sentence(lines: list[str]) -> tuple[str, ...]:
    """What is said of a change that cannot be written without being told more."""
    return tuple(line.rstrip(".") for line in lines if line)[:1]
