"""The probe ``unique``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice, product

from compare.diff.describe import columns as listed
from compare.probe.candidates import alternatives, near
from compare.probe.outcomes import IGNORED, REFUSED, REPLACES, STORED
from compare.probe.places import SIDES
from compare.probe.probes.base import MOST, Did, Probe
from compare.probe.rows import Row

_DUPLICATE = (f"{REFUSED}: unique", f"{REFUSED} at commit: unique")

_IN_A_PREDICATE = 8


class Keys(Probe):
    """Inserts two rows of the same key."""

    def run(self) -> None:
        """Do so for every key."""
        for key in self._place.keys:
            self._unique(key)

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
            for values in islice(product(*tried), MOST):
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
