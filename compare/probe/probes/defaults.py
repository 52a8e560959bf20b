"""The probes ``default`` and ``null``."""

from __future__ import annotations

from functools import partial

from compare.probe.outcomes import GENERATED, NEXT, Refusal
from compare.probe.places import Slot
from compare.probe.probes.base import Probe
from compare.probe.rows import Row
from compare.probe.values import as_now, shown


class Defaults(Probe):
    """Inserts rows that leave a column out, or have NULL in it."""

    def run(self) -> None:
        """Do so for every column."""
        for slot in self._shared:
            self._default_and_null(slot)

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
        column = slot.columns[side]
        handed_out = column is not None and column.name in self._numbered[side]
        return NEXT if handed_out and first[at].kind == "integer" else GENERATED
