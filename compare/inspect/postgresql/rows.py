"""Lines of PostgreSQL's catalogue, as the statements give them.

What is nearly always the same on every line is left out of it and comes, where it is otherwise, as
one JSON object: thousands of values less to be printed, sent and read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple


class RelationMore(NamedTuple):
    """What is unusual about a table or view; the defaults are the usual."""

    persistence: str = "p"
    row_security: bool = False
    forced: bool = False
    replica_identity: str = "d"
    populated: bool = True
    method: str | None = None
    tablespace: str | None = None
    options: Sequence[str] = ()
    toast_options: Sequence[str] = ()
    partition_key: str | None = None
    bound: str | None = None
    parents: Sequence[str] = ()
    of_type: str | None = None
    server: str | None = None
    privileges: str | None = None
    definition: str = ""


class RelationRow(NamedTuple):
    """A table, a view, a materialized or a foreign table."""

    oid: int
    name: str
    kind: str
    comment: str | None
    unusual: str | None

    def more(self) -> RelationMore:
        """What else there is to say of it."""
        return RelationMore(**json.loads(self.unusual)) if self.unusual else _USUAL_RELATION


class ColumnMore(NamedTuple):
    """What is unusual about a column; the defaults are the usual.

    ``odd`` is told of the columns of indexes only.
    """

    generated: str = ""
    own_collation: bool = False
    options: Sequence[str] = ()
    privileges: str | None = None
    odd: str | None = None


class ColumnRow(NamedTuple):
    """A column of one of them, or of an index where statistics or options are set for it."""

    relation: int
    number: int
    name: str
    type: str
    base_type: int
    not_null: bool
    default: str | None
    identity: str | None
    collation: int
    comment: str | None
    unusual: str | None

    def more(self) -> ColumnMore:
        """What else there is to say of it."""
        return ColumnMore(**json.loads(self.unusual)) if self.unusual else _USUAL_COLUMN


class ConstraintMore(NamedTuple):
    """What is unusual about a constraint; the defaults are the usual.

    Schema, table and columns that a foreign key refers to are told where they are not read.
    ``no_inherit`` is told of a CHECK and a NOT NULL.
    """

    deferrable: bool = False
    deferred: bool = False
    valid: bool = True
    enforced: bool = True
    period: bool = False
    no_inherit: bool = False
    local: bool = True
    set_columns: Sequence[int] = ()
    referred_schema: str | None = None
    referred_table: str = ""
    referred_columns: Sequence[str] = ()
    definition: str = ""


class ConstraintRow(NamedTuple):
    """A constraint of a table; ``actions`` is one letter each: on update, on delete, match."""

    relation: int
    name: str
    type: str
    index_oid: int
    columns: list[int] | None
    referred: int
    referred_numbers: list[int] | None
    actions: str | None
    expression: str | None
    comment: str | None
    unusual: str | None

    def more(self) -> ConstraintMore:
        """What else there is to say of it."""
        return ConstraintMore(**json.loads(self.unusual)) if self.unusual else _USUAL_CONSTRAINT


class IndexMore(NamedTuple):
    """What is unusual about an index; the defaults are the usual."""

    clustered: bool = False
    replica_identity: bool = False
    valid: bool = True
    nulls_not_distinct: bool = False
    expressions: Sequence[str] = ()
    types: Sequence[int] = ()
    predicate: str | None = None
    options: Sequence[str] = ()
    tablespace: str | None = None
    parent: str | None = None


class IndexRow(NamedTuple):
    """An index, those of constraints included; what is text of numbers is for ``vector``.

    ``method`` is None for a B-tree.
    """

    relation: int
    oid: int
    name: str
    method: str | None
    unique: bool
    key_columns: int
    columns: str
    classes: str
    collations: str
    orders: str
    comment: str | None
    unusual: str | None

    def more(self) -> IndexMore:
        """What else there is to say of it."""
        return IndexMore(**json.loads(self.unusual)) if self.unusual else _USUAL_INDEX


_USUAL_RELATION = RelationMore()
_USUAL_COLUMN = ColumnMore()
_USUAL_CONSTRAINT = ConstraintMore()
_USUAL_INDEX = IndexMore()


class SequenceRow(NamedTuple):
    """A sequence; ``owner`` and ``column`` where it belongs to a column."""

    oid: int
    name: str
    type: str
    start: int
    increment: int
    greatest: int
    least: int
    cache: int
    cycle: bool
    persistence: str
    nextval: str
    owner: int | None
    column: int | None
    of_identity: bool
    readable: bool
    comment: str | None
    privileges: str | None


class HungRow(NamedTuple):
    """A trigger, a rule, a policy or a statistics object."""

    relation: int
    kind: str
    name: str
    definition: str


# Unlike ``_make``, no call of a Python function for every one of many thousand lines.
relation_row = partial(tuple.__new__, RelationRow)
column_row = partial(tuple.__new__, ColumnRow)
constraint_row = partial(tuple.__new__, ConstraintRow)
index_row = partial(tuple.__new__, IndexRow)
sequence_row = partial(tuple.__new__, SequenceRow)
hung_row = partial(tuple.__new__, HungRow)
