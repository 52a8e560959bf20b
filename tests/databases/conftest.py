"""Databases of MariaDB's and MySQL's, to be opened."""

from collections.abc import Iterator

import pytest

from tests import servers
from tests.databases.mariadb_places import Place


@pytest.fixture
def mariadb() -> Iterator[Place]:
    yield from _made("mariadb")


@pytest.fixture
def mysql() -> Iterator[Place]:
    yield from _made("mysql")


@pytest.fixture(params=["mariadb", "mysql"])
def either(request) -> Iterator[Place]:
    """On each in turn: what they are alike in."""
    yield from _made(request.param)


def _made(engine: str) -> Iterator[Place]:
    with servers.database(engine) as url:
        place = Place(engine, url)
        yield place
        place.close()
