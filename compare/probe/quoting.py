"""Names in each engine's quotes."""

from __future__ import annotations

from collections.abc import Callable

from compare.inspect.mariadb import tokens
from compare.inspect.postgresql import session
from compare.inspect.sqlite import catalogue

_QUOTED: dict[str, Callable[[str], str]] = {
    "sqlite": catalogue.quoted,
    "postgresql": session.quoted,
    "mariadb": tokens.quoted,
    "mysql": tokens.quoted,
}


def quoted(engine: str, name: str) -> str:
    """A name as it stands in a statement."""
    return _QUOTED[engine](name)
