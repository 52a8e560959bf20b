"""One scenario on one engine, step by step."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from compare.engines import Pair, Server
from compare.errors import ParityError
from compare.expected import read_golden
from compare.model import LEDGER_TABLES, SIDES, Loss, SideName, Snapshot
from compare.rows import losses
from compare.run.act import act
from compare.run.changes import changes
from compare.run.compared import SideBySide, compare_refusals, findings, not_compared
from compare.run.golden import judge
from compare.run.loading import rows_for_sides
from compare.run.memory import Memory
from compare.run.photograph import Photographer
from compare.run.results import ScenarioResult, SideResult, StepResult
from compare.scenario import Scenario, Step, read_scenario
from compare.sides import Side, open_side

OnStep = Callable[[int, int, str], None]
"""Told before each step: its number, how many there are, its title."""


def walk_scenario(
    name: str, engine: str, server: Server, on_step: OnStep | None = None
) -> ScenarioResult:
    """Read a scenario, walk it, and hold it against its golden.

    Args:
        name: the scenario.
        engine: the engine's name.
        server: where its databases come from.
        on_step: told before each step.

    Returns:
        The result. An expected error (``ParityError``) ends the walk and is in ``error``; the
        steps before it stand.
    """
    try:
        scenario = read_scenario(name)
        golden = read_golden(scenario, engine)
    except ParityError as error:
        return ScenarioResult(
            name=name,
            title=name,
            teaches="",
            engine=engine,
            steps=(),
            error=str(error),
            exit_code=error.exit_code,
        )
    return judge(walk(scenario, engine, server, on_step), golden)


def walk(
    scenario: Scenario, engine: str, server: Server, on_step: OnStep | None = None
) -> ScenarioResult:
    """Do a scenario's steps on both sides of a fresh pair and compare after each one.

    Args:
        scenario: whose steps are done.
        engine: the engine's name.
        server: where its databases come from.
        on_step: told before each step.

    Returns:
        The result, not yet held against a golden: nothing in it is expected.
    """
    begin = time.perf_counter()
    done: list[StepResult] = []
    error: ParityError | None = None
    try:
        with server.pair() as pair, _travellers(scenario, pair, engine) as way:
            for step in scenario.steps:
                if on_step:
                    on_step(step.number, len(scenario.steps), step.title)
                done.append(way.step(step))
    except ParityError as problem:
        error = problem
    return ScenarioResult(
        name=scenario.name,
        title=scenario.title,
        teaches=scenario.teaches,
        engine=engine,
        steps=tuple(done),
        skipped=tuple(f"{step.number} {step.title}" for step in scenario.steps[len(done) :]),
        error=str(error) if error else None,
        exit_code=error.exit_code if error else 0,
        seconds=time.perf_counter() - begin,
    )


@dataclass(slots=True)
class _Traveller:
    """One side on its way: the framework, the camera, and what it remembers."""

    side: Side
    camera: Photographer
    now: Snapshot
    memory: Memory = field(default_factory=Memory)


@contextmanager
def _travellers(scenario: Scenario, pair: Pair, engine: str) -> Iterator[_Walk]:
    with ExitStack() as stack:
        travellers = []
        for name in SIDES:
            side = open_side(name, scenario, pair, engine)
            stack.callback(side.close)
            side.history()  # a revision file that cannot be read is told before anything is done
            camera = Photographer(pair.url(name))
            stack.callback(camera.close)
            traveller = _Traveller(side, camera, camera.photograph(side.ledger))
            traveller.memory.remember(traveller.now)
            travellers.append(traveller)
        flask, django = travellers
        yield _Walk(
            scenario,
            flask,
            django,
            SideBySide(scenario.name, scenario.tables, engine, flask.side, django.side),
        )


class _Walk:
    def __init__(
        self, scenario: Scenario, flask: _Traveller, django: _Traveller, sides: SideBySide
    ) -> None:
        self._scenario = scenario
        self._flask = flask
        self._django = django
        self._sides = sides

    def step(self, step: Step) -> StepResult:
        before = {each.side.name: each.now for each in self._both()}
        schemas = (self._flask.now.schema, self._django.now.schema)
        loads = rows_for_sides(self._scenario, step, *schemas, self._sides.pairing(*schemas))
        acted = {}
        notes = {}
        for each, (rows, noted) in zip(self._both(), loads, strict=True):
            acted[each.side.name] = act(each.side, step, rows)
            notes[each.side.name] = noted
            each.now = each.camera.photograph(each.side.ledger)

        context = self._sides.context(self._flask.now, self._django.now)
        found = list(self._sides.compare(self._flask.now, self._django.now))
        refusals = compare_refusals(step, acted["flask"].refused, acted["django"].refused)
        found += findings(refusals, context)
        results = []
        for each in self._both():
            lost = losses(before[each.side.name], each.now)
            missed: tuple[Loss, ...] = ()
            if step.verb in ("migrate", "rollback", "stamp"):
                first = each.memory.first_schema(each.now)
                if first is not None:
                    found += self._sides.compare_visits(
                        each.side.name, first, each.now.schema, context
                    )
                missed = each.memory.not_restored(each.now)
            each.memory.remember(each.now)
            results.append(
                SideResult(
                    side=each.side.name,
                    command=each.side.command(step),
                    changes=(*notes[each.side.name], *changes(before[each.side.name], each.now)),
                    lost=_loss_lines(lost, missed),
                    statements=acted[each.side.name].statements,
                    error=acted[each.side.name].error,
                )
            )
        return StepResult(
            number=step.number,
            verb=step.verb,
            title=step.title,
            says=step.says,
            revisions=self._moved(before),
            sides=(results[0], results[1]),
            findings=tuple(found),
            not_compared=not_compared(self._flask.now, self._django.now),
        )

    def _moved(self, before: dict[SideName, Snapshot]) -> tuple[str, ...]:
        """The revisions that either side applied or took back, earliest first."""
        moved: set[str] = set()
        for each in self._both():
            moved |= set(before[each.side.name].ledger.applied) ^ set(each.now.ledger.applied)
        order = [*self._flask.side.history(), *self._django.side.history()]
        return tuple(name for name in dict.fromkeys(order) if name in moved)

    def _both(self) -> tuple[_Traveller, _Traveller]:
        return (self._flask, self._django)


def _loss_lines(lost: tuple[Loss, ...], missed: tuple[Loss, ...]) -> tuple[str, ...]:
    """Losses in words, those of the ledger left out.

    Args:
        lost: what the step itself took away.
        missed: what was there when this state was last left and has not come back.
    """
    named = [(loss, "") for loss in lost]
    named += [(loss, "not restored: ") for loss in missed if loss not in lost]
    return tuple(
        f"{prefix}{loss.kind} {'of' if loss.kind in ('rows', 'values') else ''} {loss.where}: "
        f"{loss.text}".replace("  ", " ")
        for loss, prefix in named
        if loss.where.partition(".")[0] not in LEDGER_TABLES
    )
