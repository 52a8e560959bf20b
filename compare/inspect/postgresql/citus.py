"""Citus: tables of PostgreSQL whose rows are on several machines.

A coordinator has the catalogue and passes on what is asked of rows to the sessions that it has on
the workers. Where that is not what one PostgreSQL would do is told here; the source is Citus's own
code (13.0, ``src/backend/distributed``) and what it did when it was tried.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from compare.inspect.fetch import fetch_all

IS_HERE = "EXISTS (SELECT FROM pg_catalog.pg_extension WHERE extname = 'citus')"
"""An expression: whether a database has Citus."""

# Reference tables (repmodel t) are whole on every node, and what is in no group of tables and cut
# in no way is on the coordinator (metadata/metadata_cache.c, IsCitusTableTypeCacheEntry).
_TABLES = """
SELECT c.relname::text, pg_catalog.format('%I.%I', n.nspname, c.relname),
  CASE p.colocationid WHEN 0 THEN -c.oid::pg_catalog.int8 ELSE p.colocationid END
FROM pg_catalog.pg_dist_partition p
JOIN pg_catalog.pg_class c ON c.oid = p.logicalrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE p.repmodel <> 't' AND (p.partmethod <> 'n' OR p.colocationid <> 0)
"""


def distributed_tables(connection: Connection, schema: str) -> frozenset[str]:
    """The tables of a schema whose rows are on the workers.

    Raises:
        DBAPIError: the database refuses.
    """
    name = "'" + schema.replace("'", "''") + "'"
    found = fetch_all(connection, f"{_TABLES} AND n.nspname = {name}")
    return frozenset(name for name, _, _ in found)


def one_of_each_group(connection: Connection) -> list[str]:
    """Tables in all of whose nodes together all distributed rows are, with their schemas.

    Tables of one group (``colocationid``) are on the same nodes.

    Raises:
        DBAPIError: the database refuses.
    """
    found = fetch_all(connection, f"{_TABLES} ORDER BY 3, 2")
    return list({group: table for _, table, group in found}.values())


def set_everywhere(connection: Connection, settings: Mapping[str, str]) -> None:
    """Set something until the transaction ends, or goes back, on the workers too.

    What a value looks like as text the worker decides that makes it: with ``extra_float_digits`` at
    -3 there, two unlike numbers are one text. Citus passes on what SET LOCAL says, if it is told to
    (``commands/variableset.c``), and never what ``set_config`` does.

    Raises:
        DBAPIError: the database refuses.
    """
    fetch_all(connection, "SET LOCAL citus.propagate_set_commands TO 'local'", rows=False)
    for name, value in settings.items():
        fetch_all(connection, f"SET LOCAL {name} TO '{value}'", rows=False)
    fetch_all(connection, "SET LOCAL citus.propagate_set_commands TO 'none'", rows=False)
