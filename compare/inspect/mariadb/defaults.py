"""Literal defaults of MariaDB's and MySQL's columns that information_schema may not say whole.

It writes a question mark for what it has no character for. ``DEFAULT(column)`` says all, but of a
column that is NOT NULL only where there is a row: in a row that an outer join made up it is NULL.
"""

from __future__ import annotations

from compare.inspect.mariadb.tokens import quoted

UNKNOWN_DEFAULT = (
    "its default may hold what stands for ?: of a table that is empty, or cannot be read, the"
    " server does not say it"
)


def question(table: str, column: str, *, binary: bool) -> str:
    """A SELECT for the default of a column, in hexadecimal.

    Args:
        table: the name of its table.
        column: its name.
        binary: whether it holds bytes and not text.

    Returns:
        It gives one row with one value: NULL where the server does not say.
    """
    value = f"DEFAULT(t.{quoted(column)})"
    digits = f"HEX({value if binary else f'CONVERT({value} USING utf8mb4)'})"
    return f"SELECT {digits} FROM (SELECT 1) AS d LEFT JOIN {quoted(table)} AS t ON TRUE LIMIT 1"


def literal(digits: str | None, *, binary: bool) -> str | None:
    """What it answers, as a default is written; None where it did not say."""
    if digits is None:
        return None
    if binary:
        return f"x'{digits.lower()}'"
    return "'" + bytes.fromhex(digits).decode("utf-8").replace("'", "''") + "'"
