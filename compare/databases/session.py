"""Opens an address so that the database is only read."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from compare.databases import mariadb, portable, postgresql, sqlite
from compare.databases.address import Address, EngineName
from compare.databases.database import Database
from compare.databases.handle import Timeouts
from compare.databases.told import told, told_as_met
from compare.dialects import DIALECTS
from compare.errors import ParityError, ToolError

Opener = Callable[[Address, Timeouts], AbstractContextManager[Database]]

_OPENERS: MappingProxyType[EngineName, Opener] = MappingProxyType(
    {
        "sqlite": sqlite.opened,
        "postgresql": postgresql.opened,
        "mariadb": mariadb.opened,
        "mysql": mariadb.opened,
        **dict.fromkeys(DIALECTS, portable.opened),
    }
)
_MODULES: MappingProxyType[EngineName, tuple[str, ...]] = MappingProxyType(
    {
        "sqlite": (),
        "postgresql": ("psycopg",),
        "mariadb": ("pymysql",),
        "mysql": ("pymysql",),
        **{each.name: each.modules for each in DIALECTS.values()},
    }
)
_RAISED = (SQLAlchemyError, OSError, RuntimeError, TypeError, ValueError)
"""What drivers raise while they connect: an option unknown, a key file that is not there."""

_T = TypeVar("_T")


@contextmanager
def open_database(
    address: Address, *, statement_timeout: float | None, lock_timeout: float | None
) -> Iterator[Database]:
    """Open a database in one read-only transaction; nothing of it is left when the context ends.

    What was read counts once the context has ended without an error: a SQLite file in WAL mode that
    nobody had open is read without locks, and whether somebody came is known at the end.

    Args:
        address: where it is.
        statement_timeout: seconds that one statement may take; None: as the database has it.
        lock_timeout: seconds to wait for somebody else's lock; None: as the database has it.

    Yields:
        The database.

    Raises:
        ToolError: it cannot be opened; or while the context lasts, in place of a DBAPIError (or of
            a ToolError made of one) that one of its connections met. One sentence, without a
            password.
    """
    timeouts = Timeouts(statement_timeout, lock_timeout)
    _require_driver(address)
    with ExitStack() as stack:
        database = _entered(stack, _OPENERS[address.engine](address, timeouts), address)
        another = partial(_another, database.opened, address)
        try:
            yield replace(database, opened=another)
        except (DBAPIError, ToolError) as error:
            met = told_as_met(error)
            if met is not None and met[0] == address:
                raise met[1] from error
            raise


@contextmanager
def _another(
    opened: Callable[[], AbstractContextManager[Connection]], address: Address
) -> Iterator[Connection]:
    with ExitStack() as stack:
        yield _entered(stack, opened(), address)


def _entered(stack: ExitStack, context: AbstractContextManager[_T], address: Address) -> _T:
    try:
        return stack.enter_context(context)
    except ParityError:
        raise
    except _RAISED as error:
        raise told(error, address) from error


def _require_driver(address: Address) -> None:
    if any(importlib.util.find_spec(module) is None for module in _MODULES[address.engine]):
        dialect = DIALECTS.get(address.engine)
        extra = address.engine if dialect is None else dialect.extra
        raise ToolError(
            f"{address.label}: the driver for {address.engine} is not installed: run"
            f" pip install 'django-parity[{extra}]'."
        )
