"""Citus: which moment its workers see.

A coordinator's snapshot is its own. On each connection to a worker the transaction that it begins
there is of the same kind (REPEATABLE READ: ``transaction/remote_transaction.c`` of Citus 13.0), and
so keeps to the moment of its own first statement; and where there is much to do Citus opens more
connections, each with another moment. Nothing makes these moments one.

So each worker is given one connection, and a first statement there as soon as the transaction
begins. Whether anything was committed between the coordinator's moment and the last of those is
told by the nodes' logs: whatever is committed is written there, so that where no log went on there
was no commit. A log goes on for other reasons too; then it is not known, as it is not where the
user may not ask. One commit could deceive it: one that is in the log, and is stopped before others
see it for as long as all this takes.
"""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from compare.databases.attempt import attempt
from compare.inspect.fetch import fetch_all
from compare.inspect.postgresql.citus import one_of_each_group, set_everywhere

Counter = frozenset[tuple[str, str]]
"""Where the log of each node ends; empty where that is not known."""

# More than one connection to a worker would be more than one moment.
_ONE_CONNECTION = "SET LOCAL citus.max_adaptive_executor_pool_size TO 1"
_LOG = "pg_catalog.pg_current_wal_insert_lsn()"
_LOGS = f"""
SELECT n.nodeid::text, r.success, r.result
FROM pg_catalog.run_command_on_all_nodes('SELECT {_LOG}') r
JOIN pg_catalog.pg_dist_node n ON n.nodeid = r.nodeid
UNION ALL SELECT 'here', true, {_LOG}::text
"""


def counter(connection: Connection) -> Counter:
    """Where the log of each node ends now."""
    try:
        with attempt(connection):
            found = fetch_all(connection, _LOGS)
    except DBAPIError:
        return frozenset()
    if not all(success for _, success, _ in found):
        return frozenset()
    return frozenset((node, end) for node, _, end in found)


def begin(connection: Connection) -> bool:
    """Take a moment on each worker that has rows, after the coordinator's own was taken.

    Returns:
        Whether each did; a user may not read every table, or a worker may be down.

    Raises:
        DBAPIError: the connection is lost.
    """
    fetch_all(connection, _ONE_CONNECTION, rows=False)
    # A worker has nothing to do while other tables are read.
    set_everywhere(connection, {"idle_in_transaction_session_timeout": "0"})
    try:
        with attempt(connection):
            for table in one_of_each_group(connection):
                fetch_all(connection, f"SELECT 1 FROM {table} LIMIT 1")
    except DBAPIError:
        return False
    return True
