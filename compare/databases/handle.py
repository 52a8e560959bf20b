"""Connections of one's own: opened, and let go without a word whatever became of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from compare.databases.address import Address

_ADDRESS = "parity_address"


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds that a statement may take, and that it may wait for somebody else's lock.

    None leaves it to the database: what the server has set for the user, five seconds for a lock
    of SQLite's.
    """

    statement: float | None
    lock: float | None

    def __post_init__(self) -> None:
        if any(each is not None and each <= 0 for each in (self.statement, self.lock)):
            raise ValueError("A timeout is more than nothing; None leaves it to the database.")


def milliseconds(seconds: float) -> int:
    """Whole milliseconds, at least one: for servers 0 means no limit."""
    return max(1, ceil(seconds * 1000))


@contextmanager
def connected(engine: Engine, address: Address) -> Iterator[Connection]:
    """A connection that knows whose it is, closed with the context.

    What a driver says while a broken connection is closed is nobody's concern: that it broke was
    told by the statement that met it.

    Raises:
        SQLAlchemyError: it cannot be opened.
    """
    connection = engine.connect().execution_options(**{_ADDRESS: address})
    try:
        yield connection
    finally:
        try:
            if not connection.closed and not connection.invalidated:
                connection.connection.rollback()
            connection.close()
        except (SQLAlchemyError, engine.dialect.loaded_dbapi.Error):
            connection.invalidate()
            connection.close()


def address_of(connection: Connection) -> Address | None:
    """The database of a connection that was opened here."""
    try:
        found: Address | None = connection.get_execution_options().get(_ADDRESS)
    except AttributeError:  # it never came to be open
        return None
    return found
