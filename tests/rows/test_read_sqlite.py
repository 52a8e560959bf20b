"""Every row of a SQLite database, each value as it is stored."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from compare.errors import ToolError
from compare.inspect import read_schema
from compare.model import Schema
from compare.rows import read_rows
from tests.inspect.databases import connected
from tests.inspect.random_tables import NAMES
from tests.rows.photos import photo


def stored(*statements: str, table: str = "t") -> list[tuple[str, ...]]:
    rows = photo(*statements).rows_of(table)
    return [tuple(value.stored for value in row) for row in rows.rows]


STORED = [
    ("an integer", "1", "integer 1"),
    ("the greatest integer", "9223372036854775807", "integer 9223372036854775807"),
    ("an integer beyond the greatest", "9223372036854775808", "real 9.223372036854776e+18"),
    ("a real", "1.0", "real 1.0"),
    ("minus zero, which a REAL column forgets", "-0.0", "real -0.0"),
    ("infinity", "9e999", "real inf"),
    ("not a number, which SQLite stores as NULL", "9e999 - 9e999", "null"),
    ("text", "'1'", "text '1'"),
    ("a quote", "'it''s'", "text 'it''s'"),
    ("a line's end", "'a' || char(10)", "text e'a\\n'"),
    ("a NUL", "'a' || char(0) || 'b'", "text e'a\\u0000b'"),
    ("a combining accent", "'e' || char(769)", "text e'e\\u0301'"),
    ("a blob", "x'31ff'", "blob x'31ff'"),
    ("an empty blob", "x''", "blob x''"),
    ("empty text", "''", "text ''"),
    ("bytes that are no UTF-8", "CAST(x'61ff62' AS TEXT)", "text e'a\\xffb'"),
    ("a lone surrogate", "CAST(x'eda080' AS TEXT)", "text e'\\xed\\xa0\\x80'"),
    ("a boolean", "TRUE", "integer 1"),
    ("NULL", "NULL", "null"),
]


@pytest.mark.parametrize(
    ("value", "expected"), [case[1:] for case in STORED], ids=[c[0] for c in STORED]
)
def test_a_value_is_read_with_its_storage_class(value, expected):
    assert stored("CREATE TABLE t (a)", f"INSERT INTO t VALUES ({value})") == [(expected,)]


def test_one_malformed_text_spoils_no_other_value():
    made = "CREATE TABLE t (a, b)"
    rows = stored(made, "INSERT INTO t VALUES (1, 'ñ'), (2, CAST(x'ff' AS TEXT)), (3, '🙂')")

    assert [row[1] for row in rows] == ["text 'ñ'", "text e'\\xff'", "text '🙂'"]


ORDER = "CREATE TABLE t (a {} PRIMARY KEY)"
ORDERS = [
    ("numbers by size", ORDER.format("INTEGER"), "10, 9, -1", ["-1", "9", "10"]),
    (
        "text by bytes",
        ORDER.format("TEXT"),
        "'b', 'a', 'B', 'é', 'z'",
        ["'B'", "'a'", "'b'", "'z'", "'é'"],
    ),
    (
        "text by bytes whatever the collation",
        ORDER.format("TEXT COLLATE NOCASE"),
        "'b', 'C', 'a'",
        ["'C'", "'a'", "'b'"],
    ),
    (
        "classes one after the other",
        ORDER.format(""),
        "x'00', '1', 2, 1.5, NULL",
        ["NULL", "1.5", "2", "'1'", "x'00'"],
    ),
    (
        "without a key by all columns",
        "CREATE TABLE t (a)",
        "2, 1, 2, NULL",
        ["NULL", "1", "2", "2"],
    ),
]


@pytest.mark.parametrize(
    ("made", "values", "expected"), [case[1:] for case in ORDERS], ids=[case[0] for case in ORDERS]
)
def test_rows_are_sorted_by_the_bytes_of_their_key(made, values, expected):
    inserts = [f"INSERT INTO t VALUES ({value})" for value in values.split(", ")]
    there, back = stored(made, *inserts), stored(made, *reversed(inserts))

    assert there == back
    assert [row[0].partition(" ")[2] or "NULL" for row in there] == expected


def test_a_composite_key_sorts_in_its_own_order():
    made = "CREATE TABLE t (a INT, b INT, PRIMARY KEY (b, a))"
    rows = photo(made, "INSERT INTO t VALUES (1, 2), (2, 1), (1, 1)").rows_of("t")

    assert rows.key == ("b", "a")
    assert [tuple(value.canonical for value in row) for row in rows.rows] == [
        ("1", "1"),
        ("2", "1"),
        ("1", "2"),
    ]


@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_hostile_names_are_read(name):
    it = '"' + name.replace('"', '""') + '"'
    rows = photo(f"CREATE TABLE {it} ({it} TEXT)", f"INSERT INTO {it} VALUES ('x')").rows_of(name)

    assert (rows.columns, rows.rows[0][0].canonical) == ((name,), "x")


def test_a_temporary_table_of_the_same_name_is_not_read_instead():
    assert stored("CREATE TABLE t (a)", "INSERT INTO t VALUES (1)", "CREATE TEMP TABLE t (a)") == [
        ("integer 1",)
    ]


def test_ledgers_and_generated_columns_are_read_and_virtual_tables_are_not():
    read = photo(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)",
        "INSERT INTO alembic_version VALUES ('0001')",
        "CREATE TABLE t (a INT, b AS (a + 1))",
        "INSERT INTO t VALUES (1)",
        "CREATE VIRTUAL TABLE v USING fts5(body)",
        "INSERT INTO v VALUES ('x')",
        "CREATE VIEW w AS SELECT a FROM t",
    )

    assert [rows.table for rows in read.rows] == ["alembic_version", "t"]
    assert read.rows_of("t").rows[0][1].stored == "integer 2"


NEXT_IDS = [
    ("a table that never had a row", "id INTEGER PRIMARY KEY", [], 1),
    ("an AUTOINCREMENT that never had a row", "id INTEGER PRIMARY KEY AUTOINCREMENT", [], 1),
    ("rows", "id INTEGER PRIMARY KEY", ["INSERT INTO t (id) VALUES (7), (3)"], 8),
    (
        "a rowid is used again",
        "id INTEGER PRIMARY KEY",
        ["INSERT INTO t (id) VALUES (7), (3)", "DELETE FROM t WHERE id = 7"],
        4,
    ),
    (
        "an AUTOINCREMENT is not",
        "id INTEGER PRIMARY KEY AUTOINCREMENT",
        ["INSERT INTO t (id) VALUES (7), (3)", "DELETE FROM t"],
        8,
    ),
    (
        "an AUTOINCREMENT behind its rows",
        "id INTEGER PRIMARY KEY AUTOINCREMENT",
        ["INSERT INTO t (id) VALUES (7)", "UPDATE sqlite_sequence SET seq = 2"],
        8,
    ),
    (
        "an AUTOINCREMENT whose memory was wiped",
        "id INTEGER PRIMARY KEY AUTOINCREMENT",
        ["INSERT INTO t (id) VALUES (7)", "DELETE FROM sqlite_sequence"],
        8,
    ),
    (
        "an AUTOINCREMENT set ahead",
        "id INTEGER PRIMARY KEY AUTOINCREMENT",
        ["INSERT INTO t (id) VALUES (7)", "UPDATE sqlite_sequence SET seq = 99"],
        100,
    ),
    ("negative ids", "id INTEGER PRIMARY KEY", ["INSERT INTO t (id) VALUES (-5)"], None),
    (
        "a key at the end of the table",
        "b INT, id INTEGER, PRIMARY KEY (id)",
        ["INSERT INTO t (id) VALUES (7)"],
        8,
    ),
    (
        "a rowid that sorts downward",
        "id INTEGER, PRIMARY KEY (id DESC)",
        ["INSERT INTO t (id) VALUES (7)"],
        8,
    ),
]


@pytest.mark.parametrize(
    ("columns", "statements", "expected"),
    [case[1:] for case in NEXT_IDS],
    ids=[c[0] for c in NEXT_IDS],
)
def test_the_next_id_is_the_one_that_the_database_hands_out(columns, statements, expected):
    with connected(f"CREATE TABLE t ({columns})", *statements) as connection:
        schema = read_schema(connection)
        foretold = read_rows(connection, schema)[0].next_id
        connection.exec_driver_sql("INSERT INTO t DEFAULT VALUES")
        given = connection.exec_driver_sql("SELECT last_insert_rowid()").scalar_one()

    assert foretold == given
    assert expected in (None, given)


NO_IDS = [
    "id INTEGER PRIMARY KEY DESC",
    "id INT PRIMARY KEY",
    "id BIGINT NOT NULL PRIMARY KEY",
    "id TEXT PRIMARY KEY",
    "a INTEGER, b INTEGER, PRIMARY KEY (a, b)",
    "a INTEGER",
]


@pytest.mark.parametrize("columns", NO_IDS)
def test_a_table_whose_key_is_no_rowid_hands_out_no_id(columns):
    assert photo(f"CREATE TABLE t ({columns})").rows[0].next_id is None


def test_a_table_without_rowid_hands_out_no_id():
    assert photo("CREATE TABLE t (id INTEGER PRIMARY KEY) WITHOUT ROWID").rows[0].next_id is None


def test_at_the_greatest_rowid_nothing_is_foretold():
    made = "CREATE TABLE t (id INTEGER PRIMARY KEY)"

    assert photo(made, f"INSERT INTO t VALUES ({2**63 - 1})").rows[0].next_id is None


def test_one_statement_per_table_and_three_more():
    statements = []
    with connected(
        *(f"CREATE TABLE t{n} (id INTEGER PRIMARY KEY AUTOINCREMENT)" for n in range(9))
    ) as c:
        schema = read_schema(c)
        c.connection.dbapi_connection.set_trace_callback(statements.append)
        read_rows(c, schema)

    # What SQLite itself runs for a pragma in a FROM clause begins with a comment.
    assert sum(not statement.startswith("--") for statement in statements) == 9 + 3


def test_a_column_that_is_gone_meanwhile_is_no_string_of_its_name():
    with connected("CREATE TABLE t (a INT, b INT)", "INSERT INTO t VALUES (1, 2)") as connection:
        schema = read_schema(connection)
        connection.exec_driver_sql("ALTER TABLE t DROP COLUMN b")

        with pytest.raises(ToolError, match=r"^The rows cannot be read: no such column: b\.$"):
            read_rows(connection, schema)


def test_an_engine_without_a_module_is_one_clear_sentence():
    connection = SimpleNamespace(dialect=SimpleNamespace(name="oracle"))

    with pytest.raises(ToolError, match=r"^The rows of a oracle database cannot be read yet"):
        read_rows(connection, Schema())
