"""A copy of a PostgreSQL database: what ``pg_dump --schema-only`` says, run by ``psql``.

Both programs come from the wheel that brings the server, or from PATH. pg_dump reads in a
read-only transaction of its own
(https://www.postgresql.org/docs/current/app-pgdump.html). Where to connect to, with whatever
secrets that takes, stands in a private file and in the environment, never in an argument
(https://www.postgresql.org/docs/current/libpq-pgservice.html).

A copy has the same foreign servers, and what is written into a foreign table of the copy would
stand in the database behind it: with any there is no copy.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from compare.databases import Database
from compare.engines.postgresql import client_program
from compare.errors import ToolError
from compare.inspect.fetch import fetch_all
from compare.inspect.postgresql.session import quoted, run

_DUMP = (
    *("--schema-only", "--no-owner", "--no-privileges", "--no-publications"),
    *("--no-subscriptions", "--no-security-labels", "--no-tablespaces", "--no-password"),
)
_RESTORE = ("--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1")
_SETTINGS = {
    "DateStyle": "ISO, MDY",
    "IntervalStyle": "postgres",
    "TimeZone": "UTC",
    "extra_float_digits": "1",
    "bytea_output": "hex",
    "client_min_messages": "error",
}
_REACHES_OUT = (
    "SELECT concat('the foreign server ', srvname) FROM pg_catalog.pg_foreign_server UNION ALL"
    " SELECT 'the extension dblink' FROM pg_catalog.pg_extension WHERE extname = 'dblink' LIMIT 1"
)
_NO_FILE = frozenset({"service", "servicefile", "passfile", "password"})


@contextmanager
def copied(database: Database, url: str) -> Iterator[Connection]:
    """Copy the schema of a PostgreSQL database.

    Args:
        database: the original, opened to be read.
        url: of an empty database.

    Yields:
        A connection to the copy.

    Raises:
        ToolError: the original cannot be dumped or its copy not be made, or the copy could reach
            another database.
        DBAPIError: a server refuses.
    """
    engine = sa.create_engine(
        url, poolclass=sa.NullPool, pool_reset_on_return=None, isolation_level="AUTOCOMMIT"
    )
    for (what,) in fetch_all(database.connection, _REACHES_OUT):
        raise ToolError(f"there is {what}, by which the copy could write into another database")
    with engine.connect() as connection:
        ((wait, longest),) = fetch_all(
            database.connection,
            "SELECT current_setting('lock_timeout'), current_setting('statement_timeout')",
        )
        dump = _run("pg_dump", database.connection, (*_DUMP, f"--lock-wait-timeout={wait}"))
        _run("psql", connection, _RESTORE, _for_any_version(dump))
        path = fetch_all(database.connection, "SELECT unnest(current_schemas(false))::text")
        settings = {
            **_SETTINGS,
            "search_path": ", ".join(quoted(name) for (name,) in path),
            "statement_timeout": longest,
        }
        for name, value in settings.items():
            text = value.replace("'", "''")
            run(connection, f"SELECT pg_catalog.set_config('{name}', '{text}', false)")
        yield connection


def _for_any_version(dump: bytes) -> bytes:
    """A dump without what only some servers take, and which says nothing of a schema.

    ``pg_attver`` is written by some builds of PostgreSQL 15 among a column's options: when it was
    made. ``transaction_timeout`` is set by pg_dump from version 17 on.
    """
    dump = re.sub(rb"(?m)^SET transaction_timeout = 0;\n", b"", dump, count=1)
    dump = re.sub(rb"(?m)^(ALTER TABLE .* SET \(.*?)(, )?pg_attver='?\d+'?", rb"\1", dump)
    dump = re.sub(rb"(?m)^(ALTER TABLE .* SET \(), ", rb"\1", dump)
    return re.sub(rb"(?m)^ALTER TABLE .* SET \(\);\n", b"", dump)


def _run(
    program: str, connection: Connection, arguments: tuple[str, ...], given: bytes = b""
) -> bytes:
    """Run a client's program on the database of a connection; what it prints."""
    path = client_program(program)
    if path is None:
        raise ToolError(
            f"there is no {program}: install PostgreSQL's client programs, or"
            " python -m pip install 'django-parity[postgresql]'"
        )
    dbapi: Any = connection.connection.dbapi_connection
    with tempfile.TemporaryDirectory(prefix="parity-") as folder:
        file = Path(folder, "service.conf")
        parameters = {
            name: value
            for name, value in dbapi.info.get_parameters().items()
            if name not in _NO_FILE
        }
        lines = ["[parity]", *(f"{name}={value}" for name, value in parameters.items())]
        file.touch(0o600)
        file.write_text("\n".join([*lines, ""]), encoding="utf-8")
        kept = {name: value for name, value in os.environ.items() if name != "PGSERVICE"}
        environment = {**kept, "PGSERVICEFILE": str(file), "PGCLIENTENCODING": "UTF8"}
        if dbapi.info.password:
            environment["PGPASSWORD"] = dbapi.info.password
        done = subprocess.run(
            [path, *arguments, "--dbname=service=parity"],
            env=environment,
            input=given,
            capture_output=True,
            check=False,
        )
    if done.returncode:
        raise ToolError(f"{program} says: {_first_line(done.stderr)}")
    return done.stdout


def _first_line(said: bytes) -> str:
    lines = [line.strip() for line in said.decode(errors="replace").splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower()]
    return (errors or lines or ["nothing, and fails"])[0]
