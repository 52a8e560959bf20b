"""Two schemas, or two ledgers, in; differences out. Pure functions, no database.

Objects are matched by *what they constrain*, not by their generated names: a name that differs
is a difference of its own. One module per kind of object:

* ``pairing``: which table on the left is which on the right
* ``matching``: the one way in which keys, indexes and checks find their counterpart
* ``describe``: an object as a few words
* ``columns``, ``keys``, ``indexes``, ``checks``, ``triggers``: a module per facet
* ``schemas``: the walk over two schemas
* ``ledgers``: what was applied according to each side
"""

from compare.diff.ledgers import diff_ledgers
from compare.diff.pairing import pair_tables
from compare.diff.schemas import diff_schemas

__all__ = ["diff_ledgers", "diff_schemas", "pair_tables"]
