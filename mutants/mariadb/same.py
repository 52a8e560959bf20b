"""The same MariaDB database, made by another way or read over another connection."""

from __future__ import annotations

import re
from collections.abc import Iterator

import sqlalchemy as sa

from mutants.changes import Change
from mutants.mariadb.schema import ask, shown, tables_of

_SESSIONS = (
    *(
        f"SET time_zone = '{zone}'"
        for zone in ("+00:00", "+02:00", "-05:00", "+05:45", "+13:00", "-09:30", "+14:00")
    ),
    "SET sql_mode = ''",
    "SET sql_mode = 'ANSI_QUOTES'",
    "SET sql_mode = 'PAD_CHAR_TO_FULL_LENGTH'",
    "SET sql_mode = 'NO_BACKSLASH_ESCAPES'",
    "SET sql_mode = 'ORACLE'",
    "SET sql_mode = 'PIPES_AS_CONCAT,IGNORE_SPACE'",
    "SET sql_mode = 'TRADITIONAL,NO_ZERO_DATE,NO_ZERO_IN_DATE'",
    "SET collation_connection = utf8mb4_bin",
    "SET collation_connection = utf8mb4_unicode_ci",
    "SET group_concat_max_len = 4",
    "SET sql_quote_show_create = 0",
    "SET auto_increment_increment = 5",
    "SET auto_increment_offset = 3",
    "SET foreign_key_checks = 0",
    "SET lc_time_names = 'es_ES'",
    "SET div_precision_increment = 10",
    "SET max_sort_length = 8",
    "SET tx_isolation = 'READ-UNCOMMITTED'",
    "SET tx_isolation = 'SERIALIZABLE'",
    "SET autocommit = 0",
    "SET system_versioning_asof = DEFAULT",
    "SET timestamp = 1000000000",
    "SET insert_id = 99",
    "SET big_tables = 1",
    "SET max_length_for_sort_data = 4",
    "SET storage_engine = MyISAM",
    "SET explicit_defaults_for_timestamp = 0",
)


def changes(connection: sa.Connection) -> Iterator[Change]:
    """Every other way to a database."""
    for session in _SESSIONS:
        yield Change(session, "session", session=(session,))
    yield Change("dumped and restored", "way", way="dump")
    for table in tables_of(connection):
        yield from _table(connection, table)
    for (name,) in ask(
        connection,
        "SELECT TABLE_NAME FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE()",
    ):
        text = shown(connection, "VIEW", name)
        yield Change(f"view {name}: made anew", "path", (f"DROP VIEW `{name}`", text))


def _table(connection: sa.Connection, table: str) -> Iterator[Change]:
    alter = f"ALTER TABLE `{table}`"
    text = shown(connection, "TABLE", table)

    def path(words: str, *sql: str, kind: str = "path") -> Change:
        return Change(f"{table}: {words}", kind, sql)

    for word in ("OPTIMIZE", "ANALYZE", "CHECK", "REPAIR"):
        yield path(word, f"{word} TABLE `{table}`", kind="kept otherwise")
    yield path("built anew", f"{alter} FORCE", kind="kept otherwise")
    yield path(
        "renamed and back", f"RENAME TABLE `{table}` TO otra", f"RENAME TABLE otra TO `{table}`"
    )
    for name, key in re.findall(r"CONSTRAINT `([^`]+)` (FOREIGN KEY .*?),?\n", text):
        # To InnoDB they are one thing, and RESTRICT is what is meant where nothing is said.
        for event in ("DELETE", "UPDATE"):
            if f"ON {event}" not in key:
                yield path(
                    f"{name}: ON {event} NO ACTION said",
                    f"{alter} DROP FOREIGN KEY `{name}`",
                    f"{alter} ADD CONSTRAINT `{name}` {key} ON {event} NO ACTION",
                )
    if "SYSTEM VERSIONING" not in text:
        yield path(
            "a column added and dropped",
            f"{alter} ADD COLUMN otra VARCHAR(9) DEFAULT 'x'",
            f"{alter} DROP COLUMN otra",
        )
        columns = re.findall(r"(?m)^  `([^`]+)` (.*?),?$", text)
        for name, definition in columns[1:5]:
            yield path(
                f"{name} renamed and back",
                f"{alter} RENAME COLUMN `{name}` TO otra",
                f"{alter} RENAME COLUMN otra TO `{name}`",
            )
            if "GENERATED" not in definition:
                yield path(f"{name} said again", f"{alter} MODIFY COLUMN `{name}` {definition}")
    yield path(
        "an index added and dropped",
        f"CREATE INDEX otro ON `{table}` ({re.findall(r'(?m)^  `([^`]+)` ', text)[0]})",
        f"DROP INDEX otro ON `{table}`",
    )
    yield path(
        "a check added and dropped",
        f"{alter} ADD CONSTRAINT otro CHECK (1 = 1)",
        f"{alter} DROP CONSTRAINT otro",
    )
    generated = {
        name
        for (name,) in ask(
            connection,
            "SELECT COLUMN_NAME FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()"
            f" AND TABLE_NAME = '{table}'"
            " AND (GENERATION_EXPRESSION IS NOT NULL OR EXTRA LIKE '%GENERATED%')",
        )
    }
    names = [name for name in re.findall(r"(?m)^  `([^`]+)` ", text) if name not in generated]
    listed = ", ".join(f"`{name}`" for name in names)
    if "SYSTEM VERSIONING" not in text and "TRIGGER" not in text and table != "obra":
        for seed in (1, 2):
            yield path(
                f"rows in another order ({seed})",
                f"CREATE TEMPORARY TABLE kept AS SELECT {listed} FROM `{table}`",
                f"DELETE FROM `{table}`",
                f"INSERT INTO `{table}` ({listed}) SELECT {listed} FROM kept ORDER BY rand({seed})",
                "DROP TEMPORARY TABLE kept",
                kind="rows' order",
            )
