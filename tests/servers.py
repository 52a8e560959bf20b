"""The database servers that tests use: each engine's own, started when first needed.

One a test process; it is gone when the process ends. ``PARITY_POSTGRESQL_URL`` and
``PARITY_MARIADB_URL`` name others. Without any, the tests that want it are skipped with the reason,
unless ``PARITY_SKIP_MISSING=0``, as in CI.
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

from compare.engines import engine_named
from compare.engines.server import ServerDatabases


def postgresql_url() -> str:
    """Where to make databases: a SQLAlchemy URL of PostgreSQL, as a superuser."""
    return _server("postgresql").url


def mariadb_url() -> str:
    """Where to make databases: a SQLAlchemy URL of MariaDB, as root."""
    return _server("mariadb").url


@contextmanager
def database(engine: str) -> Iterator[str]:
    """A new, empty database on a server, as a SQLAlchemy URL; dropped when the context ends."""
    with _server(engine).pair() as pair:
        yield pair.flask


@cache
def _server(engine: str) -> ServerDatabases:
    stack = ExitStack()
    offer = engine_named(engine).offer()
    if offer.missing and os.environ.get("PARITY_SKIP_MISSING") != "0":
        pytest.skip(f"there is no {engine} here: {offer.missing}")
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="parity-tests-"))
    server = stack.enter_context(engine_named(engine).running(Path(folder)))
    assert isinstance(server, ServerDatabases)
    atexit.register(stack.close)
    return server
