"""What SQLite compiles statements to: where the programs are the same, the database does the same.

Two texts can differ and mean the same: an INTEGER PRIMARY KEY stores no NULL with or without NOT
NULL, and ``DEFAULT Ana`` is ``DEFAULT 'Ana'``. The database itself tells, by the programs that it
would run.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing


def programs(connection: sqlite3.Connection) -> str:
    """The programs of every kind of statement on each table and view.

    They are compiled in an empty database of the same texts, made in the order of their names, so
    that it does not matter in which order they were made here, nor on which page what begins.
    """
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        made.execute("PRAGMA foreign_keys = ON")
        objects = connection.execute(
            "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
            " AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
            " ORDER BY type IN ('view', 'trigger'), type = 'trigger', type = 'index', name"
        ).fetchall()
        for _, _, sql in objects:
            made.execute(sql)
        return "\n".join(_compiled(made, [(kind, name) for kind, name, _ in objects]))


def _compiled(connection: sqlite3.Connection, objects: list[tuple[str, str]]) -> Iterator[str]:
    for kind, name in objects:
        if kind not in ("table", "view"):
            continue
        quoted = '"' + name.replace('"', '""') + '"'
        columns = connection.execute(
            "SELECT name, type, pk, hidden FROM pragma_table_xinfo(?)", (name,)
        ).fetchall()
        # Not what is said of NULL and of defaults: the programs show what becomes of that.
        yield f"{kind} {name} {columns}"
        stored = ['"' + each[0].replace('"', '""') + '"' for each in columns if not each[3]]
        for statement in _statements(kind, quoted, stored):
            yield statement
            try:
                yield from map(str, connection.execute(f"EXPLAIN {statement}").fetchall())
            except sqlite3.Error as error:
                yield str(error)


def _statements(kind: str, name: str, columns: list[str]) -> Iterator[str]:
    yield f"SELECT * FROM {name}"
    if kind == "table":
        listed, given = ", ".join(columns), ", ".join("?" for _ in columns)
        yield f"INSERT INTO {name} DEFAULT VALUES"
        yield f"INSERT INTO {name} ({listed}) VALUES ({given})"
        yield f"INSERT OR IGNORE INTO {name} ({listed}) VALUES ({given})"
        yield f"UPDATE {name} SET {', '.join(f'{column} = ?' for column in columns)}"
        yield f"DELETE FROM {name} WHERE ?"
        for column in columns:
            yield f"SELECT * FROM {name} WHERE {column} = ? ORDER BY {column}"
            if len(columns) > 1:
                yield f"INSERT INTO {name} ({column}) VALUES (?)"
