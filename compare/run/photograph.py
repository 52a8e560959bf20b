"""One database as a ``Snapshot``."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from compare.errors import ToolError
from compare.inspect import read_schema
from compare.model import Ledger, Snapshot
from compare.rows import read_rows


class Photographer:
    """Photographs one database again and again, over one connection as long as it is the same.

    Args:
        url: SQLAlchemy URL of the database.
    """

    def __init__(self, url: str) -> None:
        self._engine = sa.create_engine(url)
        self._file: tuple[int, int] | None = None

    def photograph(self, ledger: Ledger) -> Snapshot:
        """The schema and every row as they are now, beside what the ledger says.

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
        return Snapshot(schema=schema, rows=rows, ledger=ledger)

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

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
