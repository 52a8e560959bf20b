"""Which rows of a load step go into which side, by that side's names."""

from __future__ import annotations

from compare.document import Row
from compare.errors import UsageError
from compare.model import Pairing, Schema
from compare.scenario import Scenario, Step

Rows = tuple[tuple[str, tuple[Row, ...]], ...]


def rows_for_sides(
    scenario: Scenario, step: Step, flask: Schema, django: Schema, pairing: Pairing
) -> tuple[tuple[Rows, tuple[str, ...]], tuple[Rows, tuple[str, ...]]]:
    """The rows of a load step for the Flask side and for the Django side.

    A table or a column that one side lacks is left out there and noted: the diff of the schemas
    reports it, and the walk can go on.

    Returns:
        For each side the rows under its own names, and the notes.

    Raises:
        UsageError: a table or a column is on neither side.
    """
    names = dict(pairing)
    loaded: tuple[list[tuple[str, tuple[Row, ...]]], ...] = ([], [])
    notes: tuple[list[str], ...] = ([], [])
    for table, rows in step.rows:
        own = (table, names.get(table) or _django_name(scenario, table, django))
        schemas = (flask, django)
        columns = [_columns(schema, name) for schema, name in zip(schemas, own, strict=True)]
        known = (columns[0] or frozenset()) | (columns[1] or frozenset())
        if not known:
            raise _nowhere(scenario, step, f"table “{table}”")
        for row in rows:
            for column, _ in row:
                if column not in known:
                    raise _nowhere(scenario, step, f"column “{table}.{column}”")
        for place, name in enumerate(own):
            here = columns[place]
            if here is None:
                notes[place].append(f"! there is no table {name}: its rows are left out")
                continue
            missing = sorted({column for row in rows for column, _ in row} - here)
            notes[place].extend(
                f"! there is no column {name}.{column}: its values are left out"
                for column in missing
            )
            kept = tuple(tuple(cell for cell in row if cell[0] in here) for row in rows)
            loaded[place].append((name, kept))
    return (
        (tuple(loaded[0]), tuple(notes[0])),
        (tuple(loaded[1]), tuple(notes[1])),
    )


def _columns(schema: Schema, name: str) -> frozenset[str] | None:
    table = schema.table(name)
    return None if table is None else frozenset(column.name for column in table.columns)


def _django_name(scenario: Scenario, table: str, django: Schema) -> str:
    """What a table that has no pair yet is called on the Django side."""
    declared = dict(scenario.tables).get(table)
    if declared is not None:
        return declared
    return table if django.table(table) is not None else f"{scenario.name}_{table}"


def _nowhere(scenario: Scenario, step: Step, what: str) -> UsageError:
    return UsageError(
        f"scenarios/{scenario.name}/scenario.toml: step {step.number}: neither side has a {what} "
        "to load rows into at this step."
    )
