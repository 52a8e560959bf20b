"""What was applied according to each side's ledger."""

from __future__ import annotations

from compare.model import Difference, Ledger


def diff_ledgers(left: Ledger, right: Ledger) -> tuple[Difference, ...]:
    """What the two ledgers say differently.

    Revisions that only one side says it applied, a different order of the same ones, and entries
    that are none of the scenario's: nothing that a scenario does may mark them as applied.

    The two sides call a revision by the same word, so the names are compared as they are.
    """
    found = [
        Difference(
            area="ledger",
            kind="ledger.missing",
            where=name,
            left="applied" if name in left.applied else None,
            right="applied" if name in right.applied else None,
        )
        for name in sorted(set(left.applied) ^ set(right.applied))
    ]
    if not found and left.applied != right.applied:
        found.append(
            Difference(
                area="ledger",
                kind="ledger.order",
                where="applied",
                left=", ".join(left.applied),
                right=", ".join(right.applied),
            )
        )
    for ledger, on_left in ((left, True), (right, False)):
        found += [
            Difference(
                area="ledger",
                kind="ledger.foreign",
                where=entry,
                left="applied" if on_left else None,
                right=None if on_left else "applied",
            )
            for entry in ledger.foreign
        ]
    return tuple(found)
