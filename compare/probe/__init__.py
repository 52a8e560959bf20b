"""What two databases do when the same is done to them, tried on copies.

* ``copies``: copies of both, without their rows
* ``places``: tables and columns that mean the same; ``candidates``: values to try in them
* ``values``: values spelled for each engine; ``reading``: read back; ``quoting``: names
* ``bench``: a copy in a transaction; ``rows``: rows that both sides take
* ``numbers``: columns that get the next number
* ``probes``: what is done to a table; ``outcomes``: what a database does then
* ``walk``: all tables; ``found``: what it comes to
"""

from compare.probe.found import Behaviour, NotProbed, Probed
from compare.probe.walk import probe_databases

__all__ = ["Behaviour", "NotProbed", "Probed", "probe_databases"]
