"""Random tables: however they are written they read the same, and as SQLAlchemy reads them."""

from __future__ import annotations

import warnings
from dataclasses import replace

import sqlalchemy as sa
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DatabaseError, SAWarning

from compare.diff import diff_schemas
from compare.inspect import read_schema
from tests.inspect import random_tables
from tests.inspect.databases import connected
from tests.inspect.random_tables import LITERALS, TYPES, Style

RELAXED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
RANDOM = st.randoms(use_true_random=False)
USER = "CREATE TABLE usuario (id INTEGER PRIMARY KEY)"


def read(statements):
    try:
        with connected(USER, *statements) as connection:
            return read_schema(connection)
    except DatabaseError:
        assume(False)  # SQLite refuses it, as it does a key that says NULL


@RELAXED
@given(random_tables.tables, RANDOM)
def test_however_a_table_is_written_it_reads_the_same(table, random):
    plain = read(Style().written(table))
    fancy = read(Style(random).written(table))

    assert plain.not_compared == fancy.not_compared == ()
    pairing = tuple((each.name, each.name) for each in plain.tables)
    assert diff_schemas(plain, fancy, pairing) == ()


@RELAXED
@given(st.data(), RANDOM)
def test_a_random_fault_is_seen_however_it_is_written(data, random):
    table = data.draw(random_tables.tables)
    place = data.draw(st.integers(0, len(table.columns) - 1))
    column = table.columns[place]
    changed = data.draw(
        st.sampled_from(
            [
                replace(column, not_null=not column.not_null),
                replace(column, unique=not column.unique),
                *(replace(column, type=each) for each in TYPES),
                *(replace(column, default=each) for each in (None, *LITERALS)),
                *(replace(column, collation=each) for each in (None, "NOCASE", "RTRIM")),
                *(replace(column, check=each) for each in (None, *LITERALS)),
                *(replace(column, target=each) for each in (None, "usuario", "nowhere")),
            ]
        )
    )
    assume(changed != column)
    faulty = replace(table, columns=(*table.columns[:place], changed, *table.columns[place + 1 :]))
    left, right = read(Style().written(table)), read(Style(random).written(faulty))

    pairing = tuple((each.name, each.name) for each in left.tables)
    found = diff_schemas(left, right, pairing)
    rowid = place == table.key and column.type == "INTEGER"
    if rowid and replace(changed, not_null=column.not_null) == column:
        assert found == ()  # NOT NULL or not, a rowid is never NULL
    else:
        assert found


@RELAXED
@given(random_tables.tables)
def test_sqlalchemy_reads_the_same_of_what_is_plainly_written(table):
    try:
        with connected(USER, *Style().written(table)) as connection, warnings.catch_warnings():
            # It reads a foreign key to a name with a parenthesis wrongly, and says so.
            warnings.simplefilter("ignore", SAWarning)
            ours = read_schema(connection).table(table.name)
            inspector = sa.inspect(connection)
            theirs = inspector.get_columns(table.name)
            key = inspector.get_pk_constraint(table.name)["constrained_columns"]
            foreign = inspector.get_foreign_keys(table.name)
    except DatabaseError:
        assume(False)

    assert [column.name for column in ours.columns] == [column["name"] for column in theirs]
    assert list(ours.primary_key.columns if ours.primary_key else ()) == key
    assert sorted(
        (list(each.columns), each.referred_table) for each in ours.foreign_keys
    ) == sorted((each["constrained_columns"], each["referred_table"]) for each in foreign)
    rowid = key[0] if len(key) == 1 else None
    for column, their in zip(ours.columns, theirs, strict=True):
        if column.name != rowid:
            assert column.nullable == their["nullable"]
        assert (column.default is None) == (their["default"] is None)
