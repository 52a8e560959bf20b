"""What goes over the wire when rows are compared, and how long that takes where it is slow."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks.elsewhere import in_duckdb, on_citus
from benchmarks.posts import Place, filled
from benchmarks.rows import Contestant
from benchmarks.sheet import Sheet
from compare.engines import engine_named

PAIRS = ("postgresql", "mariadb", "citus", "duckdb-postgresql")
"""Between two databases of which engine, or of which two."""
METHODS = ("rows", "hash")
SLOW, DELAY = 100_000_000 / 8, 0.010
"""Bytes a second and seconds one way: 100 Mbit/s to another city."""


@dataclass(frozen=True, slots=True)
class Carried:
    """One comparison over one wire to each of the two databases.

    Attributes:
        seconds: how long it took.
        up, down: bytes to both servers and from them.
        spans: how many spans of rows each side was asked for.
        found: changed, only on the left, only on the right.
    """

    seconds: float
    up: int
    down: int
    spans: int
    found: tuple[int, ...]


@contextmanager
def relayed(place: Place, folder: Path, rate: float, delay: float) -> Iterator[tuple[Place, Any]]:
    """The place behind a relay, and the process that carries; None: nothing lies between."""
    if place.engine == "duckdb":
        yield place, None
        return
    url = sa.make_url(place.url)
    folder.mkdir()
    if place.engine == "postgresql":
        port = place.port or 5432
        own = folder / f".s.PGSQL.{port}"
        local = place.host is not None and place.host.startswith("/")
        server = f"{place.host}/.s.PGSQL.{port}" if local else f"{place.host}:{port}"
        url = url.set(host=None).update_query_dict({"host": str(folder)})
        behind = replace(place, host=str(folder))
    else:
        own = folder / "mysql.sock"
        server = place.socket or f"{place.host}:{place.port or 3306}"
        url = url.update_query_dict({"unix_socket": str(own)})
        behind = replace(place, socket=str(own))
    relay = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.relay", str(own), server, str(rate), str(delay)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert relay.stdout is not None
    relay.stdout.readline()
    try:
        yield replace(behind, url=url.render_as_string(hide_password=False)), relay
    finally:
        relay.kill()
        relay.wait()


def carried(places: tuple[Place, Place], method: str, rate: float, delay: float) -> Carried:
    """Compare two tables over two wires."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="parity-wire-")))
        behind, relays = [], []
        for number, place in enumerate(places):
            made, relay = stack.enter_context(relayed(place, folder / str(number), rate, delay))
            behind.append(made)
            relays.append(relay)
        options = {"method": method, "count": True}
        outcome = Contestant("ours", "ours", options=options).run(behind)
        if "missing" in outcome:
            raise RuntimeError(f"the comparison over the wire: {outcome['missing']}")
        sums = [json.loads(relay.communicate()[0]) for relay in relays if relay is not None]
    return Carried(
        outcome["seconds"],
        sum(each["up"] for each in sums),
        sum(each["down"] for each in sums),
        outcome["spans"],
        tuple(outcome["found"]),
    )


def measure(rows: int, runs: int, pairs: Sequence[str] = PAIRS) -> Iterator[Sheet]:
    """A table for each pair.

    Args:
        rows: how many the tables have.
        runs: measurements of each; medians of seconds are shown.
        pairs: which; Citus is left out where ``PARITY_CITUS_URL`` names no database of a cluster.
    """
    for pair in pairs:
        if pair == "citus" and not os.environ.get("PARITY_CITUS_URL"):
            continue
        headings = (
            "right table",
            "method",
            "wire",
            "seconds",
            "spans a side",
            "up",
            "down",
            "found",
        )
        sheet = Sheet(f"{pair}, {rows:,} rows", headings, words=3)
        with _databases(pair, rows) as databases:
            for variant in ("identical", "changed"):
                places = (databases["left"], databases[variant])
                for wire, rate, delay in (("as it is", 0.0, 0.0), ("slow", SLOW, DELAY)):
                    for method in METHODS:
                        found = [carried(places, method, rate, delay) for _ in range(runs)]
                        last = found[-1]
                        sheet.rows.append(
                            [
                                variant,
                                method,
                                wire,
                                f"{statistics.median(each.seconds for each in found):.2f}",
                                f"{last.spans:,}",
                                _size(last.up),
                                _size(last.down),
                                ", ".join(map(str, last.found)),
                            ]
                        )
        yield sheet


@contextmanager
def _databases(pair: str, rows: int) -> Iterator[dict[str, Place]]:
    """The databases of a pair, by variant."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="parity-bench-")))
        if pair == "citus":
            yield stack.enter_context(on_citus(os.environ["PARITY_CITUS_URL"], rows, folder))
            return
        engine = pair.rpartition("-")[2]
        own = folder / "server"
        own.mkdir(mode=0o700)
        server = stack.enter_context(engine_named(engine).running(own))
        databases = stack.enter_context(filled(engine, server, rows, folder))
        if pair != engine:
            databases = {**databases, "left": in_duckdb(rows, folder)}
        yield databases


def _size(number: int) -> str:
    return f"{number / 1e6:,.2f} MB"
