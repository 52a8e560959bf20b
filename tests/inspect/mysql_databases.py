"""MySQL databases from statements, and what the harness reads in them."""

from compare.inspect.mysql.catalogue import version_of
from tests.inspect.mariadb_databases import On, between
from tests.servers import mysql_url

ON = On(mysql_url, "utf8mb4_0900_ai_ci")
server, connected, another = ON.server, ON.connected, ON.another
schema, differences = ON.schema, ON.differences

__all__ = ["ON", "another", "between", "connected", "differences", "is_new", "schema", "server"]


def is_new() -> bool:
    """Whether the server has what came with MySQL 9: vectors, JavaScript, duality views."""
    with server().connect() as connection:
        return version_of(connection.exec_driver_sql("SELECT version()").scalar_one()) >= (9, 4)
