"""Every row of a SQLite database.

Python's sqlite3 returns int, float, str, bytes or None, which is SQLite's storage class exactly:
``1``, ``1.0``, ``'1'`` and ``x'31'`` are four values. Order is by the bytes of the key, never
by a collation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from compare.inspect.fetch import fetch_all
from compare.inspect.sqlite.catalogue import quoted, surrogates
from compare.model import Schema, Table, TableRows, Value
from compare.rows.values import family, to_value

_LARGEST = 2**63 - 1
_INDEXED_KEYS = (  # a primary key that has an index is not the rowid itself
    "SELECT t.name FROM main.sqlite_schema AS t CROSS JOIN pragma_index_list(t.name, 'main') AS i"
    " WHERE t.type = 'table' AND t.rootpage > 0 AND i.origin = 'pk'"
)


def read_rows(connection: Connection, schema: Schema) -> tuple[TableRows, ...]:
    """Read every row of every table in the schema.

    Args:
        connection: an open connection to the database; it is only read from.
        schema: what was read from the same database. Virtual tables are not in it.

    Returns:
        The rows by table, in the schema's order; one statement per table and three more.
    """
    sequences = _sequences(connection)
    indexed = {name for (name,) in _fetch(connection, _INDEXED_KEYS)}
    found = []
    for table in schema.tables:
        names, key, rows = _read_table(connection, table)
        next_id = None
        if _is_rowid(table, key, indexed):
            position = names.index(key[0])
            last = max((int(row[position].canonical) for row in rows), default=0)
            next_id = _next_id(table, sequences, last)
        found.append(TableRows(table.name, names, key, rows, next_id))
    return tuple(found)


def read_next_ids(connection: Connection, schema: Schema) -> dict[str, int | None]:
    """The id that each table would hand out next, as ``read_rows`` tells it, without its rows.

    Args:
        connection: an open connection to the database; it is only read from.
        schema: what was read from the same database.
    """
    sequences = _sequences(connection)
    indexed = {name for (name,) in _fetch(connection, _INDEXED_KEYS)}
    found = {}
    for table in schema.tables:
        key = table.primary_key.columns if table.primary_key else ()
        if _is_rowid(table, key, indexed):
            sql = f"SELECT coalesce(max({quoted(key[0])}), 0) FROM main.{quoted(table.name)}"
            ((last,),) = fetch_all(connection, sql)
            found[table.name] = _next_id(table, sequences, last)
    return found


def _is_rowid(table: Table, key: Sequence[str], indexed: set[str]) -> bool:
    return table.name not in indexed and "without rowid" not in table.options and len(key) == 1


def _read_table(
    connection: Connection, table: Table
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[tuple[Value, ...], ...]]:
    names = tuple(column.name for column in table.columns)
    key = table.primary_key.columns if table.primary_key else ()
    order = (*key, *names) if _may_repeat(table, key) else key
    sql = (
        f"SELECT {', '.join(map(quoted, names))} FROM main.{quoted(table.name)}"
        f" ORDER BY {', '.join(f'{quoted(name)} COLLATE BINARY' for name in order)}"
    )
    forms = [family(table, name) for name in names]
    rows = tuple(
        tuple(to_value(stored, form) for stored, form in zip(row, forms, strict=True))
        for row in _fetch(connection, sql)
    )
    return names, key, rows


def _may_repeat(table: Table, key: tuple[str, ...]) -> bool:
    """Whether rows can share a key: it may be NULL, or there is none."""
    columns = [table.column(name) for name in key]
    return not key or any(column is not None and column.nullable for column in columns)


def _next_id(table: Table, sequences: dict[str, int], last: int) -> int | None:
    """The next rowid after the last one; None where SQLite would pick at random."""
    if any(column.identity == "autoincrement" for column in table.columns):
        last = max(last, sequences.get(table.name, 0))
    return last + 1 if last < _LARGEST else None


def _sequences(connection: Connection) -> dict[str, int]:
    """What AUTOINCREMENT remembers; the table is there once it was first used."""
    known = "SELECT count(*) FROM main.sqlite_schema WHERE name = 'sqlite_sequence'"
    if fetch_all(connection, known) == [(0,)]:
        return {}
    return {
        name: seq
        for name, seq in _fetch(connection, "SELECT name, seq FROM main.sqlite_sequence")
        if isinstance(name, str) and isinstance(seq, int)
    }


def _fetch(connection: Connection, sql: str) -> Sequence[Any]:
    try:
        return fetch_all(connection, sql)
    except OperationalError as error:
        if "decode to UTF-8" not in str(error):
            raise
        with surrogates(connection):
            return fetch_all(connection, sql)
