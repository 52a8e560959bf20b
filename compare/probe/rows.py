"""Rows that both sides take: the same values on both, parents first.

A row is a value by the name of its slot. Of each table there are several rows, its variants, which
share no value of a key where that can be had.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import islice, product

from compare.model import Schema, Value
from compare.probe.bench import Bench
from compare.probe.candidates import alternatives, choices, expressions, ordinary
from compare.probe.outcomes import Refusal
from compare.probe.places import Link, Map, Place, Slot
from compare.probe.values import duration, literal
from compare.stream.fields import Field

Row = dict[str, str | None]
Samples = Callable[[Place], list[Row]]
"""Some rows of the originals, by slot; without what cannot be spelled for the other side."""

_TRIES = 300
_EACH = 12


class NoRow(Exception):
    """No row of a table that is taken was found.

    Args:
        place: the table.
        side: the side that refuses.
        refusal: why.
    """

    def __init__(self, place: Place, side: int, refusal: Refusal) -> None:
        super().__init__(f"no row of {place.name} is taken by {'AB'[side]}: {refusal.said}")


class Rows:
    """Makes rows, and puts them into both copies.

    Args:
        where: all tables.
        benches: both copies, each in a transaction.
        samples: some rows of the originals, read when all else is refused.
    """

    def __init__(self, where: Map, benches: tuple[Bench, Bench], samples: Samples) -> None:
        self._map = where
        self._benches = benches
        self._samples = samples
        self._schemas: tuple[Schema, ...] = where.schemas
        self._chosen: dict[str, Row] = {}
        self._more: dict[str, list[Row]] = {}
        self._failed: dict[str, NoRow] = {}
        self._planted: set[tuple[str, int]] = set()
        self._composed_rows: dict[tuple[str, int], Row] = {}

    # ---------------------------------------------------------------- a transaction

    def begin(self) -> None:
        """Begin with empty tables on both sides."""
        self._planted = set()
        for bench in self._benches:
            bench.begin()

    def end(self) -> None:
        """Take back everything."""
        for bench in self._benches:
            bench.end()

    # ---------------------------------------------------------------- values

    def row(
        self, place: Place, variant: int, changed: Mapping[str, str | None] | None = None
    ) -> Row:
        """A row, with some values changed.

        Raises:
            NoRow: what it refers to could not be made.
        """
        if (place.name, variant) not in self._composed_rows:
            chosen = self._chosen.get(place.name)
            self._composed_rows[place.name, variant] = self._composed(place, variant, (), chosen)
        return {**self._composed_rows[place.name, variant], **(changed or {})}

    def _composed(
        self, place: Place, variant: int, path: tuple[str, ...], chosen: Row | None
    ) -> Row:
        row = {
            slot.name: self._value(place, slot, variant, chosen)
            for slot in place.slots
            if slot.written
        }
        path = (*path, place.name)
        for link in self._map.links(place):
            parent = self._map.places[link.parent]
            if self._opens_a_cycle(place, link):
                slots = (place.by_name[name] for name in link.slots)
                row.update((slot.name, None) for slot in slots if slot.nullable)
                continue
            if link.parent in path:
                if link.parent == place.name:
                    row.update((n, row[r]) for n, r in zip(link.slots, link.referred, strict=True))
                continue
            variant_there = self.variant_there(place, link, variant)
            if self._map.reaches(parent.name, place.name):
                there = self._composed(parent, variant_there, path, self._chosen.get(parent.name))
            else:
                there = self.row(parent, variant_there)
            row.update((n, there[r]) for n, r in zip(link.slots, link.referred, strict=True))
        return row

    def _value(self, place: Place, slot: Slot, variant: int, chosen: Row | None) -> str | None:
        if chosen is None or slot.name not in chosen:
            return ordinary(slot, variant, self._map.engines, self._schemas)
        if variant and any(slot.name in key for key in place.keys):
            tried = self._tried(place, slot)
            return tried[(tried.index(chosen[slot.name]) + variant) % len(tried)]
        return chosen[slot.name]

    def _opens_a_cycle(self, place: Place, link: Link) -> bool:
        """Whether a row may have NULL there, and what it would refer to refers to its table."""
        nullable = any(place.by_name[name].nullable for name in link.slots)
        return nullable and self._map.reaches(link.parent, place.name)

    def variant_there(self, place: Place, link: Link, variant: int) -> int:
        """Which variant of its parent a row refers to: its own, where that is part of a key."""
        mine = any(name in key for key in place.keys for name in link.slots)
        return variant if mine else 0

    def _tried(self, place: Place, slot: Slot) -> list[str | None]:
        found = alternatives(slot, place, self._map.engines, self._schemas)
        if place.name in self._more:
            found += [row[slot.name] for row in self._more[place.name] if slot.name in row]
        return list(dict.fromkeys(found))

    # ---------------------------------------------------------------- statements

    def insert(self, side: int, place: Place, row: Row, without: Collection[str] = ()) -> str:
        """An INSERT of a row.

        Args:
            side: for which side.
            place: the table.
            row: the values.
            without: slots to leave out.
        """
        bench = self._benches[side]
        table = place.tables[side]
        assert table is not None
        names, values = [], []
        always = False
        for slot in place.slots:
            column = slot.columns[side]
            if column is None or not slot.is_written(side) or slot.name in without:
                continue
            always = always or (column.identity or "").startswith("always")
            names.append(bench.name(column.name))
            values.append(self.literal(side, slot, row[slot.name]))
        into = f"INSERT INTO {bench.copy.source(table).place.removeprefix('ONLY ')}"
        if not names and bench.engine not in ("mariadb", "mysql"):
            return f"{into} DEFAULT VALUES"
        over = " OVERRIDING SYSTEM VALUE" if always else ""
        return f"{into} ({', '.join(names)}){over} VALUES ({', '.join(values)})"

    def literal(self, side: int, slot: Slot, text: str | None) -> str:
        """A value as SQL for a side."""
        form = slot.form or ("text" if choices(slot, self._schemas) else slot.forms[side])
        if text is not None and slot.forms[side] == "duration" and form != "duration":
            return duration(form, text)
        return literal(self._benches[side].engine, form, text)

    # ---------------------------------------------------------------- planting

    def plant(self, place: Place, variant: int, path: tuple[str, ...] = ()) -> Row:
        """Put a row into both copies, and before it what it refers to.

        Returns:
            The row.

        Raises:
            NoRow: no row was found that both take.
        """
        if (place.name, variant) in self._planted:
            return self.row(place, variant)
        row = self.prepare(place, variant, path)
        refused = self._refused(place, row)
        if refused is not None:
            raise NoRow(place, *refused)
        for side in place.sides:
            self._benches[side].plant(self.insert(side, place, row))
        self._planted.add((place.name, variant))
        return row

    def prepare(self, place: Place, variant: int, path: tuple[str, ...] = ()) -> Row:
        """Put what a row refers to into both copies.

        Returns:
            The row; the first that is asked for of a table is taken by both.

        Raises:
            NoRow: no row was found that both take.
        """
        if place.name in self._failed:
            raise self._failed[place.name]
        for link in self._map.links(place):
            if link.parent not in (*path, place.name) and not self._opens_a_cycle(place, link):
                there = self.variant_there(place, link, variant)
                self.plant(self._map.places[link.parent], there, (*path, place.name))
        if place.name not in self._chosen:
            try:
                self._chosen[place.name] = self._search(place, variant)
                self._composed_rows.clear()
            except NoRow as error:
                self._failed[place.name] = error
                raise
        return self.row(place, variant)

    def _refused(self, place: Place, row: Row) -> tuple[int, Refusal] | None:
        """Who refuses a row, and why; a cycle that is not closed yet is no reason."""
        for side in place.sides:
            bench = self._benches[side]
            with bench.trial():
                refused = bench.attempt(self.insert(side, place, row))
            if refused is not None:
                return side, refused
        return None

    def _search(self, place: Place, variant: int) -> Row:
        first: tuple[int, Refusal] | None = None
        for chosen in islice(self._guesses(place), _TRIES):
            row = self._composed(place, variant, (), chosen)
            refused = self._refused(place, row)
            if refused is None:
                return chosen
            first = first or refused
        assert first is not None
        raise NoRow(place, *first)

    def _guesses(self, place: Place) -> Iterator[Row]:
        """What to choose instead of ordinary values: nothing, what a real row has, all there is."""
        yield {}
        bound = {name for link in self._map.links(place) for name in link.slots}
        free = [slot for slot in place.slots if slot.written and slot.name not in bound]
        named = {n for side, text in expressions(place) for n in place.named_in(side, text)}
        open_ = [
            slot
            for slot in free
            if slot.name in named or slot.form is None or slot.form.startswith("other")
        ]
        self._more[place.name] = self._samples(place)
        for row in self._more[place.name]:
            yield {slot.name: row[slot.name] for slot in open_ if slot.name in row}
            yield {slot.name: row[slot.name] for slot in free if slot.name in row}
        # One after the other first, then all together.
        tried = {slot.name: self._tried(place, slot) for slot in open_}
        for name, values in tried.items():
            for value in values:
                yield {name: value}
        for together in product(*(each[:_EACH] for each in tried.values())):
            yield dict(zip(tried, together, strict=True))

    # ---------------------------------------------------------------- reading

    def fields(self, side: int, place: Place, names: Collection[str]) -> list[Field]:
        """How the values of some slots are read on a side that has them."""
        table = place.tables[side]
        assert table is not None
        source = self._benches[side].copy.source(table)
        found = []
        for name in names:
            slot = place.by_name[name]
            column = slot.columns[side]
            assert column is not None
            form = slot.form
            found.append(source.stored(column) if form is None else source.common(column, form))
        return found


def text_of(value: Value) -> str | None:
    """A value that was read, to be written again."""
    if value.kind == "null":
        return None
    return f"x{value.canonical}" if value.kind == "blob" else value.canonical
