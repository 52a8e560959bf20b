"""A database of MariaDB's or MySQL's is only read, by a user who may do nothing but read."""

import time

import pytest
from sqlalchemy.exc import DBAPIError

from compare.databases import open_database, parse_address
from compare.errors import ToolError
from compare.inspect import read_schema
from compare.inspect.fetch import fetch_all
from compare.rows import read_rows
from tests import servers
from tests.databases.mariadb_places import PASSWORD, ids

SUM = "CHECKSUM TABLE t EXTENDED"
WRITES = ["INSERT INTO t VALUES (9, 'z')", "CREATE TABLE u (a int)", "DROP TABLE t"]
LONG = {
    "mariadb": "SELECT count(*) FROM seq_1_to_1000000000 AS a, t",
    "mysql": "SELECT count(*)"
    " FROM information_schema.COLUMNS AS a, information_schema.COLUMNS AS b, t",
}
SETTINGS = {
    # MariaDB has the longer names too, from 11.1 on.
    "mariadb": ("@@max_statement_time", 60.5, "@@tx_isolation, @@tx_read_only"),
    "mysql": ("@@max_execution_time", 60500, "@@transaction_isolation, @@transaction_read_only"),
}


@pytest.mark.parametrize("dialect", ["mysql", "mariadb", "mysql+pymysql", "mariadb+pymysql"])
def test_a_user_who_may_only_read_reads_it_whole_and_leaves_no_trace(either, dialect):
    before = either.rows("SHOW TABLES"), either.rows(SUM)
    with either.opened(statement=60, lock=5, drivername=dialect) as database:
        schema = read_schema(database.connection)
        either.run("INSERT INTO t VALUES (2, 'y')")
        rows = {each.table: each.rows for each in read_rows(database.connection, schema)}
        # Still the transaction that was opened: the reader began none of its own.
        assert ids(database.connection) == [1]
        either.run("DELETE FROM t WHERE id = 2")
        with database.another() as other:
            assert read_schema(other) == schema
            assert {each.table: each.rows for each in read_rows(other, schema)} == rows
    assert database.engine == either.engine
    assert database.version == either.rows("SELECT version()")[0][0]
    assert [table.name for table in schema.tables] == ["t"]
    assert [row[1].canonical for row in rows["t"]] == ["x"]
    assert (either.rows("SHOW TABLES"), either.rows(SUM)) == before
    left = f"SELECT count(*) FROM information_schema.PROCESSLIST WHERE user = '{either.user}'"
    end = time.monotonic() + 10
    while either.rows(left) != [(0,)]:
        assert time.monotonic() < end


def test_an_address_of_mysql_s_may_lead_to_mariadb():
    with servers.database("mariadb") as url:
        address = parse_address(f"mysql://{url.partition('://')[2]}", {})
        with open_database(address, statement_timeout=9, lock_timeout=9) as database:
            assert (address.engine, database.engine) == ("mysql", "mariadb")
            assert read_schema(database.connection).tables == ()


def test_the_session_is_set(either):
    limit, limited, transaction = SETTINGS[either.engine]
    sql = (
        f"SELECT {limit}, @@lock_wait_timeout, @@innodb_lock_wait_timeout, @@time_zone,"
        f" @@sql_select_limit, {transaction}"
    )
    with either.opened(statement=60.5, lock=1.5) as database, database.another() as other:
        for connection in (database.connection, other):
            assert fetch_all(connection, sql) == [
                (limited, 2, 2, "+00:00", 2**64 - 1, "REPEATABLE-READ", 1),
            ]
    with either.opened() as database:
        found = fetch_all(database.connection, sql)
    assert found[0][:3] == either.rows(sql)[0][:3]


@pytest.mark.parametrize("sql", WRITES)
@pytest.mark.parametrize("owner", [False, True])
def test_the_server_refuses_to_write(either, sql, owner):
    who = either.root if owner else {}
    before = either.rows(SUM)
    refusal = r"READ ONLY|denied"
    with either.opened(**who) as database, database.another() as other:
        for connection in (database.connection, other):
            with pytest.raises(DBAPIError, match=refusal):
                fetch_all(connection, sql)
            connection.connection.rollback()
            # The next transaction only reads too.
            with pytest.raises(DBAPIError, match=refusal):
                fetch_all(connection, sql)
    with (
        pytest.raises(ToolError, match=r"only read here|may not read"),
        either.opened(**who) as database,
    ):
        fetch_all(database.connection, sql)
    assert either.rows(SUM) == before


def test_a_second_connection_tells_of_a_commit_in_between(either):
    with either.opened() as database:
        either.run("INSERT INTO t VALUES (2, 'x')")
        with database.another() as late:
            assert (ids(database.connection), ids(late)) == ([1], [1, 2])
            assert not database.same_moment


def test_a_statement_takes_no_longer_than_allowed(either):
    began = time.monotonic()
    with (
        pytest.raises(ToolError, match="a statement took longer than allowed"),
        either.opened(statement=0.2) as database,
    ):
        fetch_all(database.connection, LONG[either.engine])
    assert time.monotonic() - began < 20


def test_a_lock_is_waited_for_no_longer_than_allowed(either):
    either.run("LOCK TABLES t WRITE")
    began = time.monotonic()
    with (
        pytest.raises(ToolError, match=f"/{either.url.database}: another session holds a lock"),
        either.opened(lock=0.2) as database,
    ):
        ids(database.connection)
    assert time.monotonic() - began < 10
    either.run("UNLOCK TABLES")


def test_a_table_that_is_altered_meanwhile_is_told(either):
    def read():
        with either.opened() as database:
            either.run("ALTER TABLE t FORCE, ALGORITHM=COPY")
            ids(database.connection)

    with pytest.raises(ToolError, match=r"was changed while it was read \(Table definition"):
        read()


@pytest.mark.parametrize("change", ["DROP TABLE t", "ALTER TABLE t DROP COLUMN a"])
def test_a_table_or_column_that_is_gone_meanwhile_is_told(either, change):
    def read(database):
        either.run(change)
        fetch_all(database.connection, "SELECT a FROM t")

    with pytest.raises(ToolError, match="changed while it was read"), either.opened() as database:
        read(database)


@pytest.mark.parametrize("who", ["connection", "another"])
def test_a_connection_that_is_lost_is_told_and_nothing_else_is_said(either, who, caplog, capfd):
    def lose():
        with either.opened() as database, database.another() as other:
            for connection in (database.connection, other):
                # SQLAlchemy begins a transaction of its own.
                number = connection.exec_driver_sql("SELECT connection_id()").scalar_one()
                either.run(f"KILL {number}")
            ids(database.connection if who == "connection" else other)

    with pytest.raises(ToolError, match="the connection was lost") as error:
        lose()
    assert str(error.value).startswith(f"{either.address().label}: ")
    assert not caplog.records
    assert capfd.readouterr() == ("", "")


def test_a_wrong_password_is_told(either):
    assert "check the user and the password" in either.refused(password=f"{PASSWORD}2")
    assert "check the user and the password" in either.refused(password=None)


def test_no_such_database_is_told(either):
    named = "nowhere_at_all"
    assert "there is no such database" in either.refused(database=named, **either.root)
    assert "may not use the database" in either.refused(database=named)


@pytest.mark.parametrize("charset", ["utf8", "latin1", "nonsense"])
def test_a_character_set_that_cannot_hold_every_text_is_told(either, charset):
    said = either.refused(query={**either.url.query, "charset": charset})
    assert "write charset=utf8mb4" in said


def test_an_option_that_the_driver_does_not_know_is_told(either):
    said = either.refused(query={**either.url.query, "sslmode": "require"})
    assert "the driver does not understand an option of the address" in said
    assert "sslmode" in said


def test_a_driver_that_is_not_installed_is_told(either, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    said = either.refused(drivername=either.engine)
    assert f"pip install 'django-parity[{either.engine}]'" in said
