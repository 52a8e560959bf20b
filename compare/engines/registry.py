"""Which engines there are. To add one, write its class and name it here."""

from __future__ import annotations

from collections.abc import Iterable

from compare.engines.base import Engine
from compare.engines.mariadb import MariaDB
from compare.engines.mysql import MySQL
from compare.engines.postgresql import PostgreSQL
from compare.engines.sqlite import SQLite
from compare.errors import UsageError

ENGINES: dict[str, type[Engine]] = {engine.name: engine for engine in (SQLite, PostgreSQL, MariaDB)}

_FOR_COPIES: dict[str, type[Engine]] = {**ENGINES, MySQL.name: MySQL}
"""Those on which a copy of a database can be made: no scenario runs on MySQL."""


def engines_named(names: Iterable[str]) -> tuple[str, ...]:
    """The engines that are meant, each once, in the order of ``ENGINES``; ``all`` means all.

    Raises:
        UsageError: there is none of a name.
    """
    wanted = set(names)
    if "all" in wanted:
        wanted = (wanted - {"all"}) | set(ENGINES)
    for name in sorted(wanted):
        engine_named(name)
    return tuple(name for name in ENGINES if name in wanted)


def engine_named(name: str) -> Engine:
    """The engine of that name.

    Raises:
        UsageError: there is none.
    """
    try:
        return ENGINES[name]()
    except KeyError:
        raise UsageError(f"There is no engine “{name}”; there are: {', '.join(ENGINES)}.") from None


def engine_for_copies(name: str) -> Engine:
    """The engine of that name, for copies of its databases.

    Args:
        name: of any engine of which a database can be compared.
    """
    return _FOR_COPIES[name]()
