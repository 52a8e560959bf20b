"""Two snapshots in, findings out: diffed, then explained."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Protocol

from compare.conventions import ByColumn, Context, explain, modes_of
from compare.diff import diff_ledgers, diff_schemas, pair_tables
from compare.errors import ToolError
from compare.model import (
    SIDES,
    Difference,
    Pairing,
    Schema,
    SideName,
    Snapshot,
    Table,
    TableRows,
)
from compare.rows import diff_beside_tables, diff_rows
from compare.run.once import Once
from compare.run.results import Finding
from compare.scenario import Step


class Declaring(Protocol):
    """Who knows what models say: a side, or what it said when it was asked."""

    def declared(self, applied: tuple[str, ...]) -> ByColumn:
        """What the models say at this state (:meth:`compare.sides.Side.declared`)."""
        ...


@dataclass(frozen=True, slots=True)
class Models:
    """What models say, once they were asked.

    Attributes:
        declares: by table and column, whatever is applied.
    """

    declares: ByColumn = field(default_factory=dict)

    def declared(self, applied: tuple[str, ...]) -> ByColumn:
        """What they say."""
        return self.declares


class SideBySide:
    """Compares the two sides of one evolution, step after step.

    What is as it was at an earlier step (the same object, see ``Photographer``) is not compared
    and not explained again.

    Args:
        label: of the Django app.
        tables: Flask table names and Django table names that follow no rule.
        engine: the engine's name.
        flask, django: the two sides, asked what their models declare.
    """

    def __init__(
        self,
        label: str,
        tables: tuple[tuple[str, str], ...],
        engine: str,
        flask: Declaring,
        django: Declaring,
    ) -> None:
        self._label = label
        self._tables = dict(tables)
        self._engine = engine
        self._flask = flask
        self._django = django
        self._contexts: Once[Context] = Once()
        self._findings: Once[tuple[Finding, ...]] = Once()

    def context(self, flask: Snapshot, django: Snapshot) -> Context:
        """What conventions may look at, and which tables mean the same, at this moment."""
        models = (
            self._flask.declared(flask.ledger.applied),
            self._django.declared(django.ledger.applied),
        )
        return self._contexts.of(
            flask.schema,
            django.schema,
            *models,
            work=lambda: Context(
                engine=self._engine,
                label=self._label,
                pairing=self.pairing(flask.schema, django.schema),
                modes=modes_of(flask.schema),
                flask=models[0],
                django=models[1],
            ),
        )

    def pairing(self, flask: Schema, django: Schema) -> Pairing:
        """Which tables mean the same at this moment."""
        return pair_tables(
            [table.name for table in flask.tables],
            [table.name for table in django.tables],
            prefix=f"{self._label}_",
            declared=self._tables,
        )

    def compare(self, flask: Snapshot, django: Snapshot) -> tuple[Finding, ...]:
        """Everything in which the two sides differ, explained: schema, rows, ledger."""
        context = self.context(flask, django)
        found = list(
            self._findings.of(
                context,
                flask.schema,
                django.schema,
                work=lambda: findings(
                    diff_schemas(flask.schema, django.schema, context.pairing), context
                ),
            )
        )
        for left, right in context.pairing:
            found += self._compare_rows(
                context,
                (flask.rows_of(left), django.rows_of(right)),
                (flask.schema.table(left), django.schema.table(right)),
            )
        beside = (*diff_beside_tables(flask, django), *diff_ledgers(flask.ledger, django.ledger))
        return (*found, *findings(beside, context))

    def compare_visits(
        self, side: SideName, first: Schema, again: Schema, context: Context
    ) -> tuple[Finding, ...]:
        """How a side's schema differs from what it was when this state was reached before."""
        return self._findings.of(
            context,
            first,
            again,
            work=lambda: findings(compare_visits(side, first, again), context),
        )

    def _compare_rows(
        self,
        context: Context,
        rows: tuple[TableRows | None, TableRows | None],
        tables: tuple[Table | None, Table | None],
    ) -> tuple[Finding, ...]:
        left, right = rows
        left_table, right_table = tables
        if left is None or right is None or left_table is None or right_table is None:
            return ()
        return self._findings.of(
            context,
            left,
            right,
            work=lambda: findings(diff_rows(left, right, left_table, right_table), context),
        )


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
            difference=difference.bare(),
            convention=convention.slug if convention else None,
        )
        for difference, convention in explain(differences, context)
    )
