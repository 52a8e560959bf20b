"""What each database's SQL has to offer for its rows to be compared where they are.

* ``hashing``: sums of hashes, which need no order and no one place
* ``postgresql``, ``mariadb``: what these have for that; their readers and sources of lines are in
  :mod:`compare.inspect` and :mod:`compare.stream`
"""

from compare.dialects.hashing import Hashing, sums_of, written

__all__ = ["Hashing", "sums_of", "written"]
