"""MariaDB, and MySQL: one read-only transaction with a consistent snapshot.

A snapshot cannot be shared between connections. Whether anything was committed between two of them
can be told all the same, by a counter that everybody may read: every commit in InnoDB writes to its
log, so that while ``Innodb_lsn_current`` stays where it is there was none
(https://mariadb.com/docs/server/server-usage/storage-engines/innodb/innodb-status-variables). MySQL
calls it ``Innodb_redo_log_current_lsn``, since 8.0.30
(https://dev.mysql.com/doc/refman/9.7/en/server-status-variables.html). The counter moves for other
reasons too; then it is not known. One commit could deceive it: one that has written to the log and
is stopped, before others can see it, for as long as it takes us to read the counter and to begin.

Tables of engines without transactions (Aria, MyISAM) have no moments, and definitions are always
those of now.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from math import ceil
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from compare.databases.address import Address, EngineName
from compare.databases.database import Database, Moment
from compare.databases.handle import Timeouts, connected, milliseconds
from compare.errors import ToolError
from compare.inspect.engine import engine_of
from compare.inspect.fetch import fetch_all
from compare.inspect.mariadb.catalogue import UNLIMITED

Counter = list[tuple[str, str]]

_CONNECT_TIMEOUT = 10
_COUNTERS = "Variable_name IN ('Innodb_lsn_current', 'Innodb_redo_log_current_lsn')"


@contextmanager
def opened(address: Address, timeouts: Timeouts) -> Iterator[Database]:
    """Open a database of a MariaDB or MySQL server in a read-only transaction.

    Args:
        address: where it is; which of the two it is, the server says.
        timeouts: how long to wait.

    Yields:
        The database.

    Raises:
        DBAPIError: it cannot be reached, or refuses.
        ToolError: the address asks for a character set that cannot hold every text.
    """
    wanted = address.url.query.get("charset", "utf8mb4")
    if not isinstance(wanted, str) or wanted.lower() != "utf8mb4":
        raise ToolError(
            f"{address.label}: the address has a character set that cannot hold every text: write"
            " charset=utf8mb4 there, or leave it out."
        )
    engine = _engine(address)
    moment = Moment()
    with connected(engine, address) as connection:
        ((version,),) = fetch_all(connection, "SELECT version()")
        _set(connection, version, timeouts)
        before = _counter(connection)
        _begin(connection)
        another = partial(_another, address, engine, version, timeouts, before, moment)
        server: EngineName = "mariadb" if engine_of(connection) == "mariadb" else "mysql"
        yield Database(address, version, connection, another, moment, server=server)


@contextmanager
def _another(
    address: Address,
    engine: sa.Engine,
    version: str,
    timeouts: Timeouts,
    before: Counter,
    moment: Moment,
) -> Iterator[Connection]:
    with connected(engine, address) as connection:
        _set(connection, version, timeouts)
        _begin(connection)
        if not before or _counter(connection) != before:
            moment.same = False
        yield connection


def _set(connection: Connection, version: str, timeouts: Timeouts) -> None:
    fetch_all(connection, f"SET SESSION {', '.join(settings(version, timeouts))}")
    # https://mariadb.com/docs/server/reference/sql-statements/transactions/set-transaction
    fetch_all(connection, "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def settings(version: str, timeouts: Timeouts) -> list[str]:
    """What is set for a session: which limit of time there is depends on whose server it is.

    Args:
        version: as the server says it.
        timeouts: how long to wait.

    Returns:
        Assignments for SET SESSION.
    """
    # A server may have a limit for everybody, at which answers end without a word.
    found = ["time_zone = '+00:00'", f"sql_select_limit = {UNLIMITED}"]
    if timeouts.statement is not None:
        found.append(
            # https://mariadb.com/docs/server/ha-and-performance/optimization-and-tuning/query-optimizations/aborting-statements
            f"max_statement_time = {milliseconds(timeouts.statement) / 1000}"
            if "mariadb" in version.lower()
            # https://dev.mysql.com/doc/refman/9.7/en/server-system-variables.html
            else f"max_execution_time = {milliseconds(timeouts.statement)}"
        )
    if timeouts.lock is not None:
        whole = max(1, ceil(timeouts.lock))  # these know whole seconds only
        found += [f"lock_wait_timeout = {whole}", f"innodb_lock_wait_timeout = {whole}"]
    return found


def _begin(connection: Connection) -> None:
    fetch_all(connection, "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")


def _counter(connection: Connection) -> Counter:
    return [
        (str(name), str(value))
        for name, value in fetch_all(connection, f"SHOW GLOBAL STATUS WHERE {_COUNTERS}")
    ]


def _engine(address: Address) -> sa.Engine:
    # What takes the connection and then says nothing (PostgreSQL waits for the client to speak) is
    # given up; once there is a session, an answer may take as long as it likes.
    arguments: dict[str, Any] = {"program_name": "parity"}
    patient = "read_timeout" not in address.url.query
    if patient:
        arguments["read_timeout"] = _CONNECT_TIMEOUT
    engine = sa.create_engine(
        address.url, poolclass=sa.NullPool, pool_reset_on_return=None, connect_args=arguments
    )
    if patient:
        sa.event.listen(engine, "connect", _wait_for_answers)
    return engine


def _wait_for_answers(connection: Any, _: object) -> None:  # noqa: ANN401
    connection._read_timeout = None
