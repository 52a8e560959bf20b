"""Every single change to the schema of a PostgreSQL database."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa

from mutants.changes import Change
from mutants.texts import small_changes

TYPES = (
    "smallint",
    "integer",
    "bigint",
    "numeric",
    "numeric(10,2)",
    "real",
    "double precision",
    "money",
    "character(10)",
    "character varying(50)",
    "character varying",
    "text",
    '"char"',
    "name",
    "bytea",
    "boolean",
    "date",
    "time without time zone",
    "time(3) without time zone",
    "time with time zone",
    "timestamp without time zone",
    "timestamp(0) without time zone",
    "timestamp with time zone",
    "interval",
    "interval day to second(3)",
    "uuid",
    "json",
    "jsonb",
    "inet",
    "cidr",
    "macaddr",
    "macaddr8",
    "bit(4)",
    "bit varying(8)",
    "point",
    "line",
    "lseg",
    "box",
    "path",
    "polygon",
    "circle",
    "int4range",
    "int8range",
    "numrange",
    "tsrange",
    "tstzrange",
    "daterange",
    "int4multirange",
    "integer[]",
    "text[]",
    "numeric(6,2)[]",
    "tsvector",
    "tsquery",
    "oid",
    "regclass",
    "pg_lsn",
    "jsonpath",
    "xid",
)
"""The types of the server's own that a column can have; the others are made by the script."""

_HERE = "'public'::regnamespace"
_ACTIONS = ("NO ACTION", "RESTRICT", "SET NULL", "SET DEFAULT", "CASCADE")


def changes(connection: sa.Connection) -> Iterator[Change]:
    """Every change to a database's schema."""
    for generate in (
        _tables,
        _columns,
        _constraints,
        _indexes,
        _views,
        _triggers,
        _functions,
        _types,
        _sequences,
        _policies,
        _others,
    ):
        yield from generate(connection)


def ask(connection: sa.Connection, sql: str) -> list[Any]:
    """The rows of a question to the catalogue."""
    return list(connection.exec_driver_sql(sql.replace("%", "%%")).all())


def _comments(kind: str, what: str, name: str, type_name: str = "") -> Iterator[Change]:
    yield Change(f"{name}: comment", kind, (f"COMMENT ON {what} IS 'otro'",), type_name)
    yield Change(f"{name}: comment gone", kind, (f"COMMENT ON {what} IS NULL",), type_name)


# --------------------------------------------------------------------------------------
# Tables and columns


def _tables(connection: sa.Connection) -> Iterator[Change]:
    yield Change("a table more", "table", ("CREATE TABLE extra (a integer)",))
    yield Change("_alembic_tmp_x left behind", "table", ("CREATE TABLE _alembic_tmp_x (a int)",))
    for name, bare, persistence, partition in ask(
        connection,
        "SELECT oid::regclass::text, relname::text, relpersistence::text, relispartition"
        " FROM pg_class"
        f" WHERE relnamespace = {_HERE} AND relkind IN ('r', 'p') ORDER BY 1",
    ):
        table = f"ALTER TABLE {name}"
        made = {
            "dropped": f"DROP TABLE {name} CASCADE",
            "renamed": f'{table} RENAME TO "otra_{bare}"',
            "logged or not": f"{table} SET {'LOGGED' if persistence == 'u' else 'UNLOGGED'}",
            "fillfactor": f"{table} SET (fillfactor = 55)",
            "autovacuum": f"{table} SET (autovacuum_vacuum_threshold = 99)",
            "row security": f"{table} ENABLE ROW LEVEL SECURITY",
            "row security off": f"{table} DISABLE ROW LEVEL SECURITY",
            "row security forced": f"{table} FORCE ROW LEVEL SECURITY",
            "replica identity": f"{table} REPLICA IDENTITY FULL",
            "granted": f"GRANT DELETE ON {name} TO PUBLIC",
            "revoked": f"REVOKE ALL ON {name} FROM PUBLIC",
            "inherits": f"CREATE TABLE hija () INHERITS ({name})",
        }
        for words, sql in made.items():
            yield Change(f"{name}: {words}", "table", (sql,))
        yield from _comments("table", f"TABLE {name}", name)
        if partition:
            for words, *sql in (
                ("detached", f"ALTER TABLE medida DETACH PARTITION {name}"),
                (
                    "other bounds",
                    f"ALTER TABLE medida DETACH PARTITION {name}",
                    f"ALTER TABLE medida ATTACH PARTITION {name}"
                    " FOR VALUES FROM ('2020-01-01') TO ('2020-02-01')",
                ),
            ):
                empty = f"DELETE FROM {name}"
                yield Change(f"{name}: {words}", "partition", (empty, *sql))
    if ask(connection, "SELECT FROM pg_class WHERE relname = 'medida'"):
        bounds = "FOR VALUES FROM ('2040-01-01') TO ('2041-01-01')"
        sql = f"CREATE TABLE medida_2040 PARTITION OF medida {bounds}"
        yield Change("medida: a partition more", "partition", (sql,))
        yield Change(
            "derivada: inherits no more", "table", ("ALTER TABLE derivada NO INHERIT base",)
        )


_COLUMNS = f"""
SELECT c.oid::regclass::text, a.attname::text, quote_ident(a.attname),
  format_type(a.atttypid, a.atttypmod), t.typcategory::text,
  a.attnotnull, a.attidentity::text, a.attgenerated::text, pg_get_expr(d.adbin, d.adrelid),
  a.attstorage::text, a.attlen, a.attcollation <> 0
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relnamespace = {_HERE} AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
  AND NOT c.relispartition
ORDER BY c.relname, a.attnum
"""


def _columns(connection: sa.Connection) -> Iterator[Change]:
    tables: set[str] = set()
    for place, row in enumerate(ask(connection, _COLUMNS)):
        table, bare, column, type_name, category, not_null, identity, generated, default = row[:9]
        storage, length, collatable = row[9:]
        alter = f"ALTER TABLE {table} ALTER COLUMN {column}"
        if table not in tables:
            tables.add(table)
            for other in ("text", "integer DEFAULT 5"):
                sql = f"ALTER TABLE {table} ADD COLUMN extra {other}"
                yield Change(f"{table}: a column more, {other}", "column", (sql,), other.split()[0])

        def change(words: str, *statements: str) -> Change:
            return Change(f"{table}.{bare}: {words}", "column", statements, type_name)  # noqa: B023

        yield change("renamed", f'ALTER TABLE {table} RENAME COLUMN {column} TO "otra"')
        yield change(
            "renamed in case", f'ALTER TABLE {table} RENAME COLUMN {column} TO "{bare.swapcase()}"'
        )
        yield change("dropped", f"ALTER TABLE {table} DROP COLUMN {column} CASCADE")
        if default is None and not identity and not not_null:
            yield change(
                "moved to the end",
                f"ALTER TABLE {table} ADD COLUMN moved {type_name}",
                f"UPDATE {table} SET moved = {column}",
                f"ALTER TABLE {table} DROP COLUMN {column} CASCADE",
                f"ALTER TABLE {table} RENAME COLUMN moved TO {column}",
            )
        for other, using in _types_for(type_name, category, place):
            yield change(f"type {other}", f"{alter} TYPE {other} USING {using.format(column)}")
        yield change(
            "NOT NULL taken away" if not_null else "NOT NULL",
            *(
                [f"{alter} DROP NOT NULL"]
                if not_null
                else [
                    f"UPDATE {table} SET {column} = {column} WHERE false",
                    f"DELETE FROM {table} WHERE {column} IS NULL",
                    f"{alter} SET NOT NULL",
                ]
            ),
        )
        if generated:
            yield change("generated no more", f"{alter} DROP EXPRESSION")
            for words, other in small_changes(default):
                yield change(f"expression {words}", f"{alter} SET EXPRESSION AS ({other})")
        elif identity:
            yield from _identity(change, alter, identity)
        elif default is None:
            yield change("default NULL cast", f"{alter} SET DEFAULT NULL::{type_name}")
            if type_name in ("smallint", "integer", "bigint"):
                yield change(
                    "identity", f"{alter} SET NOT NULL", f"{alter} ADD GENERATED ALWAYS AS IDENTITY"
                )
            value = {"N": "5", "S": "'x'", "B": "true", "D": "now()"}.get(category)
            if value:
                yield change(f"default {value}", f"{alter} SET DEFAULT {value}")
        else:
            yield change("default taken away", f"{alter} DROP DEFAULT")
            for words, other in small_changes(default):
                yield change(f"default {words}", f"{alter} SET DEFAULT {other}")
        if collatable:
            for name in ("C", "POSIX", "ucs_basic"):
                yield change(f"collation {name}", f'{alter} TYPE {type_name} COLLATE "{name}"')
        yield change("statistics", f"{alter} SET STATISTICS 77")
        yield change("n_distinct", f"{alter} SET (n_distinct = 0.5)")
        if length == -1:
            other = "PLAIN" if storage != "p" else "EXTERNAL"
            yield change(f"storage {other}", f"{alter} SET STORAGE {other}")
            yield change("compression", f"{alter} SET COMPRESSION pglz")
        yield change("granted", f"GRANT UPDATE ({column}) ON {table} TO PUBLIC")
        yield change("comment", f"COMMENT ON COLUMN {table}.{column} IS 'otro'")
        yield change("comment gone", f"COMMENT ON COLUMN {table}.{column} IS NULL")


def _identity(change: Callable[..., Change], alter: str, identity: str) -> Iterator[Change]:
    yield change("identity taken away", f"{alter} DROP IDENTITY")
    kind = "BY DEFAULT" if identity == "a" else "ALWAYS"
    yield change(f"identity {kind}", f"{alter} SET GENERATED {kind}")
    for option in (
        "INCREMENT BY 7",
        "MINVALUE -9",
        "MAXVALUE 999999",
        "START WITH 3",
        "CACHE 9",
        "CYCLE",
    ):
        yield change(f"identity {option}", f"{alter} SET {option}")
    yield Change(
        change("").name + "the next id",
        "row",
        (f"{alter} RESTART WITH 999",),
        area="rows",
    )


_RELATED = {
    "smallint": ("integer", "numeric"),
    "integer": ("bigint", "smallint", "numeric"),
    "bigint": ("integer", "numeric"),
    "json": ("jsonb", "text"),
    "jsonb": ("json", "text"),
    "text": ("character varying", "character(300)"),
    "character varying": ("text", "character varying(300)"),
    "real": ("double precision",),
    "double precision": ("real", "numeric"),
    "timestamp without time zone": ("timestamp with time zone", "timestamp(6) without time zone"),
    "timestamp with time zone": ("timestamp without time zone", "timestamp(3) with time zone"),
    "time without time zone": ("time with time zone", "time(0) without time zone"),
    "time with time zone": ("time without time zone",),
    "interval": ("interval(0)", "interval day to second"),
    "date": ("timestamp without time zone",),
    "inet": ("cidr",),
    "cidr": ("inet",),
    "macaddr": ("macaddr8",),
    "numeric": ("numeric(30,10)", "numeric(30)"),
}


def _types_for(type_name: str, category: str, place: int) -> Iterator[tuple[str, str]]:
    """Other types, and what makes the old values of them."""
    related = list(_RELATED.get(type_name, ()))
    if match := re.fullmatch(r"(.*?)\((\d+)(?:,(\d+))?\)(.*)", type_name):
        word, first, second, rest = match.groups()
        if second is None:
            related += [f"{word}({int(first) + 1}){rest}", f"{word}{rest}"]
            if int(first) > 1:
                related.append(f"{word}({int(first) - 1}){rest}")
        else:
            related += [
                f"{word}({int(first) + 1},{second}){rest}",
                f"{word}({first},{int(second) + 1}){rest}",
                f"{word}{rest}",
            ]
    related += ["text"] if category not in "SU" else []
    for other in dict.fromkeys(related):
        yield other, f"{{}}::text::{other}" if category in "SN" else f"{{}}::{other}"
    for step in (3, 17):
        other = TYPES[(place + step) % len(TYPES)]
        if other != type_name and other not in related:
            yield other, f"NULL::{other}"


# --------------------------------------------------------------------------------------
# Constraints and indexes

_KINDS = {
    "p": "primary-key",
    "u": "unique",
    "f": "foreign-key",
    "c": "check",
    "x": "exclusion",
}


def _constraints(connection: sa.Connection) -> Iterator[Change]:
    for table, name, type_name, definition in ask(
        connection,
        "SELECT conrelid::regclass::text, quote_ident(conname), contype::text,"
        " pg_get_constraintdef(oid) FROM pg_constraint"
        f" WHERE connamespace = {_HERE} AND conrelid <> 0 AND conparentid = 0 AND contype <> 'n'"
        " AND contype <> 't' ORDER BY conrelid::regclass::text, conname",
    ):
        kind = _KINDS[type_name]
        alter = f"ALTER TABLE {table}"
        drop = f"{alter} DROP CONSTRAINT {name} CASCADE"
        head = f"{table} {name}"
        yield Change(f"{head}: dropped", kind, (drop,))
        yield Change(f"{head}: renamed", kind, (f"{alter} RENAME CONSTRAINT {name} TO otro",))
        yield from _comments(kind, f"CONSTRAINT {name} ON {table}", head)
        for words, other in _definitions(type_name, definition):
            # Without CASCADE: what refers to a key would be gone as well, and be noticed instead.
            statements = (
                f"{alter} DROP CONSTRAINT {name}",
                f"{alter} ADD CONSTRAINT {name} {other}",
            )
            yield Change(f"{head}: {words}", kind, statements)
    for table, column, quoted, *_ in ask(connection, _COLUMNS):
        yield Change(
            f"{table}.{column}: a check more",
            "check",
            (f"ALTER TABLE {table} ADD CONSTRAINT extra CHECK ({quoted} IS NOT NULL) NOT VALID",),
            _[0],
        )
        yield Change(
            f"{table}.{column}: unique",
            "unique",
            (
                f"DELETE FROM {table}",
                f"ALTER TABLE {table} ADD CONSTRAINT extra UNIQUE ({quoted})",
            ),
            _[0],
        )


def _definitions(type_name: str, definition: str) -> Iterator[tuple[str, str]]:
    """A constraint's definition with one thing changed."""
    if type_name in "cx":
        yield from small_changes(definition)
        if type_name == "c":
            for word in ("NOT VALID", "NO INHERIT", "NOT ENFORCED"):
                yield word, f"{definition} {word}"
        else:
            yield "deferrable", f"{definition} DEFERRABLE"
            yield "another method", definition.replace("gist", "spgist")
        return
    columns = re.search(r"\(([^()]*)\)", definition)
    assert columns
    names = columns[1].split(", ")
    if len(names) > 1:
        turned = f"({', '.join(names[::-1])})"
        yield "columns in another order", definition.replace(columns[0], turned, 1)
        yield "a column less", definition.replace(columns[0], f"({names[0]})", 1)
    if "DEFERRABLE" in definition:
        yield "deferrable no more", definition.split(" DEFERRABLE")[0]
        immediate = "INITIALLY DEFERRED" in definition
        yield (
            "deferred otherwise",
            (
                definition.replace(" INITIALLY DEFERRED", "")
                if immediate
                else f"{definition} INITIALLY DEFERRED"
            ),
        )
    else:
        yield "deferrable", f"{definition} DEFERRABLE"
        yield "deferred", f"{definition} DEFERRABLE INITIALLY DEFERRED"
    if type_name == "f":
        plain = definition.split(" DEFERRABLE")[0]
        tail = definition[len(plain) :]
        for event in ("UPDATE", "DELETE"):
            found = re.search(rf" ON {event} (SET NULL|SET DEFAULT|RESTRICT|CASCADE)", plain)
            for action in _ACTIONS:
                if action != (found[1] if found else "NO ACTION"):
                    without = plain.replace(found[0], "") if found else plain
                    yield f"ON {event} {action}", f"{without} ON {event} {action}{tail}"
        full = "MATCH FULL" in definition
        yield (
            "match",
            (
                definition.replace(" MATCH FULL", "")
                if full
                else re.sub(r"(REFERENCES \S+\([^)]*\))", r"\1 MATCH FULL", definition)
            ),
        )
        yield "NOT VALID", f"{definition} NOT VALID"
        yield "NOT ENFORCED", f"{definition} NOT ENFORCED"
        return
    if type_name == "u":
        distinct = "NULLS NOT DISTINCT" in definition
        yield (
            "nulls",
            (
                definition.replace(" NULLS NOT DISTINCT", "")
                if distinct
                else definition.replace("UNIQUE", "UNIQUE NULLS NOT DISTINCT")
            ),
        )
    if "INCLUDE" in definition:
        yield "nothing included", re.sub(r" INCLUDE \([^)]*\)", "", definition)
    yield (
        "fillfactor",
        re.sub(r"( DEFERRABLE|$)", r" WITH (fillfactor = 66)\1", definition, count=1),
    )


def _indexes(connection: sa.Connection) -> Iterator[Change]:
    for schema_table, name, definition, tables_kind in ask(
        connection,
        "SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text,"
        " pg_get_indexdef(i.indexrelid), t.relkind::text FROM pg_index i"
        " JOIN pg_class t ON t.oid = i.indrelid JOIN pg_class x ON x.oid = i.indexrelid"
        f" WHERE t.relnamespace = {_HERE} AND NOT x.relispartition AND NOT EXISTS"
        " (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid"
        " AND k.contype IN ('p', 'u', 'x'))"
        " ORDER BY 2",
    ):
        # ONLY would leave the partitions without.
        definition = definition.replace(" ON ONLY ", " ON ")
        head = f"index {name}"
        drop = f"DROP INDEX {name}"

        def change(words: str, *sql: str) -> Change:
            return Change(f"{head}: {words}", "index", sql)  # noqa: B023

        yield change("dropped", drop)
        yield change("renamed", f"ALTER INDEX {name} RENAME TO otro")
        yield change("fillfactor", f"ALTER INDEX {name} SET (fillfactor = 44)")
        yield change(
            "invalid",
            f"UPDATE pg_index SET indisvalid = false WHERE indexrelid = '{name}'::regclass",
        )
        yield change("clustered", f"ALTER TABLE {schema_table} CLUSTER ON {name}")
        yield from _comments("index", f"INDEX {name}", head)
        unique = "UNIQUE INDEX" in definition
        flipped = (
            definition.replace("UNIQUE INDEX", "INDEX")
            if unique
            else definition.replace("CREATE INDEX", "CREATE UNIQUE INDEX")
        )
        empty = f"DELETE FROM {schema_table}" if tables_kind in "rp" else "SELECT 1"
        yield change("unique no more" if unique else "unique", drop, empty, flipped)
        for words, other in _index_definitions(definition):
            if other != definition:
                yield change(words, drop, other)
        start = definition.index(" USING ")
        for words, other in small_changes(definition[start:]):
            yield change(words, drop, definition[:start] + other)
    done: set[str] = set()
    for table, column, quoted, type_name, *_ in ask(connection, _COLUMNS):
        yield Change(
            f"{table}.{column}: an index more",
            "index",
            (f"CREATE INDEX extra ON {table} ({quoted})",),
            type_name,
        )
        if table not in done:
            done.add(table)
            yield Change(
                f"{table}: an index on nothing but ones",
                "index",
                (f"CREATE INDEX extra ON {table} ({quoted}) WHERE {quoted} IS NULL",),
            )


def _index_definitions(definition: str) -> Iterator[tuple[str, str]]:
    match = re.search(r"USING (\w+) \((.*?)\)( INCLUDE| WITH| WHERE|$)", definition)
    if match is None:
        return
    method, inner, _ = match.groups()
    parts = re.split(r", (?![^()]*\))", inner)

    def made(columns: list[str]) -> str:
        start, end = match.span(2)
        return definition[:start] + ", ".join(columns) + definition[end:]

    if len(parts) > 1:
        yield "columns in another order", made(parts[::-1])
        yield "a column less", made(parts[:-1])
    first, *others = parts
    bare = re.sub(r" (DESC|NULLS LAST|NULLS FIRST)", "", first)
    yield "descending or not", made([bare if "DESC" in first else f"{bare} DESC", *others])
    yield (
        "nulls elsewhere",
        made(
            [
                first.replace("LAST", "FIRST")
                if "LAST" in first
                else f"{bare} DESC NULLS LAST"
                if "DESC" in first
                else f"{bare} NULLS FIRST",
                *others,
            ]
        ),
    )
    yield "text_pattern_ops", made([f"{bare} text_pattern_ops", *others])
    yield "operator class gone", made([re.sub(r" \w+_ops", "", first), *others])
    yield "another collation", made([f'{bare.split()[0]} COLLATE "ucs_basic"', *others])
    for other in ("hash", "gist", "brin", "spgist", "btree"):
        if other != method:
            yield f"method {other}", definition.replace(f"USING {method}", f"USING {other}")
    if " INCLUDE " in definition:
        yield "nothing included", re.sub(r" INCLUDE \([^)]*\)", "", definition)
    if " WHERE " in definition:
        yield "predicate gone", definition.split(" WHERE ")[0]
    else:
        yield "predicate", f"{definition} WHERE ({bare.split()[0]} IS NOT NULL)"
    if " WITH " in definition:
        yield "parameters gone", re.sub(r" WITH \([^)]*\)", "", definition)
    if method in ("btree", "gist") and " NULLS NOT" not in definition and "UNIQUE" in definition:
        yield (
            "nulls not distinct",
            re.sub(r"( WITH \(| WHERE |$)", r" NULLS NOT DISTINCT\1", definition, count=1),
        )


# --------------------------------------------------------------------------------------
# Everything else


def _views(connection: sa.Connection) -> Iterator[Change]:
    for name, kind, definition, options in ask(
        connection,
        "SELECT oid::regclass::text, relkind::text, pg_get_viewdef(oid), reloptions FROM pg_class"
        f" WHERE relnamespace = {_HERE} AND relkind IN ('v', 'm') ORDER BY 1",
    ):
        word = "VIEW" if kind == "v" else "MATERIALIZED VIEW"
        drop = f"DROP {word} {name}"
        body = definition.rstrip("; \n")
        given = f" WITH ({', '.join(options)})" if options else ""

        def change(words: str, *sql: str) -> Change:
            return Change(f"view {name}: {words}", "view" if kind == "v" else "matview", sql)  # noqa: B023

        yield change("dropped", drop)
        yield change("renamed", f"ALTER {word} {name} RENAME TO otra")
        yield change("granted", f"GRANT SELECT ON {name} TO PUBLIC")
        yield from _comments("view" if kind == "v" else "matview", f"{word} {name}", f"view {name}")
        for words, other in small_changes(body):
            yield change(words, drop, f"CREATE {word} {name}{given} AS {other}")
        if kind == "v":
            yield change("security barrier", f"ALTER VIEW {name} SET (security_barrier = false)")
            yield change("security invoker", f"ALTER VIEW {name} SET (security_invoker = true)")
            yield change("check option", f"ALTER VIEW {name} SET (check_option = local)")
            yield change(
                "options gone", f"ALTER VIEW {name} RESET (security_barrier, check_option)"
            )
            for (column,) in ask(
                connection,
                f"SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = '{name}'::regclass"
                " AND attnum > 0",
            ):
                yield change(
                    f"{column} renamed", f"ALTER VIEW {name} RENAME COLUMN {column} TO otra"
                )
                yield change(
                    f"{column} default", f"ALTER VIEW {name} ALTER COLUMN {column} SET DEFAULT NULL"
                )
        else:
            yield change("unfilled", f"REFRESH MATERIALIZED VIEW {name} WITH NO DATA")
            yield change("fillfactor", f"ALTER MATERIALIZED VIEW {name} SET (fillfactor = 33)")
    yield Change("a view more", "view", ("CREATE VIEW extra AS SELECT 1 AS a",))
    yield Change("a matview more", "matview", ("CREATE MATERIALIZED VIEW extra AS SELECT 1 AS a",))


def _triggers(connection: sa.Connection) -> Iterator[Change]:
    for table, name, definition in ask(
        connection,
        "SELECT tgrelid::regclass::text, quote_ident(tgname), pg_get_triggerdef(t.oid)"
        " FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid"
        f" WHERE NOT tgisinternal AND c.relnamespace = {_HERE} ORDER BY 2",
    ):
        drop = f"DROP TRIGGER {name} ON {table}"

        def change(words: str, *sql: str) -> Change:
            return Change(f"trigger {name}: {words}", "trigger", sql)  # noqa: B023

        yield change("dropped", drop)
        yield change("renamed", f"ALTER TRIGGER {name} ON {table} RENAME TO otro")
        for words in ("DISABLE", "ENABLE ALWAYS", "ENABLE REPLICA"):
            yield change(words, f"ALTER TABLE {table} {words} TRIGGER {name}")
        yield from _comments("trigger", f"TRIGGER {name} ON {table}", f"trigger {name}")
        for words, other in small_changes(definition):
            yield change(words, drop, other)
        for one, other in (
            ("INSERT OR ", ""),
            (" OF precio", ""),
            ("FOR EACH ROW", "FOR EACH STATEMENT"),
            ("UPDATE ON", "DELETE ON"),
            ("anota()", "anota('x')"),
            (" DEFERRABLE INITIALLY DEFERRED", ""),
            ("INITIALLY DEFERRED", "INITIALLY IMMEDIATE"),
        ):
            if one in definition:
                yield change(f"{one.strip()} → {other}", drop, definition.replace(one, other, 1))
    for table, name, definition in ask(
        connection,
        "SELECT ev_class::regclass::text, quote_ident(rulename), pg_get_ruledef(r.oid)"
        " FROM pg_rewrite r JOIN pg_class c ON c.oid = ev_class"
        f" WHERE c.relnamespace = {_HERE} AND rulename <> '_RETURN' ORDER BY 2",
    ):
        drop = f"DROP RULE {name} ON {table}"
        yield Change(f"rule {name}: dropped", "rule", (drop,))
        yield Change(
            f"rule {name}: disabled", "rule", (f"ALTER TABLE {table} DISABLE RULE {name}",)
        )
        yield Change(
            f"rule {name}: renamed", "rule", (f"ALTER RULE {name} ON {table} RENAME TO otra",)
        )
        yield from _comments("rule", f"RULE {name} ON {table}", f"rule {name}")
        for words, other in small_changes(definition):
            yield Change(f"rule {name}: {words}", "rule", (drop, other))


def _functions(connection: sa.Connection) -> Iterator[Change]:
    for signature, kind, definition in ask(
        connection,
        "SELECT oid::regprocedure::text,"
        " CASE prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END,"
        " pg_get_functiondef(oid)"
        f" FROM pg_proc WHERE pronamespace = {_HERE} AND prokind IN ('f', 'p')"
        " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = pg_proc.oid AND d.deptype = 'i')"
        " ORDER BY 1",
    ):

        def change(words: str, *sql: str) -> Change:
            return Change(f"{kind.lower()} {signature}: {words}", "function", sql)  # noqa: B023

        alter = f"ALTER {kind} {signature}"
        yield change("dropped", f"DROP {kind} {signature} CASCADE")
        yield change("renamed", f"{alter} RENAME TO otra")
        yield change("granted", f"REVOKE EXECUTE ON {kind} {signature} FROM PUBLIC")
        for option in (
            "SECURITY DEFINER",
            "SECURITY INVOKER",
            "SET work_mem = '5MB'",
            "RESET ALL",
            *(
                ()
                if kind == "PROCEDURE"
                else (
                    "IMMUTABLE",
                    "VOLATILE",
                    "STABLE",
                    "STRICT",
                    "CALLED ON NULL INPUT",
                    "COST 77",
                    "ROWS 77",
                    "LEAKPROOF",
                    "PARALLEL RESTRICTED",
                )
            ),
        ):
            yield change(option, f"{alter} {option}")
        yield from _comments("function", f"{kind} {signature}", f"{kind.lower()} {signature}")
        body = definition.index("AS $")
        for words, other in small_changes(definition[body:]):
            yield change(f"body {words}", definition[:body] + other)
    yield Change(
        "a function more",
        "function",
        ("CREATE FUNCTION extra() RETURNS integer LANGUAGE sql AS 'SELECT 1'",),
    )


def _types(connection: sa.Connection) -> Iterator[Change]:
    for name, labels in ask(
        connection,
        "SELECT t.oid::regtype::text, array_agg(enumlabel::text ORDER BY enumsortorder)"
        " FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid"
        f" WHERE typnamespace = {_HERE} GROUP BY 1",
    ):
        first, last = labels[0], labels[-1]
        for words, sql in (
            ("a value more", "ADD VALUE 'otro'"),
            ("a value before", f"ADD VALUE 'otro' BEFORE '{first}'"),
            ("a value between", f"ADD VALUE 'otro' AFTER '{first}'"),
            ("a value renamed", f"RENAME VALUE '{last}' TO 'otro'"),
            ("a value in another case", f"RENAME VALUE '{last}' TO '{last.swapcase()}'"),
            ("renamed", "RENAME TO otro"),
        ):
            yield Change(f"enum {name}: {words}", "enum", (f"ALTER TYPE {name} {sql}",))
        yield Change(f"enum {name}: dropped", "enum", (f"DROP TYPE {name} CASCADE",))
        yield from _comments("enum", f"TYPE {name}", f"enum {name}")
    for name, default, not_null in ask(
        connection,
        "SELECT oid::regtype::text, typdefault, typnotnull FROM pg_type"
        f" WHERE typnamespace = {_HERE} AND typtype = 'd' ORDER BY 1",
    ):
        alter = f"ALTER DOMAIN {name}"

        def change(words: str, *sql: str) -> Change:
            return Change(f"domain {name}: {words}", "domain", sql)  # noqa: B023

        yield change("renamed", f"{alter} RENAME TO otro")
        yield change("dropped", f"DROP DOMAIN {name} CASCADE")
        yield change("null", f"{alter} {'DROP' if not_null else 'SET'} NOT NULL")
        yield change("default", f"{alter} {'DROP DEFAULT' if default else 'SET DEFAULT NULL'}")
        yield change("another default", f"{alter} SET DEFAULT '7'")
        yield change(
            "a check more", f"{alter} ADD CONSTRAINT otro CHECK (VALUE IS NOT NULL) NOT VALID"
        )
        yield from _comments("domain", f"DOMAIN {name}", f"domain {name}")
        for check, definition in ask(
            connection,
            "SELECT quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint"
            f" WHERE contypid = '{name}'::regtype AND contype = 'c'",
        ):
            drop = f"{alter} DROP CONSTRAINT {check}"
            yield change(f"{check} dropped", drop)
            yield change(f"{check} renamed", f"{alter} RENAME CONSTRAINT {check} TO otro")
            for words, other in small_changes(definition):
                add = f"{alter} ADD CONSTRAINT {check} {other} NOT VALID"
                yield change(f"{check} {words}", drop, add, f"{alter} VALIDATE CONSTRAINT {check}")
    for (name,) in ask(
        connection,
        f"SELECT oid::regclass::text FROM pg_class WHERE relnamespace = {_HERE} AND relkind = 'c'",
    ):
        for words, sql in (
            ("an attribute more", "ADD ATTRIBUTE z integer CASCADE"),
            ("an attribute less", "DROP ATTRIBUTE nombre CASCADE"),
            ("an attribute renamed", "RENAME ATTRIBUTE x TO otro CASCADE"),
            ("an attribute's type", "ALTER ATTRIBUTE x TYPE bigint CASCADE"),
            ("renamed", "RENAME TO otro"),
        ):
            yield Change(f"type {name}: {words}", "composite", (f"ALTER TYPE {name} {sql}",))
        yield from _comments("composite", f"TYPE {name}", f"type {name}")
    for (name,) in ask(
        connection,
        f"SELECT oid::regtype::text FROM pg_type WHERE typnamespace = {_HERE} AND typtype = 'r'",
    ):
        yield Change(f"range {name}: renamed", "range", (f"ALTER TYPE {name} RENAME TO otro",))
        yield Change(f"range {name}: dropped", "range", (f"DROP TYPE {name} CASCADE",))
        yield from _comments("range", f"TYPE {name}", f"range {name}")
    yield Change("an enum more", "enum", ("CREATE TYPE extra AS ENUM ('a')",))
    yield Change("a domain more", "domain", ("CREATE DOMAIN extra AS integer",))
    yield Change("a composite more", "composite", ("CREATE TYPE extra AS (a integer)",))
    yield Change("a range more", "range", ("CREATE TYPE extra AS RANGE (subtype = integer)",))


def _sequences(connection: sa.Connection) -> Iterator[Change]:
    for name, owned in ask(
        connection,
        "SELECT s.seqrelid::regclass::text, d.objid IS NOT NULL FROM pg_sequence s"
        " JOIN pg_class c ON c.oid = s.seqrelid"
        " LEFT JOIN pg_depend d ON d.objid = c.oid AND d.deptype IN ('a', 'i')"
        f" AND d.classid = 'pg_class'::regclass WHERE c.relnamespace = {_HERE} ORDER BY 1",
    ):
        alter = f"ALTER SEQUENCE {name}"
        for option in (
            "INCREMENT BY 7",
            "MINVALUE -9",
            "MAXVALUE 9999",
            "START WITH 3",
            "CACHE 9",
            "CYCLE",
            "NO CYCLE",
            "AS bigint",
            "OWNED BY NONE",
            "RENAME TO otra",
            "SET UNLOGGED",
        ):
            yield Change(f"sequence {name}: {option}", "sequence", (f"{alter} {option}",))
        # A sequence that nobody owns is an object; where an owned one stands is the next id.
        yield Change(
            f"sequence {name}: where it stands",
            "row",
            (f"{alter} RESTART WITH 777",),
            area="rows",
        )
        yield from _comments("sequence", f"SEQUENCE {name}", f"sequence {name}")
        yield Change(
            f"sequence {name}: granted", "sequence", (f"GRANT USAGE ON SEQUENCE {name} TO PUBLIC",)
        )
        if not owned:
            yield Change(f"sequence {name}: dropped", "sequence", (f"DROP SEQUENCE {name}",))
    yield Change("a sequence more", "sequence", ("CREATE SEQUENCE extra",))


def _policies(connection: sa.Connection) -> Iterator[Change]:
    for table, name, using, check in ask(
        connection,
        "SELECT polrelid::regclass::text, quote_ident(polname), pg_get_expr(polqual, polrelid),"
        " pg_get_expr(polwithcheck, polrelid) FROM pg_policy ORDER BY 2",
    ):
        alter = f"ALTER POLICY {name} ON {table}"

        def change(words: str, *sql: str) -> Change:
            return Change(f"policy {name}: {words}", "policy", sql)  # noqa: B023

        yield change("dropped", f"DROP POLICY {name} ON {table}")
        yield change("renamed", f"{alter} RENAME TO otra")
        yield change("to a role", f"{alter} TO CURRENT_USER")
        for clause, expression in (("USING", using), ("WITH CHECK", check)):
            for words, other in small_changes(expression or ""):
                yield change(f"{clause} {words}", f"{alter} {clause} ({other})")
        yield change(
            "of another kind",
            f"DROP POLICY {name} ON {table}",
            f"CREATE POLICY {name} ON {table} AS RESTRICTIVE FOR ALL USING ({using})",
        )
        yield from _comments("policy", f"POLICY {name} ON {table}", f"policy {name}")


def _others(connection: sa.Connection) -> Iterator[Change]:
    """What a database can hold besides; where the base has one, changed as well."""
    more = {
        "aggregate": "CREATE AGGREGATE extra (integer) (SFUNC = int4pl, STYPE = integer)",
        "operator": "CREATE OPERATOR @#@ (LEFTARG = int, RIGHTARG = int, FUNCTION = int4pl)",
        "cast": "CREATE CAST (oid AS text) WITH INOUT AS IMPLICIT",
        "collation": "CREATE COLLATION extra (provider = libc, locale = 'POSIX')",
        "text-search": "CREATE TEXT SEARCH CONFIGURATION extra (COPY = simple)",
        "text-search dictionary": "CREATE TEXT SEARCH DICTIONARY extra (TEMPLATE = simple)",
        "statistics": "CREATE STATISTICS extra ON oid, relname FROM pg_class",
        "publication": "CREATE PUBLICATION extra FOR ALL TABLES",
        "foreign-data": "CREATE FOREIGN DATA WRAPPER extra",
        "event-trigger": "CREATE EVENT TRIGGER extra ON ddl_command_end EXECUTE FUNCTION anota()",
        "extension": "CREATE EXTENSION vector",
        "schema": "CREATE SCHEMA extra CREATE TABLE extra.t (a integer)",
        "schema comment": "COMMENT ON SCHEMA public IS 'otro'",
        "schema privileges": "GRANT CREATE ON SCHEMA public TO PUBLIC",
        "default privileges": "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
        "conversion": "CREATE CONVERSION extra FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8",
        "operator-class": "CREATE OPERATOR CLASS extra FOR TYPE int USING btree AS OPERATOR 1 <,"
        " OPERATOR 3 =, OPERATOR 5 >, FUNCTION 1 btint4cmp(integer, integer)",
        "operator-family": "CREATE OPERATOR FAMILY extra USING btree",
        "access-method": "CREATE ACCESS METHOD extra TYPE TABLE HANDLER heap_tableam_handler",
        "transform": "CREATE TRANSFORM FOR integer LANGUAGE sql"
        " (FROM SQL WITH FUNCTION prsd_lextype(internal))",
        "large-object": "SELECT lo_create(0)",
    }
    for words, sql in more.items():
        yield Change(f"a {words} more", words.split()[0], (sql,))
    if not ask(connection, "SELECT FROM pg_class WHERE relname = 'tipos'"):
        return
    for words, kind, *statements in (
        ("statistics dropped", "statistics", "DROP STATISTICS est_obra"),
        ("statistics renamed", "statistics", "ALTER STATISTICS est_obra RENAME TO otra"),
        ("statistics target", "statistics", "ALTER STATISTICS est_obra SET STATISTICS 55"),
        (
            "statistics of other kinds",
            "statistics",
            "DROP STATISTICS est_obra",
            "CREATE STATISTICS est_obra (mcv) ON precio, copias FROM obra",
        ),
        (
            "statistics of other columns",
            "statistics",
            "DROP STATISTICS est_obra",
            "CREATE STATISTICS est_obra (ndistinct, dependencies) ON precio, numero FROM obra",
        ),
        ("aggregate dropped", "aggregate", "DROP AGGREGATE total (integer)"),
        (
            "aggregate begins elsewhere",
            "aggregate",
            "DROP AGGREGATE total (integer)",
            "CREATE AGGREGATE total (integer) (SFUNC = suma, STYPE = integer, INITCOND = '1')",
        ),
        (
            "aggregate by another function",
            "aggregate",
            "DROP AGGREGATE total (integer)",
            "CREATE AGGREGATE total (integer) (SFUNC = int4mul, STYPE = integer, INITCOND = '0')",
        ),
        ("operator dropped", "operator", "DROP OPERATOR ### (integer, integer)"),
        (
            "operator by another function",
            "operator",
            "DROP OPERATOR ### (integer, integer)",
            "CREATE OPERATOR ### (LEFTARG = integer, RIGHTARG = integer, FUNCTION = int4mul)",
        ),
        (
            "operator that commutes",
            "operator",
            "DROP OPERATOR ### (integer, integer)",
            "CREATE OPERATOR ### (LEFTARG = integer, RIGHTARG = integer, FUNCTION = suma,"
            " COMMUTATOR = ###)",
        ),
        ("collation renamed", "collation", "ALTER COLLATION orden_c RENAME TO otra"),
        ("collation dropped", "collation", "DROP COLLATION orden_c"),
        (
            "collation of another locale",
            "collation",
            "DROP COLLATION orden_c",
            "CREATE COLLATION orden_c (provider = libc, locale = 'POSIX')",
        ),
        ("text search dropped", "text-search", "DROP TEXT SEARCH CONFIGURATION busca"),
        (
            "text search by another dictionary",
            "text-search",
            "ALTER TEXT SEARCH CONFIGURATION busca ALTER MAPPING FOR word WITH english_stem",
        ),
        (
            "text search of fewer words",
            "text-search",
            "ALTER TEXT SEARCH CONFIGURATION busca DROP MAPPING FOR email",
        ),
    ):
        yield Change(words, kind, tuple(statements))
