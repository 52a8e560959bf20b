"""The schema of a MySQL database.

What counts as what is as for MariaDB (:mod:`compare.inspect.mariadb.schema`), but for:

* ``default`` is a number as it stands, a text in quotes, an expression in parentheses.
* ``options`` of a column are ``on update …``, ``invisible``, ``not secondary``, ``srid …``; of an
  index ``invisible``, ``comment …``, ``with parser …``; of a CHECK ``not enforced``.
* A part of an index that is an expression stands in parentheses. Such an index is an ``Index``
  where it is unique, too.
* JSON is a type.
* ``name`` is None where it looks as MySQL makes names: ``TABLE_chk_1``, ``TABLE_ibfk_1``.
* Before a literal ``_utf8mb4`` is left out; any other character set stays.

Not compared, because it says nothing about what a database holds or accepts: definers and rights,
comments in bodies, statistics, whether a table's copy in a secondary engine is loaded, tablespaces,
COLUMN_FORMAT and STORAGE of a column, when something was made or run.
"""

from __future__ import annotations

import re

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from compare.inspect.collector import no_collecting
from compare.inspect.fetch import fetch_all
from compare.inspect.mariadb import objects
from compare.inspect.mariadb.catalogue import ViewRow, show_create
from compare.inspect.mariadb.defaults import literal, question
from compare.inspect.mariadb.rights import hidden
from compare.inspect.mariadb.schema import LEFTOVER_PREFIXES
from compare.inspect.mysql.catalogue import Catalogue, ask
from compare.inspect.mysql.defaults import shown_defaults
from compare.inspect.mysql.session import reading
from compare.inspect.mysql.tables import Facts, Told, build_table, facts_of
from compare.inspect.mysql.views import build_view
from compare.model import NotCompared, Schema, SchemaObject, Table, View


def read_schema(connection: Connection) -> Schema:
    """Read the schema of the connection's database.

    Args:
        connection: an open connection to MySQL 8.0.16 or newer; it is only read from, and its
            settings are as before when this returns.

    Returns:
        The schema, in a fixed number of statements whatever the number of tables, and one more for
        each view and each table of which only ``SHOW CREATE`` says all.

    Raises:
        ToolError: the connection has no database, is to a server that is too old, or would lose
            characters.
        DBAPIError: the server refuses.
    """
    with no_collecting(), reading(connection):
        return _Reader(connection, ask(connection)).read()


class _Reader:
    def __init__(self, connection: Connection, catalogue: Catalogue) -> None:
        self._connection = connection
        self._catalogue = catalogue
        self._problems: list[NotCompared] = []

    def read(self) -> Schema:
        catalogue = self._catalogue
        tables = self._tables()
        views = self._views()
        others = [
            *objects.build_routines(catalogue, self._show, self._problems),
            *objects.build_events(catalogue, self._show, self._problems),
            *self._libraries(),
        ]
        settings = [("collation", catalogue.collation), ("sql_mode", catalogue.sql_mode)]
        if catalogue.options:
            settings.append(("options", catalogue.options))
        rights = hidden(catalogue.grants, catalogue.database, "SHOW_ROUTINE")
        return Schema(
            tables=tables,
            views=views,
            leftovers=tuple(t.name for t in tables if t.name.startswith(LEFTOVER_PREFIXES)),
            not_compared=(*self._problems, *rights),
            settings=tuple(settings),
            objects=tuple(sorted(others, key=lambda item: (item.kind, item.name or ""))),
        )

    def _show(self, kind: str, name: str, column: int) -> str | None:
        return show_create(self._connection, kind, name, column, shield="")

    def _tables(self) -> tuple[Table, ...]:
        catalogue = self._catalogue
        triggers = objects.build_triggers(catalogue, self._show, self._problems)
        found = []
        for facts in facts_of(catalogue):
            told = Told(
                catalogue.database,
                catalogue.collation,
                self._show("TABLE", facts.name, 1) if facts.needs_text else None,
                self._marked_defaults(facts),
                triggers.get(facts.name, ()),
            )
            table, problems = build_table(facts, told)
            found.append(table)
            self._problems += problems
        return tuple(found)

    def _marked_defaults(self, facts: Facts) -> dict[str, str | None]:
        """Literal defaults that information_schema may not say whole, as they are."""
        rows = facts.marked_defaults()
        if not rows:
            return {}
        asked = (
            f"({question(facts.name, row.name, binary=row.collation is None)})" for row in rows
        )
        try:
            (answer,) = fetch_all(self._connection, f"SELECT {', '.join(asked)}")
        except DBAPIError:
            answer = (None,) * len(rows)
        found = {
            row.name: literal(digits, binary=row.collation is None)
            for row, digits in zip(rows, answer, strict=True)
        }
        if None in found.values():
            unknown = [row for row in rows if found[row.name] is None]
            found |= shown_defaults(self._show("TABLE", facts.name, 1), unknown)
        return found

    def _views(self) -> tuple[View, ...]:
        catalogue = self._catalogue
        found = []
        for row in sorted(map(ViewRow._make, catalogue.views)):
            found.append(build_view(catalogue, row, self._show, self._problems))
            if row.name not in catalogue.columns:
                self._problems.append(
                    NotCompared("view", row.name, "it refers to something that is not there")
                )
        return tuple(found)

    def _libraries(self) -> list[SchemaObject]:
        """Libraries of JavaScript, to the letter.

        https://dev.mysql.com/doc/refman/9.7/en/create-library.html
        """
        found = []
        for name in self._catalogue.libraries:
            text = self._show("LIBRARY", name, 2)
            if text is None:
                self._problems.append(NotCompared("library", name, objects.HIDDEN))
            text = re.sub(r"\ACREATE DEFINER=\S+ ", "CREATE ", text or "(unread)")
            found.append(SchemaObject("library", name, text))
        return found
