"""Every row of a PostgreSQL database.

No driver turns a value into one of Python's: what the server's output functions write is taken as
it comes, so that infinite dates, years before 1, ``-0``, trailing zeros and whatever else Python
knows nothing of are all there. All tables are read at one moment.

* A partitioned table holds the rows of its partitions, and they do too; a parent by inheritance
  holds its own alone.
* A materialized view has rows as a table has.
* A sequence hands out ``next_id``: of the table, where it belongs to the only column that takes its
  values from one, or to its primary key. Any other sequence is there under its own name, with no
  columns. ``diff_rows`` is for tables; ``diff_beside_tables`` compares what has rows or an id and
  is none.
* A table that may not be read, or holds a value that the server cannot write, is one row of
  ``undetermined`` values. A sequence that may not be read has no ``next_id``; the schema says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from compare.inspect.fetch import fetch_all
from compare.inspect.postgresql.session import Here, quoted, reading, run
from compare.model import Schema, Table, TableRows, Value
from compare.rows.postgresql_values import Type, reader_of
from compare.rows.values import place

_NULL = Value("null", "", "null")
_ORDERED = {16, 17, 20, 21, 23, 26, 700, 701, 1082, 1083, 1114, 1184, 1700, 2950}
_TEXT = {25, 1043}
"""Types that the server orders as ``place`` does, text where it is told to go by the bytes."""
# No right to it (row security too), a foreign server's trouble, a value that cannot be computed.
_UNREADABLE = ("42501", "HV", "22", "08", "55000")
_AT_ONCE = 200

_TYPES = """
WITH RECURSIVE used (oid) AS (
  SELECT DISTINCT a.atttypid FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  WHERE c.relnamespace = {0} AND c.relkind IN ('r', 'p', 'f', 'm') AND a.attnum > 0
  UNION
  SELECT t.typbasetype FROM pg_type t JOIN used USING (oid) WHERE t.typtype = 'd')
SELECT oid::int8, format_type(oid, NULL), typtype::text, typcategory::text, typbasetype::int8
FROM pg_type JOIN used USING (oid)
"""
_RELATIONS = """
SELECT c.relname::text, c.relkind::text,
  array_agg(a.attname::text ORDER BY a.attnum) FILTER (WHERE a.attnum IS NOT NULL),
  array_agg(a.atttypid::int8 ORDER BY a.attnum) FILTER (WHERE a.attnum IS NOT NULL),
  array_agg(a.attname::text) FILTER (WHERE a.attnotnull AND c.relkind = 'r'
    AND (c.oid, a.attnum) NOT IN (SELECT conrelid, conkey[1] FROM pg_constraint
      WHERE contype = 'n' AND NOT convalidated))
FROM pg_class c
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = {0} AND c.relkind IN ('r', 'p', 'f', 'm') AND (c.relkind <> 'm'
  OR c.relispopulated) GROUP BY 1, 2
"""
_SEQUENCES = """
SELECT c.oid::int8, c.relname::text, s.seqincrement, s.seqmin, s.seqmax, s.seqcycle,
  o.relname::text, a.attname::text, has_sequence_privilege(c.oid, 'SELECT')
FROM pg_class c
  JOIN pg_sequence s ON s.seqrelid = c.oid
  LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid
    AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
  LEFT JOIN pg_class o ON o.oid = d.refobjid
  LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
WHERE c.relnamespace = {0} AND NOT EXISTS (SELECT FROM pg_depend e
  WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
ORDER BY c.relname
"""


@dataclass(frozen=True, slots=True)
class _Sequence:
    """A sequence, and the id that it would hand out next; None: none, or not to be read.

    ``read`` is whether it may be read.
    """

    name: str
    table: str | None
    column: str | None
    next_id: int | None
    read: bool


@dataclass(frozen=True, slots=True)
class Relation:
    """A table or a materialized view.

    Attributes:
        name: its name.
        kind: its letter in ``pg_class.relkind``.
        columns: the names of its columns.
        types: the types of these, by number.
        filled: the columns that hold no NULL. NOT NULL does not say so of a foreign table or
            partition, whose server may have other rows
            (https://www.postgresql.org/docs/current/sql-createforeigntable.html), nor where it is
            NOT VALID.
    """

    name: str
    kind: str
    columns: tuple[str, ...]
    types: tuple[int, ...]
    filled: frozenset[str]

    def order(self, key: tuple[str, ...]) -> str:
        """What the server sorts by, or nothing where it would sort otherwise than ``place``."""
        types = dict(zip(self.columns, self.types, strict=True))
        if not all(types[name] in _ORDERED | _TEXT for name in key):
            return ""
        return ", ".join(
            quoted(name) + (' COLLATE "C"' if types[name] in _TEXT else "") for name in key
        )


def read_rows(connection: Connection, schema: Schema) -> tuple[TableRows, ...]:
    """Read every row of every table in the schema.

    Args:
        connection: an open connection by psycopg to the database; it is only read from, and left
            as it was.
        schema: what was read from the same database.

    Returns:
        The rows by table, in the schema's order; then those of materialized views, then the
        sequences of no table. One statement per table, and some ten more.

    Raises:
        ToolError: another driver, no schema to be read, or a server that is too old.
        DBAPIError: the database refuses.
    """
    with reading(connection) as here:
        run(connection, "SAVEPOINT parity_rows")
        types = types_of(connection, here)
        relations = relations_of(connection, here)
        sequences = _sequences(connection, here)
        source = _Source(connection, here, types)
        found = []
        taken: set[str] = set()
        for table in schema.tables:
            sequence = _sequence_of(table, sequences)
            if sequence is not None:
                taken.add(sequence.name)
            key = table.primary_key.columns if table.primary_key else ()
            rows = source.rows(relations[table.name], key)
            next_id = sequence.next_id if sequence is not None else None
            found.append(TableRows(table.name, relations[table.name].columns, key, rows, next_id))
        for relation in relations.values():
            if relation.kind == "m":
                rows = source.rows(relation, ())
                found.append(TableRows(relation.name, relation.columns, (), rows))
        found += [
            TableRows(each.name, (), (), (), each.next_id)
            for each in sequences
            if each.name not in taken
        ]
    return tuple(found)


def read_next_ids(connection: Connection, schema: Schema) -> dict[str, int | None]:
    """The id that each table and sequence would hand out next, as ``read_rows`` tells it.

    One that may not be read is left out: nobody knows whether there is a next one.

    Args:
        connection: an open connection by psycopg to the database; it is only read from.
        schema: what was read from the same database.
    """
    with reading(connection) as here:
        sequences = _sequences(connection, here)
    found = {}
    taken = set()
    for table in schema.tables:
        sequence = _sequence_of(table, sequences)
        if sequence is not None:
            taken.add(sequence.name)
            if sequence.read:
                found[table.name] = sequence.next_id
    free = [each for each in sequences if each.read and each.name not in taken]
    return {**found, **{each.name: each.next_id for each in free}}


class _Source:
    """Reads tables."""

    def __init__(self, connection: Connection, here: Here, types: dict[int, Type]) -> None:
        self._connection = connection
        self._schema = quoted(here.schema)
        self._types = types

    def rows(self, relation: Relation, key: tuple[str, ...]) -> tuple[tuple[Value, ...], ...]:
        """All rows of a table, sorted by key, or by all columns where there is none."""
        only = "ONLY " if relation.kind == "r" else ""
        order = relation.order(key)
        sql = (
            f"SELECT {', '.join(map(quoted, relation.columns))}"
            f" FROM {only}{self._schema}.{quoted(relation.name)}"
            f"{f' ORDER BY {order}' if order else ''}"
        )
        try:
            rows = self._read(sql)
        except DBAPIError as error:
            if not str(getattr(error.orig, "sqlstate", "")).startswith(_UNREADABLE):
                raise
            run(self._connection, "ROLLBACK TO SAVEPOINT parity_rows")
            reason = " ".join(str(error.orig).split())
            return (tuple(Value("undetermined", "", f"unread {reason}") for _ in relation.columns),)
        if order:
            return rows
        places = [relation.columns.index(name) for name in key] or range(len(relation.columns))
        return tuple(sorted(rows, key=lambda row: place(row[each] for each in places)))

    def _read(self, sql: str) -> tuple[tuple[Value, ...], ...]:
        driver = self._connection.dialect.loaded_dbapi
        cursor: Any = self._connection.connection.cursor()
        try:
            cursor.execute(sql)
            return self._values(cursor.pgresult)
        except driver.Error as error:
            raise DBAPIError.instance(sql, None, error, driver.Error) from error
        finally:
            cursor.close()

    def _values(self, result: Any) -> tuple[tuple[Value, ...], ...]:  # noqa: ANN401
        """From the result as libpq has it: bytes, or None for NULL."""
        count, get = result.ntuples, result.get_value
        columns = []
        for column in range(result.nfields):
            read = reader_of(result.ftype(column), self._types)
            raws = (get(row, column) for row in range(count))
            columns.append([_NULL if raw is None else read(raw) for raw in raws])
        return tuple(zip(*columns, strict=True)) if columns else ((),) * count


def types_of(connection: Connection, here: Here) -> dict[int, Type]:
    """The types of all columns of the schema, by number."""
    return {oid: Type(*rest) for oid, *rest in fetch_all(connection, _TYPES.format(here.oid))}


def relations_of(connection: Connection, here: Here) -> dict[str, Relation]:
    """Tables and materialized views of the schema, by name."""
    return {
        name: Relation(
            name, kind, tuple(columns or ()), tuple(types or ()), frozenset(filled or ())
        )
        for name, kind, columns, types, filled in sorted(
            fetch_all(connection, _RELATIONS.format(here.oid))
        )
    }


def _sequence_of(table: Table, sequences: Iterable[_Sequence]) -> _Sequence | None:
    """The one that the table takes its ids from."""
    handed = [column.name for column in table.columns if column.identity is not None]
    key = table.primary_key.columns if table.primary_key else ()
    wanted = [name for name in handed if name in key] or handed
    found = [each for each in sequences if each.table == table.name and each.column in wanted]
    return found[0] if len(found) == 1 else None


def _sequences(connection: Connection, here: Here) -> list[_Sequence]:
    rows = fetch_all(connection, _SEQUENCES.format(here.oid))
    readable = [(oid, name) for oid, name, *_, may_read in rows if may_read]
    positions: dict[int, tuple[int, bool]] = {}
    for start in range(0, len(readable), _AT_ONCE):
        sql = " UNION ALL ".join(
            f"SELECT {oid}::int8, last_value, is_called FROM {quoted(here.schema)}.{quoted(name)}"
            for oid, name in readable[start : start + _AT_ONCE]
        )
        positions.update((oid, (last, called)) for oid, last, called in fetch_all(connection, sql))
    return [
        _Sequence(name, table, column, _next(positions.get(oid), *limits), oid in positions)
        for oid, name, *limits, table, column, _ in rows
    ]


def _next(
    position: tuple[int, bool] | None, increment: int, least: int, greatest: int, cycle: bool
) -> int | None:
    if position is None:
        return None
    last, called = position
    following = last + increment if called else last
    if least <= following <= greatest:
        return following
    return (least if increment > 0 else greatest) if cycle else None
