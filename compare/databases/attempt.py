"""What may fail and leaves the connection of use, still at its moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from compare.dialects import DIALECTS
from compare.inspect.fetch import fetch_all

_IN_TRANSACTION = 2  # as libpq numbers it
_SERVER_STATUS_IN_TRANS = 1  # https://mariadb.com/docs/server/reference/clientserver-protocol


@contextmanager
def attempt(connection: Connection) -> Iterator[None]:
    """Within it a statement may fail; ask :func:`goes_on` whether the connection is of use then.

    After an error PostgreSQL takes no more statements, unless it goes back to a savepoint.

    Raises:
        DBAPIError: a statement failed.
    """
    if connection.dialect.name != "postgresql":
        yield
        return
    fetch_all(connection, "SAVEPOINT parity_attempt", rows=False)
    try:
        yield
    except DBAPIError:
        if not _closed(connection):
            fetch_all(connection, "ROLLBACK TO SAVEPOINT parity_attempt", rows=False)
        raise
    fetch_all(connection, "RELEASE parity_attempt", rows=False)


def goes_on(connection: Connection) -> bool:
    """Whether a connection on which a statement failed is open, and still in its transaction.

    If it is not, what it would read now is of another moment.
    """
    dbapi: Any = connection.connection.dbapi_connection
    if connection.dialect.name == "sqlite":
        return bool(dbapi.in_transaction)
    if connection.dialect.name in DIALECTS:
        moment = DIALECTS[connection.dialect.name].moment
        return moment == "database" and _answers(connection)
    if _closed(connection):
        return False
    if connection.dialect.name == "postgresql":
        return bool(dbapi.info.transaction_status == _IN_TRANSACTION)
    return _answers(connection) and bool(dbapi.server_status & _SERVER_STATUS_IN_TRANS)


def _answers(connection: Connection) -> bool:
    try:
        fetch_all(connection, "SELECT 1")
    except DBAPIError:
        return False
    return True


def _closed(connection: Connection) -> bool:
    dbapi: Any = connection.connection.dbapi_connection
    if connection.dialect.name == "postgresql":
        return bool(dbapi.closed)
    return not dbapi.open
