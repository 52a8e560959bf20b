import pytest
from django.db.backends.utils import names_digest

from compare.between.names import explain_name, made_up
from compare.conventions._names import cut_by_django, made_by_postgresql
from compare.model import Check, Column, Difference, ForeignKey, Index, IndexPart, Table, Unique

LEFT = Table("post", (Column("x", "integer"), Column("y", "integer")))
RIGHT = Table("blog_post", LEFT.columns)


def named(kind, left, right):
    return Difference(
        "schema",
        kind,
        "post(autor_id)",
        "x",
        "y",
        left_object=left,
        right_object=right,
        left_table=LEFT,
        right_table=RIGHT,
    )


def index(name):
    return Index((IndexPart("autor_id"),), name)


def key(name, table="usuario"):
    return ForeignKey(("autor_id",), table, ("id",), name=name)


def pair(name):
    return Unique(("a", "b"), name)


def digested(*words, end=""):
    """What Django calls an index of a table and columns."""
    return f"{'_'.join(words)}_{names_digest(*words, length=8)}{end}"


META = f"blog_post_autor_i_{names_digest('blog_post', 'autor_id', 'idx', length=6)}_idx"
LONG = "a_table_with_a_name_that_is_much_longer_than_what_any_database_would_take"


MADE_UP = [
    ("index.name", index("ix_post_autor_id"), index("blog_post_autor_id_8811ea21")),
    ("index.name", index("post_autor_id_idx"), index("autor_id")),
    ("unique.name", Unique(("email",), None), Unique(("email",), "blog_post_email_key")),
    ("unique.name", Unique(("email",), "email"), Unique(("email",), "blog_post_email_key1")),
    (
        "foreign-key.name",
        key("post_autor_id_fkey"),
        key("blog_post_autor_id_8811ea21_fk_blog_usuario_id", "blog_usuario"),
    ),
    ("foreign-key.name", key("post_ibfk_1"), key(None, "blog_usuario")),
    ("foreign-key.name", key("fk_post_autor_id_usuario"), key(None, "blog_usuario")),
    # of a table that had another name
    ("index.name", index("ix_post_autor_id"), index(digested("old_post", "autor_id"))),
    ("index.name", index("ix_post_autor_id"), index(META)),
    ("unique.name", pair("uq_post_a"), pair(digested("blog_post", "a", "b", end="_uniq"))),
    ("check.name", Check("x > 0", "post_x_check"), Check("x > 0", "blog_post_x_check1")),
    ("check.name", Check("x > y", "post_check"), Check("x > y", None)),
    ("check.name", Check("x > 0", "CONSTRAINT_1"), Check("x > 0", None)),
]
CHOSEN = [
    ("index.name", index("ix_post_autor_id"), index("my_index")),
    ("index.name", index("ix_other_autor_id"), index("blog_post_autor_id_8811ea21")),
    ("index.name", index("ix_post_titulo"), index("blog_post_autor_id_8811ea21")),
    ("unique.name", Unique(("email",), "one_email"), Unique(("email",), "blog_post_email_key")),
    ("foreign-key.name", key("post_autor_fk"), key(None, "blog_usuario")),
    ("check.name", Check("x > 0", "positive"), Check("x > 0", "blog_post_x_check")),
    # as Django would call it, but for the digest
    ("index.name", index("ix_post_autor_id"), index("blog_post_autor_id_8811ea22")),
    ("index.name", index("ix_post_autor_id"), index(META.replace("_idx", "0_idx"))),
    ("index.name", index("ix_post_autor_id"), index(digested("blog_post", "titulo"))),
    ("index.name", index("ix_post_autor_id"), index("blog_post_autor_id_8811ea21_uniq")),
    ("foreign-key.name", key("post_ibfk_1"), key("blog_post_autor_id_8811ea22_fk_usuario_id")),
    ("foreign-key.name", key("post_ibfk_1"), key("blog_post_autor_id_8811ea21_fk_usuario_x")),
    # of other columns, or of another kind
    ("index.name", index("ix_post_autor_id"), index("blog_post_titulo_idx")),
    ("index.name", index("ix_post_autor_id"), index("blog_post_autor_id_key")),
    ("index.name", index("uq_post_autor_id"), index("blog_post_autor_id_idx")),
    ("unique.name", Unique(("email",), "email"), Unique(("email",), "blog_post_email_idx")),
    ("check.name", Check("x > 0", "post_y_check"), Check("x > 0", None)),
    ("check.name", Check("x > 0", "post_positive_check"), Check("x > 0", None)),
    ("check.name", Check("x > y", "post_x_check"), Check("x > y", None)),
]


@pytest.mark.parametrize("difference", [named(*each) for each in MADE_UP])
def test_names_that_nobody_chose_may_differ(difference):
    assert explain_name(difference, "normalise") is not None
    assert explain_name(difference, "exact") is None


@pytest.mark.parametrize("difference", [named(*each) for each in CHOSEN])
def test_a_name_that_somebody_chose_may_not(difference):
    assert explain_name(difference, "normalise") is None
    assert explain_name(difference, "ignore") is not None


@pytest.mark.parametrize("mode", ["exact", "normalise", "ignore"])
@pytest.mark.parametrize("kind", ["column.name", "table.name", "index.missing", "sequence.name"])
def test_other_differences_are_not_about_such_names(kind, mode):
    assert explain_name(named(kind, index("a"), index("b")), mode) is None


@pytest.mark.parametrize("longest", [63, 64])
def test_a_name_that_had_to_be_cut_is_made_up_all_the_same(longest):
    table = Table(LONG)
    made = cut_by_django(LONG, ("autor_id",), "", longest)
    assert made_up(index(made), table)
    assert not made_up(index(made.replace("a_table", "a_tible")), table)
    assert made_up(Unique(("email",), made_by_postgresql(LONG, ("email",), "key")), table)
    assert not made_up(Unique(("otro",), made_by_postgresql(LONG, ("email",), "key")), table)
    assert made_up(key(cut_by_django(LONG, ("autor_id",), "_fk_usuario_id", longest)), table)
    assert not made_up(key(cut_by_django(LONG, ("autor_id",), "_fk_rol_id", longest)), table)
