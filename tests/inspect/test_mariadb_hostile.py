"""Names, users, servers and numbers of tables that defeat readers."""

from __future__ import annotations

import re
from contextlib import nullcontext
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from compare.errors import ToolError
from compare.inspect import read_schema
from compare.inspect.mariadb.rights import hidden
from compare.inspect.mariadb.texts import body, expression, restored
from compare.inspect.mariadb.tokens import joined, tokenize
from compare.inspect.unreadable import Unreadable
from compare.model import Check, ForeignKey, Index, IndexPart, NotCompared, PrimaryKey, Unique
from tests.inspect.mariadb_databases import (
    NAMES,
    ON,
    another,
    connected,
    quoted,
    schema,
    statements,
)


@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_hostile_names_are_read(name):
    it = quoted(name)
    second = f"{name}~" if len(name) < 64 else name[1:]
    last = f"{name}!" if len(name) < 64 else name[2:]
    other, third = quoted(second), quoted(last)
    read = schema(
        f"CREATE TABLE {it} ({it} INT PRIMARY KEY, u INT, v INT AS ({it} + 1),"
        f" UNIQUE {other} (u), INDEX {it} ({it}, u), CONSTRAINT {it} CHECK ({it} > 0),"
        f" CONSTRAINT {third} FOREIGN KEY (u) REFERENCES {it} ({it}) ON DELETE CASCADE)",
        f"CREATE TRIGGER {it} BEFORE INSERT ON {it} FOR EACH ROW SET NEW.u = 1",
        f"CREATE VIEW {other} AS SELECT {it} FROM {it}",
        f"CREATE FUNCTION {it}({it} INT) RETURNS INT RETURN {it}",
        f"CREATE EVENT {it} ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM {it}",
    )
    table = read.table(name)
    inner = name.replace('"', '""')

    assert read.not_compared == ()
    assert [column.name for column in table.columns] == [name, "u", "v"]
    assert table.columns[2].generated == f'virtual: "{inner}" + 1'
    assert table.primary_key == PrimaryKey((name,))
    assert table.uniques == (Unique(("u",), second),)
    assert [(index.name, index.columns) for index in table.indexes] == [(name, (name, "u"))]
    assert table.foreign_keys == (ForeignKey(("u",), name, (name,), "cascade", name=last),)
    assert table.checks == (Check(f'"{inner}" > 0', name),)
    assert [trigger.name for trigger in table.triggers] == [name]
    assert read.views[0].definition == f'select "{inner}"."{inner}" AS "{inner}" from "{inner}"'
    assert [(each.kind, each.name) for each in read.objects] == [
        ("event", name),
        ("function", name),
    ]


def test_a_hostile_name_where_only_show_create_says_all():
    for name in ("a`b", "a'b", "a,b(", "a\nb", "PARTITION BY"):
        it = quoted(name)
        read = schema(
            f"CREATE TABLE {it} ({it} INT, s DATE NOT NULL, e DATE NOT NULL, t TEXT,"
            f" PERIOD FOR p (s, e), UNIQUE {it} ({it}, p WITHOUT OVERLAPS), FULLTEXT (t),"
            " CHECK (t <> '🙂')) COMMENT 'PARTITION BY x'"
        )
        table = read.table(name)

        assert read.not_compared == ()
        assert table.uniques[0].options == ("without overlaps of p",)
        assert [(each.kind, each.name) for each in table.others] == [("period", "p")]
        assert table.checks == (Check("\"t\" <> '🙂'"),)


def test_hostile_comments_and_defaults():
    text = "a\x1fb\nc\\'\";--"
    with connected("CREATE TABLE t (a INT)") as connection:
        literal = text.replace("\\", "\\\\").replace("'", "''")
        connection.exec_driver_sql(
            f"ALTER TABLE t COMMENT '{literal}', MODIFY a VARCHAR(50) DEFAULT '{literal}'"
            f" COMMENT '{literal}', ADD INDEX i (a) COMMENT '{literal}'"
        )
        table = read_schema(connection).table("t")

    assert (table.comment, table.columns[0].comment) == (text, text)
    assert table.columns[0].default == "'" + text.replace("'", "''") + "'"
    assert table.indexes == (Index((IndexPart("a"),), "i", options=(f"comment {text!r}",)),)


def test_other_databases_are_not_read():
    with connected("CREATE TABLE t (a INT)") as one, connected("CREATE TABLE o (a INT)") as other:
        name = other.exec_driver_sql("SELECT database()").scalar_one()
        one.exec_driver_sql(f"ALTER TABLE `{name}`.o ADD PRIMARY KEY (a)")
        one.exec_driver_sql(f"ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES `{name}`.o (a)")
        one.exec_driver_sql(f"CREATE VIEW v AS SELECT a FROM `{name}`.o")
        read = read_schema(one)

        assert [table.name for table in read.tables] == ["t"]
        assert read.tables[0].foreign_keys[0].referred_table == f"{name}.o"
        assert f'"{name}"."o"' in read.views[0].definition
        one.exec_driver_sql("DROP TABLE t")


def test_databases_whose_names_differ_in_case_alone():
    with connected("CREATE TABLE t (a INT)", "CREATE FUNCTION f() RETURNS INT RETURN 1") as one:
        if one.exec_driver_sql("SELECT @@lower_case_table_names").scalar_one():
            pytest.skip("this server folds names")
        name = one.exec_driver_sql("SELECT database()").scalar_one()
        upper = quoted(name.upper())
        try:
            one.exec_driver_sql(f"CREATE DATABASE {upper} COLLATE latin1_bin")
            one.exec_driver_sql(f"CREATE TABLE {upper}.t (b INT CHECK (b > 0))")
            one.exec_driver_sql(f"CREATE FUNCTION {upper}.g() RETURNS INT RETURN 1")
            read = read_schema(one)
        finally:
            one.exec_driver_sql(f"DROP DATABASE {upper}")

    assert [column.name for column in read.table("t").columns] == ["a"]
    assert read.table("t").checks == ()
    assert dict(read.settings)["collation"] == "utf8mb4_general_ci"
    assert [each.name for each in read.objects] == ["f"]


def test_a_temporary_table_is_left_out():
    assert schema("CREATE TEMPORARY TABLE t (a INT)").tables == ()


MADE = [
    "CREATE TABLE usuario (id INT PRIMARY KEY, j JSON, t VARCHAR(9) DEFAULT 'a?', FULLTEXT (t))",
    "CREATE TABLE t (id INT PRIMARY KEY, u INT, FOREIGN KEY (u) REFERENCES usuario (id)"
    " ON DELETE SET NULL ON UPDATE CASCADE, CONSTRAINT k FOREIGN KEY (id)"
    " REFERENCES usuario (id))",
    "CREATE TABLE h (a INT) PARTITION BY HASH (a) PARTITIONS 2",
    "CREATE VIEW v AS SELECT id FROM t",
    "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.u = 1",
    "CREATE FUNCTION f() RETURNS INT RETURN 1",
    "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM t",
    "CREATE SEQUENCE s",
]


@pytest.fixture
def somebody():
    with ON.somebody() as name:
        yield name


def test_a_user_who_may_see_everything_through_a_role_is_told_nothing(somebody):
    role = f"{somebody}_role"
    with connected(*MADE) as connection:
        name = connection.exec_driver_sql("SELECT database()").scalar_one()
        for statement in (
            f"CREATE ROLE {role}",
            f"GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON `{name}`.* TO {role}",
            f"GRANT {role} TO {somebody}",
            f"SET DEFAULT ROLE {role} FOR {somebody}",
            f"GRANT EXECUTE ON `{name}`.* TO {somebody}",
        ):
            connection.exec_driver_sql(statement)
        try:
            with another(connection, somebody) as other:
                part = read_schema(other)
        finally:
            connection.exec_driver_sql(f"DROP ROLE {role}")

    # Bodies of routines are for those who made them, and for those who may read mysql.proc.
    assert [(each.kind, each.name) for each in part.not_compared] == [("function", "f")]


@pytest.mark.parametrize(
    ("grant", "kinds"),
    [
        ("GRANT ALL PRIVILEGES ON *.* TO `x`@`%`", []),
        ("GRANT ALL PRIVILEGES ON `da\\_ta`.* TO `x`@`%`", []),
        ("GRANT ALL PRIVILEGES ON `da_%`.* TO `x`@`%`", []),
        (
            "GRANT ALL PRIVILEGES ON `data`.* TO `x`@`%`",
            ["tables", "triggers", "events", "routines"],
        ),
        (
            "GRANT SELECT, TRIGGER ON `da_ta`.`t` TO `x`@`%`",
            ["tables", "triggers", "events", "routines"],
        ),
        ("GRANT SELECT, TRIGGER, EVENT ON *.* TO `x`@`%`", ["routines"]),
        ("GRANT SELECT, CREATE ROUTINE, EVENT ON *.* TO `x`@`%`", ["triggers"]),
        ("GRANT `role` TO `x`@`%`", ["tables", "triggers", "events", "routines"]),
        ("GRANT PROXY ON ''@'%' TO `x`@`%`", ["tables", "triggers", "events", "routines"]),
    ],
)
def test_what_a_grant_lets_one_see(grant, kinds):
    assert [each.kind for each in hidden(((grant,),), "da_ta")] == kinds


def test_what_only_show_create_says_of_triggers_and_routines_in_later_versions(monkeypatch):
    made = [
        "CREATE TABLE t (a INT)",
        "CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW SET NEW.a = '?'",
        "CREATE FUNCTION f(x INT) RETURNS INT RETURN x",
        "CREATE PROCEDURE p() SELECT 1",
    ]
    with connected(*made) as connection:
        monkeypatch.setattr("compare.inspect.mariadb.catalogue._DEFAULTS", (10, 6))
        monkeypatch.setattr("compare.inspect.mariadb.catalogue._UPDATE_OF", (10, 6))
        read = read_schema(connection)

    assert read.table("t").triggers[0].definition == (
        "before update, number 1: CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW SET NEW.a = '?'"
    )
    assert [each.definition for each in read.objects] == [
        "(x int(11)) returns int(11) contains sql security definer: CREATE FUNCTION"
        ' "f"(x INT) RETURNS int(11) RETURN x',
        "() contains sql security definer: SELECT 1",
    ]


def test_a_key_s_name_that_the_server_made_is_none_whatever_the_table_is_called():
    for name in ("a`b", "a-b", "ñ", "select", "a%b"):
        it = quoted(name)
        read = schema(f"CREATE TABLE {it} (a INT PRIMARY KEY, FOREIGN KEY (a) REFERENCES {it} (a))")

        assert read.tables[0].foreign_keys == (ForeignKey(("a",), name, ("a",)),)


def test_the_number_of_statements_does_not_grow_with_the_number_of_tables():
    table = (
        "CREATE TABLE t{} (id INT AUTO_INCREMENT PRIMARY KEY, u INT, n VARCHAR(9) DEFAULT 'a?',"
        " UNIQUE (n), CHECK (u > 0), FOREIGN KEY (u) REFERENCES t0 (id))"
    )
    view = "CREATE VIEW v{0} AS SELECT u FROM t{0}"
    trigger = "CREATE TRIGGER g{0} BEFORE INSERT ON t{0} FOR EACH ROW SET NEW.u = 1"
    few = [each.format(0) for each in (table, view, trigger)]
    with connected(*few, "CREATE SEQUENCE s0") as connection:
        before = statements(connection)
        for number in range(1, 6):
            for each in (table, view, trigger, "CREATE SEQUENCE s{}"):
                connection.exec_driver_sql(each.format(number))
        after = statements(connection)

    assert len(before) == len(after) == 14
    assert not any(re.search(r"SHOW CREATE|\b(INSERT|UPDATE|DELETE)\b", sent) for sent in after)


def test_lines_that_the_server_cuts_short_are_read_one_by_one(monkeypatch):
    made = ["CREATE TABLE t (a INT, b VARCHAR(99) DEFAULT 'x', c INT)", "CREATE TABLE w (a INT)"]
    with connected(*made) as connection:
        whole = read_schema(connection)
        monkeypatch.setattr(
            "compare.inspect.mariadb.catalogue._SHIELD",
            "SET STATEMENT sql_mode = '', group_concat_max_len = 40 FOR ",
        )

        assert read_schema(connection) == whole


def test_the_inspector_sees_the_same():
    made = [
        "CREATE TABLE usuario (id BIGINT AUTO_INCREMENT PRIMARY KEY, nombre VARCHAR(50) NOT NULL"
        " COMMENT 'x', UNIQUE n (nombre)) COMMENT 'people'",
        "CREATE TABLE post (id INT AUTO_INCREMENT PRIMARY KEY, titulo VARCHAR(99) DEFAULT 'x',"
        " autor BIGINT, c INT AS (2 + 1), INDEX i (titulo, autor), CONSTRAINT k CHECK (autor > 0),"
        " CONSTRAINT f FOREIGN KEY (autor) REFERENCES usuario (id) ON DELETE CASCADE)",
        "CREATE VIEW v AS SELECT id FROM post",
    ]
    with connected(*made) as connection, another(connection) as other:
        read = read_schema(connection)
        inspector = sa.inspect(other)

        assert [table.name for table in read.tables] == sorted(inspector.get_table_names())
        assert [view.name for view in read.views] == inspector.get_view_names()
        for table in read.tables:
            said = inspector.get_columns(table.name)
            assert [column.name for column in table.columns] == [each["name"] for each in said]
            assert [column.nullable for column in table.columns] == [
                each["nullable"] for each in said
            ]
            assert [column.default for column in table.columns] == [
                each["default"] for each in said
            ]
            assert [column.identity is not None for column in table.columns] == [
                bool(each.get("autoincrement")) for each in said
            ]
            key = inspector.get_pk_constraint(table.name)
            assert table.primary_key.columns == tuple(key["constrained_columns"])
            assert {each.name: each.columns for each in table.uniques} == {
                each["name"]: tuple(each["column_names"])
                for each in inspector.get_unique_constraints(table.name)
            }
            assert {each.name for each in (*table.indexes, *table.uniques)} == {
                each["name"] for each in inspector.get_indexes(table.name)
            }
            assert [(each.columns, each.referred_table) for each in table.foreign_keys] == [
                (tuple(each["constrained_columns"]), each["referred_table"])
                for each in inspector.get_foreign_keys(table.name)
            ]
            assert [each.name for each in table.checks] == [
                each["name"] for each in inspector.get_check_constraints(table.name)
            ]
            assert table.comment == inspector.get_table_comment(table.name)["text"]


NOT_COMPARED = [
    (
        "a view on what is not there",
        ["CREATE TABLE t (a INT)", "CREATE VIEW v AS SELECT a FROM t", "DROP TABLE t"],
        NotCompared("view", "v", "it refers to something that is not there"),
    ),
    (
        "an enum with a character beyond U+FFFF",
        ["CREATE TABLE t (a ENUM('🙂', 'x'))"],
        "information_schema writes",
    ),
    (
        "an engine that hides what it was told",
        ["CREATE TABLE a (a INT) ENGINE=MyISAM", "CREATE TABLE t (a INT) ENGINE=MERGE UNION=(a)"],
        "the engine MRG_MyISAM",
    ),
    (
        "a table that the server cannot open",
        ["CREATE TABLE t (a INT) ENGINE=MERGE UNION=(nowhere)"],
        "the server cannot open it",
    ),
    (
        "two checks that look alike to information_schema and to us",
        ["CREATE TABLE t (a TEXT, CHECK (a <> '🙂'), CHECK (a <> '🙃'))"],
        "what stands for ?",
    ),
    (
        "a view with bytes of another character set",
        ["CREATE VIEW v AS SELECT '🙂' AS a, _latin1 x'f1' AS b"],
        "SHOW CREATE VIEW is refused",
    ),
]


@pytest.mark.parametrize(
    ("made", "reason"), [case[1:] for case in NOT_COMPARED], ids=[c[0] for c in NOT_COMPARED]
)
def test_what_cannot_be_compared_is_said(made, reason):
    with connected(*made) as connection:
        said = read_schema(connection).not_compared
        # The connection still works.
        assert connection.exec_driver_sql("SELECT 1").scalar_one() == 1

    assert said
    assert all(each == reason or str(reason) in each.reason for each in said)


@pytest.mark.parametrize(
    ("version", "reason"),
    [
        ("10.5.9-MariaDB-log", "MariaDB .* is too old to be read: at least 10.6"),
        ("8.0.15", "MySQL 8.0.15 is too old to be read: at least 8.0.16"),
        ("5.7.44-log", "MySQL 5.7.44-log is too old to be read: at least 8.0.16"),
    ],
)
def test_a_server_that_is_too_old_is_refused(monkeypatch, version, reason):
    answer = [("d", "d", "utf8mb4_general_ci", version, "", "utf8mb4")]
    monkeypatch.setattr("compare.inspect.mariadb.catalogue.fetch_all", lambda *_: answer)
    monkeypatch.setattr("compare.inspect.mysql.schema.reading", lambda _: nullcontext())
    dialect = SimpleNamespace(name="mysql", is_mariadb="MariaDB" in version)

    with pytest.raises(ToolError, match=reason):
        read_schema(SimpleNamespace(dialect=dialect))


@pytest.mark.parametrize("name", ["mariadb", "mysql"])
def test_a_url_may_begin_with_either_word(name):
    with connected("CREATE TABLE t (a INT)") as connection:
        database = connection.exec_driver_sql("SELECT database()").scalar_one()
        url = ON.server().url.set(drivername=f"{name}+pymysql", database=database)
        engine = sa.create_engine(url)
        with engine.connect() as other:
            assert [table.name for table in read_schema(other).tables] == ["t"]
        engine.dispose()


TOKENS = [
    ("a  b", "", "a b"),
    ("a--b", "", "a--b"),
    ("a -- b\nc", "", "a c"),
    ("a # b\nc", "", "a c"),
    ("a/* b */c", "", "a c"),
    ("a/*! b */c", "", "a/*! b */c"),
    ("a/*M!100301 b */", "", "a/*M!100301 b */"),
    ("`a``b`", "", '"a`b"'),
    (r"'a\'b'", "", "'a''b'"),
    (r"'a\\'", "", r"'a\'"),
    (r"'a\\'", "NO_BACKSLASH_ESCAPES", r"'a\\'"),
    (r"'a\%\_\n'", "", "'a\\%\\_\n'"),
    ("\"a\" 'b'", "", "'a' 'b'"),
    ("\"a\" 'b'", "ANSI_QUOTES", "\"a\" 'b'"),
    ("'a''b' \"c\"\"d\"", "", "'a''b' 'c\"d'"),
    ("count (*)", "", "count (*)"),
    ("count(*)", "", "count(*)"),
    ("x'41' N'ñ' _utf8mb4'a'", "", "x'41' N'ñ' _utf8mb4'a'"),
    ("'-- /* # `'", "", "'-- /* # `'"),
]


@pytest.mark.parametrize(("text", "mode", "expected"), TOKENS)
def test_texts_are_cut_as_mariadb_cuts_them(text, mode, expected):
    assert joined(tokenize(text, mode)) == expected


@pytest.mark.parametrize("text", ["'a", '"a', "`a"])
def test_a_quote_that_does_not_end_is_unreadable(text):
    with pytest.raises(Unreadable):
        tokenize(text)


def test_what_the_server_prints_and_nobody_can_cut_stays_as_it_is():
    assert expression("concat('a", "d") == "concat('a"
    assert body("SELECT 'a", "") == "SELECT 'a"
    assert restored("'?", "'x'") is None


RESTORED = [
    ("'?'", "SET @x = '🙂'", "", "'🙂'"),
    ("concat('????', `a`)", "x AS (concat('🙂',`a`)) VIRTUAL", "", "concat('🙂',`a`)"),
    ("'?'", "'🙂' OR '🙃'", "", None),
    ("'?'", "'🙂' OR '🙂'", "", "'🙂'"),
    ("'?'", "'ab'", "", None),
    ("`?`", "'🙂'", "", None),
    ('"?"', '"🙂"', "ANSI_QUOTES", '"🙂"'),
    ("", "x", "", None),
    ("a '?' b", "x a '🙂'\n b y", "", "a '🙂'\n b"),
]


@pytest.mark.parametrize(("lossy", "whole", "mode", "expected"), RESTORED)
def test_question_marks_are_restored_from_the_whole(lossy, whole, mode, expected):
    assert restored(lossy, whole, mode) == expected
