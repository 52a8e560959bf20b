"""Every row of a MariaDB database, each value as the server has it, whatever drivers make of it."""

from __future__ import annotations

import random
import secrets
import struct

import pytest

from compare.diff import pair_tables
from compare.errors import ToolError
from compare.inspect import read_schema
from compare.model import Ledger, Snapshot, TableRows, Value
from compare.rows import diff_beside_tables, diff_rows, read_rows
from compare.rows.values import place
from tests.inspect.mariadb_databases import NAMES, another, connected, quoted, server
from tests.rows.photos import photo as sqlite_photo


def photo(*statements: str) -> Snapshot:
    """The snapshot of a new database in which these statements were run."""
    with connected(*statements) as connection:
        schema = read_schema(connection)
        return Snapshot(schema, read_rows(connection, schema), Ledger(()))


def lines(left: Snapshot, right: Snapshot) -> list[str]:
    """How the rows of two snapshots differ."""
    names = [[table.name for table in side.schema.tables] for side in (left, right)]
    found = [
        each
        for ours, theirs in pair_tables(*names)
        for each in diff_rows(
            left.rows_of(ours),
            right.rows_of(theirs),
            left.schema.table(ours),
            right.schema.table(theirs),
        )
    ]
    return [each.line for each in (*found, *diff_beside_tables(left, right))]


def values(type_: str, *literals: str) -> list[Value]:
    """The values of one column, in the order given."""
    rows = [f"({number}, {literal})" for number, literal in enumerate(literals)]
    read = photo(
        "SET sql_mode = ''",
        f"CREATE TABLE t (id INT PRIMARY KEY, a {type_})",
        f"INSERT INTO t VALUES {', '.join(rows)}",
    ).rows_of("t")
    return [row[1] for row in read.rows]


# type, value, kind, canonical, stored
VALUES = [
    ("INT", "-1", "integer", "-1", "integer -1"),
    ("INT(5) ZEROFILL", "42", "integer", "42", "integer 42"),
    ("BOOLEAN", "TRUE", "integer", "1", "integer 1"),
    ("BIGINT UNSIGNED", "18446744073709551615", "integer", "18446744073709551615", None),
    ("BIT(5)", "b'101'", "integer", "5", "integer 5"),
    ("BIT(64)", "~0", "integer", "18446744073709551615", None),
    ("YEAR", "0", "integer", "0", "integer 0"),
    ("YEAR", "2155", "integer", "2155", "integer 2155"),
    ("DECIMAL(10, 2)", "1.5", "decimal", "1.5", "decimal 1.50"),
    ("DECIMAL(10, 3)", "1.5", "decimal", "1.5", "decimal 1.500"),
    ("DECIMAL(10, 2)", "-0.00", "decimal", "0", "decimal 0.00"),
    ("DECIMAL(10, 2) ZEROFILL", "1.5", "decimal", "1.5", "decimal 1.50"),
    ("DECIMAL(10, 0)", "100", "decimal", "100", "decimal 100"),
    (
        "DECIMAL(65, 30)",
        "12345678901234567890123456789012345.678901234567890123456789012345",
        "decimal",
        "12345678901234567890123456789012345.678901234567890123456789012345",
        None,
    ),
    ("DOUBLE", "1e0", "real", "1.0", "real 1.0"),
    ("DOUBLE", "0.1e0 + 0.2e0", "real", "0.30000000000000004", "real 0.30000000000000004"),
    ("DOUBLE", "-0e0", "real", "0.0", "real 0.0"),  # which MariaDB forgets
    ("DOUBLE", "1.7976931348623157e308", "real", "1.7976931348623157e+308", None),
    ("DOUBLE", "5e-324", "real", "5e-324", None),
    ("DOUBLE(9, 1)", "1.25e0", "real", "1.2", None),
    ("FLOAT", "0.1", "real", "0.1", "float 0.1"),
    ("FLOAT", "16777217", "real", "16777216.0", "float 16777216.0"),
    ("FLOAT", "16777215", "real", "16777215.0", "float 16777215.0"),
    ("FLOAT(7, 2)", "99999.99", "real", "99999.99", "float 99999.99"),
    ("VARCHAR(9)", "''", "text", "", "text ''"),
    ("VARCHAR(9)", "'a '", "text", "a ", "text 'a '"),
    ("VARCHAR(9)", "'it''s'", "text", "it's", "text 'it''s'"),
    ("VARCHAR(9)", "'🙂'", "text", "🙂", "text '🙂'"),
    ("VARCHAR(9)", "concat('a', char(0), 'b')", "text", "a\0b", "text e'a\\u0000b'"),
    ("CHAR(9)", "'a  '", "text", "a", "char 'a'"),
    ("TEXT", "'x'", "text", "x", "text 'x'"),
    ("VARCHAR(9) CHARACTER SET latin1", "x'80f1'", "text", "€ñ", "text '€ñ'"),
    ("VARCHAR(9) CHARACTER SET utf16", "'🙂'", "text", "🙂", "text '🙂'"),
    ("TEXT CHARACTER SET sjis", "x'82a0'", "text", "あ", "text 'あ'"),
    ("TEXT CHARACTER SET cp1251", "x'98'", "malformed", "ff98", "text e'\\xff\\x98'"),
    ("TEXT CHARACTER SET ucs2", "x'd83d'", "malformed", "eda0bd", None),
    ("ENUM('ñ', '')", "'ñ'", "text", "ñ", "enum 'ñ'"),
    ("ENUM('ñ', '')", "''", "text", "", "enum ''"),
    ("ENUM('ñ', '')", "'nothing like it'", "malformed", "ff", None),
    ("ENUM('ñ') CHARACTER SET latin1", "'ñ'", "text", "ñ", "enum 'ñ'"),
    ("SET('x', 'y')", "'y,x'", "text", "x,y", "set 'x,y'"),
    ("SET('x', 'y')", "''", "text", "", "set ''"),
    ("VARBINARY(9)", "x'00ff'", "blob", "00ff", "blob x'00ff'"),
    ("BINARY(3)", "x'ff'", "blob", "ff0000", "blob x'ff0000'"),
    ("BLOB", "''", "blob", "", "blob x''"),
    ("DATE", "'2024-02-29'", "date", "2024-02-29", "date '2024-02-29'"),
    ("DATE", "'0000-00-00'", "date", "0000-00-00", "date '0000-00-00'"),
    ("DATE", "'2024-00-01'", "date", "2024-00-01", None),
    (
        "DATETIME",
        "'2024-01-01 10:00:00'",
        "datetime",
        "2024-01-01 10:00:00.000000",
        "datetime '2024-01-01 10:00:00'",
    ),
    (
        "DATETIME(6)",
        "'2024-01-01 10:00:00.000001'",
        "datetime",
        "2024-01-01 10:00:00.000001",
        "datetime '2024-01-01 10:00:00.000001'",
    ),
    ("DATETIME", "'0000-00-00'", "datetime", "0000-00-00 00:00:00", None),
    ("DATETIME", "'2024-02-00 10:00:00'", "datetime", "2024-02-00 10:00:00", None),
    ("DATETIME(6)", "'9999-12-31 23:59:59.999999'", "datetime", None, None),
    (
        "TIMESTAMP NULL",
        "from_unixtime(0 + 1)",
        "datetime",
        "1970-01-01 00:00:01.000000Z",
        "timestamp '1970-01-01 00:00:01'",
    ),
    ("TIMESTAMP NULL", "'0000-00-00'", "datetime", "0000-00-00 00:00:00", None),
    ("TIME", "'10:00:00'", "time", "10:00:00.000000", "time '10:00:00'"),
    ("TIME(6)", "'-838:59:58.999999'", "time", "-838:59:58.999999", None),
    ("TIME", "'100:00:00'", "time", "100:00:00", "time '100:00:00'"),
    ("TIME(1)", "'-00:00:00.5'", "time", "-00:00:00.5", None),
    ("JSON", '\'{"b": 1.10, "a": [1]}\'', "json", '{"a":[1],"b":1.10}', None),
    ("JSON", "'null'", "json", "null", "text 'null'"),
    (
        "UUID",
        "'123E4567-e89b-12d3-a456-426614174000'",
        "uuid",
        "123e4567e89b12d3a456426614174000",
        "uuid '123e4567-e89b-12d3-a456-426614174000'",
    ),
    ("INET6", "'::1'", "inet6", "::1", "inet6 '::1'"),
    ("POINT", "point(1, 2)", "point", None, None),
    ("VARCHAR(9)", "NULL", "null", "", "null"),
    ("BLOB", "NULL", "null", "", "null"),
    ("ENUM('x')", "NULL", "null", "", "null"),
    ("VARCHAR(9) CHARACTER SET latin1", "NULL", "null", "", "null"),
]


@pytest.mark.parametrize(("type_", "literal", "kind", "canonical", "stored"), VALUES)
def test_a_value_is_what_the_server_has(type_, literal, kind, canonical, stored):
    value = values(type_, literal)[0]

    assert value.kind == kind
    assert canonical in (None, value.canonical)
    assert stored in (None, value.stored)


DIFFERENT = [
    ("VARCHAR(9)", "'a'", "'A'"),
    ("VARCHAR(9)", "'a'", "'a '"),
    ("VARCHAR(9)", "'a'", "'á'"),
    ("VARCHAR(9)", "''", "NULL"),
    ("VARCHAR(9)", "'NULL'", "NULL"),
    ("TEXT", "concat('e', _utf8mb4 x'cc81')", "'é'"),
    ("FLOAT", "16777216", "16777218"),
    ("FLOAT", "3.4028234e38", "3.4028232e38"),
    ("DOUBLE", "0.1e0 + 0.2e0", "0.3e0"),
    ("DATETIME(6)", "'2024-01-01 00:00:00'", "'2024-01-01 00:00:00.000001'"),
    ("DATETIME", "'0000-00-00'", "NULL"),
    ("TIME", "'24:00:00'", "'00:00:00'"),
    ("TIME", "'-00:00:01'", "'00:00:01'"),
    ("BLOB", "x'00'", "x'0000'"),
    ("BLOB", "''", "NULL"),
    ("BINARY(2)", "x'61'", "x'6120'"),
    ("BIT(8)", "b'0'", "NULL"),
    ("BIGINT UNSIGNED", "18446744073709551615", "18446744073709551614"),
    ("JSON", "'[1, 2]'", "'[2, 1]'"),
    ("JSON", "'null'", "NULL"),
    ("POINT", "point(1, 2)", "point(2, 1)"),
    ("POINT", "st_geomfromtext('POINT(1 2)', 4326)", "point(1, 2)"),
    ("ENUM('x', '')", "''", "'nothing like it'"),
    ("TEXT CHARACTER SET cp1251", "x'98'", "'?'"),
]


@pytest.mark.parametrize(("type_", "one", "other"), DIFFERENT)
def test_different_values_are_different(type_, one, other):
    left, right = values(type_, one, other)

    assert (left.kind, left.canonical) != (right.kind, right.canonical)


def test_numbers_come_back_to_the_last_bit():
    drawn = random.Random(3)
    doubles = [struct.unpack("d", drawn.randbytes(8))[0] for _ in range(900)]
    doubles = [number for number in doubles if number == number and abs(number) != float("inf")]
    floats = [struct.unpack("f", drawn.randbytes(4))[0] for _ in range(900)]
    floats = [number for number in floats if number == number and abs(number) != float("inf")]

    read = [float(value.canonical) for value in values("DOUBLE", *map(repr, doubles))]
    assert [number.hex() for number in read] == [number.hex() for number in doubles]
    texts = [value.canonical for value in values("FLOAT", *map(repr, floats))]
    assert [struct.pack("f", float(text)) for text in texts] == [
        struct.pack("f", number) for number in floats
    ]


SAME_ELSEWHERE = [
    ("INT", "INTEGER", "7"),
    ("VARCHAR(9)", "VARCHAR(9)", "'ñ'"),
    ("DECIMAL(5, 2)", "DECIMAL(5, 2)", "1.50"),
    ("DOUBLE", "REAL", "0.1"),
    ("DATETIME(6)", "DATETIME", "'2024-01-01 10:00:00.5'"),
    ("DATE", "DATE", "'2024-01-01'"),
    ("TIME", "TIME", "'10:00:00'"),
    ("BLOB", "BLOB", "x'00ff'"),
    ("BOOLEAN", "BOOLEAN", "TRUE"),
    ("JSON", "JSON", "'{\"a\": 1}'"),
    ("VARCHAR(9)", "VARCHAR(9)", "NULL"),
]


@pytest.mark.parametrize(("here", "there", "literal"), SAME_ELSEWHERE)
def test_a_value_is_the_same_on_sqlite(here, there, literal):
    mine = values(here, literal)[0]
    other = sqlite_photo(f"CREATE TABLE t (a {there})", f"INSERT INTO t VALUES ({literal})")
    theirs = other.rows_of("t").rows[0][0]

    assert (mine.kind, mine.canonical) == (theirs.kind, theirs.canonical)


def test_values_keep_apart_whatever_they_hold():
    read = photo(
        "CREATE TABLE t (id INT PRIMARY KEY, a BLOB, b VARCHAR(9), c BLOB)",
        "INSERT INTO t VALUES (1, x'1f', 'a|b', x'1f62'), (2, '', '', ''), (3, NULL, '', NULL),"
        " (4, NULL, NULL, NULL), (5, x'00', '\\n', '\\0')",
    ).rows_of("t")

    assert [tuple(value.canonical for value in row) for row in read.rows] == [
        ("1", "1f", "a|b", "1f62"),
        ("2", "", "", ""),
        ("3", "", "", ""),
        ("4", "", "", ""),
        ("5", "00", "\n", "00"),
    ]
    assert [value.kind for value in read.rows[2]] == ["integer", "null", "text", "null"]


def test_a_row_that_is_too_long_for_one_text():
    with connected("CREATE TABLE t (id INT PRIMARY KEY, a LONGBLOB, b LONGTEXT)") as connection:
        limit = connection.exec_driver_sql("SELECT @@max_allowed_packet").scalar_one()
        for number in (1, 2):
            connection.exec_driver_sql(
                f"INSERT INTO t VALUES ({number}, repeat('x', {limit * 6 // 10}), 'y')"
            )
        connection.exec_driver_sql(f"UPDATE t SET b = repeat('y', {limit * 6 // 10}) WHERE id = 2")
        schema = read_schema(connection)
        rows = read_rows(connection, schema)[0].rows

    assert [len(row[2].canonical) for row in rows] == [1, limit * 6 // 10]


ORDERS = [
    ("numbers by size", "a INT PRIMARY KEY", "10, 9, -1", ["-1", "9", "10"]),
    ("text by bytes", "a VARCHAR(9) PRIMARY KEY", "'b', 'C', 'é', 'z'", ["C", "b", "z", "é"]),
    (
        "decimals by size",
        "a DECIMAL(5, 2) PRIMARY KEY",
        "10, 9.5, -1",
        ["-1", "9.5", "10"],
    ),
    ("blobs by bytes", "a VARBINARY(9) PRIMARY KEY", "'b', 'B', x'00'", ["00", "42", "62"]),
    ("without a key by all columns", "a INT", "2, 1, 2, NULL", ["", "1", "2", "2"]),
    ("enums by their words", "a ENUM('z', 'a') PRIMARY KEY", "'z', 'a'", ["a", "z"]),
]


@pytest.mark.parametrize(
    ("columns", "literals", "expected"), [case[1:] for case in ORDERS], ids=[c[0] for c in ORDERS]
)
def test_rows_are_sorted_by_the_bytes_of_their_key(columns, literals, expected):
    inserts = [f"INSERT INTO t VALUES ({literal})" for literal in literals.split(", ")]
    for statements in (inserts, inserts[::-1]):
        rows = photo(f"CREATE TABLE t ({columns})", *statements).rows_of("t").rows

        assert [row[0].canonical for row in rows] == expected
        assert [place(row) for row in rows] == sorted(place(row) for row in rows)


def test_a_composite_key_sorts_in_its_own_order():
    read = photo(
        "CREATE TABLE t (a INT, b INT, PRIMARY KEY (b, a))",
        "INSERT INTO t VALUES (1, 2), (2, 1), (1, 1)",
    ).rows_of("t")

    assert read.key == ("b", "a")
    assert [row[0].canonical + row[1].canonical for row in read.rows] == ["11", "21", "12"]


@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_hostile_names_are_read(name):
    it = quoted(name)
    read = photo(
        f"CREATE TABLE {it} ({it} VARCHAR(9) PRIMARY KEY)", f"INSERT INTO {it} VALUES ('%s')"
    ).rows_of(name)

    assert (read.columns, read.key, read.rows[0][0].canonical) == ((name,), (name,), "%s")


def test_generated_invisible_and_versioned_columns_are_read_and_views_are_not():
    read = photo(
        "CREATE TABLE t (a INT, b INT AS (a + 1), c INT INVISIBLE DEFAULT 7)"
        " WITH SYSTEM VERSIONING",
        "INSERT INTO t (a) VALUES (1)",
        "UPDATE t SET a = 2",
        "CREATE VIEW v AS SELECT a FROM t",
    )

    assert [rows.table for rows in read.rows] == ["t"]
    assert [[value.canonical for value in row] for row in read.rows[0].rows] == [["2", "3", "7"]]


NEXT_IDS = [
    ("a table that never had a row", "id INT AUTO_INCREMENT PRIMARY KEY", [], 1),
    (
        "rows",
        "id INT AUTO_INCREMENT PRIMARY KEY",
        ["INSERT INTO t (id) VALUES (7), (3)"],
        8,
    ),
    (
        "an id is not used again",
        "id INT AUTO_INCREMENT PRIMARY KEY",
        ["INSERT INTO t (id) VALUES (7)", "DELETE FROM t"],
        8,
    ),
    (
        "an id set ahead",
        "id INT AUTO_INCREMENT PRIMARY KEY",
        ["ALTER TABLE t AUTO_INCREMENT = 99"],
        99,
    ),
    (
        "a table that was emptied",
        "id INT AUTO_INCREMENT PRIMARY KEY",
        ["INSERT INTO t (id) VALUES (7)", "TRUNCATE t"],
        1,
    ),
    (
        "an id beside the key",
        "id INT AUTO_INCREMENT UNIQUE, a INT PRIMARY KEY DEFAULT 0",
        ["INSERT INTO t VALUES (5, 5)"],
        6,
    ),
]


@pytest.mark.parametrize(
    ("columns", "statements", "expected"), [c[1:] for c in NEXT_IDS], ids=[c[0] for c in NEXT_IDS]
)
def test_the_next_id_is_the_one_that_the_database_hands_out(columns, statements, expected):
    with connected(f"CREATE TABLE t ({columns})", *statements) as connection:
        schema = read_schema(connection)
        foretold = read_rows(connection, schema)[0].next_id
        connection.exec_driver_sql("INSERT INTO t () VALUES ()")

        assert foretold == connection.exec_driver_sql("SELECT last_insert_id()").scalar_one()
        assert foretold == expected
        assert read_rows(connection, schema)[0].next_id == expected + 1


@pytest.mark.parametrize(
    "made",
    [
        "CREATE TABLE t (id INT PRIMARY KEY)",
        "CREATE TABLE t (a INT)",
        "CREATE TABLE t (g INT, id INT AUTO_INCREMENT, PRIMARY KEY (g, id)) ENGINE=MyISAM",
    ],
)
def test_a_table_that_hands_out_no_id_of_its_own(made):
    assert photo(made).rows[0].next_id is None


SEQUENCES = [
    ("a new one", "CREATE SEQUENCE s", [], 1),
    ("where it starts", "CREATE SEQUENCE s START 5 NOCACHE", [], 5),
    ("one that was used", "CREATE SEQUENCE s NOCACHE", ["DO nextval(s)"], 2),
    ("one that sets ids aside", "CREATE SEQUENCE s CACHE 10", ["DO nextval(s)"], 11),
    ("one that was set", "CREATE SEQUENCE s NOCACHE", ["DO setval(s, 41)"], 42),
    ("one at its end", "CREATE SEQUENCE s MAXVALUE 2 NOCACHE", ["DO setval(s, 2)"], None),
    ("one that begins anew", "CREATE SEQUENCE s MAXVALUE 2 NOCACHE CYCLE", ["DO setval(s, 2)"], 1),
    (
        "one that counts down",
        "CREATE SEQUENCE s INCREMENT -1 MINVALUE -9 MAXVALUE -1 NOCACHE",
        ["DO nextval(s)"],
        -2,
    ),
]


@pytest.mark.parametrize(
    ("made", "statements", "expected"), [c[1:] for c in SEQUENCES], ids=[c[0] for c in SEQUENCES]
)
def test_where_a_sequence_stands_is_read(made, statements, expected):
    assert photo(made, *statements).rows == (TableRows("s", (), (), (), expected),)


def test_where_a_sequence_stands_is_a_difference():
    left = photo("CREATE SEQUENCE s NOCACHE")
    right = photo("CREATE SEQUENCE s NOCACHE", "DO nextval(s)")

    assert lines(left, right) == ["row.next-id s: 1 | 2"]


def test_rows_are_compared():
    made = "CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(9), d DATETIME(6))"
    left = photo(made, "INSERT INTO t VALUES (1, 'a', '2024-01-01'), (2, 'b', NULL)")
    right = photo(
        made.replace("(6)", ""), "INSERT INTO t VALUES (1, 'A', '2024-01-01'), (3, 'b', NULL)"
    )

    assert [line.partition(":")[0] for line in lines(left, right)] == [
        "row.value t[1].a",
        "row.missing t[2]",
        "row.missing t[3]",
        "row.storage t.d",
    ]


def test_all_tables_are_read_at_one_moment_and_the_connection_is_left_as_it_was(monkeypatch):
    made = ["CREATE TABLE a (id INT)", "CREATE TABLE b (id INT)"]
    with connected(*made) as writer, another(writer) as reader:
        schema = read_schema(reader)
        import compare.rows.mariadb as module

        original = module._read_table
        seen = []

        def with_a_writer(connection, *rest):
            seen.append(connection.exec_driver_sql("SELECT @@in_transaction").scalar_one())
            found = original(connection, *rest)
            writer.exec_driver_sql("INSERT INTO b VALUES (1)")
            return found

        monkeypatch.setattr(module, "_read_table", with_a_writer)
        reader.exec_driver_sql("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
        rows = read_rows(reader, schema)
        after = reader.exec_driver_sql(
            "SELECT @@in_transaction, @@autocommit, @@tx_isolation, @@tx_read_only"
        ).one()

    assert [each.rows for each in rows] == [(), ()]
    assert seen == [1, 1]
    assert tuple(after) == (0, 0, "READ-COMMITTED", 0)


def test_a_transaction_that_is_open_is_read_in_and_stays_open():
    with connected("CREATE TABLE t (a INT)") as connection, another(connection) as other:
        schema = read_schema(other)
        other.exec_driver_sql("INSERT INTO t VALUES (1)")

        assert len(read_rows(other, schema)[0].rows) == 1
        assert other.exec_driver_sql("SELECT @@in_transaction").scalar_one() == 1
        other.rollback()
        assert len(read_rows(other, schema)[0].rows) == 0


SETTINGS = [
    "sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH'",
    "sql_mode = 'ORACLE'",
    "time_zone = '+05:00'",
    "collation_connection = 'utf8mb4_bin'",
    "div_precision_increment = 0",
]


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_session_s_settings_change_nothing(setting):
    made = [
        "CREATE TABLE t (id INT PRIMARY KEY, c CHAR(5), m TIMESTAMP NULL, f FLOAT, l VARCHAR(5)"
        " CHARACTER SET latin1)",
        "INSERT INTO t VALUES (1, 'a', '2024-01-01 00:00:00', 0.1, 'ñ')",
    ]
    with connected(*made) as connection, another(connection) as other:
        schema = read_schema(connection)
        other.exec_driver_sql(f"SET {setting}")

        assert read_rows(other, schema) == read_rows(connection, schema)


def test_one_statement_per_table_and_six_more():
    made = [f"CREATE TABLE t{number} (id INT PRIMARY KEY)" for number in range(7)]
    sent = []
    with connected(*made, "CREATE SEQUENCE s", "CREATE SEQUENCE q") as connection:
        schema = read_schema(connection)
        driver = connection.connection.dbapi_connection
        ordinary = driver.cursorclass

        class Listening(ordinary):
            def execute(self, query, args=None):
                sent.append(query)
                return super().execute(query, args)

        driver.cursorclass = Listening
        read_rows(connection, schema)
        driver.cursorclass = ordinary

    assert len(sent) == 7 + 6


def test_what_cannot_be_read_is_undetermined():
    user = f"parity_{secrets.token_hex(4)}"
    made = ["CREATE TABLE t (a INT, b INT)", "CREATE TABLE w (a INT)", "INSERT INTO w VALUES (1)"]
    with connected(*made) as connection, server().connect() as root:
        schema = read_schema(connection)
        name = connection.exec_driver_sql("SELECT database()").scalar_one()
        root.exec_driver_sql(f"CREATE USER {user}")
        try:
            root.exec_driver_sql(f"GRANT SELECT ON `{name}`.w TO {user}")
            with another(connection, user) as other:
                rows = read_rows(other, schema)
        finally:
            root.exec_driver_sql(f"DROP USER {user}")

    assert [[value.kind for value in row] for row in rows[0].rows] == [["undetermined"] * 2]
    assert [[value.canonical for value in row] for row in rows[1].rows] == [["1"]]


def test_a_column_that_is_gone_meanwhile_is_an_error():
    with connected("CREATE TABLE t (a INT, b INT)") as connection:
        schema = read_schema(connection)
        connection.exec_driver_sql("ALTER TABLE t DROP COLUMN b")

        with pytest.raises(ToolError, match=r"The rows cannot be read.*Unknown column 'b'"):
            read_rows(connection, schema)
