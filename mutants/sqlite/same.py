"""The same SQLite database, made by another way or read over another connection."""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace

from mutants.changes import Change
from mutants.sqlite.catalogue import Held, Item
from mutants.sqlite.pieces import ColumnText, TableText
from mutants.texts import is_blank, tokens

_SESSIONS = (
    "PRAGMA reverse_unordered_selects = ON",
    "PRAGMA case_sensitive_like = ON",
    "PRAGMA full_column_names = ON",
    "PRAGMA short_column_names = OFF",
    "PRAGMA foreign_keys = ON",
    "PRAGMA defer_foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA query_only = ON",
    "PRAGMA automatic_index = OFF",
    "PRAGMA cache_size = 1",
    "PRAGMA legacy_alter_table = ON",
    "PRAGMA ignore_check_constraints = ON",
    "ATTACH ':memory:' AS otra",
    "BEGIN",
)


def changes(held: Held) -> Iterator[Change]:
    """Every other way to a database."""
    for way in WAYS:
        yield Change(way, "way", way=way)
    for statement in ("VACUUM", "REINDEX", "ANALYZE", "PRAGMA optimize", "PRAGMA wal_checkpoint"):
        yield Change(statement, "kept otherwise", (statement,))
    for session in _SESSIONS:
        yield Change(session, "session", session=(session,))
    for name, text in held.tables.items():
        yield from _table(held, name, text)
    for item in held.items:
        yield from _item(held, item)
    yield from _together(held)


def _table(held: Held, name: str, text: TableText) -> Iterator[Change]:
    table = text.name

    def path(words: str, *statements: str) -> Change:
        return Change(f"{name}: {words}", "path", statements)

    def remade(words: str, made: TableText) -> Change:
        return Change(f"{name}: {words}", "path", held.remade(name, made))

    def text_is(words: str, made: str) -> Change:
        statements = list(held.remade(name, text))
        statements[2] = made
        return Change(f"{name}: {words}", "text", tuple(statements))

    for seed in (1, 2):
        statements = list(held.remade(name, text))
        statements[3] += f" ORDER BY (rowid * {seed * 7919}) % 101"
        yield Change(f"{name}: rows in another order ({seed})", "rows' order", tuple(statements))
    yield remade("made anew", text)
    temporary = f"CREATE TEMP TABLE {table} (otra TEXT)"
    yield Change(f"{name}: hidden by a temporary one", "session", session=(temporary,))
    # Without the old way of renaming, which does not follow references, SQLite writes texts anew.
    other = f'"otra_{name}"'
    modern = "PRAGMA legacy_alter_table = OFF"
    yield path(
        "renamed and back",
        modern,
        f"ALTER TABLE {table} RENAME TO {other}",
        f"ALTER TABLE {other} RENAME TO {table}",
    )
    for column in text.columns[:4]:
        yield path(
            f"{column.bare_name} renamed and back",
            modern,
            f"ALTER TABLE {table} RENAME COLUMN {column.name} TO otra",
            f"ALTER TABLE {table} RENAME COLUMN otra TO {column.name}",
        )
    yield path(
        "a column added and dropped",
        f"ALTER TABLE {table} ADD COLUMN otra TEXT DEFAULT 'x'",
        f"ALTER TABLE {table} DROP COLUMN otra",
    )
    yield path("an index added and dropped", *_index_and_back(text))
    if len(text.constraints) > 1:
        yield remade(
            "constraints in another order", replace(text, constraints=text.constraints[::-1])
        )
    yield remade("NULL said", _each(text, _says_null))
    yield remade("BINARY said", _each(text, _says_binary))
    yield remade("clauses in another order", _each(text, _clauses_turned))
    sql = str(text)
    yield text_is("without white space", _respelled(sql, lambda token: token, " "))
    if "GENERATED" not in sql.upper():
        # To SQLite a comment between GENERATED and ALWAYS makes them part of the type.
        yield text_is("with comments", _respelled(sql, lambda token: token, " /* , ( */ -- '\n "))
    yield text_is("in small letters", _respelled(sql, _lower, " "))
    yield text_is("names quoted otherwise", _quoted_otherwise(text))


def _index_and_back(text: TableText) -> tuple[str, ...]:
    return (f"CREATE INDEX otro ON {text.name} ({text.columns[0].name})", "DROP INDEX otro")


def _each(text: TableText, change: Callable[[ColumnText], ColumnText]) -> TableText:
    return replace(text, columns=tuple(map(change, text.columns)))


def _says_null(column: ColumnText) -> ColumnText:
    if any(column.clause(word) for word in ("not", "null", "primary", "generated", "as")):
        return column
    return column.plus("NULL")


def _says_binary(column: ColumnText) -> ColumnText:
    return column if column.clause("collate") else column.plus("COLLATE BINARY")


def _clauses_turned(column: ColumnText) -> ColumnText:
    """The same clauses the other way round; one that refers keeps what belongs to it."""
    return replace(column, clauses=column.clauses[::-1])


def _respelled(sql: str, spell: Callable[[str], str], blank: str) -> str:
    return "".join(blank if is_blank(token) else spell(token) for token in tokens(sql))


_KEYWORDS = {
    *[
        "create",
        "table",
        "primary",
        "key",
        "not",
        "null",
        "default",
        "references",
        "unique",
        "check",
        "constraint",
        "foreign",
        "on",
    ],
    *[
        "delete",
        "update",
        "cascade",
        "set",
        "deferrable",
        "initially",
        "deferred",
        "and",
        "or",
        "is",
        "between",
        "like",
    ],
    *[
        "collate",
        "generated",
        "always",
        "as",
        "virtual",
        "stored",
        "autoincrement",
        "conflict",
        "without",
        "rowid",
    ],
}


def _lower(token: str) -> str:
    return token.lower() if token.lower() in _KEYWORDS else token


def _quoted_otherwise(text: TableText) -> str:
    columns = tuple(
        replace(column, name=f"[{column.bare_name}]" if column.name[0] != "[" else column.bare_name)
        for column in text.columns
    )
    return str(replace(text, columns=columns))


def _item(held: Held, item: Item) -> Iterator[Change]:
    drop = f'DROP {item.type.upper()} "{item.name}"'
    again = [
        each.sql
        for each in held.items
        if item.type == "view" and each.type == "trigger" and each.table == item.name
    ]
    for words, sql in (
        ("made anew", item.sql),
        ("with comments", _respelled(item.sql, lambda token: token, " /* ; */ ")),
        (
            "IF NOT EXISTS",
            re.sub(r"(?i)\b(INDEX|VIEW|TRIGGER)\b", r"\1 IF NOT EXISTS", item.sql, count=1),
        ),
    ):
        yield Change(f"{item.type} {item.name}: {words}", "path", (drop, sql, *again))


def _together(held: Held) -> Iterator[Change]:
    """Indexes and triggers made in another order."""
    for kind in ("index", "trigger"):
        items = [item for item in held.items if item.type == kind]
        for seed in range(4):
            mixed = random.Random(seed).sample(items, len(items))
            statements = [f'DROP {kind.upper()} "{item.name}"' for item in items]
            yield Change(
                f"each {kind} made anew, in order {seed}",
                "path",
                (*statements, *(item.sql for item in mixed)),
            )


# --------------------------------------------------------------------------------------
# Whole databases


def _restored(
    connection: sqlite3.Connection, *, backwards: bool = False, indexes_first: bool = False
) -> sqlite3.Connection:
    """The database dumped to SQL and made anew from that."""
    objects = connection.execute(
        "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
        " AND name NOT LIKE 'sqlite~_%'"
        " ESCAPE '~' ORDER BY rowid"
    ).fetchall()
    tables = [(name, sql) for kind, name, sql in objects if kind == "table"]
    indexes = [sql for kind, _, sql in objects if kind == "index"]
    others = [sql for kind, _, sql in objects if kind in ("view", "trigger")]
    # Triggers come last: they would fire. A view has to be there before its triggers.
    rest = [*indexes, *others] if not indexes_first else others
    made = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    for pragma in ("user_version", "application_id"):
        ((value,),) = connection.execute(f"PRAGMA {pragma}")
        made.execute(f"PRAGMA {pragma} = {value}")
    made.execute("PRAGMA foreign_keys = OFF")
    made.execute("PRAGMA ignore_check_constraints = ON")
    for _, sql in tables[::-1] if backwards else tables:
        made.execute(sql)
    if indexes_first:
        for sql in indexes[::-1] if backwards else indexes:
            made.execute(sql)
    for name, _ in tables:
        rows = list(_inserts(connection, name))
        for insert in rows[::-1] if backwards else rows:
            made.execute(insert)
    for sql in rest:
        made.execute(sql)
    if any(name == "sqlite_sequence" for (name,) in made.execute("SELECT name FROM sqlite_schema")):
        made.execute("DELETE FROM sqlite_sequence")
        made.executemany(
            "INSERT INTO sqlite_sequence VALUES (?, ?)",
            connection.execute("SELECT name, seq FROM sqlite_sequence").fetchall(),
        )
    connection.close()
    return made


def _inserts(connection: sqlite3.Connection, table: str) -> Iterator[str]:
    columns = [
        '"' + name.replace('"', '""') + '"'
        for name, hidden in connection.execute(
            "SELECT name, hidden FROM pragma_table_xinfo(?)", (table,)
        )
        if not hidden
    ]
    spelled = ", ".join(
        f"CASE typeof({each}) WHEN 'text' THEN 'CAST(x''' || hex({each}) || ''' AS TEXT)'"
        f" WHEN 'real' THEN printf('%!.17g', {each}) ELSE quote({each}) END"
        for each in columns
    )
    for values in connection.execute(f'SELECT {spelled} FROM "{table}"'):
        literals = ", ".join(_finite(value) for value in values)
        yield f'INSERT INTO "{table}" ({", ".join(columns)}) VALUES ({literals})'


def _finite(value: str) -> str:
    return {"Inf": "9e999", "-Inf": "-9e999"}.get(value, value)


def _kept_with(connection: sqlite3.Connection, *statements: str) -> sqlite3.Connection:
    for statement in statements:
        connection.execute(statement)
    return connection


def _backed_up(connection: sqlite3.Connection) -> sqlite3.Connection:
    made = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    with closing(connection):
        connection.backup(made)
    return made


WAYS: dict[str, Callable[[sqlite3.Connection], sqlite3.Connection]] = {
    "dumped and restored": _restored,
    "restored from the end": lambda one: _restored(one, backwards=True),
    "restored, indexes first": lambda one: _restored(one, indexes_first=True),
    "backed up": _backed_up,
    "pages of another size": lambda one: _kept_with(one, "PRAGMA page_size = 1024", "VACUUM"),
    "vacuumed by itself": lambda one: _kept_with(one, "PRAGMA auto_vacuum = FULL", "VACUUM"),
}
"""Other ways to a whole database: a connection to the one in, one to the other out."""
