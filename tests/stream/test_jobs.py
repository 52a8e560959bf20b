"""Two SQLite files compared with one connection to each and with several: the same comes of it."""

import hashlib
import random
import sqlite3
import threading
from contextlib import closing

import pytest

from compare.between import Asked
from compare.stream import joined
from tests.between.databases import Listener, diff, made

TYPES = ("", "INTEGER", "REAL", "TEXT", "BLOB", "VARCHAR(5) COLLATE NOCASE")
VALUES = ("NULL", "0", "0.0", "1", "1.0", "'1'", "x'31'", "'a'", "'A'", "'a '", "''", "2.5", "9e18")
MODES = ("delete", "wal", "wal in use on the left", "wal in use on the right")
ODD = ("a b?c#d%20ñ&x=1.db", "file:x'\".db", "it's `mode=rwc`;.db", "%00.db", ":memory:.db")
MANY = (
    "CREATE TABLE t (id INTEGER PRIMARY KEY, v); WITH RECURSIVE s (n) AS (VALUES (1) UNION ALL"
    " SELECT n + 1 FROM s WHERE n < 5000) INSERT INTO t SELECT n, 'x' FROM s;"
)


@pytest.fixture(autouse=True)
def small_spans(monkeypatch):
    """So that few rows are many spans."""
    monkeypatch.setattr(joined, "_JOINED", 7)


def drawn(number):
    """Two scripts that make a table, and the keys of what is changed, missing and added."""
    chance = random.Random(number)
    kinds = [chance.choice(TYPES) for _ in range(3)]
    create = (
        f"CREATE TABLE t (id INTEGER PRIMARY KEY, a {kinds[0]}, b {kinds[1]}, c {kinds[2]});"
        "CREATE INDEX i ON t (a);"
    )
    most = chance.choice([50, 200, 10**6, 2**62])
    keys = {chance.randrange(-most, most) for _ in range(chance.choice([0, 1, 40, 150]))}
    left = {key: [chance.choice(VALUES) for _ in kinds] for key in keys}
    right = {key: list(values) for key, values in left.items()}
    share = chance.choice([0, 0.05, 0.5, 1])
    for key in keys:
        if chance.random() < share:
            chance.choice([right.pop, lambda key: right[key].__setitem__(0, "7")])(key)
    added = {chance.randrange(-most, most) for _ in range(chance.choice([0, 3, 60]))}
    if chance.random() < 0.5:
        added = {max(keys, default=0) + 1 + abs(key) % 90 for key in added}
    right |= {key: ["NULL"] * 3 for key in added - keys}
    scripts = []
    for rows in (left, right):
        each = [f"({key}, {', '.join(values)})" for key, values in rows.items()]
        scripts.append(create + (f"INSERT INTO t VALUES {', '.join(each)};" if each else ""))
    return scripts


def told(result):
    """All that a report says of a table but how long it took."""
    (table,) = result.tables
    counts = (table.changed, table.only_left, table.only_right)
    rows = (table.left_rows, table.right_rows, table.compared)
    groups = [(each.kind, each.column, each.count, each.examples) for each in table.groups]
    return counts, rows, groups, table.not_compared


def content(path):
    """The rows of a file by key, with storage classes."""
    sql = "SELECT id, typeof(a), a, typeof(b), b, typeof(c), c FROM t"
    with closing(sqlite3.connect(path)) as connection:
        return {row[0]: repr(row) for row in connection.execute(sql)}


def state(folder):
    """The files of a folder and what is in them; not a -shm file's locks."""
    return {
        each.name: hashlib.sha256(each.read_bytes()).hexdigest()
        for each in folder.iterdir()
        if not each.name.endswith("-shm")
    }


@pytest.mark.parametrize("number", range(24))
def test_any_two_tables_are_told_of_alike_and_truly(number, tmp_path):
    mode = MODES[number % len(MODES)]
    paths = [tmp_path / name for name in ("a.db", "b.db")]
    for path, script in zip(paths, drawn(number), strict=True):
        made(path, f"PRAGMA journal_mode = {mode.split()[0]}; {script}")
    left, right = map(content, paths)
    keeper = sqlite3.connect(paths["right" in mode])
    if "in use" in mode:
        keeper.execute("SELECT count(*) FROM t").fetchall()
        # What is in no snapshot but the newest is in the -wal file.
        keeper.execute("UPDATE t SET a = a")
        keeper.commit()
    before = state(tmp_path)
    found = [
        told(diff(*map(str, paths), Asked(schema=False, jobs=jobs, limit=9999)))
        for jobs in (1, 2, 3)
    ]
    assert state(tmp_path) == before
    keeper.close()
    counts, rows, groups, not_compared = found[0]
    changed = {key for key in left.keys() & right.keys() if left[key] != right[key]}
    assert counts == (len(changed), len(left.keys() - right), len(right.keys() - left))
    assert rows == (len(left), len(right), len(left))
    assert not not_compared
    assert found[1:] == found[:1] * 2
    keys = {
        int(each.where.partition("[")[2].partition("]")[0])
        for kind, _, _, examples in groups
        for each in examples
        if kind != "row.storage"
    }
    assert keys == changed | left.keys() ^ right.keys()


@pytest.mark.parametrize("name", ODD)
def test_files_of_any_name_are_joined(name, tmp_path):
    folders = [tmp_path / side for side in "ab"]
    for folder, more in zip(folders, ("", "DELETE FROM t WHERE id = 77;"), strict=True):
        folder.mkdir()
        made(folder / name, MANY + more)
    before = [state(folder) for folder in folders]
    left, right = (str(folder / name) for folder in folders)
    counts, *_ = told(diff(left, right, Asked(schema=False, jobs=2)))
    assert counts == (0, 1, 0)
    assert [state(folder) for folder in folders] == before


@pytest.mark.parametrize("jobs", [1, 2])
def test_interrupted_in_mid_join_it_keeps_what_it_found_and_nothing_stays_under_way(tmp_path, jobs):
    left = made(tmp_path / "a.db", MANY)
    right = made(tmp_path / "b.db", MANY + "UPDATE t SET v = 'y' WHERE id IN (5, 4999);")
    result = diff(left, right, Asked(schema=False, jobs=jobs), Listener(rows=1000))
    (table,) = result.tables
    assert result.partial
    assert 1000 < table.compared < 2000
    assert table.changed == 1
    assert not [each for each in threading.enumerate() if each.name.startswith("parity-rows")]


@pytest.mark.parametrize("side", [0, 1])
@pytest.mark.parametrize("jobs", [1, 2])
def test_rows_that_are_counted_and_do_not_come_are_told(tmp_path, side, jobs):
    """SQLite counts the rows of an index, which in a damaged file may be fewer."""
    few = "CREATE TABLE few (v); CREATE INDEX f ON few (v);"
    paths = [tmp_path / name for name in ("a.db", "b.db")]
    for path in paths:
        made(path, MANY + "ALTER TABLE t ADD w VARCHAR(200); CREATE INDEX i ON t (v);" + few)
    with closing(sqlite3.connect(paths[side], isolation_level=None)) as connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_schema SET rootpage ="
            " (SELECT rootpage FROM sqlite_schema WHERE name = 'f') WHERE name = 'i'"
        )
    result = diff(*map(str, paths), Asked(schema=False, jobs=jobs, tables=("t",)))
    assert result.verdict == "undetermined"
    ((said,),) = (table.not_compared for table in result.tables)
    assert "there are" in said
    assert "were read" in said


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("added", [[51], [51, 151], [1, 51, 201], [-5, 999], []])
@pytest.mark.parametrize("rows", [0, 100])
def test_what_only_the_right_has_is_found_to_the_last_row(tmp_path, rows, added, jobs):
    paths = []
    for name, more in (("a.db", []), ("b.db", added)):
        keys = [*range(2, 2 * rows + 2, 2), *more]
        insert = f"INSERT INTO t VALUES {', '.join(f'({key})' for key in keys)};" if keys else ""
        paths.append(made(tmp_path / name, f"CREATE TABLE t (id INTEGER PRIMARY KEY); {insert}"))
    counts, _, groups, not_compared = told(diff(*paths, Asked(schema=False, jobs=jobs, limit=9)))
    assert counts == (0, 0, len(added))
    found = {each.where for *_, examples in groups for each in examples}
    assert found == {f"t[{key}]" for key in added}
    assert not not_compared
