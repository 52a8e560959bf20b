"""What all probes of a table share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable

from compare.diff.describe import word
from compare.probe.bench import Bench
from compare.probe.found import Behaviour, Kind, Probed
from compare.probe.numbers import numbered
from compare.probe.outcomes import REFUSED, STORED, Refusal
from compare.probe.places import SIDES, Link, Map, Place, Slot
from compare.probe.reading import Values
from compare.probe.rows import Row, Rows

OWN, PARENT, MISSING = (0, 1, 2, 3, 4), 5, 6
"""Variants of a row: of the table itself; a parent of one child; one that is never there."""
MOST = 40
"""So many rows are tried at most."""

Did = tuple[str, str]
"""What both sides did."""


class Subject:
    """One table that both sides have, and what is known of it.

    Args:
        where: all tables.
        place: the table.
        benches: both copies.
        rows: makes rows for them.
        probed: where to put down what was found.

    Attributes:
        links: its foreign keys; ``bound``: the slots that are part of one.
        shared: the slots that both sides have and let be written.
        fields: how a row is read on either side; ``places``: where in it a slot is.
        parents: a row for each foreign key to refer to, once it is chosen.
        numbered: the columns of either side that get the next number.
        first, second: rows that both sides take, likewise.
        rest: what the table holds when a trial begins, by the side.
    """

    def __init__(
        self, where: Map, place: Place, benches: tuple[Bench, Bench], rows: Rows, probed: Probed
    ) -> None:
        self.map = where
        self.place = place
        self.benches = benches
        self.rows = rows
        self.probed = probed
        self.links = where.links(place)
        self.bound = {name for link in self.links for name in link.slots}
        self.shared = [slot for slot in place.slots if slot.shared and slot.written]
        self.fields = {
            side: rows.fields(side, place, [slot.name for slot in place.slots if slot.shared])
            for side in SIDES
        }
        self.numbered = [
            numbered(benches[side].copy, table) if (table := place.tables[side]) else frozenset()
            for side in SIDES
        ]
        self.parents: dict[Link, Row] = {}
        self.first: Row = {}
        self.second: Row = {}
        self.rest: dict[int, tuple[int, Counter[Values]]] = {}
        self.places = {slot.name: n for n, slot in enumerate(s for s in place.slots if s.shared)}


class OnBoth:
    """What is done to both copies of a table is done through this.

    Args:
        subject: the table.
    """

    def __init__(self, subject: Subject) -> None:
        self._map = subject.map
        self._place = subject.place
        self._benches = subject.benches
        self._rows = subject.rows
        self._probed = subject.probed
        self._word = word(subject.place.name)
        self._links = subject.links
        self._bound = subject.bound
        self._shared = subject.shared
        self._fields = subject.fields
        self._parents = subject.parents
        self._numbered = subject.numbered
        self._first = subject.first
        self._second = subject.second
        self._rest = subject.rest
        self._places = subject.places

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


class Probe(OnBoth, ABC):
    """One probe of a table whose rows were chosen."""

    @abstractmethod
    def run(self) -> None:
        """Do it.

        Raises:
            NoRow: no row was found that both sides take.
            DBAPIError: a database fails.
        """

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

    def _name(self, slot: Slot) -> str:
        return f"{self._word}.{word(slot.name)}"
