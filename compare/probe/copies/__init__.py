"""Copies of two databases, without their rows: what a probe writes into, and gone afterwards.

The databases themselves are only read. A copy of a SQLite file is a file in a private folder; one
of a database on a server is a new database where :mod:`compare.engines` makes them: on the server
that ``PARITY_POSTGRESQL_URL``, ``PARITY_MARIADB_URL`` or ``PARITY_MYSQL_URL`` names, else on one
started for it, which there is none of MySQL's.

* ``copy``: what a copy is; ``sqlite``, ``postgresql``, ``mariadb``, ``mysql``: how each makes one
* ``faithful``: whether it is the same as what it was made from
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from compare.databases import Database
from compare.engines import engine_for_copies
from compare.engines.base import Pair, Server
from compare.errors import EngineMissing, ToolError
from compare.inspect import read_schema
from compare.inspect.fetch import fetch_all
from compare.model import Schema
from compare.probe.copies import mariadb, mysql, postgresql, sqlite
from compare.probe.copies.copy import Copy, NotCopied, words
from compare.probe.copies.faithful import check_faithful
from compare.redaction import redact
from compare.stream import open_side

Copier = Callable[[Database, str], AbstractContextManager[Connection]]

_COPIERS: dict[str, Copier] = {
    "sqlite": sqlite.copied,
    "postgresql": postgresql.copied,
    "mariadb": mariadb.copied,
    "mysql": mysql.copied,
}
_VERSIONS = {
    "sqlite": "SELECT sqlite_version()",
    "postgresql": "SHOW server_version",
    "mariadb": "SELECT version()",
    "mysql": "SELECT version()",
}


@contextmanager
def copied(
    databases: tuple[Database, Database], schemas: tuple[Schema, Schema]
) -> Iterator[tuple[Copy, Copy]]:
    """Copies of two databases; servers, databases and files are gone when the context ends.

    Args:
        databases: the originals, opened to be read.
        schemas: what was read of them.

    Raises:
        NotCopied: a copy cannot be made, or is not the same as its original.
    """
    with ExitStack() as stack:
        servers: dict[str, Server] = {}
        found = []
        for number, (database, schema) in enumerate(zip(databases, schemas, strict=True)):
            pair = _pair(stack, servers, database)
            url = (pair.flask, pair.django)[number]
            found.append(stack.enter_context(_copy(database, schema, url)))
        yield found[0], found[1]


def _pair(stack: ExitStack, servers: dict[str, Server], database: Database) -> Pair:
    engine = database.engine
    try:
        if engine not in servers:
            folder = stack.enter_context(
                tempfile.TemporaryDirectory(prefix="parity-", ignore_cleanup_errors=True)
            )
            servers[engine] = stack.enter_context(engine_for_copies(engine).running(Path(folder)))
        return stack.enter_context(servers[engine].pair())
    except (EngineMissing, ToolError, OSError) as error:
        raise NotCopied(database.address.label, str(error)) from error


@contextmanager
def _copy(database: Database, schema: Schema, url: str) -> Iterator[Copy]:
    label = database.address.label
    with ExitStack() as stack:
        try:
            connection = stack.enter_context(_COPIERS[database.engine](database, url))
            made = read_schema(connection)
            check_faithful(database.engine, label, schema, made)
            with open_side(database.engine, [connection], made) as side:
                source = side.source
            ((version,),) = fetch_all(connection, _VERSIONS[database.engine])
        except (SQLAlchemyError, ToolError, OSError) as error:
            raise NotCopied(label, redact(words(error))) from error
        yield Copy(database.engine, connection, made, version, source)


__all__ = ["Copy", "NotCopied", "copied"]
