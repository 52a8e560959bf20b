"""Whether a copy is the same as what it was made from, as far as rows of its tables can tell."""

from __future__ import annotations

import re
from dataclasses import replace

from compare.diff import diff_schemas
from compare.model import Schema, Table
from compare.probe.copies.copy import NotCopied

_BESIDE = frozenset({"database", "schema", "extension", "event", "publication", "privileges"})
"""Kinds of objects on which no row depends, or which belong to the server."""


_REPRINTED = re.compile(r"::[a-z ]+(\(\d+(,\d+)?\))?(\[\])?|[()]|\s+")
"""Casts and parentheses, which PostgreSQL prints otherwise once it has read them again."""


def check_faithful(engine: str, label: str, original: Schema, copy: Schema) -> None:
    """See that a copy has the same tables, with all that hangs on them, and the same objects.

    Views are left out, because nothing is written into them; so are settings of the database as
    a whole and privileges. PostgreSQL prints an expression from what it has understood of it, and
    otherwise after it was read a second time (``s IN ('a', 'b')`` of a varchar): there casts and
    parentheses do not count.

    Raises:
        NotCopied: it has not.
    """
    one, other = _bare(engine, original), _bare(engine, copy)
    pairing = tuple((table.name, table.name) for table in one.tables)
    found = [each.line for each in diff_schemas(one, other, pairing)]
    if found:
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        raise NotCopied(label, f"the copy differs from it in {found[0]}{more}")


def _bare(engine: str, schema: Schema) -> Schema:
    tables = (_bare_table(table) for table in schema.tables)
    return Schema(
        tables=tuple(map(_read_again, tables) if engine == "postgresql" else tables),
        objects=tuple(each for each in schema.objects if each.kind not in _BESIDE),
    )


def _bare_table(table: Table) -> Table:
    # What is kept without transactions is not probed, however it is kept.
    kept = not any(o.startswith("engine ") and o != "engine innodb" for o in table.options)
    options = table.options if kept else ()
    return replace(
        table, options=options, others=tuple(e for e in table.others if e.kind not in _BESIDE)
    )


def _read_again(table: Table) -> Table:
    """A table with what was an expression in a form that does not depend on how it is printed."""
    return replace(
        table,
        checks=tuple(replace(c, expression=_plain(c.expression)) for c in table.checks),
        columns=tuple(
            replace(
                c,
                default=None if c.default is None else _plain(c.default),
                generated=None if c.generated is None else _plain(c.generated),
            )
            for c in table.columns
        ),
        indexes=tuple(
            replace(
                index,
                predicate=None if index.predicate is None else _plain(index.predicate),
                parts=tuple(replace(p, expression=_plain(p.expression)) for p in index.parts),
            )
            for index in table.indexes
        ),
    )


def _plain(expression: str) -> str:
    return _REPRINTED.sub("", expression)
