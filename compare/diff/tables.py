"""Two tables that mean the same: the frame in which each facet reports its differences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from compare.diff import describe
from compare.model import Column, Difference, Facet, Table

F = TypeVar("F", bound=Facet)


@dataclass(frozen=True, slots=True)
class TablePair:
    """A table on the left and its counterpart, and the words for reporting on them.

    Attributes:
        left: the left table.
        right: the right table.
        right_to_left: right table names as the left calls them, so that a foreign key to a
            renamed table is seen as the same.
    """

    left: Table
    right: Table
    right_to_left: dict[str, str]

    def left_name(self, table: str) -> str:
        """What the left calls a table of the right.

        A table of the right that is in no pair keeps its name, unless the left has another table
        of that name: to refer to one is not to refer to the other.
        """
        if table in self.right_to_left:
            return self.right_to_left[table]
        return f"{table} (right)" if table in self.right_to_left.values() else table

    def difference(
        self,
        kind: str,
        where: str,
        left: str | None,
        right: str | None,
        *,
        left_object: Facet | None = None,
        right_object: Facet | None = None,
    ) -> Difference:
        """A difference in this table; ``where`` is appended to the left table's name."""
        return Difference(
            area="schema",
            kind=kind,
            where=f"{describe.word(self.left.name)}{where}",
            left=left,
            right=right,
            table=self.left.name,
            column=_column(left_object) or _column(right_object),
            left_object=left_object,
            right_object=right_object,
            left_table=self.left,
            right_table=self.right,
        )

    def missing(
        self,
        kind: str,
        only_left: tuple[F, ...],
        only_right: tuple[F, ...],
        where: Callable[[F], str],
        text: Callable[[F], str],
    ) -> list[Difference]:
        """One ``KIND.missing`` for each object that has no counterpart."""
        found = [
            self.difference(f"{kind}.missing", where(item), text(item), None, left_object=item)
            for item in only_left
        ]
        found += [
            self.difference(f"{kind}.missing", where(item), None, text(item), right_object=item)
            for item in only_right
        ]
        return found

    def facets(
        self,
        kind: str,
        where: str,
        left_object: F,
        right_object: F,
        values: tuple[tuple[str, str | None, str | None], ...],
    ) -> list[Difference]:
        """One ``KIND.FACET`` for each ``(facet, left, right)`` whose values are not equal."""
        return [
            self.difference(
                f"{kind}.{facet}",
                where,
                left,
                right,
                left_object=left_object,
                right_object=right_object,
            )
            for facet, left, right in values
            if left != right
        ]


def _column(item: Facet | None) -> str | None:
    return item.name if isinstance(item, Column) else None
