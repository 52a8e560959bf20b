"""A MySQL database is only read, at one moment, by a user who may do nothing but read."""

import secrets
import time

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from compare.databases import open_database, parse_address
from compare.errors import ToolError
from compare.inspect import read_schema
from compare.inspect.fetch import fetch_all
from compare.rows import read_rows
from tests import servers

PASSWORD = "S3cret-word"
SUM = "CHECKSUM TABLE t EXTENDED"
WRITES = ["INSERT INTO t VALUES (9, 'z')", "CREATE TABLE u (a int)", "DROP TABLE t"]
LONG = "SELECT count(*) FROM information_schema.COLUMNS AS a, information_schema.COLUMNS AS b, t"


class Place:
    """A database with a table, its owner's connection and the address for a reader."""

    def __init__(self, url):
        # Who reads does it over TLS, whatever the tests' server is asked for.
        self.url = sa.make_url(url).difference_update_query(["ssl_disabled"])
        self.user = f"parity_{secrets.token_hex(4)}"
        engine = sa.create_engine(url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
        self.owner = engine.connect()
        self.run(
            "CREATE TABLE t (id INT PRIMARY KEY, a TEXT)",
            "INSERT INTO t VALUES (1, 'x')",
            f"CREATE USER {self.user} IDENTIFIED BY '{PASSWORD}'",
            f"GRANT SELECT ON `{self.url.database}`.* TO {self.user}",
        )

    def run(self, *statements):
        for statement in statements:
            fetch_all(self.owner, statement)

    def rows(self, sql):
        return fetch_all(self.owner, sql)

    def address(self, **changes):
        wanted = {"username": self.user, "password": PASSWORD, **changes}
        return parse_address(self.url.set(**wanted).render_as_string(hide_password=False), {})

    def opened(self, *, statement=None, lock=None, **changes):
        return open_database(
            self.address(**changes), statement_timeout=statement, lock_timeout=lock
        )

    def close(self):
        self.run(f"DROP USER {self.user}")
        self.owner.close()


@pytest.fixture
def place():
    with servers.database("mysql") as url:
        found = Place(url)
        yield found
        found.close()


def ids(connection):
    return [number for (number,) in fetch_all(connection, "SELECT id FROM t ORDER BY id")]


def refused(place, **how):
    """The sentence with which an address is refused."""
    with pytest.raises(ToolError) as error, place.opened(**how):
        pass
    said = str(error.value)
    assert PASSWORD not in said
    assert "\n" not in said
    assert said.endswith(".")
    return said


@pytest.mark.parametrize("dialect", ["mysql", "mariadb", "mysql+pymysql", "mariadb+pymysql"])
def test_a_user_of_mysql_s_who_may_only_read_reads_it_whole_and_leaves_no_trace(place, dialect):
    before = place.rows("SHOW TABLES"), place.rows(SUM)
    with place.opened(statement=60, lock=5, drivername=dialect) as database:
        schema = read_schema(database.connection)
        place.run("INSERT INTO t VALUES (2, 'y')")
        rows = {each.table: each.rows for each in read_rows(database.connection, schema)}
        # Still the transaction that was opened: the reader began none of its own.
        assert ids(database.connection) == [1]
        place.run("DELETE FROM t WHERE id = 2")
        with database.another() as other:
            assert read_schema(other) == schema
            assert {each.table: each.rows for each in read_rows(other, schema)} == rows
    assert database.engine == "mysql"
    assert database.version == place.rows("SELECT version()")[0][0]
    assert [table.name for table in schema.tables] == ["t"]
    assert [row[1].canonical for row in rows["t"]] == ["x"]
    assert (place.rows("SHOW TABLES"), place.rows(SUM)) == before


def test_an_address_of_mysql_s_may_lead_to_mariadb():
    with servers.database("mariadb") as url:
        address = parse_address(f"mysql://{url.partition('://')[2]}", {})
        with open_database(address, statement_timeout=9, lock_timeout=9) as database:
            assert (address.engine, database.engine) == ("mysql", "mariadb")
            assert read_schema(database.connection).tables == ()


def test_a_password_that_must_be_encrypted_is_told(place, monkeypatch):
    monkeypatch.setattr("pymysql._auth._have_cryptography", False)
    # With TLS, which PyMySQL uses where the server has it, nothing needs to be encrypted.
    with place.opened() as database:
        assert ids(database.connection) == [1]
    place.run(f"ALTER USER {place.user} IDENTIFIED BY '{PASSWORD}'")  # it is remembered no more
    plain = {**place.url.query, "ssl_disabled": "1"}
    said = refused(place, query=plain)
    assert "takes the password only if it is encrypted" in said
    assert "pip install 'django-parity[mysql]'" in said
    monkeypatch.undo()
    with place.opened(query=plain) as database:
        assert ids(database.connection) == [1]


def test_a_session_of_mysql_s_is_set(place):
    sql = (
        "SELECT @@max_execution_time, @@lock_wait_timeout, @@innodb_lock_wait_timeout,"
        " @@time_zone, @@transaction_isolation, @@transaction_read_only"
    )
    with place.opened(statement=60.5, lock=1.5) as database, database.another() as other:
        for connection in (database.connection, other):
            assert fetch_all(connection, sql) == [
                (60500, 2, 2, "+00:00", "REPEATABLE-READ", 1),
            ]


@pytest.mark.parametrize("sql", WRITES)
@pytest.mark.parametrize("owner", [False, True])
def test_a_server_of_mysql_s_refuses_to_write(place, sql, owner):
    who = {"username": place.url.username, "password": place.url.password} if owner else {}
    before = place.rows(SUM)
    refusal = r"READ ONLY|denied"
    with place.opened(**who) as database, database.another() as other:
        for connection in (database.connection, other):
            with pytest.raises(DBAPIError, match=refusal):
                fetch_all(connection, sql)
            connection.connection.rollback()
            # The next transaction only reads too.
            with pytest.raises(DBAPIError, match=refusal):
                fetch_all(connection, sql)
    with (
        pytest.raises(ToolError, match=r"only read here|may not read"),
        place.opened(**who) as database,
    ):
        fetch_all(database.connection, sql)
    assert place.rows(SUM) == before


def test_a_second_connection_to_mysql_tells_of_a_commit_in_between(place):
    with place.opened() as database:
        place.run("INSERT INTO t VALUES (2, 'x')")
        with database.another() as late:
            assert (ids(database.connection), ids(late)) == ([1], [1, 2])
            assert not database.same_moment


def test_connections_to_mysql_between_which_nothing_happens_see_the_same_moment(place):
    end = time.monotonic() + 20
    same = False
    # The server's own work, and that of other tests, moves the counter too.
    while not same and time.monotonic() < end:
        with place.opened() as database, database.another() as other:
            assert ids(database.connection) == ids(other)
            same = database.same_moment
    assert same


def test_a_statement_to_mysql_takes_no_longer_than_allowed(place):
    began = time.monotonic()
    with (
        pytest.raises(ToolError, match="a statement took longer than allowed"),
        place.opened(statement=0.2) as database,
    ):
        fetch_all(database.connection, LONG)
    assert time.monotonic() - began < 20


def test_a_lock_of_mysql_s_is_waited_for_no_longer_than_allowed(place):
    place.run("LOCK TABLES t WRITE")
    with (
        pytest.raises(ToolError, match=f"/{place.url.database}: another session holds a lock"),
        place.opened(lock=0.2) as database,
    ):
        ids(database.connection)
    place.run("UNLOCK TABLES")


def test_a_table_of_mysql_s_that_is_altered_meanwhile_is_told(place):
    def read():
        with place.opened() as database:
            place.run("ALTER TABLE t FORCE, ALGORITHM=COPY")
            ids(database.connection)

    with pytest.raises(ToolError, match=r"was changed while it was read \(Table definition"):
        read()


def test_a_connection_to_mysql_that_is_lost_is_told_and_nothing_else_is_said(place, caplog, capfd):
    def lose():
        with place.opened() as database:
            ((number,),) = fetch_all(database.connection, "SELECT connection_id()")
            place.run(f"KILL {number}")
            ids(database.connection)

    with pytest.raises(ToolError, match="the connection was lost"):
        lose()
    assert not caplog.records
    assert capfd.readouterr() == ("", "")


def test_what_else_mysql_refuses_is_told(place):
    root = {"username": place.url.username, "password": place.url.password}
    assert "check the user and the password" in refused(place, password=f"{PASSWORD}2")
    assert "check the user and the password" in refused(place, password=None)
    assert "there is no such database" in refused(place, database="nowhere_at_all", **root)
    assert "may not use the database" in refused(place, database="nowhere_at_all")
    said = refused(place, query={**place.url.query, "charset": "latin1"})
    assert "write charset=utf8mb4" in said


def test_the_driver_of_mysql_is_not_installed(place, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert "pip install 'django-parity[mysql]'" in refused(place, drivername="mysql")
