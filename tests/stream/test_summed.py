"""Sums of hashes: for rows that are on many machines, and for dialects without long values."""

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.dialects import sums_of, written
from compare.stream import summed
from compare.stream.source import APART, Digest
from compare.stream.spans import Span
from compare.stream.summed import SummedSpans
from tests.stream.sides import ENGINES, made
from tests.stream.test_hash import (
    ALL_PAIRS,
    CHANGES,
    ROWS,
    compared,
    leave_first_line_out,
    two,
    two_drawn,
)

LINES = st.lists(st.binary(max_size=12), max_size=8)


@pytest.fixture
def sums(monkeypatch):
    """Whatever hashes are asked for, sums are made."""
    monkeypatch.setattr("compare.stream.tables.Spans", SummedSpans)


@given(LINES, LINES)
def test_the_same_sums_are_the_same_lines_in_any_order_and_number(left, right):
    assert (sums_of(left) == sums_of(right)) == (Counter(left) == Counter(right))


@given(LINES, st.integers(0, 8))
def test_sums_are_made_of_sums(lines, place):
    parts = zip(sums_of(lines[:place]), sums_of(lines[place:]), strict=True)
    assert sums_of(lines) == tuple(map(sum, parts))


def test_sums_are_of_all_pieces_and_drawn_anew(monkeypatch):
    assert sums_of([]) == (0, 0, 0, 0)
    one = sums_of([b"a"])
    assert len(set(one)) == 4
    assert all(0 <= each < 2**60 for each in one)
    assert written(one) == " ".join(map(str, one))
    monkeypatch.setattr("compare.dialects.hashing._SALT", b"another")
    assert sums_of([b"a"]) != one


@pytest.mark.parametrize("engine", ENGINES)
def test_each_database_makes_the_sums_that_python_makes(engine):
    with two((engine, engine)) as (left, _), left.opened() as side:
        source = side.source(left.table)
        source.arrange(["id", "a"], [source.stored(column) for column in left.table.columns], 1)
        for span in (Span(0, 7), Span(500, 501), Span(-5, 0), Span(0, ROWS)):
            data = source.packed(side.connections[0], span).data
            lines = data.split(APART) if data else []
            found = source.sums(side.connections[0], span, span.until - span.after)
            digest = Digest(len(lines), sum(map(len, lines)), written(sums_of(lines)))
            assert found == ({0: digest} if lines else {})
        parts = source.sums(side.connections[0], Span(-100, 47), 10)
        assert {part: each.rows for part, each in parts.items()} == {
            10: 10, 11: 10, 12: 10, 13: 10, 14: 7
        }  # fmt: skip


@pytest.mark.parametrize("engines", ALL_PAIRS, ids="-".join)
def test_sums_find_what_rows_find(engines, sums):
    with two(engines, *CHANGES) as both:
        rows, hashes = (compared(*both, method) for method in ("rows", "hash"))
    assert hashes.lines == rows.lines
    assert hashes.tally == rows.tally
    assert (hashes.tally.changed, hashes.tally.only_left) == (1, 1)
    assert hashes.tally.whole


@pytest.mark.parametrize("engines", ALL_PAIRS, ids="-".join)
def test_few_rows_cross_the_wire(engines, sums, asked_for):
    with two(engines) as both:
        assert compared(*both, "hash").tally.compared == ROWS
    assert asked_for == []
    with two(engines, *CHANGES) as both:
        found = compared(*both, "hash")
    assert (found.tally.changed, found.tally.only_left) == (1, 1)
    assert 0 < sum(asked_for) <= 100


# What other sums have lost.
TRAPS = {
    "the same change in an even number of rows": "UPDATE t SET a = 'otra' WHERE id <= 4",
    "a default flipped in all rows": "UPDATE t SET a = 'otra'",
    "values that change places": "UPDATE t SET a = CASE id WHEN 1 THEN 'fila 2' ELSE 'fila 1' END"
    " WHERE id IN (1, 2)",
    "the same rows under other keys": "UPDATE t SET id = id + 20000 WHERE id > 8000",
    "a row twice": "INSERT INTO t SELECT 20000, a FROM t WHERE id = 1",
    "rows gone that were the same": "DELETE FROM t WHERE id IN (3, 4)",
    "NULL and no text": "UPDATE t SET a = CASE id WHEN 5 THEN NULL ELSE '' END WHERE id IN (5, 6)",
}


@pytest.mark.parametrize("trap", TRAPS)
@pytest.mark.parametrize("engine", ENGINES)
def test_nothing_cancels_out(engine, trap, sums):
    with two((engine, engine), TRAPS[trap]) as both:
        rows, hashes = (compared(*both, method) for method in ("rows", "hash"))
    assert sorted(hashes.lines) == sorted(rows.lines)
    assert hashes.tally == rows.tally
    assert hashes.differences


@pytest.mark.parametrize("chance", range(6))
@pytest.mark.parametrize("engine", ENGINES)
def test_whatever_differs_sums_find_what_rows_find(engine, chance, sums, monkeypatch):
    monkeypatch.setattr(summed, "_SUMMED", 40)
    monkeypatch.setattr(summed, "_PARTS", 5)
    monkeypatch.setattr(summed, "_FEW", 3)
    monkeypatch.setattr(summed, "_RANGES", 2)
    drawn = random.Random(chance)
    keys = sorted(drawn.sample(range(-50, 400), 150))
    if chance % 2:
        # As uneven as can be, from the least integer to the greatest.
        keys = [1 - 2**63, *keys, *(key * 10**15 for key in keys[-20:]), 2**63 - 1]
    tables = two_drawn(drawn, list(dict.fromkeys(keys)), engine)
    with made(engine, *tables[0]) as left, made(engine, *tables[1], right=True) as right:
        rows, hashes = (compared(left, right, method) for method in ("rows", "hash"))
    assert sorted(hashes.lines) == sorted(rows.lines)
    assert hashes.tally == rows.tally
    assert hashes.tally.whole


@pytest.mark.parametrize("method", ["rows", "hash"])
def test_a_row_without_a_line_is_told(method, sums, monkeypatch):
    leave_first_line_out(monkeypatch)
    with two(("mariadb", "mariadb")) as both:
        found = compared(*both, method)
    assert found.tally.not_compared == [
        "the row 1 of t: the database makes no one text of it; it may be too long for that (in"
        " MariaDB and MySQL, longer than max_allowed_packet)"
    ]
    assert found.tally.compared == ROWS - 1
