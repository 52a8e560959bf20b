"""Two databases of any engines, from statements, whose tables ``t`` are compared as streams."""

from __future__ import annotations

import atexit
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from compare.inspect import read_schema
from compare.model import Difference, Schema, Table
from compare.rows import diff_rows, read_rows
from compare.stream import Side, TablePair, TableTally, compare_table, open_side
from tests import duckdb_files
from tests.inspect import mariadb_databases, mysql_databases
from tests.servers import database

ENGINES = ("sqlite", "postgresql", "mariadb", "mysql")
# MySQL makes lines as MariaDB does: it is held against each once.
UNORDERED = list(combinations(ENGINES, 2))
PAIRS = [
    *((one, other) for one in ENGINES[:3] for other in ENGINES[:3] if one != other),
    ("sqlite", "mysql"),
    ("mysql", "postgresql"),
    ("mariadb", "mysql"),
]


@dataclass
class Found:
    """What a comparison found."""

    tally: TableTally
    differences: list[Difference]

    @property
    def lines(self) -> list[str]:
        """The differences as text."""
        return [each.line for each in self.differences]

    @property
    def rows(self) -> list[str]:
        """Which rows differ, as the numbers or texts of their keys."""
        return sorted({each.where.partition("[")[2].partition("]")[0] for each in self.differences})


@dataclass
class Database:
    """A database with one table.

    Attributes:
        engine: ``sqlite``, ``postgresql``, ``mariadb``, ``mysql`` or ``duckdb``.
        connections: to it.
        schema: what it holds.
    """

    engine: str
    connections: Sequence[sa.Connection]
    schema: Schema = field(init=False)

    def __post_init__(self) -> None:
        self.schema = read_schema(self.connections[0])

    @property
    def table(self) -> Table:
        """Its table."""
        return self.schema.table("t")

    @contextmanager
    def opened(self) -> Iterator[Side]:
        """The database, ready to be compared."""
        with open_side(self.engine, self.connections, self.schema) as side:
            yield side


@contextmanager
def made(engine: str, *statements: str, right: bool = False) -> Iterator[Database]:
    """A database in which these statements were run, gone afterwards.

    Args:
        engine: of which engine.
        statements: what makes its table ``t``.
        right: whether it stands on the right: a transaction on PostgreSQL would wait for another
            that makes a table of the same name in the same database.
    """
    with ExitStack() as stack:
        if engine == "sqlite":
            connection = stack.enter_context(_memory().connect())
        elif engine == "duckdb":
            connection = stack.enter_context(duckdb_files.connected(*statements))
            statements = ()
        elif engine in ("mariadb", "mysql"):
            on = mariadb_databases.ON if engine == "mariadb" else mysql_databases.ON
            connection = stack.enter_context(on.connected(*statements))
            statements = ()
        else:
            connection = stack.enter_context(_postgresql(right).connect())
            stack.callback(connection.connection.rollback)
        for statement in statements:
            cursor = connection.connection.cursor()
            cursor.execute(statement)
            cursor.close()
        yield Database(engine, [connection])


def compared(left: Database, right: Database, **options: object) -> Found:
    """How the tables ``t`` of two databases differ; ``options`` are those of the pair."""
    found: list[Difference] = []
    with left.opened() as one, right.opened() as other:
        pair = TablePair(left.table, right.table, **options)
        tally = compare_table(one, other, pair, found.extend)
    return Found(tally, found)


def between(
    engines: tuple[str, str], left: Sequence[str], right: Sequence[str], **options: object
) -> Found:
    """How two tables that are made by statements differ."""
    with made(engines[0], *left) as one, made(engines[1], *right, right=True) as other:
        return compared(one, other, **options)


def in_memory(left: Database, right: Database) -> list[Difference]:
    """How the tables differ according to the comparison of whole tables."""
    one, other = (
        next(rows for rows in read_rows(side.connections[0], side.schema) if rows.table == "t")
        for side in (left, right)
    )
    return [
        each
        for each in diff_rows(one, other, left.table, right.table)
        if each.kind != "row.next-id"
    ]


def filled(columns: str, rows: Sequence[str]) -> list[str]:
    """Statements that make a table with these columns and rows."""
    insert = [f"INSERT INTO t VALUES {', '.join(f'({row})' for row in rows)}"] if rows else []
    return [f"CREATE TABLE t ({columns})", *insert]


@cache
def _memory() -> sa.Engine:
    # Another thread reads the spans. The pool gives out nothing twice.
    return sa.create_engine(
        "sqlite://", poolclass=sa.NullPool, connect_args={"check_same_thread": False}
    )


@cache
def _postgresql(right: bool) -> sa.Engine:
    stack = ExitStack()
    url = stack.enter_context(database("postgresql"))
    engine = sa.create_engine(url, poolclass=StaticPool)
    atexit.register(stack.close)
    stack.callback(engine.dispose)
    return engine
