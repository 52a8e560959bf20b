"""Literal defaults as ``SHOW CREATE TABLE`` prints them, which is whole on MySQL."""

from __future__ import annotations

from collections.abc import Iterable

from compare.inspect.mariadb.defaults import literal
from compare.inspect.mariadb.show import read_shown
from compare.inspect.mariadb.tokens import Token
from compare.inspect.mysql.catalogue import ColumnRow
from compare.inspect.unreadable import Unreadable

_OF_UTF8 = ("utf8mb4_", "utf8mb3_", "ascii_")


def shown_defaults(text: str | None, rows: Iterable[ColumnRow]) -> dict[str, str | None]:
    """The defaults of some columns of a table.

    Args:
        text: what ``SHOW CREATE TABLE`` prints; None where that was refused.
        rows: the columns.

    Returns:
        By column the default as it is written; None where it is not known.
    """
    try:
        shown = read_shown(text or "", "").defaults
    except Unreadable:
        shown = {}
    return {row.name: _written(shown.get(row.name), row) for row in rows}


def _written(token: Token | None, row: ColumnRow) -> str | None:
    binary = row.collation is None
    if token is None:
        return None
    if token.kind == "string":
        return literal(token.text.encode("utf-8").hex(), binary=binary)
    # What information_schema's character set does not have is printed as 0x…, the bytes that the
    # column keeps.
    if token.text.lower().startswith("0x") and (
        binary or (row.collation or "").startswith(_OF_UTF8)
    ):
        return literal(token.text[2:], binary=binary)
    return None
