import json
import sqlite3
from contextlib import closing
from datetime import date
from xml.etree import ElementTree

import pytest

from compare.between import Asked
from compare.between.waivers import Waiver, read_waivers
from compare.errors import UsageError
from compare.model import Difference
from tests.between.databases import POSTS, diff, made
from tests.between.test_command import parity


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
        ("[[waiver]]\nnot_compared = 'a b'", "no reason"),
        ("[[waiver]]\nnot_compared = 3\nreason = 'x'", "no not_compared"),
        ("[[waiver]]\nnot_compared = '* v'\nreason = 'x'", "begin with what kind it is"),
        ("[[waiver]]\ndifference = 'a b'\nnot_compared = 'a b'\nreason = 'x'", "has both"),
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


# ---------------------------------------------------------------- what could not be compared

VIRTUAL = POSTS + "CREATE VIRTUAL TABLE v USING fts5(x);"
"""Of what it holds nobody knows."""


def left_out(what, until=None):
    return Waiver(what, "agreed", until, uncompared=True)


def test_what_could_not_be_compared_can_be_accepted(tmp_path):
    left, right = made(tmp_path / "a.db", VIRTUAL), made(tmp_path / "b.db", VIRTUAL)
    # The shadow tables of a virtual one are told as well.
    waivers = (left_out("virtual table v"), left_out("shadow table v_*"))
    assert diff(left, right).verdict == "undetermined"
    assert diff(left, right, Asked(waivers=waivers[:1])).verdict == "undetermined"
    result = diff(left, right, Asked(waivers=waivers))
    assert (result.verdict, result.exit_code, result.not_compared) == ("same", 0, ())
    told = [each.text for each in result.accepted if ": virtual table v: " in each.text]
    assert [text.partition(": ")[0] for text in told] == [left, right]
    assert {each.reason.text for each in result.accepted} == {"agreed"}


def test_a_waiver_of_what_could_not_be_compared_accepts_no_difference(tmp_path):
    left = made(tmp_path / "a.db", POSTS)
    right = made(tmp_path / "b.db", POSTS + "UPDATE post SET votos = 9; CREATE TABLE z (x)")
    every = [each.difference for each in diff(left, right).schema]
    every += [each for t in diff(left, right).tables for g in t.groups for each in g.examples]
    assert len(every) > 2
    waivers = tuple(left_out(f"{each.kind} {each.where}") for each in every)
    result = diff(left, right, Asked(waivers=(*waivers, left_out("row*"))))
    assert (result.verdict, result.accepted) == ("unexplained", ())
    assert all(each.reason is None for each in result.schema)


def test_a_waiver_of_a_difference_accepts_nothing_that_could_not_be_compared(tmp_path):
    left = made(tmp_path / "a.db", VIRTUAL)
    result = diff(left, left, Asked(waivers=(Waiver("virtual table v", "agreed"),)))
    assert result.verdict == "stale"
    assert any("virtual table v" in text for text in result.not_compared)


def test_a_waiver_that_nothing_needs_or_that_has_ended_is_stale(tmp_path):
    left = made(tmp_path / "a.db", POSTS)
    idle = diff(left, left, Asked(waivers=(left_out("virtual table v"),)))
    assert (idle.verdict, idle.exit_code) == ("stale", 1)
    assert idle.stale[0].startswith("nothing needs the waiver “virtual table v”")
    right = made(tmp_path / "b.db", VIRTUAL)
    waivers = (left_out("virtual table v", date(2026, 1, 1)), left_out("shadow table*"))
    ended = diff(right, right, Asked(waivers=waivers))
    assert "ended on 2026-01-01" in ended.stale[0]
    assert any("virtual table v" in text for text in ended.not_compared)


def test_tables_without_a_counterpart_are_accepted_by_name(tmp_path):
    left = made(tmp_path / "a.db", POSTS)
    right = made(tmp_path / "b.db", POSTS + "CREATE TABLE y (x); CREATE TABLE z (x)")
    one = diff(left, right, Asked(schema=False, waivers=(left_out("only here y"),)))
    assert [text.partition(": ")[2].partition(" (")[0] for text in one.not_compared] == [
        "only here: z"
    ]
    assert [each.text for each in one.accepted] == [f"{right}: only here: y"]
    both = (left_out("only here y"), left_out("only here z"))
    assert diff(left, right, Asked(schema=False, waivers=both)).verdict == "same"
    # With the schemas it is a difference, and not about what could not be compared.
    whole = diff(left, right, Asked(waivers=both))
    assert (whole.verdict, len(whole.stale)) == ("unexplained", 2)


def test_every_report_lists_what_is_waived(tmp_path):
    left = made(tmp_path / "a.db", VIRTUAL)
    waivers = tmp_path / "w.toml"
    waivers.write_text(
        '[[waiver]]\nnot_compared = "virtual table v"\nreason = "built anew"\n'
        '[[waiver]]\nnot_compared = "shadow table *"\nreason = "its shadow"\n'
    )
    paths = [tmp_path / name for name in ("r.json", "r.xml", "r.html")]
    kinds = zip(("json", "junit", "html"), paths, strict=True)
    done = parity(left, left, f"--waivers={waivers}", *(f"--{kind}={path}" for kind, path in kinds))
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"waived: not compared: {left}: virtual table v: its content" in done.stdout
    assert "hold the same. What is waived was not compared." in done.stdout
    assert "built anew" in done.stdout
    document = json.loads(paths[0].read_text())
    assert (document["verdict"], document["not_compared"]) == ("same", [])
    assert document["waived"][0]["reason"]["text"] == "built anew"
    (suite,) = ElementTree.parse(paths[1]).getroot()
    assert (suite.get("skipped"), suite.get("failures")) == ("1", "0")
    assert "virtual table v: its content" in paths[2].read_text()


def test_a_table_that_could_not_be_read_is_not_accepted(tmp_path):
    files = [made(tmp_path / name, "CREATE TABLE t (k TEXT)") for name in ("a.db", "b.db")]
    with closing(sqlite3.connect(files[0])) as connection:
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with (tmp_path / "b.db").open("r+b") as file:
        file.seek(size)
        file.write(b"\xff")
    waivers = tuple(map(left_out, ("table t", "rows t", "the rows of t*", "rows of t", "t")))
    result = diff(*files, Asked(waivers=waivers))
    assert (result.verdict, result.accepted) == ("failed", ())


@pytest.mark.parametrize(
    ("waiver", "table", "about"),
    [
        ("row.missing post", "post", True),
        ("row.value post[3].titulo", "post", True),
        ("column.type post.titulo", "post", True),
        ("index.missing post(titulo)", "post", True),
        ("row.value *", "post", True),
        ("row.value po*.titulo", "post", True),
        ('row.value "a b".c', "a b", True),
        ("row.value rol", "post", False),
        ("row.value ro*.titulo", "post", False),
    ],
)
def test_whom_a_waiver_may_be_about(waiver, table, about):
    assert Waiver(waiver, "agreed").may_be_about([table]) is about


def test_a_waiver_about_a_table_that_is_left_out_is_not_stale(tmp_path):
    two = f"{POSTS}CREATE TABLE log (id INTEGER PRIMARY KEY, a);"
    left = made(tmp_path / "a.db", two)
    right = made(tmp_path / "b.db", f"{two}INSERT INTO log VALUES (1, 'x')")
    waivers = (Waiver("row.missing log", "of today"), Waiver("row.value log*", "never"))
    assert len(diff(left, right, Asked(waivers=waivers)).stale) == 1
    assert diff(left, right, Asked(waivers=waivers, exclude=("log",))).stale == ()
    other = (Waiver("row.value post.titulo", "never"),)
    assert len(diff(left, right, Asked(waivers=other, exclude=("log",))).stale) == 1
