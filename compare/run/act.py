"""One step, done on one side."""

from __future__ import annotations

from compare.model import Pairing
from compare.scenario import Step
from compare.sides import Side


def act(side: Side, step: Step, pairing: Pairing) -> tuple[str, ...]:
    """Do a step on a side.

    Args:
        side: who does it.
        step: what is done; its tables have their Flask names.
        pairing: what those tables are called on the Django side.

    Returns:
        The SQL that was sent.

    Raises:
        MigrationFailed: the framework or the database refused.
        ToolError: the step cannot be done, as when it loads rows into a table that is not there.
    """
    if step.verb == "migrate":
        return side.migrate(step.target)
    if step.verb == "rollback":
        return side.rollback(step.target)
    if step.verb == "stamp":
        return side.stamp(step.target)
    if step.verb == "load":
        names = dict(pairing) if side.name == "django" else {}
        return side.load(tuple((names.get(table, table), rows) for table, rows in step.rows))
    statement = dict(step.sql).get(side.name)
    return side.execute(statement) if statement else ()
