"""What was applied according to each side's ledger."""

from __future__ import annotations

from compare.model import Difference, Ledger


def diff_ledgers(left: Ledger, right: Ledger) -> tuple[Difference, ...]:
    """Revisions that only one side says it applied, and a different order of the same ones.

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
    return tuple(found)
