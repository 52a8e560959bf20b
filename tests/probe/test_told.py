"""``parity diff --probe`` as it is typed, in each report, and in a test suite."""

import json
import os
import re
import shlex
import subprocess
import sys
from datetime import date
from xml.etree import ElementTree

import pytest

from compare.between import Asked
from compare.between.mapping import read_mapping
from compare.between.waivers import Waiver
from compare.errors import UsageError
from compare.scenario import ROOT
from compare.testing import assert_same_database
from tests.between.databases import made
from tests.between.test_command import parity
from tests.probe.databases import diff, lines

FLASK = (
    "create table alembic_version (version_num varchar(32) not null primary key);"
    "create table author (id integer not null primary key);"
    "create table post (id integer not null primary key, votes integer not null default 0,"
    " note text, author_id integer not null references author (id) on delete cascade);"
)
DJANGO = (
    "create table django_migrations (id integer not null primary key, app text, name text);"
    "create table author (id integer not null primary key);"
    "create table post (id integer not null primary key, votes integer not null,"
    " note text not null, author_id integer not null references author (id)"
    " deferrable initially deferred);"
)
TOLD = {
    "behaviour.default post.votes",
    "behaviour.null post.note",
    "behaviour.foreign_key post(author_id) without a parent",
    "behaviour.foreign_key post(author_id) delete parent",
}


@pytest.fixture
def twins(tmp_path):
    return made(tmp_path / "flask.db", FLASK), made(tmp_path / "django.db", DJANGO)


def test_what_is_done_stands_beside_what_each_does(twins):
    done = parity(*twins, "--probe", "--schema-only")
    assert done.returncode == 1
    row = next(line for line in done.stdout.splitlines() if "insert without post.votes" in line)
    assert row.split("post.votes")[1].split() == ["0", "refused:", "not", "null"]
    assert "behaviour, probed on copies · 3 unexplained, 1 explained, 1" in done.stdout
    assert "deferrable-foreign-key" in done.stdout
    for slug in ("dropped-default", "nullable-by-default", "on-delete-emulated"):
        assert f"parity explain {slug}" in " ".join(done.stdout.split())
    assert "probing post 2/2" in done.stderr


def test_quiet_shows_what_is_wrong(twins):
    done = parity(*twins, "--probe", "--schema-only", "--quiet")
    assert "behaviour.default post.votes" in done.stdout
    assert "deferrable-foreign-key" not in done.stdout
    assert done.stderr == ""


def test_few_that_are_the_same_are_shown(tmp_path):
    one = made(tmp_path / "a.db", "create table t (id integer not null primary key);")
    done = parity(one, one, "--probe", "--schema-only")
    assert done.returncode == 0
    assert "insert a duplicate of t(id)" in done.stdout
    assert "the same, 4 times" in done.stdout


def test_the_document_holds_all(twins, tmp_path):
    file = tmp_path / "diff.json"
    parity(*twins, "--probe", "--schema-only", "--json", str(file))
    found = json.loads(file.read_text())["behaviour"]
    assert found["verdict"] == "unexplained"
    assert {f"{each['kind']} {each['where']}" for each in found["differences"]} == TOLD
    first = found["differences"][0]
    assert first["area"] == "behaviour"
    assert {"done", "a", "b", "reason", "table", "column"} <= first.keys()
    assert {"done", "a", "b"} <= found["same"][0].keys()
    assert found["not_probed"] == []
    assert len(found["hints"]) == 3
    parity(*twins, "--schema-only", "--json", str(file))
    assert json.loads(file.read_text())["behaviour"] is None


def test_junit_has_a_case_for_it(twins, tmp_path):
    file = tmp_path / "junit.xml"
    parity(*twins, "--probe", "--schema-only", "--junit", str(file))
    (case,) = ElementTree.parse(file).findall(".//testcase[@name='behaviour']")
    failure = case.find("failure")
    assert failure.get("message").startswith("unexplained: behaviour.")
    assert len(failure.text.splitlines()) == 3


def test_the_page_has_both_tables(twins, tmp_path):
    file = tmp_path / "page.html"
    parity(*twins, "--probe", "--schema-only", "--html", str(file))
    page = file.read_text()
    assert "insert without post.votes" in page
    assert "behaviour.default post.votes" in page
    assert "insert without author.id" in page


def test_what_is_not_probed_is_in_each_report(tmp_path):
    never = (
        "create table t (id integer not null primary key, s text not null check (s = s || '.'));"
    )
    one = made(tmp_path / "a.db", never)
    files = [tmp_path / name for name in ("a.json", "a.xml", "a.html")]
    options = [
        w for o, f in zip(("--json", "--junit", "--html"), files, strict=True) for w in (o, f)
    ]
    done = parity(one, one, "--probe", "--schema-only", *map(str, options))
    assert done.returncode == 1
    assert "not all could be" in done.stdout
    for text in (done.stdout, *(file.read_text() for file in files)):
        assert "CHECK constraint failed" in text


def test_to_probe_rows_alone_is_a_contradiction(twins):
    done = parity(*twins, "--probe", "--rows-only")
    assert done.returncode == 2
    assert "--probe and --rows-only exclude each other" in done.stderr
    with pytest.raises(UsageError, match="exclude each other"):
        Asked(schema=False, probe=True)


@pytest.mark.parametrize("mapped", ["t=x_t", "*=x_*"])
def test_a_mapping_holds_for_behaviour(mapped, tmp_path):
    one = made(tmp_path / "a.db", "create table t (id integer primary key, a integer default 7);")
    other = made(
        tmp_path / "b.db", "create table x_t (id integer primary key, b integer default 8);"
    )
    asked = Asked(rows=False, probe=True, mapping=read_mapping([mapped, "t.a=b"]))
    found = diff(f"sqlite:///{one}", f"sqlite:///{other}", asked)
    assert lines(found.behaviour) == ["default t.a: 7 | 8"]


def test_a_prefix_holds_for_behaviour(tmp_path):
    one = made(tmp_path / "a.db", "create table t (id integer primary key, a integer default 7);")
    other = made(
        tmp_path / "b.db", "create table x_t (id integer primary key, a integer default 8);"
    )
    asked = Asked(rows=False, probe=True, mapping=read_mapping(["*=x_*"]))
    found = diff(f"sqlite:///{one}", f"sqlite:///{other}", asked)
    assert lines(found.behaviour) == ["default t.a: 7 | 8"]


def test_waivers_hold_for_behaviour_and_grow_stale(twins):
    left, right = (f"sqlite:///{each}" for each in twins)
    waivers = [
        Waiver(text, "we know") for text in ("behaviour.* post*", "column.* *", "*.missing *")
    ]
    waivers += [Waiver("foreign-key.* *", "we know"), Waiver("behaviour.unique *", "long ago")]
    asked = Asked(probe=True, waivers=tuple(waivers))
    found = diff(left, right, asked)
    assert found.behaviour.verdict == "explained"
    (stale,) = found.stale
    assert stale.startswith("no difference needs the waiver “behaviour.unique *”")
    assert not any(
        "behaviour" in text for text in diff(left, right, Asked(waivers=asked.waivers)).stale
    )


def test_a_waiver_of_the_schema_holds_for_what_follows(twins):
    left, right = (f"sqlite:///{each}" for each in twins)
    waivers = tuple(
        Waiver(text, "we know")
        for text in ("column.default post.votes", "column.nullable *", "foreign-key.on-delete *")
    )
    found = diff(left, right, Asked(rows=False, probe=True, waivers=waivers))
    assert found.behaviour.verdict == "explained"
    ended = tuple(replace_until(each) for each in waivers)
    assert diff(left, right, Asked(rows=False, probe=True, waivers=ended)).behaviour.verdict == (
        "unexplained"
    )


def replace_until(waiver):
    return Waiver(waiver.difference, waiver.reason, date(2020, 1, 1))


def test_the_example_in_the_documentation_is_what_is_printed(tmp_path):
    text = (ROOT / "docs" / "diff.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```console\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    command, *expected = example.splitlines()
    halves = {
        "flask": ["-m", "flask", "--app", "flask_side:create_app('blog')", "db", "upgrade"],
        "django": ["django_side/manage.py", "migrate", "blog"],
    }
    for name, words in halves.items():
        environment = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / name}.db"}
        subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=environment, check=True, capture_output=True
        )
    words = shlex.split(command.removeprefix("$ parity diff "))
    done = parity(*(str(tmp_path / word) if word.endswith(".db") else word for word in words))
    assert done.returncode == 1
    printed = iter(done.stdout.splitlines())
    for line in expected:
        assert line == "…" or any(line == other for other in printed), f"not printed: {line}"


def test_in_a_test_suite(twins, tmp_path):
    with pytest.raises(AssertionError, match=r"behaviour\.default post\.votes"):
        assert_same_database(*twins, rows=False, probe=True)
    one = made(tmp_path / "a.db", "create table t (id integer not null primary key);")
    assert len(assert_same_database(one, one, probe=True).behaviour.same) == 4
