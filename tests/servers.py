"""The database servers that tests use: each engine's own, started when first needed.

One a test process; it is gone when the process ends. ``PARITY_POSTGRESQL_URL`` and
``PARITY_MARIADB_URL`` name others. Without any, the tests that want it are skipped with the reason,
unless ``PARITY_SKIP_MISSING=0``, as in CI.

MySQL is never started here: without ``PARITY_MYSQL_URL`` its tests are skipped (``.ci/mysql`` makes
such a server).
"""

from __future__ import annotations

import atexit
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa

from compare.engines import engine_for_copies
from compare.engines.server import ServerDatabases


def postgresql_url() -> str:
    """Where to make databases: a SQLAlchemy URL of PostgreSQL, as a superuser."""
    return server("postgresql").url


def mariadb_url() -> str:
    """Where to make databases: a SQLAlchemy URL of MariaDB, as root."""
    return server("mariadb").url


def mysql_url() -> str:
    """Where to make databases: a SQLAlchemy URL of MySQL, as root."""
    return server("mysql").url


@contextmanager
def database(engine: str) -> Iterator[str]:
    """An empty database on a server, as a SQLAlchemy URL; another test has it afterwards."""
    idle = _idle.setdefault(engine, [])
    if not idle:
        # To make a database takes PostgreSQL a hundred times as long as to empty one.
        made = server(engine).pair()
        pair = made.__enter__()
        idle.extend((pair.flask, pair.django))
        atexit.register(made.__exit__, None, None, None)
    url = idle.pop()
    if engine == "postgresql":
        # A new one is not quite the same: its schema has a comment.
        _empty_postgresql(url)
    elif url in _used:
        _empty(url)
    _used.add(url)
    try:
        yield url
    finally:
        idle.append(url)


_idle: dict[str, list[str]] = {}
_used: set[str] = set()


def _empty(url: str) -> None:
    engine = sa.create_engine(url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        name, create = connection.exec_driver_sql(
            f"SHOW CREATE DATABASE `{engine.url.database}`"
        ).one()
        connection.exec_driver_sql(f"DROP DATABASE `{name}`")
        connection.exec_driver_sql(create)


def _empty_postgresql(url: str) -> None:
    engine = sa.create_engine(url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        connection.exec_driver_sql("DROP SCHEMA public CASCADE")
        connection.exec_driver_sql("CREATE SCHEMA public")
        connection.exec_driver_sql("GRANT USAGE ON SCHEMA public TO PUBLIC")


@cache
def server(engine: str) -> ServerDatabases:
    stack = ExitStack()
    offer = engine_for_copies(engine).offer()
    needed = "PARITY_MYSQL_URL" in os.environ if engine == "mysql" else _needed()
    if offer.missing and not needed:
        pytest.skip(f"there is no {engine} here: {offer.missing}")
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="parity-tests-"))
    server = stack.enter_context(engine_for_copies(engine).running(Path(folder)))
    assert isinstance(server, ServerDatabases)
    atexit.register(stack.close)
    return server


def _needed() -> bool:
    return os.environ.get("PARITY_SKIP_MISSING") == "0"
