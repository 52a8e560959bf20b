"""What PostgreSQL's catalogue says of tables, asked for and sorted by table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import Any

from compare.inspect.postgresql import rows, statements
from compare.inspect.postgresql.pipeline import Ask
from compare.inspect.postgresql.rows import (
    ColumnRow,
    ConstraintRow,
    HungRow,
    IndexRow,
    RelationRow,
    SequenceRow,
)
from compare.inspect.postgresql.session import Here


@dataclass(slots=True)
class OperatorClass:
    """An operator class: how it is called, and of which type it is the default."""

    name: str
    default: bool
    method: int
    type: int


@dataclass(slots=True)
class Sequences:
    """The sequences of the schema, and those that belong to a column by its table and number."""

    rows: list[SequenceRow]
    owned: dict[tuple[int, int], list[SequenceRow]] = field(init=False)

    def __post_init__(self) -> None:
        self.owned = defaultdict(list)
        for row in self.rows:
            if row.owner is not None and row.column is not None:
                self.owned[row.owner, row.column].append(row)


@dataclass(slots=True)
class Names:
    """Collations and operator classes by number.

    ``exact`` tells of which index method and type there is a default operator class for that very
    type; ``told`` holds what was found out of an operator class on a type.
    """

    collations: dict[int, str]
    classes: dict[int, OperatorClass]
    exact: set[tuple[int, int]] = field(init=False)
    told: dict[tuple[int, int], str | None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.exact = {(each.method, each.type) for each in self.classes.values() if each.default}


@dataclass(slots=True)
class Hanging:
    """What hangs on tables, by table; ``parts`` are columns of indexes, by index."""

    constraints: dict[int, list[ConstraintRow]]
    indexes: dict[int, list[IndexRow]]
    others: dict[int, list[HungRow]]
    parts: dict[int, list[ColumnRow]]


class Catalogue:
    """Asks everything about all tables and views of the schema, in seven statements.

    Answers come in the order of the questions, and are to be read in it: columns, names,
    sequences, relations, and, once it is asked for, what hangs on them.

    Args:
        ask: sends a statement.
        here: what is read.
    """

    def __init__(self, ask: Ask, here: Here) -> None:
        self._ask = ask
        self._here = here
        self._columns = ask(statements.columns(here))
        self._names = ask(statements.NAMES)
        self._sequences = ask(statements.sequences(here))
        self._relations = ask(statements.relations(here))

    def ask_for_hanging(self, present: set[str]) -> None:
        """Ask for what hangs on tables; for what is rare where ``present`` says that it is there.

        Args:
            present: what ``statements.present`` found.
        """
        hung = statements.hung(self._here)
        self._indexes = self._ask(statements.indexes(self._here))
        self._constraints = self._ask(statements.constraints(self._here))
        parts = (part for what, part in hung.items() if what in present)
        self._hung = self._ask(" UNION ALL ".join(parts) or "SELECT 0 WHERE false")

    def names(self) -> Names:
        """What numbers stand for."""
        found = self._names.rows()
        return Names(
            {oid: name for what, oid, name, *_ in found if what == "collation"},
            {oid: OperatorClass(*rest) for what, oid, *rest in found if what == "class"},
        )

    def relations(self) -> list[RelationRow]:
        """Tables and views in order of name."""
        return list(map(rows.relation_row, self._relations.rows()))

    def sequences(self) -> Sequences:
        """All sequences, in order of name."""
        return Sequences(list(map(rows.sequence_row, self._sequences.rows())))

    def columns(self) -> dict[int, list[ColumnRow]]:
        """The columns by table, in order."""
        self._parts = _grouped(map(rows.column_row, self._columns.rows()), 1)
        return self._parts

    def hanging(self) -> Hanging:
        """What hangs on the tables, each kind in order of name."""
        return Hanging(
            indexes=_grouped(map(rows.index_row, self._indexes.rows()), 2),
            constraints=_grouped(map(rows.constraint_row, self._constraints.rows()), 1),
            others=_grouped(map(rows.hung_row, sorted(self._hung.rows())), 1),
            parts=self._parts,
        )


def _grouped(lines: Iterable[Any], place: int) -> dict[int, list[Any]]:
    """Rows by table, and within a table by one of the values.

    The server would sort the wide lines, and half as fast.
    """
    found: dict[int, list[Any]] = defaultdict(list)
    for row in lines:
        found[row[0]].append(row)
    by_place = itemgetter(place)
    for group in found.values():
        group.sort(key=by_place)
    return found


@lru_cache(maxsize=4096)
def vector(text: str) -> tuple[int, ...]:
    """The numbers of an ``int2vector`` or ``oidvector``; as arrays they would take far longer."""
    return tuple(map(int, text.split()))
