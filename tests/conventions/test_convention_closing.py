"""That each difference arises with the real frameworks, and that its closing code closes it.

``closing/<slug>.py`` has four functions: ``flask`` and ``django`` make the difference, each in the
idiom of its framework; ``flask_closed`` and ``django_closed`` close it, each on its side. Every
line of code in a convention's text must stand in that file: what people read has been run.
``ENGINES`` are the engines it is tried on, where that is not SQLite alone; MySQL wherever MariaDB
is.
"""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator
from types import ModuleType

import django
import pytest

from compare.conventions import Convention, all_conventions
from tests.conventions import support
from tests.conventions.frameworks import django_database, flask_database

CONVENTIONS = all_conventions()
CANNOT = "It cannot be closed on this side"
NOTHING = "There is nothing to close on this side"
"""How a text begins that has no code to offer."""


@pytest.fixture(autouse=True)
def _may_open_databases(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield


def _by_slug(convention: Convention) -> str:
    return convention.slug


def _trial(convention: Convention) -> ModuleType:
    return importlib.import_module(f"tests.conventions.closing.{convention.slug.replace('-', '_')}")


def _engines(trial: ModuleType) -> tuple[str, ...]:
    """Where it is tried; what is tried on MariaDB, on MySQL as well."""
    found: tuple[str, ...] = getattr(trial, "ENGINES", ("sqlite",))
    return (*found, "mysql") if "mariadb" in found else found


TRIALS = [
    pytest.param(each, engine, id=f"{each.slug} {engine}")
    for each in CONVENTIONS
    if each.slug != "batch-rebuild"
    for engine in _engines(_trial(each))
]
"""All but the one that is about a single side: ``check`` tries that one."""


def _compare(trial: ModuleType, engine: str, flask: str, django_: str) -> support.Explained:
    left, flask_declares = flask_database(getattr(trial, flask), engine=engine)
    right, django_declares = django_database(getattr(trial, django_), engine=engine)
    tables = {
        ours: theirs
        for ours, theirs in getattr(trial, "TABLES", {}).items()
        if left.schema.table(ours) and right.schema.table(theirs)
    }
    return support.compare(
        left,
        right,
        tables=tables,
        flask_declares=flask_declares,
        django_declares=django_declares,
        engine=engine,
    )


@pytest.mark.parametrize(("convention", "engine"), TRIALS)
def test_the_frameworks_differ_so(convention: Convention, engine: str) -> None:
    explained = _compare(_trial(convention), engine, "flask", "django")
    assert support.unexplained(explained) == []
    assert convention.slug in support.slugs(explained)


@pytest.mark.parametrize(("convention", "engine"), TRIALS)
@pytest.mark.parametrize("side", ["flask", "django"])
def test_its_code_closes_it(convention: Convention, engine: str, side: str) -> None:
    trial = _trial(convention)
    text = getattr(convention, f"close_{side}")
    if text.startswith((CANNOT, NOTHING)):
        assert not hasattr(trial, f"{side}_closed")
        return
    if side == "django" and getattr(trial, "SINCE", (0,)) > django.VERSION:
        pytest.skip(f"Django {django.__version__} cannot do this yet")
    closed = ("flask_closed", "django") if side == "flask" else ("flask", "django_closed")
    explained = _compare(trial, engine, *closed)
    assert support.unexplained(explained) == []
    assert convention.slug not in support.slugs(explained)


@pytest.mark.parametrize("convention", CONVENTIONS, ids=_by_slug)
def test_every_line_of_code_that_people_read_has_been_run(convention: Convention) -> None:
    run = {_code(line) for line in inspect.getsource(_trial(convention)).splitlines()}
    shown = {
        _code(line)
        for text in (convention.close_flask, convention.close_django)
        for line in text.splitlines()
        if line.startswith("    ") and line.strip()
    }
    assert not shown - run


@pytest.mark.parametrize(
    "convention",
    [each for each in CONVENTIONS if hasattr(_trial(each), "check")],
    ids=_by_slug,
)
def test_what_else_it_says_is_so(convention: Convention) -> None:
    _trial(convention).check()


def _code(line: str) -> str:
    return re.sub(r"\s+#.*", "", line).strip()


def test_what_cannot_be_closed_at_all_says_so() -> None:
    for convention in CONVENTIONS:
        neither = all(
            text.startswith(CANNOT) for text in (convention.close_flask, convention.close_django)
        )
        assert convention.closable != neither
