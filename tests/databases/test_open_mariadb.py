"""What is MariaDB's alone in opening its databases, and what is the driver's."""

import gc
import socket
import time

import pytest
from sqlalchemy.exc import DBAPIError

from compare.databases import open_database, parse_address
from compare.databases.handle import Timeouts
from compare.databases.mariadb import settings
from compare.errors import ToolError
from compare.inspect.fetch import fetch_all
from tests import servers
from tests.databases.mariadb_places import ids


@pytest.mark.parametrize("owner", [False, True])
def test_no_value_is_taken_from_a_sequence(mariadb, owner):
    mariadb.run("CREATE SEQUENCE s")
    take, stands = "SELECT NEXT VALUE FOR s", "SELECT NEXT_NOT_CACHED_VALUE FROM s"
    before = mariadb.rows(stands)
    with mariadb.opened(**mariadb.root if owner else {}) as database, database.another() as other:
        for connection in (database.connection, other):
            with pytest.raises(DBAPIError, match=r"READ ONLY|denied"):
                fetch_all(connection, take)
    assert mariadb.rows(stands) == before


def test_a_commit_after_opening_is_not_seen_and_a_second_connection_tells(mariadb):
    mariadb.quiet()
    with mariadb.opened() as database:
        with database.another() as other:
            assert database.same_moment
            mariadb.run("INSERT INTO t VALUES (2, 'x')")
            assert ids(database.connection) == ids(other) == [1]
        assert database.same_moment
        with database.another() as late:
            assert ids(late) == [1, 2]
            assert not database.same_moment
        assert ids(database.connection) == [1]
        assert not database.same_moment


@pytest.mark.parametrize("kind", ["committed in between", "rolled back", "still open"])
def test_what_was_begun_before_does_not_deceive(mariadb, kind):
    mariadb.run("BEGIN", "UPDATE t SET id = 7")
    mariadb.quiet()
    with mariadb.opened() as database:
        if kind == "committed in between":
            mariadb.run("COMMIT")
        elif kind == "rolled back":
            mariadb.run("ROLLBACK")
        with database.another() as other:
            same = ids(database.connection) == ids(other)
            assert same or not database.same_moment
            assert same == (kind != "committed in between")
            if kind == "still open":
                assert database.same_moment
    mariadb.run("ROLLBACK")


def test_a_table_that_may_not_be_read_is_told(mariadb):
    with (
        pytest.raises(ToolError, match=r"may not read everything \(SELECT command denied.*grant"),
        mariadb.opened() as database,
    ):
        fetch_all(database.connection, "SELECT * FROM mysql.global_priv")


def test_an_error_is_told_of_the_database_that_met_it(mariadb, tmp_path):
    with servers.database("postgresql") as url:
        other = open_database(parse_address(url, {}), statement_timeout=9, lock_timeout=9)
        with (
            pytest.raises(ToolError, match=f"/{mariadb.url.database}: a statement took longer"),
            mariadb.opened(statement=0.2) as database,
            other,
        ):
            fetch_all(database.connection, "SELECT count(*) FROM seq_1_to_1000000000 AS a, t")


def test_no_such_host_is_told(mariadb):
    said = mariadb.refused(host="nowhere.invalid", port=None, query={})
    assert said.startswith(f"nowhere.invalid/{mariadb.url.database}: the host is not known")


# PyMySQL forgets a socket that it could not connect.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_server_that_is_not_there_is_told(mariadb, tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "the server cannot be reached" in mariadb.refused(host="127.0.0.1", port=port, query={})
    socket_path = str(tmp_path / "none")
    assert "the server cannot be reached" in mariadb.refused(query={"unix_socket": socket_path})
    gc.collect()


def test_a_server_that_says_nothing_is_given_up(mariadb, monkeypatch):
    monkeypatch.setattr("compare.databases.mariadb._CONNECT_TIMEOUT", 1)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        begin = time.monotonic()
        mariadb.refused(host="127.0.0.1", port=silent.getsockname()[1], query={})
    assert time.monotonic() - begin < 10
    # An answer of a server that has said who it is may take longer.
    with mariadb.opened() as database:
        assert fetch_all(database.connection, "SELECT sleep(1.5)") == [(0,)]


def test_a_key_that_is_not_there_is_told(mariadb, tmp_path):
    tls = mariadb.url.difference_update_query(["ssl_disabled"])
    said = mariadb.refused(query={**tls.query, "ssl_ca": str(tmp_path / "none.pem")})
    assert "No such file" in said


def test_mysql_has_a_limit_of_its_own():
    assert "max_execution_time = 1500" in settings("8.4.3", Timeouts(1.5, None))
    assert "max_statement_time = 1.5" in settings("10.11.6-MariaDB", Timeouts(1.5, None))
