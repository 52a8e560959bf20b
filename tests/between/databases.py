"""SQLite files from scripts, and what ``parity diff`` makes of two of them."""

import sqlite3
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path

from compare.between import Asked, DiffResult, diff_databases
from compare.databases import open_database, parse_address

TODAY = date(2026, 6, 1)
POSTS = (
    "CREATE TABLE post (id INTEGER PRIMARY KEY, titulo VARCHAR(200) NOT NULL, votos INTEGER);"
    "INSERT INTO post VALUES (1, 'uno', 1), (2, 'dos', 2), (3, 'tres', NULL);"
)


def made(path: Path, script: str) -> str:
    """A SQLite file, as an address."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)
    return str(path)


class Listener:
    """Hears how far a comparison is; may end it at a table, or after some rows."""

    def __init__(self, until: str | None = None, rows: int | None = None) -> None:
        self.heard: list[object] = []
        self._until = until
        self._rows = rows

    def table(self, name: str, number: int, tables: int, rows: int, about: bool) -> None:
        if name == self._until:
            raise KeyboardInterrupt
        self.heard.append((name, number, tables, rows))

    def rows(self, done: int) -> None:
        self.heard.append(done)
        if (
            self._rows is not None
            and sum(each for each in self.heard if type(each) is int) > self._rows
        ):
            raise KeyboardInterrupt


def diff(
    left: str, right: str, asked: Asked | None = None, watch: Listener | None = None
) -> DiffResult:
    """Compare two databases."""
    with ExitStack() as stack:
        one, other = (
            stack.enter_context(
                open_database(parse_address(text, {}), statement_timeout=60, lock_timeout=5)
            )
            for text in (left, right)
        )
        return diff_databases(one, other, asked or Asked(), watch or Listener(), TODAY)


def unexplained(result: DiffResult) -> list[str]:
    """All that nothing explains: schemas, then examples of rows."""
    found = [each.difference.line for each in result.schema or () if each.reason is None]
    for table in result.tables or ():
        for group in table.groups:
            if group.reason is None:
                found += [example.line for example in group.examples]
    return found
