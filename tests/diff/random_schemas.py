"""Random schemas of every engine's making, not SQLite's alone.

Drawn from a seeded generator and not by Hypothesis's own strategies, which take a hundred times
as long over objects of so many parts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from random import Random
from typing import Any

from compare.model import (
    Check,
    Column,
    ForeignKey,
    Index,
    IndexPart,
    PrimaryKey,
    Schema,
    SchemaObject,
    Table,
    Trigger,
    Unique,
    View,
)

NAMES = ("a", "b", "c", "a, b", "(a)", "A b", "a.b", '"', "ñ", "(unnamed)", "x\n", "", "a desc")
EXPRESSIONS = ("a > 0", "lower(a)", "a", "b", "'x'", "a, b")
OPTIONAL = (None, "x", "y", "", "(none)", "z z")
CONFLICTS = (None, "ignore", "replace")
DEFERRABLES = (
    "not deferrable",
    "deferrable initially immediate",
    "deferrable initially deferred",
)
ACTIONS = ("no action", "cascade", "set null")
FLAGS = (False, True)
OPTIONS = ("not valid", "include (b)")
# Without words that are names of tables: those are compared as the left calls them.
DEFINITIONS = ("select 1", "select 2")

Draw = Callable[[Random], Any]


def one_of(values: tuple[object, ...]) -> Draw:
    return lambda random: random.choice(values)


def distinct(values: tuple[str, ...], least: int, most: int) -> Draw:
    return lambda random: tuple(random.sample(values, random.randint(least, most)))


def several(kind: type, most: int = 3, least: int = 0) -> Draw:
    return lambda random: tuple(build(kind, random) for _ in range(random.randint(least, most)))


def named(kind: type, most: int) -> Draw:
    """Objects of different names (whatever their case), in the order of their names."""

    def draw(random: Random) -> tuple[Any, ...]:
        names = sorted(random.sample(NAMES, random.randint(0, most)))
        return tuple(replace(build(kind, random), name=name) for name in names)

    return draw


def shuffled(draw: Draw) -> Draw:
    def drawn(random: Random) -> tuple[Any, ...]:
        found = list(draw(random))
        random.shuffle(found)
        return tuple(found)

    return drawn


def sometimes(kind: type) -> Draw:
    return lambda random: build(kind, random) if random.random() < 0.7 else None


def settings(random: Random) -> tuple[tuple[str, str], ...]:
    names = random.sample(("encoding", "user_version"), random.randint(0, 2))
    return tuple((name, random.choice("01")) for name in names)


DRAWS: dict[type, dict[str, Draw]] = {
    Column: {
        "name": one_of(NAMES),
        "type": one_of(("", "integer", "varchar(10)", "varchar(100)")),
        "nullable": one_of(FLAGS),
        "default": one_of((None, "null", "''", "'null'", "1", "")),
        "generated": one_of((None, "stored: a", "virtual: a")),
        "identity": one_of(OPTIONAL),
        "collation": one_of(OPTIONAL),
        "comment": one_of(OPTIONAL),
        "on_conflict": one_of(CONFLICTS),
        "options": distinct(OPTIONS, 0, 2),
    },
    IndexPart: {
        "expression": one_of(EXPRESSIONS),
        "descending": one_of(FLAGS),
        "collation": one_of(OPTIONAL),
        "operator_class": one_of(OPTIONAL),
        "nulls": one_of(OPTIONAL),
    },
    PrimaryKey: {
        "columns": distinct(NAMES, 1, 3),
        "name": one_of(OPTIONAL),
        "on_conflict": one_of(CONFLICTS),
        "parts": several(IndexPart, 2),
        "options": distinct(OPTIONS, 0, 2),
    },
    ForeignKey: {
        "columns": distinct(NAMES, 1, 3),
        "referred_table": one_of(NAMES),
        "referred_columns": distinct(NAMES, 0, 3),
        "on_delete": one_of(ACTIONS),
        "on_update": one_of(ACTIONS),
        "match": one_of(OPTIONAL),
        "deferrable": one_of(DEFERRABLES),
        "name": one_of(OPTIONAL),
        "options": distinct(OPTIONS, 0, 2),
    },
    Unique: {
        "columns": distinct(NAMES, 1, 3),
        "name": one_of(OPTIONAL),
        "on_conflict": one_of(CONFLICTS),
        "deferrable": one_of(DEFERRABLES),
        "nulls_not_distinct": one_of(FLAGS),
        "parts": several(IndexPart, 2),
        "options": distinct(OPTIONS, 0, 2),
    },
    Index: {
        "parts": several(IndexPart, 3, least=1),
        "name": one_of(NAMES),
        "unique": one_of(FLAGS),
        "predicate": one_of(OPTIONAL),
        "include": distinct(NAMES, 0, 2),
        "method": one_of(OPTIONAL),
        "nulls_not_distinct": one_of(FLAGS),
        "options": distinct(OPTIONS, 0, 2),
    },
    Check: {
        "expression": one_of(EXPRESSIONS),
        "name": one_of(OPTIONAL),
        "options": distinct(OPTIONS, 0, 2),
    },
    Trigger: {"name": one_of(NAMES), "definition": one_of(DEFINITIONS)},
    SchemaObject: {
        "kind": one_of(("policy", "rule")),
        "name": one_of(OPTIONAL),
        "definition": one_of(DEFINITIONS),
    },
    Table: {
        "name": one_of(NAMES),
        "columns": shuffled(named(Column, 4)),
        "primary_key": sometimes(PrimaryKey),
        "foreign_keys": several(ForeignKey),
        "uniques": several(Unique),
        "indexes": several(Index),
        "checks": several(Check),
        "triggers": several(Trigger),
        "options": distinct(("strict", "without rowid"), 0, 2),
        "comment": one_of(OPTIONAL),
        "others": several(SchemaObject),
    },
    View: {
        "name": one_of(NAMES),
        "definition": one_of(DEFINITIONS),
        "triggers": several(Trigger),
        "others": several(SchemaObject),
    },
    Schema: {
        "tables": named(Table, 3),
        "views": named(View, 2),
        "settings": settings,
        "objects": several(SchemaObject),
    },
}


def build(kind: type, random: Random) -> Any:
    """An object of this kind, every facet drawn."""
    return kind(**{name: draw(random) for name, draw in DRAWS[kind].items()})


def mutated(item: Any, random: Random) -> Any:
    """The item with one facet anywhere in it drawn anew; it may come out the same."""
    assert {each.name for each in fields(item)} - {"leftovers", "not_compared"} == set(
        DRAWS[type(item)]
    )
    name = random.choice(list(DRAWS[type(item)]))
    value = getattr(item, name)
    nested = isinstance(value, tuple) and value and is_dataclass(value[0])
    if nested and random.random() < 0.7:
        place = random.randrange(len(value))
        inner = mutated(value[place], random)
        return replace(item, **{name: (*value[:place], inner, *value[place + 1 :])})
    if is_dataclass(value) and random.random() < 0.7:
        return replace(item, **{name: mutated(value, random)})
    if nested:  # take one away, or say one twice
        place = random.randrange(len(value))
        again = random.random() < 0.5 and name not in ("tables", "views", "columns")
        rest = (*value, value[place]) if again else (*value[:place], *value[place + 1 :])
        return replace(item, **{name: rest})
    return replace(item, **{name: DRAWS[type(item)][name](random)})
