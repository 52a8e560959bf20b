"""What the harness talks about: schemas, rows, ledgers and the differences between two of them.

Plain frozen values; nothing here reads a database and nothing here imports the project.
Collections are tuples, so that every value can be hashed, compared and sent between processes.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

SideName = Literal["flask", "django"]
SIDES: tuple[SideName, SideName] = ("flask", "django")

# --------------------------------------------------------------------------------------
# A schema


@dataclass(frozen=True, slots=True)
class Column:
    """One column, as the database's own catalogue describes it.

    Attributes:
        name: as spelled in the catalogue.
        type: declared type with length or precision, in lower case: ``varchar(100)``.
        nullable: whether the database accepts NULL.
        default: the default expression as canonical SQL text, or None.
        generated: ``"stored: EXPR"`` or ``"virtual: EXPR"``, or None.
        identity: how the database hands out values (``"autoincrement"``), or None.
        collation: a collation other than the database's default, or None.
        comment: the column's comment, or None.
        on_conflict: SQLite's ``NOT NULL ON CONFLICT`` clause (``"ignore"``), or None.
        options: whatever else the database keeps of it: ``storage external``.
    """

    name: str
    type: str
    nullable: bool = True
    default: str | None = None
    generated: str | None = None
    identity: str | None = None
    collation: str | None = None
    comment: str | None = None
    on_conflict: str | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PrimaryKey:
    """A primary key. ``name`` is None where the database generated it or keeps none.

    ``on_conflict`` is SQLite's ON CONFLICT clause (``"ignore"``), None for the default.
    ``parts`` is given only where one of the columns has an order or a collation of its own.
    ``options`` is whatever else the database keeps of it, as of the other constraints and of
    indexes: ``include (b)``, ``not valid``.
    """

    columns: tuple[str, ...]
    name: str | None = None
    on_conflict: str | None = None
    parts: tuple[IndexPart, ...] = ()
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A foreign key. Actions and deferrability are in lower case, as in ``"no action"``.

    ``deferrable`` is ``"not deferrable"``, ``"deferrable initially immediate"`` or
    ``"deferrable initially deferred"``; ``match`` is None for the default (``simple``).
    """

    columns: tuple[str, ...]
    referred_table: str
    referred_columns: tuple[str, ...]
    on_delete: str = "no action"
    on_update: str = "no action"
    match: str | None = None
    deferrable: str = "not deferrable"
    name: str | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unique:
    """A UNIQUE constraint of a table (not a unique index made by CREATE UNIQUE INDEX).

    ``parts`` is given only where one of the columns has an order or a collation of its own.
    """

    columns: tuple[str, ...]
    name: str | None = None
    on_conflict: str | None = None
    deferrable: str = "not deferrable"
    nulls_not_distinct: bool = False
    parts: tuple[IndexPart, ...] = ()
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IndexPart:
    """One column or expression of an index; ``expression`` is canonical SQL text."""

    expression: str
    descending: bool = False
    collation: str | None = None
    operator_class: str | None = None
    nulls: str | None = None

    def __str__(self) -> str:
        words = [self.expression]
        if self.collation is not None:
            words.append(f"collate {self.collation}")
        if self.operator_class is not None:
            words.append(self.operator_class)
        if self.descending:
            words.append("desc")
        if self.nulls is not None:
            words.append(f"nulls {self.nulls}")
        return " ".join(words)


@dataclass(frozen=True, slots=True)
class Index:
    """An index made by CREATE INDEX; ``predicate`` is canonical SQL text or None."""

    parts: tuple[IndexPart, ...]
    name: str
    unique: bool = False
    predicate: str | None = None
    include: tuple[str, ...] = ()
    method: str | None = None
    nulls_not_distinct: bool = False
    options: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The expressions of its parts, without order or collation."""
        return tuple(part.expression for part in self.parts)


@dataclass(frozen=True, slots=True)
class Check:
    """A CHECK constraint; ``expression`` is canonical SQL text."""

    expression: str
    name: str | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger on a table or view; ``definition`` is canonical SQL text."""

    name: str
    definition: str


@dataclass(frozen=True, slots=True)
class SchemaObject:
    """An object of any other kind, by its definition as canonical SQL text.

    Such as an ``enum``, a ``sequence``, a ``domain``, a ``function``; on a table an ``exclusion``
    constraint, a ``policy`` or a ``rule``. ``kind`` is in lower case, words joined by ``-``.
    ``name`` is None where the database generated it.
    """

    kind: str
    name: str | None
    definition: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with everything that hangs on it.

    ``options`` holds words such as ``strict``; ``others`` is what has no field of its own.
    """

    name: str
    columns: tuple[Column, ...] = ()
    primary_key: PrimaryKey | None = None
    foreign_keys: tuple[ForeignKey, ...] = ()
    uniques: tuple[Unique, ...] = ()
    indexes: tuple[Index, ...] = ()
    checks: tuple[Check, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    options: tuple[str, ...] = ()
    comment: str | None = None
    others: tuple[SchemaObject, ...] = ()

    def column(self, name: str) -> Column | None:
        """The column of that name, or None."""
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True, slots=True)
class View:
    """A view; ``definition`` is canonical SQL text. ``others`` is what else hangs on it."""

    name: str
    definition: str
    triggers: tuple[Trigger, ...] = ()
    others: tuple[SchemaObject, ...] = ()


@dataclass(frozen=True, slots=True)
class NotCompared:
    """Something a database holds that the reader cannot compare, and why.

    ``rows`` is whether it has rows, or content like rows, that nobody reads.
    """

    kind: str
    name: str
    reason: str
    rows: bool = False


@dataclass(frozen=True, slots=True)
class Schema:
    """Everything a database holds but its rows. Tables and views are in name order.

    ``leftovers`` names the tables a half-finished rebuild left behind (they are in ``tables``
    too, so that nothing about them goes unseen). ``settings`` are what the database as a whole is
    set to, by name. ``objects`` are those of all other kinds, by kind and name.
    """

    tables: tuple[Table, ...] = ()
    views: tuple[View, ...] = ()
    leftovers: tuple[str, ...] = ()
    not_compared: tuple[NotCompared, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()
    objects: tuple[SchemaObject, ...] = ()

    def table(self, name: str) -> Table | None:
        """The table of that name, or None."""
        return next((table for table in self.tables if table.name == name), None)


# --------------------------------------------------------------------------------------
# Rows


@dataclass(frozen=True, slots=True)
class Value:
    """One stored value.

    Attributes:
        kind: how it is compared: ``null``, ``integer``, ``real``, ``text``, ``blob``,
            ``datetime``, ``date``, ``time``, ``decimal``, ``boolean``, ``json``, ``uuid``,
            ``malformed`` for text that is no UTF-8 (its bytes are compared), or
            ``undetermined`` for one that could not be read truly.
        canonical: text that is equal exactly where the values are equal (within a kind).
        stored: the value as the database stores it, with its storage class:
            ``text '2024-01-01 10:00:00'``. Equal values may be stored differently.
    """

    kind: str
    canonical: str
    stored: str


@dataclass(frozen=True, slots=True)
class TableRows:
    """All rows of one table, sorted by key.

    ``key`` names the columns that identify a row; it is empty for a table without a primary
    key, whose rows are compared as a multiset. ``next_id`` is the id the database would hand
    out next, or None where it hands out none.
    """

    table: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    next_id: int | None = None


LEDGER_TABLES = frozenset({"alembic_version", "django_migrations"})
"""Where the frameworks keep their ledgers; compared as ledgers, not row by row."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """What a framework's ledger says was applied: revision names in order of application.

    ``foreign`` is what the ledger holds that is none of the scenario's: rows of other apps.
    """

    applied: tuple[str, ...]
    foreign: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One database, photographed: its schema, every row and what its ledger says."""

    schema: Schema
    rows: tuple[TableRows, ...]
    ledger: Ledger

    def rows_of(self, table: str) -> TableRows | None:
        """The rows of that table, or None where there is no such table."""
        return next((rows for rows in self.rows if rows.table == table), None)


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that one side held before and holds no longer, such as after a rollback.

    Attributes:
        kind: a ``table``, a ``column``, ``rows`` of a table that stays, or ``values`` in rows that
            stay.
        where: the table, or ``table.column``.
        text: how much, exactly: ``3 rows``.
    """

    kind: Literal["table", "column", "rows", "values"]
    where: str
    text: str


# --------------------------------------------------------------------------------------
# Differences

Area = Literal["schema", "rows", "ledger", "round-trip", "behaviour"]
"""What a difference is about. Leftovers are ``schema``, the next id is ``rows``."""

Facet = (
    Table
    | View
    | Column
    | PrimaryKey
    | ForeignKey
    | Unique
    | Index
    | Check
    | Trigger
    | SchemaObject
    | Value
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not the same on both sides.

    Attributes:
        area: which part of the comparison found it.
        kind: object and facet, such as ``column.nullable`` or ``index.missing``; a ``missing``
            object has None on the side that lacks it.
        where: the place in words: ``post.autor_id``, ``post(autor_id)``, ``post[3].titulo``.
        left: what the left (Flask) side has, as text, or None.
        right: what the right (Django) side has, as text, or None.
        table: the table's name on the left, or on the right where the left has none.
        column: the column, where the difference is about one column or a value in it.
        left_object, right_object: the model objects compared, for conventions to look at.
        left_table, right_table: the tables they belong to, likewise.
    """

    area: Area
    kind: str
    where: str
    left: str | None
    right: str | None
    table: str | None = None
    column: str | None = None
    left_object: Facet | None = field(default=None, compare=False, repr=False)
    right_object: Facet | None = field(default=None, compare=False, repr=False)
    left_table: Table | None = field(default=None, compare=False, repr=False)
    right_table: Table | None = field(default=None, compare=False, repr=False)

    @property
    def line(self) -> str:
        """The difference as one line of text; it identifies the difference in a golden."""
        left = "(none)" if self.left is None else self.left
        right = "(none)" if self.right is None else self.right
        text = f"{self.kind} {self.where}: {left} | {right}"
        return text if text.isprintable() else "".join(map(_printable, text))

    def bare(self) -> Difference:
        """The same without the model objects, once conventions have looked at them."""
        return replace(self, left_object=None, right_object=None, left_table=None, right_table=None)


def _printable(character: str) -> str:
    return character if character.isprintable() else f"\\u{ord(character):04x}"


Pairing = tuple[tuple[str, str], ...]
"""Pairs of table names that mean the same table, left name first."""
