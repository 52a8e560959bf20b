"""Which engines there are. To add one, write its class and name it here."""

from __future__ import annotations

from compare.engines.base import Engine
from compare.engines.sqlite import SQLite
from compare.errors import UsageError

ENGINES: dict[str, type[Engine]] = {SQLite.name: SQLite}


def engine_named(name: str) -> Engine:
    """The engine of that name.

    Raises:
        UsageError: there is none.
    """
    try:
        return ENGINES[name]()
    except KeyError:
        raise UsageError(
            f"There is no engine “{name}”; there are: {', '.join(sorted(ENGINES))}."
        ) from None
