"""Two SQLite files joined in one process: what ``IS`` takes for the same and is not."""

import math
import sqlite3
from contextlib import closing
from itertools import product

import pytest

from compare.between import Asked
from compare.model import Table
from compare.stream.attached import Join
from compare.stream.spans import Span
from tests.between.databases import diff, made

VALUES = {
    "NULL": "NULL",
    "integer": "1",
    "real": "1.0",
    "text": "'1'",
    "blob": "x'31'",
    "zero": "0.0",
    "integer zero": "0",
    "upper case": "'A'",
    "lower case": "'a'",
    "trailing space": "'a '",
    "empty": "''",
    "empty blob": "x''",
    "NUL": "'a' || char(0) || 'b'",
    "half": "0.5",
    "next float": "0.50000000000000011",
    "large": "9007199254740993",
    "large real": "9007199254740992.0",
    "minus one": "-1",
    "minus one real": "-1.0",
    "real zero": "-0.0",
    "divided": "4611686018427387904",
    "divided real": "4611686018427387904.0",
    "beside it": "4611686018427387905",
    "least": "-9223372036854775807 - 1",
    "least real": "-9223372036854775808.0",
    "greatest": "9223372036854775807",
    "greatest real": "9223372036854775807.0",
    "infinite": "9e999",
}
TYPES = [
    "",
    "INTEGER",
    "REAL",
    "NUMERIC",
    "TEXT COLLATE NOCASE",
    "VARCHAR(5) COLLATE RTRIM",
    "BLOB",
]


@pytest.mark.parametrize("declared", TYPES)
def test_two_values_are_the_same_only_where_they_are_stored_the_same(declared, tmp_path):
    names = list(VALUES)
    pairs = [(one, other) for one in names for other in names]
    create = f"CREATE TABLE t (id INTEGER PRIMARY KEY, v {declared});"
    rows = [
        ", ".join(f"({number}, {VALUES[pair[side]]})" for number, pair in enumerate(pairs))
        for side in (0, 1)
    ]
    left, right = (
        made(tmp_path / f"{side}.db", f"{create} INSERT INTO t VALUES {script}")
        for side, script in zip("ab", rows, strict=True)
    )
    stored = {}
    for path in (left, right):
        with sqlite3.connect(path) as connection:
            for number, kind, value in connection.execute("SELECT id, typeof(v), v FROM t"):
                stored.setdefault(number, []).append((kind, repr(value)))
    different = {number for number, both in stored.items() if both[0] != both[1]}
    (table,) = diff(left, right, Asked(schema=False, limit=10**6)).tables
    found = {
        int(each.where.partition("[")[2].partition("]")[0])
        for group in table.groups
        for each in group.examples
        if group.kind == "row.value"
    }
    storage = [group for group in table.groups if group.kind == "row.storage"]
    assert found <= different
    # What means the same in a column of decimals and is stored otherwise is told once for all rows.
    assert found == different or (declared == "NUMERIC" and storage)
    assert table.compared == len(pairs)


@pytest.mark.parametrize("sign", ["parity_real({})", "atan2({}, -1.0)"])
def test_the_types_of_two_columns_make_no_two_values_the_same(tmp_path, sign):
    """``'1' IS 1`` where one of them stands in a column of integers."""
    names = list(VALUES)
    pairs = [(one, other) for one in names for other in names]
    columns = [(f"c{number}", both) for number, both in enumerate(product(TYPES, TYPES))]
    stored = []
    for side in (0, 1):
        declared = ", ".join(f"{name} {both[side]}" for name, both in columns)
        rows = ", ".join(
            f"({number}{f', {VALUES[pair[side]]}' * len(columns)})"
            for number, pair in enumerate(pairs)
        )
        path = tmp_path / f"{side}.db"
        made(
            path,
            f"CREATE TABLE t (id INTEGER PRIMARY KEY, {declared}); INSERT INTO t VALUES {rows}",
        )
        with closing(sqlite3.connect(path)) as connection:
            asked = ", ".join(f"typeof({name}), {name}" for name, _ in columns)
            stored.append(connection.execute(f"SELECT {asked} FROM t ORDER BY id").fetchall())
    with closing(sqlite3.connect(tmp_path / "0.db")) as connection:
        connection.create_function("parity_real", 1, repr)
        connection.create_function("atan2", 2, math.atan2)  # SQLite need not have it
        connection.execute("ATTACH ? AS parity_other", (str(tmp_path / "1.db"),))
        for place, (name, both) in enumerate(columns):
            join = Join(Table("t"), Table("t"), ("id", "id"), [(name, name)], sign)
            found = {key for (key,) in connection.execute(join.parted(Span(-1, len(pairs))))}
            at = slice(2 * place, 2 * place + 2)
            assert found == {
                number
                for number, rows in enumerate(zip(*stored, strict=True))
                if repr(rows[0][at]) != repr(rows[1][at])
            }, both


def test_minus_zero_is_not_zero(tmp_path):
    for name, value in (("a", 0.0), ("b", -0.0)):
        with sqlite3.connect(tmp_path / f"{name}.db") as connection:
            connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, v)")
            connection.execute("INSERT INTO t VALUES (1, ?)", (value,))
        connection.close()
    (table,) = diff(str(tmp_path / "a.db"), str(tmp_path / "b.db"), Asked(schema=False)).tables
    assert table.changed == 1


@pytest.mark.parametrize(
    "columns",
    [
        "id INTEGER PRIMARY KEY, v TEXT COLLATE german",
        "id INTEGER NOT NULL, v TEXT NOT NULL COLLATE german PRIMARY KEY",
        "id INTEGER NOT NULL, v TEXT NOT NULL COLLATE german PRIMARY KEY) WITHOUT ROWID -- (",
    ],
)
def test_a_collation_that_only_the_application_knows_is_not_needed(columns, tmp_path):
    paths = [tmp_path / "a.db", tmp_path / "b.db"]
    for path, value in zip(paths, ("ä", "Ä"), strict=True):
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.create_collation("german", lambda one, other: (one > other) - (one < other))
            connection.execute(f"CREATE TABLE t ({columns}\n)".replace("-- (\n)", ""))
            connection.executemany("INSERT INTO t VALUES (?, ?)", [(1, "a"), (2, value), (3, "0")])

    (table,) = diff(*map(str, paths), Asked(schema=False)).tables

    assert table.compared == 3
    assert table.changed + table.only_left == 1
