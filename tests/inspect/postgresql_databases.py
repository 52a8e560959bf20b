"""PostgreSQL schemas from statements, and what the harness reads in them.

DDL is transactional there: what a case makes is read within the transaction that made it, and
rolled back. One database a test process, gone when it ends.
"""

from __future__ import annotations

import atexit
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import sqlalchemy as sa

from compare.diff import diff_schemas
from compare.inspect import read_schema
from compare.model import Difference, Schema
from tests.servers import postgresql_url


@cache
def engine() -> sa.Engine:
    """The test process's own database."""
    url = sa.make_url(postgresql_url())
    name = f"parity_test_{uuid.uuid4().hex[:12]}"
    server = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with server.connect() as connection:
        connection.exec_driver_sql(
            f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'"
        )
    made = sa.create_engine(url.set(database=name))

    def drop() -> None:
        made.dispose()
        with server.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")

    atexit.register(drop)
    return made


def version() -> int:
    """The server's major version."""
    with engine().connect() as connection:
        return connection.dialect.server_version_info[0]


@contextmanager
def connected(*statements: str) -> Iterator[sa.Connection]:
    """A connection in a transaction in which these statements were run; then all is undone."""
    with engine().connect() as connection:
        for statement in statements:
            connection.connection.cursor().execute(statement)
        yield connection
        connection.connection.rollback()


def schema(*statements: str) -> Schema:
    """The schema that these statements make."""
    with connected(*statements) as connection:
        return read_schema(connection)


def differences(left: list[str], right: list[str]) -> tuple[Difference, ...]:
    """How the schemas that two lists of statements make differ; nothing may go uncompared."""
    one, other = schema(*left), schema(*right)
    assert one.not_compared == other.not_compared == ()
    names = {table.name for table in one.tables} & {table.name for table in other.tables}
    return diff_schemas(one, other, tuple((name, name) for name in sorted(names)))
