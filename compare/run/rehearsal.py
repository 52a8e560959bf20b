"""The steps of a scenario done without comparing, to see which SQL each revision emits."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass

import sqlalchemy as sa

from compare.diff import pair_tables
from compare.engines import engine_named
from compare.model import SIDES, Pairing, SideName
from compare.run.act import act
from compare.scenario import Scenario, Step
from compare.sides import MigrationFailed, Side, open_side


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A step, the revisions that it applied or took back, and the SQL of each side."""

    step: Step
    revisions: tuple[str, ...]
    statements: dict[SideName, tuple[str, ...]]


def rehearse(scenario: Scenario, engine: str) -> tuple[Rehearsed, ...]:
    """Do all steps of a scenario on a fresh pair of databases.

    Raises:
        ParityError: a step failed that should not.
    """
    done = []
    with ExitStack() as stack:
        pair = stack.enter_context(engine_named(engine).pair())
        sides: list[Side] = []
        for name in SIDES:
            sides.append(open_side(name, scenario, pair, engine))
            stack.callback(sides[-1].close)
        for step in scenario.steps:
            before = set(sides[0].ledger().applied)
            pairing = _pairing(scenario, pair.flask, pair.django)
            statements = {side.name: _act(side, step, pairing) for side in sides}
            changed = before ^ set(sides[0].ledger().applied)
            revisions = tuple(name for name in sides[0].history() if name in changed)
            done.append(Rehearsed(step, revisions, statements))
    return tuple(done)


def _act(side: Side, step: Step, pairing: Pairing) -> tuple[str, ...]:
    try:
        return act(side, step, pairing)
    except MigrationFailed:
        if side.name in dict(step.fails):
            return ()
        raise


def _pairing(scenario: Scenario, flask: str, django: str) -> Pairing:
    names = []
    for url in (flask, django):
        engine = sa.create_engine(url)
        names.append(sa.inspect(engine).get_table_names())
        engine.dispose()
    return pair_tables(
        names[0], names[1], prefix=f"{scenario.name}_", declared=dict(scenario.tables)
    )


def choose(rehearsed: tuple[Rehearsed, ...], step: str | None) -> tuple[Rehearsed, ...]:
    """The steps that a person asked for.

    Args:
        rehearsed: all steps.
        step: a step's number, a revision's name, or None for all steps that apply a revision for
            the first time.
    """
    if step is not None and step.isdecimal():
        return tuple(each for each in rehearsed if each.step.number == int(step))
    seen: set[str] = set()
    firsts = []
    for each in rehearsed:
        if set(each.revisions) - seen:
            firsts.append(each)
        seen.update(each.revisions)
    if step is None:
        return tuple(firsts)
    return tuple(each for each in firsts if step in each.revisions)[:1]
