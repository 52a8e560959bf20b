"""Engines that are servers: which server, and pairs of databases on it."""

from __future__ import annotations

import importlib.util
import os
import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from compare.engines.base import Offer, Pair
from compare.errors import EngineMissing, ToolError, UsageError
from compare.redaction import learn


@dataclass(frozen=True, slots=True)
class Statements:
    """The SQL of one kind of server, with ``{name}`` for a database's name.

    Attributes:
        create: makes a database, in the same character set and collation on every server.
        drop: removes one with whoever is still connected to it.
        named_like: lists the databases whose names begin with ``{name}``.
        version: the server's version.
    """

    create: str
    drop: str
    named_like: str
    version: str


@dataclass(frozen=True, slots=True)
class ServerDatabases:
    """Databases on a server, made and removed. No database is touched that was not made here.

    Attributes:
        url: where to connect to make others; it needs the right to create databases.
        prefix: of this run, at the beginning of each database's name.
        statements: how this kind of server is spoken to.
    """

    url: str
    prefix: str
    statements: Statements

    @contextmanager
    def pair(self) -> Iterator[Pair]:
        """Two new databases, dropped when the context ends.

        Raises:
            ToolError: they cannot be made.
        """
        name = f"{self.prefix}{secrets.token_hex(4)}"
        names = (f"{name}_flask", f"{name}_django")
        try:
            self._run(*(self.statements.create.format(name=each) for each in names))
            url = sa.make_url(self.url)
            flask, django = (
                url.set(database=each).render_as_string(hide_password=False) for each in names
            )
            yield Pair(flask=flask, django=django)
        finally:
            with suppress(ToolError):
                self._run(*(self.statements.drop.format(name=each) for each in names))

    def clean(self) -> None:
        """Drop what is left of this run, after a worker that was killed."""
        with suppress(ToolError):
            left = self._run(self.statements.named_like.format(name=self.prefix))
            self._run(*(self.statements.drop.format(name=name) for (name,) in left))

    def version(self) -> str:
        """The server's version.

        Raises:
            ToolError: it cannot be reached.
        """
        ((version,),) = self._run(self.statements.version)
        return str(version)

    def _run(self, *statements: str) -> list[tuple[str, ...]]:
        """Send statements outside of any transaction; the rows of the last one."""
        engine = sa.create_engine(self.url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
        try:
            with engine.connect() as connection:
                rows: list[tuple[str, ...]] = []
                for statement in statements:
                    # Doubled, because the drivers format even without parameters.
                    result = connection.exec_driver_sql(statement.replace("%", "%%"))
                    rows = [tuple(row) for row in result] if result.returns_rows else []
                return rows
        except SQLAlchemyError as error:
            reason = " ".join(str(getattr(error, "orig", None) or error).split())
            raise ToolError(f"The {engine.dialect.name} server refuses: {reason}") from error
        finally:
            engine.dispose()


class ServerEngine(ABC):
    """An engine whose databases are on a server: one that is named, else one for the run.

    Attributes:
        name: the engine's name.
        variable: the environment variable that names a server.
        driver: the Python module of the driver.
        drivers: the dialects of URLs that fit, each with the dialect and driver to use for it.
        statements: how the server is spoken to.
    """

    name: str
    variable: str
    driver: str
    drivers: Mapping[str, str]
    statements: Statements

    def offer(self) -> Offer:
        """The server that the variable names, else what could be started here."""
        if importlib.util.find_spec(self.driver) is None:
            return Offer("", missing=f"its driver is not installed: {self.install}")
        url = self._named()
        if url is None:
            return self._own()
        try:
            return Offer(self.variable, ServerDatabases(url, "", self.statements).version())
        except ToolError as error:
            return Offer(self.variable, missing=str(error))

    @contextmanager
    def running(self, folder: Path) -> Iterator[ServerDatabases]:
        """The server that is named, or a new one, gone when the context ends.

        Raises:
            EngineMissing: there is neither.
            ToolError: it does not start or does not answer.
        """
        offer = self.offer()
        if offer.missing:
            raise EngineMissing(self.name, offer.missing)
        url = self._named()
        if url is None:
            with self._started(folder) as databases:
                yield databases
            return
        databases = self._databases(url)
        try:
            yield databases
        finally:
            databases.clean()

    @property
    def install(self) -> str:
        """The command that installs the driver, and whatever else comes from PyPI."""
        return f"python -m pip install 'django-parity[{self.name}]'"

    def _named(self) -> str | None:
        return url_from_environment(self.variable, self.drivers)

    def _databases(self, url: str) -> ServerDatabases:
        """Databases under names that no other run has."""
        return ServerDatabases(url, f"parity_{secrets.token_hex(4)}_", self.statements)

    @abstractmethod
    def _own(self) -> Offer:
        """What could be started here."""

    @abstractmethod
    def _started(self, folder: Path) -> AbstractContextManager[ServerDatabases]:
        """A server of one's own, gone when the context ends; asked only where there can be one.

        Args:
            folder: a private folder for everything temporary.
        """


def url_from_environment(variable: str, drivers: Mapping[str, str]) -> str | None:
    """The URL of a server that somebody wants to be used, with its driver.

    Args:
        variable: of the environment.
        drivers: the dialects that fit, each with the dialect and driver to use for it.

    Returns:
        A SQLAlchemy URL, or None where the variable is not set.

    Raises:
        UsageError: it is no URL, or one of another kind of database.
    """
    text = os.environ.get(variable, "")
    if not text:
        return None
    learn(text)
    try:
        url = sa.make_url(text)
        if "+" not in url.drivername:
            url = url.set(drivername=drivers.get(url.drivername, url.drivername))
        url.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError):
        raise UsageError(f"{variable} is not a database URL.") from None
    if url.get_backend_name() not in drivers:
        raise UsageError(
            f"{variable} leads to {url.get_backend_name()}; it should begin with "
            f"{' or '.join(f'{name}://' for name in drivers)}."
        )
    return url.render_as_string(hide_password=False)
