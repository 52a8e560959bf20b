"""The method for a slow wire: hashes of spans, and rows only of those that differ."""

import hashlib
import random
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from compare.stream import TablePair, compare_table
from compare.stream.mariadb import MariadbSource
from compare.stream.mysql import MysqlSource
from compare.stream.postgresql import PostgresqlSource
from compare.stream.source import APART, Digest, Source, TooLong
from compare.stream.spans import Span
from tests.stream.sides import ENGINES, PAIRS, Database, Found, made

SERIES = {
    "sqlite": "WITH RECURSIVE s (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM s WHERE n < {0})"
    " SELECT n, 'fila ' || n FROM s",
    "postgresql": "SELECT n, 'fila ' || n FROM generate_series(1, {0}) AS n",
    "mariadb": "SELECT seq, concat('fila ', seq) FROM seq_1_to_{0}",
    "mysql": "SELECT n, concat('fila ', n)"
    " FROM json_table(concat('[1', repeat(',1', {0} - 1), ']'), '$[*]' COLUMNS (n FOR ORDINALITY))"
    " AS s",
}
ALL_PAIRS = [*((engine, engine) for engine in ENGINES), *PAIRS]
ROWS = 9000
CHANGES = ("UPDATE t SET a = 'otra' WHERE id = 4000", "DELETE FROM t WHERE id = 8999")


@contextmanager
def two(engines: tuple[str, str], *changes: str) -> Iterator[tuple[Database, Database]]:
    """Two tables of many rows, the right one changed."""
    both = []
    for engine in engines:
        both.append(
            [
                "CREATE TABLE t (id INTEGER PRIMARY KEY, a VARCHAR(40))",
                f"INSERT INTO t {SERIES[engine].format(ROWS)}",
            ]
        )
    with (
        made(engines[0], *both[0]) as left,
        made(engines[1], *both[1], *changes, right=True) as right,
    ):
        yield left, right


def compared(left: Database, right: Database, method: str) -> Found:
    found = []
    with left.opened() as one, right.opened() as other:
        pair = TablePair(left.table, right.table)
        tally = compare_table(one, other, pair, found.extend, method=method)
    return Found(tally, found)


@pytest.mark.parametrize("engines", ALL_PAIRS, ids="-".join)
def test_hashes_find_what_rows_find(engines):
    with two(engines, *CHANGES) as both:
        rows, hashes = (compared(*both, method) for method in ("rows", "hash"))
    assert hashes.lines == rows.lines
    assert hashes.tally == rows.tally
    assert (hashes.tally.changed, hashes.tally.only_left) == (1, 1)
    assert hashes.tally.whole


@pytest.mark.parametrize("engines", ALL_PAIRS, ids="-".join)
def test_of_what_is_the_same_no_row_crosses_the_wire(engines, monkeypatch):
    with two(engines) as both:
        for source in (*Source.__subclasses__(), MysqlSource):
            if source.__name__ != "SqliteSource":  # it hashes its own lines
                monkeypatch.setattr(source, "packed", lambda *_: pytest.fail("rows were asked for"))
        found = compared(*both, "hash")
    assert found.tally.compared == ROWS
    assert found.differences == []


@pytest.mark.parametrize("engine", ENGINES)
def test_where_everything_differs_hashes_are_given_up(engine, monkeypatch):
    with two((engine, engine), "UPDATE t SET a = 'otra'") as both:
        monkeypatch.setattr("compare.stream.walk._PATIENT", 1)
        monkeypatch.setattr("compare.stream.walk._HASHED", 200)
        found = compared(*both, "hash")
    assert found.tally.changed == ROWS


@pytest.mark.parametrize("method", ["rows", "hash"])
def test_spans_that_postgresql_has_no_room_for_are_read_in_halves(method, monkeypatch):
    # PostgreSQL refuses a text of more than a gigabyte like this: 54000, program_limit_exceeded.
    refuse = (
        "CREATE FUNCTION refuse() RETURNS text LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE 'out of memory' USING ERRCODE = '54000'; END $$"
    )
    lines = PostgresqlSource._lines

    def limited(self: PostgresqlSource) -> str:
        return f"CASE WHEN count(*) > 999 THEN refuse() ELSE {lines.fget(self)} END"

    monkeypatch.setattr(PostgresqlSource, "_lines", property(limited))
    refused = []
    fitting = PostgresqlSource._fitting

    @contextmanager
    def watched(self: PostgresqlSource, connection: sa.Connection) -> Iterator[None]:
        try:
            with fitting(self, connection):
                yield
        except TooLong:
            refused.append(connection)
            raise

    monkeypatch.setattr(PostgresqlSource, "_fitting", watched)
    with two(("postgresql", "postgresql"), refuse, *CHANGES) as both:
        both[0].connections[0].exec_driver_sql(refuse)
        found = compared(*both, method)
    assert refused
    assert found.rows == ["4000", "8999"]
    assert found.tally.whole


def leave_first_line_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the server make no line of the first row of MariaDB's tables, and MySQL's."""
    line = MariadbSource._line

    def left_out(self: MariadbSource) -> str:
        return f"nullif({line.fget(self)}, (SELECT {line.fget(self)} FROM t LIMIT 1))"

    monkeypatch.setattr(MariadbSource, "_line", property(left_out))


@pytest.mark.parametrize("method", ["rows", "hash"])
@pytest.mark.parametrize("engine", ["mariadb", "mysql"])
def test_a_row_that_mariadb_makes_no_line_of_is_told(engine, method, monkeypatch):
    leave_first_line_out(monkeypatch)
    with two((engine, engine)) as both:
        found = compared(*both, method)
    assert found.tally.not_compared == [
        "the row 1 of t: the database makes no one text of it; it may be too long for that (in"
        " MariaDB and MySQL, longer than max_allowed_packet)"
    ]
    assert found.tally.compared == ROWS - 1
    assert not found.tally.whole


@pytest.mark.parametrize("engine", ENGINES)
def test_a_hash_is_of_the_lines_and_says_how_many_they_are(engine):
    with two((engine, engine)) as (left, _), left.opened() as side:
        source = side.source(left.table)
        fields = [source.stored(column) for column in left.table.columns]
        source.arrange(["id", "a"], fields, 1)
        for span in (Span(0, 7), Span(500, 501), Span(-5, 0)):
            lines = source.packed(side.connections[0], span)
            digests = source.digests(side.connections[0], span, span.until - span.after)
            assert lines.rows == (lines.data.count(APART) + 1 if lines.data else 0)
            digest = Digest(lines.rows, len(lines.data), hashlib.sha256(lines.data).hexdigest())
            assert digests == ({0: digest} if lines.rows else {})


@pytest.mark.parametrize("engine", ENGINES)
def test_the_parts_of_a_span_hold_all_its_rows(engine):
    with two((engine, engine)) as (left, _), left.opened() as side:
        source = side.source(left.table)
        source.arrange(["id", "a"], [source.stored(column) for column in left.table.columns], 1)
        span = Span(-100, 47)
        parts = source.digests(side.connections[0], span, 10)
        assert {part: each.rows for part, each in parts.items()} == {
            10: 10, 11: 10, 12: 10, 13: 10, 14: 7
        }  # fmt: skip
        for part, digest in parts.items():
            after = span.after + part * 10
            lines = source.packed(side.connections[0], Span(after, min(after + 10, 47)))
            assert digest.hash == hashlib.sha256(lines.data).hexdigest()
        some = source.packed(side.connections[0], Span(3, 5), Span(40, 41))
        assert some.rows == 3


@pytest.mark.parametrize("engines", ALL_PAIRS, ids="-".join)
def test_only_the_neighbours_of_what_differs_cross_the_wire(engines, asked_for):
    with two(engines, *CHANGES) as both:
        found = compared(*both, "hash")
    assert (found.tally.changed, found.tally.only_left) == (1, 1)
    assert 0 < sum(asked_for) < ROWS / 50


@pytest.mark.parametrize("engine", ENGINES)
def test_parts_reach_from_the_least_integer_to_the_greatest(engine, monkeypatch):
    monkeypatch.setattr("compare.stream.walk._HASHED", 3)
    least, greatest = -(2**31) + 2, 2**31 - 1
    table = [
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER)",
        f"INSERT INTO t VALUES ({least}, 1), (-7, 1), (0, 1), (5, 1), ({greatest}, 1)",
    ]
    changed = [*table, f"UPDATE t SET a = 2 WHERE id IN ({least}, 5)"]
    with made(engine, *table) as left, made(engine, *changed, right=True) as right:
        found = compared(left, right, "hash")
    assert found.rows == sorted(["5", str(least)])
    assert found.tally.whole


def two_drawn(drawn: random.Random, keys: list[int], engine: str) -> list[list[str]]:
    """Statements for two tables that have most of some keys, and mostly the same values."""
    tables = []
    whole = "INTEGER" if engine == "sqlite" else "BIGINT"
    for _ in range(2):
        held = [key for key in keys if drawn.random() < 0.9]
        values = ", ".join(f"({key}, '{drawn.choice('aaaaab')}')" for key in held)
        create = f"CREATE TABLE t (id {whole} PRIMARY KEY, a VARCHAR(9))"
        tables.append([create, f"INSERT INTO t VALUES {values}"])
    return tables


@pytest.mark.parametrize("chance", range(8))
@pytest.mark.parametrize("engine", ENGINES)
def test_whatever_differs_hashes_find_what_rows_find(engine, chance, monkeypatch):
    monkeypatch.setattr("compare.stream.walk._HASHED", 40)
    monkeypatch.setattr("compare.stream.walk._PARTS", 5)
    drawn = random.Random(chance)
    keys = sorted(drawn.sample(range(-50, 400), 150))
    if chance % 2:
        keys = [key * 10**15 for key in keys]
    tables = two_drawn(drawn, keys, engine)
    with made(engine, *tables[0]) as left, made(engine, *tables[1], right=True) as right:
        rows, hashes = (compared(left, right, method) for method in ("rows", "hash"))
    assert hashes.lines == rows.lines
    assert hashes.tally == rows.tally
    assert hashes.tally.whole
