"""``parity diff`` with a DuckDB file: rows alone, only read, one sentence for what goes wrong."""

import hashlib
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from compare.between import Asked, diff_addresses
from compare.dialects import DIALECTS
from compare.errors import ToolError, UsageError
from compare.reports.diff_progress import Silence
from tests.duckdb_files import write

ROWS = (
    "CREATE TABLE post (id INTEGER PRIMARY KEY, titulo VARCHAR, l INTEGER[])",
    "INSERT INTO post SELECT n, 'fila ' || n, [n] FROM range(1, 101) AS s (n)",
)


def diff(left, right, timeout=None, **options):
    return diff_addresses(
        left,
        right,
        Asked(**{"schema": False, **options}),
        Silence(),
        statement_timeout=timeout,
        lock_timeout=5,
    )


@pytest.fixture
def files(tmp_path):
    left = write(tmp_path / "a.duckdb", *ROWS)
    return left, write(tmp_path / "b.duckdb", *ROWS)


@pytest.mark.parametrize("method", ["rows", "hash"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_not_compared_is_told(files, method, jobs):
    result = diff(*files, method=method, jobs=jobs)
    (table,) = result.tables
    assert (table.left_rows, table.compared, table.groups) == (100, 100, ())
    assert table.not_compared == (
        "post.l: of integer[] no text is known that is the same in both databases",
    )
    assert (result.verdict, result.exit_code) == ("undetermined", 1)
    assert result.left.version.endswith(", rows only")


def test_what_is_the_same_is(tmp_path):
    plain = [ROWS[0].replace(", l INTEGER[]", ""), ROWS[1].replace(", [n]", "")]
    left, right = (write(tmp_path / name, *plain) for name in "ab")
    assert diff(left, right).exit_code == 0


def test_tables_of_another_schema_and_those_of_one_side_are_told(tmp_path, files):
    write(tmp_path / "b.duckdb", "CREATE SCHEMA otro", "CREATE TABLE otro.t (a INTEGER)")
    write(tmp_path / "b.duckdb", "CREATE TABLE mas (a INTEGER)", "CREATE VIEW v AS SELECT 1 AS a")
    told = {text.partition(": ")[2] for text in diff(*files).not_compared}
    assert told == {
        "schema otro: only the schema main is read: t",
        "only here: mas (--map says what has another name, --exclude leaves out)",
    }


def digests(folder: Path):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_files_stay_as_they_are_with_what_was_not_yet_written_to_them(tmp_path):
    code = (
        "import duckdb, os, sys; c = duckdb.connect(sys.argv[1]);"
        "c.execute('CREATE TABLE post (id INTEGER PRIMARY KEY)'); c.execute('CHECKPOINT');"
        "c.execute('INSERT INTO post VALUES (7)'); os._exit(0)"
    )
    addresses = []
    for name in ("a", "b"):
        path = tmp_path / f"{name}.duckdb"
        subprocess.run([sys.executable, "-c", code, str(path)], check=True)
        assert Path(f"{path}.wal").exists()
        addresses.append(f"duckdb:///{path}")
    before = digests(tmp_path)
    (table,) = diff(*addresses, method="hash").tables
    assert table.compared == 1
    assert digests(tmp_path) == before


def test_nobody_can_write_meanwhile_and_somebody_who_does_is_told(tmp_path, files):
    code = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); input()"
    path = tmp_path / "a.duckdb"
    writer = subprocess.Popen(
        [sys.executable, "-c", code, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with writer:
        writer.stdout.readline()
        with pytest.raises(ToolError, match="another program has the file open to write"):
            diff(*files)
        writer.communicate("\n")


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("duckdb:///nowhere.duckdb", "nowhere.duckdb: there is no such file: check the path."),
        ("duckdb:///{tmp}/text", "this is no DuckDB database that can be read here"),
        ("duckdb:///{tmp}/lite", "this is no DuckDB database that can be read here"),
        ("duckdb:///{tmp}", "this is a folder"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(address, says, tmp_path, files):
    import sqlite3
    from contextlib import closing

    (tmp_path / "text").write_text("no database")
    with closing(sqlite3.connect(tmp_path / "lite")) as lite:
        lite.execute("CREATE TABLE t (a)")
    with pytest.raises(ToolError) as error:
        diff(address.format(tmp=tmp_path), files[0])
    assert says in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    "address",
    [
        "duckdb:nothing",
        "duckdb:///:memory:",
        "duckdb://",
        "duckdb:///md:x?motherduck_token=geheim",
        "duckdb://host/x",
        "duckdb+psycopg:///x",
        "oracle://me:geheim@host/x",
    ],
)
def test_an_address_that_names_no_file_is_one_sentence(address, files):
    with pytest.raises(UsageError) as error:
        diff(address, files[0])
    assert "geheim" not in str(error.value)
    assert "\n" not in str(error.value)


def test_more_than_rows_is_refused(files):
    for options in (
        {"schema": True},
        {"schema": True, "rows": False},
        {"schema": True, "probe": True},
    ):
        with pytest.raises(UsageError, match="add --rows-only"):
            diff(*files, **options)
    with pytest.raises(UsageError, match="leave --timeout out"):
        diff(*files, timeout=3.0)


def test_a_missing_driver_says_what_to_install(files, monkeypatch):
    import importlib.util

    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "duckdb_engine" else found(name)
    )
    with pytest.raises(ToolError, match=r"pip install 'django-parity\[duckdb\]'"):
        diff(*files)


def test_no_report_takes_the_place_of_a_file(files, tmp_path):
    for name in ("a.duckdb", "a.duckdb.wal"):
        arguments = ["diff", *files, "--rows-only", "--json", str(tmp_path / name)]
        result = subprocess.run(
            [sys.executable, "-m", "compare", *arguments], capture_output=True, text=True
        )
        assert result.returncode == 2
        assert "is read, so no report is written there" in result.stderr


@pytest.mark.parametrize(
    ("moment", "jobs", "told"),
    [
        ("database", 2, []),
        ("connection", 1, []),
        ("connection", 2, ["its connections may have seen different moments"] * 2),
        ("statement", 1, ["its statements may have seen different moments"] * 2),
    ],
)
def test_a_dialect_that_promises_no_moment_is_told(tmp_path, monkeypatch, moment, jobs, told):
    """DuckDB, as if it promised less than it does."""
    one = "CREATE TABLE t (id INTEGER PRIMARY KEY)"
    left, right = (write(tmp_path / name, one) for name in "ab")
    monkeypatch.setitem(DIALECTS, "duckdb", replace(DIALECTS["duckdb"], moment=moment))
    result = diff(left, right, jobs=jobs)
    assert [text.partition(": ")[2] for text in result.not_compared] == told
    assert result.exit_code == (1 if told else 0)
