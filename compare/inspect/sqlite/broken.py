"""Views and triggers that stand in the catalogue and do not work.

SQLite takes a view or a trigger that names a table or a column which is not there, and complains
when somebody uses it. Two texts can be the same word for word, and one of them be broken.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from compare.inspect.fetch import fetch_all
from compare.inspect.sqlite.catalogue import quoted
from compare.model import NotCompared, Schema, Table


def find_broken(connection: Connection, schema: Schema) -> Iterator[NotCompared]:
    """The views that cannot be read, and the tables whose triggers cannot be compiled."""
    for view in schema.views:
        problem = _problem(connection, f"SELECT * FROM main.{quoted(view.name)} LIMIT 0")
        if problem:
            yield NotCompared("view", view.name, f"it cannot be read ({problem})")
    for table in schema.tables:
        if not table.triggers:
            continue
        problems = [_problem(connection, f"EXPLAIN {statement}") for statement in _writes(table)]
        for problem in dict.fromkeys(filter(None, problems)):
            names = ", ".join(trigger.name for trigger in table.triggers)
            reason = f"the table cannot be written to ({problem})"
            yield NotCompared("trigger", names, reason)


def _writes(table: Table) -> Iterator[str]:
    """Statements that together compile every trigger of a table; EXPLAIN runs none of them."""
    name = f"main.{quoted(table.name)}"
    yield f"DELETE FROM {name}"
    yield f"INSERT INTO {name} DEFAULT VALUES"
    columns = [quoted(column.name) for column in table.columns if column.generated is None]
    yield f"UPDATE {name} SET {', '.join(f'{column} = {column}' for column in columns)}"


def _problem(connection: Connection, sql: str) -> str | None:
    try:
        fetch_all(connection, sql)
    except DBAPIError as error:
        return str(error.orig)
    return None
