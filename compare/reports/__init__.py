"""Results as text, JSON and JUnit: reports format what a run found and decide nothing.

* ``terminal``: what ``parity run`` prints
* ``catalogue``: what ``parity list`` and ``parity explain`` print
* ``twins``: what ``parity show`` prints
* ``json``, ``junit``: documents; ``files`` writes them
* ``progress``: the line on stderr
* ``console``: where all of them write to, behind the redactor
"""
