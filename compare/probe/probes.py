"""The probes of one table: the same is done to both copies, and what each does is put down.

====================  =====================================================================
probe                 what is done
====================  =====================================================================
``default``           insert a row that leaves a column out
``null``              insert a row with NULL in a column
``unique``            insert a row with the key of another; with it in the other case; with
                      NULL in it twice
``foreign_key``       insert a child without its parent; delete a parent that has a child;
                      give a parent another key
``check``             insert values at the ends of what a CHECK allows
``length``            insert what is too long or too large for the column's type
====================  =====================================================================
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice, product

from compare.diff.describe import columns as listed
from compare.diff.describe import word
from compare.model import Value
from compare.probe.bench import Bench
from compare.probe.candidates import alternatives, at_the_ends, near
from compare.probe.found import Behaviour, Kind, Probed
from compare.probe.outcomes import (
    GENERATED,
    IGNORED,
    NEXT,
    REFUSED,
    REPLACES,
    STORED,
    Refusal,
)
from compare.probe.places import SIDES, Link, Map, Place, Slot
from compare.probe.reading import Values
from compare.probe.rows import NoRow, Row, Rows
from compare.probe.values import as_now, digits_of, length_of, range_of, said, shown

_OWN, _PARENT, _MISSING = (0, 1, 2, 3, 4), 5, 6
"""Variants of a row: of the table itself; a parent of one child; one that is never there."""
_LONGEST = 100_000
_INTEGER = 2**63 - 1
"""The largest that everybody can write."""
_MOST = 40
_IN_A_PREDICATE = 8

_NO_CHILD = "the child is"
_DUPLICATE = (f"{REFUSED}: unique", f"{REFUSED} at commit: unique")

Did = tuple[str, str]
"""What both sides did."""


class TableProbe:
    """Probes one table that both sides have.

    Args:
        where: all tables.
        place: the table.
        benches: both copies.
        rows: makes rows for them.
        probed: where to put down what was found.
    """

    def __init__(
        self, where: Map, place: Place, benches: tuple[Bench, Bench], rows: Rows, probed: Probed
    ) -> None:
        self._map = where
        self._place = place
        self._benches = benches
        self._rows = rows
        self._probed = probed
        self._word = word(place.name)
        self._links = where.links(place)
        self._bound = {name for link in self._links for name in link.slots}
        self._shared = [slot for slot in place.slots if slot.shared and slot.written]
        self._fields = {
            side: rows.fields(side, place, [slot.name for slot in place.slots if slot.shared])
            for side in SIDES
        }
        self._parents: dict[Link, Row] = {}
        self._first: Row = {}
        self._second: Row = {}
        self._rest: dict[int, tuple[int, Counter[Values]]] = {}
        self._places = {slot.name: n for n, slot in enumerate(s for s in place.slots if s.shared)}

    def run(self) -> None:
        """Do all probes.

        Raises:
            NoRow: no row was found that both sides take.
            DBAPIError: a database fails.
        """
        self._rows.begin()
        try:
            self._choose_rows()
            for slot in self._shared:
                self._default_and_null(slot)
            for key in self._place.keys:
                self._unique(key)
            for link in self._links:
                self._foreign_key(link)
            self._checks()
            for slot in self._shared:
                self._length(slot)
        finally:
            self._rows.end()

    def _choose_rows(self) -> None:
        """Put parents into both, and find two rows that both then take, the one beside the other.

        Where there is but one, it stands for both.
        """
        self._rows.prepare(self._place, 0)
        for link in self._links:
            try:
                self._parents[link] = self._rows.plant(self._map.places[link.parent], _PARENT)
            except NoRow as error:
                self._probed.not_probed.append(f"{self._word}{listed(link.slots)}: {error}")
        found: list[Row] = []
        for variant in _OWN:
            try:
                row = self._rows.prepare(self._place, variant)
            except NoRow:
                continue
            if self._both(partial(self._taken, [*found, row])) == (STORED, STORED):
                found.append(row)
            if len(found) == 2:
                break
        if not found:  # what its own parents need has left no room for another
            raise NoRow(self._place, 0, Refusal("unique", "there are no values for a second one"))
        self._first, self._second = found[0], found[-1]
        if len(found) == 1:
            self._probed.notes.append(f"{self._word}: one row is taken and no second one")

    # ---------------------------------------------------------------- what each side does

    def _put(
        self,
        kind: Kind,
        where: str,
        done: str,
        did: Did,
        *,
        slot: Slot | None = None,
        refused_alike: bool = False,
    ) -> None:
        """Put down what both did.

        Args:
            kind: the probe.
            where: the place.
            done: what was done.
            did: what both did.
            slot: the column it is about.
            refused_alike: to refuse is the same, by whatever.
        """
        same = did[0] == did[1]
        if refused_alike and all(each.startswith(REFUSED) for each in did):
            same = True
        self._probed.behaviours.append(
            Behaviour(
                kind,
                where,
                done,
                *did,
                same=same,
                table=self._place.name,
                column=None if slot is None else slot.name,
                tables=self._place.tables,
                columns=(None, None) if slot is None else slot.columns,
            )
        )

    def _both(self, act: Callable[[int], str]) -> Did:
        """What both sides do, each in a trial."""
        did = []
        for side in SIDES:
            with self._benches[side].trial():
                did.append(act(side))
        return did[0], did[1]

    def _insert(self, side: int, row: Row, without: tuple[str, ...] = ()) -> Refusal | None:
        return self._benches[side].whole(self._rows.insert(side, self._place, row, without))

    def _taken(self, rows: list[Row], side: int) -> str:
        """Whether rows are taken, one after the other."""
        refused = (self._insert(side, row) for row in rows)
        return str(next((each for each in refused if each is not None), STORED))

    def _read(self, side: int) -> Counter[Values]:
        table = self._place.tables[side]
        assert table is not None
        return Counter(self._benches[side].rows(table, self._fields[side]))

    def _at_rest(self, side: int) -> Counter[Values]:
        """What the table holds when a trial begins."""
        planted = self._benches[side].planted
        known = self._rest.get(side)
        if known is None or known[0] != planted:
            known = self._rest[side] = planted, self._read(side)
        return known[1]

    def _new(
        self, side: int, row: Row, before: Counter[Values], without: tuple[str, ...] = ()
    ) -> Refusal | Values | None:
        """Insert a row, and read it; None where it is not there afterwards."""
        refused = self._insert(side, row, without)
        if refused is not None:
            return refused
        return next(iter((self._read(side) - before).elements()), None)

    # ---------------------------------------------------------------- defaults and NULL

    def _default_and_null(self, slot: Slot) -> None:
        """Leave a column out, and say NULL for it; once, where that differs in the same way."""
        rows = [self._first, self._second]
        empty = [{**row, slot.name: None} for row in rows]
        left_out = self._both(partial(self._left_to_it, slot, rows, (slot.name,)))
        null = self._both(partial(self._left_to_it, slot, empty, ()))
        name = self._name(slot)
        if left_out == null and null[0] != null[1]:
            done = f"insert NULL into {name}, or leave it out"
            self._put("null", name, done, null, slot=slot)
            return
        self._put("default", name, f"insert without {name}", left_out, slot=slot)
        self._put("null", name, f"insert NULL into {name}", null, slot=slot)

    def _left_to_it(self, slot: Slot, rows: list[Row], without: tuple[str, ...], side: int) -> str:
        """What a column then holds; of two rows, so that a number handed out is told apart."""
        if not slot.is_written(side):
            return "computed"
        at = self._places[slot.name]
        first = self._new(side, rows[0], self._at_rest(side), without)
        if isinstance(first, Refusal):
            return str(first)
        if first is None:
            return "the row is not there"
        second = self._new(side, rows[1], self._read(side), without)
        now = as_now(first[at])
        if now is not None:
            return now
        if isinstance(second, Refusal) or second is None or second[at] == first[at]:
            return shown(first[at], boolean=slot.boolean)
        return NEXT if first[at].kind == "integer" else GENERATED

    def _name(self, slot: Slot) -> str:
        return f"{self._word}.{word(slot.name)}"

    # ---------------------------------------------------------------- unique

    def _unique(self, key: tuple[str, ...]) -> None:
        if not all(self._place.by_name[name].shared for name in key):
            return
        if not all(self._place.by_name[name].written for name in key):
            return
        where = f"{self._word}{listed(key)}"
        found = self._duplicate(key)
        if found is None:
            self._probed.notes.append(f"{where}: no duplicate was found that is refused")
            return
        changed, did = found
        self._put("unique", where, f"insert a duplicate of {where}", did)
        texts = [n for n in key if self._place.by_name[n].form == "text" and n not in self._bound]
        if texts and not changed:
            first = self._first
            row = {**self._second, **{name: first[name] for name in key}}
            row.update((name, (first[name] or "").swapcase()) for name in texts)
            if any(row[name] != first[name] for name in texts):
                did = self._both(partial(self._taken, [first, row]))
                self._put(
                    "unique",
                    f"{where} in the other case",
                    f"insert a duplicate of {where} in the other case",
                    did,
                )
        empty = [n for n in key if self._place.by_name[n].nullable]
        if empty and not changed:
            did = self._both(partial(self._twice, key, dict.fromkeys(empty)))
            self._put("unique", f"{where} with NULL", f"insert {where} with NULL twice", did)

    def _duplicate(self, key: tuple[str, ...]) -> tuple[Row, Did] | None:
        """What both do with a duplicate, and what had to be changed for one side to refuse it."""
        for changed in self._within_a_condition(key):
            did = self._both(partial(self._twice, key, changed))
            if any(each in (*_DUPLICATE, IGNORED, REPLACES) for each in did):
                return changed, did
        return None

    def _within_a_condition(self, key: tuple[str, ...]) -> Iterator[Row]:
        """Nothing, then what may fulfil the condition of a unique index."""
        yield {}
        conditions = [
            (side, index.predicate)
            for side in SIDES
            for index in self._place.tables[side].indexes  # type: ignore[union-attr]
            if index.unique and index.predicate
        ]
        named = {n for side, text in conditions for n in self._place.named_in(side, text)}
        slots = [s for s in self._shared if s.name in named - set(key) - self._bound]
        if slots:
            tried = [
                [
                    *near(s, self._place),
                    *alternatives(s, self._place, self._map.engines, self._map.schemas),
                ][:_IN_A_PREDICATE]
                for s in slots
            ]
            for values in islice(product(*tried), _MOST):
                yield dict(zip((slot.name for slot in slots), values, strict=True))

    def _twice(self, key: tuple[str, ...], changed: Row, side: int) -> str:
        """Insert two rows with the same key; what becomes of the second."""
        first = {**self._first, **changed}
        second = {**self._second, **{name: first[name] for name in key}, **changed}
        # Once all was checked nothing is deferred any more.
        refused = self._benches[side].attempt(self._rows.insert(side, self._place, first))
        if refused is not None:
            return str(refused)
        before = self._read(side)
        refused = self._insert(side, second)
        if refused is not None:
            return refused.when
        after = self._read(side)
        if after.total() > before.total():
            return STORED
        # SQLite's ON CONFLICT IGNORE and REPLACE, or a trigger.
        return IGNORED if after == before else REPLACES

    # ---------------------------------------------------------------- foreign keys

    def _foreign_key(self, link: Link) -> None:
        if not all(self._place.by_name[name].shared for name in link.slots):
            return
        where = f"{self._word}{listed(link.slots)}"
        parent = self._map.places[link.parent]
        if not all(
            name in parent.by_name and parent.by_name[name].shared for name in link.referred
        ):
            self._probed.notes.append(f"{where}: only one side has what it refers to")
            return
        there = self._parents.get(link)
        if there is None:
            return
        missing = self._rows.row(parent, _MISSING)
        orphan = self._child(link, missing)
        did = self._both(lambda side: self._late(self._insert(side, orphan)))
        self._put(
            "foreign_key", f"{where} without a parent", f"insert {where} without a parent", did
        )
        child = self._child(link, there)
        name = word(parent.name)
        for act, done in (("delete", f"delete the {name} of"), ("update", f"change the {name} of")):
            did = self._both(partial(self._parent_goes, link, act, child, there, missing))
            if all(each.startswith(_NO_CHILD) for each in did):
                self._probed.not_probed.append(f"{where}: {did[0]}")
                return
            self._put("foreign_key", f"{where} {act} parent", f"{done} {where}", did)

    def _child(self, link: Link, parent: Row) -> Row:
        keys = {n: parent[r] for n, r in zip(link.slots, link.referred, strict=True)}
        return {**self._first, **keys}

    @staticmethod
    def _late(refused: Refusal | None) -> str:
        return STORED if refused is None else refused.when

    def _parent_goes(
        self, link: Link, act: str, child: Row, there: Row, missing: Row, side: int
    ) -> str:
        """Delete a parent, or give it another key; what becomes of the child."""
        bench, parent = self._benches[side], self._map.places[link.parent]
        before = self._at_rest(side)
        refused = self._insert(side, child)
        if refused is not None:
            return f"{_NO_CHILD} {refused}"
        born = self._read(side) - before
        table = bench.copy.source(parent.tables[side]).place  # type: ignore[arg-type]
        pairs = [self._column(side, parent, name) for name in link.referred]
        where = " AND ".join(f"{name} = {text(there)}" for name, text in pairs)
        if act == "delete":
            sql = f"DELETE FROM {table} WHERE {where}"
        else:
            sets = ", ".join(f"{name} = {text(missing)}" for name, text in pairs)
            sql = f"UPDATE {table} SET {sets} WHERE {where}"
        refused = bench.whole(sql)
        if refused is not None:
            return str(refused)
        return self._fate(side, link, before, born, missing)

    def _column(self, side: int, place: Place, name: str) -> tuple[str, Callable[[Row], str]]:
        slot = place.by_name[name]
        column = slot.columns[side]
        assert column is not None
        return (
            self._benches[side].name(column.name),
            lambda row: self._rows.literal(side, slot, row[name]),
        )

    def _fate(
        self,
        side: int,
        link: Link,
        before: Counter[Values],
        born: Counter[Values],
        missing: Row,
    ) -> str:
        """What became of a child whose parent went."""
        now = self._read(side)
        if born <= now:
            return "the child stays as it is"
        changed = list((now - before).elements())
        itself = link.parent == self._place.name
        at = [self._places[name] for name in link.slots]
        followed = [missing[name] for name in link.referred]
        rest = [n for n in range(len(self._places)) if n not in at]
        (old,) = list(born.elements())[:1]
        for row in changed:
            if all(row[n] == old[n] for n in rest):
                return self._became([row[n] for n in at], followed)
        if changed and not itself:
            return self._became([changed[0][n] for n in at], followed)
        return "the child goes with it"

    @staticmethod
    def _became(values: list[Value], followed: list[str | None]) -> str:
        """What a child refers to now; ``followed`` is the key that its parent was given."""
        if all(value.kind == "null" for value in values):
            return "the child has NULL"
        if all(
            text is not None and value.canonical.startswith(text.removeprefix("x"))
            for value, text in zip(values, followed, strict=True)
        ):
            return "the child follows"
        return f"the child has {', '.join(map(shown, values))}"

    # ---------------------------------------------------------------- CHECKs

    def _checks(self) -> None:
        found: dict[frozenset[str], tuple[str, ...]] = {}
        for side in SIDES:
            for check in self._place.tables[side].checks:  # type: ignore[union-attr]
                names = self._place.named_in(side, check.expression)
                if names and all(self._place.by_name[name].shared for name in names):
                    found.setdefault(frozenset(names), names)
        for names in found.values():
            self._check(names)

    def _check(self, names: tuple[str, ...]) -> None:
        where = f"{self._word}{listed(names)}"
        slots = [s for n in names if (s := self._place.by_name[n]).written]
        tries = list(islice(self._candidates(slots), _MOST))
        refused: tuple[list[str], list[str]] = ([], [])
        broken = False
        for changed in tries:
            row = {**self._first, **changed}
            did = self._both(partial(self._taken, [row]))
            here = any(each == f"{REFUSED}: check" for each in did)
            broken = broken or here
            if here and did[0].startswith(REFUSED) != did[1].startswith(REFUSED):
                refused[did[1].startswith(REFUSED)].append(_values(changed, alone=len(names) == 1))
        if not broken:
            self._probed.notes.append(
                f"the CHECK of {where} was not broken by any of {len(tries)} values"
            )
            return
        left, right = refused
        did = (_against(left, right), _against(right, left)) if left or right else _BROKEN
        self._put("check", where, f"break the CHECK of {where}", did)

    def _candidates(self, slots: list[Slot]) -> Iterator[Row]:
        """One column after the other at its ends, then two at once."""
        ends = {slot.name: at_the_ends(slot, self._place) for slot in slots}
        if len(slots) == 1:
            for name, values in ends.items():
                for value in values:
                    yield {name: value}
            return
        each = max(2, _MOST // 2 // max(len(slots), 1))
        for name, values in ends.items():
            for value in values[:each]:
                yield {name: value}
        yield from (
            dict(zip(ends, values, strict=True))
            for values in product(*(values[:5] for values in ends.values()))
        )

    # ---------------------------------------------------------------- what is too long or too large

    def _length(self, slot: Slot) -> None:
        if slot.name in self._bound or None in (slot.columns[0], slot.columns[1]):
            return
        for value, what in self._too_much(slot):
            row = {**self._first, slot.name: value}

            def act(side: int, row: Row = row) -> str:
                if not slot.is_written(side):
                    return "computed"
                found = self._new(side, row, self._at_rest(side))
                if isinstance(found, Refusal):
                    return str(found)
                if found is None:
                    return "the row is not there"
                return self._kept(found[self._places[slot.name]], row[slot.name] or "")

            name = self._name(slot)
            did = self._both(act)
            self._put(
                "length",
                f"{name}: {what}",
                f"insert {what} into {name}",
                did,
                slot=slot,
                refused_alike=True,
            )

    @staticmethod
    def _kept(value: Value, text: str) -> str:
        if value.canonical == text:
            return STORED
        if value.kind == "text" and text.startswith(value.canonical):
            return f"cut to {len(value.canonical):,} characters"
        return f"stored as {shown(value)}"

    def _too_much(self, slot: Slot) -> list[tuple[str, str]]:
        """What the narrower of the types does not allow, and what that is in words."""
        both = [
            (engine, column)
            for engine, column in zip(self._map.engines, slot.columns, strict=True)
            if column is not None
        ]
        if slot.form == "text":
            lengths = [n for _, column in both if (n := length_of(column)) is not None]
            if lengths and min(lengths) < _LONGEST:
                length = min(lengths) + 1
                return [("x" * length, f"{length:,} characters")]
        elif slot.form == "integer" and not slot.boolean:
            limits = [each for engine, c in both if (each := range_of(engine, c)) is not None]
            if limits and min(high for _, high in limits) < _INTEGER:
                found = [str(min(high for _, high in limits) + 1)]
                found += ["-1"] if any(low == 0 for low, _ in limits) else []
                return [(text, text) for text in found]
        elif slot.form == "decimal":
            digits = [each for _, column in both if (each := digits_of(column)) is not None]
            if digits:
                whole = min(each[0] - each[1] for each in digits)
                behind = min(each[1] for each in digits)
                return [(text, text) for text in (f"1{'0' * whole}", f"0.{'0' * behind}6")]
        return []


_BROKEN = (f"{REFUSED}: check", f"{REFUSED}: check")


def _against(mine: list[str], others: list[str]) -> str:
    """What one side refuses and the other does not, and the other way round."""
    words = [
        f"refused: {_some(mine)}" if mine else "",
        f"stored: {_some(others)}" if others else "",
    ]
    return "; ".join(word for word in words if word)


def _values(changed: Row, *, alone: bool) -> str:
    """Values as a report shows them, with the names of their columns if there are several."""
    if alone:
        return ", ".join(map(said, changed.values()))
    return " ".join(f"{word(name)}={said(value)}" for name, value in changed.items())


def _some(texts: list[str]) -> str:
    more = f" and {len(texts) - 4} more" if len(texts) > 4 else ""
    return ", ".join(texts[:4]) + more
