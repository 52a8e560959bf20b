"""A MariaDB database is only read, at one moment, by a user who may do nothing but read."""

import gc
import secrets
import socket
import time

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from compare.databases import open_database, parse_address
from compare.databases.handle import Timeouts
from compare.databases.mariadb import settings
from compare.errors import ToolError
from compare.inspect import read_schema
from compare.inspect.fetch import fetch_all
from compare.rows import read_rows
from tests import servers

PASSWORD = "S3cret-word"
SUM = "CHECKSUM TABLE t EXTENDED"
WRITES = ["INSERT INTO t VALUES (9, 'z')", "CREATE TABLE u (a int)", "SELECT NEXT VALUE FOR s"]


class Place:
    """A database with a table, its owner's connection and the address for a reader."""

    def __init__(self, url):
        self.url = sa.make_url(url)
        # From anywhere: servers that are named are not on this machine.
        self.user = f"parity_{secrets.token_hex(4)}"
        self.engine = sa.create_engine(url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
        self.owner = self.engine.connect()
        self.accounts = [f"'{self.user}'@'{host}'" for host in ("localhost", "%")]
        self.run(
            "CREATE TABLE t (id INT PRIMARY KEY, a TEXT) ENGINE=InnoDB",
            "INSERT INTO t VALUES (1, 'x')",
            "CREATE SEQUENCE s",
        )
        for account in self.accounts:
            self.run(
                f"CREATE USER {account} IDENTIFIED BY '{PASSWORD}'",
                f"GRANT SELECT ON `{self.url.database}`.* TO {account}",
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

    def quiet(self):
        """Wait until the server's own work on what was written is done."""
        before, since = None, time.monotonic()
        while time.monotonic() - since < 1.5:
            now = self.rows("SHOW GLOBAL STATUS LIKE 'Innodb_lsn_current'")
            if now != before:
                before, since = now, time.monotonic()
            time.sleep(0.05)

    def close(self):
        self.run(*(f"DROP USER {account}" for account in self.accounts))
        self.owner.close()


@pytest.fixture
def place():
    with servers.database("mariadb") as url:
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


@pytest.mark.parametrize("dialect", ["mysql+pymysql", "mariadb+pymysql"])
def test_a_user_who_may_only_read_reads_it_whole_and_leaves_no_trace(place, dialect):
    tables = place.rows("SHOW TABLES")
    before = place.rows(SUM)
    with place.opened(statement=60, lock=5, drivername=dialect) as database:
        schema = read_schema(database.connection)
        place.run("INSERT INTO t VALUES (2, 'y')")
        rows = {each.table: each.rows for each in read_rows(database.connection, schema)}
        # Still the transaction that was opened: the reader began none of its own.
        assert ids(database.connection) == [1]
        assert fetch_all(database.connection, "SELECT @@in_transaction") == [(1,)]
        place.run("DELETE FROM t WHERE id = 2")
        with database.another() as other:
            assert read_schema(other) == schema
            assert {each.table: each.rows for each in read_rows(other, schema)} == rows
    assert database.engine == "mariadb"
    assert database.version == place.rows("SELECT version()")[0][0]
    assert [table.name for table in schema.tables] == ["t"]
    assert [row[1].canonical for row in rows["t"]] == ["x"]
    assert place.rows(SUM) == before
    assert place.rows("SHOW TABLES") == tables
    left = f"SELECT count(*) FROM information_schema.PROCESSLIST WHERE user = '{place.user}'"
    end = time.monotonic() + 10
    while place.rows(left) != [(0,)]:
        assert time.monotonic() < end


def test_the_session_is_set(place):
    sql = (
        "SELECT @@max_statement_time, @@lock_wait_timeout, @@innodb_lock_wait_timeout,"
        " @@time_zone, @@tx_isolation, @@tx_read_only"
    )
    with place.opened(statement=60.5, lock=1.5) as database, database.another() as other:
        for connection in (database.connection, other):
            assert fetch_all(connection, sql) == [
                (60.5, 2, 2, "+00:00", "REPEATABLE-READ", 1),
            ]
    with place.opened() as database:
        found = fetch_all(database.connection, sql)
    assert found[0][:3] == place.rows(sql)[0][:3]


@pytest.mark.parametrize("sql", WRITES)
@pytest.mark.parametrize("owner", [False, True])
def test_the_server_refuses_to_write(place, sql, owner):
    who = {"username": place.url.username, "password": place.url.password} if owner else {}
    before = place.rows(SUM)
    value = place.rows("SELECT NEXT_NOT_CACHED_VALUE FROM s")
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
    assert place.rows("SELECT NEXT_NOT_CACHED_VALUE FROM s") == value


def test_a_commit_after_opening_is_not_seen_and_a_second_connection_tells(place):
    place.quiet()
    with place.opened() as database:
        with database.another() as other:
            assert database.same_moment
            place.run("INSERT INTO t VALUES (2, 'x')")
            assert ids(database.connection) == ids(other) == [1]
        assert database.same_moment
        with database.another() as late:
            assert ids(late) == [1, 2]
            assert not database.same_moment
        assert ids(database.connection) == [1]
        assert not database.same_moment


@pytest.mark.parametrize("kind", ["committed in between", "rolled back", "still open"])
def test_what_was_begun_before_does_not_deceive(place, kind):
    place.run("BEGIN", "UPDATE t SET id = 7")
    place.quiet()
    with place.opened() as database:
        if kind == "committed in between":
            place.run("COMMIT")
        elif kind == "rolled back":
            place.run("ROLLBACK")
        with database.another() as other:
            same = ids(database.connection) == ids(other)
            assert same or not database.same_moment
            assert same == (kind != "committed in between")
            if kind == "still open":
                assert database.same_moment
    place.run("ROLLBACK")


def test_a_statement_takes_no_longer_than_allowed(place):
    began = time.monotonic()
    with (
        pytest.raises(ToolError, match="a statement took longer than allowed"),
        place.opened(statement=0.2) as database,
    ):
        fetch_all(database.connection, "SELECT count(*) FROM seq_1_to_1000000000 AS a, t")
    assert time.monotonic() - began < 20


def test_a_lock_is_waited_for_no_longer_than_allowed(place):
    place.run("LOCK TABLES t WRITE")
    began = time.monotonic()
    with (
        pytest.raises(ToolError, match=f"/{place.url.database}: another session holds a lock"),
        place.opened(lock=0.2) as database,
    ):
        ids(database.connection)
    assert time.monotonic() - began < 10
    place.run("UNLOCK TABLES")


def test_a_table_that_is_altered_meanwhile_is_told(place):
    def read():
        with place.opened() as database:
            place.run("ALTER TABLE t FORCE, ALGORITHM=COPY")
            ids(database.connection)

    with pytest.raises(ToolError, match=r"was changed while it was read \(Table definition"):
        read()


def test_a_table_that_may_not_be_read_is_told(place):
    with (
        pytest.raises(ToolError, match=r"may not read everything \(SELECT command denied.*grant"),
        place.opened() as database,
    ):
        fetch_all(database.connection, "SELECT * FROM mysql.global_priv")


@pytest.mark.parametrize("who", ["connection", "another"])
def test_a_connection_that_is_lost_is_told_and_nothing_else_is_said(place, who, caplog, capfd):
    def lose():
        with place.opened() as database, database.another() as other:
            for connection in (database.connection, other):
                connection.exec_driver_sql("SELECT 1")  # SQLAlchemy begins a transaction of its own
            place.run(f"KILL USER {place.user}")
            ids(database.connection if who == "connection" else other)

    with pytest.raises(ToolError, match="the connection was lost") as error:
        lose()
    assert str(error.value).startswith(f"{place.address().label}: ")
    assert not caplog.records
    assert capfd.readouterr() == ("", "")


def test_an_error_is_told_of_the_database_that_met_it(place, tmp_path):
    with servers.database("postgresql") as url:
        other = open_database(parse_address(url, {}), statement_timeout=9, lock_timeout=9)
        with (
            pytest.raises(ToolError, match=f"/{place.url.database}: a statement took longer"),
            place.opened(statement=0.2) as database,
            other,
        ):
            fetch_all(database.connection, "SELECT count(*) FROM seq_1_to_1000000000 AS a, t")


def test_a_wrong_password_is_told(place):
    assert "check the user and the password" in refused(place, password=f"{PASSWORD}2")
    assert "check the user and the password" in refused(place, password=None)


def test_no_such_database_is_told(place):
    root = {"username": place.url.username, "password": place.url.password}
    assert "there is no such database" in refused(place, database="nowhere_at_all", **root)
    assert "may not use the database" in refused(place, database="nowhere_at_all")


def test_no_such_host_is_told(place):
    said = refused(place, host="nowhere.invalid", port=None, query={})
    assert said.startswith(f"nowhere.invalid/{place.url.database}: the host is not known")


# PyMySQL forgets a socket that it could not connect.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_server_that_is_not_there_is_told(place, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "the server cannot be reached" in refused(place, host="127.0.0.1", port=port, query={})
    socket_path = str(tmp_path / "none")
    assert "the server cannot be reached" in refused(place, query={"unix_socket": socket_path})
    gc.collect()


def test_a_server_that_says_nothing_is_given_up(place, monkeypatch):
    monkeypatch.setattr("compare.databases.mariadb._CONNECT_TIMEOUT", 1)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        begin = time.monotonic()
        refused(place, host="127.0.0.1", port=silent.getsockname()[1], query={})
    assert time.monotonic() - begin < 10
    # An answer of a server that has said who it is may take longer.
    with place.opened() as database:
        assert fetch_all(database.connection, "SELECT sleep(1.5)") == [(0,)]


@pytest.mark.parametrize("charset", ["utf8", "latin1", "nonsense"])
def test_a_character_set_that_cannot_hold_every_text_is_told(place, charset):
    said = refused(place, query={**place.url.query, "charset": charset})
    assert "write charset=utf8mb4" in said


@pytest.mark.parametrize("change", ["DROP TABLE t", "ALTER TABLE t DROP COLUMN a"])
def test_a_table_or_column_that_is_gone_meanwhile_is_told(place, change):
    def read(database):
        place.run(change)
        fetch_all(database.connection, "SELECT a FROM t")

    with pytest.raises(ToolError, match="changed while it was read"), place.opened() as database:
        read(database)


def test_an_option_that_the_driver_does_not_know_is_told(place):
    said = refused(place, query={**place.url.query, "sslmode": "require"})
    assert "the driver does not understand an option of the address" in said
    assert "sslmode" in said


def test_a_key_that_is_not_there_is_told(place, tmp_path):
    tls = place.url.difference_update_query(["ssl_disabled"])
    said = refused(place, query={**tls.query, "ssl_ca": str(tmp_path / "none.pem")})
    assert "No such file" in said


def test_a_driver_that_is_not_installed_is_told(place, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert "pip install 'django-parity[mariadb]'" in refused(place)


def test_mysql_has_a_limit_of_its_own():
    assert "max_execution_time = 1500" in settings("8.4.3", Timeouts(1.5, None))
    assert "max_statement_time = 1.5" in settings("10.11.6-MariaDB", Timeouts(1.5, None))
