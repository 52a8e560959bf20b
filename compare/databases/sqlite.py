"""SQLite: a file, read at one moment and left byte for byte as it was.

Nothing is written beside it either, but for the lock bytes in a ``-shm`` file that others have made
(https://www.sqlite.org/wal.html#read_only_databases). While it is read with a rollback journal,
others can begin to write and must wait to commit; in WAL mode nobody waits.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from math import ceil
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import Connection

from compare.databases.address import Address
from compare.databases.database import Database
from compare.databases.handle import Timeouts, connected
from compare.databases.sqlite_files import File, looked_at
from compare.errors import ToolError
from compare.inspect.fetch import fetch_all

_PATIENCE = 5.0
_OPERATIONS = 10_000
"""Steps of SQLite's virtual machine between two looks at the clock: about a millisecond."""
_UNCHANGING = "&immutable=1"


@contextmanager
def opened(address: Address, timeouts: Timeouts) -> Iterator[Database]:
    """Open a SQLite file in a read transaction.

    Args:
        address: where it is.
        timeouts: how long to wait.

    Yields:
        The database.

    Raises:
        ToolError: it cannot be opened so that it stays as it is.
        DBAPIError: SQLite refuses.
    """
    with ExitStack() as stack:
        file = stack.enter_context(looked_at(address.url.database or "", timeouts.lock))
        changed = _watching(stack, address, file, timeouts)
        extra = _UNCHANGING if file.state == "still" else ""
        connection = stack.enter_context(_reading(address, file, extra, timeouts))
        # The SHARED lock of the connection keeps the file as it is: no lock of one's own then,
        # because a writer that waits to commit lets no new reader in.
        extra = "" if file.state == "wal" else _UNCHANGING
        another = partial(_another, address, file, extra, timeouts, changed)
        uri = None if file.state == "wal" else _uri(file.path, _UNCHANGING)
        yield Database(address, sqlite3.sqlite_version, connection, another, uri=uri)


@contextmanager
def _another(
    address: Address, file: File, extra: str, timeouts: Timeouts, changed: Callable[[], bool]
) -> Iterator[Connection]:
    with _reading(address, file, extra, timeouts) as connection:
        if changed():
            raise ToolError(
                f"{address.label}: somebody wrote to the database since it was opened, so that a"
                " second connection sees another moment: run it again when nobody writes."
            )
        yield connection


def _watching(
    stack: ExitStack, address: Address, file: File, timeouts: Timeouts
) -> Callable[[], bool]:
    """A function that tells whether anybody has committed since; others only can in WAL mode.

    ``PRAGMA data_version`` differs between two calls on one connection where another one committed
    in between (https://www.sqlite.org/pragma.html#pragma_data_version).
    """
    if file.state != "wal":
        return lambda: False
    monitor = stack.enter_context(connected(_engine(file, "", timeouts), address))
    before = fetch_all(monitor, "PRAGMA main.data_version")
    # Two threads in one connection can wait for each other for ever: the one has SQLite's mutex
    # and wants Python's lock for a callback, the other the other way round.
    alone = threading.Lock()

    def changed() -> bool:
        with alone:
            return fetch_all(monitor, "PRAGMA main.data_version") != before

    return changed


@contextmanager
def _reading(address: Address, file: File, extra: str, timeouts: Timeouts) -> Iterator[Connection]:
    with connected(_engine(file, extra, timeouts), address) as connection:
        fetch_all(connection, "PRAGMA query_only = 1")
        fetch_all(connection, "BEGIN")
        # The transaction takes its lock, and its moment, with the first look into the file.
        fetch_all(connection, "SELECT count(*) FROM main.sqlite_schema")
        yield connection


def _engine(file: File, extra: str, timeouts: Timeouts) -> sa.Engine:
    return sa.create_engine(
        "sqlite+pysqlite://",
        creator=lambda: _connect(file.path, extra, timeouts),
        poolclass=sa.NullPool,
        pool_reset_on_return=None,
    )


def _connect(path: str, extra: str, timeouts: Timeouts) -> sqlite3.Connection:
    connection = sqlite3.connect(
        _uri(path, extra),
        uri=True,
        timeout=_PATIENCE if timeouts.lock is None else ceil(timeouts.lock * 1000) / 1000,
        isolation_level=None,
        check_same_thread=False,
    )
    if timeouts.statement is not None:
        _limit(connection, timeouts.statement)
    return connection


def _uri(path: str, extra: str) -> str:
    """A file that is neither made nor written (https://www.sqlite.org/uri.html)."""
    # As bytes, because a path need not be UTF-8.
    return f"file://{quote(path.encode('utf-8', 'surrogateescape'))}?mode=ro{extra}"


def _limit(connection: sqlite3.Connection, seconds: float) -> None:
    """Interrupt a statement that takes longer.

    SQLite calls the one when a statement begins, the other while it runs
    (https://www.sqlite.org/c3ref/trace_v2.html, https://www.sqlite.org/c3ref/progress_handler.html).
    """
    began = time.monotonic()

    def begins(_: str) -> None:
        nonlocal began
        began = time.monotonic()

    connection.set_trace_callback(begins)
    connection.set_progress_handler(lambda: time.monotonic() - began > seconds, _OPERATIONS)
