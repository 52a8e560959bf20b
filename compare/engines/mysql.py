"""MySQL: the server that is named. No scenario runs on it; copies of databases are made there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from compare.engines.base import Offer
from compare.engines.server import ServerDatabases, ServerEngine, Statements
from compare.errors import EngineMissing


class MySQL(ServerEngine):
    """MySQL 8.0.16 or newer."""

    name = "mysql"
    variable = "PARITY_MYSQL_URL"
    driver = "pymysql"
    # With mariadb:// SQLAlchemy would refuse the server.
    drivers = MappingProxyType({"mysql": "mysql+pymysql"})
    statements = Statements(
        create="CREATE DATABASE `{name}` CHARACTER SET utf8mb4 COLLATE utf8mb4_0900_ai_ci",
        drop="DROP DATABASE IF EXISTS `{name}`",
        named_like="SELECT schema_name FROM information_schema.schemata"
        " WHERE left(schema_name, char_length('{name}')) = '{name}'",
        version="SELECT version()",
    )

    def offer(self) -> Offer:
        """The server that the variable names; one of MariaDB's will not do."""
        found = super().offer()
        if "mariadb" in found.version.lower():
            return replace(
                found, missing=f"{self.variable} leads to MariaDB {found.version}: name MySQL's"
            )
        return found

    def _own(self) -> Offer:
        return Offer(
            "", missing=f"no server: set {self.variable}, as in mysql://root@localhost/mysql"
        )

    @contextmanager
    def _started(self, folder: Path) -> Iterator[ServerDatabases]:
        raise EngineMissing(self.name, self._own().missing)
        yield  # never: a server of MySQL's is not started here
