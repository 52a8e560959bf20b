"""A database of a dialect that has no reader of its own, as :mod:`compare.dialects` says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import sqlalchemy as sa
from sqlalchemy import Connection

from compare.databases.address import Address
from compare.databases.database import Database, Moment
from compare.databases.handle import Timeouts, connected
from compare.dialects import DIALECTS, Dialect
from compare.errors import UsageError
from compare.inspect.fetch import fetch_all


@contextmanager
def opened(address: Address, timeouts: Timeouts) -> Iterator[Database]:
    """Open a database of a dialect in ``DIALECTS`` so that it is only read.

    Args:
        address: where it is.
        timeouts: how long to wait; a dialect knows nothing of locks.

    Yields:
        The database.

    Raises:
        DBAPIError: it cannot be opened, or refuses.
        UsageError: a statement is to have a limit of time.
    """
    dialect = DIALECTS[address.engine]
    if timeouts.statement is not None:
        raise UsageError(
            f"{address.label}: for a {dialect.name} database no limit of time is known that a"
            " statement could have: leave --timeout out."
        )
    engine = sa.create_engine(
        address.url,
        poolclass=sa.NullPool,
        pool_reset_on_return=None,
        connect_args=dict(dialect.arguments),
    )
    moment = Moment()
    if dialect.moment == "statement":
        moment = Moment(same=False, of="statements")
    with _begun(address, engine, dialect) as connection:
        ((version,),) = fetch_all(connection, dialect.version)
        another = partial(_another, address, engine, dialect, moment)
        yield Database(address, f"{version}, rows only", connection, another, moment)


@contextmanager
def _another(
    address: Address, engine: sa.Engine, dialect: Dialect, moment: Moment
) -> Iterator[Connection]:
    with _begun(address, engine, dialect) as connection:
        if dialect.moment != "database":
            moment.same = False
        yield connection


@contextmanager
def _begun(address: Address, engine: sa.Engine, dialect: Dialect) -> Iterator[Connection]:
    with connected(engine, address) as connection:
        for statement in dialect.begin:
            fetch_all(connection, statement, rows=False)
        yield connection
