"""Scenarios are checked to the letter, and every complaint is one sentence that names the place."""

from pathlib import Path

import pytest

from compare import scenario as module
from compare.errors import ToolError, UsageError
from compare.scenario import find_scenarios, read_scenario, scenario_names

GOOD = """
title = "One"
teaches = "A little."
[[step]]
migrate = "0001_create"
says = "It begins."
"""


@pytest.fixture
def workspace(tmp_path, monkeypatch):
    """A workspace with one scenario of two revisions, whose TOML a test writes."""
    for side in ("flask", "django"):
        folder = tmp_path / f"{side}_side" / "one" / "migrations"
        folder.mkdir(parents=True)
        for stem in ("__init__", "0001_create", "0002_add"):
            (folder / f"{stem}.py").write_text("")
    (tmp_path / "scenarios" / "one").mkdir(parents=True)
    (tmp_path / "scenarios" / "one" / "scenario.toml").write_text(GOOD)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    return tmp_path


def write(workspace: Path, text: str) -> None:
    (workspace / "scenarios" / "one" / "scenario.toml").write_text(text, encoding="utf-8")


def test_a_scenario_has_its_texts_steps_and_revisions(workspace):
    found = read_scenario("one")
    assert (found.title, found.teaches, found.source) == ("One", "A little.", "")
    assert found.revisions == ("0001_create", "0002_add")
    assert [(step.number, step.verb, step.target) for step in found.steps] == [
        (1, "migrate", "0001_create")
    ]


def test_load_takes_rows_long_text_and_times(workspace):
    write(
        workspace,
        GOOD
        + """
[[step]]
[[step.load.t]]
id = 1
name = { text = "ñ", times = 3 }
at = 2024-02-29T12:30:45.000001
[[step.load.t]]
id = 2
""",
    )
    step = read_scenario("one").steps[1]
    assert step.title == "load 2 rows"
    ((table, rows),) = step.rows
    assert table == "t"
    assert dict(rows[0])["name"] == "ñññ"
    assert dict(rows[0])["at"].microsecond == 1
    assert dict(rows[1]) == {"id": 2}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("title = ", "not valid TOML"),
        (GOOD + 'tilte = "x"', "unknown key “tilte”"),
        ('titel = "x"\n' + GOOD, "unknown key “titel”; did you mean “title”?"),
        ('title = "x"\nteaches = "y"', "has no [[step]]"),
        ('title = "x"\n[[step]]\nmigrate = "0001_create"', "“teaches” is missing"),
        (GOOD + "[[step]]\nsays = 'x'", "step 2: a step has exactly one of"),
        (
            GOOD + "[[step]]\nmigrate = '0002_add'\nrollback = 'base'",
            "step 2: a step has exactly one of migrate, rollback, load, sql, stamp; "
            "this one has migrate and rollback",
        ),
        (GOOD + "[[step]]\nmigrate = '0002_ad'", "step 2: there is no revision “0002_ad”"),
        (GOOD + "[[step]]\nmigrate = '0002_ad'", "did you mean “0002_add”?"),
        (GOOD + "[[step]]\nmigrate = 'base'", "there is no revision “base”"),
        (GOOD + "[[step]]\nrollback = 'head'", "there is no revision “head”"),
        (GOOD + "[[step]]\nmigrate = 2", "there is no revision “2”"),
        (GOOD + "[[step]]\nmirgate = '0002_add'", "unknown key “mirgate”; did you mean “migrate”?"),
        (GOOD + "[[step]]\nload = 3", "step 2: load names tables and their rows"),
        (GOOD + "[[step]]\nload = { t = 3 }", "the rows of “t” are a list of tables"),
        (GOOD + "[[step]]\nload = { t = [{ a = [1] }] }", "step 2: t.a: a value is text"),
        (GOOD + "[[step]]\nload = { t = [{ a = { text = 'x', tims = 2 } }] }", "long text is"),
        (GOOD + "[[step]]\nload = { t = [{ a = 2024-01-01T00:00:00Z }] }", "without an offset"),
        (
            GOOD + "[[step]]\nsql = { flsk = 'SELECT 1' }",
            "unknown key “flsk”; did you mean “flask”",
        ),
        (GOOD + "[[step]]\nload = { t = [{ a = { text = 'x', times = 0 } }] }", "at least 1"),
        (GOOD + "[[step]]\nload = { t = [{ a = { text = 'x', times = 99999999 } }] }", "at most"),
        (GOOD + "[[step]]\nmigrate = 'head'\nfails = { flask = '' }", "it may not be empty"),
        (GOOD + "[[step]]\nsql = { flask = 1 }", "is a table of names and texts"),
        (GOOD + "[tables]\na = 1", "[tables] is a table of names and texts"),
        ("step = 3\ntitle='x'\nteaches='y'", "has no [[step]]"),
        ("step = [3]\ntitle='x'\nteaches='y'", "step 1: a step is a table"),
    ],
)
def test_bad_toml_is_one_sentence(workspace, text, sentence):
    write(workspace, text)
    with pytest.raises(UsageError) as error:
        read_scenario("one")
    assert sentence in str(error.value)
    assert str(error.value).startswith("scenarios/one/scenario.toml")


def test_text_that_is_not_utf8(workspace):
    (workspace / "scenarios" / "one" / "scenario.toml").write_bytes(b'title = "\xff"')
    with pytest.raises(UsageError, match=r"scenarios/one/scenario.toml is not UTF-8"):
        read_scenario("one")


def test_a_missing_twin_is_named_with_the_file_that_is_there(workspace):
    (workspace / "django_side" / "one" / "migrations" / "0002_add.py").unlink()
    with pytest.raises(UsageError) as error:
        read_scenario("one")
    assert str(error.value) == (
        "flask_side/one/migrations/0002_add.py has no twin: "
        "django_side/one/migrations/0002_add.py is missing."
    )


def test_a_missing_half(workspace):
    folder = workspace / "flask_side" / "one" / "migrations"
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    with pytest.raises(UsageError, match="has no folder flask_side/one/migrations"):
        read_scenario("one")


@pytest.mark.parametrize("name", ["../one", "one/../one", "/etc", "", ".", "one\n", "One"])
def test_a_name_is_looked_up_and_never_followed(workspace, name):
    with pytest.raises(UsageError, match="There is no scenario"):
        read_scenario(name)


def test_the_nearest_name_is_proposed(workspace):
    with pytest.raises(UsageError, match="There is no scenario “on”; did you mean “one”"):
        find_scenarios(["on"])


def test_a_keyword_that_fits_nothing(workspace):
    with pytest.raises(UsageError, match="No scenario's name contains “zz”"):
        find_scenarios([], "zz")


def test_a_workspace_without_scenarios(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "ROOT", tmp_path)
    with pytest.raises(ToolError, match="There are no scenarios"):
        scenario_names()


def test_every_scenario_of_the_workspace_reads():
    for name in scenario_names():
        assert read_scenario(name).steps
