"""A copy of a SQLite file: every statement of its schema, in a new file.

Virtual tables are left out with what they keep beside themselves: they are not compared either.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy import Connection

from compare.databases import Database
from compare.inspect.fetch import fetch_all

_STATEMENTS = (
    "SELECT sql FROM main.sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%'"
    " ESCAPE '\\' AND tbl_name NOT IN (SELECT name FROM pragma_table_list"
    " WHERE schema = 'main' AND type IN ('virtual', 'shadow'))"
    " ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 WHEN 'view' THEN 2 ELSE 3 END,"
    " rowid"
)


@contextmanager
def copied(database: Database, url: str) -> Iterator[Connection]:
    """Copy the schema of a SQLite file.

    Args:
        database: the original, opened to be read.
        url: of a file that does not exist yet.

    Yields:
        A connection to the copy that checks foreign keys (``PRAGMA foreign_keys = ON``).

    Raises:
        DBAPIError: SQLite refuses.
    """
    path = sa.make_url(url).database or ""
    engine = sa.create_engine(
        "sqlite+pysqlite://",
        creator=lambda: sqlite3.connect(path, isolation_level=None, check_same_thread=False),
        poolclass=sa.NullPool,
        pool_reset_on_return=None,
    )
    ((encoding,),) = fetch_all(database.connection, "PRAGMA main.encoding")
    with engine.connect() as connection:
        # Nobody needs the file after a power cut: no waiting for the disk.
        for setting in (f"encoding = '{encoding}'", "synchronous = OFF", "foreign_keys = OFF"):
            fetch_all(connection, f"PRAGMA {setting}")
        for (sql,) in fetch_all(database.connection, _STATEMENTS):
            fetch_all(connection, sql)
        fetch_all(connection, "PRAGMA foreign_keys = ON")
        yield connection
