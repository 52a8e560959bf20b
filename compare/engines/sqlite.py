"""SQLite: two files in a private temporary folder."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL

from compare.engines.base import Offer, Pair
from compare.errors import ToolError


@dataclass(frozen=True, slots=True)
class SQLiteFiles:
    """A folder, and files in it on request."""

    folder: str | None = None

    @contextmanager
    def pair(self) -> Iterator[Pair]:
        """Two database files that do not exist yet; their folder is 0700 and goes with the context.

        Raises:
            ToolError: no temporary folder can be made.
        """
        try:
            folder = tempfile.TemporaryDirectory(
                prefix="parity-", dir=self.folder, ignore_cleanup_errors=True
            )
        except OSError as error:
            raise ToolError(
                f"Cannot make a temporary folder for the databases: {error.strerror or error}; "
                "set TMPDIR to a folder that can be written."
            ) from error
        with folder as name:
            yield Pair(
                flask=_url(Path(name, "flask.db")),
                django=_url(Path(name, "django.db")),
                # Nobody needs these files after a power cut: no waiting for the disk.
                on_connect="PRAGMA synchronous = OFF",
            )


class SQLite:
    """The embedded default: nothing to install, nothing to start."""

    name = "sqlite"

    def offer(self) -> Offer:
        """Python's own SQLite."""
        return Offer("files, through Python's own sqlite3", sqlite3.sqlite_version)

    @contextmanager
    def running(self, folder: Path) -> Iterator[SQLiteFiles]:
        """Nothing runs: the files are in the folder."""
        yield SQLiteFiles(str(folder))


def _url(path: Path) -> str:
    return URL.create("sqlite", database=str(path)).render_as_string(hide_password=False)
