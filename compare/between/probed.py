"""What two databases do when the same is tried on copies of them."""

from __future__ import annotations

from collections.abc import Sequence

from compare.between.behaviour import explain_behaviour, hints
from compare.between.explaining import Explainer
from compare.between.mapping import Mapping
from compare.between.results import BehaviourResult, Half, Stands, Tried, Waived
from compare.between.watch import Watch
from compare.databases import Database
from compare.diff import pair_tables
from compare.model import Pairing, Schema
from compare.probe import probe_databases


def compare_behaviour(
    databases: tuple[Database, Database],
    schemas: tuple[Schema, Schema],
    pairing: Pairing,
    halves: tuple[Half, Half],
    stands: Sequence[Stands],
    mapping: Mapping,
    explainer: Explainer,
    watch: Watch,
) -> tuple[BehaviourResult, bool]:
    """What both do on copies of them, and whether that was interrupted.

    Args:
        databases: both.
        schemas: all that was read of them.
        pairing: which tables that are compared mean the same.
        halves: both, as they are told of.
        stands: the differences of their schemas.
        mapping: what has another name on the right.
        explainer: why a difference may stand.
        watch: is told how far it is.
    """
    # Tables that are left out may be what others refer to.
    every = pair_tables(
        [table.name for table in schemas[0].tables],
        [table.name for table in schemas[1].tables],
        declared=dict(mapping.tables),
    )
    probed = probe_databases(
        databases,
        schemas,
        every,
        frozenset(mine for mine, _ in pairing),
        {mine: mapping.columns_of(mine) for mine, _ in every},
        watch.probe,
    )
    engines = (databases[0].engine, databases[1].engine)
    tried = []
    for each in probed.behaviours:
        if not each.same:
            difference = each.difference()
            reason = explainer.waived(difference) or explain_behaviour(difference, engines, stands)
            tried.append(Tried(each, reason))
    standing, waived = [], []
    for missed in probed.not_probed:
        accepted = None if missed.where is None else explainer.left_out(f"probe {missed.where}")
        if accepted is None:
            standing.append(str(missed))
        else:
            waived.append(Waived(f"probe {missed}", accepted))
    result = BehaviourResult(
        differences=tuple(tried),
        same=tuple(each for each in probed.behaviours if each.same),
        not_probed=tuple(standing),
        notes=tuple(probed.notes),
        hints=hints(tried, halves),
        waived=tuple(waived),
    )
    return result, probed.interrupted
