"""MySQL databases from statements, and what the harness reads in them."""

from tests.inspect.mariadb_databases import On, between
from tests.servers import mysql_url

ON = On(mysql_url, "utf8mb4_0900_ai_ci")
server, connected, another = ON.server, ON.connected, ON.another
schema, differences = ON.schema, ON.differences

__all__ = ["ON", "another", "between", "connected", "differences", "schema", "server"]
