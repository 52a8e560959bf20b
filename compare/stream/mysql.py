"""A table of MySQL as lines, which it makes as MariaDB does, but for what is here.

A connection is under :func:`compare.inspect.mysql.session.reading`, because MySQL has no
``SET STATEMENT … FOR``. Since 9.6 it has no MD5 of its own
(https://dev.mysql.com/doc/refman/9.7/en/encryption-functions.html#function_md5).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from compare.rows.mariadb_values import REAL_OF_MYSQL
from compare.rows.mysql import asked
from compare.stream.mariadb import MariadbSource


class MysqlSource(MariadbSource):
    """One table of a MySQL database; takes the same arguments."""

    engine = "mysql"
    real = REAL_OF_MYSQL
    shield = ""
    as_it_is = frozenset({"tinyint", "smallint", "mediumint", "int", "bigint", "year"})
    exactly = "sha2({}, 256)"
    has_md5 = False

    def searched(self, sql: str) -> str:
        """Bytes, each as a character: MySQL searches no bytes."""
        return f"CONVERT({sql} USING latin1)"

    def ask(self, connection: Connection, sql: str) -> Sequence[tuple[Any, ...]]:
        """The answer to a short question."""
        return asked(connection, sql)
