"""Single faults in a pair of PostgreSQL databases of both frameworks: none is explained away.

As ``test_convention_faults`` does on SQLite. Both databases are made once; a fault is made and
looked at in a transaction, which is taken back.
"""

from __future__ import annotations

import re
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
    Path(__file__).with_name("faults_postgresql.toml").read_text(encoding="utf-8")
)


@dataclass(frozen=True)
class _Pair:
    """Both databases, and what the models declare."""

    engines: dict[str, sa.Engine]
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
            engine="postgresql",
        )

    def changed(self, side: str, fault: str) -> support.Photo:
        """What a side is like with a fault."""
        with self.engines[side].connect() as connection:
            for statement in re.split(r";\s+", fault):
                connection.exec_driver_sql(statement.replace("%", "%%"))
            return support.of_connection(connection)


@pytest.fixture(scope="module")
def pair(django_db_blocker: pytest.FixtureRequest) -> Iterator[_Pair]:
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())  # type: ignore[attr-defined]
        urls = {
            side: stack.enter_context(servers.database("postgresql"))
            for side in ("flask", "django")
        }
        left, ours = flask_database(blog.flask, engine="postgresql", url=urls["flask"])
        right, theirs = django_database(blog.django, engine="postgresql", url=urls["django"])
        engines = {side: sa.create_engine(url) for side, url in urls.items()}
        for engine in engines.values():
            stack.callback(engine.dispose)
        yield _Pair(engines, {"flask": left, "django": right}, ours, theirs)


def test_without_a_fault_everything_is_explained(pair: _Pair) -> None:
    explained = pair.compared()
    assert support.unexplained(explained) == []
    assert support.slugs(explained) >= {
        "constraint-name",
        "deferrable-foreign-key",
        "dropped-default",
        "enum-storage",
        "enum-type",
        "foreign-key-index",
        "json-binary",
        "json-null",
        "key-width",
        "like-index",
        "many-to-many-table",
        "nullable-by-default",
        "on-delete-emulated",
        "positive-integer",
        "python-side-default",
        "serial-key",
        "slug-index",
        "statement-time",
        "string-length",
        "table-prefix",
        "time-zone",
    }


@pytest.mark.parametrize(
    ("side", "fault"),
    [
        pytest.param(side, fault["statement"], id=f"{side}: {fault['name']}")
        for side, faults in FAULTS.items()
        for fault in faults
    ],
)
def test_a_fault_is_not_explained_away(pair: _Pair, side: str, fault: str) -> None:
    changed = pair.changed(side, fault)
    assert (changed.schema, changed.rows) != (pair.photos[side].schema, pair.photos[side].rows)
    assert support.unexplained(pair.compared(**{side: changed}))


def test_there_are_faults_enough() -> None:
    assert sum(map(len, FAULTS.values())) >= 150
