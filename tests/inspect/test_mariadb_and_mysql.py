"""What MariaDB and MySQL are alike in: who may see what, and which connections are refused."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from compare.errors import ToolError
from compare.inspect import read_schema
from tests.inspect import mariadb_databases, mysql_databases

MADE = [
    "CREATE TABLE usuario (id INT PRIMARY KEY, j JSON, t VARCHAR(9) DEFAULT 'a?', FULLTEXT (t),"
    " CHECK (t <> 'é'))",
    "CREATE TABLE k (b VARBINARY(9) DEFAULT x'00ff')",
    "CREATE TABLE t (id INT PRIMARY KEY, u INT, FOREIGN KEY (u) REFERENCES usuario (id)"
    " ON DELETE SET NULL ON UPDATE CASCADE, CONSTRAINT k FOREIGN KEY (id)"
    " REFERENCES usuario (id))",
    "CREATE TABLE h (a INT) PARTITION BY HASH (a) PARTITIONS 2",
    "CREATE VIEW v AS SELECT id FROM t",
    "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.u = 1",
    "CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1",
    "CREATE EVENT e ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM t",
]


@pytest.fixture(params=[mariadb_databases, mysql_databases], ids=["mariadb", "mysql"])
def on(request) -> mariadb_databases.On:
    return request.param.ON


def test_who_may_only_select_reads_all_tables_and_is_told_what_is_hidden(on):
    with on.somebody() as name, on.connected(*MADE) as connection:
        database = connection.exec_driver_sql("SELECT database()").scalar_one()
        connection.exec_driver_sql(f"GRANT SELECT ON `{database}`.* TO {name}")
        whole = read_schema(connection)
        with on.another(connection, name) as other:
            part = read_schema(other)

    assert [table.name for table in part.tables] == [table.name for table in whole.tables]
    for table in whole.tables:
        if table.name != "t":
            assert part.table(table.name) == table
    assert part.table("t").foreign_keys == whole.table("t").foreign_keys
    assert {(each.kind, each.name) for each in part.not_compared} == {
        ("view", "v"),
        ("triggers", "(all)"),
        ("events", "(all)"),
        ("routines", "(all)"),
    }
    assert whole.not_compared == ()


def test_who_may_see_one_column_is_told_that_others_are_hidden(on):
    made = ("CREATE TABLE t (a INT, b INT)", "CREATE TABLE w (a INT)")
    with on.somebody() as name, on.connected(*made) as connection:
        database = connection.exec_driver_sql("SELECT database()").scalar_one()
        connection.exec_driver_sql(f"GRANT SELECT (a) ON `{database}`.t TO {name}")
        with on.another(connection, name) as other:
            part = read_schema(other)

    assert [column.name for column in part.table("t").columns] == ["a"]
    assert ("tables", "(all)") in {(each.kind, each.name) for each in part.not_compared}


def test_it_reads_in_a_read_only_transaction_and_leaves_it_open(on):
    with on.connected(*MADE) as connection, on.another(connection) as other:
        other.exec_driver_sql("START TRANSACTION READ ONLY")

        assert read_schema(other) == read_schema(connection)
        with pytest.raises(sa.exc.DBAPIError, match="READ ONLY"):
            other.exec_driver_sql("INSERT INTO usuario (id) VALUES (1)")


def test_a_connection_that_would_lose_characters_is_refused(on):
    with (
        on.connected("CREATE TABLE t (a INT)") as connection,
        on.another(connection, charset="latin1") as other,
        pytest.raises(ToolError, match=r"character set is latin1.*charset=utf8mb4"),
    ):
        read_schema(other)


def test_a_connection_without_a_database_is_refused(on):
    engine = sa.create_engine(on.server().url.set(database=""))
    with engine.connect() as other, pytest.raises(ToolError, match="names no database"):
        read_schema(other)
    engine.dispose()


UNSAID = (
    "CREATE TABLE n (u VARCHAR(99) NOT NULL DEFAULT 'https://x/?d=mp',"
    " e VARCHAR(9) NOT NULL DEFAULT '🙂\\\\''\n', b BINARY(4) NOT NULL DEFAULT 'a?',"
    " w VARBINARY(9) NOT NULL DEFAULT x'00ff3f', z VARCHAR(9) DEFAULT '?',"
    " l CHAR(9) CHARACTER SET latin1 NOT NULL DEFAULT 'é?')"
)
DEFAULTS = {
    "u": "'https://x/?d=mp'",
    "e": "'🙂\\''\n'",
    "b": "x'613f0000'",
    "w": "x'00ff3f'",
    "z": "'?'",
    "l": "'é?'",
}


def test_defaults_that_the_catalogue_does_not_say_whole_are_read(on):
    with on.connected(UNSAID, "INSERT INTO n VALUES ('', '', '', '', '', '')") as connection:
        read = read_schema(connection)

    assert read.not_compared == ()
    assert {column.name: column.default for column in read.table("n").columns} == DEFAULTS


def test_defaults_of_an_empty_table_are_read_where_the_server_says_them():
    read = mysql_databases.schema(UNSAID)
    assert read.not_compared == ()
    assert {column.name: column.default for column in read.table("n").columns} == DEFAULTS

    read = mariadb_databases.schema(UNSAID)
    assert {each.name for each in read.not_compared} == {"n.u", "n.e", "n.b", "n.w", "n.l"}
    assert all("what stands for ?" in each.reason for each in read.not_compared)
    assert read.table("n").columns[4].default == "'?'"
