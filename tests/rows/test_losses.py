"""What one side lost between two moments: a case is a sentence and the statements in between."""

from __future__ import annotations

import pytest

from compare.inspect import read_schema
from compare.model import Ledger, Loss, Snapshot
from compare.rows import losses, read_rows
from tests.inspect.databases import connected

MADE = (
    "CREATE TABLE post (id INTEGER PRIMARY KEY, titulo TEXT, fecha DATETIME, n INT)",
    "INSERT INTO post VALUES (1, 'a', '2024-01-01 10:00:00.000000', 1), (2, 'b', NULL, 2)",
    "INSERT INTO post VALUES (10, 'c', NULL, NULL)",
    "CREATE TABLE lista (a TEXT, b INT)",
    "INSERT INTO lista VALUES ('x', 1), ('x', 1), ('y', NULL)",
    "CREATE TABLE par (a INT, b INT, c TEXT, PRIMARY KEY (a, b))",
    "INSERT INTO par VALUES (1, NULL, 'x'), (1, NULL, 'y'), (2, 2, 'z')",
)

CASES = [
    ("nothing happens", [], []),
    ("rows and tables come in", ["INSERT INTO post (id) VALUES (3)", "CREATE TABLE nuevo (a)"], []),
    ("a table goes", ["DROP TABLE lista"], [Loss("table", "lista", "3 rows")]),
    (
        "a table is emptied and goes",
        ["DELETE FROM lista", "DROP TABLE lista"],
        [Loss("table", "lista", "3 rows")],
    ),
    ("a column goes", ["ALTER TABLE post DROP COLUMN n"], [Loss("column", "post.n", "2 values")]),
    (
        "a column goes and comes again, empty",
        ["ALTER TABLE post DROP COLUMN n", "ALTER TABLE post ADD COLUMN n INT"],
        [Loss("values", "post.n", "2 values: [1] from 1 to NULL")],
    ),
    ("a row goes", ["DELETE FROM post WHERE id = 2"], [Loss("rows", "post", "1 row: [2]")]),
    (
        "all rows go, in the order of their keys",
        ["DELETE FROM post"],
        [Loss("rows", "post", "3 rows: [1], [2], [10]")],
    ),
    (
        "one of two equal rows goes",
        ["DELETE FROM lista WHERE rowid = 1"],
        [Loss("rows", "lista", "1 row: (a='x', b=1)")],
    ),
    (
        "without a key, a changed row is a lost one",
        ["UPDATE lista SET b = 5 WHERE a = 'y'"],
        [Loss("rows", "lista", "1 row: (a='y', b=NULL)")],
    ),
    (
        "values change",
        ["UPDATE post SET titulo = upper(titulo), n = n + 1 WHERE id < 3"],
        [
            Loss("values", "post.titulo", "2 values: [1] from 'a' to 'A'"),
            Loss("values", "post.n", "2 values: [1] from 1 to 2"),
        ],
    ),
    (
        "a value changes its class",
        ["UPDATE post SET n = 'x' WHERE id = 1"],
        [Loss("values", "post.n", "1 value: [1] from 1 to 'x'")],
    ),
    (
        "a value comes into what was NULL",
        ["UPDATE post SET n = 0 WHERE id = 10"],
        [Loss("values", "post.n", "1 value: [10] from NULL to 0")],
    ),
    (
        "the same date-time is stored otherwise",
        ["UPDATE post SET fecha = '2024-01-01 10:00:00' WHERE id = 1"],
        [],
    ),
    (
        "a value changes in one of two rows whose key is NULL",
        ["UPDATE par SET c = 'X' WHERE c = 'x'"],
        [Loss("values", "par.c", "1 value: [1,NULL] from 'x' to 'X'")],
    ),
    (
        "one of two rows whose key is NULL goes",
        ["DELETE FROM par WHERE c = 'y'"],
        [Loss("rows", "par", "1 row: [1,NULL]")],
    ),
    ("a key changes", ["UPDATE par SET a = 3 WHERE a = 2"], [Loss("rows", "par", "1 row: [2,2]")]),
    (
        "many rows go",
        [
            "WITH RECURSIVE c(x) AS (SELECT 100 UNION ALL SELECT x + 1 FROM c WHERE x < 107)"
            " INSERT INTO post (id) SELECT x FROM c",
        ],
        [],
    ),
]


@pytest.mark.parametrize(("between", "expected"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_what_was_lost(between, expected):
    with connected(*MADE) as connection:
        before = take(connection)
        for statement in between:
            connection.exec_driver_sql(statement)
        after = take(connection)

    assert losses(before, after) == tuple(expected)
    assert losses(before, before) == losses(after, after) == ()


def test_of_many_lost_rows_some_are_named():
    with connected("CREATE TABLE t (id TEXT PRIMARY KEY)") as connection:
        connection.exec_driver_sql(
            "INSERT INTO t VALUES ('a'), ('b'), ('c'), ('d'), ('e'), ('f'), ('g')"
        )
        before = take(connection)
        connection.exec_driver_sql("DELETE FROM t")
        after = take(connection)

    text = "7 rows: ['a'], ['b'], ['c'], ['d'], ['e'] and 2 more"
    assert losses(before, after) == (Loss("rows", "t", text),)


def test_a_key_that_is_another_leaves_the_rows_to_be_compared_whole():
    made = "CREATE TABLE t (a INT {}, b INT {})"
    with connected(
        made.format("PRIMARY KEY", ""), "INSERT INTO t VALUES (1, 2), (2, 3)"
    ) as connection:
        before = take(connection)
    with connected(
        made.format("", "PRIMARY KEY"), "INSERT INTO t VALUES (1, 2), (2, 4)"
    ) as connection:
        after = take(connection)

    assert losses(before, after) == (Loss("rows", "t", "1 row: (a=2, b=3)"),)


def test_hostile_names_are_quoted():
    with connected(
        'CREATE TABLE "a.b" ("c d" INT, e INT)', 'INSERT INTO "a.b" VALUES (1, 2)'
    ) as connection:
        before = take(connection)
        connection.exec_driver_sql('ALTER TABLE "a.b" DROP COLUMN "c d"')
        after = take(connection)

    assert losses(before, after) == (Loss("column", '"a.b"."c d"', "1 value"),)


def take(connection) -> Snapshot:
    schema = read_schema(connection)
    return Snapshot(schema, read_rows(connection, schema), Ledger(()))
