"""The Flask-Migrate side: Alembic's own commands, inside the application's context."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cached_property

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy.engine.interfaces import DBAPIConnection

from compare.conventions import ByColumn
from compare.document import Row
from compare.engines import Pair
from compare.errors import ToolError
from compare.model import Ledger, SideName
from compare.scenario import BASE, Scenario, Step
from compare.sides.base import Project, Recorder, failing_as, project_of
from compare.sides.flask_models import declare


def open_side(scenario: Scenario, pair: Pair, engine: str) -> FlaskSide:
    """The Flask side of a scenario, at work on its database of the pair.

    Raises:
        ToolError: ``flask_side`` or the scenario's models cannot be imported.
    """
    project = project_of(scenario, "flask")
    with failing_as("flask", project, f"import the models of {scenario.name}"):
        from flask_side import create_app

        app = create_app(scenario.name, url=pair.flask)
    return FlaskSide(project, app, engine, pair.on_connect)


class FlaskSide:
    """``compare.sides.base.Side`` for Flask-Migrate; see there for what each method does."""

    name: SideName = "flask"

    def __init__(self, project: Project, app: Flask, engine: str, on_connect: str = "") -> None:
        self._project = project
        self._app = app
        self._engine_name = engine
        self._recorder = Recorder()
        self._declared: dict[bool, ByColumn] = {}
        self._applied: dict[tuple[str, ...], tuple[str, ...]] = {}
        with app.app_context():
            self._engine: sa.Engine = app.extensions["sqlalchemy"].engine
        if on_connect:
            sa.event.listen(self._engine, "connect", _sending(on_connect))
        sa.event.listen(self._engine, "before_cursor_execute", self._note)

    def command(self, step: Step) -> str:
        """What a person would type for this step, from the workspace's root."""
        flask = f"flask --app \"flask_side:create_app('{self._project.name}')\" db"
        words = {"migrate": "upgrade", "rollback": "downgrade", "stamp": "stamp"}
        if step.verb in words:
            return f"{flask} {words[step.verb]} {step.target}"
        return dict(step.sql).get("flask", "") if step.verb == "sql" else ""

    def migrate(self, target: str) -> tuple[str, ...]:
        """``flask db upgrade``."""
        return self._run(f"migrate to {target}", lambda config: command.upgrade(config, target))

    def rollback(self, target: str) -> tuple[str, ...]:
        """``flask db downgrade``."""
        return self._run(f"roll back to {target}", lambda config: command.downgrade(config, target))

    def stamp(self, target: str) -> tuple[str, ...]:
        """``flask db stamp``."""
        return self._run(f"stamp {target}", lambda config: command.stamp(config, target))

    def load(self, tables: tuple[tuple[str, tuple[Row, ...]], ...]) -> tuple[str, ...]:
        """Insert rows through SQLAlchemy's types, as the reflected tables have them.

        The models stand at the last revision, the database may not; so the tables are reflected.
        Sequences are set to go on after the keys that were given, as Django's ``loaddata`` does.
        """
        with failing_as(self.name, self._project, "load rows"), self._engine.begin() as connection:
            metadata = sa.MetaData()
            for name, rows in tables:
                try:
                    table = sa.Table(name, metadata, autoload_with=connection, resolve_fks=False)
                except sa.exc.NoSuchTableError:
                    raise ToolError(
                        f"There is no table “{name}” to load rows into at this step."
                    ) from None
                for row in rows:
                    connection.execute(table.insert().values(_complete(table, row)))
                    if self._engine.dialect.name == "postgresql":
                        _set_sequence(connection, table, row)
        return self._recorder.take()

    def execute(self, statement: str) -> tuple[str, ...]:
        """Run one statement on an ordinary connection of the application's engine."""
        doing = failing_as(self.name, self._project, "run the statement")
        with doing, self._engine.begin() as connection:
            connection.exec_driver_sql(statement)
        return self._recorder.take()

    def ledger(self) -> Ledger:
        """The heads in ``alembic_version`` and all that they build on, earliest first."""
        with failing_as(self.name, self._project, "read alembic_version"):
            heads = tuple(sorted(self._context.get_current_heads()))
            if heads not in self._applied:
                below = self._scripts.iterate_revisions(heads, BASE)
                applied = {revision.revision for revision in below}
                self._applied[heads] = tuple(name for name in self.history() if name in applied)
        return Ledger(applied=self._applied[heads])

    def history(self) -> tuple[str, ...]:
        """All revisions there are, earliest first."""
        return self._history

    def pending(self) -> tuple[str, ...]:
        """The revisions not yet applied, earliest first."""
        applied = set(self.ledger().applied)
        return tuple(name for name in self.history() if name not in applied)

    def declared(self, applied: tuple[str, ...]) -> ByColumn:
        """What the models say; they stand at the last revision, whatever is applied."""
        at_head = applied == self.history()
        if at_head not in self._declared:
            db = self._app.extensions["migrate"].db
            self._declared[at_head] = declare(
                db.metadata,
                self._engine_name,
                at_head=at_head,
                mappers=db.Model.registry.mappers,
            )
        return self._declared[at_head]

    def close(self) -> None:
        """Let go of the database."""
        if "_reader" in vars(self):
            self._reader.close()
        self._engine.dispose()

    @cached_property
    def _reader(self) -> sa.Connection:
        # The connection stays open, and must not keep a transaction open as well.
        return self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    @cached_property
    def _context(self) -> MigrationContext:
        # One for all readings: a new one compiles its statements anew.
        return MigrationContext.configure(self._reader)

    @cached_property
    def _config(self) -> Config:
        with self._app.app_context():
            config: Config = self._app.extensions["migrate"].migrate.get_config()
        config.stdout = config.output_buffer = io.StringIO()
        return config

    @cached_property
    def _history(self) -> tuple[str, ...]:
        with failing_as(self.name, self._project, "read the revisions"):
            found = [script.revision for script in self._scripts.walk_revisions()]
        return tuple(reversed(found))

    @cached_property
    def _scripts(self) -> ScriptDirectory:
        return ScriptDirectory.from_config(self._config)

    def _run(self, doing: str, run: Callable[[Config], None]) -> tuple[str, ...]:
        try:
            with failing_as(self.name, self._project, doing), self._app.app_context():
                run(self._config)
        finally:
            statements = self._recorder.take()
        return statements

    def _note(
        self,
        connection: object,
        cursor: object,
        statement: str,
        parameters: object,
        context: object,
        executemany: object,
    ) -> None:
        self._recorder.note(statement, parameters)


def _sending(statement: str) -> Callable[[DBAPIConnection, object], None]:
    def send(connection: DBAPIConnection, _: object) -> None:
        # A cursor, because not every driver's connection can execute.
        cursor = connection.cursor()
        cursor.execute(statement)
        cursor.close()

    return send


def _set_sequence(connection: sa.Connection, table: sa.Table, row: Row) -> None:
    """Let PostgreSQL's sequence go on after the key that was given, which it has not seen."""
    for key in table.primary_key.columns:
        if key.name not in dict(row):
            continue
        quoted = connection.dialect.identifier_preparer.format_table(table)
        sequence = sa.func.pg_get_serial_sequence(quoted, key.name)
        if connection.scalar(sa.select(sequence)) is not None:
            connection.execute(sa.select(sa.func.setval(sequence, sa.func.max(key))))


def _complete(table: sa.Table, row: Row) -> dict[str, object]:
    """The row with NULL for each column it leaves out, but for a generated primary key."""
    values = dict(row)
    unknown = sorted(set(values) - set(table.columns.keys()))
    if unknown:
        raise ToolError(
            f"There is no column “{unknown[0]}” in “{table.name}” to load rows into at this step."
        )
    for column in table.columns:
        if not column.primary_key:
            values.setdefault(column.name, None)  # type: ignore[arg-type]
    return dict(values)
