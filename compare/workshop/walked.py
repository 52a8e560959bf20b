"""What came of a walk over one side of a learner's project; it travels between processes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from compare.conventions import ByColumn
from compare.document import Row
from compare.model import SideName, Snapshot
from compare.scenario import BASE, HEAD

Trouble = Literal[
    "syntax",
    "import",
    "no-app",
    "no-init",
    "elsewhere",
    "unreadable",
    "no-revision",
    "heads",
    "start",
    "load",
    "upgrade",
    "downgrade",
    "again",
    "slow",
    "crashed",
]
"""What keeps a walk from going on; each has its sentence in ``phrases``."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a walk did not go on.

    Attributes:
        kind: what it is.
        reason: the framework's own words, in one line.
        place: file and line, from the learner's folder; empty where it is not of one.
    """

    kind: Trouble
    reason: str = ""
    place: str = ""


@dataclass(slots=True)
class Walked:
    """What came of one side.

    Attributes:
        side: which one.
        problem: why it did not go to the end; None: it did.
        history: all revisions, earliest first.
        heads: those that nothing builds on.
        files: where each revision is written.
        given: those of these files that were laid for the learner.
        changed: those of the given ones that are applied everywhere, and say something else now.
        rules: what becomes of rows when the row is deleted that they belong to, by table and
            column, where the framework sees to it and not the database.
        live: places in them at which the models of today are imported.
        start, up, down, again: the database before the learner's revisions, after them, after they
            were taken back, and after they were applied again.
        declared: what the models say at the end.
        drift: what the models say and no revision does, in the framework's own words.
        own: what the ledger of the learner's own database says; None where there is none.
        own_state: that database.
        own_problem: why it could not be looked at; empty: it could.
    """

    side: SideName
    problem: Problem | None = None
    history: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    files: dict[str, str] = field(default_factory=dict)
    given: frozenset[str] = frozenset()
    changed: tuple[str, ...] = ()
    rules: dict[str, str] = field(default_factory=dict)
    live: tuple[str, ...] = ()
    start: Snapshot | None = None
    up: Snapshot | None = None
    down: Snapshot | None = None
    again: Snapshot | None = None
    declared: ByColumn = field(default_factory=dict)
    drift: tuple[str, ...] = ()
    own: tuple[str, ...] | None = None
    own_state: Snapshot | None = None
    own_problem: str = ""

    def until(self, end: str) -> tuple[str, ...]:
        """The revisions that are applied where one is the last; none where it is not known.

        Args:
            end: that one, or ``base`` or ``head``.
        """
        if end in (BASE, HEAD):
            return self.history if end == HEAD else ()
        return self.history[: self.history.index(end) + 1] if end in self.history else ()

    @property
    def before_last(self) -> str:
        """The revision before the newest; ``base``: there is none."""
        return self.history[-2] if len(self.history) > 1 else BASE


@dataclass(frozen=True, slots=True)
class Order:
    """What a walk has to do.

    Attributes:
        side: which side.
        folder: the learner's folder, or a copy of it, in which the side's project is.
        label: of the Django app.
        start: the revision from which the learner's revisions are walked.
        rows: to load there; tables have the names of the side.
        prepare: instead of walking, bring the database to this revision, and leave it there.
        tries: there, try to migrate to this one, which may fail half-way.
    """

    side: SideName
    folder: str
    label: str
    start: str
    rows: tuple[tuple[str, tuple[Row, ...]], ...] = ()
    prepare: str = ""
    tries: str = ""
