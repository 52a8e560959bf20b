"""Two sorted runs of lines against a plain dictionary."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from compare.stream.fields import Field, Framing, Key
from compare.stream.forms import reader
from compare.stream.merge import Run, crossed, parted, parted_in

KEY = Key((Field((), Framing.PLAIN, reader("integer"), "integer", "", number=True),))
CUTS = st.lists(st.integers(0, 60), max_size=6)
ROWS = st.dictionaries(st.integers(-30, 30), st.sampled_from("abc"))


def run(lines, cuts):
    """Lines in blocks that end at any places, so that some are empty."""
    ends = [0, *sorted(min(cut, len(lines)) for cut in cuts), len(lines)]
    return Run([lines[start:end] for start, end in pairwise(ends)])


def lines_of(rows):
    return [b"%d\x1f%s" % (key, rows[key].encode()) for key in sorted(rows)]


@given(ROWS, ROWS, CUTS, CUTS)
def test_rows_with_a_key_part_as_in_a_dictionary(left, right, cuts, others):
    ours, theirs = run(lines_of(left), cuts), run(lines_of(right), others)

    found = list(parted(ours, theirs, KEY))

    expected = [
        tuple(b"%d\x1f%s" % (key, side[key].encode()) if key in side else None for side in both)
        for both in [(left, right)]
        for key in sorted(left | right)
        if left.get(key) != right.get(key)
    ]
    assert sorted(found, key=repr) == sorted(expected, key=repr)
    assert (ours.ahead(), theirs.ahead()) == (0, 0)


@given(ROWS, CUTS, CUTS)
def test_what_is_the_same_never_parts_wherever_blocks_end(rows, cuts, others):
    ours, theirs = run(lines_of(rows), cuts), run(lines_of(rows), others)

    assert list(parted(ours, theirs, KEY)) == []
    assert (ours.ahead(), theirs.ahead()) == (0, 0)


SHUFFLED = st.builds(
    lambda rows, order: dict(sorted(rows.items(), key=lambda item: order[item[0] + 30])),
    ROWS,
    st.permutations(range(61)),
)


@given(SHUFFLED, SHUFFLED)
def test_rows_in_no_order_part_as_in_a_dictionary_or_are_seen_to_be_crossed(left, right):
    spans = [
        b"|".join(b"%d\x1f%s" % (key, side[key].encode()) for key in side) for side in (left, right)
    ]

    found = list(parted_in(*spans, b"|", KEY))

    if not crossed(found, KEY):
        keys = {int((one or other).partition(b"\x1f")[0]) for one, other in found}
        assert keys == {key for key in left | right if left.get(key) != right.get(key)}
        assert len(keys) == len(found)


@given(ROWS, ROWS)
def test_rows_in_order_are_never_crossed(left, right):
    spans = [b"|".join(lines_of(side)) for side in (left, right)]
    assert not crossed(parted_in(*spans, b"|", KEY), KEY)


def test_a_row_on_both_sides_is_seen_where_the_order_is_not_the_same():
    assert crossed(parted_in(b"1\x1fa|2\x1fa", b"2\x1fa|1\x1fa", b"|", KEY), KEY)


LONG = st.dictionaries(st.integers(0, 99), st.sampled_from([b"a", b"b", b"ab", b"x" * 300]))


@given(LONG, LONG, st.sampled_from([b"|", b"\x1eabc"]))
def test_two_spans_part_as_in_a_dictionary(left, right, apart):
    spans = [
        apart.join(b"%d\x1f%s" % (key, side[key]) for key in sorted(side)) for side in (left, right)
    ]

    found = list(parted_in(*spans, apart, KEY))

    assert found == [
        tuple(b"%d\x1f%s" % (key, side[key]) if key in side else None for side in (left, right))
        for key in sorted(left | right)
        if left.get(key) != right.get(key)
    ]


@given(LONG, st.integers(0, 99), st.sampled_from([b"a", b"c", b"y" * 300]))
def test_one_row_of_a_span_that_is_not_the_same_is_found_alone(rows, key, held):
    changed = {**rows, key: held}
    spans = [
        b"|".join(b"%d\x1f%s" % (key, side[key]) for key in sorted(side))
        for side in (rows, changed)
    ]
    expected = [] if rows.get(key) == held else [key]

    found = list(parted_in(*spans, b"|", KEY))

    assert [KEY.of(one or other)[0][1] for one, other in found] == expected


@given(
    st.lists(st.sampled_from(LINES := [b"", b"a", b"b", b"\x1f"])),
    st.lists(st.sampled_from(LINES)),
    CUTS,
)
def test_of_rows_without_a_key_none_is_swallowed(left, right, cuts):
    ours, theirs = (sorted(lines, key=Key().of) for lines in (left, right))

    found = list(parted(run(ours, cuts), run(theirs, []), Key()))

    assert Counter(one for one, _ in found if one is not None) == Counter(left) - Counter(right)
    assert Counter(two for _, two in found if two is not None) == Counter(right) - Counter(left)


def test_a_difference_at_each_place_of_a_long_run_is_found():
    lines = [b"%d\x1fx" % key for key in range(200)]
    for at in range(200):
        other = [*lines[:at], b"%d\x1fy" % at, *lines[at + 1 :]]
        assert list(parted(run(lines, [50]), run(other, [7, 90]), KEY)) == [(lines[at], other[at])]


def test_numbers_are_in_order_of_their_size_not_of_their_digits():
    ours = [b"-10\x1fa", b"9\x1fa", b"10\x1fa"]
    theirs = [b"-9\x1fa", b"9\x1fb", b"10\x1fa"]

    assert list(parted(run(ours, []), run(theirs, []), KEY)) == [
        (ours[0], None),
        (None, theirs[0]),
        (ours[1], theirs[1]),
    ]
