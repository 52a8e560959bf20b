"""The schema of a PostgreSQL database.

Read is the schema that the connection is in (``current_schema()``), and what belongs to the
database as a whole. Another schema that holds something is ``not_compared``; an empty one is there.

What counts as what here:

* ``type``, ``default``, expressions and definitions are the server's own words (``format_type``,
  ``pg_get_expr``, ``pg_get_viewdef``), under fixed settings and on one line. Tables of the schema
  are not qualified, whatever the schema is called.
* ``identity`` is ``"always"``, ``"by default"``, or ``"serial"``: a default that takes the next
  value of a sequence which belongs to this column. After it stands what is special about the
  sequence: a name that PostgreSQL would not have made of the table's and the column's, options,
  privileges.
* A sequence that belongs to a column which takes no values from it is a ``sequence`` of the table.
* ``options`` hold what else there is: of a column its storage, compression, statistics; of a
  constraint ``not valid``, ``not enforced``, ``no inherit``, ``include (…)``; of an index its
  storage parameters, whether it is invalid, clustered or attached; of each its comment.
* Privileges that are not the default ones are ``privileges``; who owns an object is not compared,
  nor is the name of a NOT NULL constraint, which PostgreSQL keeps from version 18 on: nothing
  depends on it. How much disk space something takes is no part of a schema either.
* ``pg_attver``, which Debian's PostgreSQL 15.20 writes among a column's options, is when the column
  was made, not what it is.
* An object of an extension is left out: the extension, with its version, stands for it.
* Where a free-standing sequence stands is told with the rows.
"""

from __future__ import annotations

from sqlalchemy import Connection

from compare.inspect.collector import no_collecting
from compare.inspect.postgresql.assembly import build_relations, sequence_object
from compare.inspect.postgresql.catalogue import Catalogue
from compare.inspect.postgresql.columns import build_columns
from compare.inspect.postgresql.objects import Beside
from compare.inspect.postgresql.pipeline import asking_ahead
from compare.inspect.postgresql.rows import SequenceRow
from compare.inspect.postgresql.session import reading
from compare.inspect.postgresql.statements import present
from compare.model import NotCompared, Schema

LEFTOVER_PREFIX = "_alembic_tmp_"
"""What Alembic's batch mode calls the table under construction; Django rebuilds none here."""

_DATABASE = """
SELECT pg_encoding_to_char(d.encoding)::text, d.datcollate::text, d.datctype::text,
  to_jsonb(d) ->> 'datlocprovider',
  coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale'),
  to_jsonb(d) ->> 'daticurules'
FROM pg_database d WHERE d.datname = current_database()
"""
_NAMES = ("encoding", "collation", "ctype", "locale_provider", "locale", "icu_rules")


def read_schema(connection: Connection) -> Schema:
    """Read the schema that the connection is in.

    Args:
        connection: an open connection by psycopg to PostgreSQL 13 or newer. It is only read from,
            in one transaction or within the one that it is in, and left as it was.

    Returns:
        The schema, in a fixed number of statements whatever it holds.

    Raises:
        ToolError: another driver, no schema to be read, or a server that is too old.
    """
    with no_collecting():
        return _read(connection)


def _read(connection: Connection) -> Schema:
    with reading(connection) as here, asking_ahead(connection) as ask:
        database, there = ask(_DATABASE), ask(present(here))
        catalogue = Catalogue(ask, here)
        settings = database.rows()[0]
        kinds = {name for (name,) in there.rows()}
        # All that was asked until here has come. While the server is at what hangs on tables,
        # columns are put together here; while it is at all else, tables.
        catalogue.ask_for_hanging(kinds)
        rows, names = catalogue.columns(), catalogue.names()
        sequences, relations = catalogue.sequences(), catalogue.relations()
        columns = build_columns(relations, rows, sequences, names)
        hanging = catalogue.hanging()
        beside = Beside(ask, here, kinds)
        tables, views = build_relations(relations, columns, hanging, names)
        objects, unknown = beside.objects(), beside.unknown()
    free = [row for row in sequences.rows if row.owner is None]
    return Schema(
        tables=tables,
        views=views,
        leftovers=tuple(table.name for table in tables if table.name.startswith(LEFTOVER_PREFIX)),
        not_compared=(*unknown, *_unreadable(sequences.rows)),
        settings=tuple(
            sorted(
                (name, value)
                for name, value in zip(_NAMES, settings, strict=True)
                if value is not None
            )
        ),
        objects=tuple(
            sorted(
                (*objects, *map(sequence_object, free)),
                key=lambda each: (each.kind, each.name or ""),
            )
        ),
    )


def _unreadable(sequences: list[SequenceRow]) -> list[NotCompared]:
    return [
        NotCompared("sequence", row.name, "where it stands may not be read: SELECT is not granted")
        for row in sequences
        if not row.readable
    ]
