"""Whether a copy is the same as what it was made from, as far as rows of its tables can tell."""

from __future__ import annotations

from dataclasses import replace

from compare.diff import diff_schemas
from compare.model import Schema, Table
from compare.probe.copies.copy import NotCopied

_BESIDE = frozenset({"database", "schema", "extension", "event", "publication", "privileges"})
"""Kinds of objects on which no row depends, or which belong to the server."""


def check_faithful(label: str, original: Schema, copy: Schema) -> None:
    """See that a copy has the same tables, with all that hangs on them, and the same objects.

    Views are left out, because nothing is written into them; so are settings of the database as
    a whole and privileges.

    Raises:
        NotCopied: it has not.
    """
    one, other = _bare(original), _bare(copy)
    pairing = tuple((table.name, table.name) for table in one.tables)
    found = [each.line for each in diff_schemas(one, other, pairing)]
    if found:
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        raise NotCopied(label, f"the copy differs from it in {found[0]}{more}")


def _bare(schema: Schema) -> Schema:
    return Schema(
        tables=tuple(map(_bare_table, schema.tables)),
        objects=tuple(each for each in schema.objects if each.kind not in _BESIDE),
    )


def _bare_table(table: Table) -> Table:
    return replace(table, others=tuple(e for e in table.others if e.kind not in _BESIDE))
