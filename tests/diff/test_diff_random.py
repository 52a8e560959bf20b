"""Random schemas: nothing differs from itself, and any single facet that is another is seen."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, is_dataclass, replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from compare.diff import diff_schemas
from compare.diff.matching import match
from compare.model import Schema
from tests.diff import random_schemas

RELAXED = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


def pairing(left: Schema, right: Schema):
    return tuple(
        (ours.name, theirs.name) for ours, theirs in zip(left.tables, right.tables, strict=True)
    )


@RELAXED
@given(random_schemas.schemas)
def test_a_schema_does_not_differ_from_itself(schema):
    assert diff_schemas(schema, schema, pairing(schema, schema)) == ()


@RELAXED
@given(st.data(), random_schemas.schemas)
def test_a_schema_in_another_order_is_the_same(data, schema):
    def shuffled(items):
        return tuple(data.draw(st.permutations(items)))

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

    assert diff_schemas(schema, other, pairing(schema, other)) == ()


@settings(RELAXED, max_examples=80)
@given(st.data(), random_schemas.schemas)
def test_any_single_facet_that_is_another_is_seen(data, schema):
    changed = mutated(data, schema)
    assume(changed != schema)
    for table in changed.tables:
        names = [column.name.casefold() for column in table.columns]
        assume(len(set(names)) == len(names))
        assume(len(set(table.options)) == len(table.options))
    assume(len({table.name for table in changed.tables}) == len(changed.tables))
    assume(len({view.name for view in changed.views}) == len(changed.views))
    assume(len(dict(changed.settings)) == len(changed.settings))
    assume(same_order(schema) != same_order(changed))

    there = diff_schemas(schema, changed, pairs(schema, changed))
    back = diff_schemas(changed, schema, pairs(changed, schema))

    assert there
    assert back
    assert all(each.left != each.right for each in (*there, *back))
    assert Counter(each.kind for each in there) == Counter(each.kind for each in back)


def pairs(left: Schema, right: Schema):
    """Tables by position where only one facet is another; by name where one is missing."""
    if len(left.tables) == len(right.tables):
        return pairing(left, right)
    names = {table.name for table in left.tables} & {table.name for table in right.tables}
    return tuple((name, name) for name in sorted(names))


def same_order(schema: Schema):
    """What is left of a schema where order does not count."""

    def listed(items):
        return Counter(items)

    return (
        [
            (
                replace(table, foreign_keys=(), uniques=(), indexes=(), checks=(), triggers=()),
                *map(listed, (table.foreign_keys, table.uniques, table.indexes)),
                *map(listed, (table.checks, table.triggers)),
            )
            for table in schema.tables
        ],
        schema.views,
        sorted(schema.settings),
    )


def mutated(data, item):
    """The item with one facet anywhere in it drawn anew."""
    names = [each.name for each in fields(item) if each.name not in ("leftovers", "not_compared")]
    name = data.draw(st.sampled_from(names))
    value = getattr(item, name)
    nested = isinstance(value, tuple) and value and is_dataclass(value[0])
    if nested and data.draw(st.booleans()):
        place = data.draw(st.integers(0, len(value) - 1))
        inner = mutated(data, value[place])
        return replace(item, **{name: (*value[:place], inner, *value[place + 1 :])})
    if is_dataclass(value) and data.draw(st.booleans()):
        return replace(item, **{name: mutated(data, value)})
    if nested:  # take one away, or say one twice
        place = data.draw(st.integers(0, len(value) - 1))
        again = data.draw(st.booleans()) and name not in ("tables", "views", "columns")
        rest = (*value, value[place]) if again else (*value[:place], *value[place + 1 :])
        return replace(item, **{name: rest})
    other = data.draw(random_schemas.STRATEGIES[type(item)])
    return replace(item, **{name: getattr(other, name)})


letters = st.lists(st.sampled_from(["a", "A", "b", "ab", "B", ""]), max_size=8)


@given(letters, letters)
def test_matching_never_loses_nor_doubles_an_object(left, right):
    matched = match(left, right, [lambda text: text, str.lower, lambda text: len(text) or None])

    assert Counter([*(one for one, _ in matched.pairs), *matched.only_left]) == Counter(left)
    assert Counter([*(other for _, other in matched.pairs), *matched.only_right]) == Counter(right)
    assert not {len(text) for text in matched.only_left if text} & {
        len(text) for text in matched.only_right if text
    }


@given(letters, letters)
def test_matching_pairs_as_many_equals_as_there_are(left, right):
    matched = match(left, right, [lambda text: text, str.lower])
    equal = sum((Counter(left) & Counter(right)).values())

    assert sum(one == other for one, other in matched.pairs) == equal
