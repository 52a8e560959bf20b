"""Databases in memory from statements, and what the harness reads in them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from compare.diff import diff_schemas
from compare.inspect import read_schema
from compare.model import Difference, Schema


@contextmanager
def connected(*statements: str) -> Iterator[sa.Connection]:
    """A connection to a new database in memory on which these statements were run."""
    engine = sa.create_engine("sqlite://", poolclass=StaticPool)
    try:
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
            connection.commit()
            yield connection
    finally:
        engine.dispose()


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
