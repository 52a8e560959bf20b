"""What has to be known of a dialect of SQLAlchemy's for the rows of its databases to be compared.

One object says it all; :mod:`compare.dialects.duckdb` is an example. Nothing of a schema is
compared but what tables and columns there are: for that a database needs a reader of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from compare.dialects.hashing import Hashing
from compare.model import Schema

Fetch = Callable[[str], Sequence[tuple[Any, ...]]]
"""Asks a database for the rows of a statement."""


@dataclass(frozen=True, slots=True)
class Dialect:
    r"""A dialect whose databases have no reader of their own here.

    Attributes:
        name: as SQLAlchemy calls it, and as an address begins.
        driver: for SQLAlchemy; None: the one that the dialect has by default.
        modules: what has to be installed, by the names under which it is imported.
        extra: the extra of this project that brings them.
        is_file: whether a database is a file, which its address names by its path.
        arguments: for the driver, so that it opens the database to read only and fetches nothing
            from elsewhere.
        begin: statements by which a connection begins to see one moment, and fixes what decides how
            values look as text.
        moment: what sees one moment after that: all connections, once one is open
            (``database``); each ``connection``; or no more than a single ``statement``. Reports say
            where what was read may be of several.
        version: a question about the version.
        schema: reads which tables and columns there are; None: SQLAlchemy's Inspector does.
        form: the form (:mod:`compare.stream.forms`) in which a value of a declared type, in lower
            case, is compared; ``other TYPE`` where none is known, and then the column is not.
        text: an expression for the text of a value of a column, given its name in quotes, its
            declared type and the form; NULL where that is NULL. One text never means two values;
            where two texts mean one, rows travel for nothing.
        uuid: whether ``{text}`` is a UUID with or without dashes.
        length: how many bytes ``{text}`` has in UTF-8.
        concat: a text made of ``{parts}``, of which none is NULL, with commas between them.
        between: the control character ``\x1f``; ``odd``: ``\x02``.
        sorted: an expression that sorts ``{text}`` by its bytes.
        integers: types, in lower case and without precision, whose values fit into 64 bits with a
            sign.
        hashing: what it has for sums of hashes.
        meaning: what an error of the driver means and what to do about it, where ``{reason}`` is
            what the database says; None: there is nothing to be added to its own words.
    """

    name: str
    modules: tuple[str, ...]
    extra: str
    version: str
    form: Callable[[str], str]
    text: Callable[[str, str, str], str]
    uuid: str
    length: str
    sorted: str
    integers: frozenset[str]
    hashing: Hashing
    driver: str | None = None
    is_file: bool = False
    arguments: Mapping[str, Any] = field(default_factory=dict)
    begin: tuple[str, ...] = ()
    moment: Literal["database", "connection", "statement"] = "statement"
    schema: Callable[[Fetch], Schema] | None = None
    concat: str = "concat({parts})"
    between: str = "chr(31)"
    odd: str = "chr(2)"
    meaning: Callable[[BaseException], str | None] = lambda _: None


def base_of(declared: str) -> str:
    """A declared type in lower case, without precision: ``decimal`` of ``DECIMAL(10, 2)``."""
    return declared.lower().partition("(")[0].strip()
