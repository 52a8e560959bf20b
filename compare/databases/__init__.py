"""Any database that somebody names, opened so that it is only read.

* ``address``: what was typed, taken apart; ``spelling``: where it was typed
* ``session``: opens an address; ``database``: what is then at hand; ``handle``: its connections
* ``sqlite``, ``postgresql``, ``mariadb``: how each engine reads one moment and writes nothing;
  ``portable``: databases of other dialects (:mod:`compare.dialects`)
* ``citus``: which moment the workers of a distributed PostgreSQL see
* ``sqlite_files``: the state in which a SQLite file is met, and what keeps it from changing
* ``attempt``: what may fail and leaves a connection of use
* ``told``: an error of a driver as one sentence; ``reasons``: what each of them means
"""

from compare.databases.address import Address, parse_address
from compare.databases.attempt import attempt, goes_on
from compare.databases.database import Database
from compare.databases.session import open_database
from compare.databases.told import told, told_as_met, told_of_either

__all__ = [
    "Address",
    "Database",
    "attempt",
    "goes_on",
    "open_database",
    "parse_address",
    "told",
    "told_as_met",
    "told_of_either",
]
