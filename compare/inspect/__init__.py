"""What a live database holds, read from its own catalogue: one reader for both sides.

SQLAlchemy supplies the connection and nothing else, so that the referee does not look through
one player's glasses. One module per engine, each with one function that takes a connection and
returns a :class:`~compare.model.Schema`; a new engine is a new module and a line in ``_READERS``.

* ``sqlite``: the schema of a SQLite database, from pragmas and CREATE texts
* ``sqlite_catalogue``: what the pragmas say, in a fixed number of statements
* ``sqlite_table``, ``sqlite_clauses``, ``sqlite_index``, ``sqlite_statements``: what only the texts
  of CREATE TABLE, INDEX, VIEW and TRIGGER say
* ``sqlite_crosscheck``, ``sqlite_assembly``: both, held against each other and put together
* ``mariadb``: the schema of a MariaDB database, from information_schema
* ``mariadb_catalogue``: what information_schema says, in a fixed number of statements
* ``mariadb_show``: what only SHOW CREATE TABLE says; ``mariadb_rights``: what a user may not see
* ``mariadb_tables``, ``mariadb_objects``: both put together
* ``mariadb_tokens``, ``mariadb_texts``: MariaDB's SQL to tokens, and tokens to canonical text
* ``postgresql``: the schema of a PostgreSQL database, from pg_catalog
* ``postgresql_session``: one moment, fixed settings, and no trace of the reading
* ``postgresql_catalogue``, ``postgresql_objects``: what pg_catalog says, in a fixed number of
  statements, of tables and of all else; ``postgresql_fragments``: what they have in common
* ``postgresql_assembly``, ``postgresql_indexes``, ``postgresql_sequences``: tables put together
* ``collector``: Python's garbage collector, out of the way
* ``tokens``, ``reader``: SQL text to tokens, and a position among them
* ``expressions``: tokens to canonical text
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from compare.errors import ToolError
from compare.inspect.mariadb import read_schema as read_mariadb
from compare.inspect.postgresql import read_schema as read_postgresql
from compare.inspect.sqlite import read_schema as read_sqlite
from compare.model import Schema

SchemaReader = Callable[[Connection], Schema]

_READERS: dict[str, SchemaReader] = {
    "postgresql": read_postgresql,
    "sqlite": read_sqlite,
    # A server's URL may begin with either word.
    "mariadb": read_mariadb,
    "mysql": read_mariadb,
}


def read_schema(connection: Connection) -> Schema:
    """Read everything a database holds but its rows.

    Args:
        connection: an open connection; it is only read from.

    Returns:
        The schema. What the reader could not read is named in ``not_compared``.

    Raises:
        ToolError: where no module reads this engine's catalogue, the database is too old, or it
            refuses.
    """
    reader = _READERS.get(connection.dialect.name)
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
