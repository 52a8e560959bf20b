"""Findings against what the golden expects."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from compare.expected import ExpectedStep, Golden, write_golden
from compare.run.results import RunResult, ScenarioResult, StepResult
from compare.scenario import read_scenario


def judge(result: ScenarioResult, golden: Golden | None) -> ScenarioResult:
    """The result with each step held against the golden.

    What the golden has and the step has not is stale; what the step has and the golden has not is
    new. After a failure the steps that were not done are not held against it.
    """
    expected = golden or ()
    steps = tuple(
        _judge_step(step, expected[place] if place < len(expected) else ExpectedStep(step.title))
        for place, step in enumerate(result.steps)
    )
    beyond = expected[len(steps) + len(result.skipped) :] if result.error is None else ()
    return replace(
        result,
        steps=steps,
        golden=golden is not None,
        stale=tuple(f"step “{step.title}” is no longer in the scenario" for step in beyond),
    )


def as_golden(result: ScenarioResult) -> Golden:
    """What to expect from now on: the explained differences and the losses of each step."""
    return tuple(
        ExpectedStep(
            title=step.title,
            explained=tuple(
                sorted((each.convention or "", each.difference.line) for each in step.findings)
            ),
            lost=tuple((side.side, line) for side in step.sides for line in side.lost),
        )
        for step in result.steps
    )


def accept_goldens(result: RunResult) -> tuple[RunResult, tuple[str, ...]]:
    """Write the golden of each scenario that was compared whole and has nothing unexplained.

    Returns:
        The result held against the goldens as they are now, and a sentence for each golden that
        was refused and left as it was.

    Raises:
        ToolError: a golden cannot be written.
    """
    scenarios = []
    refused = []
    for scenario in result.scenarios:
        each = scenario
        unexplained = sum(
            finding.convention is None for step in each.steps for finding in step.findings
        )
        unseen = sum(len(step.not_compared) for step in each.steps)
        if each.error is not None:
            refused.append(f"the golden of {each.name} stays as it is, because the walk failed.")
        elif unseen:
            refused.append(
                f"the golden of {each.name} stays as it is, because something could not be "
                f"compared ({unseen} in all)."
            )
        elif unexplained:
            refused.append(
                f"the golden of {each.name} stays as it is, because "
                f"{unexplained} difference{'s are' if unexplained != 1 else ' is'} unexplained."
            )
        else:
            golden = as_golden(each)
            write_golden(read_scenario(each.name), each.engine, golden)
            each = judge(each, golden)
        scenarios.append(each)
    return replace(result, scenarios=tuple(scenarios)), tuple(refused)


def _judge_step(step: StepResult, expected: ExpectedStep) -> StepResult:
    waiting = Counter(expected.explained)
    findings = []
    for finding in step.findings:
        key = (finding.convention or "", finding.difference.line)
        known = waiting[key] > 0
        waiting[key] -= known
        findings.append(replace(finding, expected=known))
    stale = [f"{line} ({slug})" for (slug, line), count in waiting.items() for _ in range(count)]

    expected_losses = Counter(expected.lost)
    found_losses = Counter((side.side, line) for side in step.sides for line in side.lost)
    stale += [f"lost on the {side} side: {line}" for side, line in expected_losses - found_losses]
    unexpected = [
        f"lost on the {side} side: {line}" for side, line in found_losses - expected_losses
    ]
    if expected.title != step.title:
        stale.append(f"the step “{expected.title}”, which is now “{step.title}”")
    return replace(step, findings=tuple(findings), stale=tuple(stale), unexpected=tuple(unexpected))
