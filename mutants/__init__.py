"""Mutants: every single fault that can be put into one side is put in, and must be flagged.

``tox -e mutants`` runs it. Two pairs of databases an engine: one that both frameworks made of one
blog, and one in which both sides hold every kind of object and every type of column. Changes are
generated from what is there, one at a time; then the same pairs are made again by other ways, and
nothing may be flagged.

* ``changes``: what a change is, and what became of it
* ``texts``: SQL text, and every text that differs from it in one place
* ``bases``: the pairs, before anything is changed; ``rich``: the scripts of one of them
* ``sqlite``, ``postgresql``, ``mariadb``: an engine's workshop: its changes, and how they are made
* ``referee``: the harness's own way from two databases to findings
* ``others``: SQLAlchemy's Inspector and Alembic's ``compare_metadata`` over the same changes
* ``trial``: one change after the other, in as many processes as there are cores
* ``report``: tables for the terminal and for ``docs/mutants.md``
"""
