"""One thing that is still to be mended, as a sentence needs it."""

from __future__ import annotations

from dataclasses import dataclass, field

from compare.model import Difference, SideName


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is still to be mended.

    Attributes:
        side: where; None: between both sides.
        key: which sentence of ``phrases`` tells of it.
        told: what stands in it.
        look: the file to look at, from the learner's folder; empty: none in particular.
        back: what takes back the learner's newest revision, where that is applied and has to be
            another one; empty: it is not so.
    """

    side: SideName | None
    key: str
    told: dict[str, str] = field(default_factory=dict)
    look: str = ""
    back: str = ""

    @property
    def line(self) -> str:
        """Side and sentence, as an exercise says what it begins with."""
        return f"{self.side or 'twin'} {self.key}"


def sort_of(difference: Difference) -> str:
    """What kind of sentence a difference needs: the end of its key."""
    prefix = "row-" if difference.area == "rows" else ""
    if difference.kind == "column.nullable":
        return "may-be-null" if difference.right == "not null" else "not-null"
    if difference.kind.endswith(".leftover"):
        return "leftover"
    if difference.left is None and difference.kind.endswith(".missing"):
        return f"{prefix}missing"
    if difference.right is None and difference.kind.endswith(".missing"):
        return f"{prefix}extra"
    return f"{prefix}other"


def told_of(difference: Difference) -> dict[str, str]:
    """What stands in a sentence about a difference."""
    thing, _, facet = difference.kind.partition(".")
    return {
        "thing": thing,
        "facet": facet,
        "where": difference.where,
        "have": _alone(difference.left, difference.where),
        "want": _alone(difference.right, difference.where),
    }


def _alone(text: str | None, where: str) -> str:
    """A table's or an index's description without its name, which stands before it."""
    if text is None:
        return "–"
    bare = text.removeprefix(f"{where} (")
    return text if bare == text else bare.removesuffix(")")
