"""How fast the rows of two tables are compared, beside what else can be done with them."""

from __future__ import annotations

import json
import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.posts import VARIANTS, Place, changes, filled
from benchmarks.sheet import Sheet
from compare.engines import Server, engine_named
from compare.errors import EngineMissing
from compare.scenario import ROOT

PAIRS = {
    f"{left}-{right}": (left, right)
    for left, right in (
        ("sqlite", "sqlite"),
        ("postgresql", "postgresql"),
        ("mariadb", "mariadb"),
        ("sqlite", "postgresql"),
        ("sqlite", "mariadb"),
        ("postgresql", "mariadb"),
    )
}
SIZES = (100_000, 1_000_000)
LARGE = 5_000_000
LONG = 4.0
"""Seconds: to measure once what takes longer is enough."""
PATIENCE = 1800
"""Seconds after which a measurement has failed."""
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Contestant:
    """Who is measured.

    Attributes:
        name: what the report calls it.
        what: of :data:`benchmarks.once.MEASURES`.
        places: the databases: 0 is the left one, 1 the right one.
        options: for the measure.
        python: which Python runs it.
    """

    name: str
    what: str
    places: tuple[int, ...] = (0, 1)
    options: Mapping[str, object] = field(default_factory=dict)
    python: str = sys.executable

    def run(self, places: Sequence[Place]) -> dict[str, Any]:
        """One measurement, in a process of its own; ``missing`` says why there is none."""
        asked = {
            "what": self.what,
            "places": [places[each].plain() for each in self.places],
            "options": dict(self.options),
        }
        try:
            done = subprocess.run(
                [self.python, "-m", "benchmarks.once"],
                cwd=ROOT,
                input=json.dumps(asked),
                capture_output=True,
                text=True,
                check=False,
                timeout=PATIENCE,
            )
        except subprocess.TimeoutExpired:
            return {"missing": f"over {PATIENCE} s"}
        except OSError:
            return {"missing": "not here"}
        if done.returncode:
            sys.stderr.write(f"{self.name}: {done.stderr}\n")
            return {"missing": "failed"}
        found: dict[str, Any] = json.loads(done.stdout)
        return found


ONE, TWO = "ours", "ours, 2 jobs"
FLOOR, FLOORS = "floor", ("floor of the left", "floor of the right")
INSIDE, SQLDIFF, RELADIFF, MERGE = "inside SQLite", "sqldiff", "reladiff", "merge"


def contestants(left: str, right: str) -> list[Contestant]:
    """Who takes part on two engines."""
    found = [
        Contestant(ONE, "ours"),
        Contestant(TWO, "ours", options={"jobs": 2}),
        Contestant(
            RELADIFF, "reladiff", python=os.environ.get("PARITY_RELADIFF") or sys.executable
        ),
        Contestant(MERGE, "merge"),
    ]
    if left == right:
        found.append(Contestant(FLOOR, "floor"))
    else:
        found += [Contestant(name, "floor", (place,)) for place, name in enumerate(FLOORS)]
    if left == right == "sqlite":
        found += [Contestant(SQLDIFF, "sqldiff"), Contestant(INSIDE, "inside")]
    return found


@dataclass(slots=True)
class Measured:
    """What came of a contestant's turns: outcomes as :mod:`benchmarks.once` writes them."""

    outcomes: list[dict[str, Any]] = field(default_factory=list)

    @property
    def missing(self) -> str:
        """Why there is nothing; empty where there is something."""
        return next((str(each["missing"]) for each in self.outcomes if "missing" in each), "")

    @property
    def seconds(self) -> float | None:
        """The median."""
        if self.missing or not self.outcomes:
            return None
        return statistics.median(each["seconds"] for each in self.outcomes)

    @property
    def peak(self) -> float:
        """The most memory in MiB."""
        return max(each["peak"] for each in self.outcomes)

    @property
    def ended(self) -> bool:
        """Whether another turn would tell nothing new."""
        return bool(self.outcomes) and (self.seconds is None or self.seconds > LONG)

    @property
    def found(self) -> list[int] | None:
        """Changed, only on the left, only on the right."""
        return None if self.missing else self.outcomes[0].get("found")


@dataclass(slots=True)
class Cell:
    """Two tables, and what came of everybody.

    Attributes:
        left, right: the engines.
        variant: what the right one is beside the left one.
        rows: how many there are.
        measured: by contestant.
        exact: whether ours found the very rows that were made different.
    """

    left: str
    right: str
    variant: str
    rows: int
    measured: dict[str, Measured]
    exact: bool | None = None

    @property
    def labels(self) -> list[str]:
        """The first columns of every table."""
        return [f"{self.left}–{self.right}", self.variant, f"{self.rows:,}"]

    def seconds(self, name: str) -> float | None:
        """How long a contestant took."""
        return self.measured[name].seconds if name in self.measured else None

    @property
    def floor(self) -> float | None:
        """How long reading takes: both tables at once, or each engine's alone and then summed."""
        if self.left == self.right:
            return self.seconds(FLOOR)
        each = [self.seconds(name) for name in FLOORS]
        return None if None in each else sum(filter(None, each))

    @property
    def by(self) -> set[str]:
        """With what others measured."""
        return {
            str(one["by"]) for all in self.measured.values() for one in all.outcomes if "by" in one
        }


def measure_cell(
    engines: tuple[str, str], places: Sequence[Place], variant: str, rows: int, runs: int
) -> Cell:
    """Let everybody take turns, to and fro: what else the machine does hits all alike."""
    order = contestants(*engines)
    measured = {each.name: Measured() for each in order}
    for _ in range(runs):
        for each in order:
            if not measured[each.name].ended:
                measured[each.name].outcomes.append(each.run(places))
        order.reverse()
    cell = Cell(*engines, variant, rows, measured)
    if variant == "changed":
        outcome = Contestant(ONE, "ours", options={"exactly": True}).run(places)
        made = changes(rows)
        cell.exact = outcome.get("keys") == {
            kind: sorted(getattr(made, kind)) for kind in ("changed", "missing", "added")
        }
    return cell


def cells(pairs: Sequence[str], sizes: Sequence[int], runs: int) -> Iterator[Cell | str]:
    """Everything measured; a sentence for an engine that is not here.

    Args:
        pairs: names of :data:`PAIRS`.
        sizes: so many rows each.
        runs: measurements of each.
    """
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="parity-bench-")))
        servers: dict[str, Server] = {}
        for engine in dict.fromkeys(engine for pair in pairs for engine in PAIRS[pair]):
            own = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="parity-bench-")))
            try:
                servers[engine] = stack.enter_context(engine_named(engine).running(own))
            except EngineMissing as missing:
                yield str(missing)
        here = [pair for pair in pairs if set(PAIRS[pair]) <= set(servers)]
        for size in sizes:
            with ExitStack() as made:
                databases = {
                    engine: made.enter_context(filled(engine, server, size, folder))
                    for engine, server in servers.items()
                }
                for pair in here:
                    left, right = PAIRS[pair]
                    for variant in VARIANTS[1:]:
                        places = (databases[left]["left"], databases[right][variant])
                        yield measure_cell((left, right), places, variant, size, runs)


# -------------------------------------------------------------------- what it comes to


_FIRST = ("engines", "right table", "rows")


def _plain(cell: Cell, name: str) -> str:
    """Seconds; else why there are none."""
    seconds = cell.seconds(name)
    if seconds is not None:
        return f"{seconds:.2f}"
    return cell.measured[name].missing if name in cell.measured else NOTHING


def _of_schemas(cell: Cell) -> str:
    """How much of ours goes by before and after the rows: both schemas are read."""
    measured = cell.measured[ONE]
    if measured.missing:
        return NOTHING
    beside = [each["seconds"] - each["rows"] for each in measured.outcomes]
    return f"{statistics.median(beside):.2f}"


def times(all_cells: Sequence[Cell]) -> Sheet:
    """Seconds of everybody."""
    names = (ONE, TWO, FLOOR, INSIDE, SQLDIFF, RELADIFF, MERGE)
    sheet = Sheet("Seconds, medians", (*_FIRST, "rows/s of ours", "its schemas", *names))
    for cell in all_cells:
        own = cell.seconds(ONE)
        rate = NOTHING if own is None else f"{cell.rows / own:,.0f}"
        texts = {name: _plain(cell, name) for name in names}
        if cell.left != cell.right and cell.floor is not None:
            parts = (cell.seconds(name) or 0 for name in FLOORS)
            texts[FLOOR] = " + ".join(f"{part:.2f}" for part in parts)
        sheet.rows.append([*cell.labels, rate, _of_schemas(cell), *texts.values()])
    return sheet


def _ratio(one: float | None, other: float | None, least: float = 0, most: float = 0) -> str:
    """A ratio and what it should be; told where it is not."""
    if one is None or other is None:
        return NOTHING
    ratio = one / other
    text = f"{ratio:.2f}"
    if least:
        return f"{text} (≥ {least:g}{'' if ratio >= least else ', missed'})"
    if most:
        return f"{text} (≤ {most:g}{'' if ratio <= most else ', missed'})"
    return text


def _of_floor(cell: Cell) -> float:
    """How many times reading takes ours may take; 0: nothing is aimed at."""
    if cell.left != cell.right:
        return 1.6
    return 0 if cell.left == "sqlite" else 1.5


def ratios(all_cells: Sequence[Cell]) -> Sheet:
    """Ours beside the others, and what is aimed at."""
    headings = (
        "ours / floor",
        "ours / sqldiff",
        "2 jobs / sqldiff",
        "reladiff / ours",
        "merge / ours",
    )
    sheet = Sheet("Ratios, and aims", (*_FIRST, *headings))
    for cell in all_cells:
        one, two, other = cell.seconds(ONE), cell.seconds(TWO), cell.seconds(SQLDIFF)
        ahead = 6 if cell.variant == "changed" else 1.5
        sheet.rows.append(
            [
                *cell.labels,
                _ratio(one, cell.floor, most=_of_floor(cell)),
                _ratio(one, other, most=1.4),
                _ratio(two, other, most=1),
                _ratio(cell.seconds(RELADIFF), one, least=ahead),
                _ratio(cell.seconds(MERGE), one),
            ]
        )
    return sheet


def memory(all_cells: Sequence[Cell]) -> Sheet:
    """The most memory that a process had."""
    names = (ONE, TWO, RELADIFF, MERGE)
    sheet = Sheet("Most memory of the process, MiB", (*_FIRST, "ours, before", *names))
    for cell in all_cells:
        texts = []
        for name in names:
            measured = cell.measured[name]
            own = name in (ONE, TWO) and not measured.missing
            aim = f" ({'<' if measured.peak < 150 else 'not <'} 150)" if own else ""
            texts.append(measured.missing or f"{measured.peak:.0f}{aim}")
        before = max((each.get("before", 0) for each in cell.measured[ONE].outcomes), default=0)
        sheet.rows.append([*cell.labels, f"{before:.0f}", *texts])
    return sheet


def findings(all_cells: Sequence[Cell]) -> Sheet:
    """What everybody found where something is different."""
    names = (ONE, TWO, SQLDIFF, RELADIFF, MERGE)
    sheet = Sheet(
        "Rows found: changed, only left, only right", (*_FIRST, "made", "the very rows", *names)
    )
    for cell in all_cells:
        if cell.variant != "changed":
            continue
        made = changes(cell.rows).counts()
        texts = []
        for name in names:
            measured = cell.measured.get(name)
            found = measured.found if measured else None
            if found is None:
                texts.append(measured.missing if measured else NOTHING)
            else:
                texts.append("all" if found == made else ", ".join(map(str, found)))
        exact = "yes" if cell.exact else "no"
        sheet.rows.append([*cell.labels, ", ".join(map(str, made)), exact, *texts])
    return sheet


def with_what(all_cells: Sequence[Cell], engines: Sequence[str]) -> str:
    """The machine in general words, and the versions."""
    tools = sorted(set().union(*(cell.by for cell in all_cells)))
    parts = [
        f"{os.cpu_count()} cores",
        f"Python {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
        *(
            f"{engine} {engine_named(engine).offer().version}"
            for engine in engines
            if engine != "sqlite"
        ),
        *(f"{package} {version(package)}" for package in ("psycopg", "PyMySQL")),
        *tools,
    ]
    return ", ".join(parts)


def sheets(all_cells: Sequence[Cell]) -> list[Sheet]:
    """All tables."""
    return [make(all_cells) for make in (times, ratios, memory, findings)]
