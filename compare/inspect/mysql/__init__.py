"""MySQL: the schema from information_schema, and from SHOW CREATE for what that leaves out.

What holds for MariaDB too (how SQL is cut into tokens, triggers, routines, events, rights) is in
:mod:`compare.inspect.mariadb`; here is what MySQL keeps or prints in another way.

* ``schema``: :func:`read_schema`
* ``session``: settings on which answers depend, fixed for a while
* ``catalogue``: what information_schema says, in a fixed number of statements
* ``expressions``: an expression of information_schema, as it was meant
* ``tables``, ``views``: both put together with what SHOW CREATE says
"""

from compare.inspect.mysql.schema import read_schema
from compare.inspect.mysql.session import reading

__all__ = ["read_schema", "reading"]
