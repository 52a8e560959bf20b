"""What a copy is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Connection

from compare.model import Schema, Table
from compare.stream.source import Source


class NotCopied(Exception):
    """A database of which there is no copy to probe.

    Args:
        label: what the database is called.
        reason: why there is none, in words.
    """

    def __init__(self, label: str, reason: str) -> None:
        super().__init__(f"{label}: it cannot be copied: {reason.rstrip('.')}")


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a database, without its rows.

    Attributes:
        engine: ``sqlite``, ``postgresql`` or ``mariadb``.
        connection: to it, in autocommit mode, set up as an application's would be.
        schema: what was read of it.
        version: of the server, or of the library, that has it.
        source: how values of one of its tables are read.
    """

    engine: str
    connection: Connection
    schema: Schema
    version: str
    source: Callable[[Table], Source] = field(repr=False)


def words(error: BaseException) -> str:
    """What a database or a tool says, in one line; PyMySQL keeps its text behind a number."""
    origin = getattr(error, "orig", None) or error
    said = origin.args[-1] if len(origin.args) > 1 else origin
    return " ".join(str(said or type(origin).__name__).split())
