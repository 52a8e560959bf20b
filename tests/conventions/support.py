"""Databases from SQL scripts, and what the conventions say of two of them."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from compare.conventions import ByColumn, Context, Declared, explain
from compare.diff import diff_schemas, pair_tables
from compare.inspect import read_schema
from compare.model import Difference, Schema, SideName, TableRows
from compare.rows import diff_rows, read_rows
from compare.run.compared import compare_visits
from tests import servers


class Photo(NamedTuple):
    """A database: its schema, its rows by table, and the SQL that makes it."""

    schema: Schema
    rows: dict[str, TableRows]
    script: str


Explained = tuple[tuple[Difference, str | None], ...]


def from_script(script: str, engine: str = "sqlite") -> Photo:
    """The database that a script makes on an engine, read.

    Statements end with a semicolon at the end of a line.
    """
    if engine != "sqlite":
        with servers.database(engine) as url:
            run(url, script)
            return of_server(url, script)
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    try:
        connection.executescript(script)
        return Photo(*_read(connection), script)
    finally:
        connection.close()


def photograph(connection: sqlite3.Connection) -> Photo:
    """A database's schema and rows.

    They are read from a copy, over a connection without the converters a framework registers.
    """
    copy = sqlite3.connect(":memory:", check_same_thread=False)
    connection.backup(copy)
    try:
        return Photo(*_read(copy), "\n".join(copy.iterdump()))
    finally:
        copy.close()


def run(url: str, script: str) -> None:
    """Run a script on a server's database."""
    made = sa.create_engine(url, poolclass=sa.NullPool)
    with made.begin() as connection:
        for statement in re.split(r";\s*(?:\n|$)", script):
            if statement.strip():
                connection.exec_driver_sql(statement.replace("%", "%%"))


def of_server(url: str, script: str = "") -> Photo:
    """What a server's database holds."""
    made = sa.create_engine(url, poolclass=sa.NullPool)
    with made.connect() as reading:
        return of_connection(reading, script)


def of_connection(reading: sa.Connection, script: str = "") -> Photo:
    """What a database holds, in the transaction of a connection."""
    return Photo(*_read_through(reading), script)


def _read(connection: sqlite3.Connection) -> tuple[Schema, dict[str, TableRows]]:
    engine = sa.create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    with engine.connect() as reading:
        return _read_through(reading)


def _read_through(reading: sa.Connection) -> tuple[Schema, dict[str, TableRows]]:
    schema = read_schema(reading)
    rows = {table.table: table for table in read_rows(reading, schema)}
    assert not schema.not_compared, schema.not_compared
    return schema, rows


def compare(
    flask: Photo,
    django: Photo,
    *,
    label: str = "blog",
    tables: Mapping[str, str] | None = None,
    flask_declares: ByColumn | None = None,
    django_declares: ByColumn | None = None,
    engine: str = "sqlite",
) -> Explained:
    """Every difference in schema and rows, with the slug of what explains it."""
    left, right = flask.schema, django.schema
    pairing = pair_tables(
        [table.name for table in left.tables],
        [table.name for table in right.tables],
        prefix=f"{label}_",
        declared=tables,
    )
    differences = list(diff_schemas(left, right, pairing))
    for ours, theirs in pairing:
        left_table, right_table = left.table(ours), right.table(theirs)
        assert left_table is not None
        assert right_table is not None
        differences += diff_rows(flask.rows[ours], django.rows[theirs], left_table, right_table)
    context = Context(
        engine=engine,
        label=label,
        pairing=pairing,
        flask=flask_declares or {},
        django=django_declares or {},
    )
    return tuple(
        (difference, convention.slug if convention else None)
        for difference, convention in explain(differences, context)
    )


def round_trip(
    side: SideName,
    first: Photo,
    again: Photo,
    declares: ByColumn | None = None,
    engine: str = "sqlite",
) -> Explained:
    """How a side's schema is not what it was when it was here first."""
    context = Context(engine=engine, label="blog", **{side: declares or {}})
    return tuple(
        (difference, convention.slug if convention else None)
        for difference, convention in explain(
            compare_visits(side, first.schema, again.schema), context
        )
    )


def unexplained(explained: Explained) -> list[str]:
    """The lines of what nothing explains."""
    return [difference.line for difference, slug in explained if slug is None]


def slugs(explained: Explained) -> set[str]:
    """The conventions at work."""
    return {slug for _, slug in explained if slug is not None}


def declared(table: Mapping[str, Mapping[str, Any]]) -> ByColumn:
    """Declarations as a TOML file has them: ``"post.titulo" = { nullable_unsaid = true }``."""
    found = {}
    for name, facts in table.items():
        table_name, _, column = name.rpartition(".")
        values = {
            fact: tuple(tuple(item) if isinstance(item, list) else item for item in value)
            if isinstance(value, list)
            else value
            for fact, value in facts.items()
        }
        found[table_name, column] = Declared(**values)
    return found
