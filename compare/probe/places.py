"""Tables and columns that mean the same on both sides, and how the tables refer to each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from compare.model import Column, ForeignKey, Pairing, Schema, Table
from compare.rows.values import family
from compare.stream.forms import common_form, form_of

Both = tuple[int, int]
SIDES = (0, 1)


@dataclass(frozen=True, slots=True)
class Slot:
    """A column of both sides, or of one.

    Attributes:
        name: the left's name, or the right's where the left has none.
        columns: of both sides; None where a side has none.
        forms: of both sides; empty where a side has none.
        form: in which its values are written and read; None where there is none in common.
    """

    name: str
    columns: tuple[Column | None, Column | None]
    forms: tuple[str, str]
    form: str | None

    @property
    def shared(self) -> bool:
        """Whether both sides have it."""
        return None not in self.columns

    @property
    def boolean(self) -> bool:
        """Whether it holds true and false on either side."""
        return "boolean" in self.forms

    @property
    def written(self) -> bool:
        """Whether rows have a value for it: some side does not compute it."""
        return any(c is not None and c.generated is None for c in self.columns)

    @property
    def nullable(self) -> bool:
        """Whether it may be NULL wherever it is."""
        return all(column is None or column.nullable for column in self.columns)

    def is_written(self, side: int) -> bool:
        """Whether a row of a side has a value for it."""
        column = self.columns[side]
        return column is not None and column.generated is None


@dataclass(frozen=True)
class Place:
    """A table of both sides, or of one.

    Attributes:
        name: the left's name, or the right's where the left has none.
        tables: of both sides; None where a side has none.
        slots: its columns.
    """

    name: str
    tables: tuple[Table | None, Table | None]
    slots: tuple[Slot, ...]

    @property
    def sides(self) -> tuple[int, ...]:
        """The sides that have it."""
        return tuple(side for side in SIDES if self.tables[side] is not None)

    @cached_property
    def by_name(self) -> dict[str, Slot]:
        """Its slots by name."""
        return {slot.name: slot for slot in self.slots}

    @cached_property
    def by_column(self) -> tuple[dict[str, Slot], dict[str, Slot]]:
        """For each side, its slots by the name of the side's column."""
        left, right = (
            {column.name: slot for slot in self.slots if (column := slot.columns[side]) is not None}
            for side in SIDES
        )
        return left, right

    def slots_of(self, side: int, columns: tuple[str, ...]) -> tuple[str, ...]:
        """The names of the slots of some columns of a side."""
        return tuple(self.by_column[side][name].name for name in columns)

    def named_in(self, side: int, expression: str) -> tuple[str, ...]:
        """The slots whose columns an expression names."""
        text = re.sub(r"'(?:[^']|'')*'", "''", expression)
        return tuple(
            slot.name
            for column, slot in self.by_column[side].items()
            if re.search(rf"(?<!\w){re.escape(column)}(?!\w)", text, re.IGNORECASE)
        )

    @cached_property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """The columns that no two rows may share on some side, as slots, each set of them once."""
        found: dict[frozenset[str], tuple[str, ...]] = {}
        for side in self.sides:
            for key in unique_columns(self, side):
                found.setdefault(frozenset(key), key)
        return tuple(found.values())


def unique_columns(place: Place, side: int) -> Iterator[tuple[str, ...]]:
    """The slots of the primary key, the UNIQUE constraints and the unique indexes of a side."""
    table = place.tables[side]
    if table is None:
        return
    if table.primary_key is not None:
        yield place.slots_of(side, table.primary_key.columns)
    for unique in table.uniques:
        yield place.slots_of(side, unique.columns)
    for index in table.indexes:
        if index.unique:
            named = (place.named_in(side, part) for part in index.columns)
            slots = tuple(dict.fromkeys(name for each in named for name in each))
            if slots:
                yield slots


@dataclass(frozen=True, slots=True)
class Link:
    """A foreign key of one side or of both.

    Attributes:
        slots: the columns that refer.
        parent: the name of the place that they refer to.
        referred: its columns.
        keys: of both sides; None where a side has no such foreign key.
    """

    slots: tuple[str, ...]
    parent: str
    referred: tuple[str, ...]
    keys: tuple[ForeignKey | None, ForeignKey | None]


class Map:
    """All places of two schemas.

    Args:
        engines: of both sides.
        schemas: of both.
        pairing: which tables mean the same.
        columns: by a table of the left, its columns that have another name on the right.
    """

    def __init__(
        self,
        engines: tuple[str, str],
        schemas: tuple[Schema, Schema],
        pairing: Pairing,
        columns: Mapping[str, Mapping[str, str]],
    ) -> None:
        self.engines = engines
        self.schemas = schemas
        left, right = schemas
        theirs = dict(pairing)
        taken = set(theirs.values())
        pairs: list[tuple[Table | None, Table | None]] = [
            (table, right.table(theirs[table.name]) if table.name in theirs else None)
            for table in left.tables
        ]
        pairs += [(None, table) for table in right.tables if table.name not in taken]
        self.places: dict[str, Place] = {}
        self._links: dict[str, list[Link]] = {}
        self._names: tuple[dict[str, str], dict[str, str]] = ({}, {})
        for one, other in pairs:
            table = one or other
            assert table is not None
            name = table.name
            while name in self.places:  # a table of the right, called as one of the left
                name += " (B)"
            slots = self._slots(one, other, columns.get(table.name, {}) if one else {})
            self.places[name] = Place(name, (one, other), slots)
            for side, each in enumerate((one, other)):
                if each is not None:
                    self._names[side][each.name] = name

    def _slots(
        self, left: Table | None, right: Table | None, mapped: Mapping[str, str]
    ) -> tuple[Slot, ...]:
        free = {column.name: column for column in right.columns} if right else {}
        folded = {name.casefold(): name for name in free}
        found = []
        for column in left.columns if left else ():
            wanted = mapped.get(column.name, column.name)
            name = wanted if wanted in free else folded.get(wanted.casefold(), wanted)
            found.append(self._slot(column.name, (left, right), (column, free.pop(name, None))))
        names = {slot.name for slot in found}
        for column in free.values():
            name = column.name
            while name in names:
                name += " (B)"
            found.append(self._slot(name, (left, right), (None, column)))
        return tuple(found)

    def _slot(
        self,
        name: str,
        tables: tuple[Table | None, Table | None],
        columns: tuple[Column | None, Column | None],
    ) -> Slot:
        forms = tuple(
            form_of(engine, column, family(table, column.name))
            if table is not None and column is not None
            else ""
            for engine, table, column in zip(self.engines, tables, columns, strict=True)
        )
        left, right = forms
        own = left or right
        form = common_form(left, right) if left and right else common_form(own, own)
        return Slot(name, columns, (left, right), form)

    def at(self, side: int, table: str) -> Place | None:
        """The place of a side's table."""
        name = self._names[side].get(table)
        return None if name is None else self.places[name]

    def reaches(self, name: str, other: str) -> bool:
        """Whether a place refers to another, or to one that does, or is that itself."""
        seen, ahead = {name}, [name]
        while ahead:
            found = {link.parent for link in self.links(self.places[ahead.pop()])} - seen
            seen |= found
            ahead += found
        return other in seen

    def links(self, place: Place) -> list[Link]:
        """The foreign keys of a place, those of both sides that mean the same as one."""
        if place.name not in self._links:
            self._links[place.name] = self._read_links(place)
        return self._links[place.name]

    def _read_links(self, place: Place) -> list[Link]:
        found: dict[tuple[frozenset[str], str], Link] = {}
        for side in place.sides:
            table = place.tables[side]
            assert table is not None
            for key in table.foreign_keys:
                parent = self.at(side, key.referred_table)
                referred = parent.tables[side] if parent is not None else None
                if parent is None or referred is None:
                    continue
                columns = key.referred_columns
                if not columns and referred.primary_key is not None:
                    columns = referred.primary_key.columns
                if len(columns) != len(key.columns) or not all(
                    name in parent.by_column[side] for name in columns
                ):
                    continue
                slots = place.slots_of(side, key.columns)
                known = found.get((frozenset(slots), parent.name))
                keys: list[ForeignKey | None] = list(known.keys) if known else [None, None]
                keys[side] = keys[side] or key
                found[frozenset(slots), parent.name] = Link(
                    known.slots if known else slots,
                    parent.name,
                    known.referred if known else parent.slots_of(side, columns),
                    (keys[0], keys[1]),
                )
        return list(found.values())
