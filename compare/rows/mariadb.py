"""Every row of a MariaDB database.

The server makes one text of a row: PyMySQL would take far longer over the columns. What keeps the
values apart is drawn anew in each process, so that no value can hold it. All tables of engines with
transactions are read at one moment.

* Order is by the bytes of the key, never by a collation.
* ``next_id`` is what the server says of a table's AUTO_INCREMENT: None where the column is not
  the first of an index, so that each group counts by itself. A step or an offset
  (``auto_increment_increment``) is the session's, and is not counted in.
* A sequence is there under its own name, with no columns: ``next_id`` is the first value that the
  server has not set aside, which is all that can be seen without taking one.
* Of a table with system versioning the rows of now are read.
* A table that may not be read, or that the server cannot open, is one row of ``undetermined``
  values.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from compare.inspect.fetch import fetch_all
from compare.inspect.mariadb.catalogue import Answer, shielded
from compare.inspect.mariadb.tokens import quoted
from compare.model import Schema, Table, TableRows, Value
from compare.rows.mariadb_values import REAL_OF_MARIADB, Source, source_of
from compare.rows.values import family, place

_NULL = Value("null", "", "null")
_UNREAD = Value("undetermined", "", "unread: longer than max_allowed_packet")
_BETWEEN, _NOTHING = (b"\x1f" + secrets.token_hex(4).encode() + word for word in (b"b", b"n"))
_REFUSED = frozenset({1033, 1142, 1143, 1168, 1194, 1195, 1286, 1296, 1429, 1932, 1933})
"""The server's numbers for: no right to it; damaged; what it is made of is not there."""
_NEXT_IDS = (
    "SELECT TABLE_NAME, AUTO_INCREMENT FROM information_schema.TABLES"
    " WHERE TABLE_SCHEMA = DATABASE() AND AUTO_INCREMENT IS NOT NULL"
)

Row = tuple[Value, ...]
Ask = Callable[[Connection, str], Answer]


def read_rows(connection: Connection, schema: Schema) -> tuple[TableRows, ...]:
    """Read every row of every table in the schema.

    Args:
        connection: an open connection to the database; it is only read from, and left as it was.
        schema: what was read from the same database.

    Returns:
        The rows by table, in the schema's order, then the sequences; one statement per table and
        at most six more.

    Raises:
        DBAPIError: the database refuses.
    """
    with _one_moment(connection):
        next_ids = _next_ids(connection, schema)
        found = rows_of_tables(connection, schema, next_ids, shielded, REAL_OF_MARIADB)
        return (*found, *_sequences(connection, schema))


def rows_of_tables(
    connection: Connection,
    schema: Schema,
    next_ids: Mapping[str, int | None],
    ask: Ask,
    real: str,
) -> list[TableRows]:
    """Every row of every table, as MariaDB and MySQL say it.

    Args:
        connection: an open connection, in a transaction.
        schema: what was read from the same database.
        next_ids: by table.
        ask: sends a statement so that the session's settings have no influence on the answer.
        real: how the server is asked for all digits of a floating-point number.
    """
    found = []
    for table in schema.tables:
        key = table.primary_key.columns if table.primary_key else ()
        names = tuple(column.name for column in table.columns)
        rows = _read_table(connection, schema, table, key, ask, real)
        found.append(TableRows(table.name, names, key, rows, next_ids.get(table.name)))
    return found


def read_next_ids(connection: Connection, schema: Schema) -> dict[str, int | None]:
    """The id that each table and sequence would hand out next, as ``read_rows`` tells it.

    Args:
        connection: an open connection to the database; it is only read from.
        schema: what was read from the same database.
    """
    beside = {rows.table: rows.next_id for rows in _sequences(connection, schema)}
    return {**_next_ids(connection, schema), **beside}


def _next_ids(connection: Connection, schema: Schema) -> dict[str, int | None]:
    said: dict[str, int] = dict(shielded(connection, _NEXT_IDS))
    return {
        table.name: said[table.name]
        for table in schema.tables
        if table.name in said and counts_as_a_whole(table)
    }


@contextmanager
def _one_moment(connection: Connection) -> Iterator[None]:
    """A transaction in which all statements see the same: the one that is open, or a new one."""
    if fetch_all(connection, "SELECT @@in_transaction") == [(1,)]:
        yield
        return
    with snapshot(connection):
        yield


@contextmanager
def snapshot(connection: Connection) -> Iterator[None]:
    """A transaction of its own in which all statements see the same."""
    _run(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    _run(connection, "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
    try:
        yield
    finally:
        _run(connection, "ROLLBACK")


def _run(connection: Connection, sql: str) -> None:
    fetch_all(connection, sql)


def counts_as_a_whole(table: Table) -> bool:
    """Whether the numbers of a table's AUTO_INCREMENT are one row, and not one in each group."""
    column = next((c.name for c in table.columns if c.identity is not None), None)
    keys = [unique.columns for unique in table.uniques]
    keys += [index.columns for index in table.indexes]
    if table.primary_key is not None:
        keys.append(table.primary_key.columns)
    return any(columns[0] == column for columns in keys)


def _read_table(
    connection: Connection,
    schema: Schema,
    table: Table,
    key: tuple[str, ...],
    ask: Ask,
    real: str,
) -> tuple[Row, ...]:
    collation = dict(schema.settings)["collation"]
    names = [column.name for column in table.columns]
    forms = [family(table, name) for name in names]
    sources = [
        source_of(column, form, collation, real)
        for column, form in zip(table.columns, forms, strict=True)
    ]
    places = [names.index(name) for name in key] or list(range(len(names)))
    ordered = bool(key) and all(sources[each].ordered for each in places)
    tail = f" FROM {quoted(table.name)}"
    if ordered:
        tail += f" ORDER BY {', '.join(map(quoted, key))}"
    try:
        rows = _packed(partial(ask, connection), sources, tail)
        if rows is None:
            rows = _one_by_one(partial(ask, connection), names, sources, tail)
    except DBAPIError as error:
        number = error.orig.args[0] if error.orig is not None and error.orig.args else None
        if number not in _REFUSED:
            raise
        reason = " ".join(str(error.orig).split())
        return (tuple(Value("undetermined", "", f"unread {reason}") for _ in names),)
    if not ordered:
        rows.sort(key=lambda row: place(row[each] for each in places))
    return tuple(rows)


def _packed(ask: Callable[[str], Answer], sources: list[Source], tail: str) -> list[Row] | None:
    """All rows, each as one text; None where the server could not make one of them."""
    between, nothing = f"x'{_BETWEEN.hex()}'", f"x'{_NOTHING.hex()}'"
    fields = ", ".join(f"coalesce({source.sql}, {nothing})" for source in sources)
    readers = [source.read for source in sources]
    rows: list[Row] = []
    sql = f"SELECT CAST(concat_ws({between}, {fields}) AS BINARY){tail}"
    for (line,) in ask(sql):
        if line is None:
            return None
        rows.append(
            tuple(
                _NULL if raw == _NOTHING else read(raw)
                for read, raw in zip(readers, line.split(_BETWEEN), strict=True)
            )
        )
    return rows


def _one_by_one(
    ask: Callable[[str], Answer], names: list[str], sources: list[Source], tail: str
) -> list[Row]:
    """All rows, value by value: rows that as one text are longer than the server allows."""
    fields = ", ".join(
        f"{quoted(name)} IS NULL, CAST({source.sql} AS BINARY)"
        for name, source in zip(names, sources, strict=True)
    )
    return [
        tuple(
            _NULL if is_null else _UNREAD if raw is None else source.read(raw)
            for is_null, raw, source in zip(row[::2], row[1::2], sources, strict=True)
        )
        for row in ask(f"SELECT {fields}{tail}")
    ]


def _sequences(connection: Connection, schema: Schema) -> list[TableRows]:
    names = [each.name for each in schema.objects if each.kind == "sequence" and each.name]
    if not names:
        return []
    sql = " UNION ALL ".join(
        f"SELECT {number}, NEXT_NOT_CACHED_VALUE, MINIMUM_VALUE, MAXIMUM_VALUE, INCREMENT,"
        f" CYCLE_OPTION FROM {quoted(name)}"
        for number, name in enumerate(names)
    )
    return [
        TableRows(names[number], (), (), (), _following(*said))
        for number, *said in shielded(connection, sql)
    ]


def _following(value: int, least: int, greatest: int, increment: int, cycle: int) -> int | None:
    if least <= value <= greatest:
        return value
    if not cycle:
        return None
    return least if increment >= 0 else greatest
