"""Two databases compared: schemas, ledgers, then the rows of table after table, then behaviour."""

from __future__ import annotations

from datetime import date
from functools import partial

from compare.between.asked import Asked
from compare.between.chosen import Chosen
from compare.between.engines import in_common_words
from compare.between.explaining import Explainer
from compare.between.frameworks import framework_of
from compare.between.mapping import resolved
from compare.between.probed import compare_behaviour
from compare.between.proposals import propose
from compare.between.results import DiffResult, Half, TableResult
from compare.between.rows import Ended, RowsOfTables
from compare.between.schemas import compare_next_ids, compare_schemas
from compare.between.uncompared import not_compared
from compare.between.watch import Watch
from compare.databases import Database
from compare.diff.describe import several
from compare.errors import UsageError
from compare.inspect import read_schema
from compare.model import Schema
from compare.stream.asking import together


def diff_databases(
    left: Database, right: Database, asked: Asked, watch: Watch, today: date
) -> DiffResult:
    """Compare two databases.

    Args:
        left: one database, opened to be read.
        right: the other.
        asked: what to compare, and how.
        watch: is told how far it is.
        today: by which waivers hold or not.

    Returns:
        The result. Where it was interrupted from the keyboard, or a connection was lost while rows
        were read, what was found until then, marked as partial. What a database could not read
        of a table is in the result.

    Raises:
        UsageError: a table or column was asked for that is not there; more than its rows was asked
            for of a database whose rows alone can be compared.
        ToolError: a schema cannot be read; a table was emptied or rewritten while it was read.
        DBAPIError: a database refuses; ``open_database`` says whose it is, and what it means.
    """
    databases = (left, right)
    _refuse_more_than_rows(databases, asked)
    schemas = _schemas(databases)
    mapping = resolved(asked.mapping, *schemas)
    frameworks = tuple(map(framework_of, schemas))
    chosen = Chosen(asked, mapping)
    left_out = chosen.left_out(schemas)
    pairing = chosen.pairing(*schemas)
    chosen.see_that_keys_are_there(schemas, pairing)
    one, other = chosen.prepared(schemas, pairing)
    explainer = Explainer(asked, mapping, (left.engine, right.engine), today)
    explainer.orient(frameworks, pairing, (one, other))
    found = None
    failures: list[str] = []
    if asked.schema:
        found = compare_schemas(databases, (one, other), pairing, mapping, explainer, failures)
        if asked.rows:
            found += compare_next_ids(databases, schemas, pairing, explainer, failures)
    tables: list[TableResult] | None = [] if asked.rows else None
    partial = ended = False
    views_alone: tuple[list[str], list[str]] = ([], [])
    not_reached: list[str] = []
    if tables is not None:
        rows = RowsOfTables(databases, asked, chosen, mapping, explainer, watch)
        try:
            for result in rows.compare(schemas, pairing):
                tables.append(result)
        except KeyboardInterrupt:
            partial = True
        except Ended as error:
            partial = ended = True
            failures.append(str(error))
        views_alone = rows.views_alone
        not_reached = rows.not_reached if partial and not ended else []
    halves = (_half(left, frameworks[0]), _half(right, frameworks[1]))
    behaviour = None
    if asked.probe and not partial:
        behaviour, partial = compare_behaviour(
            databases, schemas, pairing, halves, found or (), mapping, explainer, watch
        )
    failed = bool(failures) or any(table.failed for table in tables or ())
    alone = chosen.alone(schemas, pairing)
    standing, waived = not_compared(databases, schemas, asked, alone, views_alone, explainer)
    if not_reached:
        standing += (f"the rows of {several(not_reached)}: it was interrupted before",)
    return DiffResult(
        left=halves[0],
        right=halves[1],
        schema=found,
        tables=None if tables is None else tuple(tables),
        not_compared=standing,
        left_out=left_out,
        proposals=propose(*in_common_words((one, other), (left.engine, right.engine)), pairing),
        stale=() if partial else explainer.stale(behaviour, left_out, failed=failed),
        partial=partial,
        behaviour=behaviour,
        failures=tuple(failures),
        ended=ended,
        accepted=(*waived, *(behaviour.waived if behaviour is not None else ())),
    )


def _refuse_more_than_rows(databases: tuple[Database, Database], asked: Asked) -> None:
    for side in databases:
        if side.address.rows_only and asked.schema:
            raise UsageError(
                f"{side.address.label}: of a {side.engine} database the rows alone can be compared,"
                " not its schema: add --rows-only."
            )


def _schemas(databases: tuple[Database, Database]) -> tuple[Schema, Schema]:
    """What both hold; both at once, since servers find their catalogues slowly at first."""
    one, other = together([partial(read_schema, each.connection) for each in databases])
    return one, other


def _half(database: Database, framework: str | None) -> Half:
    return Half(database.address.label, database.engine, database.version, framework)
