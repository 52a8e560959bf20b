"""The rows of two databases, table after table."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from compare.between.asked import Asked
from compare.between.chosen import Chosen
from compare.between.explaining import Explainer
from compare.between.mapping import Mapping
from compare.between.reasons import Reason
from compare.between.results import Group, TableResult
from compare.between.watch import Watch
from compare.databases import Database, goes_on, told_as_met, told_of_either
from compare.diff.describe import several, word
from compare.errors import ToolError
from compare.inspect.postgresql.session import hold, let_go, undo
from compare.model import LEDGER_TABLES, Difference, Pairing, Schema
from compare.stream import MetInEither, Side, TablePair, TableTally, compare_table, open_side
from compare.stream.asking import together

_LOCKED = 200
"""After so many tables PostgreSQL's locks are given back."""
_LOST = "the connection by which they were to be read was lost before"
_VERSIONED = "system versioning"


class Ended(ToolError):
    """What keeps all other tables from being read: a connection is lost, or its moment is over."""


class RowsOfTables:
    """Compares the rows of all tables.

    Args:
        databases: both.
        asked: what was asked for.
        chosen: which tables are compared.
        mapping: what has another name on the right, resolved.
        explainer: why a difference may stand.
        watch: is told how far it is.

    Attributes:
        views_alone: the materialized views that have rows in the left alone, and in the right
            alone; known once the comparison has begun.
        not_reached: the tables whose turn has not come, or that were begun and told nothing.
    """

    def __init__(
        self,
        databases: tuple[Database, Database],
        asked: Asked,
        chosen: Chosen,
        mapping: Mapping,
        explainer: Explainer,
        watch: Watch,
    ) -> None:
        self._left, self._right = databases
        self._asked = asked
        self._chosen = chosen
        self._mapping = mapping
        self._reason = explainer.reason
        self._watch = watch
        self.views_alone: tuple[list[str], list[str]] = ([], [])
        self.not_reached: list[str] = []

    def compare(self, schemas: tuple[Schema, Schema], pairing: Pairing) -> Iterator[TableResult]:
        """A result for each table, as soon as it is there.

        A table that a database cannot read does not keep the others from being compared.

        Args:
            schemas: all that was read of the databases.
            pairing: which tables mean the same.

        Raises:
            KeyboardInterrupt: after the result of the table in which it was met.
            Ended: after the result of the table in which a connection was lost.
            ToolError: what was read of a table is of no one moment.
        """
        left_over: list[tuple[str, str]] = []
        ended = ""
        pairs = [pair for pair in pairing if not set(pair) <= LEDGER_TABLES]
        keys = dict(self._asked.keys)
        with ExitStack() as stack:
            left, right = together(
                [
                    partial(stack.enter_context, _side(database, schema, self._asked.jobs))
                    for database, schema in zip((self._left, self._right), schemas, strict=True)
                ]
            )
            ours, others = (
                {table.name: table for table in (*schema.tables, *side.views)}
                for schema, side in zip(schemas, (left, right), strict=True)
            )
            both = {view.name for view in left.views} & {view.name for view in right.views}
            pairs += [(name, name) for name in sorted(both) if self._chosen.chosen(name)]
            for side, names in zip((left, right), self.views_alone, strict=True):
                names += [
                    view.name
                    for view in side.views
                    if view.name not in both and self._chosen.chosen(view.name)
                ]
            # Since PostgreSQL's locks were given back.
            read: list[tuple[str, str]] = []
            for number, (mine, theirs) in enumerate(pairs, 1):
                one, other = ours[mine], others[theirs]
                columns = self._mapping.columns_of(mine)
                pair = TablePair(one, other, columns, keys.get(mine))
                self.not_reached = [name for name, _ in pairs[number - 1 :]]
                result, interrupted = self._table(left, right, pair, (number, len(pairs)))
                del self.not_reached[0]
                yield result
                if interrupted:
                    raise KeyboardInterrupt
                if not result.failed:
                    read.append((mine, theirs))
                elif _go_on((left, right), read):
                    read.clear()
                else:
                    ended, left_over = _LOST, pairs[number:]
                    break
                if number % _LOCKED == 0:
                    try:
                        _for_postgresql(let_go, left, right)
                    except DBAPIError as error:
                        ended, left_over = self._told(error), pairs[number:]
                        break
                    read.clear()
        if left_over:
            raise Ended(f"the rows of {several([name for name, _ in left_over])}: {ended}")

    def _table(
        self, left: Side, right: Side, pair: TablePair, place: tuple[int, int]
    ) -> tuple[TableResult, bool]:
        """The rows of two tables, and whether they were interrupted."""
        groups = _Groups(self._asked.limit)

        begun_with: list[int] = []

        def begun(rows: int, about: bool) -> None:
            begun_with.append(rows)
            self._watch.table(pair.left.name, *place, rows, about)

        def found(differences: Sequence[Difference]) -> None:
            for each in differences:
                groups.add(each, self._reason(each))

        begin = time.perf_counter()
        tally = TableTally()
        failed = False
        try:
            compare_table(
                left, right, pair, found, self._watch.rows, begun, self._asked.method, tally
            )
        except (DBAPIError, MetInEither, ToolError) as met:
            failed = True
            tally.not_compared.append(f"the rows of {word(pair.left.name)}: {self._told(met)}")
        if tally.interrupted and tally.compared < tally.left_rows:
            tally.not_compared.append(
                f"the rows of {word(pair.left.name)}: it was interrupted after {tally.compared:,}"
                f" of {tally.left_rows:,}"
            )
        tally.not_compared += tally.formless
        counted = not failed or bool(begun_with)
        result = TableResult(
            left=pair.left.name,
            right=pair.right.name,
            left_rows=tally.left_rows if counted else None,
            right_rows=tally.right_rows if counted else None,
            compared=tally.compared,
            changed=tally.changed,
            only_left=tally.only_left,
            only_right=tally.only_right,
            groups=groups.all(),
            not_compared=tuple(tally.not_compared),
            notes=tuple(_notes(pair, tally)),
            seconds=time.perf_counter() - begin,
            failed=failed,
        )
        return result, tally.interrupted

    def _told(self, met: DBAPIError | MetInEither | ToolError) -> str:
        if isinstance(met, MetInEither):
            return str(told_of_either(met.error, self._left.address, self._right.address))
        known = told_as_met(met)
        return str(met if known is None else known[1])


def _notes(pair: TablePair, tally: TableTally) -> Iterator[str]:
    table = word(pair.left.name)
    if tally.shared and pair.key is not None:
        where = " and ".join("AB"[place] for place in tally.shared)
        yield (
            f"{table}: --key {', '.join(map(word, pair.key))} names no row, since rows share it in"
            f" {where}: rows are compared as a heap, each as often as it is there"
        )
    for name in tally.zoned:
        yield (
            f"{table}.{word(name)}: times with a zone on one side only, compared as if all were in"
            " UTC"
        )
    if _VERSIONED in (*pair.left.options, *pair.right.options):
        yield f"{table}: its history (system versioning) is not compared: only the rows as they are"
    if tally.about:
        yield f"{table}: ended before all rows were counted: their number is a guess"


@dataclass(slots=True)
class _Groups:
    """The differences of a table's rows, by kind, column and reason."""

    limit: int
    counts: dict[tuple[str, str | None, Reason | None], int] = field(default_factory=dict)
    examples: dict[tuple[str, str | None, Reason | None], list[Difference]] = field(
        default_factory=dict
    )

    def add(self, difference: Difference, reason: Reason | None) -> None:
        key = (difference.kind, difference.column, reason)
        self.counts[key] = self.counts.get(key, 0) + 1
        examples = self.examples.setdefault(key, [])
        if len(examples) < self.limit:
            examples.append(difference.bare())

    def all(self) -> tuple[Group, ...]:
        found = [
            Group(*key, count, tuple(self.examples[key])) for key, count in self.counts.items()
        ]
        return tuple(sorted(found, key=lambda each: (each.kind, each.column or "")))


@contextmanager
def _side(database: Database, schema: Schema, jobs: int) -> Iterator[Side]:
    with ExitStack() as stack:
        connections = [database.connection]
        connections += [stack.enter_context(database.another()) for _ in range(jobs - 1)]
        side = stack.enter_context(open_side(database.engine, connections, schema, database.uri))
        _for_postgresql(hold, side)
        yield side


def _go_on(sides: tuple[Side, Side], read: Sequence[tuple[str, str]]) -> bool:
    """Whether, after a database refused, all connections can read on; then they are ready to.

    Args:
        sides: both databases.
        read: tables of both that were read, and whose locks PostgreSQL still has.

    Raises:
        ToolError: one of those tables had been emptied or rewritten.
    """
    for place, side in enumerate(sides):
        names = [pair[place] for pair in read]
        try:
            _for_postgresql(partial(undo, tables=names), side)
        except DBAPIError:
            return False
        if not all(map(goes_on, side.connections)):
            return False
    return True


def _for_postgresql(do: Callable[[Connection], None], *sides: Side) -> None:
    for side in sides:
        if side.engine == "postgresql":
            for connection in side.connections:
                do(connection)
