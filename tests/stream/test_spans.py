"""A table cut into spans: all keys, none twice, and never more of them at once than fit."""

from bisect import bisect_left, bisect_right
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.stream.spans import AT_ONCE, ROOM, Extent, Portion, cut

KEYS = st.sets(st.integers(-(2**63), 2**63 - 1), max_size=400).map(sorted)


def extent(keys):
    return Extent(len(keys), keys[0], keys[-1]) if keys else Extent(0, 0, 0)


def marks(*tables):
    def every(number):
        return sorted({key for keys in tables for key in keys[number - 1 :: number]})

    return every


def held(keys, span):
    return keys[bisect_right(keys, span.after) : bisect_right(keys, span.until)]


@given(KEYS, KEYS, st.integers(1, 500))
def test_every_key_is_in_one_span(left, right, most):
    spans = list(cut(extent(left), extent(right), Portion(most, most), marks(left, right)))
    for keys in (left, right):
        assert [key for span in spans for key in held(keys, span)] == keys
    assert all(one.until == other.after for one, other in pairwise(spans))


@pytest.mark.parametrize(
    "keys",
    [
        range(1, 50_001),
        range(-25_000, 25_000),
        [*range(30_000), 2**63 - 1],
        [-(2**63), *range(10**12, 10**12 + 30_000)],
        range(0, 7 * 20_000, 7),
        [number * 10**9 for number in range(30_000)],
    ],
)
def test_no_span_holds_much_more_than_a_portion(keys):
    keys = list(keys)
    for span in cut(extent(keys), extent(keys), Portion(AT_ONCE), marks(keys)):
        count = bisect_right(keys, span.until) - bisect_left(keys, span.after + 1)
        # A table with a few gaps is cut by the width of its keys.
        assert count <= 8 * AT_ONCE


def test_gaps_that_nobody_knew_of_are_met_and_passed_over():
    keys = [*range(1000), *range(10**9, 10**9 + 1000)]
    believed = Extent(10**9, keys[0], keys[-1], counted=False)
    portion = Portion(10)
    asked = []

    def noted(every):
        asked.append(every)
        return marks(keys)(every)

    spans = []
    for span in cut(believed, believed, portion, noted):
        spans.append(span)
        portion.learn(bisect_right(keys, span.until) - bisect_left(keys, span.after + 1), 10)
    assert len(asked) == 1
    assert len(spans) < 400
    assert [span.after for span in spans[1:]] == [span.until for span in spans[:-1]]
    assert (spans[0].after, spans[-1].until) == (-1, keys[-1])


def test_empty_tables_have_no_spans():
    assert list(cut(Extent(0, 0, 0), Extent(0, 0, 0), Portion(), marks([]))) == []


def test_a_portion_grows_step_by_step_and_never_beyond_its_room():
    portion = Portion()
    seen = [portion.rows]
    for _ in range(6):
        portion.learn(100, 100 * 300)
        seen.append(portion.rows)
    assert seen == sorted(seen)
    assert seen[0] == 1
    assert all(after <= 16 * before for before, after in pairwise(seen))
    assert seen[-1] == AT_ONCE
    portion.learn(10, 10 * ROOM)
    assert portion.rows == 1
    portion.learn(0, 0)
    assert portion.rows == 1
