"""One measurement in a process of its own, whose greatest size is the measurement's own.

Reads what to do from standard input as JSON and writes what came of it. Nothing is imported that
the measurement does not need: another Python, with other packages, can run it too.
"""

from __future__ import annotations

import json
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from compare.between.results import TableResult

Place = dict[str, Any]
Outcome = dict[str, Any]


class NotHere(Exception):
    """What is to be measured is not on this machine, or cannot read such databases."""


class Watch:
    """Hears nothing."""

    def table(self, name: str, number: int, tables: int, rows: int, about: bool) -> None:
        """A table is next."""

    def rows(self, done: int) -> None:
        """So many more rows were compared."""


def ours(
    left: Place,
    right: Place,
    jobs: int = 1,
    exactly: bool = False,
    method: str = "rows",
    count: bool = False,
) -> Outcome:
    """``diff_databases``, from two databases that are open.

    Args:
        left: one database.
        right: the other.
        jobs: connections to each.
        exactly: whether to tell of every difference which row it is in.
        method: what the databases send.
        count: whether to count the spans that each side is asked for.
    """
    from contextlib import ExitStack
    from datetime import date

    from compare.between import Asked, diff_databases
    from compare.databases import open_database, parse_address

    with ExitStack() as stack:
        one, other = (
            stack.enter_context(
                open_database(
                    parse_address(place["url"], {}), statement_timeout=None, lock_timeout=None
                )
            )
            for place in (left, right)
        )
        asked = Asked(
            schema=False,
            jobs=jobs,
            limit=sys.maxsize if exactly else 10,
            method="hash" if method == "hash" else "rows",
        )
        spans = _counted() if count else []
        before = peak()
        begin = time.perf_counter()
        result = diff_databases(one, other, asked, Watch(), date(2026, 1, 1))
        taken = time.perf_counter() - begin
    (table,) = result.tables or ()
    if table.not_compared:
        raise RuntimeError(f"not compared: {table.not_compared}")
    outcome = {
        "seconds": taken,
        "found": [table.changed, table.only_left, table.only_right],
        "before": before,
        "rows": table.seconds,
    }
    if count:
        outcome["spans"] = len(spans) // 2
    return {**outcome, "keys": _keys(table)} if exactly else outcome


def _counted() -> list[str]:
    """Grows by one for each span that a side is asked for from now on."""
    from compare.stream import asking, summed, walk

    spans: list[str] = []

    def counting(name: str) -> Callable[..., object]:
        ask: Callable[..., object] = getattr(asking, name)

        def run(*given: object) -> object:
            spans.append(name)
            return ask(*given)

        return run

    for module, names in ((walk, ("packed", "hashed")), (summed, ("summed",))):
        for name in names:
            setattr(module, name, counting(name))
    return spans


def _keys(table: TableResult) -> dict[str, list[int]]:
    """The keys of the rows that differ, as the report names them."""
    found: dict[str, set[int]] = {"changed": set(), "missing": set(), "added": set()}
    for group in table.groups:
        for each in group.examples:
            named = re.search(r"\d+", each.where)
            assert named is not None, each.where
            kind = "changed"
            if each.kind != "row.value":
                kind = "added" if each.left is None else "missing"
            found[kind].add(int(named[0]))
    return {kind: sorted(keys) for kind, keys in found.items()}


def sqldiff(left: Place, right: Place) -> Outcome:
    """SQLite's own program, which counts the rows that differ."""
    program = shutil.which("sqldiff")
    if program is None:
        raise NotHere("not here")
    begin = time.perf_counter()
    told = subprocess.run(
        [program, "--summary", left["database"], right["database"]],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    taken = time.perf_counter() - begin
    counts = re.search(r"post: (\d+) changes, (\d+) inserts, (\d+) deletes", told)
    found = [0, 0, 0] if counts is None else [int(counts[place]) for place in (1, 3, 2)]
    return {"seconds": taken, "found": found}


def reladiff(left: Place, right: Place) -> Outcome:
    """The package of that name, with one thread a database, which is what it has without options.

    What it found is not sorted: 0.6.0 fails to sort two rows of one key of which one has a NULL.
    """
    if "sqlite" in (left["engine"], right["engine"]):
        raise NotHere("cannot")
    try:
        from reladiff import connect_to_table, diff_tables
    except ImportError:
        raise NotHere("not here") from None
    columns = ("titulo", "contenido", "fecha", "autor_id", "publicado")
    one, other = (connect_to_table(_for_reladiff(place), "post", "id") for place in (left, right))
    begin = time.perf_counter()
    with diff_tables(one, other, extra_columns=columns, skip_sort_results=True) as difference:
        signs: dict[str, set[str]] = {"-": set(), "+": set()}
        for sign, row in difference:
            signs[sign].add(row[0])
    taken = time.perf_counter() - begin
    both = signs["-"] & signs["+"]
    found = [len(both), len(signs["-"] - both), len(signs["+"] - both)]
    return {"seconds": taken, "found": found, "by": _version("reladiff")}


def _for_reladiff(place: Place) -> dict[str, Any]:
    given = {name: place[name] for name in ("host", "port", "user", "password") if place[name]}
    if place["engine"] == "postgresql":
        return {"driver": "postgresql", "dbname": place["database"], **given}
    if place["socket"]:
        given["unix_socket"] = place["socket"]
    return {"driver": "mysql", "database": place["database"], **given}


def merge(left: Place, right: Place) -> Outcome:
    """What one would write: two cursors in order of key, and tuples compared."""
    from benchmarks.cursors import rows_of

    across = left["engine"] != right["engine"]
    with rows_of(left, across) as ours, rows_of(right, across) as others:
        begin = time.perf_counter()
        changed = missing = added = 0
        one, other = next(ours, None), next(others, None)
        while one is not None and other is not None:
            if one == other:
                one, other = next(ours, None), next(others, None)
            elif one[0] == other[0]:
                changed += 1
                one, other = next(ours, None), next(others, None)
            elif one[0] < other[0]:
                missing += 1
                one = next(ours, None)
            else:
                added += 1
                other = next(others, None)
        while one is not None:
            missing += 1
            one = next(ours, None)
        while other is not None:
            added += 1
            other = next(others, None)
        taken = time.perf_counter() - begin
    return {"seconds": taken, "found": [changed, missing, added]}


def floor(*places: Place) -> Outcome:
    """Reading tables once, at the same time, through the fastest driver at hand."""
    from benchmarks.cursors import floor_of

    by, taken = floor_of(places)
    return {"seconds": taken, "by": by}


def inside(*places: Place) -> Outcome:
    """SQLite reading tables, of which nothing leaves it."""
    from benchmarks.cursors import inside_sqlite

    return {"seconds": inside_sqlite(places)}


MEASURES: dict[str, Callable[..., Outcome]] = {
    each.__name__: each for each in (ours, sqldiff, reladiff, merge, floor, inside)
}


def peak() -> float:
    """The most memory that this process ever had, in MiB.

    Linux counts into ``ru_maxrss`` what the process was before it became this program, which is as
    large as whoever started it; its ``VmHWM`` is of this program alone.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.findall(r"VmHWM:\s*(\d+)", status.read_text())[0]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _version(package: str) -> str:
    from importlib.metadata import version

    return f"{package} {version(package)}"


def main() -> None:
    """Do what is asked for."""
    asked = json.load(sys.stdin)
    try:
        outcome = MEASURES[asked["what"]](*asked["places"], **asked["options"])
        outcome["peak"] = peak()
    except NotHere as missing:
        outcome = {"missing": str(missing)}
    json.dump(outcome, sys.stdout)


if __name__ == "__main__":
    main()
