"""Ids that an engine hands out."""

from __future__ import annotations

import re

from compare.between.engines.reason import Engines
from compare.model import Difference, Table


def is_rowid(table: Table, column: str) -> bool:
    """Whether a column of SQLite is another name for the rowid, so that ids are handed out.

    See https://sqlite.org/lang_createtable.html#rowid: the type is INTEGER to the letter (INT or
    BIGINT will not do), alone in the key, not WITHOUT ROWID, and not ``INTEGER PRIMARY KEY DESC``.
    There is no database to ask here (:mod:`compare.inspect.sqlite.rowids` does), so a key that
    runs downwards counts for none, though it is one where a clause of its own says so.
    """
    key, found = table.primary_key, table.column(column)
    return (
        key is not None
        and found is not None
        and key.columns == (column,)
        and found.type.lower() == "integer"
        and "without rowid" not in table.options
        and not any(part.descending for part in key.parts)
    )


def handed_out(difference: Difference, engines: Engines) -> bool:
    """Both hand out ids for the one column of the primary key, one after the other from 1."""
    if difference.kind != "column.identity":
        return False
    tables = (difference.left_table, difference.right_table)
    for engine, table, said in zip(
        engines, tables, (difference.left, difference.right), strict=True
    ):
        if table is None or table.primary_key is None:
            return False
        if table.primary_key.columns != (difference.column,):
            return False
        if not re.fullmatch(_COUNTS[engine], said or ""):
            return False
        if engine == "sqlite" and not is_rowid(table, table.primary_key.columns[0]):
            return False
    return True


_COUNTS = {
    "sqlite": "(autoincrement)?",  # any INTEGER PRIMARY KEY
    # With a sequence of another name, such as that of a table renamed since, but no other options.
    "postgresql": r'(by default|serial)( \w+_seq\d*| "[^"]*_seq\d*")?',
    "mariadb": "auto_increment",
    "mysql": "auto_increment",
}
