"""Every row of a MySQL database, each value as the server has it, whatever drivers make of it."""

from __future__ import annotations

import random
import secrets
import struct

import pytest

from compare.errors import ToolError
from compare.inspect import read_schema
from compare.model import TableRows, Value
from compare.rows import read_next_ids, read_rows
from tests.inspect.mysql_databases import another, connected, is_new
from tests.rows.test_read_mariadb import DIFFERENT, VALUES

# Of types that MySQL has not, and what it does otherwise.
OTHERWISE = [
    ("DOUBLE", "-0e0"),
    ("TEXT CHARACTER SET ucs2", "x'd83d'"),
    ("JSON", '\'{"b": 1.10, "a": [1]}\''),
    ("JSON", "'null'"),
]
OWN = [
    ("DOUBLE", "-0e0", "real", "-0.0", "real -0.0"),
    ("DOUBLE", "-2.2250738585072014e-308", "real", "-2.2250738585072014e-308", None),
    ("DOUBLE", "-1.7976931348623157e308", "real", "-1.7976931348623157e+308", None),
    ("DOUBLE(20, 5)", "-12345.678e0", "real", "-12345.678", None),
    ("FLOAT", "-1.1754944e-38", "real", "-1.1754944e-38", "float -1.1754944e-38"),
    ("DECIMAL(65, 30)", "-" + "9" * 35 + "." + "9" * 30, "decimal", None, None),
    ("JSON", '\'{"b": 1.10, "a": [1]}\'', "json", '{"a":[1],"b":1.1}', None),
    ("JSON", "'null'", "json", "null", "json 'null'"),
    ("JSON", "'\"🙂\"'", "json", None, "json '\"🙂\"'"),
    ("JSON", "NULL", "null", "", "null"),
    ("JSON", "cast(1.50 AS JSON)", "json", "1.50", "json '1.50'"),
    ("VECTOR(2)", "string_to_vector('[1,-2]')", "vector", "0000803f000000c0", None),
    ("GEOMETRY SRID 4326", "st_geomfromtext('POINT(1 2)', 4326)", "geometry", None, None),
    ("BINARY(3)", "x'00'", "blob", "000000", "blob x'000000'"),
    ("TIME", "'838:59:59'", "time", "838:59:59", "time '838:59:59'"),
]
OWN_DIFFERENT = [
    ("DOUBLE", "0e0", "-0e0"),
    ("DOUBLE", "-2.2250738585072014e-308", "-2.2250738585072019e-308"),
    ("JSON", "'1'", "'1.0'"),
    ("JSON", "cast(1.5 AS JSON)", "cast(1.50 AS JSON)"),
    ("JSON", "'\"a\"'", "'\"A\"'"),
    ("VECTOR(2)", "string_to_vector('[1,2]')", "string_to_vector('[2,1]')"),
    ("GEOMETRY", "st_geomfromtext('POINT(1 2)', 4326)", "st_geomfromtext('POINT(1 2)', 0)"),
]


def read_all(cases: list[tuple[str, list[str]]]) -> list[list[Value]]:
    """The values of columns of some types, each in a table of its own, in the order given."""
    made = ["SET sql_mode = ''"]
    for number, (type_, literals) in enumerate(cases):
        rows = ", ".join(f"({place}, {literal})" for place, literal in enumerate(literals))
        made.append(f"CREATE TABLE t{number:03} (id INT PRIMARY KEY, a {type_})")
        made.append(f"INSERT INTO t{number:03} VALUES {rows}")
    with connected(*made) as connection:
        read = read_rows(connection, read_schema(connection))
    return [[row[1] for row in rows.rows] for rows in read]


def known(type_: str, *literals: str) -> bool:
    return type_ not in ("UUID", "INET6") and not any(
        (type_, each) in OTHERWISE for each in literals
    )


def to_be_had(cases: list[tuple]) -> list[tuple]:
    """Without vectors, where the server is too old for them."""
    return [case for case in cases if not case[0].startswith("VECTOR") or is_new()]


def test_each_value_is_what_mysql_has():
    cases = [case for case in VALUES if known(*case[:2])] + to_be_had(OWN)
    wrong = []
    found = read_all([(case[0], [case[1]]) for case in cases])
    for case, (value,) in zip(cases, found, strict=True):
        _, _, kind, canonical, stored = case
        right = (kind, canonical or value.canonical, stored or value.stored)
        if (value.kind, value.canonical, value.stored) != right:
            wrong.append((case, value))

    assert wrong == []


def test_different_values_of_mysql_are_different():
    cases = [case for case in DIFFERENT if known(*case)] + to_be_had(OWN_DIFFERENT)
    found = read_all([(case[0], list(case[1:])) for case in cases])

    assert [
        case
        for case, (one, other) in zip(cases, found, strict=True)
        if (one.kind, one.canonical) == (other.kind, other.canonical)
    ] == []


def test_numbers_of_mysql_come_back_to_the_last_bit():
    drawn = random.Random(5)
    doubles = [struct.unpack("d", drawn.randbytes(8))[0] for _ in range(900)]
    doubles = [number for number in doubles if number == number and abs(number) != float("inf")]
    floats = [struct.unpack("f", drawn.randbytes(4))[0] for _ in range(900)]
    floats = [number for number in floats if number == number and abs(number) != float("inf")]

    read, texts = read_all(
        [("DOUBLE", list(map(repr, doubles))), ("FLOAT", list(map(repr, floats)))]
    )
    assert [float(each.canonical).hex() for each in read] == [each.hex() for each in doubles]
    assert [struct.pack("f", float(each.canonical)) for each in texts] == [
        struct.pack("f", number) for number in floats
    ]


@pytest.mark.parametrize(
    ("columns", "statements", "expected"),
    [
        ("id INT AUTO_INCREMENT PRIMARY KEY", [], 1),
        ("id INT AUTO_INCREMENT PRIMARY KEY", ["ALTER TABLE t AUTO_INCREMENT = 70"], 70),
        ("id INT AUTO_INCREMENT PRIMARY KEY", ["INSERT INTO t VALUES (5)"], 6),
        ("id INT AUTO_INCREMENT PRIMARY KEY", ["INSERT INTO t VALUES (5)", "DELETE FROM t"], 6),
        ("id INT AUTO_INCREMENT PRIMARY KEY", ["INSERT INTO t VALUES (5)", "TRUNCATE t"], 1),
        ("id INT PRIMARY KEY", ["INSERT INTO t VALUES (5)"], None),
        ("g INT, id INT AUTO_INCREMENT, PRIMARY KEY (g, id)) ENGINE=MyISAM /*", [], None),
    ],
)
def test_the_next_id_of_mysql_s_is_the_one_that_is_handed_out(columns, statements, expected):
    with connected(f"CREATE TABLE t ({columns}) -- */", *statements) as connection:
        schema = read_schema(connection)
        # Somebody asked before, and the server would remember the answer.
        connection.exec_driver_sql("SELECT auto_increment FROM information_schema.tables")
        (read,) = read_rows(connection, schema)
        told = read_next_ids(connection, schema)
        if expected is not None:
            connection.exec_driver_sql("INSERT INTO t VALUES ()")
            assert connection.exec_driver_sql("SELECT max(id) FROM t").scalar_one() == expected

    assert read.next_id == expected
    assert told == ({} if expected is None else {"t": expected})


def test_invisible_columns_of_mysql_s_are_read():
    made = [
        "SET sql_generate_invisible_primary_key = 1",
        "CREATE TABLE t (a INT, b INT INVISIBLE, c INT AS (a + 1))",
        "INSERT INTO t (a, b) VALUES (1, 2), (3, 4)",
    ]
    with connected(*made) as connection:
        (read,) = read_rows(connection, read_schema(connection))

    assert (read.columns, read.key) == (("my_row_id", "a", "b", "c"), ("my_row_id",))
    assert [[value.canonical for value in row] for row in read.rows] == [
        ["1", "1", "2", "2"],
        ["2", "3", "4", "4"],
    ]


SETTINGS = [
    "sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PAD_CHAR_TO_FULL_LENGTH'",
    "time_zone = '+05:00'",
    "group_concat_max_len = 4",
    "sql_select_limit = 1",
    "information_schema_stats_expiry = 86400",
    "collation_connection = 'utf8mb4_bin'",
]


def test_no_setting_of_a_session_changes_the_rows_of_mysql_and_all_stay():
    made = [
        "CREATE TABLE t (id INT PRIMARY KEY, a CHAR(5), b TIMESTAMP(3), c DOUBLE, d JSON)",
        "INSERT INTO t VALUES (1, 'a', '2024-01-01 10:00:00', 0.1, '{}'), (2, 'b\\\\', NULL,"
        " 1, '1')",
    ]
    with connected(*made) as connection:
        schema = read_schema(connection)
        before = read_rows(connection, schema)
        for setting in SETTINGS:
            name = setting.partition(" ")[0]
            with another(connection) as other:
                other.exec_driver_sql(f"SET {setting}")
                said = other.exec_driver_sql(f"SELECT @@{name}").scalar_one()

                assert read_rows(other, schema) == before, setting
                assert other.exec_driver_sql(f"SELECT @@{name}").scalar_one() == said


def test_a_transaction_of_mysql_s_that_is_open_is_read_in_and_stays_open():
    made = ["CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t VALUES (1)"]
    with connected(*made) as connection, another(connection) as other:
        other.exec_driver_sql("START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY")
        connection.exec_driver_sql("INSERT INTO t VALUES (2)")
        schema = read_schema(other)

        assert [len(rows.rows) for rows in read_rows(other, schema)] == [1]
        with pytest.raises(Exception, match="READ ONLY"):
            other.exec_driver_sql("INSERT INTO t VALUES (3)")
        # One that is in no transaction reads in one of its own, and is in none afterwards.
        assert [len(rows.rows) for rows in read_rows(connection, schema)] == [2]
        connection.exec_driver_sql("INSERT INTO t VALUES (4)")


def test_a_table_of_mysql_s_that_may_not_be_read_is_undetermined():
    with connected("CREATE TABLE t (id INT PRIMARY KEY)", "INSERT INTO t VALUES (1)") as connection:
        schema = read_schema(connection)
        nobody = f"parity_{secrets.token_hex(4)}"
        connection.exec_driver_sql(f"CREATE USER {nobody}")
        try:
            name = connection.exec_driver_sql("SELECT database()").scalar_one()
            connection.exec_driver_sql(f"GRANT INSERT ON `{name}`.* TO {nobody}")
            with another(connection, nobody) as other:
                (read,) = read_rows(other, schema)
        finally:
            connection.exec_driver_sql(f"DROP USER {nobody}")

    assert isinstance(read, TableRows)
    assert read.rows[0][0].kind == "undetermined"
    assert "denied" in read.rows[0][0].stored


def test_a_column_of_mysql_s_that_is_gone_meanwhile_is_an_error():
    with connected("CREATE TABLE t (id INT PRIMARY KEY, a INT)") as connection:
        schema = read_schema(connection)
        connection.exec_driver_sql("ALTER TABLE t DROP COLUMN a")

        with pytest.raises(ToolError, match="Unknown column"):
            read_rows(connection, schema)
