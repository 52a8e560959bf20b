"""A table of SQLite: its extent, marks and lines, which SQLite finds faster in its own ways."""

import random
import sqlite3

import pytest

from compare.stream.source import APART, Lines, Source, TooLong
from compare.stream.spans import Span
from tests.stream.sides import compared, filled, made


@pytest.mark.parametrize("key", ["id", "k", "mark", "rowid"])
@pytest.mark.parametrize("rows", [0, 1, 2, 99, 100, 101, 1000])
def test_it_is_cut_as_any_table_is(key, rows):
    keys = random.Random(rows).sample(range(-(10**9), 10**9), rows)
    statements = filled(f"{key} INTEGER PRIMARY KEY, v", [f"{each}, 1" for each in keys])
    with made("sqlite", *statements) as database, database.opened() as side:
        source = side.source(database.table)
        source.arrange([key], [source.stored(database.table.columns[0])], 1)
        (connection,) = database.connections
        assert source.extent(connection) == Source.extent(source, connection)
        for every in (1, 2, 100):
            marks = source.milestones(connection, every)
            assert marks == Source.milestones(source, connection, every)
            assert marks == sorted(keys)[every - 1 :: every]


@pytest.mark.parametrize("name", ["mark", "m", "t"])
def test_it_is_cut_whatever_its_name(name):
    keys = [5, 9, 10**9]
    create = f"CREATE TABLE {name} (k INTEGER PRIMARY KEY)"
    insert = f"INSERT INTO {name} VALUES {', '.join(f'({key})' for key in keys)}"
    with made("sqlite", create, insert) as database, database.opened() as side:
        (table,) = database.schema.tables
        source = side.source(table)
        source.arrange(["k"], [source.stored(table.columns[0])], 1)
        assert source.milestones(database.connections[0], 1) == keys


ODD = [
    "'a' || char(0) || 'b'",
    "'ends in a NUL' || char(0)",
    "CAST(x'ff00fe' AS TEXT)",
    "x'00ff'",
    "NULL",
    "''",
    "1.5",
    "char(0)",
    f"char(30) || '{APART[1:-1].decode()}'",
]
EVERY = Span(0, 100)


def opened_source(database, side):
    source = side.source(database.table)
    columns = database.table.columns
    source.arrange(["k", "a"], [source.stored(column) for column in columns], 1)
    return source


# What stands between lines is another in each process of the tests.
@pytest.mark.parametrize("last", ODD, ids=range(len(ODD)))
def test_lines_that_sqlite_puts_together_are_those_it_hands_out(last):
    rows = [f"{key}, {value}" for key, value in enumerate([*ODD, last], 1)]
    with (
        made("sqlite", *filled("k INTEGER PRIMARY KEY, a", rows)) as database,
        database.opened() as side,
    ):
        source = opened_source(database, side)
        (connection,) = database.connections
        together = source.packed(connection, Span(0, 4), Span(5, 100))
        source.sort()
        one_by_one = source.packed(connection, Span(0, 4), Span(5, 100))
        assert together == one_by_one
        assert one_by_one.rows == len(rows) - 1
        assert (together.in_order, one_by_one.in_order) == (False, True)
        assert source.packed(connection, Span(200, 300)) == Lines(0, b"")


class Concatenates:
    """``group_concat`` as SQLite may have it: in an order of its own, or cut short at a NUL."""

    def __init__(self):
        self.parts = []

    def step(self, value, _):
        self.parts.append(value)


class Backwards(Concatenates):
    def finalize(self):
        return "".join(reversed(self.parts))


class CutShort(Concatenates):
    def finalize(self):
        return "".join(self.parts).partition("\0")[0]


def other_group_concat(database, kind):
    driver = database.connections[0].connection.dbapi_connection
    driver.create_aggregate("group_concat", 2, kind)


def test_lines_that_sqlite_ended_at_a_nul_are_asked_for_one_by_one():
    statements = filled(
        "k INTEGER PRIMARY KEY, a", ["1, 'x'", "2, 'a' || char(0) || 'b'", "3, 'y'"]
    )
    with made("sqlite", *statements) as database, database.opened() as side:
        source = opened_source(database, side)
        (connection,) = database.connections
        other_group_concat(database, CutShort)
        found = source.packed(connection, EVERY)
        assert found.in_order
        assert found.rows == found.data.count(APART) + 1 == 3
        assert source.packed(connection, Span(1, 3)).rows == 2


@pytest.mark.parametrize(
    "right", [[], ["UPDATE t SET a = 0 WHERE k = 4", "DELETE FROM t WHERE k = 7"]]
)
def test_the_order_in_which_sqlite_puts_lines_together_is_of_no_matter(right):
    statements = filled("k INTEGER PRIMARY KEY, a", [f"{key}, 'x'" for key in range(1, 40)])
    with (
        made("sqlite", *statements) as one,
        made("sqlite", *statements, *right) as other,
    ):
        other_group_concat(one, Backwards)
        found = compared(one, other)
    assert found.rows == (["4", "7"] if right else [])
    assert found.tally.whole


def test_what_sqlite_makes_no_value_of_is_asked_for_in_halves():
    rows = [f"{key}, '{'x' * 400}'" for key in range(1, 40)]
    with (
        made("sqlite", *filled("k INTEGER PRIMARY KEY, a", rows)) as one,
        made("sqlite", *filled("k INTEGER PRIMARY KEY, a", [*rows, "40, 'y'"])) as other,
    ):
        for database in (one, other):
            driver = database.connections[0].connection.dbapi_connection
            driver.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 3000)
            with database.opened() as side, pytest.raises(TooLong):
                opened_source(database, side).packed(database.connections[0], EVERY)
        found = compared(one, other)
    assert found.rows == ["40"]
    assert found.tally.whole


@pytest.mark.parametrize("key", ["INTEGER PRIMARY KEY", "TEXT PRIMARY KEY"])
def test_a_row_that_sqlite_makes_no_value_of_is_told_and_all_else_compared(key):
    rows = [f"{number}, zeroblob({2000 if number == 5 else 1})" for number in range(1, 10)]
    with (
        made("sqlite", *filled(f"k {key}, a", rows)) as one,
        made("sqlite", *filled(f"k {key}, a", [*rows, "12, 'y'"])) as other,
    ):
        for database in (one, other):
            driver = database.connections[0].connection.dbapi_connection
            driver.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 3000)  # in hexadecimal there are 4000
        found = compared(one, other)
    if "INTEGER" in key:
        (said,) = found.tally.not_compared
        assert said.startswith("the row 5 of t: the database makes no one text of it")
        assert found.rows == ["12"]
    else:
        assert found.tally.not_compared == ["rows of t: one is too long for its database"]
    assert not found.tally.whole
