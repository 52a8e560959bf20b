"""Goldens: what is written is what is read, and judging tells new from stale."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare import expected as module
from compare.expected import ExpectedStep, read_golden, write_golden
from compare.model import Difference
from compare.run.golden import accept_goldens, as_golden, judge
from compare.run.results import Finding, RunResult, ScenarioResult, SideResult, StepResult
from compare.scenario import read_scenario

LINES = st.lists(
    st.tuples(st.sampled_from(["table-prefix", "key-width"]), st.text(min_size=1)), max_size=4
).map(lambda pairs: tuple(sorted(pairs)))
TEXTS = st.lists(st.text(min_size=1), max_size=3)


@pytest.fixture
def scenario(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(
        module, "golden_path", lambda scenario, engine: tmp_path / "expected" / f"{engine}.toml"
    )
    return read_scenario("usuario")


@given(explained=LINES, flask=TEXTS, django=TEXTS, title=st.text())
def test_what_is_written_is_what_is_read(tmp_path_factory, explained, flask, django, title):
    folder = tmp_path_factory.mktemp("golden")
    golden = (
        ExpectedStep(
            title,
            explained,
            (*(("flask", line) for line in flask), *(("django", line) for line in django)),
        ),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "ROOT", folder)
        patch.setattr(
            module, "golden_path", lambda scenario, engine: folder / "expected" / "x.toml"
        )
        scenario = read_scenario("usuario")
        assert write_golden(scenario, "x", golden) is True
        assert write_golden(scenario, "x", golden) is False
        assert read_golden(scenario, "x") == golden
        assert [path.name for path in (folder / "expected").iterdir()] == ["x.toml"]


def test_there_may_be_none(scenario):
    assert read_golden(scenario, "sqlite") is None


def finding(kind, convention="key-width"):
    return Finding(Difference("schema", kind, "t", "a", "b"), convention)


def result(*findings, lost=(), title="migrate head"):
    sides = tuple(SideResult(side, "", (), tuple(lost), ()) for side in ("flask", "django"))
    step = StepResult(1, "migrate", title, "", (), sides, tuple(findings))
    return ScenarioResult("usuario", "", "", "sqlite", (step,))


def test_what_the_golden_has_is_explained():
    found = result(finding("column.type"), lost=["a table"])
    judged = judge(found, as_golden(found))
    assert judged.verdict == "explained"
    assert RunResult((judged,)).exit_code == 0


@pytest.mark.parametrize(
    ("now", "verdict"),
    [
        (result(finding("column.type"), finding("column.name")), "new"),
        (result(), "stale"),
        (result(finding("column.name")), "new"),
        (result(finding("column.type"), finding("column.type")), "new"),
        (result(finding("column.type", convention="other")), "new"),
        (result(finding("column.type", convention=None)), "unexplained"),
        (result(finding("column.type"), lost=["a table"]), "new"),
        (result(finding("column.type"), title="migrate 0001"), "stale"),
        (replace(result(finding("column.type")), error="it broke", exit_code=3), "failed"),
    ],
)
def test_what_the_golden_has_not_is_not_green(now, verdict):
    judged = judge(now, as_golden(result(finding("column.type"))))
    assert judged.verdict == verdict
    assert RunResult((judged,)).exit_code == (3 if verdict == "failed" else 1)


def test_a_loss_that_is_gone_is_stale():
    golden = as_golden(result(finding("column.type"), lost=["a table"]))
    judged = judge(result(finding("column.type")), golden)
    assert judged.steps[0].stale == (
        "lost on the flask side: a table",
        "lost on the django side: a table",
    )


def test_a_step_that_is_gone_is_stale():
    golden = as_golden(result(finding("column.type")))
    judged = judge(result(finding("column.type")), (*golden, ExpectedStep("rollback base")))
    assert judged.stale == ("step “rollback base” is no longer in the scenario",)
    assert judged.verdict == "stale"


def test_something_not_compared_is_not_green_even_if_all_else_is_expected():
    found = result(finding("column.type"))
    step = replace(found.steps[0], not_compared=("flask: virtual table t: its content",))
    judged = judge(replace(found, steps=(step,)), as_golden(found))
    assert judged.verdict == "undetermined"
    assert RunResult((judged,)).exit_code == 1


def test_what_was_not_compared_whole_is_not_accepted(scenario):
    found = result(finding("column.type"))
    step = replace(found.steps[0], not_compared=("flask: virtual table t: its content",))
    accepted, refused = accept_goldens(RunResult((replace(found, steps=(step,)),)))
    assert accepted.exit_code == 1
    assert refused == (
        "the golden of usuario stays as it is, because something could not be compared (1 in all).",
    )
    assert read_golden(scenario, "sqlite") is None
