"""The settings of a session on which MySQL's answers depend, fixed for a while.

MySQL has no ``SET STATEMENT … FOR``, as MariaDB has: what a session has set otherwise is set for
the time of reading, and set back afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from compare.inspect.fetch import fetch_all
from compare.inspect.mariadb.catalogue import UNLIMITED

_WANTED = {
    "sql_mode": "",
    "sql_quote_show_create": "ON",
    "time_zone": "+00:00",
    "group_concat_max_len": str(2**30),
    "max_sort_length": str(2**13),
    # The next id and the number of rows are remembered for a day, unless nothing is to be.
    "information_schema_stats_expiry": "0",
    "show_create_table_skip_secondary_engine": "OFF",
    "show_create_table_verbosity": "OFF",
    "show_gipk_in_create_table_and_information_schema": "ON",
}
"""By name, the value as ``SHOW VARIABLES`` prints it; what a server does not have is left out.

https://dev.mysql.com/doc/refman/9.7/en/server-system-variables.html
"""

_NAMES = ", ".join(f"'{name}'" for name in _WANTED)
_ASKED = f"SHOW SESSION VARIABLES WHERE Variable_name IN ({_NAMES})"


@contextmanager
def reading(connection: Connection) -> Iterator[None]:
    """Within it, answers do not depend on the session's settings; afterwards these are as before.

    Args:
        connection: an open connection to a MySQL server.

    Raises:
        DBAPIError: the server refuses.
    """
    ((limit,),) = fetch_all(connection, "SELECT @@SESSION.sql_select_limit")
    changed = {}
    if limit != UNLIMITED:  # which cuts SHOW short, too
        changed["sql_select_limit"] = str(limit)
        _set(connection, {"sql_select_limit": str(UNLIMITED)})
    found = {str(name): str(value) for name, value in fetch_all(connection, _ASKED)}
    others = {name: value for name, value in found.items() if value != _WANTED[name]}
    _set(connection, {name: _WANTED[name] for name in others})
    changed |= others
    try:
        yield
    except BaseException:
        # One that was left in the middle of an answer takes nothing.
        with suppress(SQLAlchemyError):
            _set(connection, changed)
        raise
    # What met that the connection was lost may have told of it without raising anything.
    driver: Any = connection.connection.dbapi_connection
    if driver.open:
        _set(connection, changed)


def _set(connection: Connection, values: dict[str, str]) -> None:
    if values:
        said = ", ".join(f"{name} = {_literal(value)}" for name, value in values.items())
        fetch_all(connection, f"SET SESSION {said}")


def _literal(value: str) -> str:
    return value if value.isdecimal() else f"'{value}'"
