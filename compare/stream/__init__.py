"""The rows of any two databases compared in bounded memory, whatever the engines.

* ``source``: one table of one database as lines; ``sqlite``, ``postgresql``, ``mariadb``,
  ``mysql``: of each engine; ``portable``: of any other dialect
* ``fields``: what a line holds, and how it is taken apart
* ``forms``: the forms in which values of two engines are compared
* ``spans``: a table cut into spans of its key
* ``attached``: two SQLite files in one statement
* ``merge``: two sorted runs of lines, and where they part; ``unmatched``: lines that are left over
* ``pair``: two databases and two tables; ``arrangement``: which columns a line holds, which key
* ``asking``: questions to both, each connection in a thread of its own
* ``differing``: lines that are not the same, until their values are compared
* ``tables``: the walk over two tables, as a stream or in spans: ``walk``: by their lines or by
  hashes; ``summed``: by sums of hashes; ``joined``: that over two SQLite files in one statement

:mod:`compare.rows` reads a table whole and compares it; that is what a scenario needs, whose tables
have a handful of rows. Both have the same idea of when two values are equal.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from sqlalchemy import Connection

from compare.dialects import DIALECTS
from compare.inspect.mysql.session import reading as reading_mysql
from compare.inspect.postgresql.citus import distributed_tables
from compare.inspect.postgresql.session import reading
from compare.inspect.sqlite.rowids import rowids
from compare.model import Column, Schema, Table
from compare.rows.postgresql import relations_of, types_of
from compare.stream.attached import MetInEither
from compare.stream.mariadb import MariadbSource
from compare.stream.mysql import MysqlSource
from compare.stream.pair import Method, Side, TablePair, TableTally
from compare.stream.portable import PortableSource
from compare.stream.postgresql import PostgresqlSource
from compare.stream.source import Source
from compare.stream.sqlite import SqliteSource, stand_in
from compare.stream.tables import compare_table


@contextmanager
def open_side(
    engine: str, connections: Sequence[Connection], schema: Schema, uri: str | None = None
) -> Iterator[Side]:
    """A database, ready for its rows to be compared.

    Args:
        engine: ``sqlite``, ``postgresql``, ``mariadb``, ``mysql`` or the name of another dialect.
        connections: open connections to it that see the same moment; only read from.
        schema: what :func:`compare.inspect.read_schema` read of it.
        uri: of a SQLite file, by which another connection may attach it and sees the same moment.

    Raises:
        DBAPIError: the database refuses.
    """
    views: tuple[Table, ...] = ()
    with ExitStack() as stack:
        first = connections[0]
        if engine == "postgresql":
            here, *_ = [stack.enter_context(reading(connection)) for connection in connections]
            relations, types = relations_of(first, here), types_of(first, here)
            encoding = dict(schema.settings)["encoding"]
            views = tuple(
                Table(each.name, tuple(Column(name, "") for name in each.columns))
                for each in relations.values()
                if each.kind == "m"
            )

            away = distributed_tables(first, here.schema) if here.citus else frozenset()

            def source(table: Table) -> Source:
                relation = relations[table.name]
                return PostgresqlSource(table, here.schema, relation, types, encoding, away)

        elif engine in ("mariadb", "mysql"):
            collation = dict(schema.settings)["collation"]
            kind = MariadbSource if engine == "mariadb" else MysqlSource
            if engine == "mysql":
                for connection in connections:
                    stack.enter_context(reading_mysql(connection))

            def source(table: Table) -> Source:
                return kind(table, collation)

        elif engine in DIALECTS:
            dialect = DIALECTS[engine]

            def source(table: Table) -> Source:
                return PortableSource(table, dialect, first)

        else:
            named = rowids(first, schema.tables)
            for connection in connections:
                stand_in(connection, schema.tables)

            def source(table: Table) -> Source:
                return SqliteSource(table, first, named.get(table.name))

        yield Side(engine, tuple(connections), source, uri, views)


__all__ = [
    "MetInEither",
    "Method",
    "Side",
    "TablePair",
    "TableTally",
    "compare_table",
    "open_side",
]
