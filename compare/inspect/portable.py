"""The tables of a database that has no reader of its own: names, columns and primary keys.

Rows can be compared by that; schemas cannot.
"""

from __future__ import annotations

from functools import partial

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from compare.dialects import Dialect
from compare.errors import ToolError
from compare.inspect.fetch import fetch_all
from compare.model import Column, PrimaryKey, Schema, Table


def read_tables(connection: Connection, dialect: Dialect) -> Schema:
    """Read which tables and columns there are, as the dialect says or by SQLAlchemy's Inspector.

    Args:
        connection: an open connection; it is only read from.
        dialect: what is known of its dialect.

    Raises:
        DBAPIError: the database refuses.
        ToolError: the Inspector fails.
    """
    if dialect.schema is not None:
        return dialect.schema(partial(fetch_all, connection))
    try:
        inspector = sa.inspect(connection)
        return Schema(
            tuple(_table(inspector, name) for name in sorted(inspector.get_table_names()))
        )
    except (SQLAlchemyError, NotImplementedError) as error:
        raise ToolError(
            f"SQLAlchemy's Inspector cannot read the tables of this {dialect.name} database:"
            f" {' '.join(str(error).split())[:200]}"
        ) from error


def _table(inspector: sa.Inspector, name: str) -> Table:
    columns = tuple(
        Column(column["name"], _declared(inspector, column["type"]), bool(column["nullable"]))
        for column in inspector.get_columns(name)
    )
    key = tuple(inspector.get_pk_constraint(name)["constrained_columns"])
    return Table(name, columns, PrimaryKey(key) if key else None)


def _declared(inspector: sa.Inspector, kind: sa.types.TypeEngine[object]) -> str:
    """A type in words; what the Inspector does not know is ``null``."""
    if isinstance(kind, sa.types.NullType):
        return "null"
    return str(kind.compile(inspector.dialect)).lower()
