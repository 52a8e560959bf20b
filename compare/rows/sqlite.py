"""Every row of a SQLite database.

Python's sqlite3 returns int, float, str, bytes or None, which is SQLite's storage class exactly:
``1``, ``1.0``, ``'1'`` and ``x'31'`` are four values. Order is by the bytes of the key, never
by a collation.
"""

from __future__ import annotations

from sqlalchemy import Connection

from compare.inspect.fetch import fetch_all
from compare.inspect.sqlite.catalogue import quoted
from compare.inspect.sqlite.rowids import fetch_any, rowids
from compare.model import Schema, Table, TableRows, Value
from compare.rows.values import family, to_value

_LARGEST = 2**63 - 1


def read_rows(connection: Connection, schema: Schema) -> tuple[TableRows, ...]:
    """Read every row of every table in the schema.

    Args:
        connection: an open connection to the database; it is only read from.
        schema: what was read from the same database. Virtual tables are not in it.

    Returns:
        The rows by table, in the schema's order; one statement per table and three more.
    """
    sequences = _sequences(connection)
    handed_out = rowids(connection, schema.tables)
    found = []
    for table in schema.tables:
        names, key, rows = _read_table(connection, table)
        next_id = None
        if table.name in handed_out:
            position = names.index(handed_out[table.name])
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
    handed_out = rowids(connection, schema.tables)
    found = {}
    for table in schema.tables:
        if table.name in handed_out:
            key = quoted(handed_out[table.name])
            sql = f"SELECT coalesce(max({key}), 0) FROM main.{quoted(table.name)}"
            ((last,),) = fetch_all(connection, sql)
            found[table.name] = _next_id(table, sequences, last)
    return found


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
        for row in fetch_any(connection, sql)
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
        for name, seq in fetch_any(connection, "SELECT name, seq FROM main.sqlite_sequence")
        if isinstance(name, str) and isinstance(seq, int)
    }
