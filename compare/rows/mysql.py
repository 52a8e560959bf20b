"""Every row of a MySQL database, as :mod:`compare.rows.mariadb` reads MariaDB's.

Of a table into which nothing was written yet MySQL does not say where its AUTO_INCREMENT stands,
unless somebody has set it: then it begins at 1
(https://dev.mysql.com/doc/refman/9.7/en/innodb-auto-increment-handling.html).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection

from compare.inspect.fetch import fetch_all
from compare.inspect.mariadb.catalogue import Answer
from compare.inspect.mysql.session import reading
from compare.model import Schema, TableRows
from compare.rows.mariadb import counts_as_a_whole, rows_of_tables, snapshot
from compare.rows.mariadb_values import REAL_OF_MYSQL

_NEXT_IDS = (
    "SELECT TABLE_NAME, AUTO_INCREMENT FROM information_schema.TABLES"
    " WHERE TABLE_SCHEMA = DATABASE()"
)
_IN_TRANSACTION = 1  # https://dev.mysql.com/doc/dev/mysql-server/latest/mysql__com_8h.html


def read_rows(connection: Connection, schema: Schema) -> tuple[TableRows, ...]:
    """Read every row of every table in the schema.

    Args:
        connection: an open connection to the database; it is only read from, and left as it was.
        schema: what was read from the same database.

    Returns:
        The rows by table, in the schema's order; one statement per table and a handful more.

    Raises:
        DBAPIError: the database refuses.
    """
    with reading(connection), _one_moment(connection):
        next_ids = _next_ids(connection, schema)
        return tuple(rows_of_tables(connection, schema, next_ids, asked, REAL_OF_MYSQL))


def read_next_ids(connection: Connection, schema: Schema) -> dict[str, int | None]:
    """The id that each table would hand out next, as ``read_rows`` tells it.

    Args:
        connection: an open connection to the database; it is only read from.
        schema: what was read from the same database.
    """
    with reading(connection):
        return _next_ids(connection, schema)


def asked(connection: Connection, sql: str) -> Answer:
    """The answer to a statement on a connection under :func:`reading`."""
    return tuple(fetch_all(connection, sql))


def _next_ids(connection: Connection, schema: Schema) -> dict[str, int | None]:
    said: dict[str, int | None] = dict(asked(connection, _NEXT_IDS))
    return {
        table.name: said[table.name] or 1
        for table in schema.tables
        if table.name in said and counts_as_a_whole(table)
    }


@contextmanager
def _one_moment(connection: Connection) -> Iterator[None]:
    """A transaction in which all statements see the same: the one that is open, or a new one."""
    driver: Any = connection.connection.dbapi_connection
    if driver.server_status & _IN_TRANSACTION:
        yield
        return
    with snapshot(connection):
        yield
