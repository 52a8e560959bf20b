"""Two ways of saying the same: no difference may be reported, and nothing go uncompared."""

from __future__ import annotations

import pytest

from compare.inspect import read_schema
from tests.inspect.mariadb_databases import another, between, connected, differences, schema

USER = "CREATE TABLE usuario (id INT PRIMARY KEY, nombre VARCHAR(50), UNIQUE n (nombre))"
THREE = "CREATE TABLE t (a INT, b INT, c TEXT)"


def one(left: str, right: str) -> tuple[list[str], list[str]]:
    return [left], [right]


def column(left: str, right: str) -> tuple[list[str], list[str]]:
    made = "CREATE TABLE t (id INT PRIMARY KEY, {})"
    return [made.format(left)], [made.format(right)]


def after(left: str, right: str) -> tuple[list[str], list[str]]:
    return [USER, THREE, left], [USER, THREE, right]


def reference(left: str, right: str) -> tuple[list[str], list[str]]:
    made = "CREATE TABLE t (u INT, FOREIGN KEY (u) REFERENCES usuario (id) {})"
    return [USER, made.format(left)], [USER, made.format(right)]


SAME = [
    ("keywords in another case", *one("create table t (a int)", "CREATE TABLE t (a INT)")),
    ("INTEGER", *column("a INT", "a INTEGER")),
    ("BOOLEAN", *column("a BOOLEAN", "a TINYINT(1)")),
    ("NUMERIC", *column("a NUMERIC(5, 2)", "a DECIMAL(5,2)")),
    ("a display width that is the default", *column("a INT", "a INT(11)")),
    (
        "JSON and what it stands for",
        *column("a JSON", "a LONGTEXT COLLATE utf8mb4_bin CHECK (json_valid(a))"),
    ),
    ("NULL", *column("a INT NULL", "a INT")),
    ("DEFAULT NULL", *column("a INT DEFAULT NULL", "a INT")),
    ("a number as a string", *column("a INT DEFAULT '1'", "a INT DEFAULT 1")),
    ("TRUE", *column("a BOOL DEFAULT TRUE", "a BOOL DEFAULT 1")),
    ("quotes in a default", *column("a TEXT DEFAULT 'it''s'", 'a TEXT DEFAULT "it\'s"')),
    ("a backslash in a default", *column(r"a TEXT DEFAULT 'it\'s'", "a TEXT DEFAULT 'it''s'")),
    ("now", *column("a DATETIME DEFAULT now()", "a DATETIME DEFAULT CURRENT_TIMESTAMP")),
    ("PERSISTENT", *column("a INT AS (1) STORED", "a INT AS (1) PERSISTENT")),
    (
        "a collation that is the default",
        *column("a TEXT", "a TEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci"),
    ),
    (
        "a table's collation that is the default",
        *one("CREATE TABLE t (a TEXT)", "CREATE TABLE t (a TEXT) CHARACTER SET utf8mb4"),
    ),
    (
        "an engine that is the default",
        *one("CREATE TABLE t (a INT)", "CREATE TABLE t (a INT) ENGINE=InnoDB"),
    ),
    (
        "a row format that is the default",
        *one("CREATE TABLE t (a INT)", "CREATE TABLE t (a INT) ROW_FORMAT=DYNAMIC"),
    ),
    (
        "where an id begins",
        *one(
            "CREATE TABLE t (a INT AUTO_INCREMENT PRIMARY KEY)",
            "CREATE TABLE t (a INT AUTO_INCREMENT PRIMARY KEY) AUTO_INCREMENT=7",
        ),
    ),
    ("RESTRICT", *reference("", "ON DELETE RESTRICT ON UPDATE RESTRICT")),
    ("NO ACTION", *reference("ON DELETE RESTRICT", "ON DELETE NO ACTION")),
    (
        "a UNIQUE constraint and a unique index",
        [THREE, "ALTER TABLE t ADD CONSTRAINT i UNIQUE (a)"],
        [THREE, "CREATE UNIQUE INDEX i ON t (a)"],
    ),
    (
        "an index within the table",
        [THREE, "CREATE INDEX i ON t (a)"],
        ["CREATE TABLE t (a INT, b INT, c TEXT, KEY i (a) USING BTREE)"],
    ),
    (
        "indexes in another order",
        [THREE, "CREATE INDEX i ON t (a)", "CREATE INDEX j ON t (b)"],
        [THREE, "CREATE INDEX j ON t (b)", "CREATE INDEX i ON t (a)"],
    ),
    ("ASC", [THREE, "CREATE INDEX i ON t (a)"], [THREE, "CREATE INDEX i ON t (a ASC)"]),
    (
        "an expression's white space and quotes",
        *one(
            "CREATE TABLE t (a INT, c TEXT, CHECK (a>0 AND c<>'x'))",
            'CREATE TABLE t (a INT, c TEXT, CHECK (`a` > 0 and (c <> "x")))',
        ),
    ),
    (
        "a CHECK's number, which MariaDB gives",
        *one(
            "CREATE TABLE t (a INT, CHECK (a > 0), CHECK (a < 9))",
            "CREATE TABLE t (a INT, CHECK (a < 9), CHECK (a > 0))",
        ),
    ),
    (
        "a view's qualified names",
        *after(
            "CREATE VIEW v AS SELECT a FROM t",
            "CREATE VIEW v AS SELECT {database}.t.a FROM {database}.t",
        ),
    ),
    (
        "a view that is replaced",
        [THREE, "CREATE VIEW v AS SELECT a FROM t"],
        [THREE, "CREATE VIEW v AS SELECT b FROM t", "CREATE OR REPLACE VIEW v AS SELECT a FROM t"],
    ),
    (
        "white space and comments in a trigger",
        *after(
            "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.a = 1; END",
            "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN\n"
            "  -- one\n\tSET NEW.a /* ' */ = 1;\nEND",
        ),
    ),
    (
        "an event's start that is when it was made",
        [THREE, "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM t", "DO sleep(1.1)"],
        [THREE, "DO sleep(1.1)", "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM t"],
    ),
    ("a sequence's defaults", *after("CREATE SEQUENCE s", "CREATE SEQUENCE s START 1 INCREMENT 1")),
]


@pytest.mark.parametrize(
    ("left", "right"), [case[1:] for case in SAME], ids=[case[0] for case in SAME]
)
def test_what_means_the_same_is_the_same(left, right):
    assert differences(left, right) == ()


EVERYTHING = [
    USER,
    "CREATE TABLE t (a INT, b VARCHAR(20) DEFAULT 'x\\\\y', g INT AS (a + 1), m TIMESTAMP"
    " DEFAULT '2020-01-01 00:00:00', u INT, CHECK (b <> '🙂'), FOREIGN KEY (u) REFERENCES"
    " usuario (id) ON DELETE CASCADE)",
    "CREATE TABLE h (a INT) WITH SYSTEM VERSIONING PARTITION BY SYSTEM_TIME"
    " INTERVAL 1 DAY STARTS '2020-01-01 00:00:00' (PARTITION p HISTORY, PARTITION c CURRENT)",
    "CREATE VIEW v AS SELECT a, concat(b, 'it''s \\\\') AS c, '🙂' AS d FROM t",
    "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.b = \"x\", NEW.a = '?'",
    "CREATE FUNCTION f(x INT) RETURNS INT RETURN x",
    "CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01' DISABLE DO DELETE FROM t",
    "CREATE VIEW w AS SELECT a FROM t",
    "CREATE TABLE n (u VARCHAR(99) NOT NULL DEFAULT 'https://x/?d=mp',"
    " b BINARY(4) NOT NULL DEFAULT 'a?')",
    "INSERT INTO n VALUES ('', '')",
    "CREATE SEQUENCE s",
]
SETTINGS = [
    "sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'",
    "sql_mode = 'ORACLE'",
    "sql_mode = ''",
    "sql_quote_show_create = 0",
    "time_zone = '+05:00'",
    "group_concat_max_len = 4",
    "lc_messages = 'de_DE'",
    "collation_connection = 'utf8mb4_bin'",
    "old_mode = ''",
    "sql_select_limit = 1",
]


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_session_s_settings_change_nothing_and_stay(setting):
    name = setting.partition(" ")[0]
    with connected(*EVERYTHING) as connection, another(connection) as other:
        before = read_schema(connection)
        other.exec_driver_sql(f"SET {setting}")
        said = other.exec_driver_sql(f"SELECT @@{name}").scalar_one()

        assert read_schema(other) == before
        assert other.exec_driver_sql(f"SELECT @@{name}").scalar_one() == said
        assert before.not_compared == ()


def test_the_name_of_the_database_is_nowhere():
    made = [
        "CREATE TABLE t (a INT)",
        "CREATE SEQUENCE s",
        "CREATE FUNCTION f() RETURNS INT RETURN 1",
        "CREATE TABLE d (a INT DEFAULT nextval(s))",
        "CREATE VIEW v AS SELECT t.a, f() AS b, (SELECT count(*) FROM d) AS c FROM t",
        "CREATE VIEW w AS WITH x AS (SELECT a FROM t) SELECT x.a FROM x JOIN v ON v.a = x.a",
    ]
    with connected(*made, name="parity_one") as one, connected(*made, name='other`"') as other:
        left, right = read_schema(one), read_schema(other)

    assert left.not_compared == right.not_compared == ()
    assert between(left, right) == ()
    assert "parity" not in repr(left)


def test_the_name_of_the_database_in_a_string_stays():
    with connected("CREATE VIEW v AS SELECT 1", name="parity_one") as connection:
        name = connection.exec_driver_sql("SELECT database()").scalar_one()
        connection.exec_driver_sql(f"CREATE OR REPLACE VIEW v AS SELECT '`{name}`.`t`' AS a")

        assert f"'`{name}`.`t`'" in read_schema(connection).views[0].definition


@pytest.mark.parametrize(
    "view",
    [
        "CREATE VIEW v AS SELECT `{name}`.a FROM t AS `{name}`",
        "CREATE VIEW v AS SELECT a AS `{name}` FROM t",
        "CREATE VIEW v AS WITH `{name}` AS (SELECT a FROM t) SELECT `{name}`.a FROM `{name}`",
    ],
)
def test_what_is_called_like_the_database_is_not_taken_for_it(view):
    with connected("CREATE TABLE t (a INT)") as connection:
        name = connection.exec_driver_sql("SELECT database()").scalar_one()
        connection.exec_driver_sql(view.format(name=name))
        read = read_schema(connection)
        mine = read.views[0].definition
        with connected("CREATE TABLE t (a INT)") as other:
            other.exec_driver_sql(view.format(name=name))
            theirs = read_schema(other).views[0].definition

    assert read.not_compared == ()
    assert mine == theirs
    assert f'"{name}"' in mine


def test_a_table_called_like_the_database():
    with connected() as connection:
        name = connection.exec_driver_sql("SELECT database()").scalar_one()
        made = [
            f"CREATE TABLE `{name}` (`{name}` INT)",
            f"CREATE VIEW v AS SELECT `{name}`.`{name}` FROM `{name}`",
        ]
        for statement in made:
            connection.exec_driver_sql(statement)
        read = read_schema(connection)

    assert between(read, schema(*made)) == ()
