"""Single faults in a pair of databases that both frameworks made: none is explained away.

On MariaDB, and on MySQL.

As ``test_convention_faults`` does on SQLite. Both databases are made once. A fault in the rows is
taken back after it was looked at; one in the schema is made in a copy.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa

from compare.conventions import ByColumn
from tests import servers
from tests.conventions import blog, support
from tests.conventions.frameworks import django_database, flask_database

FAULTS: dict[str, list[dict[str, str]]] = tomllib.loads(
    Path(__file__).with_name("faults_mariadb.toml").read_text(encoding="utf-8")
)


@dataclass(frozen=True)
class _Pair:
    """Both databases, and what the models declare."""

    engine: str
    urls: dict[str, str]
    photos: dict[str, support.Photo]
    flask_declares: ByColumn
    django_declares: ByColumn

    def compared(self, **photos: support.Photo) -> support.Explained:
        both = {**self.photos, **photos}
        return support.compare(
            both["flask"],
            both["django"],
            flask_declares=self.flask_declares,
            django_declares=self.django_declares,
            engine=self.engine,
        )


@pytest.fixture(scope="module", params=["mariadb", "mysql"])
def pair(
    request: pytest.FixtureRequest, django_db_blocker: pytest.FixtureRequest
) -> Iterator[_Pair]:
    engine = request.param
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())  # type: ignore[attr-defined]
        urls = {side: stack.enter_context(servers.database(engine)) for side in ("flask", "django")}
        left, ours = flask_database(blog.flask, engine=engine, url=urls["flask"])
        right, theirs = django_database(blog.django, engine=engine, url=urls["django"])
        yield _Pair(engine, urls, {"flask": left, "django": right}, ours, theirs)


def _with(fault: str, pair: _Pair, side: str) -> support.Photo:
    """What a database is like with a fault: statements, with a semicolon and a space between."""
    url = pair.urls[side]
    if not fault.startswith(("UPDATE ", "DELETE ")):
        return _copied(fault, url, pair.engine)
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql("SET foreign_key_checks = 0")
        connection.exec_driver_sql(fault)
        return support.of_connection(connection)


def _copied(fault: str, original: str, on: str) -> support.Photo:
    with servers.database(on) as url:
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        source = sa.make_url(original).database
        with engine.begin() as connection:
            run = connection.exec_driver_sql
            run("SET foreign_key_checks = 0")
            for table in run(f"SHOW TABLES FROM `{source}`").scalars().all():
                run(run(f"SHOW CREATE TABLE `{source}`.`{table}`").one()[1])
                run(f"INSERT INTO `{table}` SELECT * FROM `{source}`.`{table}`")
            for statement in fault.split("; "):
                run(statement)
        return support.of_server(url)


def test_without_a_fault_everything_is_explained(pair: _Pair) -> None:
    explained = pair.compared()
    assert support.unexplained(explained) == []
    assert support.slugs(explained) >= {
        "constraint-name",
        "database-now",
        "dropped-default",
        "enum-storage",
        "float-precision",
        "interval-storage",
        "json-null",
        "key-width",
        "many-to-many-table",
        "microseconds",
        "nullable-by-default",
        "on-delete-emulated",
        "positive-integer",
        "python-side-default",
        "slug-index",
        "table-prefix",
        "text-size",
    }


@pytest.mark.parametrize("side", ["flask", "django"])
def test_a_copy_without_a_fault_is_the_same(pair: _Pair, side: str) -> None:
    copy = _with("SELECT 1", pair, side)
    assert (copy.schema, copy.rows) == (pair.photos[side].schema, pair.photos[side].rows)


@pytest.mark.parametrize(
    ("side", "fault"),
    [
        pytest.param(side, fault, id=f"{side}: {fault['name']}")
        for side, faults in FAULTS.items()
        for fault in faults
    ],
)
def test_a_fault_is_not_explained_away(pair: _Pair, side: str, fault: dict[str, str]) -> None:
    # ``mysql``: the same in MySQL's words.
    changed = _with(fault.get(pair.engine, fault["statement"]), pair, side)
    assert (changed.schema, changed.rows) != (pair.photos[side].schema, pair.photos[side].rows)
    assert support.unexplained(pair.compared(**{side: changed}))


def test_there_are_faults_enough() -> None:
    assert sum(map(len, FAULTS.values())) >= 80
