"""Lines without a counterpart, put by on a heap and sorted by what they mean."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import compare.stream.differing
from compare.stream.unmatched import Unmatched
from tests.stream.sides import ENGINES, between, filled

LINES = st.lists(st.tuples(st.sampled_from([b"a", b"b", b"c"]), st.integers(0, 1)))


@given(LINES, st.integers(1, 5), st.integers(1, 30))
def test_all_lines_come_back_and_no_pair_is_cut(lines, most, room):
    heap = Unmatched()
    for number, (mark, side) in enumerate(lines):
        heap.add(mark, side, b"%s%d" % (mark, number))

    batches = list(heap.batches(most, room))

    back = [(line[:1], side, line) for batch in batches for side in (0, 1) for line in batch[side]]
    put = [(mark, side, b"%s%d" % (mark, place)) for place, (mark, side) in enumerate(lines)]
    assert sorted(back) == sorted(put)
    for mark in (b"a", b"b", b"c"):
        found = [Counter(line[:1] for line in side)[mark] for batch in batches for side in batch]
        paired = sum(min(pair) for pair in zip(found[::2], found[1::2], strict=True))
        assert paired == min(lines.count((mark, 0)), lines.count((mark, 1)))
    assert all(len(side) <= most for batch in batches for side in batch)
    pair = 2 * max((len(line) for _, _, line in put), default=0)
    assert all(len(b"".join(batch[0] + batch[1])) < room + pair for batch in batches)


@pytest.mark.parametrize(
    "engines", [(one, other) for one in ENGINES for other in ENGINES if one <= other]
)
def test_rows_of_one_meaning_find_each_other_however_far_apart_they_are(engines, monkeypatch):
    monkeypatch.setattr(compare.stream.differing, "_BATCH", 3)
    numbers = [number for number in range(1, 60) if number % 7]

    def rows(exact):
        return [f"'x', {number}{exact}, {number}.5" for number in [*numbers, 5, 5, 5]]

    left = filled("a VARCHAR(40), b NUMERIC(12, 6), c NUMERIC(12, 2)", rows(".25"))
    right = filled("a VARCHAR(40), b NUMERIC(14, 8), c NUMERIC(12, 3)", rows(".2500"))

    found = between(engines, left, right)
    assert [each for each in found.differences if each.kind != "row.storage"] == []

    more = [*right, "DELETE FROM t WHERE c = 58.5", "INSERT INTO t VALUES ('x', 5.25, 5.5)"]
    found = between(engines, left, more)
    assert (found.tally.only_left, found.tally.only_right) == (1, 1)
    assert found.tally.changed == 0


def test_a_row_that_is_there_more_often_is_told_as_often(monkeypatch):
    monkeypatch.setattr(compare.stream.differing, "_BATCH", 3)
    left = filled("a VARCHAR(9)", ["'x'"] * 20 + ["'y'"] * 4)
    right = filled("a VARCHAR(9)", ["'x'"] * 11 + ["'z'"] * 5)

    found = between(("sqlite", "sqlite"), left, right)

    assert (found.tally.only_left, found.tally.only_right) == (13, 5)


@pytest.mark.parametrize("fraction", [".000000", ".5"])
def test_rows_whose_key_is_written_in_two_ways_find_each_other(fraction, monkeypatch):
    monkeypatch.setattr(compare.stream.differing, "_BATCH", 3)
    columns = "at DATETIME NOT NULL PRIMARY KEY, v INTEGER"
    days = [f"2024-01-{day:02} 10:00:00" for day in range(1, 20)]
    left = [f"'{day}{fraction}', {number}" for number, day in enumerate(days)]
    right = [each.replace(" ", "T", 1).replace(".000000", "") for each in left]

    found = between(("sqlite", "sqlite"), filled(columns, left), filled(columns, right))
    assert [each.kind for each in found.differences] == ["row.storage"]

    right[4:6] = [right[4].replace(", 4", ", 44")]
    found = between(("sqlite", "sqlite"), filled(columns, left), filled(columns, right))
    assert (found.tally.changed, found.tally.only_left, found.tally.only_right) == (1, 1, 0)
