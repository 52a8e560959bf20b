"""Every single change to the rows of a PostgreSQL database."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from mutants.changes import Change
from mutants.postgresql.schema import ask

_COLUMNS = """
SELECT c.oid::regclass::text, quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
  coalesce(b.typname, t.typname)::text, t.typcategory::text,
  a.attgenerated::text <> '', c.relispartition
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_type b ON b.oid = t.typbasetype
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
  AND NOT a.attisdropped
ORDER BY c.relname, a.attnum
"""

_SAME = "{0}"
NEIGHBOURS: dict[str, tuple[str, ...]] = {
    "int2": ("{0} + 1", "-{0}"),
    "int4": ("{0} + 1", "-{0}"),
    "int8": ("CASE WHEN {0} > 0 THEN {0} - 1 ELSE {0} + 1 END",),
    "numeric": ("{0} + 0.01", "-{0}", "{0} * 10", "({0}::text || '0')::numeric", "'NaN'"),
    "float4": ("{0} * '1.0000002'::float4", "-{0}", "'NaN'", "'-0'"),
    "float8": ("{0} * 1.0000000000000002::float8", "-{0}", "'NaN'", "'Infinity'", "'-0'"),
    "money": ("{0} + '0.01'::money",),
    "bpchar": ("trim({0}) || 'x'", "upper({0})"),
    "varchar": (
        "{0} || ' '",
        "upper({0})",
        "left({0}, -1)",
        "''",
        "' ' || {0}",
        "{0} || E'\\u0301'",
    ),
    "text": ("{0} || ' '", "upper({0})", "left({0}, -1)", "''", "reverse({0})", "{0} || E'\\n'"),
    "char": ("'z'",),
    "name": ("{0} || 'x'",),
    "bytea": ("{0} || '\\x00'", "set_byte({0}, 0, 255)", "''"),
    "bool": ("NOT {0}",),
    "date": ("{0} + 1", "'infinity'", "'0001-01-01 BC'"),
    "time": ("{0} + interval '1 microsecond'", "'24:00'"),
    "timetz": ("{0} AT TIME ZONE '+05'", "{0} + interval '1 second'"),
    "timestamp": (
        "{0} + interval '1 microsecond'",
        "{0} + interval '1 second'",
        "{0} + interval '1 hour'",
        "'-infinity'",
        "{0} - interval '3000 years'",
    ),
    "timestamptz": (
        "{0} + interval '1 microsecond'",
        "{0} + interval '1 second'",
        "{0} + interval '1 hour'",
        "'infinity'",
    ),
    "interval": (
        "{0} + interval '1 microsecond'",
        "-{0}",
        "justify_days({0} + interval '30 days')",
        "CASE WHEN {0} = interval '1 year' THEN interval '360 days' ELSE interval '365 days' END",
    ),
    "uuid": ("'00000000-0000-0000-0000-000000000001'",),
    "json": ("({0}::text || ' ')::json", "'{{\"b\": 1}}'", "'[]'", "'\"null\"'", "'1.0'", "'1'"),
    "jsonb": (
        "'{{\"b\": 1}}'",
        "'[]'",
        "'\"null\"'",
        "'1.0'",
        "'1'",
        '\'{{"a": 1, "b": [1.1, 2]}}\'',
    ),
    "inet": ("{0} + 1", "set_masklen({0}, 9)"),
    "cidr": ("'10.1.0.0/16'",),
    "macaddr": ("~{0}",),
    "macaddr8": ("~{0}",),
    "bit": ("~{0}",),
    "varbit": ("{0} || B'0'", "~{0}"),
    "point": ("{0} + point '(0,1)'", "'(0,-0)'"),
    "line": ("'{{3,2,1}}'",),
    "lseg": ("{0} + point '(1,0)'", "'[(9,9),(1,1)]'"),
    "box": ("{0} + point '(1,0)'",),
    "path": ("{0} + point '(1,0)'", "popen({0})", "pclose({0})"),
    "polygon": ("'((5,6),(3,4),(1,2))'",),
    "circle": ("{0} + point '(0,1)'",),
    "int4range": ("'[1,6)'", "'empty'", "'(,)'"),
    "int8range": ("'[1,51)'", "'empty'"),
    "numrange": ("'[1.5,2.5)'", "'[1.50,2.5]'", "'empty'"),
    "tsrange": ("'[2024-01-01,2024-02-01]'",),
    "tstzrange": ("'(2024-01-01 00:00+00,2024-02-01 00:00+00)'",),
    "daterange": ("'[2024-01-01,2024-02-02)'", "'empty'"),
    "int4multirange": ("'{{[1,3)}}'",),
    "tramo": ("'[0.5,1.5)'",),
    "_int4": ("{0} || 9", "{0} || NULL::integer", "'[5:6]={{1,2}}'", "'{{}}'"),
    "_text": (
        "array_append({0}, '')",
        "array_append({0}, NULL)",
        "'{{\"NULL\"}}'",
        "'{{a,\"b c\"}}'",
    ),
    "_numeric": ("'{{1.50,2,3,4}}'", "'{{{{1.5,2}},{{3,4}}}}'", "'{{{{1.50,2}},{{4,3}}}}'"),
    "humor": ("'feliz'",),
    "_humor": ("'{{feliz,triste}}'", "'{{bien}}'"),
    "punto3": ("'(1,2.5,\"uno \")'", "'(1,2.50,)'", "'(1,2.50,\"\")'"),
    "tsvector": ("'gato:2 perro:1A'", "'gato perro'"),
    "tsquery": ("'gato | perro'",),
    "oid": ("4321",),
    "regclass": ("'pg_type'",),
    "pg_lsn": ("'1/0'",),
    "jsonpath": ("'$.b[*]'",),
    "xid": ("'77'",),
}
"""By the name of the type in the catalogue: values that are almost this one."""


def changes(connection: sa.Connection) -> Iterator[Change]:
    """Every row deleted, doubled; every column's values changed to neighbours."""
    columns = ask(connection, _COLUMNS)
    tables: dict[str, list[str]] = {}
    for table, column, *_, generated, _partition in columns:
        tables.setdefault(table, []).extend([] if generated else [column])
    rows = {
        table: [ctid for (ctid,) in ask(connection, f"SELECT ctid::text FROM ONLY {table}")]
        for table in tables
    }
    for table, names in tables.items():
        for number, ctid in enumerate(rows[table], start=1):
            where = f"WHERE ctid = '{ctid}'"
            yield _row(table, f"row {number} deleted", f"DELETE FROM ONLY {table} {where}")
            values = ", ".join(f"{n} + 100" if n in ("id", "numero") else n for n in names)
            if "titulo" in names:
                values = values.replace("titulo", "titulo || '!'")
            yield _row(
                table,
                f"row {number} doubled",
                f"INSERT INTO {table} ({', '.join(names)}) OVERRIDING SYSTEM VALUE"
                f" SELECT {values} FROM ONLY {table} {where}",
            )
        if rows[table]:
            yield _row(table, "all rows deleted", f"DELETE FROM ONLY {table}")
    for table, column, type_name, base, category, generated, _partition in columns:
        if not generated:
            known = NEIGHBOURS.get(base) or (NEIGHBOURS["humor"] if category == "E" else ())
            yield from _values(table, column, type_name, known, rows[table])


def _row(table: str, words: str, statement: str) -> Change:
    return Change(f"{table}: {words}", "row", (statement,), area="rows")


def _values(
    table: str, column: str, type_name: str, known: tuple[str, ...], rows: list[str]
) -> Iterator[Change]:
    def change(words: str, value: str, where: str) -> Change:
        sql = f"UPDATE ONLY {table} SET {column} = {value} WHERE {where}"
        return Change(f"{table}: {column} {words}", "value", (sql,), type_name, area="rows")

    for number, ctid in enumerate(rows, start=1):
        where = f"ctid = '{ctid}'"
        yield change(f"in row {number} → NULL", "NULL", f"{where} AND {column} IS NOT NULL")
        for value in known if number <= 2 else known[:2]:
            # Where the value is there already nothing changes, which the dump has to prove.
            yield change(f"in row {number} → {value}", value.format(column), where)
    if len(rows) > 1:
        one, other = (f"ctid = '{ctid}'" for ctid in rows[:2])
        yield change(
            "of the first two rows exchanged",
            f"CASE WHEN {one} THEN (SELECT {column} FROM ONLY {table} WHERE {other})"
            f" ELSE (SELECT {column} FROM ONLY {table} WHERE {one}) END",
            f"{one} OR {other}",
        )
        if known:
            yield change("changed in every row", known[0].format(column), "true")
