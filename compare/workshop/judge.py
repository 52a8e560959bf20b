"""What is still different from the goal, and from the other side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from compare.model import SIDES, SideName, Snapshot
from compare.run.compared import Models, SideBySide, not_compared
from compare.workshop import typed
from compare.workshop.differences import UNIMPORTANT, differences
from compare.workshop.exercise import LABEL, Exercise
from compare.workshop.finding import Finding, sort_of, told_of
from compare.workshop.own import judge_own, unreadable
from compare.workshop.trial import Trial
from compare.workshop.walked import Problem, Trouble, Walked

_STAGES = ("up", "down", "again")
_MODELS = {"flask": "flask/models.py", "django": f"django/{LABEL}/models.py"}
_LOOK: dict[tuple[SideName, Trouble], str] = {
    ("flask", "no-app"): "flask/app.py",
    ("django", "no-app"): "django/project/settings.py",
    ("flask", "elsewhere"): "flask/app.py",
    ("django", "elsewhere"): "django/project/settings.py",
}
_NOWHERE: frozenset[Trouble] = frozenset({"no-init", "no-revision", "crashed", "slow"})
"""What is the matter with no file."""
_ALWAYS = frozenset({"migration-ledger"})
"""Conventions that stand wherever there are two frameworks."""


def judge(trial: Trial) -> tuple[Finding, ...]:
    """What is still to be mended, the most important first; nothing where it is solved.

    A side that cannot be walked is told of that alone. The two sides are held against each other,
    and the learner's own databases looked at, once each side is as it should be.

    Args:
        trial: what came of the exercise.
    """
    found = [each for side in SIDES for each in _side(trial, side)]
    return tuple(found or _twins(trial) or judge_own(trial))


def _side(trial: Trial, side: SideName) -> list[Finding]:
    mine = trial.learner[side]
    # What was changed though it is applied everywhere explains all else.
    if mine.changed:
        return [Finding(side, "given", {"place": mine.changed[0]}, mine.changed[0])]
    found = _walked(trial.exercise, mine, trial.goal.get(side))
    problem = unreadable(side, mine)
    if found and problem is not None and "unreadable" not in (each.key for each in found):
        found.insert(0, problem)
    back = _back(trial.exercise, mine)
    return [replace(each, back=back) if _about_revision(each) else each for each in found]


def _walked(exercise: Exercise, mine: Walked, goal: Walked | None) -> list[Finding]:
    side = mine.side
    found: list[Finding] = []
    if mine.drift:
        told = {"changes": "; ".join(mine.drift), "command": typed.generate(side)}
        found.append(Finding(side, "drift", told, _MODELS[side]))
    if goal is not None:
        found += _lacking(mine, goal) if exercise.free else []
        found += _stages(exercise, mine, _there_and_back(mine) if exercise.free else goal)
        found += [] if found else _rules(mine, goal)
    # What went wrong before may be why it did not go on.
    if mine.problem is not None and not found:
        told = {
            "reason": mine.problem.reason,
            "place": mine.problem.place,
            "generate": typed.generate(side),
            "merge": typed.merge(side),
        }
        found.append(
            Finding(side, mine.problem.kind, told, _look_for(mine.problem, exercise, mine))
        )
    # Nothing fails for it today.
    for place in mine.live if not found else ():
        found.append(Finding(side, "live-models", {"place": place}, place.partition(":")[0]))
    return found


def _lacking(mine: Walked, goal: Walked) -> list[Finding]:
    """Tables and columns that the solution has, whatever else may be another way."""
    if mine.up is None or goal.up is None:
        return []
    return [
        Finding(mine.side, "up.missing", told_of(each), _MODELS[mine.side])
        for each in differences(mine.up, goal.up)
        if each.kind in ("table.missing", "column.missing") and each.left is None
    ]


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
            Finding(mine.side, f"{stage}.{sort_of(each)}", told_of(each), _look(exercise, mine))
            for each in differences(have, want)
            if exercise.names or not each.kind.endswith(".name")
        ]
        if found:
            return found
    return []


def _snapshot(walked: Walked, stage: str) -> Snapshot | None:
    found: Snapshot | None = getattr(walked, stage)
    return found


def _rules(mine: Walked, goal: Walked) -> list[Finding]:
    """What becomes of rows when the row is deleted that they belong to, where Python sees to it."""
    return [
        Finding(
            mine.side,
            "rule",
            {"where": where, "have": mine.rules[where], "want": wanted},
            _MODELS[mine.side],
        )
        for where, wanted in goal.rules.items()
        if where in mine.rules and mine.rules[where] != wanted
    ]


def _about_revision(finding: Finding) -> bool:
    return finding.key.partition(".")[0] in ("up", "again", "drift", "rule")


def _back(exercise: Exercise, walked: Walked) -> str:
    """What takes back the learner's newest revision; empty: it is not applied, or not theirs."""
    newest = walked.history[-1] if walked.history else ""
    if newest in ("", exercise.start) or newest not in (walked.own or ()):
        return ""
    return typed.back(walked.side, walked.before_last)


def _twins(trial: Trial) -> list[Finding]:
    flask, django = trial.learner["flask"], trial.learner["django"]
    if flask.up is None or django.up is None:
        return []
    sides = Models(flask.declared), Models(django.declared)
    found = []
    for each in SideBySide(LABEL, (), "sqlite", *sides).compare(flask.up, django.up):
        told = told_of(each.difference)
        if each.difference.area == "ledger":
            continue
        if each.convention is None:
            if each.difference.kind in UNIMPORTANT and not trial.exercise.exact:
                continue
            found.append(Finding(None, f"twin.{sort_of(each.difference)}", told))
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


def _look_for(problem: Problem, exercise: Exercise, walked: Walked) -> str:
    """The file to look at for what kept a walk from going on; empty: it is in none."""
    place = problem.place.partition(":")[0] or _LOOK.get((walked.side, problem.kind))
    if place or problem.kind in _NOWHERE:
        return place or ""
    return _look(exercise, walked)


def _look(exercise: Exercise, walked: Walked) -> str:
    """The file that most likely has to be another one.

    A revision that was given is mended where it is; one that the learner generated follows the
    models, if those are the learner's, too. Nothing, where all files that there are may be right.
    """
    models = _MODELS[walked.side]
    from_models = (exercise.folder / "solution" / models).is_file()
    newest = walked.history[-1] if walked.history else exercise.start
    file = walked.files.get(newest, "")
    if newest != exercise.start and (file in walked.given or not from_models):
        return file
    return models if from_models else ""


def lines(findings: Iterable[Finding]) -> list[str]:
    """Findings as ``fails`` of an exercise has them, each once."""
    return list(dict.fromkeys(each.line for each in findings))
