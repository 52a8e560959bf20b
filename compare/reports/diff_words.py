"""What all reports of ``parity diff`` say in the same words."""

from __future__ import annotations

from collections.abc import Iterable

from compare.between.reasons import Reason
from compare.between.results import DiffResult, Stands

FRAMEWORKS = {"flask": "Alembic's ledger", "django": "Django's ledger", None: "no ledger"}
_CLOSING = {
    "same": "The two databases hold the same.",
    "explained": "The two databases hold the same, but for what is explained.",
    "undetermined": "What could be compared is the same or explained; not all could be.",
    "stale": "Nothing differs without a reason, but there are waivers that no longer apply.",
    "unexplained": "The two databases differ.",
    "failed": "A database failed; what could be compared is the same or explained.",
}
_ONE = {
    "same": "What was asked for is the same in both databases.",
    "explained": "What was asked for is the same in both databases, but for what is explained.",
}


def closing(result: DiffResult) -> str:
    """The verdict as a sentence; that only a part was asked for is never left unsaid."""
    part = result.schema is None or result.tables is None or bool(result.left_out)
    text = (part and _ONE.get(result.verdict)) or _CLOSING[result.verdict]
    if result.verdict == "failed" and result.differs:
        text = "The two databases differ, and a database failed: there may be more."
    if result.accepted:
        text += " What is waived was not compared."
    if result.interrupted:
        text += " It was interrupted: this is what was found until then."
    elif result.partial:
        text += " It was cut short: this is what was found until then."
    return text


def counted(wrong: int, explained: int) -> str:
    """How many differences there are."""
    parts = [f"{wrong:,} unexplained" if wrong else ""]
    parts.append(f"{explained:,} explained" if explained else "")
    return ", ".join(part for part in parts if part) or "the same"


def by_reason(found: Iterable[Stands]) -> list[Stands]:
    """Differences in order of their reasons, those without any first."""
    return sorted(found, key=lambda each: order(each.reason))


def order(reason: Reason | None) -> tuple[bool, str]:
    """Where what stands for a reason comes in a report."""
    return (reason is not None, reason.name if reason else "")


def reasons(result: DiffResult) -> list[Reason]:
    """All reasons at work, in order of name."""
    found = {each.reason for each in result.schema or ()}
    found |= {group.reason for each in result.tables or () for group in each.groups}
    if result.behaviour is not None:
        found |= {each.reason for each in result.behaviour.differences}
    found |= {each.reason for each in result.accepted}
    return sorted((each for each in found if each is not None), key=lambda each: each.name)
