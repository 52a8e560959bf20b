"""Which tables mean the same, and what each side says was applied."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.diff import diff_ledgers, pair_tables
from compare.diff.renaming import renamed
from compare.model import Ledger

PAIRS = [
    ("equal names", ["post"], ["post"], {}, [("post", "post")]),
    ("the app's label before the name", ["post"], ["blog_post"], {}, [("post", "blog_post")]),
    (
        "an equal name comes before the label",
        ["post"],
        ["post", "blog_post"],
        {},
        [("post", "post")],
    ),
    ("nothing in common", ["post"], ["entrada"], {}, []),
    ("a declared pair", ["post"], ["entrada"], {"post": "entrada"}, [("post", "entrada")]),
    (
        "a declared pair comes before an equal name",
        ["post", "x"],
        ["post", "entrada"],
        {"post": "entrada"},
        [("post", "entrada")],
    ),
    (
        "a declared pair that lacks its right half is left out",
        ["post"],
        ["blog_post"],
        {"post": "entrada"},
        [],
    ),
    (
        "a declared pair that lacks its left half takes nothing",
        ["entrada"],
        ["entrada"],
        {"post": "entrada"},
        [("entrada", "entrada")],
    ),
    (
        "two that declare one table: the first has it",
        ["a", "b"],
        ["c"],
        {"a": "c", "b": "c"},
        [("a", "c")],
    ),
    (
        "a name that has the label on the left as well",
        ["blog_post", "post"],
        ["blog_post", "blog_blog_post"],
        {},
        [("blog_post", "blog_post")],
    ),
]


@pytest.mark.parametrize(
    ("left", "right", "declared", "expected"), [c[1:] for c in PAIRS], ids=[c[0] for c in PAIRS]
)
def test_which_tables_mean_the_same(left, right, declared, expected):
    assert pair_tables(left, right, prefix="blog_", declared=declared) == tuple(expected)


names = st.lists(st.sampled_from(["a", "b", "p_a", "p_b", "p_p_a", "c"]), max_size=6)


@given(names, names, st.dictionaries(st.sampled_from("abc"), st.sampled_from(["a", "p_b", "c"])))
def test_each_name_is_in_one_pair_at_most(left, right, declared):
    pairs = pair_tables(left, right, prefix="p_", declared=declared)

    for side, allowed in ((0, left), (1, right)):
        counts = Counter(pair[side] for pair in pairs)
        assert set(counts) <= set(allowed)
        assert all(count == 1 for count in counts.values())


LEDGERS = [
    ("the same", "a b", "a b", []),
    ("one side lacks one", "a b", "a", ["ledger.missing b: applied | (none)"]),
    (
        "each side has its own",
        "a b",
        "a c",
        ["ledger.missing b: applied | (none)", "ledger.missing c: (none) | applied"],
    ),
    ("another order", "a b", "b a", ["ledger.order applied: a, b | b, a"]),
    ("recorded twice", "a", "a a", ["ledger.order applied: a | a, a"]),
    ("nothing at all", "", "", []),
]


@pytest.mark.parametrize(
    ("left", "right", "expected"), [case[1:] for case in LEDGERS], ids=[case[0] for case in LEDGERS]
)
def test_what_each_side_says_was_applied(left, right, expected):
    one, other = Ledger(tuple(left.split())), Ledger(tuple(right.split()))

    assert [each.line for each in diff_ledgers(one, other)] == expected


NAMES = {"blog_post": "post", "same": "same", "odd name": "plain", "blog_odd": "it's odd"}
RENAMED = [
    ("select id from blog_post", "select id from post"),
    ("select blog_post.id from blog_post", "select post.id from post"),
    ('select "blog_post".id', "select post.id"),
    ("select 'blog_post'", "select 'blog_post'"),
    ("select 'it''s blog_post' from blog_post", "select 'it''s blog_post' from post"),
    ("select x.blog_post from same as blog_post", "select x.blog_post from same as blog_post"),
    ('select x."blog_post"', 'select x."blog_post"'),
    ("select blog_post_id, my_blog_post", "select blog_post_id, my_blog_post"),
    ('insert into "odd name" values (1)', "insert into plain values (1)"),
    ("select * from blog_odd", 'select * from "it\'s odd"'),
]


@pytest.mark.parametrize(("definition", "expected"), RENAMED)
def test_a_definition_with_tables_called_by_other_names(definition, expected):
    assert renamed(definition, NAMES) == expected
