"""Names, users and texts of MySQL's that defeat readers."""

from __future__ import annotations

from contextlib import nullcontext

import pytest
import sqlalchemy as sa

from compare.inspect import read_schema
from compare.inspect.mariadb.rights import hidden
from compare.inspect.mysql.catalogue import of_today, plain, version_of
from compare.inspect.mysql.expressions import meant
from compare.inspect.mysql.session import reading
from compare.inspect.mysql.tables import opened
from compare.model import Check, ForeignKey, Index, IndexPart, NotCompared, PrimaryKey, Unique
from tests.inspect.mariadb_databases import NAMES, quoted, statements
from tests.inspect.mysql_databases import ON, another, connected, schema


@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_hostile_names_of_mysql_s_are_read(name):
    it = quoted(name)
    second = f"{name}~" if len(name) < 64 else name[1:]
    last = f"{name}!" if len(name) < 64 else name[2:]
    other, third = quoted(second), quoted(last)
    read = schema(
        f"CREATE TABLE {it} ({it} INT PRIMARY KEY, u INT, v INT AS ({it} + 1), w INT,"
        f" UNIQUE {other} (u), INDEX {it} ({it}, (w + {it})), CONSTRAINT {it} CHECK ({it} > 0),"
        f" CONSTRAINT {third} FOREIGN KEY (u) REFERENCES {it} ({it}) ON DELETE CASCADE)",
        f"CREATE TRIGGER {it} BEFORE INSERT ON {it} FOR EACH ROW SET NEW.u = 1",
        f"CREATE VIEW {other} AS SELECT {it} FROM {it}",
        f"CREATE FUNCTION {it}({it} INT) RETURNS INT DETERMINISTIC RETURN {it}",
        f"CREATE EVENT {it} ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM {it}",
    )
    table = read.table(name)
    inner = name.replace('"', '""')

    assert read.not_compared == ()
    assert [column.name for column in table.columns] == [name, "u", "v", "w"]
    assert table.columns[2].generated == f'virtual: ("{inner}" + 1)'
    assert table.primary_key == PrimaryKey((name,))
    assert table.uniques == (Unique(("u",), second),)
    assert [(index.name, index.columns) for index in table.indexes] == [
        (name, (name, f'(("w" + "{inner}"))'))
    ]
    assert table.foreign_keys == (ForeignKey(("u",), name, (name,), "cascade", name=last),)
    assert table.checks == (Check(f'("{inner}" > 0)', name),)
    assert [trigger.name for trigger in table.triggers] == [name]
    assert read.views[0].definition == f'select "{inner}"."{inner}" AS "{inner}" from "{inner}"'
    assert [(each.kind, each.name) for each in read.objects] == [
        ("event", name),
        ("function", name),
    ]


def test_hostile_comments_and_defaults_of_mysql_s():
    text = "a\x1fb\nc\\'\";--"
    with connected("CREATE TABLE t (a INT)") as connection:
        literal = text.replace("\\", "\\\\").replace("'", "''")
        connection.exec_driver_sql(
            f"ALTER TABLE t COMMENT '{literal}', MODIFY a VARCHAR(50) DEFAULT '{literal}'"
            f" COMMENT '{literal}', ADD INDEX i (a) COMMENT '{literal}',"
            f" ADD b VARCHAR(50) DEFAULT (concat('{literal}', 'é🙂')),"
            f" ADD CONSTRAINT k CHECK (a <> '{literal}')"
        )
        table = read_schema(connection).table("t")
    said = "'" + text.replace("'", "''") + "'"

    assert (table.comment, table.columns[0].comment) == (text, text)
    assert table.columns[0].default == said
    assert table.columns[1].default == f"(concat({said},'é🙂'))"
    assert table.checks == (Check(f'("a" <> {said})', "k"),)
    assert table.indexes == (Index((IndexPart("a"),), "i", options=(f"comment {text!r}",)),)


def test_databases_of_mysql_s_whose_names_differ_in_case_alone():
    with connected("CREATE TABLE t (a INT)") as one:
        if one.exec_driver_sql("SELECT @@lower_case_table_names").scalar_one():
            pytest.skip("this server folds names")
        name = one.exec_driver_sql("SELECT database()").scalar_one()
        upper = quoted(name.upper())
        try:
            one.exec_driver_sql(f"CREATE DATABASE {upper} COLLATE latin1_bin")
            one.exec_driver_sql(f"CREATE TABLE {upper}.t (b INT CHECK (b > 0))")
            one.exec_driver_sql(f"CREATE TRIGGER {upper}.g BEFORE INSERT ON {upper}.t FOR EACH ROW"
                                " SET NEW.b = 1")  # fmt: skip
            one.exec_driver_sql(f"CREATE FUNCTION {upper}.g() RETURNS INT DETERMINISTIC RETURN 1")
            one.exec_driver_sql(f"CREATE EVENT {upper}.e ON SCHEDULE EVERY 1 DAY DISABLE DO DO 1")
            read = read_schema(one)
        finally:
            one.exec_driver_sql(f"DROP DATABASE {upper}")

    assert [column.name for column in read.table("t").columns] == ["a"]
    assert (read.table("t").checks, read.table("t").triggers, read.objects) == ((), (), ())
    assert dict(read.settings)["collation"] == "utf8mb4_0900_ai_ci"


MADE = [
    "CREATE TABLE usuario (id INT PRIMARY KEY, j JSON, t VARCHAR(9) DEFAULT 'a?', FULLTEXT (t),"
    " b VARBINARY(9) DEFAULT x'00ff', CHECK (t <> 'é'))",
    "CREATE TABLE t (id INT PRIMARY KEY, u INT, FOREIGN KEY (u) REFERENCES usuario (id)"
    " ON DELETE SET NULL ON UPDATE CASCADE, CONSTRAINT k FOREIGN KEY (id)"
    " REFERENCES usuario (id))",
    "CREATE TABLE h (a INT) PARTITION BY HASH (a) PARTITIONS 2",
    "CREATE VIEW v AS SELECT id FROM t",
    "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.u = 1",
    "CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1",
    "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM t",
]


@pytest.fixture
def somebody():
    with ON.somebody() as name:
        yield name


def test_who_may_see_everything_through_a_role_of_mysql_s_is_told_nothing(somebody):
    role = f"{somebody}_role"
    with connected(*MADE) as connection:
        name = connection.exec_driver_sql("SELECT database()").scalar_one()
        for statement in (
            f"CREATE ROLE {role}",
            f"GRANT SELECT, SHOW VIEW, TRIGGER, EVENT ON `{name}`.* TO {role}",
            f"GRANT SHOW_ROUTINE ON *.* TO {role}",
            f"GRANT {role} TO {somebody}",
            f"SET DEFAULT ROLE {role} TO {somebody}",
        ):
            connection.exec_driver_sql(statement)
        try:
            whole = read_schema(connection)
            with another(connection, somebody) as other:
                assert read_schema(other) == whole
                other.exec_driver_sql("SET ROLE NONE")
                connection.exec_driver_sql(f"GRANT SELECT ON `{name}`.* TO {somebody}")
                told = {each.kind for each in read_schema(other).not_compared}
                assert told >= {"triggers", "events", "routines"}
        finally:
            connection.exec_driver_sql(f"DROP ROLE {role}")


def test_who_may_run_a_routine_of_mysql_s_and_not_see_it_is_told(somebody):
    with connected(*MADE[-2:-1]) as connection:
        name = connection.exec_driver_sql("SELECT database()").scalar_one()
        rights = "SELECT, SHOW VIEW, TRIGGER, EVENT, EXECUTE"
        connection.exec_driver_sql(f"GRANT {rights} ON `{name}`.* TO {somebody}")
        with another(connection, somebody) as other:
            part = read_schema(other)

    assert [(each.kind, each.name) for each in part.not_compared] == [("function", "f")]


@pytest.mark.parametrize(
    ("grants", "kinds"),
    [
        (["GRANT SELECT, TRIGGER, EVENT, EXECUTE ON *.* TO `x`@`%`"], []),
        (
            [
                "GRANT SELECT, TRIGGER, EVENT, EXECUTE ON *.* TO `x`@`%`",
                "REVOKE SELECT, TRIGGER ON `da_ta`.* FROM `x`@`%`",
            ],
            ["tables", "triggers"],
        ),
        (
            [
                "GRANT SELECT, TRIGGER, EVENT, EXECUTE ON *.* TO `x`@`%`",
                "REVOKE SELECT ON `other`.* FROM `x`@`%`",
            ],
            [],
        ),
        (["GRANT SELECT, TRIGGER, EVENT ON *.* TO `x`@`%`", "GRANT SHOW_ROUTINE ON *.* TO `x`@`%`"],
         []),
        (["GRANT ALL PRIVILEGES ON `da_ta`.* TO `x`@`%`"], []),
    ],
)  # fmt: skip
def test_what_a_grant_of_mysql_s_lets_one_see(grants, kinds):
    lines = tuple((grant,) for grant in grants)

    assert [each.kind for each in hidden(lines, "da_ta", "SHOW_ROUTINE")] == kinds


def test_the_number_of_statements_to_mysql_grows_with_views_alone():
    table = (
        "CREATE TABLE t{} (id INT AUTO_INCREMENT PRIMARY KEY, u INT, n VARCHAR(9) DEFAULT 'a',"
        " UNIQUE (n), CHECK (u > 0), FOREIGN KEY (u) REFERENCES t0 (id))"
    )
    trigger = "CREATE TRIGGER g{0} BEFORE INSERT ON t{0} FOR EACH ROW SET NEW.u = 1"
    with connected(table.format(0), trigger.format(0)) as connection:
        before = statements(connection)
        for number in range(1, 6):
            for each in (table, trigger, "CREATE VIEW v{0} AS SELECT u FROM t{0}"):
                connection.exec_driver_sql(each.format(number))
        after = statements(connection)

    assert len(after) == len(before) + 5
    assert len(before) <= 20


def test_a_database_of_mysql_s_that_is_read_only_says_so():
    with connected("CREATE TABLE t (a INT)") as connection:
        name = connection.exec_driver_sql("SELECT database()").scalar_one()
        before = dict(read_schema(connection).settings)
        connection.exec_driver_sql(f"ALTER DATABASE `{name}` READ ONLY = 1")
        try:
            after = dict(read_schema(connection).settings)
        finally:
            connection.exec_driver_sql(f"ALTER DATABASE `{name}` READ ONLY = 0")

    assert after == {**before, "options": "READ ONLY=1"}


@pytest.mark.parametrize("fails", [False, True])
def test_a_session_of_mysql_s_is_set_back_whatever_happens(fails):
    asked = "SELECT @@sql_mode, @@group_concat_max_len, @@information_schema_stats_expiry"
    with connected("CREATE TABLE t (a INT)") as connection, another(connection) as other:
        before = other.exec_driver_sql(asked).one()
        with pytest.raises(ZeroDivisionError) if fails else nullcontext(), reading(other):
            assert other.exec_driver_sql(asked).one() == ("", 2**30, 0)
            assert 1 / (not fails)
        assert other.exec_driver_sql(asked).one() == before


def test_a_lost_connection_to_mysql_is_told_as_that():
    with connected("CREATE TABLE t (a INT)") as connection, another(connection) as other:
        number = other.exec_driver_sql("SELECT connection_id()").scalar_one()

        def lose():
            with reading(other):
                connection.exec_driver_sql(f"KILL {number}")
                other.exec_driver_sql("SELECT 1")

        with pytest.raises(sa.exc.DBAPIError, match=r"Lost connection|gone away|killed"):
            lose()


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
        "the engine MRG_MYISAM",
    ),
]


@pytest.mark.parametrize(
    ("made", "reason"), [case[1:] for case in NOT_COMPARED], ids=[c[0] for c in NOT_COMPARED]
)
def test_what_of_mysql_s_cannot_be_compared_is_said(made, reason):
    with connected(*made) as connection:
        said = read_schema(connection).not_compared

    assert said
    assert all(each == reason or str(reason) in each.reason for each in said)


SHOWN = "CREATE TABLE `t` (`a` text, CHECK ((`a` <> _utf8mb4'{}')))"


@pytest.mark.parametrize(
    ("text", "shown", "found"),
    [
        ("(`a` > 1)", None, '("a" > 1)'),
        (r"(`a` <> _utf8mb4\'x\')", SHOWN.format("x"), "(\"a\" <> 'x')"),
        # As a version that escapes nothing might have it.
        ("(`a` <> _utf8mb4'é')", SHOWN.format("é"), "(\"a\" <> 'é')"),
        (r"(`a` <> _utf8mb4\'Ã©\')", SHOWN.format("é"), "(\"a\" <> 'é')"),
        (r"(`a` <> _utf8mb4\'Ã©\')", SHOWN.format("Ã©"), "(\"a\" <> 'Ã©')"),
        (r"(`a` <> _latin1\'x\')", SHOWN.replace("_utf8mb4", "_latin1").format("x"),
         "(\"a\" <> _latin1'x')"),
        # What stands nowhere in the table's text is not known.
        (r"(`a` <> _utf8mb4\'Ã©\')", SHOWN.format("è"), None),
        (r"(`a` <> _utf8mb4\'x\')", None, None),
        (r"(`a` <> _utf8mb4\'x\')", "`", None),
        (r"(`a` <> _utf8mb4\'x)", SHOWN.format("x"), None),
    ],
)  # fmt: skip
def test_an_expression_is_what_show_create_prints_too(text, shown, found):
    assert meant(text, shown, "db") == found


def test_comments_that_the_server_runs_are_opened():
    text = "a /*!80023 INVISIBLE */ '/*!1 x*/' /* b */ `/*!`, c /*!50100 d */"

    assert opened(text) == "a  INVISIBLE  '/*!1 x*/' /* b */ `/*!`, c  d "
    assert opened("a 'b") == "a 'b"


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ("8.0.36-0ubuntu0.22.04.1", (8, 0, 36)),
        ("9.7.4-2", (9, 7, 4)),
        ("8.0.mysql_aurora.3.04.0", (8, 0)),
        ("5.7.25-TiDB-v7.5.0", (5, 7, 25)),
        ("none", ()),
    ],
)
def test_the_version_is_what_stands_first(said, version):
    assert version_of(said) == version


@pytest.mark.parametrize(
    ("declared", "found"),
    [
        ("int(11)", "int"),
        ("int(10) unsigned", "int unsigned"),
        ("bigint(20)", "bigint"),
        ("smallint(6)", "smallint"),
        ("tinyint(4)", "tinyint"),
        ("tinyint(1) unsigned", "tinyint unsigned"),
        ("year(4)", "year"),
        # What says something stays.
        ("tinyint(1)", "tinyint(1)"),
        ("int(5) unsigned zerofill", "int(5) unsigned zerofill"),
        ("varchar(11)", "varchar(11)"),
        ("decimal(10,2)", "decimal(10,2)"),
        ("enum('int(11)')", "enum('int(11)')"),
        ("int", "int"),
    ],
)
def test_a_width_that_older_servers_wrote_is_left_out(declared, found):
    assert plain(declared) == found


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("utf8_general_ci", "utf8mb3_general_ci"),
        ("utf8mb3_general_ci", "utf8mb3_general_ci"),
        ("utf8mb4_general_ci", "utf8mb4_general_ci"),
        ("latin1_swedish_ci", "latin1_swedish_ci"),
    ],
)
def test_a_collation_has_the_name_of_today(name, found):
    assert of_today(name) == found
