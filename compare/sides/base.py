"""What a side is, and what both share: statements as text, errors as a sentence."""

from __future__ import annotations

import re
import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from compare.conventions import ByColumn
from compare.document import Row
from compare.errors import ParityError, ToolError
from compare.model import Ledger, SideName
from compare.scenario import ROOT, Scenario, Step

_IGNORED = signal.SIG_IGN
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")
"""Where an object is in memory: another place each time."""


class MigrationFailed(ToolError):
    """A framework refused a step, or a revision raised.

    Attributes:
        side: the side that failed.
        reason: the framework's own words, in one line.
        place: file and line of the code that raised; empty where it was none of the project's.
    """

    def __init__(self, side: SideName, doing: str, reason: str, place: str = "") -> None:
        at = f" at {place}" if place else ""
        super().__init__(f"The {side} side failed to {doing}{at}: {reason}")
        self.side = side
        self.reason = reason
        self.place = place
        self._arguments = (side, doing, reason, place)

    def __reduce__(self) -> tuple[type[MigrationFailed], tuple[SideName, str, str, str]]:
        return (type(self), self._arguments)


@dataclass(frozen=True, slots=True)
class Project:
    """The code that a side works with.

    Attributes:
        name: of the scenario, and of the Django app.
        folder: the code of the one side.
        root: paths are told from here.
    """

    name: str
    folder: Path
    root: Path


def project_of(scenario: Scenario, side: SideName) -> Project:
    """One half of a scenario."""
    return Project(scenario.name, ROOT / f"{side}_side" / scenario.name, ROOT)


class Side(Protocol):
    """One framework at work on one database of one project.

    ``migrate``, ``rollback``, ``stamp``, ``load`` and ``execute`` return the SQL that they sent,
    one statement each, without mere reading; they raise ``MigrationFailed``.
    """

    name: SideName

    def command(self, step: Step) -> str:
        """What a person would type for this step, from the workspace's root."""
        ...

    def migrate(self, target: str) -> tuple[str, ...]:
        """Go forward to a revision or to ``head``."""
        ...

    def rollback(self, target: str) -> tuple[str, ...]:
        """Go back to a revision or to ``base``."""
        ...

    def stamp(self, target: str) -> tuple[str, ...]:
        """Write into the ledger that a revision is applied, without running anything."""
        ...

    def load(self, tables: tuple[tuple[str, tuple[Row, ...]], ...]) -> tuple[str, ...]:
        """Insert rows, typed as the framework types them; tables have this side's names."""
        ...

    def execute(self, statement: str) -> tuple[str, ...]:
        """Run one statement on the framework's own connection, with its own settings."""
        ...

    def ledger(self) -> Ledger:
        """What the ledger says is applied, earliest first."""
        ...

    def history(self) -> tuple[str, ...]:
        """All revisions there are, earliest first."""
        ...

    def pending(self) -> tuple[str, ...]:
        """The revisions not yet applied, earliest first."""
        ...

    def declared(self, applied: tuple[str, ...]) -> ByColumn:
        """What the models say beyond what reaches the database, by table and column.

        ``applied`` is what the ledger says: a side that keeps historical models takes those of
        that state.
        """
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...


class Recorder:
    """Collects the statements that change something, as a person would read them."""

    def __init__(self) -> None:
        self._statements: list[str] = []

    def note(self, statement: str, parameters: object = None) -> None:
        """Add a statement, unless it only reads."""
        text = statement.strip().rstrip(";")
        words = text.split(None, 1)
        if not words or words[0].upper() in {"SELECT", "EXPLAIN"}:
            return
        if words[0].upper() == "PRAGMA" and "=" not in text:
            return
        if parameters:
            text += f"  -- {parameters!r}"
        self._statements.append(text)

    def take(self) -> tuple[str, ...]:
        """All statements since the last call."""
        taken = tuple(self._statements)
        self._statements.clear()
        return taken


@contextmanager
def failing_as(side: SideName, project: Project, doing: str) -> Iterator[None]:
    """Turn whatever a framework or a revision raises into one ``MigrationFailed``.

    Args:
        side: who is at work.
        project: whose revisions run; the deepest of their lines on the stack is named.
        doing: what was asked, as in ``migrate 0002_add_bio``.
    """
    try:
        yield
    except ParityError:
        raise
    except BaseException as error:
        # A revision may raise anything; only a person at the keyboard is not its doing.
        if isinstance(error, KeyboardInterrupt) and signal.getsignal(signal.SIGINT) != _IGNORED:
            raise
        raise MigrationFailed(side, doing, _reason(error), _place(error, project)) from error


def _reason(error: BaseException) -> str:
    text = _ADDRESS.sub("", " ".join(str(error).split()))
    name = type(error).__name__
    # SQLAlchemy appends the statement and a link; the first part is the database's own sentence.
    for cut in (" [SQL: ", " (Background on this error at: "):
        text = text.split(cut, 1)[0]
    # A terminal would obey what it is not meant to.
    text = "".join(each if each.isprintable() else repr(each)[1:-1] for each in text)
    return f"{name}: {text}" if text else name


def _place(error: BaseException, project: Project) -> str:
    frames = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(project.folder)
        # Every revision is run from there.
        and Path(frame.filename).name != "env.py"
    ]
    if isinstance(error, SyntaxError) and error.filename:
        path, line = Path(error.filename), error.lineno
    elif frames:
        path, line = Path(frames[-1].filename), frames[-1].lineno
    else:
        return ""
    shown = path.relative_to(project.root) if path.is_relative_to(project.root) else path
    return f"{shown.as_posix()}:{line}"
