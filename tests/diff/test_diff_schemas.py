"""Two schemas, and the lines that say how they differ."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace

import pytest

from compare.diff import diff_schemas
from compare.model import (
    Check,
    Column,
    ForeignKey,
    Index,
    IndexPart,
    NotCompared,
    PrimaryKey,
    Schema,
    SchemaObject,
    Table,
    Trigger,
    Unique,
    View,
)

PART = IndexPart("a", False, "nocase", "text_ops", "first")
WORDS = ("with more",)
COLUMN = Column("a", "text", True, "'x'", "stored: b", "always", "c", "said", "ignore", WORDS)
KEY = PrimaryKey(("a",), "pk", "ignore", options=WORDS)
REFERENCE = ForeignKey(
    ("a",), "t", ("a",), "cascade", "set null", "full", "not deferrable", "fk", WORDS
)
UNIQUE = Unique(("a",), "uq", "ignore", "not deferrable", False, options=WORDS)
INDEX = Index((PART,), "ix", False, "a > 0", ("b",), "btree", False, WORDS)
CHECK = Check("a > 0", "ck", WORDS)
OTHER = SchemaObject("policy", "p", "using (a > 0)")
TRIGGER = Trigger("g", "after insert begin select 1; end")
TABLE = Table(
    "t",
    (COLUMN, Column("b", "int")),
    KEY,
    (REFERENCE,),
    (UNIQUE,),
    (INDEX,),
    (CHECK,),
    (TRIGGER,),
    ("strict",),
    "said",
    (OTHER,),
)
VIEW = View("v", "select 1", (TRIGGER,), (OTHER,))
SCHEMA = Schema((TABLE,), (VIEW,), settings=(("encoding", "utf-8"),), objects=(OTHER,))


def with_table(**changes) -> Schema:
    return replace(SCHEMA, tables=(replace(TABLE, **changes),))


HOLDERS = [
    (COLUMN, lambda item: with_table(columns=(item, TABLE.columns[1]))),
    (KEY, lambda item: with_table(primary_key=item)),
    (REFERENCE, lambda item: with_table(foreign_keys=(item,))),
    (UNIQUE, lambda item: with_table(uniques=(item,))),
    (INDEX, lambda item: with_table(indexes=(item,))),
    (PART, lambda item: with_table(indexes=(replace(INDEX, parts=(item,)),))),
    (PART, lambda item: with_table(uniques=(replace(UNIQUE, parts=(item,)),))),
    (PART, lambda item: with_table(primary_key=replace(KEY, parts=(item,)))),
    (CHECK, lambda item: with_table(checks=(item,))),
    (TRIGGER, lambda item: with_table(triggers=(item,))),
    (TRIGGER, lambda item: replace(SCHEMA, views=(replace(VIEW, triggers=(item,)),))),
    (OTHER, lambda item: with_table(others=(item,))),
    (OTHER, lambda item: replace(SCHEMA, views=(replace(VIEW, others=(item,)),))),
    (OTHER, lambda item: replace(SCHEMA, objects=(item,))),
    (TABLE, lambda item: replace(SCHEMA, tables=(item,))),
    (VIEW, lambda item: replace(SCHEMA, views=(item,))),
    (SCHEMA, lambda item: item),
]
FACETS = [
    pytest.param(item, hold, each, id=f"{type(item).__name__}.{each.name} ({place})")
    for place, (item, hold) in enumerate(HOLDERS)
    for each in fields(item)
    if each.name != "not_compared"  # the caller reports it
]


@pytest.mark.parametrize(("item", "hold", "facet"), FACETS)
def test_every_facet_of_the_model_is_compared(item, hold, facet):
    """The fields are asked for, so that one added to the model cannot be forgotten."""
    value = getattr(item, facet.name)
    if isinstance(value, tuple):
        other = {"leftovers": ("x",), "parts": (PART,)}.get(facet.name, ()) if not value else ()
    elif is_dataclass(value):
        other = None
    else:
        other = not value if isinstance(value, bool) else f"{value} other"
    changes = [other, *([None] if "None" in facet.type else [])]

    for change in changes:
        changed = hold(replace(item, **{facet.name: change}))
        pairing = tuple(("t", table.name) for table in changed.tables)
        back = tuple((table.name, "t") for table in changed.tables)
        assert diff_schemas(SCHEMA, changed, pairing), change
        assert diff_schemas(changed, SCHEMA, back), change


def lines(left: Schema, right: Schema, pairing=(("t", "t"),)) -> list[str]:
    return [each.line for each in diff_schemas(left, right, pairing)]


def table(name: str = "t", **facets) -> Schema:
    return Schema((Table(name, **facets),))


A, B = Column("a", "int"), Column("b", "text", nullable=False, default="'x'")

CASES = [
    ("nothing differs", table(), table(), []),
    (
        "a table is missing",
        Schema(),
        table(columns=(A, B)),
        ["table.missing t: (none) | t (a, b)"],
    ),
    (
        "facets of a column",
        table(columns=(A,)),
        table(columns=(Column("a", "bigint", False, "1", "virtual: b", "always", "c", "d"),)),
        [
            "column.type t.a: int | bigint",
            "column.nullable t.a: null | not null",
            "column.default t.a: (none) | 1",
            "column.generated t.a: (none) | virtual: b",
            "column.identity t.a: (none) | always",
            "column.collation t.a: (none) | c",
            "column.comment t.a: (none) | d",
        ],
    ),
    (
        "a column without a type",
        table(columns=(Column("a", ""),)),
        table(columns=(A,)),
        ["column.type t.a: (no type) | int"],
    ),
    (
        "a column is missing",
        table(columns=(A, B)),
        table(columns=(A,)),
        ["column.missing t.b: text not null default 'x' | (none)"],
    ),
    (
        "order counts over the columns that both have",
        table(columns=(A, B, Column("c", ""))),
        table(columns=(B, Column("d", ""), A)),
        [
            "column.missing t.c: (no type) null | (none)",
            "column.missing t.d: (none) | (no type) null",
            "column.order t: (a, b) | (b, a)",
        ],
    ),
    (
        "a name in another case is the same column",
        table(columns=(Column("Titulo", "text"),)),
        table(columns=(Column("titulo", "int"),)),
        ["column.name t.Titulo: Titulo | titulo", "column.type t.Titulo: text | int"],
    ),
    (
        "a foreign key is matched by its columns",
        table(foreign_keys=(ForeignKey(("a",), "x", ("id",), name="f"),)),
        table(foreign_keys=(ForeignKey(("a",), "y", ("id",), "cascade"),)),
        [
            "foreign-key.target t(a): x(id) | y(id)",
            "foreign-key.on-delete t(a): no action | cascade",
            "foreign-key.name t(a): f | (unnamed)",
        ],
    ),
    (
        "of two foreign keys on one column each finds its own",
        table(foreign_keys=(ForeignKey(("a",), "x", ("id",)), ForeignKey(("a",), "y", ("id",)))),
        table(foreign_keys=(ForeignKey(("a",), "y", ("id",)),)),
        ["foreign-key.missing t(a): x(id) | (none)"],
    ),
    (
        "a constraint and a plain unique index forbid the same",
        table(uniques=(Unique(("a",), "uq"),)),
        table(indexes=(Index((IndexPart("a"),), "ix", unique=True),)),
        ["unique.form t(a): constraint | unique index ix"],
    ),
    (
        "a constraint that ignores is no plain unique index",
        table(uniques=(Unique(("a",), on_conflict="ignore"),)),
        table(indexes=(Index((IndexPart("a"),), "ix", unique=True),)),
        [
            "unique.missing t(a): constraint on conflict ignore | (none)",
            "index.missing t(a): (none) | unique index ix",
        ],
    ),
    (
        "a unique index on columns in another order is not the constraint's form",
        table(uniques=(Unique(("a", "b")),)),
        table(indexes=(Index((IndexPart("b"), IndexPart("a")), "ix", unique=True),)),
        [
            "unique.missing t(a, b): constraint | (none)",
            "index.missing t(b, a): (none) | unique index ix",
        ],
    ),
    (
        "two equal indexes stand for one",
        table(indexes=(Index((IndexPart("a"),), "ix"),)),
        table(indexes=(Index((IndexPart("a"),), "ix"), Index((IndexPart("a"),), "iy"))),
        ["index.missing t(a): (none) | index iy"],
    ),
    (
        "an index is matched by its predicate before its name",
        table(
            indexes=(
                Index((IndexPart("a"),), "ix", predicate="a > 0"),
                Index((IndexPart("a"),), "iy"),
            )
        ),
        table(
            indexes=(
                Index((IndexPart("a"),), "iy", predicate="a > 0"),
                Index((IndexPart("a"),), "ix"),
            )
        ),
        ["index.name t(a): ix | iy", "index.name t(a): iy | ix"],
    ),
    (
        "checks are matched by what they say before what they are called",
        table(checks=(Check("a > 0", "x"), Check("a > 1", "y"))),
        table(checks=(Check("a > 1", "x"), Check("a > 2", "y"))),
        [
            "check.missing t x: check (a > 0) | (none)",
            "check.missing t y: (none) | check (a > 2)",
            "check.name t y: y | x",
        ],
    ),
    (
        "two columns and one with a comma in its name",
        table(primary_key=PrimaryKey(("a", "b"))),
        table(primary_key=PrimaryKey(("a, b",))),
        ['primary-key.columns t: (a, b) | ("a, b")'],
    ),
    (
        "a constraint that is called as an unnamed one is told",
        table(primary_key=PrimaryKey(("a",), "(unnamed)")),
        table(primary_key=PrimaryKey(("a",))),
        ['primary-key.name t: "(unnamed)" | (unnamed)'],
    ),
    (
        "a name with a newline stays on its line",
        table("t", columns=(Column("a\nb", "int"),)),
        table("t"),
        ['column.missing t."a\\u000ab": int null | (none)'],
    ),
    (
        "a text with a newline stays on its line",
        table(columns=(Column("a", "text", default="'x\ny'"),)),
        table(columns=(Column("a", "text", default="'x\ty'"),)),
        ["column.default t.a: 'x\\u000ay' | 'x\\u0009y'"],
    ),
    (
        "what could not be compared is the caller's to report",
        Schema(not_compared=(NotCompared("table", "x", "why"),)),
        Schema(),
        [],
    ),
    (
        "leftovers are told of on each side",
        replace(table("_alembic_tmp_t"), leftovers=("_alembic_tmp_t",)),
        replace(table("_alembic_tmp_t"), leftovers=("_alembic_tmp_t",)),
        [
            "table.missing _alembic_tmp_t: _alembic_tmp_t () | (none)",
            "table.missing _alembic_tmp_t: (none) | _alembic_tmp_t ()",
            "table.leftover _alembic_tmp_t: _alembic_tmp_t | (none)",
            "table.leftover _alembic_tmp_t: (none) | _alembic_tmp_t",
        ],
    ),
    (
        "settings",
        Schema(settings=(("encoding", "utf-8"), ("user_version", "1"))),
        Schema(settings=(("encoding", "utf-16le"),)),
        [
            "database.encoding database: utf-8 | utf-16le",
            "database.user_version database: 1 | (none)",
        ],
    ),
]


@pytest.mark.parametrize(
    ("left", "right", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_the_lines_of_a_difference(left, right, expected):
    assert lines(left, right) == expected


PAIRING = (("post", "blog_post"), ("usuario", "blog_usuario"))


def renamed(target_left: str, target_right: str, *others: str) -> list[str]:
    one = Table("post", foreign_keys=(ForeignKey(("u",), target_left, ("id",)),))
    other = Table("blog_post", foreign_keys=(ForeignKey(("u",), target_right, ("id",)),))
    left = Schema((one, Table("usuario")))
    right = Schema((other, Table("blog_usuario"), *map(Table, others)))
    found = lines(left, right, PAIRING)
    return [line for line in found if not line.startswith("table.")]


def test_a_foreign_key_to_a_renamed_table_is_the_same():
    assert renamed("usuario", "blog_usuario") == []


def test_a_foreign_key_to_the_rights_own_table_of_the_lefts_name_is_another():
    assert renamed("usuario", "usuario", "usuario") == [
        'foreign-key.target post(u): usuario(id) | "usuario (right)"(id)'
    ]


def test_equal_tables_that_refer_to_tables_which_moved_differ():
    child = Table("c", foreign_keys=(ForeignKey(("a",), "old", ("id",)),))
    before = Schema((child, Table("old")))
    after = Schema((child, Table("new")))
    pairing = (("c", "c"), ("old", "new"))
    assert [each.kind for each in diff_schemas(before, after, pairing)] == [
        "foreign-key.target",
        "table.name",
    ]


def test_a_foreign_key_to_itself_is_the_same_under_another_name():
    assert renamed("post", "blog_post") == []


def test_renamed_tables_are_the_same_in_views_and_triggers():
    left = Schema(
        (Table("post", triggers=(Trigger("g", "after insert begin delete from usuario; end"),)),),
        (View("v", "select post.id, 'blog_post' from post"),),
    )
    right = Schema(
        (
            Table(
                "blog_post",
                triggers=(Trigger("g", "after insert begin delete from blog_usuario; end"),),
            ),
        ),
        (View("v", "select blog_post.id, 'blog_post' from blog_post"),),
    )

    assert lines(left, right, PAIRING) == ["table.name post: post | blog_post"]


def test_a_view_on_another_table_is_another_view():
    left = Schema((Table("post"),), (View("v", "select 1 from post"),))
    right = Schema((Table("blog_post"),), (View("v", "select 1 from blog_usuario"),))

    assert lines(left, right, PAIRING) == [
        "table.name post: post | blog_post",
        "view.definition v: select 1 from post | select 1 from usuario",
    ]


def test_a_difference_carries_the_objects_and_their_tables():
    left, right = table(columns=(A,)), Schema((Table("blog_t", columns=(replace(A, type="x"),)),))
    (name, kind) = diff_schemas(left, right, (("t", "blog_t"),))

    assert (name.kind, name.left_object, name.right_object) == (
        "table.name",
        left.tables[0],
        right.tables[0],
    )
    assert (kind.column, kind.table) == ("a", "t")
    assert (kind.left_object, kind.right_object) == (A, replace(A, type="x"))
    assert (kind.left_table, kind.right_table) == (left.tables[0], right.tables[0])


def test_a_pair_of_which_a_half_is_missing_leaves_the_other_half_missing():
    assert lines(table("x"), Schema(), (("x", "y"),)) == ["table.missing x: x () | (none)"]
    assert lines(Schema(), table("y"), (("x", "y"),)) == ["table.missing y: (none) | y ()"]
