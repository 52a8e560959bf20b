"""MariaDB: a copy of each database per process, put back after each change."""

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
from mutants.mariadb import rows, same, schema
from mutants.mariadb.copies import Copy
from mutants.rich import statements

Key = tuple[PairName, SideName]

# A fault need not keep the rules that another statement would hold it to.
_FREE = (
    "SET foreign_key_checks = 0",
    "SET check_constraint_checks = 0",
    "SET unique_checks = 0",
    "SET sql_mode = ''",
)


@dataclass(frozen=True, slots=True)
class MariaDBWorkshop:
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
    proof: str = "mariadb-dump"

    @classmethod
    @contextmanager
    def opened(cls, folder: Path) -> Iterator[MariaDBWorkshop]:
        """A server with the databases on it, gone when the context ends."""
        with (
            engine_named("mariadb").running(folder) as server,
            server.pair() as frameworks,
            server.pair() as rich,
        ):
            assert isinstance(server, ServerDatabases)
            declares = make_frameworks("mariadb", {s: frameworks.url(s) for s in SIDES})
            engine = sa.create_engine(
                rich.flask, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT"
            )
            with engine.connect() as connection:
                for statement in statements("mariadb"):
                    connection.exec_driver_sql(statement.replace("%", "%%"))
            names: dict[Key, str] = {
                ("frameworks", side): _database(frameworks.url(side)) for side in SIDES
            }
            names["rich", "flask"] = names["rich", "django"] = _database(rich.flask)
            yield cls(server, names, declares, server.version())

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
        with self._copy(pair, side).connected() as connection:
            yield connection

    @contextmanager
    def changed(self, change: Change) -> Iterator[sa.Connection]:
        """A connection to a database with the change made, which is put back afterwards.

        Raises:
            DBAPIError: the database refuses.
        """
        copy = self._copy(change.pair, change.side)
        if change.way == "dump":
            with self._restored(copy) as url, sa.create_engine(url).connect() as connection:
                yield connection
            return
        try:
            with copy.connected() as connection:
                with self._free(connection):
                    _execute(connection, change.statements)
                _execute(connection, change.session)
                if not _stays(change):
                    connection.commit()
                yield connection
        finally:
            # The connection is closed: one that has read would keep others from changing.
            if change.statements and not _stays(change):
                copy.put_back(change.statements)

    @contextmanager
    def _free(self, connection: sa.Connection) -> Iterator[None]:
        before = {
            name: connection.exec_driver_sql(f"SELECT @@{name}").scalar_one()
            for name in re.findall(r"SET (\w+)", " ".join(_FREE))
        }
        for statement in _FREE:
            connection.exec_driver_sql(statement)
        try:
            yield
        finally:
            for name, value in before.items():
                connection.exec_driver_sql(f"SET {name} = {value!r}")

    def witness(self, change: Change) -> tuple[str, str]:
        """What ``mariadb-dump`` says of a database before and after."""
        copy = self._copy(change.pair, change.side)
        before = dump(copy.url)
        try:
            with copy.connected() as connection:
                with self._free(connection):
                    _execute(connection, change.statements)
                connection.commit()
            return before, dump(copy.url)
        finally:
            copy.put_back(change.statements)

    @contextmanager
    def _restored(self, copy: Copy) -> Iterator[sa.URL]:
        """A database made of the dump of a copy."""
        name = f"{self.server.prefix}restored_{os.getpid()}"
        engine = sa.create_engine(self.server.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as admin:
            try:
                admin.exec_driver_sql(self.server.statements.create.format(name=name))
                url = copy.url.set(database=name)
                _tool("mariadb", url, stdin=_tool("mariadb-dump", copy.url, *_DUMP))
                yield url
            finally:
                admin.exec_driver_sql(self.server.statements.drop.format(name=name))

    def _copy(self, pair: PairName, side: SideName) -> Copy:
        return _copied(self.server, self.templates[pair, side])


def _execute(connection: sa.Connection, statements: tuple[str, ...]) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement.replace("%", "%%"))


def _stays(change: Change) -> bool:
    """Whether a rollback takes it back: rows that are changed in a table with transactions."""
    return (
        change.way == "statements"
        and bool(change.statements)
        and all(sql.startswith(("UPDATE", "DELETE")) for sql in change.statements)
        and not any(" antigua" in sql or "`antigua`" in sql for sql in change.statements)
    )


@cache
def _copied(server: ServerDatabases, template: str) -> Copy:
    return Copy(server.url, template, f"{template}_{os.getpid()}")


def _database(url: str) -> str:
    name = sa.make_url(url).database
    assert name
    return name


_DUMP = (
    "--routines",
    "--events",
    "--triggers",
    "--hex-blob",
    "--skip-dump-date",
    "--skip-extended-insert",
    "--order-by-primary",
    "--single-transaction",
    "--force",
)


def dump(url: sa.URL) -> str:
    """The whole database as SQL, rows without a key in an order of their own."""
    lines = _tool("mariadb-dump", url, *_DUMP).splitlines()
    found: list[str] = []
    rows: list[str] = []
    for line in lines:
        if line.startswith("INSERT INTO"):
            rows.append(line)
            continue
        found += sorted(rows)
        rows = []
        found.append(line)
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        found += map(
            str,
            connection.exec_driver_sql(
                "SELECT DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME, SCHEMA_COMMENT"
                " FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = DATABASE()"
            ).all(),
        )
    return "\n".join(found)


def _tool(program: str, url: sa.URL, *options: str, stdin: str = "") -> str:
    where = [f"--user={url.username}", "--default-character-set=utf8mb4"]
    socket = url.query.get("unix_socket")
    if socket:
        where.append(f"--socket={socket}")
    else:
        where += [f"--host={url.host}", f"--port={url.port or 3306}"]
    found = shutil.which(program)
    if found is None:
        raise RuntimeError(f"There is no {program} here.")
    done = subprocess.run(
        [found, "--no-defaults", *where, *options, str(url.database)],
        input=stdin.encode("utf-8", "surrogateescape"),
        capture_output=True,
        check=False,
        env={**os.environ, "MYSQL_PWD": url.password or ""},
    )
    if done.returncode and not done.stdout:
        raise sa.exc.DBAPIError(program, None, RuntimeError(done.stderr.decode()))
    return done.stdout.decode("utf-8", "surrogateescape")
