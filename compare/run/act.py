"""One step, done on one side."""

from __future__ import annotations

import re
from dataclasses import dataclass

from compare.errors import ToolError
from compare.run.loading import Rows
from compare.scenario import Step
from compare.sides import MigrationFailed, Side

# What a database says of rows and statements that it does not take. A lock, a full disk or a value
# that the driver cannot send is no answer of the database's.
_REFUSAL = re.compile(r"(IntegrityError|DataError)\b|.*\bno such (table|column)\b")


@dataclass(frozen=True, slots=True)
class Acted:
    """What came of a step on one side.

    Attributes:
        statements: the SQL that was sent.
        error: the side's words, where it failed as the step said it would.
        refused: the side's words, where its database refused rows or a statement. That is no
            failure of a tool: the other side may have taken them, and then it is a difference.
    """

    statements: tuple[str, ...] = ()
    error: str | None = None
    refused: str | None = None


def act(side: Side, step: Step, rows: Rows) -> Acted:
    """Do a step on a side.

    Args:
        side: who does it.
        step: what is done.
        rows: for load, the rows under this side's names.

    Raises:
        MigrationFailed: the framework refused to migrate, or a revision raised.
        ToolError: the step did not fail as it should.
    """
    expected = dict(step.fails).get(side.name)
    try:
        statements = _do(side, step, rows)
    except MigrationFailed as problem:
        if expected is None:
            if step.verb in ("load", "sql") and _REFUSAL.match(problem.reason):
                return Acted(refused=problem.reason)
            raise
        if expected not in problem.reason:
            raise ToolError(
                f"Step {step.number} ({step.title}) failed on the {side.name} side, as it "
                f"should, but with other words than “{expected}”: {problem.reason}"
            ) from problem
        return Acted(error=problem.reason)
    if expected is not None:
        raise ToolError(
            f"Step {step.number} ({step.title}) should fail on the {side.name} side with "
            f"“{expected}”, and did not."
        )
    return Acted(statements)


def _do(side: Side, step: Step, rows: Rows) -> tuple[str, ...]:
    if step.verb == "migrate":
        return side.migrate(step.target)
    if step.verb == "rollback":
        return side.rollback(step.target)
    if step.verb == "stamp":
        return side.stamp(step.target)
    if step.verb == "load":
        return side.load(rows)
    statement = dict(step.sql).get(side.name)
    return side.execute(statement) if statement else ()
