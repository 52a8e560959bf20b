"""The schemas of two databases: what differs, and what could not be compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from compare.between.engines import hidden_types
from compare.between.explaining import Explainer
from compare.between.frameworks import diff_ledgers, read_ledgers
from compare.between.mapping import Mapping
from compare.between.results import Stands
from compare.databases import Database, attempt, goes_on, told_as_met
from compare.diff import diff_schemas
from compare.diff.describe import word
from compare.model import Difference, Pairing, Schema
from compare.rows import read_next_ids

Both = tuple[Database, Database]
T = TypeVar("T")


def compare_schemas(
    databases: Both,
    schemas: tuple[Schema, Schema],
    pairing: Pairing,
    mapping: Mapping,
    explainer: Explainer,
    failures: list[str],
) -> tuple[Stands, ...]:
    """The differences of two schemas and of their ledgers.

    Args:
        databases: whose they are.
        schemas: them, with the tables that are compared, columns called as on the left.
        pairing: which tables mean the same.
        mapping: what has another name on the right, resolved.
        explainer: why a difference may stand.
        failures: is given what a database could not read.

    Raises:
        DBAPIError: a connection is of no more use.
    """
    left, right = schemas
    engines = (databases[0].engine, databases[1].engine)
    found = [
        *diff_schemas(left, right, pairing),
        *hidden_types(left, right, pairing, engines),
        *mapping.column_names({mine for mine, _ in pairing}),
    ]
    ledgers = [
        _attempted(database.connection, schema, read_ledgers, "the ledger", failures)
        for database, schema in zip(databases, schemas, strict=True)
    ]
    if ledgers[0] is not None and ledgers[1] is not None:
        found += diff_ledgers(ledgers[0], ledgers[1])
    return tuple(Stands(each.bare(), explainer.reason(each)) for each in found)


def compare_next_ids(
    databases: Both,
    schemas: tuple[Schema, Schema],
    pairing: Pairing,
    explainer: Explainer,
    failures: list[str],
) -> tuple[Stands, ...]:
    """Ids that would be handed out next: where rows were copied, sequences may be behind.

    Args:
        databases: both.
        schemas: all that was read of them.
        pairing: which tables mean the same.
        explainer: why a difference may stand.
        failures: is given what a database could not read.

    Raises:
        DBAPIError: a connection is of no more use.
    """
    left, right = (
        _next_ids(database.connection, schema, failures)
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


def _next_ids(connection: Connection, schema: Schema, failures: list[str]) -> dict[str, int | None]:
    """All at once; where that fails, table by table, so that one does not hide the others."""
    try:
        with attempt(connection):
            return read_next_ids(connection, schema)
    except DBAPIError:
        if not goes_on(connection):
            raise
    found: dict[str, int | None] = {}
    parts = [replace(schema, tables=(table,), objects=()) for table in schema.tables]
    for part in [*parts, replace(schema, tables=())]:
        what = f"the next id of {word(part.tables[0].name)}" if part.tables else "next ids"
        found |= _attempted(connection, part, read_next_ids, what, failures) or {}
    return found


def _attempted(
    connection: Connection,
    schema: Schema,
    read: Callable[[Connection, Schema], T],
    what: str,
    failures: list[str],
) -> T | None:
    """What is read; None where the database cannot read it, which is told."""
    try:
        with attempt(connection):
            return read(connection, schema)
    except DBAPIError as error:
        met = told_as_met(error)
        if met is None or not goes_on(connection):
            raise
        failures.append(f"{what}: {met[1]}")
        return None
