"""Why differences may stand: whichever reason claims one first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from compare.between.asked import Asked
from compare.between.engines import Engines, explain_engines
from compare.between.mapping import Mapping
from compare.between.names import explain_name
from compare.between.reasons import Reason
from compare.between.results import BehaviourResult
from compare.between.waivers import Waiver
from compare.conventions import Context, explain, modes_of
from compare.engines import ENGINES
from compare.model import Difference, Pairing, Schema

CONVENTIONAL = (*ENGINES, "mysql")
"""Engines on which the conventions are put to the test: all scenarios run on, and MySQL."""


class Explainer:
    """Says why a difference may stand, and remembers which waivers were needed.

    Args:
        asked: what was asked for.
        mapping: what has another name on the right, resolved.
        engines: of both databases.
        today: by which waivers hold or not.
    """

    def __init__(self, asked: Asked, mapping: Mapping, engines: Engines, today: date) -> None:
        self._asked = asked
        self._mapping = mapping
        self._engines = engines
        self._today = today
        self._used: set[int] = set()
        self._context: Context | None = None
        # Conventions know the Flask side as the left one.
        self._flipped = False

    def orient(
        self,
        frameworks: Sequence[str | None],
        pairing: Pairing,
        schemas: tuple[Schema, Schema],
    ) -> None:
        """Set up what conventions look at, where one side is Flask's and the other Django's."""
        one, other = self._engines
        if set(frameworks) != {"flask", "django"} or one != other or one not in CONVENTIONAL:
            return
        self._flipped = frameworks[0] == "django"
        pairs = tuple(_swapped(pair) for pair in pairing) if self._flipped else pairing
        labels = [
            theirs.removesuffix(f"_{ours}") for ours, theirs in pairs if theirs.endswith(f"_{ours}")
        ]
        label = max(sorted(set(labels)), key=labels.count, default="")
        modes = modes_of(schemas[1 if self._flipped else 0])
        self._context = Context(self._engines[0], label, pairs, modes)

    def reason(self, difference: Difference) -> Reason | None:
        """Why a difference of schemas or rows may stand; None: it is unexplained."""
        return (
            self.waived(difference)
            or self._mapping.explains(difference)
            or self._convention(difference)
            or explain_engines(difference, self._engines)
            or explain_name(difference, self._asked.names)
        )

    def waived(self, difference: Difference) -> Reason | None:
        """The waiver that covers a difference."""
        return self._waiver(lambda waiver: waiver.covers(difference))

    def left_out(self, what: str) -> Reason | None:
        """The waiver that covers something that could not be compared."""
        return self._waiver(lambda waiver: waiver.leaves_out(what))

    def _waiver(self, covers: Callable[[Waiver], bool]) -> Reason | None:
        for number, waiver in enumerate(self._asked.waivers):
            if covers(waiver) and not waiver.expired(self._today):
                self._used.add(number)
                return Reason("waiver", waiver.difference, waiver.reason)
        return None

    def stale(
        self, behaviour: BehaviourResult | None, left_out: Sequence[str], *, failed: bool
    ) -> tuple[str, ...]:
        """Waivers that nothing needed, or that hold no longer.

        Args:
            behaviour: what was tried on copies.
            left_out: tables that were not compared: who needs a waiver about them is not known.
            failed: whether a database could not read something: who needs a waiver is not known.
        """
        found = []
        probed = behaviour is not None and not behaviour.not_probed
        for number, waiver in enumerate(self._asked.waivers):
            whole = self._asked.schema and self._asked.rows and not failed
            if waiver.expired(self._today):
                found.append(
                    f"the waiver “{waiver.difference}” ended on {waiver.until}: mend what it is"
                    " about, or agree on another day"
                )
            elif (
                number not in self._used
                and whole
                and (probed or not waiver.may_be_behaviour)
                and not waiver.may_be_about(left_out)
            ):
                who = "nothing" if waiver.uncompared else "no difference"
                found.append(
                    f"{who} needs the waiver “{waiver.difference}” (any more): correct it, or take"
                    " it out"
                )
        return tuple(found)

    def _convention(self, difference: Difference) -> Reason | None:
        if self._context is None:
            return None
        oriented = _turned(difference) if self._flipped else difference
        ((_, convention),) = explain([oriented], self._context)
        if convention is None:
            return None
        return Reason("convention", convention.slug, convention.title)


def _swapped(pair: tuple[str, str]) -> tuple[str, str]:
    return pair[1], pair[0]


def _turned(difference: Difference) -> Difference:
    """The same difference seen from the other side."""
    return replace(
        difference,
        left=difference.right,
        right=difference.left,
        left_object=difference.right_object,
        right_object=difference.left_object,
        left_table=difference.right_table,
        right_table=difference.left_table,
    )
