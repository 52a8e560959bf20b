"""A reason for which two engines differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from compare.model import Difference, Facet, Table

Engines = tuple[str, str]


_INNODB = ("mariadb", "mysql")


@dataclass(frozen=True, slots=True)
class EngineReason:
    """Why two engines differ.

    Attributes:
        slug: its name in reports.
        title: one line.
        sources: where the engines document it.
        explains: whether it is at work in a difference.
    """

    slug: str
    title: str
    sources: tuple[str, ...]
    explains: Callable[[Difference, Engines], bool]


def place_of_innodb(engines: Engines) -> int | None:
    """Which of two engines is MariaDB or MySQL, whose tables InnoDB keeps; None: neither, or both.

    What InnoDB does in its own way it does for both of them.
    """
    places = [place for place, engine in enumerate(engines) if engine in _INNODB]
    return places[0] if len(places) == 1 else None


def object_and_table(difference: Difference, place: int) -> tuple[Facet | None, Table | None]:
    """The object of one side, and its table; 0 is the left."""
    if place == 0:
        return difference.left_object, difference.left_table
    return difference.right_object, difference.right_table
