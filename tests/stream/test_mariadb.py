"""Lines that MariaDB and MySQL put together are whole, whatever their columns are declared as."""

import pytest

from compare.stream.pair import TablePair
from compare.stream.tables import compare_table
from tests.stream.sides import made

COLUMNS = {
    "varchar(200)": "é" * 199,
    "varchar(200) NOT NULL": "é" * 199,
    "varchar(20) CHARACTER SET utf8mb3": "é" * 19,
    "varchar(99) CHARACTER SET latin1": "é" * 98,
    "varchar(99) CHARACTER SET utf16": "😀" * 98,
    "varchar(99) CHARACTER SET cp932": "あ" * 98,
    "char(100)": "😀" * 99,
    "tinytext": "é" * 120,
    "text": "é" * 120,
    "varbinary(99)": "é" * 49,
    "json": None,
}


@pytest.mark.parametrize("engine", ["mariadb", "mysql"])
@pytest.mark.parametrize("method", ["rows", "hash"])
@pytest.mark.parametrize("declared", COLUMNS)
def test_a_line_of_many_letters_is_not_cut(engine, method, declared):
    text = COLUMNS[declared]
    ends = ('["ééé", 1]', '["ééé", 2]') if text is None else (f"{text}a", f"{text}b")
    create = f"CREATE TABLE t (id INT PRIMARY KEY, a INT, c {declared}) CHARACTER SET utf8mb4"
    rows = [
        f"INSERT INTO t VALUES {', '.join(f'({k}, 1, {end!r})' for k in (1, 2))}" for end in ends
    ]
    for second in (0, 1):
        found = []
        with (
            made(engine, create, rows[0]) as one,
            made(engine, create, rows[second], right=True) as other,
            one.opened() as left,
            other.opened() as right,
        ):
            pair = TablePair(one.table, other.table)
            tally = compare_table(left, right, pair, found.extend, method=method)
        assert tally.changed == 2 * second
        assert tally.whole
        assert len(found) == 2 * second


@pytest.mark.parametrize("engine", ["mariadb", "mysql"])
def test_a_row_of_as_many_columns_as_fit_is_not_cut(engine):
    # All together they may have 65,535 bytes: as many letters of four bytes as that.
    names = [f"c{number}" for number in range(50)]
    columns = ", ".join(f"{name} varchar(300)" for name in names)
    create = f"CREATE TABLE t (id INT PRIMARY KEY, {columns}) CHARACTER SET utf8mb4"
    texts = ["😀" * 150] * 50
    lines = [[*texts[:-1], texts[-1][:-1] + end] for end in "😀😁"]
    rows = [f"INSERT INTO t VALUES (1, {', '.join(map(repr, line))})" for line in lines]
    found = []
    with (
        made(engine, create, rows[0]) as one,
        made(engine, create, rows[1], right=True) as other,
        one.opened() as left,
        other.opened() as right,
    ):
        pair = TablePair(one.table, other.table)
        tally = compare_table(left, right, pair, found.extend)
    assert (tally.changed, tally.whole) == (1, True)
    assert [each.column for each in found] == ["c49"]
