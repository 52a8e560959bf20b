"""What SQLite compiles statements to: where the programs are the same, the database does the same.

Two texts can differ and mean the same: an INTEGER PRIMARY KEY stores no NULL with or without NOT
NULL, and ``DEFAULT Ana`` is ``DEFAULT 'Ana'``. The database itself tells, by the programs that it
would run.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator


def programs(connection: sqlite3.Connection) -> str:
    """The programs of every kind of statement on each table and view, without numbers of pages."""
    connection.execute("PRAGMA foreign_keys = ON")
    roots = {
        page: name
        for name, page in connection.execute("SELECT name, rootpage FROM sqlite_schema")
        if page
    }
    objects = connection.execute(
        "SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY name"
    ).fetchall()
    found = []
    for kind, name in objects:
        quoted = '"' + name.replace('"', '""') + '"'
        columns = connection.execute(
            "SELECT name, type, pk, hidden FROM pragma_table_xinfo(?)", (name,)
        ).fetchall()
        # Not what is said of NULL and of defaults: the programs show what becomes of that.
        found.append(f"{kind} {name} {columns}")
        stored = ['"' + each[0].replace('"', '""') + '"' for each in columns if not each[3]]
        for statement in _statements(kind, quoted, stored):
            found.append(statement)
            try:
                rows = connection.execute(f"EXPLAIN {statement}").fetchall()
            except sqlite3.Error as error:
                found.append(str(error))
                continue
            found += [_without_pages(row, roots) for row in rows]
    return "\n".join(found)


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


def _without_pages(row: tuple[object, ...], roots: dict[int, str]) -> str:
    address, operation, p1, p2, p3, p4, p5, _ = row
    if operation in ("OpenRead", "OpenWrite", "ReopenIdx"):
        p2 = roots.get(p2, p2) if isinstance(p2, int) else p2
    elif operation == "Transaction":
        p3 = p4 = None
    return f"{address} {operation} {p1} {p2} {p3} {p4} {p5}"
