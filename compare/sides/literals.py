"""A Python constant as the SQL text that a database's catalogue would show for it."""

from __future__ import annotations

from decimal import Decimal


def sql_literal(value: object, engine: str) -> str | None:
    """The literal for a constant, or None where the value is no plain constant.

    Args:
        value: what a model declares as its default.
        engine: the engine's name; booleans are ``0`` and ``1`` on all but PostgreSQL.
    """
    if isinstance(value, bool):
        if engine == "postgresql":
            return "true" if value else "false"
        return "1" if value else "0"
    if isinstance(value, int | float | Decimal):
        return str(value)
    if isinstance(value, str):
        escaped = value.replace("'", "''")
        return f"'{escaped}'"
    return None
