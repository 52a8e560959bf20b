import pytest

from compare.between.names import explain_name
from compare.model import Check, Difference, ForeignKey, Index, IndexPart, Table, Unique

LEFT, RIGHT = Table("post"), Table("blog_post")


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
]
CHOSEN = [
    ("index.name", index("ix_post_autor_id"), index("my_index")),
    ("index.name", index("ix_other_autor_id"), index("blog_post_autor_id_8811ea21")),
    ("index.name", index("ix_post_titulo"), index("blog_post_autor_id_8811ea21")),
    ("unique.name", Unique(("email",), "one_email"), Unique(("email",), "blog_post_email_key")),
    ("foreign-key.name", key("post_autor_fk"), key(None, "blog_usuario")),
    ("check.name", Check("x > 0", "positive"), Check("x > 0", "blog_post_x_check")),
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
