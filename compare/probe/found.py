"""What probing comes to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from compare.model import Column, Difference, Table

Kind = Literal["default", "null", "unique", "foreign_key", "check", "length"]


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What both databases do when the same is done to them.

    Attributes:
        kind: which probe it is.
        where: the place, in words.
        done: what was done.
        left, right: what each does.
        same: whether that is the same.
        table: the table, as the left calls it.
        column: the column, where it is about one.
        tables, columns: both sides' tables, and columns where it is about one.
    """

    kind: Kind
    where: str
    done: str
    left: str
    right: str
    same: bool
    table: str
    column: str | None = None
    tables: tuple[Table | None, Table | None] = field(default=(None, None), repr=False)
    columns: tuple[Column | None, Column | None] = field(default=(None, None), repr=False)

    def difference(self) -> Difference:
        """The same as a difference."""
        return Difference(
            "behaviour",
            f"behaviour.{self.kind}",
            self.where,
            self.left,
            self.right,
            self.table,
            self.column,
            *self.columns,
            *self.tables,
        )


@dataclass(frozen=True, slots=True)
class NotProbed:
    """What could not be tried.

    Attributes:
        where: the place, in words; None: nothing at all was tried.
        reason: why, in words.
    """

    where: str | None
    reason: str

    def __str__(self) -> str:
        return self.reason if self.where is None else f"{self.where}: {self.reason}"


@dataclass(slots=True)
class Probed:
    """What was found.

    Attributes:
        behaviours: all that was done, in order.
        not_probed: what could not be.
        notes: what is worth knowing and is neither: a CHECK that nothing broke.
        interrupted: whether it was ended from the keyboard; what was found until then stands.
    """

    behaviours: list[Behaviour] = field(default_factory=list)
    not_probed: list[NotProbed] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    interrupted: bool = False
