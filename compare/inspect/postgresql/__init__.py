"""PostgreSQL: the schema from pg_catalog, in the server's own words.

* ``schema``: :func:`read_schema`
* ``session``: one moment, fixed settings, and no trace of the reading
* ``catalogue``, ``objects``: what pg_catalog says, in a fixed number of statements, of tables and
  of all else; ``fragments``: what they have in common
* ``assembly``, ``indexes``, ``sequences``: tables put together
"""

from compare.inspect.postgresql.schema import read_schema

__all__ = ["read_schema"]
