"""One database as a ``Snapshot``."""

from __future__ import annotations

import sqlalchemy as sa

from compare.errors import ToolError
from compare.inspect import read_schema
from compare.model import Ledger, Snapshot
from compare.rows import read_rows


class Photographer:
    """Photographs one database again and again, each time over a fresh connection.

    An old connection may remember a schema that has been changed behind its back.

    Args:
        url: SQLAlchemy URL of the database.
    """

    def __init__(self, url: str) -> None:
        self._engine = sa.create_engine(url, poolclass=sa.NullPool)

    def photograph(self, ledger: Ledger) -> Snapshot:
        """The schema and every row as they are now, beside what the ledger says.

        Raises:
            ToolError: the database cannot be read.
        """
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
