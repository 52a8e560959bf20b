"""Walks one side of a learner's project in a process of its own, whatever the learner wrote."""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from compare.errors import ToolError
from compare.model import Snapshot
from compare.run.photograph import Photographer
from compare.scenario import BASE, HEAD
from compare.sides import MigrationFailed, Project, Side
from compare.sides.projects import NotAProject, OpenProject, open_project
from compare.workshop.imports import live_models
from compare.workshop.walked import Order, Problem, Trouble, Walked


def work(order: Order, result: str, told: str, environment: dict[str, str]) -> None:
    """Do what an order says, and write down what came of it: the whole of a process's work.

    Args:
        order: what is to be done.
        result: the file that a pickled ``Walked`` is written to, in a folder of the workshop's own.
        told: the file that has what is printed.
        environment: the process's.
    """
    if os.name == "posix":
        os.setsid()  # what a revision starts ends with it
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    output = os.open(told, os.O_WRONLY | os.O_APPEND)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.environ.clear()
    os.environ.update(environment)
    sys.dont_write_bytecode = True  # nothing is left in the learner's folder
    os.chdir(Path(result).parent)
    walked = walk(order)
    Path(result).write_bytes(pickle.dumps(walked))


def walk(order: Order) -> Walked:
    """Walk a project, as far as it goes.

    Args:
        order: what is to be done.

    Returns:
        What came of it. The project's database is gone afterwards, unless it was to be prepared.
    """
    walked = Walked(order.side)
    try:
        _walk(order, walked)
    except _Stopped as stopped:
        walked.problem = replace(stopped.problem, reason=_plain(stopped.problem.reason, order))
    walked.own_problem = _plain(walked.own_problem, order)
    return walked


def _plain(reason: str, order: Order) -> str:
    """Somebody's words as part of a sentence, and without the place of the copy."""
    return reason.replace(f"{order.folder}{os.sep}", "").rstrip(".")


class _Stopped(Exception):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.kind)
        self.problem = problem


@contextmanager
def _or_stop(kind: Trouble) -> Iterator[None]:
    try:
        yield
    except MigrationFailed as failed:
        raise _Stopped(Problem(kind, failed.reason, failed.place)) from failed
    except NotAProject as lacking:
        raise _Stopped(Problem(lacking.kind, lacking.reason)) from lacking
    except ToolError as error:
        raise _Stopped(Problem(kind, str(error))) from error


def _walk(order: Order, walked: Walked) -> None:
    root = Path(order.folder)
    folder = root / order.side
    _read_code(folder, root)
    os.chdir(folder)
    with _or_stop("import"):
        opened = open_project(order.side, Project(order.label, folder, root))
    if order.prepare:
        _prepare(order, opened)
        return
    _look_at_own(opened, walked)
    opened.database.unlink(missing_ok=True)
    with closing(opened.side()) as side:
        _read_revisions(opened, side, walked)
        walked.live = live_models(root, walked.files.values())
        walked.rules = opened.rules()
        camera = Photographer(f"sqlite:///{opened.database}")
        with closing(camera):
            _up_and_down(order, opened, side, walked, lambda: camera.photograph(side.ledger))


def _read_code(folder: Path, root: Path) -> None:
    """Stop at a file that is no Python."""
    for path in sorted(folder.rglob("*.py")):
        place = path.relative_to(root).as_posix()
        try:
            compile(path.read_bytes(), path, "exec")
        except SyntaxError as error:
            raise _Stopped(
                Problem("syntax", error.msg or "", f"{place}:{error.lineno or 1}")
            ) from error
        except (ValueError, RecursionError, MemoryError) as error:  # a null byte, before 3.12
            raise _Stopped(Problem("syntax", str(error), f"{place}:1")) from error


def _look_at_own(opened: OpenProject, walked: Walked) -> None:
    if not opened.database.exists():
        return
    camera = Photographer(f"sqlite:///{opened.database}")
    try:
        with closing(opened.side()) as side, closing(camera):
            walked.own = side.ledger().applied
            walked.own_state = camera.photograph(side.ledger)
    except ToolError as error:
        walked.own_problem = error.reason if isinstance(error, MigrationFailed) else str(error)


def _read_revisions(opened: OpenProject, side: Side, walked: Walked) -> None:
    with _or_stop("unreadable"):
        walked.heads = opened.heads()
        walked.files = opened.files()
        walked.history = side.history()
    if not walked.history:
        raise _Stopped(Problem("no-revision"))
    if len(walked.heads) > 1:
        raise _Stopped(Problem("heads", ", ".join(walked.heads)))


def _up_and_down(
    order: Order,
    opened: OpenProject,
    side: Side,
    walked: Walked,
    photograph: Callable[[], Snapshot],
) -> None:
    _begin(order, side)
    walked.start = photograph()
    with _or_stop("upgrade"):
        side.migrate(HEAD)
        walked.up = photograph()
        walked.declared = side.declared(side.ledger().applied)
        walked.drift = opened.drift()
    with _or_stop("downgrade"):
        side.rollback(order.start)
        walked.down = photograph()
    with _or_stop("again"):
        side.migrate(HEAD)
        walked.again = photograph()


def _begin(order: Order, side: Side) -> None:
    if order.start != BASE:
        with _or_stop("start"):
            side.migrate(order.start)
    if order.rows:
        with _or_stop("load"):
            side.load(order.rows)


def _prepare(order: Order, opened: OpenProject) -> None:
    with closing(opened.side()) as side:
        _begin(order, side)
        if order.prepare != order.start:
            with _or_stop("start"):
                side.migrate(order.prepare)
        if order.tries:
            try:
                side.migrate(order.tries)
            except MigrationFailed:
                return
