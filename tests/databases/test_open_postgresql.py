"""A PostgreSQL database is only read, at one moment, by a user who may do nothing but read."""

import secrets
import socket
import time
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from compare.databases import open_database, parse_address
from compare.engines.postgresql import PostgreSQL
from compare.errors import ToolError
from compare.inspect import read_schema
from compare.inspect.fetch import fetch_all
from compare.inspect.postgresql.session import reading
from compare.rows import read_rows
from tests import servers

PASSWORD = "S3cret-word"
SUM = "SELECT md5(string_agg(t::text, '|' ORDER BY id)), count(*) FROM t"
WRITES = ["INSERT INTO t VALUES (9, 'z')", "CREATE TABLE u (a int)", "SELECT nextval('s')"]


class Place:
    """A database with a table, its owner's connection and the address for a reader."""

    def __init__(self, url):
        self.url = sa.make_url(url)
        self.user = f"parity_reader_{secrets.token_hex(4)}"
        self.owner = psycopg.connect(
            host=self.url.query.get("host", self.url.host),
            port=self.url.port,
            user=self.url.username,
            password=self.url.password,
            dbname=self.url.database,
            autocommit=True,
        )
        self.run(
            "CREATE TABLE t (id int PRIMARY KEY, a text)",
            "INSERT INTO t VALUES (1, 'x')",
            "CREATE SEQUENCE s",
            "CREATE TABLE hidden (id int)",
            f"CREATE USER {self.user} PASSWORD '{PASSWORD}'",
            f"GRANT SELECT ON t, s TO {self.user}",
        )

    def run(self, *statements):
        for statement in statements:
            self.owner.execute(statement)

    def one(self, sql):
        return self.owner.execute(sql).fetchone()

    def address(self, **changes):
        wanted = {"username": self.user, "password": PASSWORD, **changes}
        return parse_address(self.url.set(**wanted).render_as_string(hide_password=False), {})

    def opened(self, *, statement=None, lock=None, **changes):
        return open_database(
            self.address(**changes), statement_timeout=statement, lock_timeout=lock
        )

    def close(self):
        self.run(f"DROP OWNED BY {self.user}", f"DROP USER {self.user}")
        self.owner.close()


@pytest.fixture
def place():
    with servers.database("postgresql") as url:
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


def test_a_user_who_may_only_read_reads_it_whole_and_leaves_no_trace(place):
    before = place.one(SUM)
    owned = place.one("SELECT count(*) FROM pg_class")
    with place.opened(statement=60, lock=5) as database:
        schema = read_schema(database.connection)
        rows = {each.table: each.rows for each in read_rows(database.connection, schema)}
        with database.another() as other:
            assert read_schema(other) == schema
            assert {each.table: each.rows for each in read_rows(other, schema)} == rows
        # Still the transaction that was opened.
        assert fetch_all(database.connection, "SHOW transaction_read_only") == [("on",)]
    assert database.engine == "postgresql"
    assert database.version == place.one("SHOW server_version")[0]
    assert database.same_moment
    assert [table.name for table in schema.tables] == ["hidden", "t"]
    assert rows["t"][0][1].canonical == "x"
    assert place.one(SUM) == before
    assert place.one("SELECT count(*) FROM pg_class") == owned
    assert place.one(f"SELECT count(*) FROM pg_stat_activity WHERE usename = '{place.user}'") == (
        0,
    )


def test_nothing_is_set_beyond_the_transaction(place):
    sql = (
        "SELECT current_setting('statement_timeout'), current_setting('lock_timeout'),"
        " current_setting('idle_in_transaction_session_timeout'),"
        " current_setting('transaction_isolation')"
    )
    place.run(f"ALTER USER {place.user} SET statement_timeout = 7000")
    with place.opened(statement=60, lock=1.5) as database, database.another() as other:
        for connection in (database.connection, other):
            assert fetch_all(connection, sql) == [("1min", "1500ms", "0", "repeatable read")]
            # Not to be rolled back: that takes back what is set for the session, too.
            connection.connection.commit()
            # The next transaction only reads too.
            assert fetch_all(connection, "SHOW transaction_read_only") == [("on",)]
            assert fetch_all(connection, "SHOW default_transaction_read_only") == [("off",)]
            assert fetch_all(connection, sql)[0][:2] == ("7s", "0")
    with place.opened() as database:
        assert fetch_all(database.connection, sql) == [("7s", "0", "0", "repeatable read")]


@pytest.mark.parametrize("sql", WRITES)
@pytest.mark.parametrize("owner", [False, True])
def test_the_server_refuses_to_write(place, sql, owner):
    who = {"username": place.url.username, "password": place.url.password} if owner else {}
    before = place.one(SUM)
    with place.opened(**who) as database:
        with database.another() as other, pytest.raises(DBAPIError, match=r"read-only|denied"):
            fetch_all(other, sql)
        with pytest.raises(DBAPIError, match=r"read-only|denied"):
            fetch_all(database.connection, sql)
    with pytest.raises(ToolError, match=r"only read here|may not read"), place.opened(**who) as d:
        fetch_all(d.connection, sql)
    assert place.one(SUM) == before
    assert place.one("SELECT is_called FROM s") == (False,)


def test_a_commit_after_opening_is_not_seen(place):
    with place.opened() as database:
        place.run("INSERT INTO t VALUES (2, 'x')")
        with database.another() as other, database.another() as third:
            place.run("INSERT INTO t VALUES (3, 'x')")
            assert ids(database.connection) == ids(other) == ids(third) == [1]
        place.run("CREATE TABLE late (a int)")
        schema = read_schema(database.connection)
        # It can be asked for while the connection is at work.
        fetch_all(database.connection, "SAVEPOINT x", rows=False)
        with database.another() as other:
            assert ids(other) == [1]
            assert read_schema(other) == schema
    with place.opened() as database:
        assert ids(database.connection) == [1, 2, 3]


REWRITES = ["TRUNCATE t", "ALTER TABLE t ALTER COLUMN id TYPE bigint"]


@pytest.mark.parametrize("change", REWRITES)
@pytest.mark.parametrize("other", [False, True])
def test_a_table_that_looks_empty_because_somebody_rewrote_it_is_told(place, change, other):
    def read(connection):
        # The snapshot is of the time before; the table has a new file without its rows.
        place.run(change)
        with reading(connection):
            assert ids(connection) == []

    with (
        pytest.raises(ToolError, match=": The table t was emptied or rewritten") as error,
        place.opened() as database,
        database.another() as second,
    ):
        read(second if other else database.connection)
    assert str(error.value).startswith(database.address.label)


@pytest.mark.parametrize("change", [*REWRITES, "VACUUM t", "ALTER TABLE t ADD COLUMN n int"])
def test_what_was_not_read_of_it_or_is_not_rewritten_is_no_matter(place, change):
    with place.opened() as database, reading(database.connection):
        place.run(change)
        if change not in REWRITES:
            assert ids(database.connection) == [1]


@pytest.mark.parametrize("change", ["DROP TABLE t", "ALTER TABLE t DROP COLUMN a"])
def test_a_table_or_column_that_is_gone_meanwhile_is_told(place, change):
    def read(database):
        place.run(change)
        fetch_all(database.connection, "SELECT a FROM t")

    with pytest.raises(ToolError) as error, place.opened() as database:
        read(database)
    assert "a table was changed while it was read" in str(error.value)
    assert "LINE 1" not in str(error.value)


def test_a_statement_takes_no_longer_than_allowed(place):
    began = time.monotonic()
    with (
        pytest.raises(ToolError, match="a statement took longer than allowed"),
        place.opened(statement=0.2) as database,
    ):
        fetch_all(database.connection, "SELECT pg_sleep(20)")
    assert time.monotonic() - began < 10


def test_a_lock_is_waited_for_no_longer_than_allowed(place):
    place.run("BEGIN", "LOCK TABLE t")
    with (
        pytest.raises(ToolError, match="another session holds a lock"),
        place.opened(lock=0.2) as database,
    ):
        ids(database.connection)
    place.run("COMMIT")


def test_an_error_that_a_reader_has_told_gets_the_label(place):
    with place.opened(lock=0.2) as database:
        schema = read_schema(database.connection)
    place.run("BEGIN", "LOCK TABLE t")
    with (
        pytest.raises(ToolError, match=f"/{place.url.database}: another session holds a lock"),
        place.opened(lock=0.2) as database,
    ):
        read_rows(database.connection, schema)
    place.run("COMMIT")


def test_a_table_that_may_not_be_read_is_told(place):
    with (
        pytest.raises(ToolError, match=r"may not read everything \(permission denied.*grant"),
        place.opened() as database,
    ):
        fetch_all(database.connection, "SELECT * FROM hidden")


@pytest.mark.parametrize("who", ["connection", "another"])
def test_a_connection_that_is_lost_is_told_and_nothing_else_is_said(place, who, caplog, capfd):
    def lose():
        with place.opened() as database, database.another() as other:
            for connection in (database.connection, other):
                connection.exec_driver_sql("SELECT 1")  # SQLAlchemy begins a transaction of its own
            place.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                f" WHERE usename = '{place.user}'"
            )
            ids(database.connection if who == "connection" else other)

    with pytest.raises(ToolError, match="the connection was lost") as error:
        lose()
    assert str(error.value).startswith(f"{place.address().label}: ")
    assert not caplog.records
    assert capfd.readouterr() == ("", "")


def test_a_wrong_password_is_told(monkeypatch, tmp_path):
    monkeypatch.delenv(PostgreSQL.variable, raising=False)
    engine = PostgreSQL()
    if engine.offer().missing:
        pytest.skip(engine.offer().missing)
    # A server of one's own, because by itself it asks for no password.
    with engine.running(tmp_path) as server, server.pair() as pair:
        place = Place(pair.flask)
        hba = Path(place.one("SHOW hba_file")[0])
        hba.write_text(f"local all {place.user} scram-sha-256\n{hba.read_text()}")
        place.run("SELECT pg_reload_conf()")
        with place.opened() as database:
            assert ids(database.connection) == [1]
        assert "check the user and the password" in refused(place, password=f"{PASSWORD}2")
        assert "check the user and the password" in refused(place, password=None)
        place.close()


def test_no_such_database_is_told(place):
    assert "there is no such database" in refused(place, database="nowhere_at_all")


def test_no_such_user_is_told(place):
    assert "check the user and the password" in refused(place, username="nobody_at_all")


def test_no_such_host_is_told(place):
    said = refused(place, host="nowhere.invalid", query={})
    assert said.startswith(f"nowhere.invalid:{place.url.port}/") or said.startswith(
        "nowhere.invalid/"
    )
    assert "the host is not known" in said


def test_a_server_that_is_not_there_is_told(place, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "the server cannot be reached" in refused(place, host="127.0.0.1", port=port, query={})
    assert "the server cannot be reached" in refused(place, query={"host": str(tmp_path)})


def test_a_server_that_says_nothing_is_given_up(place):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        port = silent.getsockname()[1]
        said = refused(
            place, host="127.0.0.1", port=port, query={"connect_timeout": "2", "sslmode": "disable"}
        )
    assert "the server cannot be reached" in said


@pytest.mark.parametrize("option", ["sslmod", "sslmode"])
def test_an_option_that_libpq_does_not_know_is_told(place, option):
    query = {**place.url.query, option: "nonsense"}
    assert "an option that libpq does not understand" in refused(place, query=query)


def test_a_driver_that_is_not_installed_is_told(place, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert "pip install 'django-parity[postgresql]'" in refused(place)
