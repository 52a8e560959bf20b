"""PostgreSQL schemas that are hard to read, and what must not happen while they are."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from compare.errors import ToolError
from compare.inspect import read_schema
from compare.inspect.postgresql import statements
from compare.model import NotCompared
from tests.inspect.postgresql_databases import connected, engine, schema
from tests.inspect.random_tables import NAMES

MORE = (
    "user",
    "select",
    "100%",
    "%s",
    "a\\b",
    "a'b",
    "$$",
    ":x",
    "a;b",
    "x" * 63,
    "ñ" * 31,
    "a\tb",
)
HOSTILE = [name for name in (*NAMES, *MORE) if name and "\0" not in name]


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@pytest.mark.parametrize("name", HOSTILE, ids=repr)
def test_hostile_names_are_read_everywhere(name):
    it = quoted(name)
    made = schema(
        f"CREATE TABLE {it} ({it} serial, z integer, CONSTRAINT {it} CHECK ({it} > 0))",
        f"ALTER TABLE {it} ADD CONSTRAINT {quoted('p' + name[:20])} PRIMARY KEY ({it})",
        f"ALTER TABLE {it} ADD CONSTRAINT fk FOREIGN KEY (z) REFERENCES {it} ({it})",
        f"CREATE INDEX {quoted('i' + name[:20])} ON {it} ({it} DESC) WHERE {it} > 1",
        f"CREATE VIEW {quoted('v' + name[:20])} AS SELECT {it} FROM {it}",
        f"CREATE TYPE {quoted('t' + name[:20])} AS ENUM ({_literal(name)})",
        f"COMMENT ON TABLE {it} IS {_literal(name)}",
        f"COMMENT ON COLUMN {it}.{it} IS {_literal(name)}",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        f"CREATE TRIGGER {it} BEFORE INSERT ON {it} FOR EACH ROW"
        f" EXECUTE FUNCTION f({_literal(name)})",
        f"CREATE RULE {it} AS ON DELETE TO {it} DO ALSO NOTHING",
        f"CREATE STATISTICS {it} ON {it}, z FROM {it}",
        f"CREATE SEQUENCE {quoted('s' + name[:20])}",
    )
    (table,) = made.tables
    key = table.foreign_keys[0]

    assert made.not_compared == ()
    assert (table.name, table.comment) == (name, name)
    assert table.columns[0].name == table.columns[0].comment == name
    assert table.columns[0].identity == "serial"
    assert table.primary_key.columns == (name,)
    assert (key.referred_table, key.referred_columns) == (name, (name,))
    assert table.checks[0].name == name
    assert table.indexes[0].columns == (name,)
    assert table.triggers[0].name == name
    assert table.triggers[0].definition.startswith("BEFORE INSERT ON ")
    assert {each.kind: each.name for each in table.others} == {"rule": name, "statistics": name}
    assert {each.kind for each in made.objects} >= {"enum", "sequence", "function"}


def _literal(text: str) -> str:
    return "E'" + text.replace("\\", "\\\\").replace("'", "''") + "'"


def test_a_table_of_1600_columns_is_read():
    columns = ", ".join(f"c{number} integer" for number in range(1600))

    assert len(schema(f"CREATE TABLE t ({columns})").tables[0].columns) == 1600


def test_a_table_without_columns_is_read():
    assert schema("CREATE TABLE t ()").tables[0].columns == ()


def test_another_schema_s_table_is_not_taken_for_ones_own():
    made = ["CREATE SCHEMA o", "CREATE TABLE o.u (id integer PRIMARY KEY)"]
    own = 'CREATE TABLE "o.u" (id integer PRIMARY KEY)'
    there = schema(*made, own, "CREATE TABLE t (a integer REFERENCES o.u)").table("t")
    here = schema(*made, own, 'CREATE TABLE t (a integer REFERENCES "o.u")').table("t")

    assert there.foreign_keys[0].referred_columns == ("id",)
    assert there.foreign_keys != here.foreign_keys


NOT_COMPARED = [
    ("another schema that holds something", ["CREATE SCHEMA o", "CREATE TABLE o.t (a integer)"],
     ("schema", "o")),
    ("an operator class",
     ["CREATE OPERATOR CLASS oc FOR TYPE integer USING btree AS OPERATOR 1 <"], ("object", None)),
    ("a conversion", ["CREATE CONVERSION co FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8"],
     ("object", "conversion co")),
    ("a shell type", ["CREATE TYPE sh"], ("object", "type sh")),
    ("a cast", ["CREATE TYPE k AS (a integer)", "CREATE FUNCTION c(k) RETURNS integer LANGUAGE sql"
                " AS 'SELECT 1'", "CREATE CAST (k AS integer) WITH FUNCTION c(k)"],
     ("cast", "cast from k to integer")),
    ("a text search template",
     ["CREATE TEXT SEARCH TEMPLATE te (LEXIZE = dsimple_lexize)"], ("object", None)),
    ("a large object", ["SELECT lo_create(0)"], ("large object", None)),
    ("a foreign-data wrapper", ["CREATE FOREIGN DATA WRAPPER w"], ("foreign-data wrapper", None)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("made", "expected"), [e[1:] for e in NOT_COMPARED], ids=[e[0] for e in NOT_COMPARED]
)
def test_what_no_reader_reads_is_named(made, expected):
    found = schema(*made).not_compared

    assert found
    assert all(isinstance(each, NotCompared) for each in found)
    assert expected[0] in {each.kind for each in found}
    assert expected[1] is None or expected in {(each.kind, each.name) for each in found}


def test_a_foreign_table_is_read_and_a_server_s_options_are_not_shown():
    made = schema(
        "CREATE FOREIGN DATA WRAPPER w",
        "CREATE SERVER s FOREIGN DATA WRAPPER w OPTIONS (password 'geheim')",
        "CREATE FOREIGN TABLE t (a integer OPTIONS (x 'y')) SERVER s OPTIONS (z '1')",
    )

    assert made.tables[0].options == ("foreign, server s with {z=1}",)
    assert made.tables[0].columns[0].options == ("foreign with {x=y}",)
    assert "geheim" not in repr(made)
    assert any(each.kind == "foreign-server" for each in made.objects)


def test_nobody_s_function_takes_the_place_of_the_server_s_own():
    """What a schema holds could answer in place of the catalogue's functions (CVE-2018-1058)."""
    lie = "CREATE FUNCTION {} LANGUAGE sql AS 'SELECT ''lie''::text'"
    made = (
        "CREATE TABLE t (a integer DEFAULT 1)",
        lie.format("format_type(oid, integer) RETURNS text"),
        lie.format("pg_get_expr(pg_node_tree, oid) RETURNS text"),
        "CREATE TABLE pg_class (a integer)",
        "SET search_path = public, pg_catalog",
    )
    table = schema(*made).table("t")

    assert (table.columns[0].type, table.columns[0].default) == ("integer", "1")


@pytest.mark.parametrize("path", ["nowhere", "pg_catalog", "''"])
def test_a_search_path_without_a_schema_is_refused(path):
    with (
        connected("CREATE TABLE t (a integer)", f"SET search_path = {path}") as connection,
        pytest.raises(ToolError, match="search_path"),
    ):
        read_schema(connection)


def test_the_number_of_statements_is_the_same_whatever_there_is():
    everything = [
        "CREATE TYPE e AS ENUM ('x')",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        *(
            f"CREATE TABLE t{n} (id serial PRIMARY KEY, a e, b text DEFAULT 'x', UNIQUE (b))"
            for n in range(20)
        ),
        *(f"CREATE INDEX ON t{n} (lower(b))" for n in range(20)),
        *(f"CREATE VIEW v{n} AS SELECT * FROM t{n}" for n in range(20)),
        *(
            f"CREATE TRIGGER g BEFORE INSERT ON t{n} FOR EACH ROW EXECUTE FUNCTION f()"
            for n in range(20)
        ),
    ]
    counts = [_statements(["SELECT 1"]), _statements(everything)]

    assert counts[0] == counts[1] <= 17


def _statements(made: list[str]) -> int:
    with connected(*made) as connection:
        raw = connection.connection.dbapi_connection
        sent = []

        class Counting(raw.cursor_factory):
            def execute(self, *args, **kwargs):
                sent.append(args[0])
                return super().execute(*args, **kwargs)

        before, raw.cursor_factory = raw.cursor_factory, Counting
        read_schema(connection)
        raw.cursor_factory = before
    return len(sent)


def test_nothing_is_written():
    with connected(
        "CREATE TABLE t (a serial)", "SET LOCAL transaction_read_only = on"
    ) as connection:
        read_schema(connection)


def test_what_the_inspector_sees_is_seen_too():
    made = [
        "CREATE TABLE u (id serial PRIMARY KEY, a text NOT NULL UNIQUE, b numeric(5, 2) DEFAULT 1)",
        "COMMENT ON TABLE u IS 'said'",
        "CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, u integer NOT NULL"
        " REFERENCES u (id) ON DELETE CASCADE, c varchar(20), CONSTRAINT k CHECK (u > 0))",
        "CREATE UNIQUE INDEX ix ON t (u, c)",
        "CREATE INDEX lx ON t (lower(c))",
    ]
    with connected(*made) as connection:
        ours = read_schema(connection)
        inspector = sa.inspect(connection)
        for table in ours.tables:
            columns = inspector.get_columns(table.name)
            assert [each["name"] for each in columns] == [each.name for each in table.columns]
            assert [each["nullable"] for each in columns] == [e.nullable for e in table.columns]
            key = inspector.get_pk_constraint(table.name)
            assert key["constrained_columns"] == list(table.primary_key.columns)
            assert key["name"] == table.primary_key.name
            keys = inspector.get_foreign_keys(table.name)
            assert [(e["name"], e["referred_table"], e["options"]) for e in keys] == [
                (e.name, e.referred_table, {"ondelete": e.on_delete.upper()})
                for e in table.foreign_keys
            ]
            uniques = inspector.get_unique_constraints(table.name)
            assert [each["name"] for each in uniques] == [each.name for each in table.uniques]
            names = {each["name"] for each in inspector.get_indexes(table.name)}
            assert names == {each.name for each in (*table.indexes, *table.uniques)}
            checks = inspector.get_check_constraints(table.name)
            assert [each["name"] for each in checks] == [each.name for each in table.checks]
            assert inspector.get_table_comment(table.name)["text"] == table.comment
        assert sorted(inspector.get_table_names()) == [table.name for table in ours.tables]


def test_what_a_failed_transaction_holds_cannot_be_read():
    with engine().connect() as connection:
        cursor = connection.connection.cursor()
        with pytest.raises(Exception, match="nowhere"):
            cursor.execute("SELECT * FROM nowhere")
        with pytest.raises(ToolError, match="cannot be read"):
            read_schema(connection)
        connection.connection.rollback()


@pytest.mark.parametrize("refused", ["columns", "relations", "constraints"])
def test_the_first_statement_that_is_refused_is_told(refused, monkeypatch):
    monkeypatch.setattr(statements, refused, lambda here: f"SELECT no_{refused}")

    with connected("CREATE TABLE t (a integer)") as connection:
        with pytest.raises(ToolError, match=f"no_{refused}"):
            read_schema(connection)
        assert connection.exec_driver_sql("SELECT count(*) FROM t").scalar() == 0
