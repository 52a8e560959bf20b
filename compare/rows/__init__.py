"""What a live database's tables hold, and how the rows of two tables differ.

* ``sqlite``: every row of a SQLite database, each value with its storage class
* ``postgresql``: every row of a PostgreSQL database; ``postgresql_values``: its values
* ``mariadb``, ``mysql``: every row of a database of theirs; ``mariadb_values``: values of both
* ``values``: a stored value and its canonical form
* ``text``: values as a person reads them
* ``compare``: two tables' rows, and the differences between them
* ``beside``: what has rows or hands out ids and is no table
* ``losses``: what a rollback lost within one side
* ``moved``: what is there under another name, and so not lost

One module per engine reads; comparing knows no engine.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from compare.errors import ToolError
from compare.inspect.engine import engine_of
from compare.model import Schema, TableRows
from compare.rows import mariadb, mysql, postgresql, sqlite
from compare.rows.beside import diff_beside_tables
from compare.rows.compare import diff_rows
from compare.rows.losses import losses
from compare.rows.moved import moved_columns, moved_tables

RowReader = Callable[[Connection, Schema], tuple[TableRows, ...]]

_READERS: dict[str, RowReader] = {
    "mariadb": mariadb.read_rows,
    "mysql": mysql.read_rows,
    "postgresql": postgresql.read_rows,
    "sqlite": sqlite.read_rows,
}


NextIdReader = Callable[[Connection, Schema], dict[str, int | None]]

_NEXT_IDS: dict[str, NextIdReader] = {
    "mariadb": mariadb.read_next_ids,
    "mysql": mysql.read_next_ids,
    "postgresql": postgresql.read_next_ids,
    "sqlite": sqlite.read_next_ids,
}


def read_next_ids(connection: Connection, schema: Schema) -> dict[str, int | None]:
    """What each table, and each sequence of no table, would hand out next.

    Args:
        connection: an open connection; it is only read from.
        schema: what :func:`compare.inspect.read_schema` read from the same database.

    Returns:
        By name; None where there is none left. What hands out no ids, or may not be read, is left
        out.

    Raises:
        DBAPIError: the database refuses.
    """
    return _NEXT_IDS[engine_of(connection)](connection, schema)


def read_rows(connection: Connection, schema: Schema) -> tuple[TableRows, ...]:
    """Read every row of every table in the schema, ledgers included.

    Args:
        connection: an open connection; it is only read from.
        schema: what :func:`compare.inspect.read_schema` read from the same database.

    Returns:
        The rows by table, in the schema's order of tables, sorted by key within each.

    Raises:
        ToolError: where no module reads this engine's rows, or the database refuses.
    """
    reader = _READERS.get(engine_of(connection))
    if reader is None:
        raise ToolError(
            f"The rows of a {connection.dialect.name} database cannot be read yet: "
            f"choose one of {', '.join(sorted(_READERS))}."
        )
    try:
        return reader(connection, schema)
    except DBAPIError as error:
        raise ToolError(f"The rows cannot be read: {error.orig}.") from error


__all__ = [
    "RowReader",
    "diff_beside_tables",
    "diff_rows",
    "losses",
    "moved_columns",
    "moved_tables",
    "read_next_ids",
    "read_rows",
]
