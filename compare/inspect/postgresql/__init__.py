"""PostgreSQL: the schema from pg_catalog, in the server's own words.

* ``schema``: :func:`read_schema`
* ``session``: one moment, fixed settings, and no trace of the reading
* ``pipeline``: statements sent one behind the other
* ``statements``, ``rows``, ``catalogue``: what pg_catalog says of tables, in a fixed number of
  statements; ``objects``: what it says of all else; ``fragments``: what they have in common
* ``assembly``, ``columns``, ``indexes``, ``sequences``: tables put together
"""

from compare.inspect.postgresql.schema import read_schema

__all__ = ["read_schema"]
