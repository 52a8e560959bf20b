"""What a comparison of two databases comes to. Reports read these values and decide nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from compare.between.proposals import Proposal
from compare.between.reasons import Reason
from compare.errors import EXIT_DIFFERENT, EXIT_FAILED, EXIT_OK
from compare.model import Difference
from compare.probe import Behaviour

Verdict = Literal["same", "explained", "undetermined", "stale", "unexplained", "failed"]
_WORST_LAST: tuple[Verdict, ...] = (
    "same",
    "explained",
    "undetermined",
    "stale",
    "unexplained",
    "failed",
)


@dataclass(frozen=True, slots=True)
class Half:
    """One of the two databases.

    Attributes:
        label: what it is called, without a password.
        engine: its engine's name, or its dialect's; ``version``: of what reads it.
        framework: whose ledger is in it: ``flask`` (Alembic's), ``django`` or None.
    """

    label: str
    engine: str
    version: str
    framework: str | None


@dataclass(frozen=True, slots=True)
class Stands:
    """A difference, and why it may stand; no reason: it is unexplained."""

    difference: Difference
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class Waived:
    """What could not be compared, in words, and the waiver that accepts it."""

    text: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Group:
    """Differences of one kind in the rows of a table that stand for the same reason.

    Attributes:
        kind: such as ``row.value``.
        column: whose values differ, or None.
        reason: why they may stand.
        count: how many they are.
        examples: the first of them.
    """

    kind: str
    column: str | None
    reason: Reason | None
    count: int
    examples: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class TableResult:
    """The rows of two tables.

    Attributes:
        left, right: the tables' names.
        left_rows, right_rows: how many rows there are; None: a database failed before it said so.
        compared: how many rows of the left were compared.
        changed: rows on both sides that hold something else.
        only_left, only_right: rows on one side only.
        groups: the differences.
        not_compared: what could not be compared.
        notes: what is worth knowing and is no difference.
        seconds: how long it took.
        failed: whether a database could not read it to the end; ``not_compared`` says why.
    """

    left: str
    right: str
    left_rows: int | None
    right_rows: int | None
    compared: int
    changed: int
    only_left: int
    only_right: int
    groups: tuple[Group, ...]
    not_compared: tuple[str, ...]
    notes: tuple[str, ...]
    seconds: float
    failed: bool = False

    @property
    def verdict(self) -> Verdict:
        """The worst of its differences."""
        found: list[Verdict] = [
            "unexplained" if group.reason is None else "explained" for group in self.groups
        ]
        if self.not_compared or self.missed:
            found.append("undetermined")
        if self.failed:
            found.append("failed")
        return _worst(found)

    @property
    def missed(self) -> int:
        """How many rows of the left were not compared, as far as is known."""
        return max(0, (self.left_rows or 0) - self.compared)


@dataclass(frozen=True, slots=True)
class Tried:
    """What was tried on both and came out otherwise; no reason: it is unexplained."""

    behaviour: Behaviour
    reason: Reason | None


@dataclass(frozen=True, slots=True)
class BehaviourResult:
    """What both databases do when the same is done to copies of them.

    Attributes:
        differences: what they do otherwise.
        same: what they do alike.
        not_probed: what could not be tried, in words.
        notes: what is worth knowing and is no difference.
        hints: what may be behind what is unexplained.
        waived: what could not be tried, and a waiver accepts that.
    """

    differences: tuple[Tried, ...]
    same: tuple[Behaviour, ...]
    not_probed: tuple[str, ...]
    notes: tuple[str, ...]
    hints: tuple[str, ...]
    waived: tuple[Waived, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The worst of its differences."""
        found: list[Verdict] = [
            "unexplained" if each.reason is None else "explained" for each in self.differences
        ]
        if self.not_probed:
            found.append("undetermined")
        return _worst(found)


@dataclass(frozen=True, slots=True)
class DiffResult:
    """Two databases, compared.

    Attributes:
        left, right: them.
        schema: the differences of schemas and ledgers; None where they were not asked for.
        tables: the rows by table; None where they were not asked for.
        not_compared: what either holds that could not be compared.
        left_out: tables that were left out on request.
        proposals: what may have another name.
        stale: waivers that no difference needs, or that hold no longer.
        partial: whether it was cut short: interrupted, or a connection was lost.
        behaviour: what was tried on copies; None where that was not asked for.
        failures: what a database failed at, beside tables that could not be read.
        accepted: what could not be compared, and a waiver accepts that; tried on copies or not.
        ended: whether one of these, and nobody at the keyboard, cut it short.
    """

    left: Half
    right: Half
    schema: tuple[Stands, ...] | None
    tables: tuple[TableResult, ...] | None
    not_compared: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    stale: tuple[str, ...] = ()
    partial: bool = False
    behaviour: BehaviourResult | None = None
    failures: tuple[str, ...] = ()
    ended: bool = False
    accepted: tuple[Waived, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The worst of everything; an interrupted comparison is never the same."""
        found: list[Verdict] = [
            "unexplained" if each.reason is None else "explained" for each in self.schema or ()
        ]
        found += [table.verdict for table in self.tables or ()]
        if self.behaviour is not None:
            found.append(self.behaviour.verdict)
        if self.not_compared or self.partial:
            found.append("undetermined")
        if self.stale:
            found.append("stale")
        if self.failures:
            found.append("failed")
        return _worst(found)

    @property
    def differs(self) -> bool:
        """Whether anything is unexplained."""
        reasons = [each.reason for each in self.schema or ()]
        reasons += [group.reason for table in self.tables or () for group in table.groups]
        if self.behaviour is not None:
            reasons += [each.reason for each in self.behaviour.differences]
        return None in reasons

    @property
    def interrupted(self) -> bool:
        """Whether somebody ended it from the keyboard."""
        return self.partial and not self.ended

    @property
    def exit_code(self) -> int:
        """0 same or explained, 3 a database failed, 1 anything else."""
        if self.verdict == "failed":
            return EXIT_FAILED
        return EXIT_OK if self.verdict in ("same", "explained") else EXIT_DIFFERENT


def _worst(verdicts: Iterable[Verdict]) -> Verdict:
    return max(verdicts, key=_WORST_LAST.index, default="same")
