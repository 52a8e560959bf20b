"""MariaDB: the schema from information_schema, and from SHOW CREATE for what that leaves out.

* ``schema``: :func:`read_schema`
* ``catalogue``: what information_schema says, in a fixed number of statements
* ``show``: what only SHOW CREATE TABLE says; ``rights``: what a user may not see
* ``tables``, ``objects``: both put together
* ``tokens``, ``texts``: MariaDB's SQL to tokens, and tokens to canonical text
"""

from compare.inspect.mariadb.schema import read_schema

__all__ = ["read_schema"]
