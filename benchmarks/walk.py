"""How fast a walk is, beside the command-line tools."""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rich.table import Table

from benchmarks.clock import FrameworkClock
from compare.engines.sqlite import SQLiteFiles
from compare.reports.json import as_json
from compare.run import RunResult
from compare.run.walk import walk_scenario
from compare.scenario import BASE, ROOT, read_scenario

PYTHON = sys.executable


def median(times: int, measure: Callable[[], float]) -> float:
    """The median of some measurements, in seconds."""
    return statistics.median(measure() for _ in range(times))


def seconds(action: Callable[[], object]) -> float:
    """How long an action takes."""
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


def command_lines() -> float:
    """The blog walk's migrations through ``flask db`` and ``manage.py``, a process each."""
    scenario = read_scenario("blog")
    app = f"flask_side:create_app('{scenario.name}')"
    with tempfile.TemporaryDirectory(prefix="parity-bench-") as folder:

        def run(database: str, *arguments: str) -> None:
            url = f"sqlite:///{Path(folder, database)}"
            subprocess.run(
                [PYTHON, *arguments],
                cwd=ROOT,
                env={**os.environ, "DATABASE_URL": url},
                check=True,
                capture_output=True,
            )

        def walk() -> None:
            for step in scenario.steps:
                if step.verb in ("migrate", "rollback"):
                    word = "upgrade" if step.verb == "migrate" else "downgrade"
                    run("flask.db", "-m", "flask", "--app", app, "db", word, step.target)
                    target = {BASE: ["zero"], "head": []}.get(step.target, [step.target])
                    run("django.db", "django_side/manage.py", "migrate", scenario.name, *target)

        return seconds(walk)


def parity(*arguments: str) -> float:
    """``parity run`` from start to end, with the frameworks' imports."""
    command = [PYTHON, "-m", "compare", "run", "--quiet", *arguments]
    return seconds(lambda: subprocess.run(command, cwd=ROOT, check=True, capture_output=True))


def measure(runs: int) -> Table:
    """The table for the terminal: the walk of the blog, as ratios."""
    processes = median(max(1, runs // 2), command_lines)
    whole = median(runs, lambda: parity("blog"))
    walk_scenario("blog", "sqlite", SQLiteFiles())  # imports, caches
    gc.freeze()  # as a worker process does
    inside = median(runs, lambda: seconds(lambda: walk_scenario("blog", "sqlite", SQLiteFiles())))

    clock = FrameworkClock()
    with clock.installed():
        begin = time.perf_counter()
        for _ in range(runs):
            as_json(RunResult((walk_scenario("blog", "sqlite", SQLiteFiles()),)))
        total = time.perf_counter() - begin
    own = total - clock.migrating - clock.other

    cores = os.cpu_count() or 1
    serial = median(runs, lambda: parity("--jobs", "1"))
    parallel = median(runs, lambda: parity("--jobs", str(cores)))

    every = median(max(1, runs // 2), lambda: parity("--engine", "all"))

    table = Table(title=f"The blog walk on SQLite, medians of {runs}, {cores} cores")
    for heading in ("what", "seconds", "beside", "seconds", "ratio", "aim"):
        table.add_column(heading, justify="left" if heading in ("what", "beside") else "right")
    rows = (
        ("command-line tools", processes, "the walk in process", inside, "≥ 20"),
        ("command-line tools", processes, "parity run blog, with start-up", whole, ""),
        ("snapshot, diff, report", own / runs, "migrating", clock.migrating / runs, "≤ 0.5"),
        ("all scenarios, three engines", every, "all scenarios, SQLite", parallel, "≤ 10"),
        ("all scenarios, one process", serial, f"all scenarios, {cores} processes", parallel, ""),
    )
    for what, one, beside, other, aim in rows:
        table.add_row(what, f"{one:.3f}", beside, f"{other:.3f}", f"{one / other:.2f}", aim)
    return table
