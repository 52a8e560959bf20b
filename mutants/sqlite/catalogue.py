"""What a SQLite database holds, for those who are to change it: its texts, not our reader's."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from mutants.sqlite.pieces import ColumnText, TableText, read_table, remake
from mutants.texts import bare, mentions


@dataclass(frozen=True, slots=True)
class Item:
    """A line of ``sqlite_schema``: an index, a view or a trigger."""

    type: str
    name: str
    table: str
    sql: str


class Held:
    """One SQLite database's objects and rows.

    Attributes:
        tables: each table's text in pieces, by name.
        items: indexes, views and triggers that have a text.
        connection: to look at rows.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.tables: dict[str, TableText] = {}
        self.items: list[Item] = []
        for kind, name, table, sql in connection.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
        ):
            if name.startswith("sqlite_"):
                continue
            if kind == "table":
                self.tables[name] = read_table(sql)
            else:
                self.items.append(Item(kind, name, table, sql))

    def hung_on(self, table: str) -> list[Item]:
        """The indexes and triggers of a table."""
        return [each for each in self.items if each.table == table and each.type != "view"]

    def sequence(self, table: str) -> int | None:
        """What AUTOINCREMENT remembers of a table."""
        try:
            found = self.connection.execute(
                "SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)
            ).fetchone()
        except sqlite3.OperationalError:
            return None
        return found[0] if found else None

    def stored(self, text: TableText) -> list[str]:
        """The quoted names of the columns that take values."""
        return [column.name for column in text.columns if not is_generated(column)]

    def remade(self, table: str, text: TableText) -> tuple[str, ...]:
        """The statements that give a table another text.

        Columns that are gone take their values and the objects that mention them with them.
        """
        before = self.tables[table]
        gone = [
            column.bare_name
            for column in before.columns
            if column.bare_name not in {each.bare_name for each in text.columns}
        ]
        known = {column.bare_name for column in before.columns}
        names = [name for name in self.stored(text) if bare(name) in known]
        afterwards = [
            item.sql
            for item in self.hung_on(table)
            if not any(mentions(item.sql, name) for name in gone)
        ]
        pairs = zip(names, names, strict=True)
        sequence = self.sequence(table) if "autoincrement" in str(text).lower() else None
        return tuple(remake(before.name, str(text), pairs, afterwards, sequence))

    def rows(self, table: str) -> Iterator[str]:
        """A condition for each row, in the order in which they are stored."""
        text = self.tables[table]
        if "rowid" in text.tail.lower():
            key = [name for name in self.stored(text) if self._key_position(table, bare(name))]
            quoted = ", ".join(f"quote({name})" for name in key)
            for values in self.connection.execute(f"SELECT {quoted} FROM {text.name}"):
                yield " AND ".join(f"{n} = {v}" for n, v in zip(key, values, strict=True))
        else:
            for (rowid,) in self.connection.execute(
                f"SELECT rowid FROM {text.name} ORDER BY rowid"
            ):
                yield f"rowid = {rowid}"

    def _key_position(self, table: str, column: str) -> int:
        ((position,),) = self.connection.execute(
            "SELECT pk FROM pragma_table_info(?) WHERE name = ?", (table, column)
        )
        return position


def is_generated(column: ColumnText) -> bool:
    """Whether the database computes a column."""
    return column.clause("generated") is not None or column.clause("as") is not None
