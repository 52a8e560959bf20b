"""What each convention explains, and what it must leave alone: ``cases/<slug>.toml``."""

from __future__ import annotations

import importlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pymysql
import pytest

from compare.conventions import Convention, all_conventions
from tests.conventions import support

CASES = Path(__file__).parent / "cases"
SLUGS = [convention.slug for convention in all_conventions()]


@cache
def _cases(slug: str) -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((CASES / f"{slug}.toml").read_text(encoding="utf-8"))


def _params(kind: str) -> list[Any]:
    """Each case on its engine; one of MariaDB's on MySQL as well."""
    return [
        pytest.param(path.stem, number, engine, id=f"{path.stem}: {case['name']}, {engine}")
        for path in sorted(CASES.glob("*.toml"))
        for number, case in enumerate(_cases(path.stem).get(kind, []))
        for engine in _engines(case)
    ]


def _engines(case: dict[str, Any]) -> tuple[str, ...]:
    """Where a case is tried. ``mysql = false``: on MariaDB alone, MySQL does something else."""
    engine = case.get("engine", "sqlite")
    both = engine == "mariadb" and case.get("mysql") is not False
    return ("mariadb", "mysql") if both else (engine,)


def _case(slug: str, kind: str, number: int, engine: str) -> dict[str, Any]:
    """A case; ``mysql.unexplained`` and so on is what holds there instead."""
    case = dict(_cases(slug)[kind][number])
    other = case.pop("mysql", None)
    return {**case, **other} if engine == "mysql" and other else case


def _explained(case: dict[str, Any], engine: str) -> support.Explained:
    known = {
        "name",
        "engine",
        "flask",
        "django",
        "label",
        "tables",
        "declared",
        "also",
        "unexplained",
    }
    if "side" in case:
        known |= {"side", "first", "again"}
    assert set(case) <= known, "a case has a word that means nothing"
    if "side" in case:
        return support.round_trip(
            case["side"],
            support.from_script(case["first"], engine),
            support.from_script(case["again"], engine),
            support.declared(case.get("declared", {}).get(case["side"], {})),
            engine,
        )
    return support.compare(
        support.from_script(case["flask"], engine),
        support.from_script(case["django"], engine),
        engine=engine,
        label=case.get("label", "blog"),
        tables=case.get("tables"),
        flask_declares=support.declared(case.get("declared", {}).get("flask", {})),
        django_declares=support.declared(case.get("declared", {}).get("django", {})),
    )


@pytest.mark.parametrize(("slug", "number", "engine"), _params("explains"))
def test_the_convention_explains(slug: str, number: int, engine: str) -> None:
    case = _case(slug, "explains", number, engine)
    explained = _explained(case, engine)
    assert support.unexplained(explained) == []
    assert support.slugs(explained) == {slug, *case.get("also", [])}


@pytest.mark.parametrize(("slug", "number", "engine"), _params("leaves"))
def test_the_convention_leaves_alone(slug: str, number: int, engine: str) -> None:
    case = _case(slug, "leaves", number, engine)
    left = [
        f"{difference.kind} {difference.where}"
        for difference, claimed in _explained(case, engine)
        if claimed is None
    ]
    assert left, "everything is explained, the mistake too"
    if "unexplained" in case:
        assert left == case["unexplained"]


@pytest.mark.parametrize("convention", all_conventions(), ids=SLUGS)
def test_a_convention_says_all_there_is_to_say(convention: Convention) -> None:
    module = Path(convention.explains.__code__.co_filename).stem
    assert module == convention.slug.replace("-", "_")
    for text in (
        convention.title,
        convention.why,
        convention.costs,
        convention.close_flask,
        convention.close_django,
    ):
        assert text.strip() == text
        assert text
        assert "\t" not in text
    assert "\n" not in convention.title
    assert len(convention.title) <= 100
    assert convention.sources
    for source in convention.sources:
        assert source.startswith("https://") or ".py: " in source


@pytest.mark.parametrize(
    "source",
    sorted({source for each in all_conventions() for source in each.sources if ".py: " in source}),
)
def test_a_source_in_a_frameworks_code_is_there(source: str) -> None:
    pymysql.install_as_MySQLdb()  # or Django's own code for MariaDB cannot be imported
    path, symbols = source.split(".py: ")
    found = importlib.import_module(path.replace("/", "."))
    for symbol in symbols.split("."):
        found = getattr(found, symbol)


@pytest.mark.parametrize("slug", SLUGS)
def test_a_convention_has_its_cases(slug: str) -> None:
    cases = _cases(slug)
    assert set(cases) == {"explains", "leaves"}
    assert len(cases["explains"]) >= 3
    assert len(cases["leaves"]) >= 6
    names = [case["name"] for case in (*cases["explains"], *cases["leaves"])]
    assert len(set(names)) == len(names)


def test_no_case_file_without_its_convention() -> None:
    assert sorted(path.stem for path in CASES.glob("*.toml")) == SLUGS
