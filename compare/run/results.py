"""What a run comes to. Reports read these values and decide nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from compare.errors import EXIT_DIFFERENT, EXIT_OK
from compare.model import Area, Difference, SideName
from compare.scenario import Verb

Verdict = Literal[
    "same", "explained", "undetermined", "stale", "new", "unexplained", "skipped", "failed"
]

WORST_LAST: tuple[Verdict, ...] = (
    "same",
    "explained",
    "skipped",
    "undetermined",
    "stale",
    "new",
    "unexplained",
    "failed",
)
"""All verdicts, each worse than those before it.

* ``same``: no difference. ``explained``: each difference has a convention and is in the golden.
* ``undetermined``: something could not be compared, which is not the same as equal.
* ``stale``: the golden expects a difference that is gone.
* ``new``: a convention explains a difference that the golden does not know.
* ``unexplained``: no convention explains a difference.
* ``skipped``: not done, after a failure or for want of an engine. ``failed``: a tool failed.
"""

AREAS: tuple[Area, ...] = ("schema", "rows", "ledger", "round-trip")


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of some verdicts; ``same`` if there are none."""
    return max(verdicts, key=WORST_LAST.index, default="same")


@dataclass(frozen=True, slots=True)
class Finding:
    """A difference, what explains it and whether the golden knows it.

    Attributes:
        difference: without the model objects it was made from.
        convention: the slug of the convention that explains it, or None.
        expected: whether the golden has it at this step.
    """

    difference: Difference
    convention: str | None
    expected: bool = False

    @property
    def verdict(self) -> Verdict:
        """``unexplained``, ``new`` or ``explained``."""
        if self.convention is None:
            return "unexplained"
        return "explained" if self.expected else "new"


@dataclass(frozen=True, slots=True)
class SideResult:
    """What one side did in a step.

    Attributes:
        command: what a person would have typed; empty where the harness itself acted.
        changes: what changed in its database, a line each, beginning with ``+``, ``-`` or ``~``.
        lost: tables, columns, rows and values that are gone, a line each.
        statements: the SQL that it sent, but for mere reading.
        error: the framework's words, where it failed as the step said it would.
    """

    side: SideName
    command: str
    changes: tuple[str, ...]
    lost: tuple[str, ...]
    statements: tuple[str, ...]
    error: str | None = None


@dataclass(frozen=True, slots=True)
class StepResult:
    """One step, done on both sides and compared.

    Attributes:
        revisions: those that were applied or taken back, earliest first.
        findings: every difference that stands after the step.
        stale: differences and losses that the golden has and that are not there.
        unexpected: losses that are there and that the golden does not have.
        not_compared: what could not be compared, and why.
    """

    number: int
    verb: Verb
    title: str
    says: str
    revisions: tuple[str, ...]
    sides: tuple[SideResult, SideResult]
    findings: tuple[Finding, ...]
    stale: tuple[str, ...] = ()
    unexpected: tuple[str, ...] = ()
    not_compared: tuple[str, ...] = ()

    def verdict_on(self, area: Area) -> Verdict:
        """The verdict on one area, by its findings alone."""
        return worst(each.verdict for each in self.findings if each.difference.area == area)

    @property
    def verdict(self) -> Verdict:
        """The verdict on the whole step."""
        found: list[Verdict] = [each.verdict for each in self.findings]
        if self.stale:
            found.append("stale")
        if self.unexpected:
            found.append("new")
        if self.not_compared:
            found.append("undetermined")
        return worst(found)


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """One scenario on one engine.

    Attributes:
        steps: the steps that were done.
        skipped: titles of the steps that were not, after a failure.
        error: the failure in one sentence, or None.
        golden: whether there is a golden.
        missing: whether nothing was done because the engine is not on this machine.
        seconds: how long it took.
    """

    name: str
    title: str
    teaches: str
    engine: str
    steps: tuple[StepResult, ...]
    skipped: tuple[str, ...] = ()
    error: str | None = None
    exit_code: int = EXIT_OK
    stale: tuple[str, ...] = ()
    golden: bool = True
    missing: bool = False
    seconds: float = 0.0

    @property
    def verdict(self) -> Verdict:
        """The worst of its steps, ``failed`` if a tool failed."""
        if self.missing:
            return "skipped"
        found: list[Verdict] = [step.verdict for step in self.steps]
        if self.stale:
            found.append("stale")
        if self.error is not None:
            found.append("failed")
        return worst(found)


@dataclass(frozen=True, slots=True)
class RunResult:
    """All scenarios of a run in name order, each on every engine.

    Attributes:
        missing_allowed: whether an engine that is not on this machine leaves the exit code alone.
    """

    scenarios: tuple[ScenarioResult, ...]
    missing_allowed: bool = False

    @property
    def exit_code(self) -> int:
        """0 all same or explained; 1 a difference or something not compared; 2 or 3 a failure."""
        asked = [each for each in self.scenarios if not (each.missing and self.missing_allowed)]
        failures = [each.exit_code for each in asked if each.error is not None]
        if failures:
            return max(failures)
        good = {"same", "explained"}
        if all(scenario.verdict in good for scenario in asked):
            return EXIT_OK
        return EXIT_DIFFERENT
