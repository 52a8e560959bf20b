"""A database of MariaDB's or MySQL's, and somebody who may do nothing but read it."""

from __future__ import annotations

import secrets
import time
from contextlib import AbstractContextManager
from typing import Any

import pytest
import sqlalchemy as sa

from compare.databases import Address, Database, open_database, parse_address
from compare.errors import ToolError
from compare.inspect.fetch import fetch_all

PASSWORD = "S3cret-word"


class Place:
    """A database with a table ``t``, its owner's connection and the address for a reader.

    Args:
        engine: ``mariadb`` or ``mysql``.
        url: an empty database, as root.
    """

    def __init__(self, engine: str, url: str) -> None:
        self.engine = engine
        self.url = sa.make_url(url)
        if engine == "mysql":
            # Who reads does it over TLS, whatever the tests' server is asked for.
            self.url = self.url.difference_update_query(["ssl_disabled"])
        self.user = f"parity_{secrets.token_hex(4)}"
        self.owner = sa.create_engine(
            url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT"
        ).connect()
        # From anywhere: servers that are named are not on this machine.
        self.accounts = [f"'{self.user}'@'{host}'" for host in ("localhost", "%")]
        self.run(
            "CREATE TABLE t (id INT PRIMARY KEY, a TEXT) ENGINE=InnoDB",
            "INSERT INTO t VALUES (1, 'x')",
        )
        for account in self.accounts:
            self.run(
                f"CREATE USER {account} IDENTIFIED BY '{PASSWORD}'",
                f"GRANT SELECT ON `{self.url.database}`.* TO {account}",
            )

    @property
    def root(self) -> dict[str, Any]:
        """Who made it, as parts of an address."""
        return {"username": self.url.username, "password": self.url.password}

    def run(self, *statements: str) -> None:
        """Run statements as who made it."""
        for statement in statements:
            fetch_all(self.owner, statement)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a statement gives to who made it."""
        return fetch_all(self.owner, sql)

    def address(self, **changes: Any) -> Address:
        """Where the reader reads; with changes of the URL."""
        wanted = {"username": self.user, "password": PASSWORD, **changes}
        return parse_address(self.url.set(**wanted).render_as_string(hide_password=False), {})

    def opened(
        self, *, statement: float | None = None, lock: float | None = None, **changes: Any
    ) -> AbstractContextManager[Database]:
        """The database, as the reader opens it: with limits in seconds."""
        return open_database(
            self.address(**changes), statement_timeout=statement, lock_timeout=lock
        )

    def refused(self, **how: Any) -> str:
        """The sentence with which an address is refused."""
        with pytest.raises(ToolError) as error, self.opened(**how):
            pass
        said = str(error.value)
        assert PASSWORD not in said
        assert "\n" not in said
        assert said.endswith(".")
        return said

    def quiet(self) -> None:
        """Wait until the server's own work on what was written is done."""
        before, since = None, time.monotonic()
        while time.monotonic() - since < 1.5:
            now = self.rows("SHOW GLOBAL STATUS LIKE 'Innodb_lsn_current'")
            if now != before:
                before, since = now, time.monotonic()
            time.sleep(0.05)

    def close(self) -> None:
        """Leave nothing behind."""
        self.run(*(f"DROP USER {account}" for account in self.accounts))
        self.owner.close()


def ids(connection: sa.Connection) -> list[int]:
    """The keys that a connection sees."""
    return [number for (number,) in fetch_all(connection, "SELECT id FROM t ORDER BY id")]
