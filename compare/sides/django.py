"""The Django side: Django's own ``migrate`` command and its historical models."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from typing import Any

import django
from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connections, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from compare.conventions import ByColumn
from compare.document import Cell, Row
from compare.engines import Pair
from compare.errors import ToolError
from compare.model import Ledger, SideName
from compare.scenario import BASE, HEAD, Scenario, Step
from compare.sides.base import Project, Recorder, failing_as, project_of
from compare.sides.django_models import declare

ALIAS = "default"
"""The scenario's database is Django's default one, as it is on the command line: a migration that
forgets ``schema_editor.connection.alias`` does here what it does there."""

_SCENARIOS = "django_side."


def open_side(scenario: Scenario, pair: Pair, engine: str) -> DjangoSide:
    """The Django side of a scenario, at work on its database of the pair.

    Raises:
        ToolError: ``django_side`` or one of its apps cannot be imported.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "django_side.settings")
    project = project_of(scenario, "django")
    with failing_as("django", project, f"import the models of {scenario.name}"):
        from django_side.databases import from_url

        django.setup()
        borrowed = ExitStack()
        borrowed.enter_context(_alone(scenario.name))
        connection = borrowed.enter_context(_default_database(from_url(pair.django), pair))
    return DjangoSide(project, connection, engine, borrowed)


@contextmanager
def _default_database(settings: dict[str, Any], pair: Pair) -> Iterator[Any]:
    """Make a database Django's default one, until the context ends."""
    connection, before = connections[ALIAS], connections.settings[ALIAS]
    if pair.on_connect:
        settings.setdefault("OPTIONS", {})["init_command"] = pair.on_connect
    connections.settings[ALIAS] = settings
    # Fills in what an entry of DATABASES leaves out.
    connections.configure_settings(connections.settings)
    own = connections[ALIAS] = connections.create_connection(ALIAS)
    try:
        yield own
    finally:
        own.close()
        connections.settings[ALIAS] = before
        connections[ALIAS] = connection


@contextmanager
def _alone(label: str) -> Iterator[None]:
    """Leave the other scenarios' apps out, until the context ends.

    They are none of this one's business: a mistake in the migrations of one of them must not stop
    it, and reading them takes time.
    """
    apps.set_installed_apps(
        [
            config.name
            for config in apps.get_app_configs()
            if config.label == label or not config.name.startswith(_SCENARIOS)
        ]
    )
    try:
        yield
    finally:
        apps.unset_installed_apps()


class DjangoSide:
    """``compare.sides.base.Side`` for Django; see there for what each method does."""

    name: SideName = "django"

    def __init__(self, project: Project, connection: Any, engine: str, borrowed: ExitStack) -> None:
        self._project = project
        self._label = project.name
        self._connection = connection
        self._engine_name = engine
        self._borrowed = borrowed
        self._recorder = Recorder()
        # Historical models take milliseconds to build, and a walk comes back to its states.
        self._states: dict[tuple[str, ...], tuple[Any, list[Any]]] = {}
        self._declared: dict[tuple[str, ...], ByColumn] = {}

    def command(self, step: Step) -> str:
        """What a person would type for this step, from the workspace's root."""
        manage = "python django_side/manage.py migrate"
        if step.verb in ("migrate", "rollback"):
            return f"{manage} {self._label} {_django_word(step.target)}".strip()
        if step.verb == "stamp":
            return f"{manage} --fake {self._label} {_django_word(step.target)}".strip()
        return dict(step.sql).get("django", "") if step.verb == "sql" else ""

    def migrate(self, target: str) -> tuple[str, ...]:
        """``manage.py migrate``."""
        return self._migrate(f"migrate to {target}", target)

    def rollback(self, target: str) -> tuple[str, ...]:
        """``manage.py migrate`` to an earlier migration or to ``zero``."""
        return self._migrate(f"roll back to {target}", target)

    def stamp(self, target: str) -> tuple[str, ...]:
        """``manage.py migrate --fake``."""
        return self._migrate(f"stamp {target}", target, fake=True)

    def load(self, tables: tuple[tuple[str, tuple[Row, ...]], ...]) -> tuple[str, ...]:
        """Insert rows through the historical models of what is applied.

        As ``loaddata`` does: with the values as given (no ``auto_now``, no Python defaults), and
        with sequences that are set to go on after the keys that were given.
        """
        with failing_as(self.name, self._project, "load rows"):
            state, _ = self._state(self.ledger().applied)
            models = {model._meta.db_table: model for model in state.apps.get_models()}
            with self._connection.execute_wrapper(self._note), transaction.atomic(using=ALIAS):
                for table, rows in tables:
                    if table not in models:
                        raise ToolError(
                            f"There is no table “{table}” to load rows into at this step."
                        )
                    for row in rows:
                        _instance(models[table], row).save_base(
                            raw=True, force_insert=True, using=ALIAS
                        )
                        self._set_sequence(models[table], row)
        return self._recorder.take()

    def _set_sequence(self, model: Any, row: Row) -> None:
        if model._meta.pk.column not in dict(row):
            return
        with self._connection.cursor() as cursor:
            for statement in self._connection.ops.sequence_reset_sql(no_style(), [model]):
                cursor.execute(statement)

    def execute(self, statement: str) -> tuple[str, ...]:
        """Run one statement through a cursor of Django's connection."""
        with (
            failing_as(self.name, self._project, "run the statement"),
            self._connection.execute_wrapper(self._note),
            transaction.atomic(using=ALIAS),
            self._connection.cursor() as cursor,
        ):
            # Without parameters Django passes a % through as it is.
            cursor.execute(statement)
        return self._recorder.take()

    def ledger(self) -> Ledger:
        """The app's rows in ``django_migrations``, in the order in which they were written."""
        with failing_as(self.name, self._project, "read django_migrations"):
            if not MigrationRecorder(self._connection).has_table():
                return Ledger(applied=())
            # As MigrationRecorder.applied_migrations does, but in order.
            quote = self._connection.ops.quote_name
            table = quote(MigrationRecorder.Migration._meta.db_table)
            with self._connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT {quote('app')}, {quote('name')} FROM {table} ORDER BY {quote('id')}"
                )
                rows = cursor.fetchall()
        return Ledger(
            applied=tuple(name for app, name in rows if app == self._label),
            foreign=tuple(f"{app}.{name}" for app, name in rows if app != self._label),
        )

    def history(self) -> tuple[str, ...]:
        """All revisions there are, earliest first."""
        return self._history

    def pending(self) -> tuple[str, ...]:
        """The revisions not yet applied, earliest first."""
        applied = set(self.ledger().applied)
        return tuple(name for name in self.history() if name not in applied)

    def declared(self, applied: tuple[str, ...]) -> ByColumn:
        """What the historical models of what is applied say."""
        if applied not in self._declared:
            with failing_as(self.name, self._project, "read the historical models"):
                self._declared[applied] = self._read_declared(applied)
        return self._declared[applied]

    def close(self) -> None:
        """Let go of the database, and bring back the other scenarios' apps."""
        self._borrowed.close()

    @cached_property
    def _history(self) -> tuple[str, ...]:
        with failing_as(self.name, self._project, "read the migrations"):
            graph = self._loader.graph
            nodes = graph.leaf_nodes(self._label)
            return tuple(
                name
                for label, name in dict.fromkeys(
                    step for node in nodes for step in graph.forwards_plan(node)
                )
                if label == self._label
            )

    def _migrate(self, doing: str, target: str, *, fake: bool = False) -> tuple[str, ...]:
        words = [self._label, *_django_word(target).split()]
        try:
            with (
                failing_as(self.name, self._project, doing),
                self._connection.execute_wrapper(self._note),
            ):
                call_command(
                    "migrate", *words, fake=fake, interactive=False, verbosity=0, skip_checks=True
                )
        finally:
            statements = self._recorder.take()
        return statements

    @cached_property
    def _loader(self) -> Any:
        # Reading the files takes milliseconds, and they do not change during a walk.
        return MigrationLoader(self._connection)

    def _read_declared(self, applied: tuple[str, ...]) -> ByColumn:
        state, migrations = self._state(applied)
        return declare(state, migrations, self._engine_name)

    def _state(self, applied: tuple[str, ...]) -> tuple[Any, list[Any]]:
        """The project's state after those migrations of the app, and the migrations."""
        if applied not in self._states:
            # Which of a squashed migration and those it replaces is in the graph depends on
            # what is applied; without any, the graph stays.
            loader = (
                MigrationLoader(self._connection) if self._loader.replacements else self._loader
            )
            known = loader.graph.nodes
            nodes = [(self._label, name) for name in applied if (self._label, name) in known]
            state = loader.project_state(nodes, at_end=True)
            self._states[applied] = (state, [known[node] for node in nodes])
        return self._states[applied]

    def _note(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if MigrationRecorder.Migration._meta.db_table in sql and isinstance(params, tuple):
            # The ledger's time of application: another one each run.
            self._recorder.note(sql, tuple("(now)" if _is_time(each) else each for each in params))
        else:
            self._recorder.note(sql, params)
        return execute(sql, params, many, context)


def _django_word(target: str) -> str:
    return {BASE: "zero", HEAD: ""}.get(target, target)


def _instance(model: Any, row: Row) -> Any:
    """A model instance with None for each column the row leaves out."""
    fields = {field.column: field for field in model._meta.local_concrete_fields}
    values = dict(row)
    unknown = sorted(set(values) - set(fields))
    if unknown:
        raise ToolError(
            f"There is no column “{unknown[0]}” in “{model._meta.db_table}” to load rows into "
            "at this step."
        )
    return model(**{field.attname: _typed(values.get(column)) for column, field in fields.items()})


def _typed(value: Cell | None) -> Cell | None:
    # A time in a scenario is UTC, and Django wants to be told so (USE_TZ).
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=dt.UTC)
    return value


def _is_time(value: object) -> bool:
    if isinstance(value, dt.datetime):
        return True
    try:
        dt.datetime.fromisoformat(str(value))
    except ValueError:
        return False
    return True
