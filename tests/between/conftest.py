"""The scenarios' own databases on every engine, for all tests of this folder."""

from contextlib import ExitStack, nullcontext
from dataclasses import replace
from functools import cache
from itertools import takewhile

import pytest

from compare.engines import engine_named
from compare.engines.base import Pair
from compare.run.walk import walk
from compare.scenario import read_scenario
from tests import servers


class Kept:
    """A server that hands out a pair which stays when the walk is over."""

    def __init__(self, pair: Pair) -> None:
        self._pair = pair

    def pair(self):
        return nullcontext(self._pair)


@pytest.fixture(scope="session")
def walked(tmp_path_factory, django_db_blocker):
    """A function that gives the databases of a scenario on an engine, before any rollback."""
    with django_db_blocker.unblock(), ExitStack() as stack:
        lite = stack.enter_context(engine_named("sqlite").running(tmp_path_factory.mktemp("lite")))

        @cache
        def made(name: str, engine: str) -> Pair:
            server = lite if engine == "sqlite" else servers.server(engine)
            pair = stack.enter_context(server.pair())
            scenario = read_scenario(name)
            steps = takewhile(lambda step: step.verb not in ("rollback", "stamp"), scenario.steps)
            # No scenario runs on MySQL; to the two frameworks it is what MariaDB is.
            as_ = "mariadb" if engine == "mysql" else engine
            result = walk(replace(scenario, steps=tuple(steps)), as_, Kept(pair))
            assert result.error is None
            return pair

        yield made
