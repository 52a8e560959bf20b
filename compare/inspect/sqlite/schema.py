"""The schema of a SQLite database.

Pragmas say what they know, the CREATE texts the rest, and each is held against the other: where
a text cannot be read or disagrees, the pragmas' word stands and the object is ``not_compared``.

What counts as what here:

* ``nullable`` is what the database accepts. An INTEGER PRIMARY KEY that is the rowid stores no
  NULL (it hands out an id instead), with or without NOT NULL; the columns of any other primary
  key do accept NULL unless they say NOT NULL, the table is STRICT or WITHOUT ROWID.
* ``identity`` is ``"autoincrement"`` or None: that a rowid is handed out follows from the type.
* Settings compared are ``encoding``, ``user_version`` and ``application_id``. How the file is
  kept (page size, journal mode, vacuum) says nothing about what it holds or accepts.
* Internal tables (``sqlite_sequence``, ``sqlite_stat1``) and temporary objects, which belong to a
  connection, are left out. The name of a NOT NULL constraint, which SQLite reads and forgets, too.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import lru_cache

from sqlalchemy import Connection

from compare.inspect.collector import no_collecting
from compare.inspect.sqlite import assembly, statements
from compare.inspect.sqlite.broken import find_broken
from compare.inspect.sqlite.catalogue import (
    Answers,
    Catalogue,
    ObjectRow,
    ask,
    catalogue_of,
    check_version,
)
from compare.inspect.sqlite.tokens import fold
from compare.model import NotCompared, Schema, Table, Trigger, View

LEFTOVER_PREFIXES = ("_alembic_tmp_", "new__")
"""What Alembic's batch mode and Django's table remake call the table under construction."""


def read_schema(connection: Connection) -> Schema:
    """Read the schema of the main database of a SQLite connection.

    Args:
        connection: an open connection to SQLite 3.37 or newer; it is only read from.

    Returns:
        The schema, in a fixed number of statements whatever the number of tables, and one more for
        each view and three for each table with triggers, to see that SQLite itself can make
        something of them.

    Raises:
        ToolError: where the SQLite library is too old.
    """
    check_version(connection)
    with no_collecting():
        schema = _assemble(ask(connection))
    broken = tuple(find_broken(connection, schema))
    return replace(schema, not_compared=schema.not_compared + broken) if broken else schema


@lru_cache(maxsize=256)
def _assemble(answers: Answers) -> Schema:
    """The schema that SQLite's answers amount to; the same answers, the same schema."""
    catalogue = catalogue_of(answers)
    triggers: dict[str, list[Trigger]] = defaultdict(list)
    for row in catalogue.objects:
        if row.type == "trigger":
            # As the trigger spells it, which need not be how the table is called.
            triggers[fold(row.table)].append(
                Trigger(row.name, statements.read_trigger(row.sql or ""))
            )
    tables: list[Table] = []
    views: list[View] = []
    not_compared: list[NotCompared] = []
    for row in catalogue.objects:
        hung_on = tuple(triggers[fold(row.name)])
        if row.type == "view":
            views.append(View(row.name, statements.read_view(row.sql or ""), hung_on))
        elif row.type == "table" and not row.name.lower().startswith("sqlite_"):
            skipped = _not_a_table(catalogue, row)
            if skipped is not None:
                not_compared.append(skipped)
                continue
            table, problems = assembly.build_table(catalogue, row, hung_on)
            tables.append(table)
            not_compared += problems
    return Schema(
        tables=tuple(tables),
        views=tuple(views),
        leftovers=tuple(table.name for table in tables if table.name.startswith(LEFTOVER_PREFIXES)),
        not_compared=tuple(not_compared),
        settings=catalogue.settings,
    )


def _not_a_table(catalogue: Catalogue, row: ObjectRow) -> NotCompared | None:
    kind = catalogue.tables[row.name].kind.type if row.name in catalogue.tables else "virtual"
    if kind == "virtual":
        definition = statements.read_virtual_table(row.sql or "")
        reason = f"its content is a module's: {definition}"
        return NotCompared("virtual table", row.name, reason, rows=True)
    if kind == "shadow":
        return NotCompared("shadow table", row.name, "it belongs to a virtual table")
    return None
