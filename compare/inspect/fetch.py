"""Statements that only read, sent through the driver's own cursor.

SQLAlchemy supplies the connection; its result objects would cost more than the database's answer.
"""

from __future__ import annotations

from contextlib import closing
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError


def fetch_all(connection: Connection, sql: str, *, rows: bool = True) -> list[tuple[Any, ...]]:
    """All rows of a statement without parameters; none where it has none to give.

    Raises:
        DBAPIError: the database refuses, wrapped as SQLAlchemy wraps it.
    """
    driver = connection.dialect.loaded_dbapi
    try:
        # Of a connection that is lost psycopg gives no cursor.
        with closing(connection.connection.cursor()) as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall()) if rows else []
    except driver.Error as error:
        raise DBAPIError.instance(sql, None, error, driver.Error) from error
