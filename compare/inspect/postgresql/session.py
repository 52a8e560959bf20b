"""The frame in which a PostgreSQL database is read: one moment, fixed settings, no trace.

What the server prints (``pg_get_expr``, an interval, a date) depends on the session's settings, and
so does which name is qualified. Within :func:`reading` they are always the same; afterwards the
connection is as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from compare.errors import ToolError, Unlabelled
from compare.inspect.fetch import fetch_all
from compare.inspect.postgresql import citus

OLDEST = 130000
"""PostgreSQL 13, the oldest whose catalogue the reader knows."""

_IDLE, _IN_TRANSACTION = 0, 2  # as libpq numbers them
_SETTINGS = {
    "client_encoding": "UTF8",
    "standard_conforming_strings": "on",
    "quote_all_identifiers": "off",
    "DateStyle": "ISO, MDY",
    "IntervalStyle": "postgres",
    "TimeZone": "UTC",
    "extra_float_digits": "1",  # the shortest text that means this number and no other
    "bytea_output": "hex",
    "lc_monetary": "C",
    "row_security": "off",  # rather an error than rows left out
    # The catalogue of a new database has no statistics: the server takes it for tiny and looks
    # each line of one table up in the others, one by one.
    "enable_nestloop": "off",
    "jit": "off",  # to compile a statement over a large catalogue costs more than to run it
}
_TEXTS = (
    *("DateStyle", "IntervalStyle", "TimeZone", "extra_float_digits", "bytea_output"),
    *("lc_monetary", "row_security"),
)
"""What decides how values look as text, and whether all rows are there."""
_SET = "SELECT " + ", ".join(
    f"pg_catalog.set_config('{name}', '{value}', true)" for name, value in _SETTINGS.items()
)
# With pg_catalog first no function or operator of the schema can take the place of the server's
# own; with pg_temp last no temporary table hides another.
_HERE = f"""
WITH here AS MATERIALIZED (SELECT pg_catalog.current_schema() AS name)
SELECT here.name::text, n.oid::int8, pg_catalog.current_setting('server_version_num')::int4,
  pg_catalog.set_config('search_path',
    'pg_catalog, ' || pg_catalog.quote_ident(here.name) || ', pg_temp', true), {citus.IS_HERE}
FROM here LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = here.name
"""


_REWRITTEN = """
SELECT c.relname::text
FROM pg_catalog.pg_locks l
JOIN pg_catalog.pg_class c ON c.oid = l.relation
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE l.locktype = 'relation' AND l.pid = pg_catalog.pg_backend_pid()
  AND c.relkind IN ('r', 'm') AND n.nspname <> 'pg_catalog'
  AND pg_catalog.pg_relation_filenode(c.oid) <> c.relfilenode
ORDER BY c.relname
"""
# Of a partitioned table its partitions, all the way down, are what may be rewritten.
_REWRITTEN_OF = """
WITH RECURSIVE tables AS (
  SELECT c.oid, c.relname, c.relkind, c.relfilenode
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = ANY (pg_catalog.current_schemas(false)) AND n.nspname <> 'pg_catalog'
    AND c.relname IN ({})
  UNION ALL
  SELECT c.oid, c.relname, c.relkind, c.relfilenode
  FROM tables t JOIN pg_catalog.pg_inherits i ON i.inhparent = t.oid
  JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
  WHERE t.relkind = 'p'
)
SELECT relname::text FROM tables
WHERE relkind IN ('r', 'm') AND pg_catalog.pg_relation_filenode(oid) IS DISTINCT FROM relfilenode
ORDER BY relname
"""


@dataclass(frozen=True, slots=True)
class Here:
    """What is read.

    Attributes:
        schema: the name of the schema.
        oid: its number.
        version: the server's, as in ``180004``.
        citus: whether rows may be on other machines.
    """

    schema: str
    oid: int
    version: int
    citus: bool = False


@contextmanager
def reading(connection: Connection) -> Iterator[Here]:
    """Within it, the connection reads ``current_schema()`` under fixed settings.

    In a read-only REPEATABLE READ transaction of its own; where the connection is in a
    transaction, within a savepoint of that.

    Args:
        connection: an open connection by psycopg, whose cursor gives the server's text as it is.

    Raises:
        ToolError: another driver, no schema to be read, or a server that is too old; at the end,
            where it is in a transaction: since the moment of that a table was emptied or rewritten.
        DBAPIError: the database refuses.
    """
    if connection.dialect.driver != "psycopg":
        raise ToolError(
            f"PostgreSQL is read through psycopg, not {connection.dialect.driver}:"
            " begin the URL with postgresql+psycopg://."
        )
    dbapi: Any = connection.connection.dbapi_connection
    ends: tuple[str, ...] = ("ROLLBACK",)
    if dbapi.info.transaction_status != _IDLE:
        begin, ends = "SAVEPOINT parity", ("ROLLBACK TO SAVEPOINT parity", "RELEASE parity")
    else:
        # Unless it is told not to, psycopg itself sends a BEGIN before the first statement.
        how = "ISOLATION LEVEL REPEATABLE READ, READ ONLY"
        begin = f"BEGIN {how}" if dbapi.autocommit else f"SET TRANSACTION {how}"
    run(connection, begin)
    try:
        fetch_all(connection, _SET)
        here = _here(connection)
        if here.citus:
            citus.set_everywhere(connection, {name: _SETTINGS[name] for name in _TEXTS})
        yield here
        if len(ends) > 1:  # in a transaction of its own nothing is read for long
            _refuse_rewritten(connection)
    finally:
        if not dbapi.closed:
            for end in ends:
                run(connection, end)


def hold(connection: Connection) -> None:
    """Begin to remember, within :func:`reading`, which locks :func:`let_go` is to give back."""
    run(connection, "SAVEPOINT parity_tables")


def let_go(connection: Connection) -> None:
    """Give back the locks of all tables that were read since :func:`hold`.

    A server has room for some thousand locks in all, and each table and each of its indexes takes
    one until the transaction ends or goes back to a savepoint
    (https://www.postgresql.org/docs/current/runtime-config-locks.html).

    Raises:
        ToolError: one of the tables had been emptied or rewritten.
        DBAPIError: the database refuses.
    """
    _refuse_rewritten(connection)
    run(connection, "ROLLBACK TO SAVEPOINT parity_tables")


def undo(connection: Connection, tables: Iterable[str]) -> None:
    """After an error, make a connection that :func:`hold` was called for of use again.

    That gives the locks back as :func:`let_go` does. Which tables had been rewritten cannot be
    asked before, so it is asked of those by name.

    Args:
        connection: it.
        tables: that were read since :func:`hold` or :func:`let_go`, and count as read.

    Raises:
        ToolError: one of the tables had been emptied or rewritten.
        DBAPIError: the database refuses.
    """
    run(connection, "ROLLBACK TO SAVEPOINT parity_tables")
    names = ", ".join("'" + name.replace("'", "''") + "'" for name in tables)
    if names:
        _refuse(fetch_all(connection, _REWRITTEN_OF.format(names)))


def _refuse_rewritten(connection: Connection) -> None:
    """Refuse what was read of a table that somebody emptied or rewrote after the snapshot.

    TRUNCATE, and an ALTER TABLE that rewrites, leave a table that looks empty to snapshots taken
    before (https://www.postgresql.org/docs/current/mvcc-caveats.html). The rows of ``pg_class`` are
    those of the snapshot, ``pg_relation_filenode`` knows the file of now. Once a table is read, a
    lock keeps it from being rewritten; a table without one was not read.
    """
    dbapi: Any = connection.connection.dbapi_connection
    # After Ctrl-C, or where an error was dealt with, the transaction may be of no more use.
    if dbapi.closed or dbapi.info.transaction_status != _IN_TRANSACTION:
        return
    _refuse(fetch_all(connection, _REWRITTEN))


def _refuse(found: Sequence[tuple[Any, ...]]) -> None:
    if found:
        raise Unlabelled(
            f"The table {found[0][0]} was emptied or rewritten by somebody while the database was"
            " read, so what was read of it is of no one moment: run it again."
        )


def run(connection: Connection, sql: str) -> None:
    """Run a statement that has no rows to give.

    Raises:
        DBAPIError: the database refuses.
    """
    fetch_all(connection, sql, rows=False)


def _here(connection: Connection) -> Here:
    ((schema, oid, version, _, has_citus),) = fetch_all(connection, _HERE)
    if version < OLDEST:
        raise Unlabelled(
            f"PostgreSQL {version // 10000} is too old to be read: at least"
            f" {OLDEST // 10000} is needed."
        )
    if schema is None or schema.startswith("pg_"):
        raise Unlabelled(
            "There is no schema to be read: the connection's search_path names none that exists."
        )
    return Here(schema, oid, version, has_citus)


def quoted(name: str) -> str:
    """A name in double quotes."""
    return '"' + name.replace('"', '""') + '"'
