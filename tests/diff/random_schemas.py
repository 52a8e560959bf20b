"""Random schemas of every engine's making, not SQLite's alone."""

from __future__ import annotations

from hypothesis import strategies as st

from compare.model import (
    Check,
    Column,
    ForeignKey,
    Index,
    IndexPart,
    PrimaryKey,
    Schema,
    Table,
    Trigger,
    Unique,
    View,
)

NAMES = ("a", "b", "c", "a, b", "(a)", "A b", "a.b", '"', "ñ", "(unnamed)", "x\n", "", "a desc")
names = st.sampled_from(NAMES)
expressions = st.sampled_from(("a > 0", "lower(a)", "a", "b", "'x'", "a, b"))
optional = st.none() | st.sampled_from(("x", "y", "", "(none)", "z z"))
lists = st.lists(names, min_size=1, max_size=3, unique=True).map(tuple)
conflicts = st.none() | st.sampled_from(("ignore", "replace"))
deferrables = st.sampled_from(
    ("not deferrable", "deferrable initially immediate", "deferrable initially deferred")
)
actions = st.sampled_from(("no action", "cascade", "set null"))
parts = st.builds(IndexPart, expressions, st.booleans(), optional, optional, optional)

columns = st.builds(
    Column,
    name=names,
    type=st.sampled_from(("", "integer", "varchar(10)", "varchar(100)")),
    nullable=st.booleans(),
    default=st.none() | st.sampled_from(("null", "''", "'null'", "1", "")),
    generated=st.none() | st.sampled_from(("stored: a", "virtual: a")),
    identity=optional,
    collation=optional,
    comment=optional,
    on_conflict=conflicts,
)
primary_keys = st.builds(
    PrimaryKey, lists, optional, conflicts, st.just(()) | st.lists(parts, max_size=2).map(tuple)
)
foreign_keys = st.builds(
    ForeignKey, lists, names, lists, actions, actions, optional, deferrables, optional
)
uniques = st.builds(
    Unique,
    lists,
    optional,
    conflicts,
    deferrables,
    st.booleans(),
    st.just(()) | st.lists(parts, max_size=2).map(tuple),
)
indexes = st.builds(
    Index,
    st.lists(parts, min_size=1, max_size=3).map(tuple),
    names,
    st.booleans(),
    optional,
    lists | st.just(()),
    optional,
    st.booleans(),
)
checks = st.builds(Check, expressions, optional)
triggers = st.builds(Trigger, names, st.sampled_from(("after insert begin select 1; end", "x")))


def several(strategy):
    return st.lists(strategy, max_size=3).map(tuple)


tables = st.builds(
    Table,
    name=names,
    columns=st.lists(columns, max_size=4, unique_by=lambda each: each.name.casefold()).map(tuple),
    primary_key=st.none() | primary_keys,
    foreign_keys=several(foreign_keys),
    uniques=several(uniques),
    indexes=several(indexes),
    checks=several(checks),
    triggers=several(triggers),
    options=st.lists(st.sampled_from(("strict", "without rowid")), unique=True).map(tuple),
    comment=optional,
)
# Without words that are names of tables: those are compared as the left calls them.
definitions = st.sampled_from(("select 1", "select 2"))
views = st.builds(View, names, definitions, several(triggers))
settings = st.lists(
    st.tuples(st.sampled_from(("encoding", "user_version")), st.sampled_from(("0", "1"))),
    unique_by=lambda pair: pair[0],
).map(tuple)


def by_name(strategy, size=3):
    listed = st.lists(strategy, max_size=size, unique_by=lambda each: each.name)
    return listed.map(lambda found: tuple(sorted(found, key=lambda each: each.name)))


schemas = st.builds(Schema, tables=by_name(tables), views=by_name(views, size=2), settings=settings)

STRATEGIES = {
    Column: columns,
    PrimaryKey: primary_keys,
    ForeignKey: foreign_keys,
    Unique: uniques,
    Index: indexes,
    IndexPart: parts,
    Check: checks,
    Trigger: triggers,
    Table: tables,
    View: views,
    Schema: schemas,
}
