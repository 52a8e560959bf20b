"""DuckDB files made by statements, and opened as they are to be read."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa

from compare.databases import Database, open_database, parse_address


def write(path: Path, *statements: str) -> str:
    """Run statements in a file, which is made if need be, and close it.

    Returns:
        Its address.
    """
    import duckdb

    with duckdb.connect(str(path)) as connection:
        for statement in statements:
            connection.execute(statement)
    return f"duckdb:///{path}"


@contextmanager
def opened(*statements: str) -> Iterator[Database]:
    """A file that these statements made, opened to be read only and gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="parity-tests-") as folder:
        address = parse_address(write(Path(folder, "made.duckdb"), *statements), os.environ)
        with open_database(address, statement_timeout=None, lock_timeout=None) as database:
            yield database


@contextmanager
def connected(*statements: str) -> Iterator[sa.Connection]:
    """A connection to such a file."""
    with opened(*statements) as database:
        yield database.connection
