"""What one table, one ledger or a lost connection fails at leaves the rest compared, and told."""

import json
import secrets
import sqlite3
from contextlib import closing, contextmanager
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa

from compare.between import Asked
from compare.between.waivers import Waiver
from compare.errors import ToolError
from compare.stream.mariadb import MariadbSource
from tests import servers
from tests.between.databases import Listener, diff, made, unexplained
from tests.between.test_command import parity

_TABLES = (
    "PRAGMA page_size = 4096;"
    "CREATE TABLE a (id INTEGER PRIMARY KEY, v); INSERT INTO a VALUES (1, '{0}');"
    "CREATE TABLE m (id INTEGER PRIMARY KEY, v TEXT); INSERT INTO m VALUES (1, '{0}');"
    "WITH RECURSIVE s (n) AS (VALUES (2) UNION ALL SELECT n + 1 FROM s WHERE n < 90000)"
    " INSERT INTO m SELECT n, n FROM s;"
    "INSERT INTO m VALUES (90001, replace(hex(zeroblob(9999)), '0', 'x'));"
    "CREATE TABLE z (id INTEGER PRIMARY KEY, v); INSERT INTO z VALUES (1, '{0}');"
)
_FOUND = [
    "row.value a[1].v: 'x' | 'y'",
    "row.value m[1].v: 'x' | 'y'",
    "row.value z[1].v: 'x' | 'y'",
]


@pytest.fixture
def damaged(tmp_path):
    """A function that makes two files, in one of which the last row of a table cannot be read."""

    def make(name: str) -> tuple[str, str]:
        files = (
            made(tmp_path / "a.db", _TABLES.format("x")),
            made(tmp_path / "b.db", _TABLES.format("y")),
        )
        # What of its text does not fit beside the row is in a chain of pages: it leads nowhere now.
        content = bytearray((tmp_path / name).read_bytes())
        pages = range(0, len(content), 4096)
        chain = [at for at in pages if content[at + 4 : at + 4096] == b"x" * 4092]
        content[chain[0] : chain[0] + 4] = b"\xff" * 4
        (tmp_path / name).write_bytes(content)
        return files

    return make


@pytest.mark.parametrize("name", ["a.db", "b.db"])
@pytest.mark.parametrize(("jobs", "method"), [(1, "rows"), (2, "rows"), (1, "hash")])
def test_a_damaged_table_leaves_the_others_compared(damaged, name, jobs, method):
    result = diff(*damaged(name), Asked(schema=False, jobs=jobs, method=method))
    assert [table.verdict for table in result.tables] == ["unexplained", "failed", "unexplained"]
    broken = result.tables[1]
    # What was found in it until then stands.
    assert unexplained(result) == _FOUND
    assert (broken.changed, broken.left_rows, broken.right_rows) == (1, 90001, 90001)
    assert 0 < broken.compared <= 90000
    (text,) = broken.not_compared
    assert text.startswith("the rows of m: ")
    assert f"{name}: the file is damaged" in text
    assert (result.verdict, result.exit_code, result.partial) == ("failed", 3, False)


def test_without_any_difference_it_is_a_failure_all_the_same(damaged, tmp_path):
    _, right = damaged("b.db")
    result = diff(right, right)
    assert (result.verdict, result.exit_code, result.differs) == ("failed", 3, False)


def test_every_report_tells_of_it(damaged, tmp_path):
    files = damaged("a.db")
    paths = [tmp_path / name for name in ("r.json", "r.xml", "r.html")]
    options = [
        f"--{kind}={path}" for kind, path in zip(("json", "junit", "html"), paths, strict=True)
    ]
    done = parity(*files, *options)
    assert done.returncode == 3
    assert "failed: not compared: the rows of m: " in done.stdout
    assert "The two databases differ, and a database failed: there may be more." in done.stdout
    assert "Traceback" not in done.stderr
    document = json.loads(paths[0].read_text())
    assert (document["verdict"], document["exit_code"]) == ("failed", 3)
    assert [table["verdict"] for table in document["tables"]][1] == "failed"
    assert "damaged" in document["tables"][1]["not_compared"][0]
    (suite,) = ElementTree.parse(paths[1]).getroot()
    assert suite.get("errors") == "1"
    (case,) = (case for case in suite if case.get("name") == "rows of m")
    assert "the file is damaged" in case.find("error").text
    assert (
        '<span class="verdict failed">not compared</span> the rows of m: ' in paths[2].read_text()
    )


def test_a_test_suite_learns_that_a_database_failed_and_not_that_they_differ(
    damaged, assert_same_database
):
    left, _ = damaged("a.db")
    with pytest.raises(ToolError, match="the rows of m: "):
        assert_same_database(left, left)


def test_a_root_that_cannot_be_read_is_told_of_rows_and_of_the_next_id(tmp_path):
    script = "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE m (id INTEGER PRIMARY KEY);"
    left = made(tmp_path / "a.db", script + "INSERT INTO a VALUES (1)")
    right = made(tmp_path / "b.db", script)
    with closing(sqlite3.connect(right)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'm'"
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with (tmp_path / "b.db").open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff")
    result = diff(left, right)
    assert unexplained(result) == ["row.next-id a: 2 | 1", "row.missing a[1]: (id=1) | (none)"]
    assert [table.verdict for table in result.tables] == ["unexplained", "failed"]
    assert result.tables[1].left_rows is None
    (text,) = result.failures
    assert text.startswith(f"the next id of m: {right}: the file is damaged")
    assert result.exit_code == 3


def test_a_waiver_is_not_called_needless_where_something_could_not_be_read(damaged):
    waiver = Waiver("row.value m[90001].v", "known")
    left, _ = damaged("a.db")
    assert diff(left, left, Asked(waivers=(waiver,))).stale == ()


_SERVER = {
    "postgresql": (
        "CREATE TABLE {0} (k text PRIMARY KEY, v text)",
        "INSERT INTO {0} SELECT n, repeat('{1}', 200) FROM generate_series(1, {2}) AS n",
    ),
    "mariadb": (
        "CREATE TABLE {0} (k varchar(9) PRIMARY KEY, v text)",
        "INSERT INTO {0} SELECT seq, repeat('{1}', 200) FROM seq_1_to_{2}",
    ),
    "mysql": (
        "CREATE TABLE {0} (k varchar(9) PRIMARY KEY, v text)",
        "INSERT INTO {0} SELECT n, repeat('{1}', 200) FROM json_table(concat('[1',"
        " repeat(',1', {2} - 1), ']'), '$[*]' COLUMNS (n FOR ORDINALITY)) AS s",
    ),
}


@contextmanager
def _with_a_reader(engine, allowed):
    """Two databases, and who may read of each as much as ``allowed`` says."""
    with servers.database(engine) as left, servers.database(engine) as right:
        # Others may use the same server at the same time.
        name = f"parity_few_{secrets.token_hex(4)}"
        hosts = ("localhost", "%%") if engine == "mariadb" else ("",)
        accounts = [f"'{name}'@'{host}'" if host else name for host in hosts]
        identified = "PASSWORD" if engine == "postgresql" else "IDENTIFIED BY"
        readers = []
        with closing_all(left, right) as connections:
            for account in accounts:
                connections[0].exec_driver_sql(f"CREATE USER {account} {identified} 'S3cret'")
            try:
                for url, connection in zip((left, right), connections, strict=True):
                    for table in ("a", "m", "z"):
                        for statement in _SERVER[engine]:
                            value = "x" if url == left or table != "z" else "y"
                            # One of them is more than a server sends before it is asked for more.
                            rows = 20_000 if table == "m" else 20
                            connection.exec_driver_sql(statement.format(table, value, rows))
                    for account in accounts:
                        for what in ("SELECT ON a", allowed[url == right], "SELECT ON z"):
                            connection.exec_driver_sql(f"GRANT {what} TO {account}")
                    user = sa.make_url(url).set(username=name, password="S3cret")
                    readers.append(user.render_as_string(hide_password=False))
                yield readers
            finally:
                for account in accounts:
                    if engine == "postgresql":
                        for connection in connections:
                            connection.exec_driver_sql(f"DROP OWNED BY {account}")
                    connections[0].exec_driver_sql(f"DROP USER {account}")


@contextmanager
def closing_all(*urls):
    """A connection to each, which commits at once."""
    engines = [
        sa.create_engine(url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT") for url in urls
    ]
    connections = [engine.connect() for engine in engines]
    try:
        yield connections
    finally:
        for connection in connections:
            connection.close()


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    ("engine", "allowed"),
    [
        # The rows can be counted, and what one side has begun to send is of no use then.
        ("postgresql", ("SELECT ON m", "SELECT (k) ON m")),
        ("postgresql", ("INSERT ON m", "SELECT ON m")),
        ("mariadb", ("SELECT ON m", "INSERT ON m")),
        ("mariadb", ("INSERT ON m", "INSERT ON m")),
        ("mysql", ("SELECT ON m", "INSERT ON m")),
        ("mysql", ("INSERT ON m", "INSERT ON m")),
    ],
)
def test_a_table_that_may_not_be_read_leaves_the_others_compared(engine, jobs, allowed):
    with _with_a_reader(engine, allowed) as urls:
        result = diff(*urls, Asked(schema=False, jobs=jobs, limit=0))
    assert [table.verdict for table in result.tables] == ["same", "failed", "unexplained"]
    assert [table.compared for table in result.tables] == [20, 0, 20]
    assert (result.tables[1].groups, result.tables[2].changed) == ((), 20)
    (text,) = result.tables[1].not_compared
    assert text.startswith("the rows of m: ")
    assert "the user may not read everything" in text
    assert result.exit_code == 3


def test_what_mariadb_has_begun_to_send_is_of_no_use_where_the_other_fails(monkeypatch):
    whole = MariadbSource.blocks

    def blocks(self, connection):
        if self.table.name == "m" and connection.engine.url.database == broken:
            self.ask(connection, "SELECT 1 FROM nowhere")
        return whole(self, connection)

    monkeypatch.setattr(MariadbSource, "blocks", blocks)
    with _with_a_reader("mariadb", ("SELECT ON m",) * 2) as urls:
        broken = sa.make_url(urls[1]).database
        result = diff(*urls, Asked(schema=False, limit=0))
    assert [table.verdict for table in result.tables] == ["same", "failed", "unexplained"]
    assert "nowhere" in result.tables[1].not_compared[0]


def test_a_ledger_that_may_not_be_read_leaves_the_rest_compared():
    with servers.database("postgresql") as url, closing_all(url) as (connection,):
        connection.exec_driver_sql("CREATE USER parity_few PASSWORD 'S3cret'")
        try:
            for table in ("alembic_version", "t"):
                connection.exec_driver_sql(f"CREATE TABLE {table} (version_num text PRIMARY KEY)")
            connection.exec_driver_sql("GRANT SELECT ON t TO parity_few")
            user = sa.make_url(url).set(username="parity_few", password="S3cret")
            reader = user.render_as_string(hide_password=False)
            result = diff(reader, reader)
        finally:
            connection.exec_driver_sql("DROP OWNED BY parity_few")
            connection.exec_driver_sql("DROP USER parity_few")
    assert [table.verdict for table in result.tables] == ["same"]
    assert [text.partition(":")[0] for text in result.failures] == ["the ledger", "the ledger"]
    assert (result.verdict, result.exit_code) == ("failed", 3)


def test_a_sequence_that_may_not_be_read_on_one_side_differs_in_nothing():
    with _with_a_reader("postgresql", ("SELECT ON m",) * 2) as urls:
        for number, url in enumerate(urls):
            owner = sa.make_url(url).set(**_owner())
            with closing_all(owner.render_as_string(hide_password=False)) as (connection,):
                connection.exec_driver_sql("CREATE TABLE s (id serial PRIMARY KEY)")
                reader = sa.make_url(url).username
                connection.exec_driver_sql(f"GRANT SELECT ON s TO {reader}")
                if number:
                    connection.exec_driver_sql(f"GRANT SELECT ON s_id_seq TO {reader}")
        result = diff(*urls, Asked(tables=("s",)))
    assert [e.difference.kind for e in result.schema if e.difference.area == "rows"] == []
    assert "sequence s_id_seq: where it stands may not be read" in result.not_compared[0]


def _owner():
    url = sa.make_url(servers.postgresql_url())
    return {"username": url.username, "password": url.password}


class _When(Listener):
    """Does something to a database when the rows of a table are about to be read."""

    def __init__(self, url, number, *statements):
        super().__init__()
        self._url = url
        self._number = number
        self._statements = statements

    def table(self, name, number, tables, rows, about):
        super().table(name, number, tables, rows, about)
        if number == self._number:
            with closing_all(self._url) as (connection,):
                for statement in self._statements:
                    for (each,) in connection.exec_driver_sql(statement).fetchall():
                        if isinstance(each, str):
                            connection.exec_driver_sql(each)


_KILL = {
    "postgresql": "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()",
    "mariadb": "SELECT concat('KILL ', id) FROM information_schema.processlist"
    " WHERE db = database() AND id <> connection_id()",
}
_KILL["mysql"] = _KILL["mariadb"]


@pytest.mark.parametrize("engine", ["postgresql", "mariadb", "mysql"])
@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize(("key", "row"), [("int", "7"), ("varchar(9)", "'7'")])
def test_a_lost_connection_ends_it_with_what_was_found(engine, side, key, row):
    with servers.database(engine) as left, servers.database(engine) as right:
        urls = (left, right)
        for url, value in zip(urls, (1, 2), strict=True):
            with closing_all(url) as (connection,):
                for number in range(1, 5):
                    table = f"CREATE TABLE t{number} (id {key} PRIMARY KEY, v int)"
                    connection.exec_driver_sql(table)
                    connection.exec_driver_sql(f"INSERT INTO t{number} VALUES (7, {value})")
        result = diff(*urls, watch=_When(urls[side], 2, _KILL[engine]))
    assert unexplained(result) == [f"row.value t1[{row}].v: 1 | 2"]
    assert [table.verdict for table in result.tables] == ["unexplained", "failed"]
    assert "the connection was lost" in result.tables[1].not_compared[0]
    assert result.failures[0].startswith("the rows of t3, t4: ")
    assert (result.partial, result.interrupted, result.exit_code) == (True, False, 3)
    assert result.verdict == "failed"


class _Afterwards(Listener):
    """Kills all connections to a database once the rows of a table were read."""

    def __init__(self, url, number):
        super().__init__()
        self._url = url
        self._number = number
        self._now = 0

    def table(self, name, number, tables, rows, about):
        self._now = number

    def rows(self, done):
        if self._now == self._number:
            with closing_all(self._url) as (connection,):
                connection.exec_driver_sql(_KILL["postgresql"])


def test_a_connection_that_is_lost_between_two_tables_is_told(monkeypatch):
    monkeypatch.setattr("compare.between.rows._LOCKED", 2)
    with servers.database("postgresql") as left, servers.database("postgresql") as right:
        for url in (left, right):
            with closing_all(url) as (connection,):
                for number in range(1, 5):
                    connection.exec_driver_sql(f"CREATE TABLE t{number} (id int PRIMARY KEY)")
                    connection.exec_driver_sql(f"INSERT INTO t{number} VALUES (1)")
        result = diff(left, right, watch=_Afterwards(right, 2))
    assert [table.verdict for table in result.tables] == ["same", "same"]
    (text,) = result.failures
    assert text.startswith("the rows of t3, t4: ")
    assert f"{sa.make_url(right).database}: the connection was lost" in text
    assert (result.partial, result.exit_code) == (True, 3)


def test_a_table_of_postgresql_that_was_emptied_is_told_where_another_fails():
    with servers.database("postgresql") as left, servers.database("postgresql") as right:
        for url in (left, right):
            with closing_all(url) as (connection,):
                for statement in (
                    "CREATE TABLE t1 (id int PRIMARY KEY)",
                    "CREATE TABLE t2 (id int PRIMARY KEY) PARTITION BY RANGE (id)",
                    "CREATE TABLE t2_low PARTITION OF t2 DEFAULT",
                    "INSERT INTO t2 VALUES (1)",
                    "CREATE TABLE t3 (id int PRIMARY KEY)",
                    "CREATE TABLE t4 (id int PRIMARY KEY)",
                ):
                    connection.exec_driver_sql(statement)
        asked = Asked(exclude=("t2_low",))
        gone = ("DROP TABLE t3", "SELECT 1")
        result = diff(left, right, asked, _AtFirst(left, gone[0]))
        assert [table.verdict for table in result.tables] == ["same", "same", "failed", "same"]
        with closing_all(left) as (connection,):
            connection.exec_driver_sql("CREATE TABLE t3 (id int PRIMARY KEY)")
        with pytest.raises(ToolError, match=": The table t2_low was emptied"):
            diff(left, right, asked, _AtFirst(left, gone[0], "TRUNCATE t2"))


class _AtFirst(Listener):
    """Does something to a database when the first table is about to be read."""

    def __init__(self, url, *statements):
        super().__init__()
        self._url = url
        self._statements = statements

    def table(self, name, number, tables, rows, about):
        super().table(name, number, tables, rows, about)
        if number == 1:
            with closing_all(self._url) as (connection,):
                for statement in self._statements:
                    connection.exec_driver_sql(statement)
