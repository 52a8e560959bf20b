"""Where the learner's own databases are, and where they should be."""

from __future__ import annotations

from compare.model import SIDES, Difference, SideName
from compare.scenario import BASE, HEAD
from compare.workshop.differences import differences
from compare.workshop.exercise import Exercise
from compare.workshop.finding import Finding, sort_of, told_of
from compare.workshop.trial import Trial
from compare.workshop.typed import back, forward
from compare.workshop.walked import Walked

_DATABASES = {"flask": "flask/instance/blog.db", "django": "django/db.sqlite3"}


def unreadable(side: SideName, walked: Walked) -> Finding | None:
    """What keeps the project from using its own database; then no command works."""
    if not walked.own_problem:
        return None
    told = {
        "reason": walked.own_problem,
        "database": _DATABASES[side],
        "command": forward(side),
    }
    return Finding(side, "own.unreadable", told)


def judge_own(trial: Trial) -> list[Finding]:
    """What is still to be done to the learner's own databases, once the revisions are right."""
    end = trial.exercise.own.end
    if not end:
        return []
    return [
        each
        for side in SIDES
        if side in trial.exercise.sides
        for each in _side(trial.exercise, side, trial.learner[side], end)
    ]


def _side(exercise: Exercise, side: SideName, walked: Walked, end: str) -> list[Finding]:
    problem = unreadable(side, walked)
    if problem is not None:
        return [problem]
    wanted = walked.until(end)
    if walked.own is None:
        return [Finding(side, "own.none", {"command": forward(side)})]
    if set(walked.own) != set(wanted):
        return [_elsewhere(exercise, side, walked, wanted, end)]
    state = walked.up if end == HEAD else walked.down if end == exercise.start else None
    if walked.own_state is None or state is None:
        return []
    told = {"back": back(side, walked.before_last), "forward": forward(side)}
    if end != HEAD:
        told = {"back": forward(side), "forward": back(side, end)}
    return [
        Finding(side, f"own.{sort_of(each)}", {**told_of(each), **told})
        for each in differences(walked.own_state, state)
        # Rows that the learner put in are nobody's business.
        if each.area == "schema" or sort_of(each) != "row-extra"
    ]


def _elsewhere(
    exercise: Exercise, side: SideName, walked: Walked, wanted: tuple[str, ...], end: str
) -> Finding:
    applied = walked.own or ()
    at = applied[-1] if applied else BASE
    lacks = [each for each in wanted if each not in applied]
    command = forward(side, end) if lacks else back(side, end)
    told = {
        "at": at,
        "wanted": wanted[-1] if wanted else BASE,
        "lacks": ", ".join(lacks),
        "command": command,
    }
    left = _half_way(exercise, walked)
    if left is not None:
        return Finding(side, "own.half-way", {**told, **told_of(left)})
    return Finding(side, "own.gap" if at == told["wanted"] and lacks else "own.elsewhere", told)


def _half_way(exercise: Exercise, walked: Walked) -> Difference | None:
    """What an attempt has left in the learner's own database, which its ledger knows nothing of."""
    if set(walked.own or ()) != set(walked.until(exercise.start)):
        return None
    if walked.own_state is None or walked.start is None:
        return None
    found = differences(walked.own_state, walked.start)
    left = ("extra", "leftover")
    return next((each for each in found if each.area == "schema" and sort_of(each) in left), None)
