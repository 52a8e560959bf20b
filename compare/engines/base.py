"""What an engine is."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from compare.model import SideName


@dataclass(frozen=True, slots=True)
class Pair:
    """Two empty databases.

    Attributes:
        flask, django: their SQLAlchemy URLs.
        on_connect: a statement that every connection of a side begins with, or empty. It may make
            a throw-away database faster and must not change what is stored.
    """

    flask: str
    django: str
    on_connect: str = ""

    def url(self, side: SideName) -> str:
        """The URL of a side's database."""
        return self.flask if side == "flask" else self.django


@dataclass(frozen=True, slots=True)
class Offer:
    """What an engine would use on this machine.

    Attributes:
        source: where its databases would come from, in a few words.
        version: the version of the database, empty where there is none.
        missing: what is missing and how to get it, one sentence; empty where nothing is.
    """

    source: str
    version: str = ""
    missing: str = ""


class Server(Protocol):
    """Where fresh pairs of databases come from while a run lasts.

    It is sent to worker processes, so it is plain data.
    """

    def pair(self) -> AbstractContextManager[Pair]:
        """Two fresh databases, removed with everything in them when the context ends.

        Raises:
            ToolError: they cannot be made; the sentence says why.
        """
        ...


class Engine(Protocol):
    """A kind of database that scenarios run on."""

    name: str

    def offer(self) -> Offer:
        """What would be used here, found out without starting anything."""
        ...

    def running(self, folder: Path) -> AbstractContextManager[Server]:
        """The server for one run; what was started or made is gone when the context ends.

        Args:
            folder: a private folder for everything temporary, removed by the caller.

        Raises:
            EngineMissing: there is no such database on this machine.
            ToolError: it cannot be started or reached; the sentence says why.
        """
        ...
