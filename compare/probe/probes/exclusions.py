"""What is not probed: exclusion constraints."""

from __future__ import annotations

from compare.diff.describe import word
from compare.probe.found import NotProbed
from compare.probe.places import SIDES
from compare.probe.probes.base import Probe


class Exclusions(Probe):
    """Says of each exclusion constraint that it is not probed: what excludes what is not known."""

    def run(self) -> None:
        """Do so for every one, once where both sides have it."""
        found: dict[str, tuple[str, list[str]]] = {}
        for side in SIDES:
            for each in self._place.tables[side].others:  # type: ignore[union-attr]
                if each.kind == "exclusion":
                    name = word(each.name or each.definition)
                    found.setdefault(each.definition, (name, []))[1].append("AB"[side])
        for definition, (name, sides) in found.items():
            where = f"{self._word} exclusion {name}"
            reason = f"exclusion constraints are not probed ({' and '.join(sides)}: {definition})"
            self._probed.not_probed.append(NotProbed(where, reason))
