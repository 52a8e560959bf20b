"""Which column is the rowid by another name: what a table takes for a value tells."""

import sqlite3

import pytest
import sqlalchemy as sa

from compare.inspect import read_schema
from compare.inspect.sqlite.rowids import rowids

TABLES = {
    "x INTEGER PRIMARY KEY": True,
    "x INTEGER PRIMARY KEY AUTOINCREMENT": True,
    "x INTEGER PRIMARY KEY DESC": False,
    "x INTEGER NOT NULL PRIMARY KEY DESC": False,
    "x INTEGER, PRIMARY KEY (x DESC)": True,
    "x INTEGER, PRIMARY KEY (x COLLATE NOCASE)": True,
    "x INT PRIMARY KEY": False,
    "x 'INTEGER' PRIMARY KEY": True,
    "x INTEGER (5) PRIMARY KEY": False,
    "x TEXT PRIMARY KEY": False,
    "x INTEGER UNIQUE": False,
    "x INTEGER, y, PRIMARY KEY (x, y)": False,
}


@pytest.mark.parametrize("declared", TABLES)
def test_it_is_the_one_that_takes_no_text(declared):
    with sa.create_engine("sqlite://").connect() as connection:
        driver = connection.connection.driver_connection
        driver.execute(f"CREATE TABLE t ({declared})")
        driver.execute("CREATE TABLE u (x INTEGER PRIMARY KEY) WITHOUT ROWID")
        found = rowids(connection, read_schema(connection).tables)
        assert found == ({"t": "x"} if TABLES[declared] else {})
        try:
            driver.execute("INSERT INTO t (x) VALUES ('text')")
            takes = True
        except sqlite3.IntegrityError:
            takes = False
        assert takes != TABLES[declared]
