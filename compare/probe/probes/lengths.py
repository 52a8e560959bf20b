"""The probe ``length``."""

from __future__ import annotations

from compare.model import Value
from compare.probe.outcomes import STORED, Refusal
from compare.probe.places import Slot
from compare.probe.probes.base import Probe
from compare.probe.rows import Row
from compare.probe.values import digits_of, length_of, range_of, shown

_LONGEST = 100_000
_INTEGER = 2**63 - 1
"""The largest that everybody can write."""


class Lengths(Probe):
    """Inserts what is too long or too large for a column's type."""

    def run(self) -> None:
        """Do so for every column."""
        for slot in self._shared:
            self._length(slot)

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
