from dataclasses import replace
from unittest.mock import Mock

import pytest

from compare.between import proposals
from compare.between.engines import in_common_words
from compare.between.mapping import read_mapping, resolved
from compare.between.proposals import propose
from compare.errors import UsageError
from compare.model import Column, Schema, Table


def table(name, *columns):
    return Table(name, tuple(Column(each, "integer") for each in columns))


def test_tables_and_columns_are_told_apart():
    mapping = read_mapping(["post=blog_post", "post.autor=autor_id", "a.b=blog_a.c"])
    assert mapping.tables == (("post", "blog_post"),)
    assert mapping.columns_of("post") == {"autor": "autor_id"}
    assert mapping.columns_of("a") == {"b": "c"}


@pytest.mark.parametrize(
    "texts",
    [["post"], ["=post"], ["post="], ["a=b", "a=c"], ["a=c", "b=c"], ["a.x=y", "a.x=z"]],
)
def test_what_is_no_mapping_is_refused(texts):
    with pytest.raises(UsageError, match="--map"):
        read_mapping(texts)


def test_a_name_that_is_not_there_is_refused():
    left, right = Schema((table("a", "x"),)), Schema((table("b", "x"),))
    resolved(read_mapping(["a=b"]), left, right)
    for text, said in (("c=b", "left"), ("a=c", "right"), ("a.y=z", "a.y"), ("c.x=z", "c.x")):
        with pytest.raises(UsageError, match=said):
            resolved(read_mapping([text]), left, right)
    for texts in (["a=b", "a.x=z"], ["a.x=z", "*=*"]):
        with pytest.raises(UsageError, match=r"the right database has no column [ab]\.z"):
            resolved(read_mapping(texts), left, Schema((table("a", "x"), table("b", "x"))))
    for mapped in ("a=b", "a*=b*"):
        with pytest.raises(UsageError, match=r"right database has no column b\.y"):
            resolved(read_mapping([mapped, "a.x=y"]), left, right)


def test_a_prefix_is_proposed_and_how_sure_it_is():
    left = Schema((table("post", "id", "titulo"), table("rol", "id", "nombre")))
    right = Schema((table("blog_post", "id", "titulo"), table("blog_rol", "id", "nombre", "x")))
    (one,) = propose(replace(left, tables=left.tables[:1]), right, ())
    assert (one.left, one.right, one.likeness, one.why) == ("post", "blog_post", 1, "a prefix")
    (both,) = propose(left, right, ())
    assert (both.left, both.right, both.why) == ("*", "blog_*", "2 tables with a prefix")
    assert both.likeness == pytest.approx(2 / 3)
    resolved(read_mapping([f"{both.left}={both.right}"]), left, right)


def test_tables_that_have_nothing_in_common_are_not_proposed():
    assert propose(Schema((table("a", "x"),)), Schema((table("blog_a", "y"),)), ()) == ()


def test_a_renamed_column_is_proposed_where_the_type_is_the_same():
    left = Schema((Table("a", (Column("autor", "integer"), Column("titel", "text"))),))
    right = Schema((Table("a", (Column("autor_id", "integer"), Column("titulo", "integer"))),))
    (only,) = propose(left, right, (("a", "a"),))
    assert (only.left, only.right) == ("a.autor", "autor_id")


def test_a_prefix_stands_for_all_tables_that_have_it():
    left = Schema(tuple(table(name, "x") for name in ("app_a", "app_b", "app_c", "app_d", "z")))
    right = Schema(tuple(table(name, "x", "y") for name in ("blog_a", "blog_b", "other", "z")))
    mapping = read_mapping(["app_*=blog_*", "app_b=other", "app_a.x=y"])

    found = resolved(mapping, left, right)

    assert dict(found.tables) == {"app_b": "other", "app_a": "blog_a"}
    assert found.columns == mapping.columns
    assert found.prefixes == ()


@pytest.mark.parametrize("text", ["no_*=blog_*", "app_*=no_*"])
def test_a_prefix_that_no_table_has_is_refused(text):
    left, right = Schema((table("app_a", "x"),)), Schema((table("blog_a", "x"),))
    with pytest.raises(UsageError, match="no table"):
        resolved(read_mapping([text]), left, right)


def test_another_prefix_of_many_tables_is_one_proposal():
    left = Schema(tuple(table(f"app_{name}", "id", "x") for name in ("a_b", "c", "d")))
    right = Schema(tuple(table(f"blog_{name}", "id", "x") for name in ("a_b", "c", "d")))
    (only,) = propose(left, right, ())
    assert (only.left, only.right) == ("app_*", "blog_*")
    assert (only.likeness, only.why) == (1, "3 tables with another prefix")


def test_thousands_of_tables_are_proposed_by_what_few_of_them_share(monkeypatch):
    looked_at = Mock(wraps=proposals._likeness)
    monkeypatch.setattr(proposals, "_likeness", looked_at)
    names = [f"t{number}" for number in range(3000)]
    left = Schema(tuple(table(f"app_{name}", "id", f"x_{name}") for name in names))
    right = Schema(
        tuple(
            table(f"blog_{name}" if name != "t7" else "otra", "id", f"x_{name}") for name in names
        )
    )

    found = propose(left, right, ())

    assert [(each.left, each.right) for each in found] == [("app_*", "blog_*"), ("app_t7", "otra")]
    assert found[0].why == "2999 tables with another prefix"
    assert looked_at.call_count < 2 * len(names)  # all with all would be nine million


def test_a_renamed_column_is_proposed_between_engines_where_the_type_means_the_same():
    left = Schema((Table("a", (Column("nombre", "varchar(80)"), Column("edad", "text"))),))
    right = Schema(
        (Table("a", (Column("nombre_1", "character varying(80)"), Column("edad_1", "integer"))),)
    )
    assert propose(left, right, (("a", "a"),)) == ()
    both = in_common_words((left, right), ("sqlite", "postgresql"))
    (only,) = propose(*both, (("a", "a"),))
    assert (only.left, only.right) == ("a.nombre", "nombre_1")
    assert in_common_words((left, right), ("duckdb", "postgresql")) == (left, right)
