"""All probes of one table."""

from __future__ import annotations

from compare.probe.bench import Bench
from compare.probe.found import Probed
from compare.probe.places import Map, Place
from compare.probe.probes.base import Probe, Subject
from compare.probe.probes.checks import Checks
from compare.probe.probes.choice import Choice
from compare.probe.probes.defaults import Defaults
from compare.probe.probes.exclusions import Exclusions
from compare.probe.probes.foreign_keys import ForeignKeys
from compare.probe.probes.keys import Keys
from compare.probe.probes.lengths import Lengths
from compare.probe.rows import Rows

PROBES: tuple[type[Probe], ...] = (Defaults, Keys, ForeignKeys, Checks, Lengths, Exclusions)


def probe_table(
    where: Map, place: Place, benches: tuple[Bench, Bench], rows: Rows, probed: Probed
) -> None:
    """Do all probes of one table that both sides have.

    Args:
        where: all tables.
        place: the table.
        benches: both copies.
        rows: makes rows for them.
        probed: where to put down what was found.

    Raises:
        NoRow: no row was found that both sides take.
        DBAPIError: a database fails.
    """
    subject = Subject(where, place, benches, rows, probed)
    rows.begin()
    try:
        Choice(subject).run()
        for probe in PROBES:
            probe(subject).run()
    finally:
        rows.end()
