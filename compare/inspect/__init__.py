"""What a live database holds, read from its own catalogue: one reader for both sides.

SQLAlchemy supplies the connection and nothing else, so that the referee does not look through
one player's glasses. One package per engine, each with one function that takes a connection and
returns a :class:`~compare.model.Schema`; a new engine is a new package and a line in ``_READERS``.

* ``sqlite``, ``postgresql``, ``mariadb``, ``mysql``: a package each; ``portable``: the tables and
  columns of databases of other dialects (:mod:`compare.dialects`), for their rows
* ``engine``: which of them it is
* ``fetch``: a statement's rows; ``collector``: Python's garbage collector, out of the way
* ``unreadable``: what a reader of SQL text raises
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from compare.dialects import DIALECTS
from compare.errors import ToolError
from compare.inspect.engine import engine_of
from compare.inspect.mariadb import read_schema as read_mariadb
from compare.inspect.mysql import read_schema as read_mysql
from compare.inspect.portable import read_tables
from compare.inspect.postgresql import read_schema as read_postgresql
from compare.inspect.sqlite import read_schema as read_sqlite
from compare.model import Schema

SchemaReader = Callable[[Connection], Schema]

_READERS: dict[str, SchemaReader] = {
    "postgresql": read_postgresql,
    "sqlite": read_sqlite,
    "mariadb": read_mariadb,
    "mysql": read_mysql,
}


def read_schema(connection: Connection) -> Schema:
    """Read everything a database holds but its rows.

    Args:
        connection: an open connection; it is only read from.

    Returns:
        The schema. What the reader could not read is named in ``not_compared``.

    Raises:
        ToolError: where no package reads this engine's catalogue, the database is too old, or it
            refuses.
    """
    reader = _READERS.get(engine_of(connection))
    dialect = DIALECTS.get(connection.dialect.name)
    if reader is None and dialect is not None:
        reader = partial(read_tables, dialect=dialect)
    if reader is None:
        raise ToolError(
            f"The schema of a {connection.dialect.name} database cannot be read yet: "
            f"choose one of {', '.join(sorted(_READERS))}."
        )
    try:
        return reader(connection)
    except DBAPIError as error:
        raise ToolError(f"The schema cannot be read: {error.orig}.") from error


__all__ = ["SchemaReader", "read_schema"]
