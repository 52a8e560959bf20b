"""What lies between any two databases: schema and rows, explained, waived or not.

* ``asked``: what a person asked for; ``chosen``: which tables that are
* ``mapping``: which table and which column means which, as declared; ``proposals``: as it looks
* ``reasons``: why a difference may stand: a convention, the engines, its name, a waiver;
  ``explaining``: which of them does
* ``engines``: what two engines call differently
* ``behaviour``: why they may behave otherwise when they are probed
* ``names``: names that somebody chose, and names that were made up
* ``waivers``: differences that a team accepts, each with a reason
* ``frameworks``: whose database it is
* ``schemas``, ``rows``: the comparison of either; ``probed``: that of what is tried on copies
* ``uncompared``: what could not be compared
* ``diff``: all of it, for two databases; ``opened``: for two addresses
* ``watch``: who is told how far it is
* ``results``: what it comes to
"""

from compare.between.asked import Asked, NamesMode
from compare.between.diff import diff_databases
from compare.between.opened import diff_addresses
from compare.between.results import DiffResult

__all__ = ["Asked", "DiffResult", "NamesMode", "diff_addresses", "diff_databases"]
