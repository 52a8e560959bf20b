"""The probes of one table: the same is done to both copies, and what each does is put down.

====================  =====================================================================
probe                 what is done
====================  =====================================================================
``default``           insert a row that leaves a column out
``null``              insert a row with NULL in a column
``unique``            insert a row with the key of another; with it in the other case; with
                      NULL in it twice
``foreign_key``       insert a child without its parent; delete a parent that has a child;
                      give a parent another key
``check``             insert values at the ends of what a CHECK allows
``length``            insert what is too long or too large for the column's type
====================  =====================================================================

Of exclusion constraints it is said that they are not probed.

They are classes in modules of their own: ``defaults`` (and NULL), ``keys``, ``foreign_keys``,
``checks``, ``lengths`` and ``exclusions``. ``base`` has what they share, ``choice`` finds the rows
that they insert, and ``table`` lists them in ``PROBES`` and does them all. To add one, write its
module, list it there, and give it a ``Kind`` in :mod:`compare.probe.found`.
"""

from compare.probe.probes.table import PROBES, probe_table

__all__ = ["PROBES", "probe_table"]
