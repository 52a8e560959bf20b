"""Whose database it is, told by the ledger that its migrations keep."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from compare.inspect.fetch import fetch_all
from compare.model import Difference, Schema, SideName

Applied = Mapping[str, frozenset[str]]
"""By the ledger's table: what was applied."""

LEDGERS: dict[SideName, str] = {"flask": "alembic_version", "django": "django_migrations"}
_APPLIED = {
    "flask": "SELECT version_num FROM alembic_version",
    "django": "SELECT app, name FROM django_migrations",
}


def framework_of(schema: Schema) -> SideName | None:
    """``flask`` for Alembic's ledger, ``django`` for Django's; None for both or neither."""
    found = [name for name, table in LEDGERS.items() if schema.table(table) is not None]
    return found[0] if len(found) == 1 else None


def read_ledgers(connection: Connection, schema: Schema) -> Applied:
    """What was applied, by ledger; a ledger that is not there is left out.

    Raises:
        DBAPIError: the database refuses.
    """
    return {
        table: frozenset(
            ".".join(map(str, row)) for row in fetch_all(connection, _APPLIED[framework])
        )
        for framework, table in LEDGERS.items()
        if schema.table(table) is not None
    }


def diff_ledgers(left: Applied, right: Applied) -> list[Difference]:
    """What was applied according to the one and not to the other, in ledgers that both keep."""
    return [
        Difference(
            area="ledger",
            kind="ledger.applied",
            where=f"{table}[{name}]",
            left="applied" if name in left[table] else None,
            right="applied" if name in right[table] else None,
            table=table,
        )
        for table in sorted(left.keys() & right.keys())
        for name in sorted(left[table] ^ right[table])
    ]
