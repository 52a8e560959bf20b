"""MariaDB databases from statements, and what the harness reads in them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache

import sqlalchemy as sa

from compare.diff import diff_schemas
from compare.inspect import read_schema
from compare.model import Difference, Schema
from tests.servers import mariadb_url

NAMES = [
    "a`b",
    'a"b',
    "a'b",
    "a b",
    "a.b",
    "a,b",
    "a(b",
    "a%sb",
    "%(x)s",
    "a\\b",
    "a\nb",
    "a\tb",
    "--",
    "/*",
    "#",
    "select",
    "año",
    "ÑANDÚ",
    "名前",
    "?",
    "????",
    ":x",
    "a\x1fb",
    "1",
    "x" * 64,
]
"""That defeat readers: as long as a name may be, and with whatever means something in SQL."""


class On:
    """Databases on one server of MariaDB's or MySQL's.

    Args:
        url: gives the server's URL, or skips the test.
        collation: of a new database.
    """

    def __init__(self, url: Callable[[], str], collation: str) -> None:
        self._url = url
        self._collation = collation

    @cache  # noqa: B019, there is one for each server
    def server(self) -> sa.Engine:
        """The server, as root and in no database of its own."""
        return sa.create_engine(self._url(), isolation_level="AUTOCOMMIT")

    @contextmanager
    def connected(self, *statements: str, name: str = "parity_test") -> Iterator[sa.Connection]:
        """A connection, as root, to a new database in which these statements were run.

        Args:
            statements: to be run, with ``{database}`` for the database's quoted name.
            name: what the database's name begins with.
        """
        database = f"{name}_{secrets.token_hex(6)}"
        it = quoted(database)
        with self.server().connect() as connection:
            connection.exec_driver_sql(
                f"CREATE DATABASE {it} CHARACTER SET utf8mb4 COLLATE {self._collation}"
            )
            try:
                connection.exec_driver_sql(f"USE {it}")
                for statement in statements:
                    # Without parameters PyMySQL leaves a percent sign as it is.
                    text = statement.replace("{database}", it)
                    connection.execution_options(no_parameters=True).exec_driver_sql(text)
                yield connection
            finally:
                connection.exec_driver_sql(f"DROP DATABASE {it}")
                if any(statement.startswith("SET") for statement in statements):
                    connection.invalidate()

    @contextmanager
    def another(
        self, connection: sa.Connection, user: str = "", **options: str
    ) -> Iterator[sa.Connection]:
        """Another connection to the same database.

        Args:
            connection: to the database.
            user: who is connected, without a password; root for none.
            options: more for the URL's query.
        """
        database = connection.exec_driver_sql("SELECT database()").scalar_one()
        url = self.server().url.set(database=database).update_query_dict(options)
        engine = sa.create_engine(url.set(username=user, password=None) if user else url)
        try:
            with engine.connect() as other:
                yield other
        finally:
            engine.dispose()

    @contextmanager
    def somebody(self) -> Iterator[str]:
        """The name of a user without rights."""
        name = f"parity_{secrets.token_hex(4)}"
        with self.server().connect() as root:
            root.exec_driver_sql(f"CREATE USER {name}")
            yield name
            root.exec_driver_sql(f"DROP USER {name}")

    def schema(self, *statements: str) -> Schema:
        """The schema that these statements make."""
        with self.connected(*statements) as connection:
            return read_schema(connection)

    def differences(self, left: list[str], right: list[str]) -> tuple[Difference, ...]:
        """How the schemas that two lists of statements make differ; all must be compared."""
        one, other = self.schema(*left), self.schema(*right)
        assert one.not_compared == other.not_compared == ()
        return between(one, other)


def between(one: Schema, other: Schema) -> tuple[Difference, ...]:
    """How two schemas differ, tables of one name being the same."""
    names = {table.name for table in one.tables} & {table.name for table in other.tables}
    return diff_schemas(one, other, tuple((name, name) for name in sorted(names)))


def quoted(name: str) -> str:
    """A name in backticks."""
    return "`" + name.replace("`", "``") + "`"


def statements(connection: sa.Connection) -> list[str]:
    """What reading the schema sends to the server."""
    sent: list[str] = []
    cursor = connection.connection.dbapi_connection.cursorclass

    class Listening(cursor):
        def execute(self, query, args=None):
            sent.append(query)
            return super().execute(query, args)

    connection.connection.dbapi_connection.cursorclass = Listening
    try:
        read_schema(connection)
    finally:
        connection.connection.dbapi_connection.cursorclass = cursor
    return sent


ON = On(mariadb_url, "utf8mb4_general_ci")
server, connected, another = ON.server, ON.connected, ON.another
schema, differences = ON.schema, ON.differences
