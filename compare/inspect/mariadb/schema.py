"""The schema of a MariaDB database.

information_schema says nearly everything, ``SHOW CREATE`` the rest (see ``mariadb_show``).

What counts as what here:

* ``default`` is as the server prints it. A column that may be NULL has DEFAULT NULL whether or not
  anybody said so, and none here.
* ``options`` of a column are ``on update …``, ``invisible``, ``without system versioning``; of an
  index or key ``ignored``, ``comment …``, ``without overlaps of …``. The length of a prefix stands
  after the column: ``titulo (10)``.
* UNIQUE constraint and unique index are one thing for MariaDB: every one is a ``Unique``.
* RESTRICT and NO ACTION are one thing for InnoDB: both are ``no action``, as is the default.
* JSON is ``longtext`` with a CHECK by ``json_valid``, as MariaDB itself has it. A CHECK that
  belongs to a column says so in its options.
* ``name`` is None where it looks as MariaDB makes names: ``CONSTRAINT_1``, ``TABLE_ibfk_1``.
* A table without ROW_FORMAT has the one that its InnoDB gave it.
* A definition that names the database itself, as the server prints views, is read without that
  name. In what somebody wrote (triggers, routines, events) it stays.
* Settings compared are the database's collation and the server's ``sql_mode``, under which sessions
  begin. Objects made under another one say so.

Not compared, because it says nothing about what a database holds or accepts: definers and rights,
comments in bodies, statistics, KEY_BLOCK_SIZE of an index, when something was made or run.
Temporary tables belong to a connection.
"""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from compare.inspect.collector import no_collecting
from compare.inspect.mariadb import objects
from compare.inspect.mariadb.catalogue import (
    Catalogue,
    ColumnRow,
    ViewRow,
    ask,
    fields_of,
    shielded,
    show_create,
)
from compare.inspect.mariadb.defaults import literal, question
from compare.inspect.mariadb.rights import hidden
from compare.inspect.mariadb.tables import Told, build_table, facts_of, needs_text
from compare.model import NotCompared, Schema, SchemaObject, Table, View

LEFTOVER_PREFIXES = ("_alembic_tmp_", "new__")
"""What Alembic's batch mode and Django's table remake call the table under construction."""


def read_schema(connection: Connection) -> Schema:
    """Read the schema of the connection's database.

    Args:
        connection: an open connection to MariaDB 10.6 or newer; it is only read from, and its
            settings stay as they are.

    Returns:
        The schema, in a fixed number of statements whatever the number of tables, and one more for
        each object of which only ``SHOW CREATE`` says all.

    Raises:
        ToolError: the connection has no database, is to a server that is too old or no MariaDB,
            or would lose characters.
    """
    with no_collecting():
        return _Reader(connection, ask(connection)).read()


class _Reader:
    def __init__(self, connection: Connection, catalogue: Catalogue) -> None:
        self._connection = connection
        self._catalogue = catalogue
        self._facts = facts_of(catalogue)
        self._problems: list[NotCompared] = []

    def read(self) -> Schema:
        catalogue = self._catalogue
        tables = self._tables()
        views = self._views()
        others = [
            *self._sequences(),
            *objects.build_routines(catalogue, self._show, self._problems),
            *objects.build_events(catalogue, self._show, self._problems),
        ]
        return Schema(
            tables=tables,
            views=views,
            leftovers=tuple(t.name for t in tables if t.name.startswith(LEFTOVER_PREFIXES)),
            not_compared=(*self._problems, *hidden(catalogue.grants, catalogue.database)),
            settings=(("collation", catalogue.collation), ("sql_mode", catalogue.sql_mode)),
            objects=tuple(sorted(others, key=lambda item: (item.kind, item.name or ""))),
        )

    def _show(self, kind: str, name: str, column: int) -> str | None:
        return show_create(self._connection, kind, name, column)

    def _tables(self) -> tuple[Table, ...]:
        catalogue = self._catalogue
        triggers = objects.build_triggers(catalogue, self._show, self._problems)
        defaults = self._marked_defaults()
        found = []
        for facts in self._facts:
            if facts.row.type == "SEQUENCE":
                continue
            told = Told(
                catalogue.database,
                catalogue.collation,
                self._show("TABLE", facts.name, 1) if needs_text(facts) else None,
                tuple(defaults.get(facts.name, {}).items()),
                triggers.get(facts.name, ()),
            )
            table, problems = build_table(facts, told)
            found.append(table)
            self._problems += problems
        return tuple(found)

    def _sequences(self) -> list[SchemaObject]:
        rows = [facts for facts in self._facts if facts.row.type == "SEQUENCE"]
        if not rows:
            return []
        names = [facts.name for facts in rows]
        try:
            said = shielded(self._connection, objects.sequence_statement(names))
        except DBAPIError:
            self._problems += [
                NotCompared("sequence", name, "this user may not read it") for name in names
            ]
            return []
        collation = self._catalogue.collation
        return [objects.build_sequence(rows[line[0]], collation, line[1:]) for line in said]

    def _marked_defaults(self) -> dict[str, dict[str, str | None]]:
        """Literal defaults in which information_schema put question marks, as they are.

        None where the server does not say.
        """
        places = [
            (facts.name, row.name, row.collation is None)
            for facts in self._facts
            for line in facts.columns
            if "?" in line
            for row in [ColumnRow._make(fields_of(line))]
            if row.default is not None and row.default.startswith("'") and "?" in row.default
        ]
        if not places:
            return {}
        asked = (question(table, name, binary=binary) for table, name, binary in places)
        # In one statement, each with its number: a union has no order.
        numbered = (f"SELECT {number}, ({sql})" for number, sql in enumerate(asked))
        found: dict[str, dict[str, str | None]] = defaultdict(dict)
        for number, digits in self._each(list(numbered)):
            table, name, binary = places[number]
            found[table][name] = literal(digits, binary=binary)
        return found

    def _each(self, numbered: list[str]) -> list[tuple[int, str | None]]:
        """What each SELECT gives, beside its number; None where the server refuses it."""
        try:
            return [*shielded(self._connection, " UNION ALL ".join(numbered))]
        except DBAPIError:
            if len(numbered) == 1:
                return [(int(numbered[0].split(",")[0].removeprefix("SELECT ")), None)]
            return [line for each in numbered for line in self._each([each])]

    def _views(self) -> tuple[View, ...]:
        catalogue = self._catalogue
        found = []
        for row in sorted(map(ViewRow._make, catalogue.views)):
            found.append(objects.build_view(catalogue, row, self._show, self._problems))
            if row.name not in catalogue.columns:
                self._problems.append(
                    NotCompared("view", row.name, "it refers to something that is not there")
                )
        return tuple(found)
