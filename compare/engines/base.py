"""What an engine is."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
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


class Engine(Protocol):
    """A kind of database that scenarios run on."""

    name: str

    def pair(self) -> AbstractContextManager[Pair]:
        """Two fresh databases, removed with everything in them when the context ends.

        Raises:
            ToolError: they cannot be made; the sentence says why.
        """
        ...
