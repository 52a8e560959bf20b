"""Two snapshots in, findings out: diffed, then explained."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from compare.conventions import Context, explain
from compare.diff import diff_ledgers, diff_schemas, pair_tables
from compare.errors import ToolError
from compare.model import SIDES, Difference, Pairing, Schema, SideName, Snapshot
from compare.rows import diff_rows
from compare.run.results import Finding
from compare.scenario import Scenario, Step


def pairing_of(scenario: Scenario, flask: Schema, django: Schema) -> Pairing:
    """Which tables of a scenario mean the same at this moment."""
    return pair_tables(
        [table.name for table in flask.tables],
        [table.name for table in django.tables],
        prefix=f"{scenario.name}_",
        declared=dict(scenario.tables),
    )


def compare_sides(flask: Snapshot, django: Snapshot, pairing: Pairing) -> tuple[Difference, ...]:
    """Everything in which the two sides differ: schema, rows, ledger."""
    found = list(diff_schemas(flask.schema, django.schema, pairing))
    for left, right in pairing:
        left_table, right_table = flask.schema.table(left), django.schema.table(right)
        left_rows, right_rows = flask.rows_of(left), django.rows_of(right)
        if left_table and right_table and left_rows and right_rows:
            found += diff_rows(left_rows, right_rows, left_table, right_table)
    return (*found, *diff_ledgers(flask.ledger, django.ledger))


def compare_refusals(step: Step, flask: str | None, django: str | None) -> tuple[Difference, ...]:
    """Rows or a statement that one database took and the other refused.

    Args:
        step: the step that loads the rows or runs the statement.
        flask: the words with which the Flask side refused, or None where it did not.
        django: likewise for the Django side.

    Raises:
        ToolError: both sides refused, so there is nothing to compare.
    """
    if flask is not None and django is not None:
        raise ToolError(
            f"Both sides refused step {step.number} ({step.title}). Flask: {flask} Django: {django}"
        )
    if flask is None and django is None:
        return ()
    return (
        Difference(
            area="rows",
            kind=f"{step.verb}.refused",
            where=f"step {step.number}",
            left=flask or "accepted",
            right=django or "accepted",
        ),
    )


def compare_visits(side: SideName, first: Schema, again: Schema) -> tuple[Difference, ...]:
    """How a side's schema differs from what it was when this state was reached before."""
    names = {table.name for table in first.tables}
    pairing: Pairing = tuple(
        (table.name, table.name) for table in again.tables if table.name in names
    )
    return tuple(
        replace(each, area="round-trip", where=f"{side}: {each.where}")
        for each in diff_schemas(first, again, pairing)
    )


def not_compared(flask: Snapshot, django: Snapshot) -> tuple[str, ...]:
    """What either database holds that could not be compared, and why."""
    found = []
    for side, snapshot in zip(SIDES, (flask, django), strict=True):
        found += [
            f"{side}: {each.kind} {each.name}: {each.reason}"
            for each in snapshot.schema.not_compared
        ]
        found += [
            f"{side}: {rows.table}.{column}: a value that could not be read truly: {value.stored}"
            for rows in snapshot.rows
            for row in rows.rows
            for column, value in zip(rows.columns, row, strict=True)
            if value.kind == "undetermined"
        ]
    return tuple(found)


def findings(differences: Iterable[Difference], context: Context) -> tuple[Finding, ...]:
    """Each difference with the convention that explains it, if one does."""
    return tuple(
        Finding(
            # The model objects have served the conventions; results travel between processes.
            difference=replace(
                difference, left_object=None, right_object=None, left_table=None, right_table=None
            ),
            convention=convention.slug if convention else None,
        )
        for difference, convention in explain(differences, context)
    )
