"""Lines that MariaDB and MySQL put together are whole, whatever their columns are declared as."""

import random

import pytest

from compare.stream.pair import TablePair
from compare.stream.source import APART
from compare.stream.spans import Span
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


KINDS = (
    *("varchar({})", "char({})", "varchar({}) CHARACTER SET utf8mb3", "varbinary({})"),
    *("varchar({}) CHARACTER SET latin1", "varchar({}) CHARACTER SET utf16", "tinytext"),
    *(
        "int",
        "decimal(20, 3)",
        "double",
        "datetime(6)",
        "time(3)",
        "date",
        "year",
        "bit(9)",
        "json",
    ),
    *("enum('é', 'ñandú')", "set('é', 'ñ')", "text", "longblob", "boolean", "timestamp(6) NULL"),
)


@pytest.mark.parametrize("engine", ["mariadb", "mysql"])
@pytest.mark.parametrize("seed", range(12))
def test_all_lines_together_are_as_long_as_each_by_itself(engine, seed):
    drawn = random.Random(seed)
    columns, values = [], []
    for number in range(drawn.randint(1, 9)):
        kind, length = drawn.choice(KINDS), drawn.randint(1, 200)
        null = drawn.choice(["", " NOT NULL"]) if "NULL" not in kind else ""
        columns.append(f"c{number} {kind.format(length)}{null}")
        values.append(_value(drawn, kind, length))
    create = f"CREATE TABLE t (id INT PRIMARY KEY, {', '.join(columns)}) CHARACTER SET utf8mb4"
    rows = [f"({key}, {', '.join(values)})" for key in range(1, 4)]
    with (
        made(engine, create, f"INSERT INTO t VALUES {', '.join(rows)}") as database,
        database.opened() as side,
    ):
        source = side.source(database.table)
        fields = [source.stored(column) for column in database.table.columns]
        source.arrange(["id", *(f"c{number}" for number in range(len(columns)))], fields, 1)
        (connection,) = database.connections
        lines = source.packed(connection, Span(0, 9))
        each = [line for block in source.blocks(connection) for line in block]
    assert lines.rows == 3
    assert lines.data == APART.join(each)


def _value(drawn: random.Random, kind: str, length: int) -> str:
    """A value as SQL, as long as its column lets it be."""
    letters = {"utf8mb3": "éñ名a", "latin1": "éña", "utf16": "éñ名😀a", "varbinary": "abc"}
    if kind.startswith(("varchar", "char", "varbinary")):
        known = next((found for word, found in letters.items() if word in kind), "éñ名😀a")
        return repr("".join(drawn.choices(known, k=length)))
    return {
        "tinytext": repr("é" * 127),
        "int": "-2147483648",
        "decimal(20, 3)": "-12345678901234567.125",
        "double": "-2.2250738585072014e-308",
        "datetime(6)": "'2024-12-31 23:59:59.999999'",
        "time(3)": "'-838:59:58.999'",
        "date": "'2024-12-31'",
        "year": "2024",
        "bit(9)": "b'101010101'",
        "json": "'[\"é😀\", 1.5]'",
        "enum('é', 'ñandú')": "'ñandú'",
        "set('é', 'ñ')": "'é,ñ'",
        "text": repr("ñ😀" * 300),
        "longblob": "x'00ff1f'",
        "boolean": "1",
        "timestamp(6) NULL": "'2024-12-31 23:59:59.999999'",
    }[kind]
