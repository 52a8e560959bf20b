"""The probe ``check``."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice, product

from compare.diff.describe import columns as listed
from compare.diff.describe import word
from compare.probe.candidates import at_the_ends
from compare.probe.outcomes import REFUSED
from compare.probe.places import SIDES, Slot
from compare.probe.probes.base import MOST, Probe
from compare.probe.rows import Row
from compare.probe.values import said


class Checks(Probe):
    """Inserts values at the ends of what a CHECK allows."""

    def run(self) -> None:
        """Do so for every CHECK."""
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
        tries = list(islice(self._candidates(slots), MOST))
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
        each = max(2, MOST // 2 // max(len(slots), 1))
        for name, values in ends.items():
            for value in values[:each]:
                yield {name: value}
        yield from (
            dict(zip(ends, values, strict=True))
            for values in product(*(values[:5] for values in ends.values()))
        )


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
