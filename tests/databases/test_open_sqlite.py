"""SQLite files are only read: nothing in them or beside them is another afterwards."""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from compare.databases import open_database, parse_address
from compare.databases.sqlite_files import _held
from compare.errors import ToolError
from compare.inspect import read_schema
from compare.inspect.fetch import fetch_all
from compare.rows import read_rows
from compare.scenario import ROOT

MODES = ("delete", "persist", "wal")
ODD = ("plain.db", "a b?c#d%20ñ&x=1.db", "file:x'\".db")
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def made(path, mode="delete"):
    """A database in a journal mode, with nobody who has it open."""
    connection = writer(path)
    connection.execute(f"PRAGMA journal_mode = {mode}")
    connection.executescript(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t VALUES (1, 'x');"
        "CREATE VIEW v AS SELECT a FROM t;"
        "CREATE TRIGGER g AFTER INSERT ON t BEGIN UPDATE t SET a = 'y' WHERE id = new.id; END;"
    )
    connection.close()
    return path


def writer(path):
    return sqlite3.connect(path, isolation_level=None, timeout=0.05)


def opened(path, statement=None, lock=0.1):
    return open_database(
        parse_address(str(path), {}), statement_timeout=statement, lock_timeout=lock
    )


def refused(path, **timeouts):
    """The sentence with which a file is refused."""
    with pytest.raises(ToolError) as error, opened(path, **timeouts):
        pass
    said = str(error.value)
    assert "\n" not in said
    assert said.endswith(".")
    return said


def state(folder):
    """All files of a folder, with what is in them."""
    return {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in folder.iterdir()}


def ids(connection):
    return [number for (number,) in fetch_all(connection, "SELECT id FROM t ORDER BY id")]


@contextmanager
def nobody(folder):
    """Within it, a folder that may not be written, without a superuser's rights."""
    modes = {each: each.stat().st_mode for each in (folder, *folder.iterdir())}
    for each, mode in modes.items():
        each.chmod(mode & 0o555 | 0o444)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)
        for each, mode in modes.items():
            each.chmod(mode)


@pytest.fixture
def open_folder():
    """A folder that everybody may enter."""
    folder = Path(tempfile.mkdtemp(prefix="parity-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("mode", MODES)
def test_it_is_read_whole_and_left_as_it_was(tmp_path, mode, name):
    path = made(tmp_path / name, mode)
    before = state(tmp_path)
    with opened(path) as database:
        schema = read_schema(database.connection)
        rows = read_rows(database.connection, schema)
        with database.another() as other:
            assert read_schema(other) == schema
            assert read_rows(other, schema) == rows
            assert state(tmp_path) == before
    assert (database.engine, database.version) == ("sqlite", sqlite3.sqlite_version)
    assert database.address.label == str(path)
    assert database.same_moment
    assert [table.name for table in schema.tables] == ["t"]
    assert not schema.not_compared
    assert rows[0].rows[0][1].canonical == "x"
    assert state(tmp_path) == before
    assert not _held


@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    "sql", ["INSERT INTO t VALUES (9, 'z')", "CREATE TABLE u (a)", "DROP TABLE t", "DELETE FROM t"]
)
def test_sqlite_itself_refuses_to_write(tmp_path, mode, live, sql):
    path = made(tmp_path / "a.db", mode)
    keeper = writer(path)
    if live:
        keeper.execute("SELECT * FROM t").fetchall()
    before = state(tmp_path)
    with opened(path) as database, database.another() as other:
        for connection in (database.connection, other):
            with pytest.raises(DBAPIError, match="readonly"):
                fetch_all(connection, sql)
            # Neither by way of the flag that says so.
            fetch_all(connection, "PRAGMA query_only = 0")
            with pytest.raises(DBAPIError, match="readonly"):
                fetch_all(connection, sql)
    left = state(tmp_path)
    # The bytes in which readers of a WAL note their marks.
    left.pop("a.db-shm", None), before.pop("a.db-shm", None)
    assert left == before
    keeper.close()


def test_a_write_meets_one_sentence(tmp_path):
    path = made(tmp_path / "a.db")
    with (
        pytest.raises(ToolError, match=r"a\.db: the database is only read here"),
        opened(path) as d,
    ):
        fetch_all(d.connection, "DELETE FROM t")


def test_with_a_rollback_journal_nobody_commits_while_it_is_read(tmp_path):
    path = made(tmp_path / "a.db")
    other_program = writer(path)
    with opened(path) as database:
        other_program.execute("BEGIN IMMEDIATE")
        other_program.execute("INSERT INTO t VALUES (2, 'x')")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other_program.execute("COMMIT")
        # It waits to commit now, and lets no new reader in.
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            writer(path).execute("SELECT * FROM t")
        with database.another() as other:
            assert ids(other) == ids(database.connection) == [1]
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other_program.execute("COMMIT")
    other_program.execute("COMMIT")
    other_program.close()
    with opened(path) as database:
        assert ids(database.connection) == [1, 2]


def test_in_wal_mode_a_commit_after_opening_is_not_seen(tmp_path):
    path = made(tmp_path / "a.db", "wal")
    other_program = writer(path)
    other_program.execute("INSERT INTO t VALUES (2, 'x')")
    with opened(path) as database:
        with database.another() as early:
            other_program.execute("INSERT INTO t VALUES (3, 'x')")
            assert ids(early) == ids(database.connection) == [1, 2]
        with (
            pytest.raises(ToolError, match="sees another moment: run it again"),
            database.another(),
        ):
            pass
        assert ids(database.connection) == [1, 2]
    assert ids_of(path) == [1, 2, 3]
    other_program.close()


THREADS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from tests.databases.test_open_sqlite import ids, opened

def read(_):
    with database.another() as other:
        return ids(other)

def looks(changed):
    return [changed() for _ in range(4000)]

with opened(sys.argv[1], statement=5) as database, ThreadPoolExecutor(8) as threads:
    assert list(threads.map(read, range(100))) == [[1]] * 100
    changed = database.opened.args[0].args[-1]
    assert not any(map(any, threads.map(looks, [changed] * 8)))
"""


@pytest.mark.parametrize("mode", MODES)
def test_many_threads_may_have_a_connection_each(tmp_path, mode):
    path = made(tmp_path / "a.db", mode)
    keeper = writer(path)
    keeper.execute("SELECT * FROM t").fetchall()
    # A process of its own: threads that wait for each other for ever cannot be stopped.
    subprocess.run([sys.executable, "-c", THREADS, path], check=True, timeout=60, cwd=ROOT)
    keeper.close()


def ids_of(path):
    with opened(path) as database:
        return ids(database.connection)


def read_while_somebody_comes(path, sql):
    """Read a file that nobody has open, and meanwhile another program opens it."""
    code = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute(sys.argv[2]).fetchall(); c.execute('PRAGMA wal_checkpoint'); c.close()"
    )
    with opened(path) as database:
        subprocess.run([sys.executable, "-c", code, path, sql], check=True)
        with database.another() as other:
            ids(other)


@pytest.mark.parametrize("sql", ["INSERT INTO t VALUES (2, 'x')", "SELECT * FROM t"])
def test_what_was_read_without_locks_counts_only_if_nobody_came(tmp_path, sql):
    path = made(tmp_path / "a.db", "wal")
    with pytest.raises(ToolError, match="another program opened the database while it was read"):
        read_while_somebody_comes(path, sql)
    assert ids_of(path) == ([1, 2] if sql.startswith("INSERT") else [1])


def test_a_wal_that_a_program_left_when_it_was_cut_off_is_read(tmp_path):
    source, path = tmp_path / "source", tmp_path / "a.db"
    source.mkdir()
    other_program = writer(made(source / "a.db", "wal"))
    other_program.execute("INSERT INTO t VALUES (2, 'x')")
    shutil.copy(source / "a.db", path)
    shutil.copy(source / "a.db-wal", tmp_path / "a.db-wal")
    other_program.close()
    shutil.rmtree(source)
    before = state(tmp_path)
    assert set(before) == {"a.db", "a.db-wal"}
    with opened(path) as database, database.another() as other:
        assert ids(database.connection) == ids(other) == [1, 2]
        assert state(tmp_path) == before
    assert state(tmp_path) == before
    (tmp_path / "a.db-shm").touch()  # and so with what is left of its index
    assert ids_of(path) == [1, 2]
    assert {name: state(tmp_path)[name] for name in before} == before


@pytest.mark.parametrize("live", [False, True])
@pytest.mark.parametrize("mode", MODES)
def test_in_a_folder_that_may_not_be_written(open_folder, mode, live):
    path = made(open_folder / "a.db", mode)
    keeper = writer(path)
    if live and mode == "wal":
        keeper.execute("INSERT INTO t VALUES (2, 'x')")
    wanted = ids_of(path)
    before = state(open_folder)
    with nobody(open_folder):
        with pytest.raises(OSError, match="denied"):
            (open_folder / "x").touch()
        with opened(path) as database, database.another() as other:
            assert ids(database.connection) == ids(other) == wanted
    assert state(open_folder) == before
    keeper.close()


def test_a_file_that_may_not_be_read_is_told(open_folder):
    path = made(open_folder / "a.db")
    with nobody(open_folder):
        if os.geteuid() != path.stat().st_uid:
            os.seteuid(0)
        path.chmod(0)
        with suppress(PermissionError):
            os.seteuid(65534)
        said = refused(path)
    assert "Permission denied" in said
    assert "check the path" in said


def test_the_same_file_twice_keeps_its_locks(tmp_path):
    path = made(tmp_path / "a.db")
    with opened(path) as database:
        with opened(path) as again:
            assert ids(again.connection) == [1]
        # Had the second closed the file, the locks of the first would be gone.
        code = (
            "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], timeout=0.05,"
            " isolation_level=None); c.execute('DELETE FROM t')"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, path], capture_output=True, text=True, check=False
        )
        assert "locked" in done.stderr
        assert ids(database.connection) == [1]
    assert not _held


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_it_is_read_through_a_link(tmp_path, mode):
    (tmp_path / "real").mkdir()
    path = made(tmp_path / "real" / "a.db", mode)
    (tmp_path / "link.db").symlink_to(path)
    keeper = writer(path)
    keeper.execute("INSERT INTO t VALUES (2, 'x')")
    assert ids_of(tmp_path / "link.db") == [1, 2]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["link.db", "real"]
    keeper.close()


def hot(path):
    """Cut a program off while it writes: its journal must be rolled back."""
    code = (
        "import os, sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "c.execute('PRAGMA cache_size = 1'); c.execute('BEGIN')\n"
        "c.execute('CREATE TABLE u (a)')\n"
        "for n in range(2000): c.execute('INSERT INTO u VALUES (?)', ('x' * 100,))\n"
        "os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", code, path], check=True)
    assert Path(f"{path}-journal").stat().st_size


def test_a_hot_journal_is_told_and_left(tmp_path):
    path = made(tmp_path / "a.db")
    hot(path)
    before = state(tmp_path)
    said = refused(path)
    assert "hot journal (" in said
    assert f"{path}-journal" in said
    assert "roll" in said
    assert state(tmp_path) == before
    # What the sentence says to do is of help.
    with sqlite3.connect(path) as connection:
        connection.execute("SELECT * FROM t").fetchall()
    connection.close()
    assert ids_of(path) == [1]


def test_a_hot_journal_beside_a_file_that_is_in_wal_mode_is_told_too(tmp_path):
    path = made(tmp_path / "a.db")
    hot(path)
    cut = path.read_bytes()
    path.write_bytes(cut[:18] + b"\2\2" + cut[20:])
    before = state(tmp_path)
    assert "hot journal" in refused(path)
    assert state(tmp_path) == before


def test_a_hot_journal_is_told_rather_than_a_last_page_that_is_not_whole(tmp_path):
    path = made(tmp_path / "a.db")
    hot(path)
    path.write_bytes(path.read_bytes()[:-1])
    assert "hot journal" in refused(path)
    Path(f"{path}-journal").unlink()
    assert "damaged or cut off" in refused(path)


def test_one_who_keeps_the_file_to_himself_is_told(tmp_path):
    path = made(tmp_path / "a.db", "wal")
    other_program = writer(path)
    other_program.execute("PRAGMA locking_mode = EXCLUSIVE")
    other_program.execute("INSERT INTO t VALUES (2, 'x')")
    assert "another program has locked the database" in refused(path)
    other_program.close()
    assert ids_of(path) == [1, 2]


def test_a_journal_that_is_not_hot_is_no_matter(tmp_path):
    path = made(tmp_path / "a.db", "persist")
    assert (tmp_path / "a.db-journal").stat().st_size
    with opened(path) as database, database.another() as other:
        assert ids(database.connection) == ids(other) == [1]
    other_program = writer(path)
    other_program.execute("BEGIN IMMEDIATE")
    other_program.execute("INSERT INTO t VALUES (2, 'x')")
    assert ids_of(path) == [1]
    other_program.close()


def test_what_is_no_database_is_refused_in_one_sentence(tmp_path):
    path = tmp_path / "a.db"
    assert "no such file" in refused(path)
    assert not path.exists()
    assert "no such file" in refused(tmp_path / "none" / "a.db")
    assert "a folder" in refused(tmp_path)
    path.touch()
    assert "the file is empty" in refused(path)
    assert path.stat().st_size == 0
    for content in (b"x", b"SQLite format 3", os.urandom(8192), b"text " * 3000):
        path.write_bytes(content)
        assert "no SQLite database, or one that is encrypted" in refused(path)
        assert path.read_bytes() == content
    os.mkfifo(tmp_path / "pipe")
    assert "no regular file" in refused(tmp_path / "pipe")
    assert not _held


@pytest.mark.parametrize("mode", ["delete", "wal"])
@pytest.mark.parametrize("left", [50, 100, 5000])
def test_a_file_that_was_cut_off_is_told(tmp_path, mode, left):
    path = made(tmp_path / "a.db", mode)
    path.write_bytes(path.read_bytes()[:left])
    before = state(tmp_path)
    said = refused(path)
    assert "damaged or cut off" in said or "no SQLite database" in said
    assert state(tmp_path) == before


def test_damage_that_is_met_while_it_is_read_is_told(tmp_path):
    path = made(tmp_path / "a.db")
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with pytest.raises(ToolError, match="damaged or cut off"), opened(path) as database:
        ids(database.connection)


@pytest.mark.parametrize("seconds", [0.1, 0.3])
def test_somebody_who_is_writing_is_waited_for_and_no_longer(tmp_path, seconds):
    path = made(tmp_path / "a.db")
    other_program = writer(path)
    other_program.execute("BEGIN EXCLUSIVE")
    began = time.monotonic()
    assert "another program has locked the database" in refused(path, lock=seconds)
    assert seconds <= time.monotonic() - began < seconds + 2
    other_program.execute("COMMIT")
    assert ids_of(path) == [1]
    other_program.close()


def test_a_statement_takes_no_longer_than_allowed(tmp_path):
    path = made(tmp_path / "a.db")
    began = time.monotonic()
    with (
        pytest.raises(ToolError, match=r"a\.db: a statement took longer than allowed"),
        opened(path, statement=0.2) as database,
    ):
        fetch_all(database.connection, ENDLESS)
    assert 0.2 <= time.monotonic() - began < 5


def test_the_time_is_for_each_statement(tmp_path):
    path = made(tmp_path / "a.db")
    bounded = ENDLESS.replace("FROM n)", "FROM n WHERE i < 30000)")
    with opened(path, statement=0.3) as database:
        end = time.monotonic() + 0.5
        while time.monotonic() < end:
            fetch_all(database.connection, bounded)
        time.sleep(0.4)
        fetch_all(database.connection, bounded)


def read_too_long(paths, number):
    """Open two files and take too long over one of them."""
    with opened(paths[0], statement=0.1) as first, opened(paths[1], statement=0.1) as second:
        connections = (first.connection, second.connection)
        fetch_all(connections[number], ENDLESS)


@pytest.mark.parametrize("number", [0, 1])
def test_an_error_is_told_of_the_database_that_met_it(tmp_path, number):
    paths = (made(tmp_path / "0.db"), made(tmp_path / "1.db"))
    with pytest.raises(ToolError, match=rf"{number}\.db: a statement took longer"):
        read_too_long(paths, number)


def test_an_error_of_the_body_is_not_touched(tmp_path):
    path = made(tmp_path / "a.db")
    with pytest.raises(ToolError, match=r"^mine$"), opened(path):
        raise ToolError("mine")
    with pytest.raises(ValueError, match=r"^mine$"), opened(path):
        raise ValueError("mine")


def test_a_timeout_of_nothing_is_refused(tmp_path):
    with pytest.raises(ValueError, match="more than nothing"), opened(tmp_path, lock=0):
        pass
