"""Which engine a connection leads to."""

from __future__ import annotations

from sqlalchemy import Connection


def engine_of(connection: Connection) -> str:
    """The engine whose catalogue is to be read.

    MySQL and MariaDB have one protocol and one kind of URL: which of the two it is, the server says
    when it is connected to
    (https://docs.sqlalchemy.org/en/20/dialects/mysql.html#mariadb-support).

    Args:
        connection: an open connection.

    Returns:
        ``sqlite``, ``postgresql``, ``mariadb``, ``mysql``, or what SQLAlchemy calls any other.
    """
    name = connection.dialect.name
    if name not in ("mysql", "mariadb"):
        return name
    return "mariadb" if getattr(connection.dialect, "is_mariadb", False) else "mysql"
