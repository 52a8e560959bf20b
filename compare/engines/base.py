"""What an engine is."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from compare.model import SideName


@dataclass(frozen=True, slots=True)
class Pair:
    """Two empty databases, as SQLAlchemy URLs; the first is the Flask side's."""

    flask: str
    django: str

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
