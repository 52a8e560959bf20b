"""What a copy is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

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
        engine: ``sqlite``, ``postgresql``, ``mariadb`` or ``mysql``.
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


_VALUE = re.compile(r"(?<=Duplicate entry )'.*'(?= for key)|(?<=value: )'.*'|(?<=: )\".*\"$")
"""Where MariaDB and PostgreSQL quote a value that they refuse."""


def words(error: BaseException) -> str:
    """What a database or a tool says, in one line; PyMySQL keeps its text behind a number.

    Without values, which may be those of a real row: PostgreSQL adds the whole row as a detail.
    """
    origin = getattr(error, "orig", None) or error
    primary = getattr(getattr(origin, "diag", None), "message_primary", None)
    said = primary or (origin.args[-1] if len(origin.args) > 1 else origin)
    if isinstance(error, DBAPIError):
        said = _VALUE.sub("…", str(said))
    return " ".join(str(said or type(origin).__name__).split())
