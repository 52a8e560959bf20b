"""What is still different from the goal, and from the other side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from compare.diff import diff_schemas
from compare.model import LEDGER_TABLES, SIDES, Difference, Pairing, Schema, SideName, Snapshot
from compare.rows import diff_rows
from compare.run.compared import Models, SideBySide, not_compared
from compare.scenario import BASE, HEAD
from compare.workshop.exercise import LABEL, Exercise
from compare.workshop.trial import Trial
from compare.workshop.walked import Trouble, Walked

_STAGES = ("up", "down", "again")
_MODELS = {"flask": "flask/models.py", "django": f"django/{LABEL}/models.py"}
_LOOK: dict[tuple[SideName, Trouble], str] = {
    ("flask", "no-app"): "flask/app.py",
    ("django", "no-app"): "django/project/settings.py",
    ("flask", "elsewhere"): "flask/app.py",
    ("django", "elsewhere"): "django/project/settings.py",
    ("flask", "no-init"): "",
    # Each of them is right.
    ("flask", "heads"): "",
    ("django", "heads"): "",
}
_ALWAYS = frozenset({"migration-ledger"})
"""Conventions that stand wherever there are two frameworks."""
_UNIMPORTANT = frozenset({"column.order", "row.next-id", "row.storage"})
"""What is not asked for, unless both sides have to agree exactly."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is still to be mended.

    Attributes:
        side: where; None: between both sides.
        key: which sentence of ``phrases`` tells of it.
        told: what stands in it.
        look: the file to look at, from the learner's folder; empty: none in particular.
    """

    side: SideName | None
    key: str
    told: dict[str, str] = field(default_factory=dict)
    look: str = ""

    @property
    def line(self) -> str:
        """Side and sentence, as an exercise says what it begins with."""
        return f"{self.side or 'twin'} {self.key}"


def judge(trial: Trial) -> tuple[Finding, ...]:
    """What is still to be mended, the most important first; nothing where it is solved.

    A side that cannot be walked is told of that alone. The two sides are held against each other,
    and the learner's own databases looked at, once each side is as it should be.

    Args:
        trial: what came of the exercise.
    """
    found = [each for side in SIDES for each in _side(trial, side)]
    return tuple(found or _twins(trial) or _own(trial))


def _side(trial: Trial, side: SideName) -> Iterator[Finding]:
    mine, goal = trial.learner[side], trial.goal.get(side)
    found: list[Finding] = []
    if mine.drift:
        found.append(Finding(side, "drift", {"changes": "; ".join(mine.drift)}, _MODELS[side]))
    if goal is not None:
        want = _there_and_back(mine) if trial.exercise.free else goal
        found += _stages(trial.exercise, mine, want)
    # What went wrong before may be why it did not go on.
    if mine.problem is not None and not found:
        told = {"reason": mine.problem.reason, "place": mine.problem.place}
        look = mine.problem.place.partition(":")[0] or _LOOK.get((side, mine.problem.kind))
        look = _look(trial.exercise, mine) if look is None else look
        found.append(Finding(side, mine.problem.kind, told, look))
    # Nothing fails for it today.
    for place in mine.live if not found else ():
        found.append(Finding(side, "live-models", {"place": place}, place.partition(":")[0]))
    yield from found


def _there_and_back(walked: Walked) -> Walked:
    """What a walk that may end anywhere has to come by: where it began, and its own end again."""
    return replace(walked, down=walked.start, again=walked.up)


def _stages(exercise: Exercise, mine: Walked, goal: Walked) -> list[Finding]:
    """How the database differs from the goal's, at the first stage at which it does."""
    for stage in _STAGES:
        have, want = _snapshot(mine, stage), _snapshot(goal, stage)
        if have is None or want is None:
            break
        found = [
            Finding(mine.side, f"{stage}.{_sort(each)}", _told(each), _look(exercise, mine))
            for each in _differences(have, want)
            if exercise.names or not each.kind.endswith(".name")
        ]
        if found:
            return found
    return []


def _snapshot(walked: Walked, stage: str) -> Snapshot | None:
    found: Snapshot | None = getattr(walked, stage)
    return found


def _differences(mine: Snapshot, goal: Snapshot) -> list[Difference]:
    """All in which two databases of one framework differ, ledgers apart."""
    pairing = _same_names(mine.schema, goal.schema)
    found = list(diff_schemas(mine.schema, goal.schema, pairing))
    for name, _ in pairing:
        rows = mine.rows_of(name), goal.rows_of(name)
        tables = mine.schema.table(name), goal.schema.table(name)
        if rows[0] and rows[1] and tables[0] and tables[1]:
            found += diff_rows(rows[0], rows[1], tables[0], tables[1])
    # A column that is not there has no values either.
    alone = {each.where for each in found if each.kind == "column.missing"}
    return [
        each
        for each in found
        if each.table not in LEDGER_TABLES
        and each.kind not in _UNIMPORTANT
        and not (each.area == "rows" and each.where in alone)
    ]


def _same_names(left: Schema, right: Schema) -> Pairing:
    theirs = {table.name for table in right.tables}
    return tuple((each.name, each.name) for each in left.tables if each.name in theirs)


def _twins(trial: Trial) -> list[Finding]:
    flask, django = trial.learner["flask"], trial.learner["django"]
    if flask.up is None or django.up is None:
        return []
    sides = Models(flask.declared), Models(django.declared)
    found = []
    for each in SideBySide(LABEL, (), "sqlite", *sides).compare(flask.up, django.up):
        told = _told(each.difference)
        if each.difference.area == "ledger":
            continue
        if each.convention is None:
            if each.difference.kind in _UNIMPORTANT and not trial.exercise.exact:
                continue
            found.append(Finding(None, f"twin.{_sort(each.difference)}", told))
        elif _has_to_go(trial.exercise, each.convention):
            found.append(Finding(None, "convention", {**told, "convention": each.convention}))
    untold = [
        Finding(None, "not-compared", {"what": each}) for each in not_compared(flask.up, django.up)
    ]
    return found + untold


def _has_to_go(exercise: Exercise, convention: str) -> bool:
    if convention in exercise.closed:
        return True
    return exercise.exact and convention not in _ALWAYS and convention not in exercise.leaves


def _own(trial: Trial) -> list[Finding]:
    """Where the learner's own databases are, and where they should be."""
    end = trial.exercise.own.end
    found = []
    for side in trial.exercise.sides if end else ():
        walked = trial.learner[side]
        if walked.own_problem:
            found.append(Finding(side, "own.unreadable", {"reason": walked.own_problem}))
        elif walked.own is None:
            found.append(Finding(side, "own.none"))
        elif set(walked.own) != set(_until(walked.history, end)):
            at = walked.own[-1] if walked.own else BASE
            wanted = walked.history[-1] if end == HEAD else end
            left = _half_way(trial.exercise, walked)
            lacks = [each for each in _until(walked.history, end) if each not in walked.own]
            told = {"at": at, "wanted": wanted, "lacks": ", ".join(lacks)}
            if left is not None:
                found.append(Finding(side, "own.half-way", {**told, **_told(left)}))
            else:
                key = "own.gap" if at == wanted and lacks else "own.elsewhere"
                found.append(Finding(side, key, told))
        elif end == HEAD and walked.own_state is not None and walked.up is not None:
            found += [
                Finding(side, f"own.{_sort(each)}", _told(each))
                for each in _differences(walked.own_state, walked.up)
                # Rows that the learner put in are nobody's business.
                if each.area == "schema" or _sort(each) != "row-extra"
            ]
    return found


def _half_way(exercise: Exercise, walked: Walked) -> Difference | None:
    """What an attempt has left in the learner's own database, which its ledger knows nothing of."""
    if set(walked.own or ()) != set(_until(walked.history, exercise.start)):
        return None
    if walked.own_state is None or walked.start is None:
        return None
    found = _differences(walked.own_state, walked.start)
    left = ("extra", "leftover")
    return next((each for each in found if each.area == "schema" and _sort(each) in left), None)


def _until(history: tuple[str, ...], end: str) -> tuple[str, ...]:
    if end in (BASE, HEAD):
        return history if end == HEAD else ()
    return history[: history.index(end) + 1] if end in history else ()


def _sort(difference: Difference) -> str:
    """What kind of sentence a difference needs."""
    prefix = "row-" if difference.area == "rows" else ""
    if difference.kind == "column.nullable":
        return "may-be-null" if difference.right == "not null" else "not-null"
    if difference.kind.endswith(".leftover"):
        return "leftover"
    if difference.left is None and difference.kind.endswith(".missing"):
        return f"{prefix}missing"
    if difference.right is None and difference.kind.endswith(".missing"):
        return f"{prefix}extra"
    return f"{prefix}other"


def _told(difference: Difference) -> dict[str, str]:
    thing, _, facet = difference.kind.partition(".")
    return {
        "thing": thing,
        "facet": facet,
        "where": difference.where,
        "have": "–" if difference.left is None else difference.left,
        "want": "–" if difference.right is None else difference.right,
    }


def _look(exercise: Exercise, walked: Walked) -> str:
    """The newest revision; where there is none after those that are only given, the models.

    Nothing, where the models are given, too: what lacks is a file that is not there yet.
    """
    models = _MODELS[walked.side]
    newest = walked.history[-1] if walked.history else exercise.start
    if newest != exercise.start:
        return walked.files.get(newest, models)
    return models if (exercise.folder / "solution" / models).is_file() else ""


def lines(findings: Iterable[Finding]) -> list[str]:
    """Findings as ``fails`` of an exercise has them, each once."""
    return list(dict.fromkeys(each.line for each in findings))
