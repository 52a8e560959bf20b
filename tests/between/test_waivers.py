from datetime import date

import pytest

from compare.between.waivers import Waiver, read_waivers
from compare.errors import UsageError
from compare.model import Difference


def difference(kind, where):
    return Difference("schema", kind, where, "1", "2")


def test_a_file_of_waivers_is_read(tmp_path):
    file = tmp_path / "waivers.toml"
    file.write_text(
        '[[waiver]]\ndifference = "column.type post.titulo"\nreason = "agreed"\n'
        'until = 2027-01-31\n[[waiver]]\ndifference = "index.* post*"\nreason = "later"\n'
    )
    assert read_waivers(file) == (
        Waiver("column.type post.titulo", "agreed", date(2027, 1, 31)),
        Waiver("index.* post*", "later"),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[waiver", "no TOML"),
        ("x = 1", "something else"),
        ("waiver = 1", "something else"),
        ("[[waiver]]\nreason = 'x'", "no difference"),
        ("[[waiver]]\ndifference = 'a b'", "no reason"),
        ("[[waiver]]\ndifference = 'a b'\nreason = '  '", "no reason"),
        ("[[waiver]]\ndifference = '*'\nreason = 'x'", "every difference"),
        ("[[waiver]]\ndifference = 'a b'\nreason = 'x'\nuntil = '2027'", "until is a date"),
        ("[[waiver]]\ndifference = 'a b'\nreason = 'x'\nuntil = 2027-01-01T00:00:00", "until"),
        ("[[waiver]]\ndifference = 'a b'\nreason = 'x'\nuntill = 2027-01-01", "unknown key"),
    ],
)
def test_what_is_no_waiver_is_refused(tmp_path, text, said):
    file = tmp_path / "waivers.toml"
    file.write_text(text)
    with pytest.raises(UsageError, match=said):
        read_waivers(file)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        read_waivers(tmp_path / "none.toml")


def test_a_waiver_covers_kind_and_place_and_nothing_else():
    waiver = Waiver("row.value post[3].titulo", "x")
    assert waiver.covers(difference("row.value", "post[3].titulo"))
    assert not waiver.covers(difference("row.value", "post3.titulo"))
    assert not waiver.covers(difference("row.value", "post[3].titulo2"))
    assert not waiver.covers(difference("row.missing", "post[3].titulo"))
    assert Waiver("row.* post[*", "x").covers(difference("row.value", "post[3].titulo"))
    assert not Waiver("index.missing a?c", "x").covers(difference("index.missing", "abc"))


def test_a_waiver_may_be_about_all_rows_of_a_column_or_of_a_table():
    value = Difference("rows", "row.value", "post[3].x", "1", "2", table="post", column="x")
    missing = Difference("rows", "row.missing", "post[3]", "1", None, table="post")
    assert Waiver("row.value post.x", "as the report heads them").covers(value)
    assert Waiver("row.missing post", "x").covers(missing)
    assert Waiver("row.* post*", "x").covers(missing)
    assert not Waiver("row.value post", "x").covers(value)
    assert not Waiver("row.value post.y", "x").covers(value)
    assert not Waiver("row.missing post", "x").covers(value)
    quoted = Difference("rows", "row.value", '"a b"[3].x', "1", "2", table="a b", column="x")
    assert Waiver('row.value "a b".x', "x").covers(quoted)


def test_the_last_day_still_counts():
    waiver = Waiver("a b", "x", date(2027, 1, 31))
    assert not waiver.expired(date(2027, 1, 31))
    assert waiver.expired(date(2027, 2, 1))
