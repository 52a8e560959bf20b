"""SQLite: the schema from pragmas, and from the CREATE texts that they do not tell all of.

* ``schema``: :func:`read_schema`
* ``catalogue``: what the pragmas say, in a fixed number of statements
* ``table``, ``clauses``, ``index``, ``statements``: what only the texts of CREATE TABLE, INDEX,
  VIEW and TRIGGER say
* ``crosscheck``, ``assembly``: both, held against each other and put together
* ``broken``: views and triggers that no longer work
* ``rowids``: which column is the rowid by another name
* ``tokens``, ``reader``: SQL text to tokens, and a position among them; ``words``: the keywords
* ``expressions``: tokens to canonical text
"""

from compare.inspect.sqlite.schema import read_schema

__all__ = ["read_schema"]
