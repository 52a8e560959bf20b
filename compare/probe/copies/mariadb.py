"""A copy of a MariaDB database: sequences, tables, routines and triggers, as the server shows them.

Each is made under the SQL mode that it was made under, and by the user who makes the copy. Views
are left out: nothing is written into them.

What names a database that is on the server of the copy could reach out of the copy: a trigger that
writes into another database, or into the original by its name. Then there is no copy.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import sqlalchemy as sa
from sqlalchemy import Connection

from compare.databases import Database
from compare.errors import ToolError
from compare.inspect.fetch import fetch_all
from compare.inspect.mariadb.tokens import quoted, tokenize

_SHOW = "SET STATEMENT sql_mode = '', sql_quote_show_create = 1 FOR SHOW CREATE"
_TABLES = (
    "SELECT TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES"
    " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE NOT LIKE '%VIEW%'"
    " ORDER BY TABLE_TYPE <> 'SEQUENCE', TABLE_NAME"
)
_ROUTINES = (
    "SELECT ROUTINE_TYPE, ROUTINE_NAME, SQL_MODE FROM information_schema.ROUTINES"
    " WHERE ROUTINE_SCHEMA = DATABASE() AND ROUTINE_TYPE IN ('FUNCTION', 'PROCEDURE')"
    " ORDER BY ROUTINE_TYPE, ROUTINE_NAME"
)
_TRIGGERS = (
    "SELECT TRIGGER_NAME, ACTION_TIMING, EVENT_MANIPULATION, EVENT_OBJECT_TABLE, ACTION_STATEMENT,"
    " SQL_MODE FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()"
    " ORDER BY EVENT_OBJECT_TABLE, EVENT_MANIPULATION, ACTION_TIMING, ACTION_ORDER"
)
_DEFINER = re.compile(
    r"\ACREATE DEFINER=(`(?:[^`]|``)*`|[^\s@]+)(@(`(?:[^`]|``)*`|\S+))? ", re.IGNORECASE
)

Statement = tuple[str, str]
"""SQL, and the SQL mode to run it under."""


@contextmanager
def copied(database: Database, url: str) -> Iterator[Connection]:
    """Copy the schema of a MariaDB database.

    Args:
        database: the original, opened to be read.
        url: of an empty database.

    Yields:
        A connection to the copy, in the SQL mode of the original's.

    Raises:
        ToolError: the copy could reach into another database.
        DBAPIError: a server refuses.
    """
    original = database.connection
    ((longest,),) = fetch_all(original, "SELECT @@max_statement_time")
    statements = list(_statements(original))
    with copied_by(original, url, statements, f"max_statement_time = {longest}") as connection:
        yield connection


@contextmanager
def copied_by(
    original: Connection, url: str, statements: list[Statement], limit: str
) -> Iterator[Connection]:
    """Make a copy by statements.

    Args:
        original: to the original, in the settings that its sessions begin with.
        url: of an empty database.
        statements: what makes tables, routines and triggers, in this order.
        limit: to be set for the copy's session: how long a statement may take.

    Yields:
        A connection to the copy, in the SQL mode of the original's.

    Raises:
        ToolError: the copy could reach into another database.
        DBAPIError: a server refuses.
    """
    ((mode, charset, collation),) = fetch_all(
        original, "SELECT @@sql_mode, @@character_set_database, @@collation_database"
    )
    engine = sa.create_engine(
        url, poolclass=sa.NullPool, pool_reset_on_return=None, isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        _check_inside(connection, statements)
        for sql in (
            f"ALTER DATABASE CHARACTER SET {charset} COLLATE {collation}",
            f"SET NAMES utf8mb4 COLLATE {_connection_collation(original)}",
            "SET SESSION foreign_key_checks = 0, time_zone = '+00:00'",
        ):
            fetch_all(connection, sql)
        before = None
        for sql, wanted in statements:
            if wanted != before:
                _set_mode(connection, wanted)
                before = wanted
            fetch_all(connection, sql)
        _set_mode(connection, mode)
        fetch_all(connection, f"SET SESSION foreign_key_checks = 1, {limit}")
        yield connection


def _connection_collation(original: Connection) -> str:
    ((collation,),) = fetch_all(original, "SELECT @@collation_connection")
    return str(collation) if str(collation).startswith("utf8mb4") else "utf8mb4_general_ci"


def _set_mode(connection: Connection, mode: str) -> None:
    fetch_all(connection, f"SET SESSION sql_mode = '{mode}'")


def _statements(original: Connection) -> Iterator[Statement]:
    ((here,),) = fetch_all(original, "SELECT DATABASE()")
    for name, kind in fetch_all(original, _TABLES):
        what = "SEQUENCE" if kind == "SEQUENCE" else "TABLE"
        ((_, sql, *_),) = fetch_all(original, f"{_SHOW} {what} {quoted(name)}")
        yield _without(str(here), sql), ""
    yield from routines_and_triggers(original, _SHOW)


def routines_and_triggers(original: Connection, show: str) -> Iterator[Statement]:
    """What makes the routines and the triggers of a database.

    Args:
        original: to the database.
        show: ``SHOW CREATE``, and what has to stand before it.
    """
    for kind, name, mode in fetch_all(original, _ROUTINES):
        ((_, _, sql, *_),) = fetch_all(original, f"{show} {kind} {quoted(name)}")
        if sql is None:
            raise ToolError(f"the user may not see the {kind.lower()} {name}")
        yield without_definer(sql), mode
    for name, timing, event, table, action, mode in fetch_all(original, _TRIGGERS):
        yield (
            f"CREATE TRIGGER {quoted(name)} {timing} {event} ON {quoted(table)} FOR EACH ROW\n"
            f"{action}",
            mode,
        )


def without_definer(sql: str) -> str:
    """A statement that makes something, for whoever runs it."""
    return _DEFINER.sub("CREATE ", sql)


def _without(database: str, sql: str) -> str:
    """A table as the server shows it, without its database's name before that of a sequence."""
    tokens = tokenize(sql)
    found = ""
    for at, token in enumerate(tokens):
        start, after = token.start, tokens[at + 1 : at + 2]
        end = after[0].start if after else len(sql)
        before = tokens[at - 1] if at else None
        named = token.kind == "name" and token.text == database
        if named and after and after[0].is_symbol("."):
            continue
        if token.is_symbol(".") and before and before.kind == "name" and before.text == database:
            continue
        found += sql[start:end]
    return found


def _check_inside(connection: Connection, statements: list[Statement]) -> None:
    """See that nothing of the copy names a database on its server."""
    there = {name.lower() for (name,) in fetch_all(connection, "SHOW DATABASES")}
    for sql, mode in statements:
        tokens = [token for token in tokenize(sql, mode) if token.kind != "gap"]
        for token, after in pairwise(tokens):
            if (
                after.is_symbol(".")
                and token.kind in ("name", "word", "string")
                and token.text.lower() in there
            ):
                raise ToolError(
                    f"something in it names the database {token.text}, which is on the server"
                    " where the copy would be"
                )
