"""The walk over two databases: schemas, ledgers, then the rows of table after table."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from fnmatch import fnmatchcase
from typing import Protocol

from sqlalchemy import Connection

from compare.between.asked import Asked
from compare.between.behaviour import explain_behaviour, hints
from compare.between.columns import renamed_columns
from compare.between.engines import explain_engines, hidden_types
from compare.between.frameworks import diff_ledgers, framework_of, read_ledgers
from compare.between.mapping import resolved
from compare.between.names import explain_name
from compare.between.proposals import propose
from compare.between.reasons import Reason
from compare.between.results import (
    BehaviourResult,
    DiffResult,
    Group,
    Half,
    Stands,
    TableResult,
    Tried,
)
from compare.conventions import Context, explain
from compare.databases import Database, told_of_either
from compare.diff import diff_schemas, pair_tables
from compare.diff.describe import word
from compare.errors import UsageError
from compare.inspect import read_schema
from compare.inspect.postgresql.session import hold, let_go
from compare.model import LEDGER_TABLES, Difference, Pairing, Schema
from compare.probe import probe_databases
from compare.rows import read_next_ids
from compare.stream import MetInEither, Side, TablePair, compare_table, open_side

_FEW = 10
"""So many tables are named in one sentence."""
_LOCKED = 200
"""After so many tables PostgreSQL's locks are given back."""


class Watch(Protocol):
    """Is told how far a comparison is."""

    def table(self, name: str, number: int, tables: int, rows: int) -> None:
        """A table's rows are next: the so many-th of so many tables, and how many rows it has."""
        ...

    def rows(self, done: int) -> None:
        """So many more rows of it were compared."""
        ...

    def probe(self, name: str, number: int, tables: int) -> None:
        """A table is next to be probed: the so many-th of so many."""
        ...


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
        The result. Where it was interrupted from the keyboard, what was found until then, marked
        as partial.

    Raises:
        UsageError: a table or column was asked for that is not there.
        ToolError: a schema cannot be read; two files cannot be read in one statement, and each can
            alone.
        DBAPIError: a database refuses; ``open_database`` says whose it is, and what it means.
    """
    return _Walk(left, right, asked, watch, today).run()


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


class _Walk:
    def __init__(
        self, left: Database, right: Database, asked: Asked, watch: Watch, today: date
    ) -> None:
        self._left, self._right = left, right
        self._asked = asked
        self._watch = watch
        self._today = today
        self._mapping = asked.mapping
        self._used: set[int] = set()
        self._context: Context | None = None
        # Conventions know the Flask side as the left one.
        self._flipped = False

    def run(self) -> DiffResult:
        schemas = (read_schema(self._left.connection), read_schema(self._right.connection))
        self._mapping = resolved(self._asked.mapping, *schemas)
        frameworks = tuple(map(framework_of, schemas))
        left_out = sorted(
            {
                table.name
                for schema in schemas
                for table in schema.tables
                if not self._chosen(table.name)
            }
        )
        self._see_that_some_are_chosen(schemas)
        pairing = self._pairing(*schemas)
        self._see_that_keys_are_there(schemas, pairing)
        one, other = self._prepared(schemas, pairing)
        self._orient(frameworks, pairing)
        found = self._schemas(one, other, pairing) if self._asked.schema else None
        if found is not None and self._asked.rows:
            found += self._next_ids(schemas, pairing)
        tables: list[TableResult] | None = [] if self._asked.rows else None
        partial = False
        if tables is not None:
            try:
                for result in self._rows(schemas, pairing):
                    tables.append(result)
            except KeyboardInterrupt:
                partial = True
        halves = (_half(self._left, frameworks[0]), _half(self._right, frameworks[1]))
        behaviour = None
        if self._asked.probe and not partial:
            behaviour, partial = self._probed(schemas, pairing, halves, found or ())
        return DiffResult(
            left=halves[0],
            right=halves[1],
            schema=found,
            tables=None if tables is None else tuple(tables),
            not_compared=self._not_compared(schemas) + self._alone(schemas, pairing),
            left_out=tuple(left_out),
            proposals=propose(one, other, pairing),
            stale=() if partial else self._stale(behaviour),
            partial=partial,
            behaviour=behaviour,
        )

    # ---------------------------------------------------------------- what is compared

    def _chosen(self, name: str) -> bool:
        wanted = not self._asked.tables or _matches(name, self._asked.tables)
        return wanted and not _matches(name, self._asked.exclude)

    def _see_that_some_are_chosen(self, schemas: tuple[Schema, Schema]) -> None:
        """Nothing at all is the same as nothing, and that is not what anybody asks."""
        names = [table.name for schema in schemas for table in schema.tables]
        wanted = self._asked.tables
        if wanted and not any(_matches(name, wanted) for name in names):
            raise UsageError(f"No table is called {' or '.join(wanted)}.")
        if names and not any(map(self._chosen, names)):
            raise UsageError("--exclude leaves no table to compare: leave out fewer.")

    def _see_that_keys_are_there(self, schemas: tuple[Schema, Schema], pairing: Pairing) -> None:
        """Now, and not when the table's turn comes."""
        pairs = dict(pairing)
        for name, columns in self._asked.keys:
            if name not in pairs or name in LEDGER_TABLES:
                raise UsageError(f"--key: no table {name} is compared.")
            there = self._mapping.columns_of(name)
            for column in columns:
                for schema, table, called in (
                    (schemas[0], name, column),
                    (schemas[1], pairs[name], there.get(column, column)),
                ):
                    found = schema.table(table)
                    if found is None or found.column(called) is None:
                        raise UsageError(f"--key: there is no column {table}.{called}.")

    def _pairing(self, left: Schema, right: Schema) -> Pairing:
        return pair_tables(
            [table.name for table in left.tables if self._chosen(table.name)],
            # A table that is mapped goes by the name that it has on the left.
            [table.name for table in right.tables if self._chosen_right(table.name)],
            declared=dict(self._mapping.tables),
        )

    def _chosen_right(self, name: str) -> bool:
        mine = {theirs: ours for ours, theirs in self._mapping.tables}.get(name, name)
        return self._chosen(mine)

    def _prepared(self, schemas: tuple[Schema, Schema], pairing: Pairing) -> tuple[Schema, Schema]:
        """Both schemas with the chosen tables only, columns called as on the left."""
        left, right = schemas
        names = {
            theirs: {new: old for old, new in self._mapping.columns_of(ours).items()}
            for ours, theirs in pairing
        }
        right = renamed_columns(right, {name: each for name, each in names.items() if each})
        return (
            replace(left, tables=tuple(t for t in left.tables if self._chosen(t.name))),
            replace(right, tables=tuple(t for t in right.tables if self._chosen_right(t.name))),
        )

    def _orient(self, frameworks: Sequence[str | None], pairing: Pairing) -> None:
        """Set up what conventions look at, where one side is Flask's and the other Django's."""
        if set(frameworks) != {"flask", "django"} or self._left.engine != self._right.engine:
            return
        self._flipped = frameworks[0] == "django"
        pairs = tuple(_swapped(pair) for pair in pairing) if self._flipped else pairing
        labels = [
            theirs.removesuffix(f"_{ours}") for ours, theirs in pairs if theirs.endswith(f"_{ours}")
        ]
        label = max(sorted(set(labels)), key=labels.count, default="")
        self._context = Context(engine=self._left.engine, label=label, pairing=pairs)

    # ---------------------------------------------------------------- why a difference may stand

    def _reason(self, difference: Difference) -> Reason | None:
        return (
            self._waived(difference)
            or self._mapping.explains(difference)
            or self._convention(difference)
            or explain_engines(difference, (self._left.engine, self._right.engine))
            or explain_name(difference, self._asked.names)
        )

    def _waived(self, difference: Difference) -> Reason | None:
        for number, waiver in enumerate(self._asked.waivers):
            if waiver.covers(difference) and not waiver.expired(self._today):
                self._used.add(number)
                return Reason("waiver", waiver.difference, waiver.reason)
        return None

    def _convention(self, difference: Difference) -> Reason | None:
        if self._context is None:
            return None
        oriented = _turned(difference) if self._flipped else difference
        ((_, convention),) = explain([oriented], self._context)
        if convention is None:
            return None
        return Reason("convention", convention.slug, convention.title)

    def _stale(self, behaviour: BehaviourResult | None) -> tuple[str, ...]:
        found = []
        probed = behaviour is not None and not behaviour.not_probed
        for number, waiver in enumerate(self._asked.waivers):
            whole = self._asked.schema and self._asked.rows
            if waiver.expired(self._today):
                found.append(
                    f"the waiver “{waiver.difference}” ended on {waiver.until}: mend what it is"
                    " about, or agree on another day"
                )
            elif number not in self._used and whole and (probed or not waiver.may_be_behaviour):
                found.append(
                    f"no difference needs the waiver “{waiver.difference}” (any more): correct it,"
                    " or take it out"
                )
        return tuple(found)

    # ---------------------------------------------------------------- schemas and ledgers

    def _schemas(self, left: Schema, right: Schema, pairing: Pairing) -> tuple[Stands, ...]:
        engines = (self._left.engine, self._right.engine)
        found = [
            *diff_schemas(left, right, pairing),
            *hidden_types(left, right, pairing, engines),
            *self._mapping.column_names({mine for mine, _ in pairing}),
        ]
        found += diff_ledgers(
            read_ledgers(self._left.connection, left), read_ledgers(self._right.connection, right)
        )
        return tuple(Stands(each.bare(), self._reason(each)) for each in found)

    def _next_ids(self, schemas: tuple[Schema, Schema], pairing: Pairing) -> tuple[Stands, ...]:
        """Ids that would be handed out next: where rows were copied, sequences may be behind."""
        left, right = (
            read_next_ids(database.connection, schema)
            for database, schema in zip((self._left, self._right), schemas, strict=True)
        )
        names = dict(pairing)
        free = {
            each.name: each.name
            for each in schemas[0].objects
            if each.kind == "sequence" and each.name is not None and each.name in right
        }
        found = []
        for mine, theirs in {**names, **free}.items():
            if mine in left and theirs in right and left[mine] != right[theirs]:
                one, other = (
                    None if number is None else str(number)
                    for number in (left[mine], right[theirs])
                )
                found.append(Difference("rows", "row.next-id", word(mine), one, other, table=mine))
        return tuple(Stands(each, self._reason(each)) for each in found)

    def _not_compared(self, schemas: tuple[Schema, Schema]) -> tuple[str, ...]:
        found = [
            f"{side.address.label}: {each.kind} {each.name}: {each.reason}"
            for side, schema in zip((self._left, self._right), schemas, strict=True)
            for each in schema.not_compared
            if self._asked.schema or each.kind in ("table", "tables")
        ]
        found += [
            f"{side.address.label}: its connections may have seen different moments"
            for side in (self._left, self._right)
            if not side.same_moment
        ]
        return tuple(found)

    def _alone(self, schemas: tuple[Schema, Schema], pairing: Pairing) -> tuple[str, ...]:
        """Tables on one side only, where no schema is compared that would tell of them."""
        if self._asked.schema:
            return ()
        found = []
        sides = zip((self._left, self._right), schemas, (0, 1), strict=True)
        for side, schema, number in sides:
            paired = {pair[number] for pair in pairing} | LEDGER_TABLES
            chosen = (self._chosen, self._chosen_right)[number]
            alone = [t.name for t in schema.tables if t.name not in paired and chosen(t.name)]
            if alone:
                names = ", ".join(map(word, alone[:_FEW]))
                more = len(alone) - _FEW
                found.append(
                    f"{side.address.label}: only here: {names}"
                    + (f" and {more:,} more" if more > 0 else "")
                    + " (--map says what has another name, --exclude leaves out)"
                )
        return tuple(found)

    # ---------------------------------------------------------------- behaviour

    def _probed(
        self,
        schemas: tuple[Schema, Schema],
        pairing: Pairing,
        halves: tuple[Half, Half],
        stands: Sequence[Stands],
    ) -> tuple[BehaviourResult, bool]:
        """What both do on copies of them, and whether that was interrupted."""
        mapping = self._mapping
        # Tables that are left out may be what others refer to.
        every = pair_tables(
            [table.name for table in schemas[0].tables],
            [table.name for table in schemas[1].tables],
            declared=dict(mapping.tables),
        )
        probed = probe_databases(
            (self._left, self._right),
            schemas,
            every,
            frozenset(mine for mine, _ in pairing),
            {mine: mapping.columns_of(mine) for mine, _ in every},
            self._watch.probe,
        )
        engines = (self._left.engine, self._right.engine)
        tried = []
        for each in probed.behaviours:
            if not each.same:
                difference = each.difference()
                reason = self._waived(difference) or explain_behaviour(difference, engines, stands)
                tried.append(Tried(each, reason))
        result = BehaviourResult(
            differences=tuple(tried),
            same=tuple(each for each in probed.behaviours if each.same),
            not_probed=tuple(probed.not_probed),
            notes=tuple(probed.notes),
            hints=hints(tried, halves),
        )
        return result, probed.interrupted

    # ---------------------------------------------------------------- rows

    def _rows(self, schemas: tuple[Schema, Schema], pairing: Pairing) -> Iterator[TableResult]:
        pairs = [pair for pair in pairing if not set(pair) <= LEDGER_TABLES]
        keys = dict(self._asked.keys)
        with ExitStack() as stack:
            left, right = (
                stack.enter_context(_side(database, schema, self._asked.jobs))
                for database, schema in zip((self._left, self._right), schemas, strict=True)
            )
            ours, others = ({table.name: table for table in each.tables} for each in schemas)
            for number, (mine, theirs) in enumerate(pairs, 1):
                one, other = ours[mine], others[theirs]
                columns = self._mapping.columns_of(mine)
                pair = TablePair(one, other, columns, keys.get(mine))
                result, interrupted = self._table(left, right, pair, (number, len(pairs)))
                yield result
                if interrupted:
                    raise KeyboardInterrupt
                if number % _LOCKED == 0:
                    _for_postgresql(let_go, left, right)

    def _table(
        self, left: Side, right: Side, pair: TablePair, place: tuple[int, int]
    ) -> tuple[TableResult, bool]:
        """The rows of two tables, and whether they were interrupted."""
        groups = _Groups(self._asked.limit)

        def begun(rows: int) -> None:
            self._watch.table(pair.left.name, *place, rows)

        def found(differences: Sequence[Difference]) -> None:
            for each in differences:
                groups.add(each, self._reason(each))

        begin = time.perf_counter()
        try:
            tally = compare_table(
                left, right, pair, found, self._watch.rows, begun, self._asked.method
            )
        except MetInEither as met:
            raise told_of_either(met.error, self._left.address, self._right.address) from met
        result = TableResult(
            left=pair.left.name,
            right=pair.right.name,
            left_rows=tally.left_rows,
            right_rows=tally.right_rows,
            compared=tally.compared,
            changed=tally.changed,
            only_left=tally.only_left,
            only_right=tally.only_right,
            groups=groups.all(),
            not_compared=tuple(tally.not_compared),
            notes=(
                *(
                    f"{name}: times with a zone on one side only, compared as if all were in UTC"
                    for name in tally.zoned
                ),
                *(
                    ["interrupted before all rows were counted: their number is a guess"]
                    if tally.about
                    else ()
                ),
            ),
            seconds=time.perf_counter() - begin,
        )
        return result, tally.interrupted


@contextmanager
def _side(database: Database, schema: Schema, jobs: int) -> Iterator[Side]:
    with ExitStack() as stack:
        connections = [database.connection]
        connections += [stack.enter_context(database.another()) for _ in range(jobs - 1)]
        side = stack.enter_context(open_side(database.engine, connections, schema, database.uri))
        _for_postgresql(hold, side)
        yield side


def _for_postgresql(do: Callable[[Connection], None], *sides: Side) -> None:
    for side in sides:
        if side.engine == "postgresql":
            for connection in side.connections:
                do(connection)


def _half(database: Database, framework: str | None) -> Half:
    return Half(database.address.label, database.engine, database.version, framework)


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern.replace("[", "[[]")) for pattern in patterns)


def _swapped(pair: tuple[str, str]) -> tuple[str, str]:
    return pair[1], pair[0]


def _turned(difference: Difference) -> Difference:
    """The same difference seen from the other side."""
    return replace(
        difference,
        left=difference.right,
        right=difference.left,
        left_object=difference.right_object,
        right_object=difference.left_object,
        left_table=difference.right_table,
        right_table=difference.left_table,
    )
