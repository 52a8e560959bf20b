"""Single faults in a pair of databases that both frameworks made: none is explained away.

The pair is a blog with most of what conventions are about, so that each fault stands beside the
differences it could be taken for. A fault changes one thing in the SQL that one side's framework
wrote, or in its rows.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from compare.conventions import ByColumn
from tests.conventions import blog, support
from tests.conventions.frameworks import django_database, flask_database

FAULTS: dict[str, list[dict[str, str]]] = tomllib.loads(
    Path(__file__).with_name("faults.toml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module", autouse=True)
def _may_open_databases(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield


@cache
def _made() -> tuple[str, str, ByColumn, ByColumn]:
    """The SQL of both databases, rows and all, and what the models declare."""
    flask, flask_declares = flask_database(blog.flask)
    django, django_declares = django_database(blog.django)
    # Before 2.0.40, SQLAlchemy writes constants in parentheses as well.
    script = re.sub(r"DEFAULT \((0|CURRENT_TIMESTAMP)\)", r"DEFAULT \1", flask.script)
    return script, django.script, flask_declares, django_declares


def _compare(flask: str, django: str) -> support.Explained:
    *_, flask_declares, django_declares = _made()
    return support.compare(
        support.from_script(flask),
        support.from_script(django),
        flask_declares=flask_declares,
        django_declares=django_declares,
    )


def _injected(script: str, fault: dict[str, str]) -> str:
    if "statement" in fault:
        return f"{script}\n{fault['statement']};"
    assert script.count(fault["replace"]) == 1
    return script.replace(fault["replace"], fault["by"])


def test_without_a_fault_everything_is_explained() -> None:
    flask, django, *_ = _made()
    explained = _compare(flask, django)
    assert support.unexplained(explained) == []
    assert len(support.slugs(explained)) >= 18


def _name(fault: dict[str, str]) -> str:
    return fault["name"]


@pytest.mark.parametrize("fault", FAULTS["flask"], ids=_name)
def test_a_fault_on_the_flask_side(fault: dict[str, str]) -> None:
    flask, django, *_ = _made()
    assert support.unexplained(_compare(_injected(flask, fault), django))


@pytest.mark.parametrize("fault", FAULTS["django"], ids=_name)
def test_a_fault_on_the_django_side(fault: dict[str, str]) -> None:
    flask, django, *_ = _made()
    assert support.unexplained(_compare(flask, _injected(django, fault)))


def test_there_are_faults_enough() -> None:
    assert sum(map(len, FAULTS.values())) >= 80
