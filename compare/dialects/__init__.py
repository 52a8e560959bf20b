"""What each database's SQL has to offer for its rows to be compared where they are.

* ``hashing``: sums of hashes, which need no order and no one place
* ``postgresql``, ``mariadb``: what these have for that; their readers and sources of lines are in
  :mod:`compare.inspect` and :mod:`compare.stream`
* ``dialect``: what has to be known of any other dialect of SQLAlchemy's; ``duckdb``: of DuckDB's

To add a dialect, write a module with such an object and its line in ``DIALECTS``.
"""

from __future__ import annotations

from compare.dialects.dialect import Dialect, base_of
from compare.dialects.duckdb import DUCKDB
from compare.dialects.hashing import Hashing, sums_of, written

DIALECTS: dict[str, Dialect] = {each.name: each for each in (DUCKDB,)}
"""The dialects whose databases have no reader of their own here, by name."""

__all__ = ["DIALECTS", "Dialect", "Hashing", "base_of", "sums_of", "written"]
