"""Two ways of saying the same to MySQL: no difference may be reported, and nothing uncompared."""

from __future__ import annotations

import pytest

from compare.inspect import read_schema
from tests.inspect.mysql_databases import another, between, connected, differences, schema
from tests.inspect.test_mariadb_same import EVERYTHING, SAME, column, one

OTHERWISE = {
    "a display width that is the default",
    "JSON and what it stands for",
    "PERSISTENT",
    "a sequence's defaults",
    "a collation that is the default",
    "quotes in a default",
    "a backslash in a default",
    # MySQL numbers them and says nothing of the numbers either, but lists them by their names.
    "a CHECK's number, which MariaDB gives",
}
OWN = [
    (
        "a collation that is MySQL's default",
        *column("a TEXT", "a TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci"),
    ),
    ("quotes", *column("a VARCHAR(9) DEFAULT 'it''s'", 'a VARCHAR(9) DEFAULT "it\'s"')),
    ("a backslash", *column(r"a VARCHAR(9) DEFAULT 'it\'s'", "a VARCHAR(9) DEFAULT 'it''s'")),
    (
        "the usual character set of a literal",
        *one(
            "CREATE TABLE t (c TEXT, CHECK (c <> 'x'))",
            "CREATE TABLE t (c TEXT, CHECK (c <> _utf8mb4'x'))",
        ),
    ),
    (
        "the order of CHECKs",
        *one(
            "CREATE TABLE t (a INT, CHECK (a > 0), CHECK (a < 9))",
            "CREATE TABLE t (a INT, CHECK (a < 9), CHECK (a > 0))",
        ),
    ),
    ("where a table is kept", *one("CREATE TABLE t (a INT)", "CREATE TABLE t (a INT)"
     " TABLESPACE innodb_file_per_table")),
]  # fmt: skip
ALL = [*(case for case in SAME if case[0] not in OTHERWISE), *OWN]


@pytest.mark.parametrize(
    ("left", "right"), [case[1:] for case in ALL], ids=[case[0] for case in ALL]
)
def test_what_means_the_same_to_mysql_is_the_same(left, right):
    assert differences(left, right) == ()


ALL_OF_IT = [
    *(each for each in EVERYTHING if "SEQUENCE" not in each and "VERSIONING" not in each),
    "CREATE TABLE l (a VARCHAR(9), b VARCHAR(9), c TEXT AS (concat(a, ' ', b)),"
    " d VARCHAR(60) DEFAULT (concat('a', user()))) CHARACTER SET latin1",
    "CREATE TABLE h (a INT, j JSON DEFAULT ('[\"é🙂\"]'), b VARBINARY(9) DEFAULT x'00ff',"
    " INDEX ((concat(a, 'é🙂'))), CHECK (a <> 'é\\\\')) PARTITION BY HASH (a) PARTITIONS 2",
    "SET sql_generate_invisible_primary_key = 1",
    "CREATE TABLE i (a INT)",
]
SETTINGS = [
    "sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'",
    "sql_mode = ''",
    "sql_quote_show_create = 0",
    "sql_select_limit = 1",
    "time_zone = '+05:00'",
    "group_concat_max_len = 4",
    "information_schema_stats_expiry = 86400",
    "show_gipk_in_create_table_and_information_schema = 0",
    "show_create_table_verbosity = 1",
    "lc_messages = 'de_DE'",
    "collation_connection = 'utf8mb4_bin'",
    "default_collation_for_utf8mb4 = 'utf8mb4_general_ci'",
]


def test_no_setting_of_a_session_changes_anything_and_all_stay():
    with connected(*ALL_OF_IT) as connection:
        before = read_schema(connection)
        assert before.not_compared == ()
        for setting in SETTINGS:
            name = setting.partition(" ")[0]
            with another(connection) as other:
                other.exec_driver_sql(f"SET {setting}")
                said = other.exec_driver_sql(f"SELECT @@{name}").scalar_one()

                assert read_schema(other) == before, setting
                assert other.exec_driver_sql(f"SELECT @@{name}").scalar_one() == said


def test_the_name_of_a_database_of_mysql_s_is_nowhere():
    made = [
        "CREATE TABLE t (a INT, b INT AS (a + 1), CHECK (a > 0))",
        "CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1",
        "CREATE VIEW v AS SELECT t.a, f() AS b FROM t",
        "CREATE VIEW w AS WITH x AS (SELECT a FROM t) SELECT x.a FROM x JOIN v ON v.a = x.a",
        # With another database in it MySQL writes the own one's name, too.
        "CREATE VIEW y AS SELECT t.a, e.`Host` FROM t, mysql.user AS e",
    ]
    with connected(*made, name="parity_one") as one_, connected(*made, name='other`"') as other:
        left, right = read_schema(one_), read_schema(other)

    assert left.not_compared == right.not_compared == ()
    assert between(left, right) == ()
    assert "parity" not in repr(left)


@pytest.mark.parametrize(
    "view",
    [
        "CREATE VIEW v AS SELECT `{name}`.a FROM t AS `{name}`",
        "CREATE VIEW v AS SELECT a AS `{name}` FROM t",
        "CREATE VIEW v AS SELECT '`{name}`.`t`' AS a",
    ],
)
def test_what_is_called_like_a_database_of_mysql_s_is_not_taken_for_it(view):
    with connected("CREATE TABLE t (a INT)") as connection:
        name = connection.exec_driver_sql("SELECT database()").scalar_one()
        connection.exec_driver_sql(view.format(name=name))
        mine = read_schema(connection).views[0].definition
        theirs = schema("CREATE TABLE t (a INT)", view.format(name=name)).views[0].definition

    assert mine == theirs
    assert name in mine
