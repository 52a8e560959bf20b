"""One database as a ``Snapshot``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import sqlalchemy as sa

from compare.errors import ToolError
from compare.inspect import read_schema
from compare.model import LEDGER_TABLES, Ledger, Schema, Snapshot, TableRows
from compare.rows import read_rows


class Photographer:
    """Photographs one database again and again, over one connection as long as it is the same.

    Args:
        url: SQLAlchemy URL of the database.
    """

    def __init__(self, url: str) -> None:
        self._engine = sa.create_engine(url)
        self._file: tuple[int, int] | None = None
        self._last: Snapshot | None = None

    def photograph(self, ledger: Callable[[], Ledger]) -> Snapshot:
        """The schema and every row as they are now, beside what the ledger says.

        What is as it was in the last photograph is the same object again, so that nobody need
        compare it anew.

        Args:
            ledger: what the side says of its ledger; asked only where the ledger's table is not
                as it was.

        Raises:
            ToolError: the database cannot be read.
        """
        self._let_go_of_another_file()
        try:
            with self._engine.connect() as connection:
                schema = read_schema(connection)
                rows = read_rows(connection, schema)
        except sa.exc.SQLAlchemyError as error:
            reason = " ".join(str(getattr(error, "orig", None) or error).split())
            raise ToolError(f"Cannot read the database: {reason}.") from error
        self._last = self._developed(schema, rows, ledger)
        return self._last

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _developed(
        self, schema: Schema, rows: tuple[TableRows, ...], ledger: Callable[[], Ledger]
    ) -> Snapshot:
        last = self._last
        if last is None:
            return Snapshot(schema, rows, ledger())
        known = {each.table: each for each in last.rows}
        kept = tuple(_one(known.get(each.table), each) for each in rows)
        found = Snapshot(_one(last.schema, schema), kept, last.ledger)
        if all(
            found.schema.table(name) == last.schema.table(name)
            and found.rows_of(name) is last.rows_of(name)
            for name in LEDGER_TABLES
        ):
            return found
        return Snapshot(found.schema, kept, ledger())

    def _let_go_of_another_file(self) -> None:
        """A connection to a file that was deleted or replaced would show the old one for ever."""
        if self._engine.dialect.name != "sqlite" or not self._engine.url.database:
            return
        try:
            status = Path(self._engine.url.database).stat()
        except FileNotFoundError:
            file = None
        else:
            file = (status.st_dev, status.st_ino)
        if file != self._file:
            self._engine.dispose()
        self._file = file


_T = TypeVar("_T")


def _one(before: _T | None, now: _T) -> _T:
    """The one of before, where both are equal."""
    return before if before is not None and before == now else now
