"""States that a side was in before: what it must be like when it comes back."""

from __future__ import annotations

from dataclasses import dataclass

from compare.model import Loss, Schema, Snapshot
from compare.rows import losses


@dataclass(slots=True)
class _Visit:
    first_schema: Schema
    latest: Snapshot


class Memory:
    """Remembers, for each state, the schema at the first visit and the rows at the latest.

    A state is the sequence of revisions that the ledger says is applied.
    """

    def __init__(self) -> None:
        self._visits: dict[tuple[str, ...], _Visit] = {}

    def first_schema(self, snapshot: Snapshot) -> Schema | None:
        """The schema at the first visit to the snapshot's state, None if this is the first."""
        visit = self._visits.get(snapshot.ledger.applied)
        return visit.first_schema if visit else None

    def not_restored(self, snapshot: Snapshot) -> tuple[Loss, ...]:
        """What was there at the end of the last visit to this state and is not there now."""
        visit = self._visits.get(snapshot.ledger.applied)
        return losses(visit.latest, snapshot) if visit else ()

    def remember(self, snapshot: Snapshot) -> None:
        """Note that the side is in this state."""
        visit = self._visits.setdefault(snapshot.ledger.applied, _Visit(snapshot.schema, snapshot))
        visit.latest = snapshot
