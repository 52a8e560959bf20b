"""The same PostgreSQL database, made by another way or read over another connection."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from mutants.changes import Change
from mutants.postgresql.schema import ask

_SETTINGS = {
    "TimeZone": (
        "UTC",
        "Europe/Madrid",
        "America/New_York",
        "Asia/Kolkata",
        "Pacific/Kiritimati",
        "Pacific/Marquesas",
        "-12",
        "+14",
    ),
    "DateStyle": ("SQL, DMY", "German", "Postgres, MDY", "ISO, YMD"),
    "IntervalStyle": ("sql_standard", "postgres_verbose", "iso_8601"),
    "extra_float_digits": ("-15", "0", "3"),
    "bytea_output": ("escape", "hex"),
    "client_encoding": ("LATIN1", "SQL_ASCII", "UTF8"),
    "standard_conforming_strings": ("off",),
    "quote_all_identifiers": ("on",),
    "search_path": ("public, pg_catalog", "public, pg_temp"),
    "lc_messages": ("C",),
    "enable_seqscan": ("off",),
    "enable_indexscan": ("off",),
    "row_security": ("off",),
    "jit": ("on",),
    "transform_null_equals": ("on",),
    "array_nulls": ("off",),
    "xmloption": ("document",),
    "synchronize_seqscans": ("off",),
    "default_transaction_isolation": ("serializable", "repeatable read"),
}
_WHOLE = (
    ("VACUUM FULL",),
    ("VACUUM (FREEZE, ANALYZE)",),
    ("ANALYZE",),
    ("CHECKPOINT",),
)


def changes(connection: sa.Connection) -> Iterator[Change]:
    """Every other way to a database."""
    for name, values in _SETTINGS.items():
        for value in values:
            statement = (
                f"SET {name} = {value}" if name == "search_path" else f"SET {name} = '{value}'"
            )
            yield Change(statement, "session", session=(statement,))
    yield Change("read in a transaction", "session", session=("SET TRANSACTION READ ONLY",))
    yield Change("dumped and restored", "way", way="dump")
    for statements in _WHOLE:
        yield Change(statements[0], "kept otherwise", statements, way="own")
    yield Change("not changed at all", "way", way="own")
    yield from _tables(connection)
    yield from _objects(connection)


def _tables(connection: sa.Connection) -> Iterator[Change]:
    for table, kind, partition in ask(
        connection,
        "SELECT oid::regclass::text, relkind::text, relispartition FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1",
    ):

        def path(words: str, *sql: str, kind: str = "path") -> Change:
            return Change(f"{table}: {words}", kind, sql)  # noqa: B023

        alter = f"ALTER TABLE {table}"
        yield path(
            "renamed and back", f"{alter} RENAME TO otra", f"ALTER TABLE otra RENAME TO {table}"
        )
        yield Change(
            f"{table}: hidden by a temporary one",
            "session",
            session=(f"CREATE TEMP TABLE {table} (otra text)",),
        )
        names = [
            name
            for (name,) in ask(
                connection,
                "SELECT quote_ident(attname) FROM pg_attribute"
                f" WHERE attrelid = '{table}'::regclass"
                " AND attnum > 0 AND NOT attisdropped AND attinhcount = 0 ORDER BY attnum",
            )
        ]
        if not partition:
            yield path(
                "a column added and dropped",
                f"{alter} ADD COLUMN otra text DEFAULT 'x'",
                f"{alter} DROP COLUMN otra",
            )
            for name in names[:6]:
                yield path(
                    f"{name} renamed and back",
                    f"{alter} RENAME COLUMN {name} TO otra",
                    f"{alter} RENAME COLUMN otra TO {name}",
                )
        yield path(
            "a check added and dropped",
            f"{alter} ADD CONSTRAINT otro CHECK (true)",
            f"{alter} DROP CONSTRAINT otro",
        )
        if kind == "r" and names:
            yield path(
                "an index added and dropped",
                f"CREATE INDEX otro ON {table} ((1))",
                "DROP INDEX otro",
            )
            first = names[0]
            if table.partition(".")[0] != "medida":
                for seed in (1, 2):
                    yield path(
                        f"rows in another order ({seed})",
                        f"CREATE TEMP TABLE kept AS SELECT ctid AS c FROM ONLY {table}"
                        f" ORDER BY md5(ctid::text || '{seed}')",
                        f"UPDATE ONLY {table} SET {first} = {first} WHERE ctid IN"
                        f" (SELECT c FROM kept LIMIT {seed})"
                        if not _identity(connection, table, first)
                        else f"UPDATE ONLY {table} SET {names[1]} = {names[1]}"
                        f" WHERE ctid IN (SELECT c FROM kept LIMIT {seed})",
                        "DROP TABLE kept",
                        kind="rows' order",
                    )


def _identity(connection: sa.Connection, table: str, column: str) -> bool:
    return bool(
        ask(
            connection,
            f"SELECT FROM pg_attribute WHERE attrelid = '{table}'::regclass"
            f" AND quote_ident(attname) = '{column}' AND attidentity = 'a'",
        )
    )


def _objects(connection: sa.Connection) -> Iterator[Change]:
    """What was dropped and made anew, under a name that the server makes for it again."""
    for table, name, definition in ask(
        connection,
        "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)"
        " FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0"
        " AND conparentid = 0 AND contype IN ('c', 'f', 'x') ORDER BY 1, 2",
    ):
        alter = f"ALTER TABLE {table}"
        yield Change(
            f"{table} {name}: made anew",
            "path",
            (
                f"{alter} DROP CONSTRAINT {name} CASCADE",
                f"{alter} ADD CONSTRAINT {name} {definition}",
            ),
        )
    for name, definition in ask(
        connection,
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i"
        " JOIN pg_class t ON t.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid"
        " WHERE t.relnamespace = 'public'::regnamespace AND NOT x.relispartition"
        " AND obj_description(i.indexrelid) IS NULL AND NOT EXISTS"
        " (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid) ORDER BY 1",
    ):
        yield Change(
            f"index {name}: made anew",
            "path",
            (f"DROP INDEX {name}", definition.replace(" ON ONLY ", " ON ")),
        )
        yield Change(f"index {name}: REINDEX", "kept otherwise", (f"REINDEX INDEX {name}",))
    for table, name, definition in ask(
        connection,
        "SELECT tgrelid::regclass::text, quote_ident(tgname), pg_get_triggerdef(oid)"
        " FROM pg_trigger WHERE NOT tgisinternal ORDER BY 2",
    ):
        yield Change(
            f"trigger {name}: made anew", "path", (f"DROP TRIGGER {name} ON {table}", definition)
        )
    for signature, definition in ask(
        connection,
        "SELECT oid::regprocedure::text, pg_get_functiondef(oid) FROM pg_proc"
        " WHERE pronamespace = 'public'::regnamespace AND prokind IN ('f', 'p')"
        " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = pg_proc.oid AND d.deptype = 'i')"
        " ORDER BY 1",
    ):
        yield Change(f"function {signature}: made anew", "path", (definition,))
