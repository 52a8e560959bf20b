"""Which column of a table is its rowid by another name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from compare.inspect.fetch import fetch_all
from compare.inspect.sqlite.catalogue import surrogates
from compare.model import Table

_INDEXED = (
    "SELECT t.name FROM main.sqlite_schema AS t CROSS JOIN pragma_index_list(t.name, 'main') AS i"
    " WHERE t.type = 'table' AND t.rootpage > 0 AND i.origin = 'pk'"
)


def rowids(connection: Connection, tables: Iterable[Table]) -> dict[str, str]:
    """The column of each table that is the rowid, and so holds nothing but integers, never NULL.

    https://sqlite.org/lang_createtable.html#rowids_and_the_integer_primary_key: a primary key that
    is not has an index. The texts alone do not tell: ``x INTEGER PRIMARY KEY DESC`` is not the
    rowid, ``x INTEGER, PRIMARY KEY (x DESC)`` is.

    Args:
        connection: an open connection to the database; it is asked one thing, and only read from.
        tables: what was read from the same database.

    Returns:
        The names of such columns by the names of their tables; tables that have none are left out.

    Raises:
        DBAPIError: the database refuses.
    """
    indexed = {name for (name,) in fetch_any(connection, _INDEXED)}
    return {
        table.name: table.primary_key.columns[0]
        for table in tables
        if table.name not in indexed
        and "without rowid" not in table.options
        and table.primary_key is not None
        and len(table.primary_key.columns) == 1
    }


def fetch_any(connection: Connection, sql: str) -> list[tuple[Any, ...]]:
    """As ``fetch_all``; text that is no UTF-8 comes with its bytes as lone surrogates."""
    try:
        return fetch_all(connection, sql)
    except OperationalError as error:
        if "decode to UTF-8" not in str(error):
            raise
        with surrogates(connection):
            return fetch_all(connection, sql)
