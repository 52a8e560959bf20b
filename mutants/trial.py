"""One change after the other, in as many processes as there are cores."""

from __future__ import annotations

import hashlib
import itertools
import multiprocessing
import os
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from compare.conventions import ByColumn
from compare.errors import ToolError
from compare.model import SideName, Snapshot
from mutants import others
from mutants.changes import Change, EngineOutcome, Outcome, PairName
from mutants.referee import Line, Referee


class Workshop(Protocol):
    """What an engine has to offer; it is sent to worker processes, so it is plain data."""

    @property
    def version(self) -> str:
        """The database's version."""
        ...

    @property
    def proof(self) -> str:
        """What the witness looks at, in a few words."""
        ...

    @property
    def declares(self) -> dict[SideName, ByColumn]:
        """What the models of the framework pair declare."""
        ...

    def faults(self) -> Iterable[Change]:
        """Every fault."""
        ...

    def same(self) -> Iterable[Change]:
        """Every change that changes nothing."""
        ...

    def unchanged(self, pair: PairName, side: SideName) -> AbstractContextManager[sa.Connection]:
        """A connection to a database as it was."""
        ...

    def changed(self, change: Change) -> AbstractContextManager[sa.Connection]:
        """A connection to a database with the change made; DBAPIError where it is refused."""
        ...

    def witness(self, change: Change) -> tuple[str, str]:
        """All of the database before and after, by the database's own tool."""
        ...


class Bench:
    """What one process keeps while it tries change after change.

    Args:
        engine: the engine's name.
        workshop: the engine's workshop.
        alone: whether the two others are not to be asked.
    """

    def __init__(self, engine: str, workshop: Workshop, *, alone: bool = False) -> None:
        self._workshop = workshop
        self._alone = alone
        self._referees = {
            "frameworks": Referee(engine, workshop.declares["flask"], workshop.declares["django"]),
            "rich": Referee(engine),
        }
        self._snapshot = cache(self._read_snapshot)
        self._lines = cache(self._read_lines)
        self._others = cache(self._read_others)

    def _read_snapshot(self, pair: PairName, side: SideName) -> Snapshot:
        with self._workshop.unchanged(pair, side) as connection:
            return self._referees[pair].photograph(connection)

    def _read_lines(self, pair: PairName) -> Counter[Line]:
        return self._referees[pair].lines(
            self._snapshot(pair, "flask"), self._snapshot(pair, "django")
        )

    def _read_others(
        self, pair: PairName, side: SideName
    ) -> tuple[others.Seen, sa.MetaData, others.Seen]:
        with self._workshop.unchanged(pair, side) as connection:
            metadata = others.reflect(connection)
            return others.inspect(connection), metadata, others.compare(connection, metadata)

    def unexplained(self, pair: PairName) -> tuple[str, ...]:
        """What nothing explains before anything is changed."""
        return tuple(text for _, slug, text in self._lines(pair) if slug in ("", "?"))

    def try_fault(self, change: Change) -> Outcome:
        """Make a change that must be flagged, and ask the referee and the two others."""
        self._get_ready(change)
        inspector = alembic = None
        try:
            with self._workshop.changed(change) as connection:
                found = self._compared(change, connection)
                if change.area == "schema" and not self._alone:
                    inspector, alembic = self._ask_others(change, connection)
        except DBAPIError as error:
            return Outcome(change, "refused", reason=" ".join(str(error.orig).split()))
        except ToolError as error:
            # A run would fail: that is anything but silent.
            return Outcome(change, "flagged", (f"! {error}",), (), inspector, alembic)
        lines, conventions, flagged = _told(self._lines(change.pair), found, change.area)
        if flagged:
            return Outcome(change, "flagged", lines, (), inspector, alembic)
        if conventions:
            return Outcome(change, "golden", lines, conventions, inspector, alembic)
        before, after = self._workshop.witness(change)
        if before != after:
            return Outcome(change, "missed", lines, (), inspector, alembic)
        digest = hashlib.sha256(after.encode("utf-8", "surrogateescape")).hexdigest()[:12]
        proof = f"{self._workshop.proof}: sha256 {digest} before and after"
        return Outcome(change, "nothing", lines, (), inspector, alembic, proof)

    def try_same(self, change: Change) -> Outcome:
        """Make a change that changes nothing; whatever is told is a false alarm."""
        self._get_ready(change)
        try:
            with self._workshop.changed(change) as connection:
                found = self._compared(change, connection)
        except DBAPIError as error:
            return Outcome(change, "refused", reason=" ".join(str(error.orig).split()))
        except ToolError as error:
            return Outcome(change, "flagged", (f"! {error}",))
        lines, conventions, flagged = _told(self._lines(change.pair), found, None)
        verdict = "flagged" if flagged else "golden" if conventions else "nothing"
        return Outcome(change, verdict, lines, conventions)

    def _get_ready(self, change: Change) -> None:
        """Read what is compared with before a change locks it."""
        self._lines(change.pair)
        if change.area == "schema" and not self._alone:
            self._others(change.pair, change.side)

    def _compared(self, change: Change, connection: sa.Connection) -> Counter[Line]:
        referee = self._referees[change.pair]
        now = referee.photograph(connection)
        if change.side == "flask":
            return referee.lines(now, self._snapshot(change.pair, "django"))
        return referee.lines(self._snapshot(change.pair, "flask"), now)

    def _ask_others(self, change: Change, connection: sa.Connection) -> tuple[bool, bool]:
        inspected, metadata, compared = self._others(change.pair, change.side)
        try:
            inspector = others.inspect(connection) != inspected
        except Exception:
            inspector = True
        try:
            alembic = others.compare(connection, metadata) != compared
        except Exception:
            alembic = True
        return inspector, alembic


def _told(
    before: Counter[Line], now: Counter[Line], area: str | None
) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """What is told that was not: lines, the conventions behind them, and whether one has none.

    A fault has to show in its own area: an index that is gone is not seen by a row that moved.
    """
    new = [line for line in (now - before) if area is None or line[0] == area]
    stale = [line for line in (before - now) if area is None or line[0] == area]
    lines = [f"+ {text}" for _, _, text in new] + [f"- {text}" for _, _, text in stale]
    flagged = any(slug in ("", "?") for _, slug, _ in new)
    # An unexplained line that is gone is told as well, by the line that is not there.
    slugs = sorted({slug or "(unexplained)" for _, slug, _ in (*new, *stale)})
    return tuple(lines), tuple(slugs), flagged


_bench: Bench | None = None


def _begin(engine: str, workshop: Workshop, alone: bool) -> None:
    global _bench
    _bench = Bench(engine, workshop, alone=alone)


def _fault(change: Change) -> Outcome:
    assert _bench is not None
    return _bench.try_fault(change)


def _same(change: Change) -> Outcome:
    assert _bench is not None
    return _bench.try_same(change)


def opened(engine: str, folder: Path) -> AbstractContextManager[Workshop]:
    """An engine's workshop, with its databases made.

    Raises:
        EngineMissing: this machine has no such engine.
    """
    if engine == "sqlite":
        from mutants.sqlite.workshop import SQLiteWorkshop

        return SQLiteWorkshop.opened(folder)
    if engine == "postgresql":
        from mutants.postgresql.workshop import PostgreSQLWorkshop

        return PostgreSQLWorkshop.opened(folder)
    from mutants.mariadb.workshop import MariaDBWorkshop

    return MariaDBWorkshop.opened(folder)


def run(
    engine: str, *, only: str = "", most: int = 0, alone: bool = False, jobs: int | None = None
) -> EngineOutcome:
    """Try everything on one engine.

    Args:
        engine: its name.
        only: only changes whose title has this in it.
        most: no more faults than these, of all kinds and types alike; all of them, if 0.
        alone: without the two others.
        jobs: in how many processes; as many as there are cores, if None. With one, here.
    """
    begin = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="parity-mutants-") as folder,
        opened(engine, Path(folder)) as workshop,
    ):
        every = [each for each in workshop.faults() if only in each.title]
        faults = spread(every, most) if most else every
        same = [each for each in workshop.same() if only in each.title]
        bench = Bench(engine, workshop, alone=alone)
        base = (*bench.unexplained("frameworks"), *bench.unexplained("rich"))
        tried = _tried(bench, (engine, workshop, alone), faults, same, jobs or os.cpu_count() or 1)
        return EngineOutcome(
            engine, workshop.version, *tried, base, len(every), time.monotonic() - begin
        )


def spread(faults: Sequence[Change], most: int) -> list[Change]:
    """Some of the faults, the same ones each time.

    First one of every kind and type of column, then of each kind in turn, databases alike.
    """
    drawn = random.Random(0)
    mixed = drawn.sample(faults, len(faults))
    first = {(each.kind, each.type): each for each in mixed}
    chosen = set(itertools.islice(first.values(), most))
    places = _in_turn(
        [each for each in mixed if each not in chosen], lambda each: (each.pair, each.side)
    )
    turns = _in_turn(places, lambda each: (each.kind,))
    chosen.update(itertools.islice(turns, most - len(chosen)))
    return [each for each in faults if each in chosen]


def _in_turn(
    faults: Iterable[Change], group: Callable[[Change], tuple[str, ...]]
) -> Iterator[Change]:
    """One of each group, then a second of each, and so on."""
    groups: dict[tuple[str, ...], list[Change]] = {}
    for each in faults:
        groups.setdefault(group(each), []).append(each)
    turns = itertools.zip_longest(*(groups[name] for name in sorted(groups)))
    return (each for turn in turns for each in turn if each is not None)


def _tried(
    bench: Bench,
    begin: tuple[str, Workshop, bool],
    faults: list[Change],
    same: list[Change],
    jobs: int,
) -> Iterator[tuple[Outcome, ...]]:
    if jobs == 1:
        yield tuple(map(bench.try_fault, faults))
        yield tuple(map(bench.try_same, same))
        return
    # Not forked: a connection to a server must not be shared.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=begin) as pool:
        yield tuple(pool.map(_fault, faults, chunksize=16))
        yield tuple(pool.map(_same, same, chunksize=16))
