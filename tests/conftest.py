"""What tests in all folders share: the workspace's root, and the two sides in process."""

import os
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connections

from compare.engines import Pair
from compare.scenario import read_scenario
from compare.sides import open_side
from django_side.databases import from_url


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    """One more than there are cores: a third of the time tests wait, for servers and processes."""
    affinity = getattr(os, "sched_getaffinity", None)
    return (len(affinity(0)) if affinity else os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def root():
    """The workspace's root."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def django_db_modify_db_settings():
    """Make pytest-django's database SQLite in memory, whatever the environment's DATABASE_URL."""
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = from_url("sqlite://")
    connections.configure_settings(connections.settings)


@pytest.fixture
def side_of(django_db_blocker):
    """Open one side of a scenario in process: ``with side_of("flask", "blog", url) as side``.

    Django has one default database, so there is one Django side at a time.
    """
    with django_db_blocker.unblock():
        yield lambda name, scenario, url: closing(
            open_side(name, read_scenario(scenario), Pair(url, url), "sqlite")
        )
