"""Two SQLite files joined in one process: what ``IS`` takes for the same and is not."""

import sqlite3

import pytest

from compare.between import Asked
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


def test_minus_zero_is_not_zero(tmp_path):
    for name, value in (("a", 0.0), ("b", -0.0)):
        with sqlite3.connect(tmp_path / f"{name}.db") as connection:
            connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, v)")
            connection.execute("INSERT INTO t VALUES (1, ?)", (value,))
        connection.close()
    (table,) = diff(str(tmp_path / "a.db"), str(tmp_path / "b.db"), Asked(schema=False)).tables
    assert table.changed == 1
