"""Values read as :mod:`compare.stream` reads them, so that equal ones of two engines are equal."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from compare.model import Value
from compare.stream.fields import Field, take_apart
from compare.stream.source import Source
from compare.stream.sqlite import SqliteSource, prepare

Values = tuple[Value, ...]


def read_values(
    source: Source, connection: Connection, fields: Sequence[Field], tail: str = ""
) -> list[Values]:
    """Rows of a table.

    Args:
        source: the table.
        connection: to read from.
        fields: what to read of each row.
        tail: what stands behind the table's name.

    Raises:
        DBAPIError: the database refuses.
    """
    if not fields:
        return []
    # One by one, because a line of all of them might be longer than the server allows.
    columns = ", ".join(source.line_of([field]) for field in fields)
    if isinstance(source, SqliteSource):
        prepare(connection)
    rows = source.ask(connection, f"SELECT {columns} FROM {source.place}{tail}")
    return [
        tuple(take_apart(_bytes(raw), [field])[0] for raw, field in zip(row, fields, strict=True))
        for row in rows
    ]


def _bytes(raw: str | bytes) -> bytes:
    return raw.encode("utf-8", "surrogateescape") if isinstance(raw, str) else bytes(raw)
