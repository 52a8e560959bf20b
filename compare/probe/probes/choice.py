"""Which rows the probes of a table insert."""

from __future__ import annotations

from functools import partial

from compare.diff.describe import columns as listed
from compare.probe.found import NotProbed
from compare.probe.outcomes import STORED, Refusal
from compare.probe.probes.base import OWN, PARENT, OnBoth, Subject
from compare.probe.rows import NoRow, Row


class Choice(OnBoth):
    """Chooses rows by trying them.

    Args:
        subject: the table, which is told of them.
    """

    def __init__(self, subject: Subject) -> None:
        super().__init__(subject)
        self._subject = subject

    def run(self) -> None:
        """Put parents into both, and find two rows that both then take, the one beside the other.

        Where there is but one, it stands for both.
        """
        self._rows.prepare(self._place, 0)
        for link in self._links:
            try:
                self._parents[link] = self._rows.plant(self._map.places[link.parent], PARENT)
            except NoRow as error:
                where = f"{self._word}{listed(link.slots)}"
                self._probed.not_probed.append(NotProbed(where, str(error)))
        found: list[Row] = []
        for variant in OWN:
            try:
                row = self._rows.prepare(self._place, variant)
            except NoRow:
                continue
            if self._both(partial(self._taken, [*found, row])) == (STORED, STORED):
                found.append(row)
            if len(found) == 2:
                break
        if not found:  # what its own parents need has left no room for another
            raise NoRow(self._place, 0, Refusal("unique", "there are no values for a second one"))
        self._subject.first, self._subject.second = found[0], found[-1]
        if len(found) == 1:
            self._probed.notes.append(f"{self._word}: one row is taken and no second one")
