"""Random schemas: nothing differs from itself, and any single facet that is another is seen."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from compare.diff import diff_schemas
from compare.diff.matching import match
from compare.model import Schema
from tests.diff.random_schemas import build, mutated

SEEDS = range(400)


def pairing(left: Schema, right: Schema):
    return tuple(
        (ours.name, theirs.name) for ours, theirs in zip(left.tables, right.tables, strict=True)
    )


def test_a_schema_does_not_differ_from_itself():
    for seed in SEEDS:
        schema = build(Schema, Random(seed))

        assert diff_schemas(schema, schema, pairing(schema, schema)) == (), seed


def test_a_schema_in_another_order_is_the_same():
    for seed in SEEDS:
        random = Random(seed)
        schema = build(Schema, random)

        def shuffled(items, random=random):
            return tuple(random.sample(items, len(items)))

        other = replace(
            schema,
            tables=tuple(
                replace(
                    table,
                    foreign_keys=shuffled(table.foreign_keys),
                    uniques=shuffled(table.uniques),
                    indexes=shuffled(table.indexes),
                    checks=shuffled(table.checks),
                    triggers=shuffled(table.triggers),
                )
                for table in schema.tables
            ),
            settings=shuffled(schema.settings),
        )

        assert diff_schemas(schema, other, pairing(schema, other)) == (), seed


def test_any_single_facet_that_is_another_is_seen():
    tried = 0
    for seed in range(4000):
        random = Random(seed)
        schema = build(Schema, random)
        changed = mutated(schema, random)
        if not well_formed(changed) or same_but_for_order(schema, changed):
            continue
        tried += 1
        there = diff_schemas(schema, changed, pairs(schema, changed))
        back = diff_schemas(changed, schema, pairs(changed, schema))

        assert there, seed
        assert back, seed
        assert all(each.left != each.right for each in (*there, *back)), seed
        assert Counter(each.kind for each in there) == Counter(each.kind for each in back), seed
    assert tried > 1000


def well_formed(schema: Schema) -> bool:
    """No name twice among tables, views, and the columns of one table."""
    lists = [
        [table.name for table in schema.tables],
        [view.name for view in schema.views],
        *([column.name.casefold() for column in table.columns] for table in schema.tables),
    ]
    return all(len(set(names)) == len(names) for names in lists)


def pairs(left: Schema, right: Schema):
    """Tables by position where only one facet is another; by name where one is missing."""
    if len(left.tables) == len(right.tables):
        return pairing(left, right)
    names = {table.name for table in left.tables} & {table.name for table in right.tables}
    return tuple((name, name) for name in sorted(names))


def same_but_for_order(one: Schema, other: Schema) -> bool:
    return same_order(one) == same_order(other)


def same_order(schema: Schema):
    """What is left of a schema where order does not count."""
    return (
        [
            (
                replace(table, foreign_keys=(), uniques=(), indexes=(), checks=(), triggers=()),
                Counter(map(paired, table.foreign_keys)),
                *map(Counter, (table.uniques, table.indexes, table.checks, table.triggers)),
            )
            for table in schema.tables
        ],
        schema.views,
        sorted(schema.settings),
    )


def paired(key):
    """A foreign key without the order in which its pairs of columns are written."""
    if len(key.columns) != len(key.referred_columns):
        return key
    pairs = sorted(zip(key.columns, key.referred_columns, strict=True))
    columns, referred = zip(*pairs, strict=True)
    return replace(key, columns=columns, referred_columns=referred)


letters = st.lists(st.sampled_from(["a", "A", "b", "ab", "B", ""]), max_size=8)


@settings(deadline=None)
@given(letters, letters)
def test_matching_never_loses_nor_doubles_an_object(left, right):
    matched = match(left, right, [lambda text: text, str.lower, lambda text: len(text) or None])

    assert Counter([*(one for one, _ in matched.pairs), *matched.only_left]) == Counter(left)
    assert Counter([*(other for _, other in matched.pairs), *matched.only_right]) == Counter(right)
    assert not {len(text) for text in matched.only_left if text} & {
        len(text) for text in matched.only_right if text
    }


@settings(deadline=None)
@given(letters, letters)
def test_matching_pairs_as_many_equals_as_there_are(left, right):
    matched = match(left, right, [lambda text: text, str.lower])
    equal = sum((Counter(left) & Counter(right)).values())

    assert sum(one == other for one, other in matched.pairs) == equal
