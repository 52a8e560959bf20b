"""Why behaviour may differ, and what these reasons must not explain."""

from dataclasses import replace

import pytest

from compare.between.behaviour import BEHAVIOUR_REASONS, explain_behaviour
from compare.between.reasons import Reason
from compare.between.results import Stands
from compare.model import Column, Difference, PrimaryKey, Table

LITE, POST, MARIA = "sqlite", "postgresql", "mariadb"
NN, LONG, RANGE = "refused: not null", "refused: too long", "refused: out of range"
NOW, LATE = "refused: foreign key", "refused at commit: foreign key"
NEXT = "the next number"


def behaviour(kind, left, right, types=("integer", "integer"), where="post.c", identity=None):
    columns = [Column("c", each, identity=identity) for each in types]
    tables = [Table("post", (column,), PrimaryKey(("c",))) for column in columns]
    return Difference(
        "behaviour", f"behaviour.{kind}", where, left, right, "post", "c", *columns, *tables
    )


def length(left, right, *types):
    return behaviour("length", left, right, types, "post.c: 6 characters")


def key_of_null(left, right, identity="by default"):
    return behaviour("null", left, right, identity=identity)


EXPLAINED = [
    ((LITE, POST), length("stored", LONG, "varchar(5)", "character varying(5)")),
    ((POST, LITE), length(LONG, "stored", "character varying(5)", "varchar(5)")),
    ((LITE, MARIA), length("stored", RANGE, "integer", "int(11)")),
    ((LITE, MARIA), length("stored", "cut to 5 characters", "varchar(5)", "varchar(5)")),
    ((LITE, POST), length("stored", "stored as 0.1", "decimal(5,1)", "numeric(5,1)")),
    ((LITE, POST), key_of_null(NEXT, NN)),
    ((POST, MARIA), key_of_null(NN, NEXT)),
]


@pytest.mark.parametrize(("engines", "difference"), EXPLAINED)
def test_what_the_engines_do_otherwise_is_explained(engines, difference):
    reason = explain_behaviour(difference, engines, ())
    assert reason is not None
    assert reason.kind == "engines"


@pytest.mark.parametrize(
    ("engines", "difference"),
    [
        # another length, or none
        ((LITE, POST), length("stored", LONG, "varchar(6)", "character varying(5)")),
        ((LITE, POST), length("stored", LONG, "text", "character varying(5)")),
        ((LITE, POST), length("stored", RANGE, "bigint", "integer")),
        # SQLite is the one that refuses, or changes the value
        ((LITE, POST), length("refused: check", "stored", "varchar(5)", "character varying(5)")),
        ((LITE, POST), length(LONG, "stored", "varchar(5)", "character varying(5)")),
        ((LITE, POST), length("stored as 1", LONG, "varchar(5)", "character varying(5)")),
        # the other refuses it for another reason
        ((LITE, POST), length("stored", "refused: trigger", "varchar(5)", "character varying(5)")),
        ((LITE, POST), length("stored", "computed", "varchar(5)", "character varying(5)")),
        # no SQLite, or one engine
        ((MARIA, POST), length("stored", LONG, "varchar(5)", "character varying(5)")),
        ((LITE, LITE), length("stored", LONG, "varchar(5)", "varchar(5)")),
        # no id that is handed out, or not by both
        ((LITE, POST), key_of_null(NEXT, NN, identity=None)),
        ((LITE, POST), key_of_null("NULL", NN)),
        ((LITE, POST), key_of_null("7", NN)),
        ((POST, MARIA), key_of_null(NEXT, NN)),
        ((LITE, MARIA), key_of_null(NEXT, NN)),
        ((POST, POST), key_of_null(NEXT, NN)),
        # other kinds
        ((LITE, POST), behaviour("default", NEXT, NN, identity="by default")),
        ((LITE, POST), behaviour("default", "1", "2")),
        ((LITE, POST), behaviour("check", "stored: 1", "refused: 1")),
        ((LITE, MARIA), behaviour("unique", "stored", "refused: unique")),
        ((LITE, POST), behaviour("foreign_key", NOW, LATE, where="post(c) without a parent")),
    ],
)
def test_what_they_need_not_do_is_not(engines, difference):
    assert explain_behaviour(difference, engines, ()) is None


def test_a_null_that_is_no_whole_key_is_not_explained():
    found = key_of_null(NEXT, NN)
    table = replace(found.left_table, primary_key=PrimaryKey(("c", "d")))
    assert explain_behaviour(replace(found, left_table=table), (LITE, POST), ()) is None


def schema(kind, where, name="deferrable-foreign-key", reason_kind="convention"):
    reason = None if name is None else Reason(reason_kind, name, "so it is")
    return Stands(Difference("schema", kind, where, "x", "y", "post"), reason)


def without_a_parent(left=NOW, right=LATE):
    return behaviour("foreign_key", left, right, where="post(c) without a parent")


@pytest.mark.parametrize(
    ("difference", "stands"),
    [
        (without_a_parent(), schema("foreign-key.deferrable", "post(c)")),
        (without_a_parent(), schema("foreign-key.deferrable", "post(c)", "my waiver", "waiver")),
        (length("stored", RANGE, "a", "b"), schema("column.type", "post.c", "key-width")),
        (length("stored", RANGE, "a", "b"), schema("column.type", "post.c", "mine", "waiver")),
        (behaviour("null", "NULL", NN), schema("column.nullable", "post.c", "mine", "waiver")),
        (behaviour("default", "7", NN), schema("column.default", "post.c", "mine", "waiver")),
        (
            behaviour("unique", "refused: unique", "refused at commit: unique", where="post(c)"),
            schema("unique.clause", "post(c)", "mine", "waiver"),
        ),
        (
            behaviour("foreign_key", "gone", NOW, where="post(c) delete parent"),
            schema("foreign-key.on-delete", "post(c)", "mine", "waiver"),
        ),
        (
            behaviour("foreign_key", "gone", NOW, where="post(c) update parent"),
            schema("foreign-key.on-update", "post(c)", "mine", "waiver"),
        ),
    ],
)
def test_it_stands_for_the_reason_of_what_it_follows_from(difference, stands):
    assert explain_behaviour(difference, (POST, POST), [stands]) == stands.reason


@pytest.mark.parametrize(
    ("difference", "stands"),
    [
        # elsewhere, or something else
        (without_a_parent(), schema("foreign-key.deferrable", "post(d)")),
        (without_a_parent(), schema("foreign-key.on-delete", "post(c)", "mine", "waiver")),
        (length("stored", RANGE, "a", "b"), schema("column.type", "post.d", "key-width")),
        # unexplained itself
        (without_a_parent(), schema("foreign-key.deferrable", "post(c)", None)),
        # more than when it is refused
        (without_a_parent(NOW, "stored"), schema("foreign-key.deferrable", "post(c)")),
        # a reason that says both mean the same
        (length("stored", LONG, "a", "b"), schema("column.type", "post.c", "boolean-type-name")),
        (
            length("stored", LONG, "a", "b"),
            schema("column.type", "post.c", "engine-type", "engines"),
        ),
        (
            behaviour("default", "7", "8"),
            schema("column.default", "post.c", "quoted-default", "convention"),
        ),
        # a duplicate that is stored
        (
            behaviour("unique", "stored", "refused at commit: unique", where="post(c)"),
            schema("unique.clause", "post(c)", "mine", "waiver"),
        ),
        # neither refuses NULL
        (behaviour("null", "NULL", "7"), schema("column.nullable", "post.c", "mine", "waiver")),
    ],
)
def test_it_does_not_stand_for_another(difference, stands):
    assert explain_behaviour(difference, (POST, POST), [stands]) is None


def test_every_reason_names_its_source():
    assert all(each.sources and each.title for each in BEHAVIOUR_REASONS)
