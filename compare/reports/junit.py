"""A run as JUnit XML: a suite per scenario and engine, a case per step."""

from __future__ import annotations

from xml.etree import ElementTree

from compare.reports.xml import document, element, suite
from compare.run.results import RunResult, ScenarioResult, StepResult


def as_junit(result: RunResult) -> str:
    """The run as JUnit XML.

    A step that is not same or explained is a failure; a scenario's failure is an error of the
    step at which it happened, and the steps after it are skipped.
    """
    return document(map(_suite, result.scenarios))


def _suite(scenario: ScenarioResult) -> ElementTree.Element:
    name = f"{scenario.name}.{scenario.engine}"
    cases = [_case(name, step) for step in scenario.steps]
    if scenario.error is not None:
        failed, *later = scenario.skipped or ("reading the scenario",)
        cases.append(element("testcase", classname=name, name=failed))
        cases[-1].append(element("error", scenario.error, message=scenario.error))
        for title in later:
            case = element("testcase", classname=name, name=title)
            case.append(element("skipped", message="a step before it failed"))
            cases.append(case)
    if scenario.stale:
        case = element("testcase", classname=name, name="golden")
        text = "\n".join(scenario.stale)
        case.append(element("failure", text, message="stale", type="stale"))
        cases.append(case)
    return suite(name, cases, scenario.seconds)


def _case(name: str, step: StepResult) -> ElementTree.Element:
    case = element("testcase", classname=name, name=f"{step.number} {step.title}")
    if step.verdict in ("same", "explained"):
        return case
    lines = [
        f"{finding.verdict}: {finding.difference.line}"
        + (f" ({finding.convention})" if finding.convention else "")
        for finding in step.findings
        if finding.verdict != "explained"
    ]
    lines += [f"stale: {line}" for line in step.stale]
    lines += [f"new: {line}" for line in step.unexpected]
    lines += [f"not compared: {line}" for line in step.not_compared]
    case.append(element("failure", "\n".join(lines), message=lines[0], type=step.verdict))
    return case
