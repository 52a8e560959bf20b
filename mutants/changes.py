"""What a change to one side is, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from compare.model import Area, SideName

PairName = Literal["frameworks", "rich"]
PAIRS: tuple[PairName, ...] = ("frameworks", "rich")

Verdict = Literal["flagged", "golden", "nothing", "refused", "missed"]
"""``flagged``: a difference that nothing explains, or something that could not be compared.
``golden``: only the golden tells, because a convention explains what is new, or something that it
explained is gone. ``nothing``: the database's own dump is as it was. ``refused``: the database does
not take it. ``missed``: the dump is another, and nobody noticed."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change to one database of a pair.

    Attributes:
        name: what is changed and how, unique within pair and side.
        kind: the kind of object: ``column``, ``index``, ``row``, ``value``.
        statements: the SQL that makes it.
        type: the type of the column it is made to, or empty.
        area: where it has to show: in the ``schema`` or in the ``rows``.
        pair, side: in which database.
        session: statements for the connection that reads, not for the database.
        way: how the database is made instead of by statements: ``dump`` is dumped and restored.
    """

    name: str
    kind: str
    statements: tuple[str, ...] = ()
    type: str = ""
    area: Area = "schema"
    pair: PairName = "rich"
    side: SideName = "django"
    session: tuple[str, ...] = ()
    way: str = "statements"

    @property
    def title(self) -> str:
        """The name with the database it is made in."""
        return f"{self.pair}, {self.side}: {self.name}"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a change.

    Attributes:
        change: the change.
        verdict: what the harness made of it; for a change that changes nothing, ``flagged`` and
            ``golden`` are false alarms.
        lines: the differences that the pair does not have without the change.
        conventions: those that explain them, where only the golden tells.
        inspector, alembic: whether those two see it; None where they were not asked.
        reason: the database's words, where it refused; the proof, where nothing is changed.
    """

    change: Change
    verdict: Verdict
    lines: tuple[str, ...] = ()
    conventions: tuple[str, ...] = ()
    inspector: bool | None = None
    alembic: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EngineOutcome:
    """All that was tried on one engine.

    Attributes:
        engine: its name; version: the database's.
        faults: the changes that have to be flagged, unless they change nothing.
        same: the changes that change nothing.
        base: the lines that the pairs have before anything is changed, unexplained ones only.
        known: how many faults there are in all, of which these were tried.
        seconds: how long it took.
    """

    engine: str
    version: str
    faults: tuple[Outcome, ...]
    same: tuple[Outcome, ...]
    base: tuple[str, ...] = ()
    known: int = 0
    seconds: float = field(default=0.0, compare=False)

    @property
    def missed(self) -> tuple[Outcome, ...]:
        """Faults that nobody noticed."""
        return tuple(each for each in self.faults if each.verdict == "missed")

    @property
    def alarms(self) -> tuple[Outcome, ...]:
        """False alarms: the same, and yet a difference was reported."""
        return tuple(each for each in self.same if each.verdict not in ("nothing", "refused"))
