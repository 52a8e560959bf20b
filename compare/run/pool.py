"""Many scenarios, in as many processes as there are cores, in the order of their names."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from compare.engines import Server, engine_named
from compare.errors import EngineMissing, ToolError
from compare.interrupts import heed, postponed
from compare.run.fresh import fresh_processes, undisturbed
from compare.run.results import RunResult, ScenarioResult
from compare.run.walk import walk_scenario

if TYPE_CHECKING:
    from multiprocessing.queues import Queue


@dataclass(frozen=True, slots=True)
class Progress:
    """A step that is about to be done."""

    scenario: str
    engine: str
    number: int
    steps: int
    title: str


OnProgress = Callable[[Progress], None]
Task = tuple[str, str, Server]
"""A scenario, an engine, and where its databases come from."""


def run_scenarios(
    names: Sequence[str],
    engines: Sequence[str],
    *,
    jobs: int = 1,
    on_progress: OnProgress | None = None,
) -> RunResult:
    """Walk scenarios and collect their results.

    No walk is in this process: a revision may end its process, print, change the folder or hang,
    and the verdict must not suffer. Everything temporary lives in one folder that is removed at
    the end, also after Ctrl-C.

    Args:
        names: the scenarios, in the order in which results are wanted.
        engines: the engines to walk each of them on. One that is not on this machine gives a
            skipped result with the reason.
        jobs: how many processes at a time. The result is the same whatever the number.
        on_progress: told before each step, in this process.

    Raises:
        UsageError: an environment variable for an engine is no URL.
        ToolError: no temporary folder can be made, a server does not start, or a process died.
        KeyboardInterrupt: Ctrl-C; nothing is left behind.
    """
    with _private_folder() as folder, ExitStack() as servers:
        running = _start(engines, Path(folder), servers)
        tasks = [
            (name, engine, server)
            for name in names
            for engine, server in running.items()
            if not isinstance(server, EngineMissing)
        ]
        done = iter(_walk_apart(tasks, jobs, folder, on_progress) if tasks else [])
        return RunResult(
            tuple(
                _not_walked(name, server) if isinstance(server, EngineMissing) else next(done)
                for name in names
                for server in running.values()
            )
        )


def _start(
    engines: Sequence[str], folder: Path, servers: ExitStack
) -> dict[str, Server | EngineMissing]:
    running: dict[str, Server | EngineMissing] = {}
    for engine in engines:
        try:
            running[engine] = servers.enter_context(engine_named(engine).running(folder))
        except EngineMissing as missing:
            running[engine] = missing
    return running


def _not_walked(name: str, missing: EngineMissing) -> ScenarioResult:
    return ScenarioResult(
        name=name,
        title=name,
        teaches="",
        engine=missing.engine,
        steps=(),
        error=str(missing),
        exit_code=missing.exit_code,
        missing=True,
    )


def _walk_apart(
    tasks: Sequence[Task], jobs: int, folder: str, on_progress: OnProgress | None
) -> list[ScenarioResult]:
    context = fresh_processes()
    events: Queue[Progress | None] = context.Queue()
    listener = threading.Thread(target=_listen, args=(events, on_progress), daemon=True)
    listener.start()
    pool = ProcessPoolExecutor(
        max_workers=min(jobs, len(tasks)),
        mp_context=context,
        initializer=_begin_worker,
        initargs=(folder, events, dict(os.environ)),
    )

    def end() -> None:
        for process in list((pool._processes or {}).values()):
            process.terminate()

    try:
        with postponed(end):
            results = _results(pool, tasks, events, end)
    finally:
        events.put(None)
        listener.join(timeout=5)
    pool.shutdown(wait=True)
    return results


def _results(
    pool: ProcessPoolExecutor,
    tasks: Sequence[Task],
    events: Queue[Progress | None],
    end: Callable[[], None],
) -> list[ScenarioResult]:
    """What comes of all walks; where one has none, the others are ended too."""
    try:
        with undisturbed():
            futures = [pool.submit(_work, *task) for task in tasks]
        heed()
        return [future.result() for future in futures]
    except BaseException as problem:
        # A process that ends in the middle of telling something leaves the queue locked: nothing
        # can be put into it any more, and nobody is to wait at the end until it is.
        events.cancel_join_thread()
        end()
        pool.shutdown(wait=True, cancel_futures=True)
        if isinstance(problem, Exception):
            raise ToolError(
                "A process of the run ended before its walk did; a revision may have ended it, or "
                "the system for want of memory. `--jobs 1` shows in its progress where."
            ) from problem
        raise


def _listen(events: Queue[Progress | None], on_progress: OnProgress | None) -> None:
    while (event := events.get()) is not None:
        if on_progress:
            on_progress(event)


_events: Queue[Progress | None] | None = None


def _begin_worker(folder: str, events: Queue[Progress | None], environment: dict[str, str]) -> None:
    global _events
    _events = events
    # As it is now, and not when the fork server began.
    os.environ.clear()
    os.environ.update(environment)
    # The parent removes this folder, however the worker ends, and it alone answers to Ctrl-C.
    tempfile.tempdir = folder
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What a revision prints is no result, and there is nobody to answer what it asks.
    with contextlib.suppress(OSError):
        os.dup2(2, 1)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    # Neither is for the databases of a walk.
    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "django_side.settings"
    # What the frameworks' imports made stays: the collector need not look at it again and again.
    gc.freeze()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A worker whose parent was killed has nobody to work for."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(name: str, engine: str, server: Server) -> ScenarioResult:
    def on_step(number: int, steps: int, title: str) -> None:
        if _events is not None:
            _events.put(Progress(name, engine, number, steps, title))

    return walk_scenario(name, engine, server, on_step)


@contextmanager
def _private_folder() -> Iterator[str]:
    """A folder for everything temporary, 0700, removed with all that is in it."""
    try:
        folder = tempfile.mkdtemp(prefix="parity-run-")
    except OSError as error:
        raise ToolError(
            f"Cannot make a temporary folder: {error.strerror or error}; "
            "set TMPDIR to a folder that can be written."
        ) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
