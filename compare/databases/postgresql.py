"""PostgreSQL: one read-only REPEATABLE READ transaction, whose snapshot others can share.

All that is set is set for the transaction alone (``SET LOCAL``), and that it only reads is said in
its BEGIN: behind a pooler such as PgBouncer a session outlives its client, and a
``default_transaction_read_only`` left in it would meet the next one
(https://www.pgbouncer.org/features.html, "SQL feature map").
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from compare.databases import citus
from compare.databases.address import Address
from compare.databases.database import Database, Moment
from compare.databases.handle import Timeouts, connected, milliseconds
from compare.inspect.fetch import fetch_all
from compare.inspect.postgresql.citus import IS_HERE, one_of_each_group

_CONNECT_TIMEOUT = 10
_TRIES = 3
"""So often a moment is tried to be had that all of Citus's nodes share."""
# The snapshot now, and not when it is asked for: it cannot be exported from within a savepoint.
# https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-SNAPSHOT-SYNCHRONIZATION
_BEGUN = (
    "SELECT pg_catalog.pg_export_snapshot(), pg_catalog.current_setting('server_version'),"
    f" {IS_HERE}"
)


@contextmanager
def opened(address: Address, timeouts: Timeouts) -> Iterator[Database]:
    """Open a database of a PostgreSQL server in a read-only transaction.

    Args:
        address: where it is.
        timeouts: how long to wait.

    Yields:
        The database.

    Raises:
        DBAPIError: it cannot be reached, or refuses.
    """
    engine = _engine(address)
    with connected(engine, address) as connection:
        ((snapshot, version, has_citus),) = fetch_all(connection, _BEGUN)
        moment = Moment()
        before: citus.Counter | None = None
        if has_citus and one_of_each_group(connection):
            moment.of = "nodes"
            for _ in range(_TRIES):
                before = citus.counter(connection)
                # Anew, so that this moment too comes after that.
                connection.connection.rollback()
                ((snapshot, version, _),) = fetch_all(connection, _BEGUN)
                moment.same = _begun_on_workers(connection, timeouts, before)
                if moment.same:
                    break
        else:
            _set(connection, timeouts)
        another = partial(_another, address, engine, snapshot, timeouts, before, moment)
        yield Database(address, version, connection, another, moment)


@contextmanager
def _another(
    address: Address,
    engine: sa.Engine,
    snapshot: str,
    timeouts: Timeouts,
    before: citus.Counter | None,
    moment: Moment,
) -> Iterator[Connection]:
    with connected(engine, address) as connection:
        # Before any other statement: https://www.postgresql.org/docs/current/sql-set-transaction.html
        fetch_all(connection, f"SET TRANSACTION SNAPSHOT '{snapshot}'", rows=False)
        if before is None:
            _set(connection, timeouts)
        elif not _begun_on_workers(connection, timeouts, before):
            moment.same = False
        yield connection


def _begun_on_workers(connection: Connection, timeouts: Timeouts, before: citus.Counter) -> bool:
    """Take a moment on Citus's workers too; whether it is known to be that of the coordinator."""
    _set(connection, timeouts)
    return citus.begin(connection) and before != set() and citus.counter(connection) == before


def _set(connection: Connection, timeouts: Timeouts) -> None:
    # Much may be done between two statements.
    settings = {"idle_in_transaction_session_timeout": "0"}
    if timeouts.statement is not None:
        settings["statement_timeout"] = f"{milliseconds(timeouts.statement)}ms"
    if timeouts.lock is not None:
        settings["lock_timeout"] = f"{milliseconds(timeouts.lock)}ms"
    calls = (
        f"pg_catalog.set_config('{name}', '{value}', true)" for name, value in settings.items()
    )
    fetch_all(connection, f"SELECT {', '.join(calls)}")


def _engine(address: Address) -> sa.Engine:
    arguments: dict[str, Any] = {
        "fallback_application_name": "parity",
        # A pooler may give the session to others, who know nothing of our prepared statements.
        "prepare_threshold": None,
    }
    if "connect_timeout" not in address.url.query:
        arguments["connect_timeout"] = _CONNECT_TIMEOUT
    engine = sa.create_engine(
        address.url, poolclass=sa.NullPool, pool_reset_on_return=None, connect_args=arguments
    )
    sa.event.listen(engine, "connect", _only_read)
    return engine


def _only_read(connection: Any, _: object) -> None:  # noqa: ANN401
    """Make psycopg begin every transaction of a connection so that it only reads one moment.

    https://www.psycopg.org/psycopg3/docs/basic/transactions.html#transaction-characteristics
    """
    from psycopg import IsolationLevel

    connection.isolation_level = IsolationLevel.REPEATABLE_READ
    connection.read_only = True
