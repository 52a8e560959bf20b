"""Every row of a PostgreSQL database, each value as the server writes it."""

from __future__ import annotations

import pytest
from psycopg.errors import FeatureNotSupported

from compare.diff import pair_tables
from compare.errors import ToolError
from compare.inspect import read_schema
from compare.model import Difference, Ledger, Snapshot, Value
from compare.rows import diff_beside_tables, diff_rows, read_rows
from compare.rows.postgresql_values import reader_of
from compare.rows.values import place, storage_class
from tests.inspect.postgresql_databases import connected, engine, version
from tests.inspect.random_tables import NAMES
from tests.rows.photos import photo as sqlite_photo


def photo(*statements: str) -> Snapshot:
    """The snapshot of a schema that these statements make."""
    with connected(*statements) as connection:
        schema = read_schema(connection)
        return Snapshot(schema, read_rows(connection, schema), Ledger(()))


def compared(left: Snapshot, right: Snapshot) -> tuple[Difference, ...]:
    """How the rows of tables of one name differ, and what is no table."""
    names = [[table.name for table in side.schema.tables] for side in (left, right)]
    found = diff_beside_tables(left, right)
    for ours, theirs in pair_tables(*names):
        found += diff_rows(
            left.rows_of(ours),
            right.rows_of(theirs),
            left.schema.table(ours),
            right.schema.table(theirs),
        )
    return found


def value(type_: str, sql: str, *before: str) -> Value:
    """What is read of one value in a column of a type."""
    made = (*before, f"CREATE TABLE t (a {type_})", f"INSERT INTO t VALUES ({sql})")
    return photo(*made).rows_of("t").rows[0][0]


STORED = [
    ("smallint", "1", "integer", "1", "integer 1"),
    ("bigint", "9223372036854775807", "integer", "9223372036854775807", None),
    ("oid", "4294967295", "integer", "4294967295", "integer 4294967295"),
    ("numeric", "1.50", "decimal", "1.5", "numeric 1.50"),
    ("numeric(5, 2)", "2", "decimal", "2", "numeric 2.00"),
    ("numeric", "-0.10", "decimal", "-0.1", "numeric -0.10"),
    ("numeric", "0.00", "decimal", "0", "numeric 0.00"),
    ("numeric", "1e50", "decimal", "1" + "0" * 50, None),
    ("numeric", "12345678901234567890.123456789012345678901", "decimal", None, None),
    ("numeric", "'NaN'", "real", "nan", "numeric NaN"),
    ("real", "0.1", "real", "0.1", "float4 0.1"),
    ("double precision", "0.1", "real", "0.1", "real 0.1"),
    ("double precision", "0.1::float4", "real", "0.10000000149011612", None),
    ("double precision", "'-0'", "real", "-0.0", "real -0.0"),
    ("double precision", "'Infinity'", "real", "inf", "real inf"),
    ("double precision", "'NaN'", "real", "nan", "real nan"),
    ("boolean", "true", "boolean", "true", "boolean true"),
    ("text", "'1'", "text", "1", "text '1'"),
    ("text", "''", "text", "", "text ''"),
    ("text", "'<null>'", "text", "<null>", "text '<null>'"),
    ("text", "'NULL'", "text", "NULL", "text 'NULL'"),
    ("text", "NULL", "null", "", "null"),
    ("text", r"E'a\nb'", "text", "a\nb", r"text e'a\nb'"),
    ("text", r"'a\nb'", "text", r"a\nb", r"text 'a\nb'"),
    ("varchar(5)", "'a '", "text", "a ", "text 'a '"),
    ("char(3)", "'a'", "text", "a", "char 'a  '"),
    ("char(5)", "' a'", "text", " a", "char ' a   '"),
    ("name", "'a'", "text", "a", "name 'a'"),
    ('"char"', "'x'", '"char"', "x", None),
    ("bytea", r"'\x00ff'", "blob", "00ff", "blob x'00ff'"),
    ("bytea", "''", "blob", "", "blob x''"),
    ("timestamp", "'2024-01-01 10:00'", "datetime", "2024-01-01 10:00:00.000000", None),
    ("timestamp", "'2024-01-01 10:00:00.5'", "datetime", "2024-01-01 10:00:00.500000", None),
    ("timestamptz", "'2024-01-01 10:00+02'", "datetime", "2024-01-01 08:00:00.000000Z", None),
    (
        "timestamptz",
        "'2024-01-01 10:00+00'",
        "datetime",
        None,
        "timestamptz '2024-01-01 10:00:00+00'",
    ),
    ("timestamp", "'infinity'", "datetime", "infinity", "timestamp 'infinity'"),
    ("timestamp", "'-infinity'", "datetime", "-infinity", None),
    ("timestamptz", "'infinity'", "datetime", "infinityZ", "timestamptz 'infinity'"),
    ("timestamp", "'0044-03-15 12:00 BC'", "datetime", "0044-03-15 12:00:00 BC", None),
    ("timestamptz", "'0044-03-15 12:00+00 BC'", "datetime", "0044-03-15 12:00:00Z BC", None),
    ("timestamp", "'12024-01-01'", "datetime", "12024-01-01 00:00:00", None),
    ("date", "'2024-02-29'", "date", "2024-02-29", "date '2024-02-29'"),
    ("date", "'infinity'", "date", "infinity", "date 'infinity'"),
    ("date", "'0001-01-01 BC'", "date", "0001-01-01 BC", None),
    ("date", "'5874897-12-31'", "date", "5874897-12-31", None),
    ("time", "'03:04'", "time", "03:04:00.000000", "time '03:04:00'"),
    ("time", "'24:00'", "time", "24:00:00", None),
    ("timetz", "'10:00+02'", "time with time zone", "10:00:00+02", None),
    ("interval", "'1 month'", "interval", "1 mon", "interval '1 mon'"),
    ("interval", "'30 days'", "interval", "30 days", "interval '30 days'"),
    ("interval", "'-1 day 2 hours'", "interval", "-1 days +02:00:00", None),
    ("json", """'{"b": 1.10, "a": [ ] }'""", "json", '{"a":[],"b":1.10}', None),
    ("json", """'{"a": 1, "a": 2}'""", "text", '{"a": 1, "a": 2}', """json '{"a": 1, "a": 2}'"""),
    ("json", "'null'", "json", "null", "json 'null'"),
    ("jsonb", """'{"b": 1.10}'""", "json", '{"b":1.10}', """jsonb '{"b": 1.10}'"""),
    (
        "uuid",
        "'12345678-1234-5678-1234-56781234567A'",
        "uuid",
        "1234567812345678123456781234567a",
        None,
    ),
    ("integer[]", "'{1,NULL,3}'", "integer[]", "{1,NULL,3}", "type_integer_array '{1,NULL,3}'"),
    ("text[]", "ARRAY['NULL', NULL, 'a,b']", "text[]", '{"NULL",NULL,"a,b"}', None),
    ("integer[]", "'[0:1]={1,2}'", "integer[]", "[0:1]={1,2}", None),
    ("int4range", "'(1,5]'", "int4range", "[2,6)", None),
    ("inet", "'10.0.0.1/8'", "inet", "10.0.0.1/8", None),
    ("inet", "'10.0.0.1'", "inet", "10.0.0.1", None),
    ("cidr", "'10.0.0.0/8'", "cidr", "10.0.0.0/8", None),
    ("money", "12.5", "money", "$12.50", "money '$12.50'"),
    ("xml", "'<a> </a>'", "xml", "<a> </a>", None),
    ("tsvector", "'b a'", "tsvector", "'a' 'b'", None),
    ("bit(3)", "B'101'", "bit", "101", None),
    ("point", "'(1,2)'", "point", "(1,2)", None),
]


@pytest.mark.parametrize(("type_", "sql", "kind", "canonical", "stored"), STORED)
def test_a_value_is_what_the_server_writes(type_, sql, kind, canonical, stored):
    try:
        found = value(type_, sql)
    except FeatureNotSupported as error:
        pytest.skip(str(error).splitlines()[0])

    assert found.kind == kind
    assert canonical is None or found.canonical == canonical
    assert stored is None or found.stored == stored
    assert storage_class(found)
    assert place([found]) == place([found])


OWN = [
    ("an enum's label is text", "e", "'b'", ("text", "b", "enum 'b'"),
     "CREATE TYPE e AS ENUM ('b')"),
    ("a domain's value is its type's", "d", "1.50", ("decimal", "1.5", "numeric 1.50"),
     "CREATE DOMAIN d AS numeric"),
    ("a domain over a domain", "d2", "1", ("integer", "1", "integer 1"),
     "CREATE DOMAIN d1 AS integer; CREATE DOMAIN d2 AS d1"),
    ("a composite value", "k", "ROW(1, 'x y')", ("type k", '(1,"x y")', """k '(1,"x y")'"""),
     "CREATE TYPE k AS (a integer, b text)"),
    ("a type called as a kind", "datetime", "ROW(1)", ("type datetime", "(1)", None),
     "CREATE TYPE datetime AS (a integer)"),
    ("a type called as a storage class", '"real"', "ROW(1)", ('type "real"', "(1)", None),
     'CREATE TYPE "real" AS (a integer)'),
    ("an array of enums", "e[]", "'{b}'", ("type e[]", "{b}", None), "CREATE TYPE e AS ENUM ('b')"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("type_", "sql", "expected", "before"), [each[1:] for each in OWN], ids=[e[0] for e in OWN]
)
def test_a_value_of_a_type_of_ones_own(type_, sql, expected, before):
    found = value(type_, sql, before)

    assert (found.kind, found.canonical) == expected[:2]
    assert expected[2] in (None, found.stored)
    assert place([found])


def test_a_cast_to_text_that_lies_is_not_asked():
    made = (
        "CREATE TYPE k AS (a integer)",
        "CREATE FUNCTION lie(k) RETURNS text LANGUAGE sql AS 'SELECT ''same'''",
        "CREATE CAST (k AS text) WITH FUNCTION lie(k)",
        "CREATE TABLE t (a k)",
    )
    with connected(*made, "INSERT INTO t VALUES (ROW(1)), (ROW(2))") as connection:
        rows = read_rows(connection, read_schema(connection))[0].rows

    assert [row[0].canonical for row in rows] == ["(1)", "(2)"]


PAIRS = [
    ("text", "'x'", "'X'", ["row.missing", "row.missing"]),
    ("numeric", "1.50", "1.5", ["row.storage"]),
    ("numeric", "1.50", "1.51", ["row.missing", "row.missing"]),
    ("double precision", "0", "'-0'", ["row.missing", "row.missing"]),
    ("jsonb", "'1.10'", "'1.1'", ["row.missing", "row.missing"]),
    ("json", """'{"a": 1}'""", """'{"a":1}'""", ["row.storage"]),
    ("text", "'NULL'", "NULL", ["row.missing", "row.missing"]),
    ("interval", "'1 month'", "'30 days'", ["row.missing", "row.missing"]),
    ("date", "'infinity'", "'infinity'", []),
    ("timestamptz", "'2024-01-01 10:00+02'", "'2024-01-01 08:00Z'", []),
    ("inet", "'10.0.0.1'", "'10.0.0.1/32'", []),
]


@pytest.mark.parametrize(("type_", "left", "right", "kinds"), PAIRS)
def test_two_values_of_one_type(type_, left, right, kinds):
    make = f"CREATE TABLE t (a {type_})"
    one, other = (photo(make, f"INSERT INTO t VALUES ({each})") for each in (left, right))

    assert [each.kind for each in compared(one, other)] == kinds


TYPES = [
    ("timestamp", "timestamptz", "'2024-01-01 10:00'", {"row.value"}),
    ("timestamp", "timestamptz", "'infinity'", {"row.value"}),
    ("varchar", "char(3)", "'a'", {"row.storage"}),
    ("varchar", "text", "'a'", set()),
    ("json", "jsonb", "'[1]'", {"row.storage"}),
    ("integer", "bigint", "7", set()),
    ("real", "double precision", "0.5", {"row.storage"}),
    ("integer", "boolean", "'1'", {"row.value"}),
    ("text", "integer", "'1'", {"row.value"}),
    ("interval", "bigint", "'1'", {"row.value"}),
]


@pytest.mark.parametrize(("left", "right", "sql", "kinds"), TYPES)
def test_one_value_in_two_types(left, right, sql, kinds):
    one, other = (
        photo(
            f"CREATE TABLE t (id integer PRIMARY KEY, a {each})", f"INSERT INTO t VALUES (1, {sql})"
        )
        for each in (left, right)
    )

    assert {each.kind for each in compared(one, other)} == kinds


ALIKE = [
    ("integer", "7"),
    ("text", "'ñ\U0001f642'"),
    ("double precision", "0.1"),
    ("decimal(10, 2)", "1.5"),
    ("date", "'2024-02-29'"),
    ("time", "'03:04:05.000006'"),
    ("timestamp", "'2024-01-01 10:00:00.120000'"),
    ("json", """'{"b": [1, 2.5], "a": null}'"""),
    ("uuid", "'12345678-1234-5678-1234-567812345678'"),
    ("text", "NULL"),
]


@pytest.mark.parametrize(("type_", "sql"), ALIKE)
def test_one_value_means_the_same_on_two_engines(type_, sql):
    made = (f"CREATE TABLE t (a {type_})", f"INSERT INTO t VALUES ({sql})")
    here, there = (each(*made).rows_of("t").rows[0][0] for each in (photo, sqlite_photo))

    assert (here.kind, here.canonical) == (there.kind, there.canonical)


ORDERS = [
    ("integer", "10, 9, -1", ["-1", "9", "10"]),
    ("numeric", "10, 9.5, -1", ["-1", "9.5", "10"]),
    ("text", "'b', 'a', 'B', 'é', 'z'", ["B", "a", "b", "z", "é"]),
    ("char(2)", "'b', 'a', 'B'", ["B", "a", "b"]),
    ("timestamp", "'2024-01-02', '2024-01-01'", None),
    ("double precision", "'NaN', 1, '-Infinity'", ["-inf", "1.0", "nan"]),
    ("boolean", "true, false", ["false", "true"]),
]


@pytest.mark.parametrize("key", ["PRIMARY KEY", ""])
@pytest.mark.parametrize(("type_", "values", "expected"), ORDERS)
def test_rows_are_sorted_by_the_bytes_of_their_key(key, type_, values, expected):
    listed = values.split(", ")
    orders = [
        [row[0].canonical for row in photo(
            f"CREATE TABLE t (a {type_} {key})",
            *(f"INSERT INTO t VALUES ({each})" for each in order),
        ).rows_of("t").rows]
        for order in (listed, listed[::-1])
    ]  # fmt: skip

    assert orders[0] == orders[1]
    assert expected in (None, orders[0])


def test_what_the_server_sorts_and_what_python_sorts_is_one_order():
    made = ["CREATE TABLE t (a text, b numeric, PRIMARY KEY (a, b))"]
    made += [f"INSERT INTO t VALUES ('{a}', {b})" for a in "bBé" for b in (10, 9.5, -2)]
    rows = photo(*made).rows_of("t").rows

    assert list(rows) == sorted(rows, key=place)


@pytest.mark.parametrize("name", [name for name in NAMES if "\0" not in name], ids=repr)
def test_hostile_names_are_read(name):
    it = '"' + name.replace('"', '""') + '"'
    found = photo(f"CREATE TABLE {it} ({it} text PRIMARY KEY)", f"INSERT INTO {it} VALUES ('x')")
    rows = found.rows_of(name)

    assert (rows.columns, rows.rows[0][0].canonical) == ((name,), "x")


IDS = [
    ("serial", ["CREATE TABLE t (id serial PRIMARY KEY)"], 1),
    ("after two rows", ["CREATE TABLE t (id serial PRIMARY KEY, a integer)",
                        "INSERT INTO t (a) VALUES (1), (2)"], 3),
    ("after a row that is gone", ["CREATE TABLE t (id serial PRIMARY KEY, a integer)",
                                  "INSERT INTO t (a) VALUES (1)", "DELETE FROM t"], 2),
    ("an id that was given", ["CREATE TABLE t (id serial PRIMARY KEY)",
                              "INSERT INTO t VALUES (7)"], 1),
    ("identity", ["CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY (START 5) PRIMARY KEY)"],
     5),
    ("set and not called", ["CREATE TABLE t (id serial PRIMARY KEY)",
                            "SELECT setval('t_id_seq', 42, false)"], 42),
    ("a step", ["CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY (INCREMENT 10))",
                "INSERT INTO t DEFAULT VALUES"], 11),
    ("none left", ["CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY (START 2 MAXVALUE 2))",
                   "INSERT INTO t DEFAULT VALUES"], None),
    ("round again", ["CREATE TABLE t (id serial)", "ALTER SEQUENCE t_id_seq MAXVALUE 2 CYCLE",
                     "SELECT setval('t_id_seq', 2)"], 1),
    ("no sequence", ["CREATE TABLE t (id integer PRIMARY KEY)"], None),
]  # fmt: skip


@pytest.mark.parametrize(("made", "expected"), [e[1:] for e in IDS], ids=[e[0] for e in IDS])
def test_the_next_id_is_what_the_sequence_would_hand_out(made, expected):
    assert photo(*made).rows_of("t").next_id == expected


def test_the_key_s_sequence_is_the_table_s_and_the_other_is_there_too():
    found = photo("CREATE TABLE t (n serial, id serial PRIMARY KEY)", "SELECT nextval('t_n_seq')")

    assert found.rows_of("t").next_id == 1
    assert found.rows_of("t_n_seq").next_id == 2


def test_where_a_free_sequence_stands_is_compared():
    made = "CREATE SEQUENCE s"
    found = compared(photo(made), photo(made, "SELECT nextval('s')"))

    assert [each.line for each in found] == ["row.next-id s: 1 | 2"]


def test_a_sequence_that_one_side_s_column_has_is_not_passed_over():
    made = "CREATE TABLE t (id serial PRIMARY KEY, n {})"
    found = diff_beside_tables(photo(made.format("serial")), photo(made.format("integer")))

    assert [each.line for each in found] == ["row.next-id t_n_seq: 1 | (no sequence)"]


def test_the_rows_of_a_materialized_view_are_compared():
    made = ["CREATE TABLE t (a integer)", "INSERT INTO t VALUES (1)"]
    view = "CREATE MATERIALIZED VIEW v AS SELECT a FROM t"
    stale = photo(*made, view, "UPDATE t SET a = 2")
    fresh = photo(*made, view, "UPDATE t SET a = 2", "REFRESH MATERIALIZED VIEW v")

    assert {each.where for each in compared(stale, fresh)} == {"v"}
    assert photo(*made, f"{view} WITH NO DATA").rows_of("v") is None


def test_a_parent_holds_its_own_rows_and_a_partitioned_table_all():
    found = photo(
        "CREATE TABLE q (a integer)",
        "CREATE TABLE k () INHERITS (q)",
        "INSERT INTO q VALUES (1)",
        "INSERT INTO k VALUES (2)",
        "CREATE TABLE p (a integer) PARTITION BY LIST (a)",
        "CREATE TABLE p1 PARTITION OF p DEFAULT",
        "INSERT INTO p VALUES (3)",
    )

    assert [len(found.rows_of(name).rows) for name in ("q", "k", "p", "p1")] == [1, 1, 1, 1]


def test_a_table_without_columns_has_rows():
    assert photo("CREATE TABLE t ()", "INSERT INTO t DEFAULT VALUES").rows_of("t").rows == ((),)


def test_a_table_of_1600_columns_is_read():
    columns = ", ".join(f"c{number} integer" for number in range(1600))
    rows = photo(f"CREATE TABLE t ({columns})", "INSERT INTO t (c0, c1599) VALUES (1, 2)")

    assert [rows.rows_of("t").rows[0][place].canonical for place in (0, 1599)] == ["1", "2"]


def test_a_virtual_column_that_cannot_be_computed_is_undetermined():
    if version() < 18:
        pytest.skip("PostgreSQL 18 is the first to know virtual columns")
    made = "CREATE TABLE t (a integer, b integer GENERATED ALWAYS AS (1 / a) VIRTUAL)"
    found = photo(made, "INSERT INTO t VALUES (0)", "CREATE TABLE u (a integer)",
                  "INSERT INTO u VALUES (1)")  # fmt: skip

    assert {value.kind for value in found.rows_of("t").rows[0]} == {"undetermined"}
    assert "division by zero" in found.rows_of("t").rows[0][0].stored
    assert found.rows_of("u").rows[0][0].canonical == "1"


@pytest.fixture
def reader():
    """Makes somebody who may do nothing but what is granted: ``role(connection, *grants)``."""
    name = "parity_test_reader_" + engine().url.database[-12:]
    with engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"CREATE ROLE {name}")
        yield name
        connection.exec_driver_sql(f"DROP ROLE {name}")


def test_what_may_not_be_read_is_undetermined(reader):
    made = (
        "CREATE TABLE t (id serial PRIMARY KEY, a integer)",
        "INSERT INTO t (a) VALUES (1)",
        "CREATE TABLE secret (a integer)",
        "CREATE TABLE hidden (a integer)",
        "INSERT INTO hidden VALUES (1)",
        "ALTER TABLE hidden ENABLE ROW LEVEL SECURITY",
        f"GRANT SELECT ON t, hidden TO {reader}",
        f"SET LOCAL ROLE {reader}",
    )
    found = photo(*made)

    assert [each.name for each in found.schema.not_compared] == ["t_id_seq"]
    assert found.rows_of("t").rows[0][1].canonical == "1"
    assert found.rows_of("t").next_id is None
    for table in ("secret", "hidden"):
        assert [value.kind for value in found.rows_of(table).rows[0]] == ["undetermined"]


def test_one_who_may_only_select_sees_what_the_owner_sees(reader):
    made = (
        "CREATE TABLE t (id serial PRIMARY KEY, a integer DEFAULT 5 CHECK (a > 0))",
        "CREATE VIEW v AS SELECT a FROM t",
        "INSERT INTO t (a) VALUES (1)",
        f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {reader}",
        f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {reader}",
    )

    assert photo(*made, f"SET LOCAL ROLE {reader}") == photo(*made)


SETTINGS = [
    "SET DateStyle = 'German, DMY'",
    "SET IntervalStyle = 'sql_standard'",
    "SET TimeZone = 'America/Lima'",
    "SET extra_float_digits = -10",
    "SET bytea_output = 'escape'",
    "SET client_encoding = 'LATIN1'",
    "SET quote_all_identifiers = on",
    "SET standard_conforming_strings = off",
    "SET search_path = pg_catalog, public; SET search_path = public, pg_catalog",
]


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_session_s_settings_change_nothing_and_are_left_alone(setting):
    if "standard_conforming" in setting and version() >= 19:
        pytest.skip("PostgreSQL 19 cannot turn it off")
    made = (
        "CREATE TABLE t (id integer PRIMARY KEY, a date DEFAULT '2024-02-01', i interval"
        " DEFAULT '1 day 1 hour', z timestamptz DEFAULT '2024-01-01Z', f float8 DEFAULT 0.1,"
        r" b bytea DEFAULT '\x00ff', s text DEFAULT E'a\\b')",
        "INSERT INTO t (id) VALUES (1)",
        "CREATE VIEW v AS SELECT a, s FROM t WHERE s <> E'x\\\\y'",
    )
    name = setting.split()[1]

    with connected(*made, setting) as connection:
        before = connection.connection.cursor().execute(f"SHOW {name}").fetchall()
        schema = read_schema(connection)
        rows = read_rows(connection, schema)
        after = connection.connection.cursor().execute(f"SHOW {name}").fetchall()
    expected = photo(*made)

    assert before == after
    assert (schema, rows) == (expected.schema, expected.rows)


@pytest.mark.parametrize("isolation", ["AUTOCOMMIT", "READ COMMITTED", "SERIALIZABLE"])
def test_the_connection_is_left_as_it_was(isolation):
    with engine().connect().execution_options(isolation_level=isolation) as connection:
        raw = connection.connection.dbapi_connection
        status = raw.info.transaction_status
        schema = read_schema(connection)
        read_rows(connection, schema)

        assert raw.info.transaction_status == status == 0
        assert raw.execute("SHOW search_path").fetchone()[0] == '"$user", public'
        assert raw.execute("SHOW transaction_read_only").fetchone()[0] == "off"


def test_a_transaction_that_is_under_way_goes_on():
    with connected(
        "CREATE TABLE t (a integer)", "SET LOCAL statement_timeout = 12345"
    ) as connection:
        cursor = connection.connection.cursor()
        read_rows(connection, read_schema(connection))
        cursor.execute("INSERT INTO t VALUES (1)")

        assert cursor.execute("SHOW statement_timeout").fetchone()[0] == "12345ms"
        assert cursor.execute("SELECT count(*) FROM t").fetchone()[0] == 1


def test_another_driver_is_refused(monkeypatch):
    with engine().connect() as connection:
        monkeypatch.setattr(connection.dialect, "driver", "asyncpg")
        with pytest.raises(ToolError, match="postgresql\\+psycopg://"):
            read_schema(connection)


def test_the_number_of_statements_does_not_grow_with_rows_and_by_one_a_table():
    counts = []
    for number in (1, 5):
        made = [f"CREATE TABLE t{each} (id serial PRIMARY KEY)" for each in range(number)]
        with connected(*made) as connection:
            schema = read_schema(connection)
            counts.append(_statements(connection, schema))

    assert counts[1] - counts[0] == 4


def _statements(connection, schema) -> int:
    raw = connection.connection.dbapi_connection
    sent = []

    class Counting(raw.cursor_factory):
        def execute(self, *args, **kwargs):
            sent.append(args[0])
            return super().execute(*args, **kwargs)

    before, raw.cursor_factory = raw.cursor_factory, Counting
    read_rows(connection, schema)
    raw.cursor_factory = before
    return len(sent)


def test_bytes_that_are_no_utf8_are_malformed():
    found = reader_of(25, {})(b"a\xffb")

    assert (found.kind, found.canonical, found.stored) == ("malformed", "61ff62", r"text e'a\xffb'")
