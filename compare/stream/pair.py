"""Two databases, two tables of them, and what was found in numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from sqlalchemy import Connection

from compare.model import Difference, Table
from compare.stream.source import Source

Method = Literal["rows", "hash"]
"""What the databases send: their rows, or hashes of spans of them."""

Found = Callable[[Sequence[Difference]], None]
"""Is given differences."""
Progress = Callable[[int], None]
"""Is told of so many rows."""
Begun = Callable[[int, bool], None]
"""Is told how many rows there are, and whether that is only about so many."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two databases.

    Attributes:
        engine: ``sqlite``, ``postgresql``, ``mariadb``, ``mysql`` or the name of another dialect.
        connections: one at least; more of them read at once. All see the same moment.
        source: what makes a source of a table.
        uri: of a SQLite file that another connection may attach and then sees the same moment.
        views: what has rows as a table has and is none: PostgreSQL's materialized views.
    """

    engine: str
    connections: tuple[Connection, ...]
    source: Callable[[Table], Source]
    uri: str | None = None
    views: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class TablePair:
    """Two tables that are held against each other.

    Attributes:
        left, right: them.
        columns: columns of the left that have another name on the right.
        key: the columns of the left that name a row; None: its primary key. An empty one, or one
            that rows share: rows are named by all that they hold.
    """

    left: Table
    right: Table
    columns: Mapping[str, str] = field(default_factory=dict)
    key: tuple[str, ...] | None = None


@dataclass(slots=True)
class TableTally:
    """What was found in two tables, in numbers.

    Attributes:
        left_rows, right_rows: rows there are.
        compared: rows of the left that were compared; fewer than there are if it was cut short.
        changed: rows that are on both sides and hold something else.
        only_left, only_right: rows that are on one side only.
        not_compared: what could not be compared, and why.
        formless: columns of which no text is known that is the same in both databases, in words.
        interrupted: whether the walk was ended from the keyboard; what was found until then stands.
        about: whether ``left_rows`` and ``right_rows`` are what the server believes; only where the
            walk was interrupted, or the server refused.
        zoned: columns whose times have a zone on one side only.
        shared: the sides (0, 1) on which rows share the key that was asked for, so that it was
            none.
    """

    left_rows: int = 0
    right_rows: int = 0
    compared: int = 0
    changed: int = 0
    only_left: int = 0
    only_right: int = 0
    not_compared: list[str] = field(default_factory=list)
    zoned: list[str] = field(default_factory=list)
    shared: list[int] = field(default_factory=list)
    formless: list[str] = field(default_factory=list)
    interrupted: bool = False
    about: bool = False

    @property
    def whole(self) -> bool:
        """Whether all rows were compared."""
        if self.interrupted or self.not_compared or self.formless:
            return False
        return self.compared == self.left_rows
