"""A copy of a MySQL database: tables, libraries, routines and triggers, as the server shows them.

As for MariaDB (:mod:`compare.probe.copies.mariadb`), but that MySQL has no sequences, and that
``SHOW CREATE TABLE`` depends on the session's settings.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from compare.databases import Database
from compare.inspect.fetch import fetch_all
from compare.inspect.mariadb.tokens import quoted
from compare.inspect.mysql.catalogue import LIBRARIES_SINCE, version_of
from compare.inspect.mysql.session import reading
from compare.probe.copies.mariadb import (
    Statement,
    copied_by,
    routines_and_triggers,
    without_definer,
)

_TABLES = (
    "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()"
    " AND TABLE_TYPE = 'BASE TABLE' ORDER BY TABLE_NAME"
)
_LIBRARIES = (
    "SELECT LIBRARY_NAME FROM information_schema.LIBRARIES WHERE LIBRARY_SCHEMA = DATABASE()"
    " ORDER BY LIBRARY_NAME"
)


@contextmanager
def copied(database: Database, url: str) -> Iterator[Connection]:
    """Copy the schema of a MySQL database.

    Args:
        database: the original, opened to be read.
        url: of an empty database.

    Yields:
        A connection to the copy, in the SQL mode of the original's.

    Raises:
        ToolError: the copy could reach into another database.
        DBAPIError: a server refuses.
    """
    original = database.connection
    ((longest,),) = fetch_all(original, "SELECT @@max_execution_time")
    with reading(original):
        statements = list(_statements(original, version_of(database.version)))
    with copied_by(original, url, statements, f"max_execution_time = {longest}") as connection:
        yield connection


def _statements(original: Connection, version: tuple[int, ...]) -> Iterator[Statement]:
    for (name,) in fetch_all(original, _TABLES):
        ((_, sql),) = fetch_all(original, f"SHOW CREATE TABLE {quoted(name)}")
        yield sql, ""
    if version >= LIBRARIES_SINCE:
        for (name,) in fetch_all(original, _LIBRARIES):
            ((_, _, sql, *_),) = fetch_all(original, f"SHOW CREATE LIBRARY {quoted(name)}")
            yield without_definer(sql), ""
    yield from routines_and_triggers(original, "SHOW CREATE")
