"""Copies are made on the tests' own servers, which need not be started anew."""

from contextlib import nullcontext

import pytest

from compare.engines import engine_for_copies
from tests import servers


class Ours:
    """An engine whose server is running already."""

    def __init__(self, name):
        self._name = name

    def running(self, folder):
        return nullcontext(servers.server(self._name))


def ours(name):
    return engine_for_copies(name) if name == "sqlite" else Ours(name)


@pytest.fixture(scope="session", autouse=True)
def _copies_on_our_servers():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("compare.probe.copies.engine_for_copies", ours)
        yield
