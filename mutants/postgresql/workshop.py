"""PostgreSQL: a copy of each database per process, changed in a transaction that is rolled back."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import sqlalchemy as sa

from compare.conventions import ByColumn
from compare.engines import engine_named
from compare.engines.server import ServerDatabases
from compare.model import SIDES, SideName
from mutants.bases import make_frameworks
from mutants.changes import PAIRS, Change, PairName
from mutants.postgresql import rows, same, schema
from mutants.rich import statements

Key = tuple[PairName, SideName]

# A fault need not keep the rules that another statement would hold it to, nor fire triggers.
_FREE = "SET session_replication_role = replica"


@dataclass(frozen=True, slots=True)
class PostgreSQLWorkshop:
    """Every database as a template on a server.

    Attributes:
        server: where they are.
        templates: a database's name by pair and side; nobody ever changes it.
        declares: what the models of the framework pair declare.
        version: the server's.
        proof: what the witness looks at.
    """

    server: ServerDatabases
    templates: Mapping[Key, str]
    declares: Mapping[SideName, ByColumn]
    version: str
    proof: str = "pg_dump"

    @classmethod
    @contextmanager
    def opened(cls, folder: Path) -> Iterator[PostgreSQLWorkshop]:
        """A server with the databases on it, gone when the context ends."""
        with (
            engine_named("postgresql").running(folder) as server,
            server.pair() as frameworks,
            server.pair() as rich,
        ):
            assert isinstance(server, ServerDatabases)
            declares = make_frameworks("postgresql", {s: frameworks.url(s) for s in SIDES})
            _run(rich.flask, *statements("postgresql"))
            names: dict[Key, str] = {
                ("frameworks", side): _database(frameworks.url(side)) for side in SIDES
            }
            names["rich", "flask"] = names["rich", "django"] = _database(rich.flask)
            made = cls(server, names, declares, server.version())
            try:
                yield made
            finally:
                server.clean()

    def faults(self) -> Iterator[Change]:
        """Every fault; of the pair whose sides are the same, on one side."""
        for pair, side in self._sides():
            with self.unchanged(pair, side) as connection:
                for change in (*schema.changes(connection), *rows.changes(connection)):
                    yield replace(change, pair=pair, side=side)

    def same(self) -> Iterator[Change]:
        """Every way to the same database."""
        for pair, side in self._sides():
            with self.unchanged(pair, side) as connection:
                for change in same.changes(connection):
                    yield replace(change, pair=pair, side=side)

    def _sides(self) -> Iterator[Key]:
        yield from (
            (pair, side) for pair in PAIRS for side in SIDES if (pair, side) != ("rich", "flask")
        )

    @contextmanager
    def unchanged(self, pair: PairName, side: SideName) -> Iterator[sa.Connection]:
        """A connection to this process's copy of a database."""
        with _engine(_copy(self.server, self.templates[pair, side])).connect() as connection:
            yield connection

    @contextmanager
    def changed(self, change: Change) -> Iterator[sa.Connection]:
        """A connection to a database with the change made.

        Raises:
            DBAPIError: the database refuses.
        """
        if change.way == "statements":
            with self.unchanged(change.pair, change.side) as connection:
                _execute(connection, *change.session, _FREE, *change.statements)
                yield connection
                connection.rollback()
            return
        with self._own(change) as url, _engine(url).connect() as connection:
            _execute(connection, *change.session)
            yield connection

    def witness(self, change: Change) -> tuple[str, str]:
        """What ``pg_dump`` says of a database before and after."""
        before = _copy(self.server, self.templates[change.pair, change.side])
        with self._own(change) as after:
            return dump(before), dump(after)

    @contextmanager
    def _own(self, change: Change) -> Iterator[str]:
        """A database of its own in which a change is made for good."""
        template = self.templates[change.pair, change.side]
        name = f"{self.server.prefix}own_{os.getpid()}"
        create, drop = self.server.statements.create, self.server.statements.drop
        try:
            if change.way == "dump":
                _run(self.server.url, create.format(name=name))
                url = _url(self.server, name)
                restore(dump_text(_copy(self.server, template)), url)
            else:
                _run(self.server.url, f"CREATE DATABASE {name} TEMPLATE {template}")
                url = _url(self.server, name)
            _run(url, _FREE, *change.statements)
            yield url
        finally:
            _run(self.server.url, drop.format(name=name))


@cache
def _copy(server: ServerDatabases, template: str) -> str:
    """The URL of this process's own copy of a template."""
    name = f"{template}_{os.getpid()}"
    _run(server.url, f"CREATE DATABASE {name} TEMPLATE {template}")
    return _url(server, name)


def _url(server: ServerDatabases, name: str) -> str:
    return sa.make_url(server.url).set(database=name).render_as_string(hide_password=False)


def _database(url: str) -> str:
    name = sa.make_url(url).database
    assert name
    return name


@cache
def _engine(url: str) -> sa.Engine:
    return sa.create_engine(url, poolclass=sa.NullPool)


def _execute(connection: sa.Connection, *sql: str) -> None:
    for statement in sql:
        connection.exec_driver_sql(statement.replace("%", "%%"))


def _run(url: str, *sql: str) -> None:
    engine = sa.create_engine(url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        _execute(connection, *sql)


def dump_text(url: str) -> str:
    """The whole database as SQL, by ``pg_dump``."""
    return _tool("pg_dump", url, "--no-owner")


def restore(text: str, url: str) -> None:
    """Run such a text, by ``psql``."""
    _tool("psql", url, "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", stdin=text)


def dump(url: str) -> str:
    """The dump, with the rows of each table in an order of their own."""
    return re.sub(
        r"(?ms)(^COPY [^\n]*\n)(.*?)(^\\\.$)",
        lambda match: match[1] + "".join(sorted(match[2].splitlines(True))) + match[3],
        # A new word each time, so that nobody can guess it.
        re.sub(r"(?m)^\\(un)?restrict .*$", "", dump_text(url)),
    )


def _tool(program: str, url: str, *options: str, stdin: str = "") -> str:
    address = sa.make_url(url)
    where = [
        f"--{option}={value}"
        for option, value in (
            ("host", address.query.get("host") or address.host),
            ("port", address.port),
            ("username", address.username),
        )
        if value
    ]
    done = subprocess.run(
        [_program(program), *where, f"--dbname={address.database}", *options],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PGPASSWORD": address.password or ""},
    )
    if done.returncode:
        raise sa.exc.DBAPIError(program, None, RuntimeError(done.stderr.strip()))
    return done.stdout


@cache
def _program(name: str) -> str:
    """The wheel's own program, which is as new as its server, else the machine's."""
    from compare.engines import postgresql

    install = postgresql._installed()
    own = install / "bin" / name if install else None
    if own and own.exists():
        return str(own)
    found = shutil.which(name)
    if found is None:
        raise RuntimeError(f"There is no {name} here.")
    return found
