"""Ordinary projects of one framework, as their own tools lay them, opened where they are."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Literal, Protocol

from compare.errors import ToolError
from compare.model import SideName
from compare.sides.base import Project, Side

Lacking = Literal["no-app", "no-init", "elsewhere"]


class NotAProject(ToolError):
    """A folder that does not hold what the framework's commands need.

    Attributes:
        kind: what is lacking.
        reason: of what it speaks, in a word or the framework's sentence.
    """

    def __init__(self, kind: Lacking, reason: str = "") -> None:
        super().__init__(f"{kind}: {reason}")
        self.kind: Lacking = kind
        self.reason = reason


class OpenProject(Protocol):
    """A project that was imported into this process, where there is no other of its framework.

    Attributes:
        database: its SQLite file, which need not be there.
    """

    database: Path

    def side(self) -> Side:
        """The framework, at work on the project's database."""
        ...

    def heads(self) -> tuple[str, ...]:
        """The revisions that nothing builds on."""
        ...

    def files(self) -> dict[str, str]:
        """Where each revision is written, from the project's root."""
        ...

    def rules(self) -> dict[str, str]:
        """What becomes of rows when the row is deleted that they belong to.

        Only where the framework sees to it and not the database: by ``table.column``, ``cascade``,
        ``refuse`` or ``set null``, or what the framework calls it.
        """
        ...

    def drift(self) -> tuple[str, ...]:
        """What the models say and no revision does, asked of a database at the head."""
        ...


def open_project(side: SideName, project: Project) -> OpenProject:
    """Import a project.

    Args:
        side: whose project it is.
        project: where it is. The process has to be in its folder.

    Raises:
        MigrationFailed: its code cannot be imported.
        NotAProject: it lacks what the framework needs.
    """
    module = importlib.import_module(f"compare.sides.{side}_project")
    opened: OpenProject = module.open_project(project)
    return opened


def sqlite_file(name: str, project: Project) -> Path:
    """A project's database as a path.

    Raises:
        NotAProject: it is not a file below the project's folder.
    """
    path = (project.folder / name).resolve()
    if not name or not path.is_relative_to(project.folder.resolve()):
        raise NotAProject("elsewhere", name or "(memory)")
    return path
