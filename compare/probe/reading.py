"""Values read as :mod:`compare.stream` reads them, so that equal ones of two engines are equal."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from compare.inspect.fetch import fetch_all
from compare.inspect.mariadb.catalogue import shielded
from compare.model import Value
from compare.stream.fields import Field, take_apart
from compare.stream.sqlite import prepare

Values = tuple[Value, ...]


def read_values(
    engine: str, connection: Connection, place: str, fields: Sequence[Field], tail: str = ""
) -> list[Values]:
    """Rows of a table.

    Args:
        engine: whose connection it is.
        connection: to read from.
        place: what stands after FROM.
        fields: what to read of each row.
        tail: what stands behind the place.

    Raises:
        DBAPIError: the database refuses.
    """
    if not fields:
        return []
    # One by one, because a line of all of them might be longer than the server allows.
    columns = (f"CAST({f.sql} AS BLOB)" if engine == "sqlite" else f.sql for f in fields)
    sql = f"SELECT {', '.join(columns)} FROM {place}{tail}"
    if engine == "mariadb":
        rows: Sequence[tuple[object, ...]] = shielded(connection, sql)
    else:
        if engine == "sqlite":
            prepare(connection)
        rows = fetch_all(connection, sql)
    return [
        tuple(take_apart(_bytes(raw), [field])[0] for raw, field in zip(row, fields, strict=True))
        for row in rows
    ]


def _bytes(raw: object) -> bytes:
    if isinstance(raw, bytes | bytearray | memoryview):
        return bytes(raw)
    return str("" if raw is None else raw).encode("utf-8", "surrogateescape")
