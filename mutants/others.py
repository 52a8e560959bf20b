"""What others see: SQLAlchemy's Inspector, and Alembic's ``compare_metadata``.

Both are asked about one database before and after the change. So what only they find different
between the two frameworks does not count against them, and everything that they see of the change
counts for them.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.engine.reflection import ObjectKind

Seen = frozenset[str]


def inspect(connection: sa.Connection) -> Seen:
    """All that the Inspector's ``get_multi_*`` say of every table and view."""
    with _quiet():
        found = sa.inspect(connection)
        answers = {
            "columns": found.get_multi_columns(kind=ObjectKind.ANY),
            "primary key": found.get_multi_pk_constraint(kind=ObjectKind.ANY),
            "foreign keys": found.get_multi_foreign_keys(kind=ObjectKind.ANY),
            "uniques": found.get_multi_unique_constraints(kind=ObjectKind.ANY),
            "indexes": found.get_multi_indexes(kind=ObjectKind.ANY),
            "checks": found.get_multi_check_constraints(kind=ObjectKind.ANY),
            "options": found.get_multi_table_options(kind=ObjectKind.ANY),
        }
        if found.dialect.supports_comments:
            answers["comment"] = found.get_multi_table_comment(kind=ObjectKind.ANY)
    return frozenset(
        f"{what} {table} {_spelled(answer)}"
        for what, by_table in answers.items()
        for table, answer in by_table.items()
    )


def reflect(connection: sa.Connection) -> sa.MetaData:
    """The tables of a database as the metadata that models would make."""
    metadata = sa.MetaData()
    with _quiet():
        metadata.reflect(connection)
    return metadata


def compare(connection: sa.Connection, metadata: sa.MetaData) -> Seen:
    """What ``compare_metadata`` says, told to compare types and defaults as well."""
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True}
    )
    with _quiet():
        return frozenset(_spelled(each) for each in compare_metadata(context, metadata))


def _spelled(answer: object) -> str:
    """An answer as text; the order in which a list of constraints comes says nothing."""
    if isinstance(answer, dict):
        return "{" + ", ".join(f"{key}: {_spelled(answer[key])}" for key in sorted(answer)) + "}"
    if isinstance(answer, list):
        spelled: Iterable[str] = map(_spelled, answer)
        columns = answer and isinstance(answer[0], dict) and "nullable" in answer[0]
        constraints = answer and isinstance(answer[0], dict) and not columns
        return "[" + ", ".join(sorted(spelled) if constraints else spelled) + "]"
    if isinstance(answer, tuple):
        return "(" + ", ".join(map(_spelled, answer)) + ")"
    if isinstance(answer, sa.schema.SchemaItem):
        return _without_address(f"{answer!r} {getattr(answer, 'name', '')}")
    return str(answer) if isinstance(answer, sa.ClauseElement) else _without_address(repr(answer))


def _without_address(text: str) -> str:
    """Where an object lies in memory says nothing about the database."""
    return re.sub(r" at 0x[0-9a-f]+", "", text)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the warnings about what they do not know."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)
