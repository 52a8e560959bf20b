"""PostgreSQL schemas that are the same: written otherwise, or made in another way."""

from __future__ import annotations

import pytest

from compare.model import Column
from tests.inspect.postgresql_databases import differences, engine, schema, version
from tests.inspect.test_postgresql_faults import T

OF_ALL_TYPES = (
    "CREATE TYPE e AS ENUM ('x'); CREATE TABLE t (v varchar, e e, a integer[], r int4range,"
    " i inet, c cidr, n name, u uuid)"
)
SAME = [
    ("a type's other name", "CREATE TABLE t (a int4, b varchar(5))",
     "CREATE TABLE t (a integer, b character varying(5))"),
    ("a default's other spelling", "CREATE TABLE t (a text DEFAULT 'x')",
     "CREATE TABLE t (a text DEFAULT CAST('x' AS text))"),
    ("case and space", "CREATE TABLE t (a integer CHECK (a>0))",
     "create  table T ( A  INTEGER  check (  a > 0 ) )"),
    ("IN and ANY", "CREATE TABLE t (a text CHECK (a IN ('x', 'y')))",
     "CREATE TABLE t (a text CHECK (a = ANY (ARRAY['x', 'y'])))"),
    ("serial by hand", "CREATE TABLE t (a serial)",
     "CREATE SEQUENCE t_a_seq AS integer;"
     " CREATE TABLE t (a integer NOT NULL DEFAULT nextval('t_a_seq'));"
     " ALTER SEQUENCE t_a_seq OWNED BY t.a"),
    ("a column that was dropped", "CREATE TABLE t (a integer, b text)",
     "CREATE TABLE t (a integer, x text, b text); ALTER TABLE t DROP x"),
    ("a key that was added later", "CREATE TABLE t (a integer PRIMARY KEY)",
     "CREATE TABLE t (a integer NOT NULL); ALTER TABLE t ADD PRIMARY KEY (a)"),
    ("a foreign key without columns",
     "CREATE TABLE u (id integer PRIMARY KEY); CREATE TABLE t (a integer REFERENCES u)",
     "CREATE TABLE u (id integer PRIMARY KEY); CREATE TABLE t (a integer REFERENCES u (id)"
     " MATCH SIMPLE ON DELETE NO ACTION ON UPDATE NO ACTION NOT DEFERRABLE)"),
    ("an index's defaults", f"{T}; CREATE INDEX ix ON t (a, d)",
     f"{T}; CREATE INDEX ix ON t USING btree (a ASC NULLS LAST, d COLLATE \"default\" text_ops)"),
    ("operator classes that are the default",
     f"{OF_ALL_TYPES}; CREATE INDEX ix ON t (v, e, a, r, i, c, n, u)",
     f"{OF_ALL_TYPES}; CREATE INDEX ix ON t (v text_ops, e enum_ops, a array_ops,"
     " r range_ops, i inet_ops, c inet_ops, n name_ops, u uuid_ops)"),
    ("a constraint's index that was there before", "CREATE TABLE t (a integer CONSTRAINT u UNIQUE)",
     "CREATE TABLE t (a integer); CREATE UNIQUE INDEX u ON t (a);"
     " ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX u"),
    ("constraints in another order", "CREATE TABLE t (a integer, CONSTRAINT x CHECK (a > 0),"
     " CONSTRAINT y CHECK (a < 9))", "CREATE TABLE t (a integer, CONSTRAINT y CHECK (a < 9),"
     " CONSTRAINT x CHECK (a > 0))"),
    ("a view's spelling", f"{T}; CREATE VIEW v AS SELECT a, b FROM t",
     f"{T}; create view v as select t.a as a, T.b from t"),
    ("rights that were given and taken", T,
     f"{T}; GRANT SELECT ON t TO pg_monitor; REVOKE SELECT ON t FROM pg_monitor"),
    ("rows", T, f"{T}; INSERT INTO t VALUES (1)"),
    ("statistics that were gathered", T, f"{T}; INSERT INTO t VALUES (1); ANALYZE t"),
    ("a sequence that was used", "CREATE SEQUENCE s", "CREATE SEQUENCE s; SELECT nextval('s')"),
    ("a temporary table", T, f"{T}; CREATE TEMPORARY TABLE t (z integer)"),
    ("a temporary table that hides another in a view",
     f"{T}; CREATE VIEW v AS SELECT a FROM t",
     f"{T}; CREATE VIEW v AS SELECT a FROM t; CREATE TEMPORARY TABLE t (z integer)"),
    ("a partition that was attached",
     "CREATE TABLE p (a integer) PARTITION BY LIST (a);"
     " CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1); ALTER TABLE p1 ALTER a SET STATISTICS -1",
     "CREATE TABLE p (a integer) PARTITION BY LIST (a);"
     " CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)"),
]  # fmt: skip


@pytest.mark.parametrize(("left", "right"), [e[1:] for e in SAME], ids=[e[0] for e in SAME])
def test_what_is_the_same_is_seen_as_the_same(left, right):
    assert differences([left], [right]) == ()


def test_what_postgresql_calls_constraints_and_sequences_by_itself():
    made = schema(
        "CREATE TABLE t (id serial PRIMARY KEY, a integer UNIQUE CHECK (a > 0),"
        " b integer REFERENCES t (id))"
    )
    (table,) = made.tables

    assert table.column("id") == Column("id", "integer", False, identity="serial")
    assert table.primary_key.name == "t_pkey"
    assert [key.name for key in table.foreign_keys] == ["t_b_fkey"]
    assert [each.name for each in table.uniques] == ["t_a_key"]
    assert [each.name for each in table.checks] == ["t_a_check"]
    assert table.checks[0].expression == "(a > 0)"


@pytest.mark.parametrize(
    ("table", "column"),
    [("a" * 40, "b" * 40), ("a" * 63, "b"), ("a", "b" * 63), ("ñ" * 31, "é" * 20), ("x", "y")],
)
def test_a_sequence_s_generated_name_is_known_however_long(table, column):
    made = schema(f'CREATE TABLE "{table}" ("{column}" serial)')

    assert made.tables[0].columns[0].identity == "serial"


def test_the_schema_s_name_is_no_matter():
    made = [
        "CREATE TYPE e AS ENUM ('x')",
        "CREATE TABLE t (id serial PRIMARY KEY, a e DEFAULT 'x', b text)",
        "CREATE TABLE u (t integer REFERENCES t (id), EXCLUDE USING hash (t WITH =))",
        "CREATE VIEW v AS SELECT b FROM t",
        "CREATE RULE r AS ON INSERT TO t DO ALSO NOTHING",
        "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()",
        "CREATE INDEX ix ON t ((lower(b)))",
        "CREATE STATISTICS s ON id, b FROM t",
        "CREATE POLICY p ON t USING (id > 0)",
        "CREATE AGGREGATE ag (integer) (SFUNC = int4pl, STYPE = integer)",
    ]
    one = schema(*made)
    other = schema(
        "DROP SCHEMA public", 'CREATE SCHEMA "Other"', 'SET search_path = "Other"', *made
    )
    kinds = {each.kind for each in one.objects} - {"schema"}

    assert one.tables == other.tables
    assert one.views == other.views
    assert [each for each in one.objects if each.kind in kinds] == [
        each for each in other.objects if each.kind in kinds
    ]
    assert other.not_compared == ()


def test_an_extension_s_objects_are_the_extension():
    with engine().connect() as connection:
        known = {
            name
            for (name,) in connection.exec_driver_sql("SELECT name FROM pg_available_extensions")
        }
    wanted = sorted(known & {"citext", "hstore", "pg_trgm", "btree_gist", "ltree", "tablefunc"})
    if not wanted:
        pytest.skip("this server has no extensions to offer")
    made = schema(*(f"CREATE EXTENSION {name}" for name in wanted))

    assert {each.name for each in made.objects if each.kind == "extension"} == {*wanted, "plpgsql"}
    assert {each.kind for each in made.objects} == {"database", "extension", "schema"}
    assert made.not_compared == ()


def test_the_name_of_a_not_null_is_no_matter():
    if version() < 18:
        pytest.skip("PostgreSQL 18 is the first to keep it")
    left, right = (f"CREATE TABLE t (a integer CONSTRAINT {name} NOT NULL)" for name in "xy")

    assert differences([left], [right]) == ()


def test_a_foreign_key_to_a_partitioned_table_is_one():
    made = schema(
        "CREATE TABLE p (a integer PRIMARY KEY) PARTITION BY LIST (a)",
        "CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)",
        "CREATE TABLE p2 PARTITION OF p FOR VALUES IN (2)",
        "CREATE TABLE t (a integer REFERENCES p)",
    )

    assert [key.referred_table for key in made.table("t").foreign_keys] == ["p"]
