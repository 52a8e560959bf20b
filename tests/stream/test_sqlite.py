"""A table of SQLite: its extent and its marks, which SQLite finds faster in its own ways."""

import random

import pytest

from compare.stream.source import Source
from tests.stream.sides import filled, made


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
