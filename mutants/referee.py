"""The harness's own way from two databases to findings, as a step of a run goes it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import sqlalchemy as sa

from compare.conventions import ByColumn
from compare.inspect import read_schema
from compare.model import Ledger, Snapshot
from compare.rows import read_rows
from compare.run.compared import Models, SideBySide, not_compared

_LABEL = "blog"
_LEDGER = Ledger(())

Line = tuple[str, str, str]
"""Area, convention (empty: none explains it; ``?``: not compared) and the difference."""


@dataclass(frozen=True, slots=True)
class Referee:
    """Compares pairs of databases of one engine.

    Attributes:
        engine: the engine's name.
        flask, django: what the models of both sides declare.
    """

    engine: str
    flask: ByColumn = field(default_factory=dict)
    django: ByColumn = field(default_factory=dict)

    def photograph(self, connection: sa.Connection) -> Snapshot:
        """A database's schema and rows, by the readers that a run uses."""
        schema = read_schema(connection)
        return Snapshot(schema, read_rows(connection, schema), _LEDGER)

    def lines(self, left: Snapshot, right: Snapshot) -> Counter[Line]:
        """All that a run says of two databases, each with what explains it, conventions on."""
        sides = Models(self.flask), Models(self.django)
        found = SideBySide(_LABEL, (), self.engine, *sides).compare(left, right)
        lines: Counter[Line] = Counter(
            (each.difference.area, each.convention or "", each.difference.line) for each in found
        )
        # A value that cannot be read is no matter of the schema.
        lines.update(
            ("rows" if "could not be read truly" in text else "schema", "?", text)
            for text in not_compared(left, right)
        )
        return lines
