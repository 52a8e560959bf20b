"""The schemas of two databases: what differs, and what could not be compared."""

from __future__ import annotations

from compare.between.asked import Asked
from compare.between.engines import hidden_types
from compare.between.explaining import Explainer
from compare.between.frameworks import diff_ledgers, read_ledgers
from compare.between.mapping import Mapping
from compare.between.results import Stands
from compare.databases import Database
from compare.diff import diff_schemas
from compare.diff.describe import word
from compare.model import Difference, Pairing, Schema
from compare.rows import read_next_ids

Both = tuple[Database, Database]

_FEW = 10
"""So many tables are named in one sentence."""


def compare_schemas(
    databases: Both,
    schemas: tuple[Schema, Schema],
    pairing: Pairing,
    mapping: Mapping,
    explainer: Explainer,
) -> tuple[Stands, ...]:
    """The differences of two schemas and of their ledgers.

    Args:
        databases: whose they are.
        schemas: them, with the tables that are compared, columns called as on the left.
        pairing: which tables mean the same.
        mapping: what has another name on the right, resolved.
        explainer: why a difference may stand.
    """
    left, right = schemas
    engines = (databases[0].engine, databases[1].engine)
    found = [
        *diff_schemas(left, right, pairing),
        *hidden_types(left, right, pairing, engines),
        *mapping.column_names({mine for mine, _ in pairing}),
    ]
    found += diff_ledgers(
        read_ledgers(databases[0].connection, left), read_ledgers(databases[1].connection, right)
    )
    return tuple(Stands(each.bare(), explainer.reason(each)) for each in found)


def compare_next_ids(
    databases: Both, schemas: tuple[Schema, Schema], pairing: Pairing, explainer: Explainer
) -> tuple[Stands, ...]:
    """Ids that would be handed out next: where rows were copied, sequences may be behind.

    Args:
        databases: both.
        schemas: all that was read of them.
        pairing: which tables mean the same.
        explainer: why a difference may stand.
    """
    left, right = (
        read_next_ids(database.connection, schema)
        for database, schema in zip(databases, schemas, strict=True)
    )
    names = dict(pairing)
    free = {
        each.name: each.name
        for each in schemas[0].objects
        if each.kind == "sequence" and each.name is not None and each.name in right
    }
    found = []
    for mine, theirs in {**names, **free}.items():
        if mine in left and theirs in right and left[mine] != right[theirs]:
            one, other = (
                None if number is None else str(number) for number in (left[mine], right[theirs])
            )
            found.append(Difference("rows", "row.next-id", word(mine), one, other, table=mine))
    return tuple(Stands(each, explainer.reason(each)) for each in found)


def not_compared(
    databases: Both,
    schemas: tuple[Schema, Schema],
    asked: Asked,
    alone: tuple[list[str], list[str]],
) -> tuple[str, ...]:
    """What either database holds that could not be compared.

    Args:
        databases: both, after their rows were read.
        schemas: all that was read of them.
        asked: what was asked for.
        alone: tables that only one of them has, of which the schemas tell if they are compared.
    """
    found = [
        f"{side.address.label}: {each.kind} {each.name}: {each.reason}"
        for side, schema in zip(databases, schemas, strict=True)
        for each in schema.not_compared
        if asked.schema or each.kind in ("table", "tables")
    ]
    found += [
        f"{side.address.label}: its connections may have seen different moments"
        for side in databases
        if not side.same_moment
    ]
    if not asked.schema:
        found += [
            f"{side.address.label}: only here: {_named(names)}"
            " (--map says what has another name, --exclude leaves out)"
            for side, names in zip(databases, alone, strict=True)
            if names
        ]
    return tuple(found)


def _named(names: list[str]) -> str:
    more = len(names) - _FEW
    return ", ".join(map(word, names[:_FEW])) + (f" and {more:,} more" if more > 0 else "")
