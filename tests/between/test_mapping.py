import pytest

from compare.between.mapping import check_mapping, propose, read_mapping
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
    check_mapping(read_mapping(["a=b"]), left, right)
    for text, said in (("c=b", "left"), ("a=c", "right"), ("a.y=z", "a.y"), ("c.x=z", "c.x")):
        with pytest.raises(UsageError, match=said):
            check_mapping(read_mapping([text]), left, right)


def test_a_prefix_is_proposed_and_how_sure_it_is():
    left = Schema((table("post", "id", "titulo"), table("rol", "id", "nombre")))
    right = Schema((table("blog_post", "id", "titulo"), table("blog_rol", "id", "nombre", "x")))
    one, other = propose(left, right, ())
    assert (one.left, one.right, one.likeness, one.why) == ("post", "blog_post", 1, "a prefix")
    assert (other.left, other.right) == ("rol", "blog_rol")
    assert other.likeness == pytest.approx(2 / 3)


def test_tables_that_have_nothing_in_common_are_not_proposed():
    assert propose(Schema((table("a", "x"),)), Schema((table("blog_a", "y"),)), ()) == ()


def test_a_renamed_column_is_proposed_where_the_type_is_the_same():
    left = Schema((Table("a", (Column("autor", "integer"), Column("titel", "text"))),))
    right = Schema((Table("a", (Column("autor_id", "integer"), Column("titulo", "integer"))),))
    (only,) = propose(left, right, (("a", "a"),))
    assert (only.left, only.right) == ("a.autor", "autor_id")
