"""DuckDB, through ``duckdb-engine``.

A file that is open to be read only is locked against whoever would write to it, in this process or
any other (https://duckdb.org/docs/stable/connect/concurrency), and neither it nor a ``.wal`` beside
it is touched; so all connections see one moment. Settings keep DuckDB from loading what it has not
and from reading other files (https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview).

What its catalogue holds is asked of DuckDB's own functions
(https://duckdb.org/docs/stable/sql/meta/duckdb_table_functions): the Inspector of duckdb-engine
0.17 asks for a catalogue of PostgreSQL's that DuckDB 2.0 has not, and takes tables of all schemas
for those of one.
"""

from __future__ import annotations

import re
from collections import defaultdict

from compare.dialects.dialect import Dialect, Fetch, base_of
from compare.dialects.hashing import Hashing
from compare.model import Column, NotCompared, PrimaryKey, Schema, Table

_INTEGERS = frozenset(
    {"tinyint", "smallint", "integer", "bigint", "utinyint", "usmallint", "uinteger"}
)
_FORMS = {
    **dict.fromkeys((*_INTEGERS, "ubigint", "hugeint", "uhugeint"), "integer"),
    "boolean": "boolean",
    "decimal": "decimal",
    "float": "real",
    "double": "real",
    **dict.fromkeys(("timestamp", "timestamp_s", "timestamp_ms", "timestamp_ns"), "datetime"),
    "timestamp with time zone": "moment",
    "date": "date",
    "time": "time",
    "varchar": "text",
    "enum": "text",
    "json": "json",
    "uuid": "uuid",
    "blob": "blob",
}
_COLUMNS = """
SELECT c.table_name, c.column_name, c.data_type, c.is_nullable
FROM duckdb_columns() c
JOIN duckdb_tables() t ON t.table_oid = c.table_oid AND t.database_oid = c.database_oid
WHERE c.database_name = current_database() AND c.schema_name = current_schema()
ORDER BY c.table_name, c.column_index
"""
_KEYS = """
SELECT table_name, constraint_column_names FROM duckdb_constraints()
WHERE database_name = current_database() AND schema_name = current_schema()
  AND constraint_type = 'PRIMARY KEY'
"""
_ELSEWHERE = """
SELECT schema_name, string_agg(table_name, ', ' ORDER BY table_name) FROM duckdb_tables()
WHERE database_name = current_database() AND schema_name <> current_schema() AND NOT internal
GROUP BY schema_name ORDER BY schema_name
"""


def _form(declared: str) -> str:
    """The form of a type; a list (``integer[]``) is no integer."""
    if declared.endswith("]"):
        return f"other {declared}"
    return _FORMS.get(base_of(declared), f"other {declared}")


def _text(name: str, declared: str, form: str) -> str:
    """The text of a value in a form."""
    base = base_of(declared)
    text = f"CAST({name} AS VARCHAR)"
    if base == "boolean":
        return f"CAST(CAST({name} AS TINYINT) AS VARCHAR)"
    if base == "decimal":
        scale = re.search(r",\s*([0-9]+)\)", declared)
        # Not of a whole number, which ends in digits of its own.
        return text if scale is None or scale[1] == "0" else f"rtrim(rtrim({text}, '0'), '.')"
    if base in ("float", "double"):
        # As a float it would have too few digits to be held against another engine's double.
        return f"regexp_replace(CAST(CAST({name} AS DOUBLE) AS VARCHAR), '[.]0$', '')"
    if base == "timestamp with time zone":
        return _era(f"CAST({name} AT TIME ZONE 'UTC' AS VARCHAR)")
    if base == "date" or base.startswith("timestamp"):
        return _era(text)
    if base == "uuid" and form == "uuid":
        return f"replace({text}, '-', '')"
    if form == "blob":
        return f"concat('x', lower(hex({name})))"
    return text


def _era(text: str) -> str:
    """A time before year 1 as PostgreSQL writes it: ``0044-03-15 BC``."""
    return (
        f"CASE WHEN contains({text}, ' (BC)') THEN concat(replace({text}, ' (BC)', ''), ' BC')"
        f" ELSE {text} END"
    )


def _schema(fetch: Fetch) -> Schema:
    """The tables of the schema that a connection is in; those of others are named."""
    columns: defaultdict[str, list[Column]] = defaultdict(list)
    for table, name, declared, nullable in fetch(_COLUMNS):
        columns[table].append(Column(name, declared.lower(), bool(nullable)))
    keys = {table: PrimaryKey(tuple(names)) for table, names in fetch(_KEYS)}
    elsewhere = (
        NotCompared("schema", name, f"only the schema main is read: {tables}", rows=True)
        for name, tables in fetch(_ELSEWHERE)
    )
    return Schema(
        tuple(Table(name, tuple(found), keys.get(name)) for name, found in sorted(columns.items())),
        not_compared=tuple(elsewhere),
    )


def _meaning(error: BaseException) -> str | None:
    """DuckDB's errors have classes and no codes; its words are English."""
    said = str(error)
    if "Could not set lock" in said or "different configuration" in said:
        return (
            "another program has the file open to write: run it again when it is closed, or give a"
            " copy"
        )
    if "does not exist" in said and "read-only" in said:
        return "there is no such file: check the path"
    if "not a valid DuckDB" in said or "xtension" in said:
        return "this is no DuckDB database that can be read here: check the path"
    if "Is a directory" in said:
        return "this is a folder: give the path of a DuckDB file"
    return None


DUCKDB = Dialect(
    name="duckdb",
    modules=("duckdb", "duckdb_engine"),
    extra="duckdb",
    is_file=True,
    arguments={
        "read_only": True,
        "config": {
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "enable_external_access": "false",
        },
    },
    # A text that an expression compares is compared by its bytes.
    begin=("SET default_collation = ''", "SET TimeZone = 'UTC'"),
    moment="database",
    version="SELECT version()",
    schema=_schema,
    form=_form,
    text=_text,
    uuid="regexp_full_match({text}, '[0-9a-fA-F]{{32}}|[0-9a-fA-F]{{8}}(-[0-9a-fA-F]{{4}}){{3}}"
    "-[0-9a-fA-F]{{12}}')",
    length="strlen({text})",
    sorted="encode({text})",
    integers=_INTEGERS,
    hashing=Hashing(
        sha256="sha256(concat('{salt}', {line}))",
        integer="CAST(concat('0x', {digits}) AS BIGINT)",
        total="CAST(sum({integers}) AS VARCHAR)",
        size="strlen({line})",
        quotient="(CAST({} AS HUGEINT) - {}) // {}",
    ),
    meaning=_meaning,
)
