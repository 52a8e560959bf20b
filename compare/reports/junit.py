"""A run as JUnit XML: a suite per scenario and engine, a case per step."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from compare.redaction import redact
from compare.run.results import RunResult, ScenarioResult, StepResult

# XML 1.0 has no place for these, not even escaped.
_NOT_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def as_junit(result: RunResult) -> str:
    """The run as JUnit XML.

    A step that is not same or explained is a failure; a scenario's failure is an error of the
    step at which it happened, and the steps after it are skipped.
    """
    root = ElementTree.Element("testsuites", name="parity")
    for scenario in result.scenarios:
        root.append(_suite(scenario))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(scenario: ScenarioResult) -> ElementTree.Element:
    name = f"{scenario.name}.{scenario.engine}"
    cases = [_case(name, step) for step in scenario.steps]
    if scenario.error is not None:
        failed, *later = scenario.skipped or ("reading the scenario",)
        cases.append(_element("testcase", classname=name, name=failed))
        cases[-1].append(_element("error", scenario.error, message=scenario.error))
        for title in later:
            case = _element("testcase", classname=name, name=title)
            case.append(_element("skipped", message="a step before it failed"))
            cases.append(case)
    if scenario.stale:
        case = _element("testcase", classname=name, name="golden")
        text = "\n".join(scenario.stale)
        case.append(_element("failure", text, message="stale", type="stale"))
        cases.append(case)
    suite = _element(
        "testsuite",
        name=name,
        tests=str(len(cases)),
        failures=str(sum(case.find("failure") is not None for case in cases)),
        errors=str(sum(case.find("error") is not None for case in cases)),
        skipped=str(sum(case.find("skipped") is not None for case in cases)),
        time=f"{scenario.seconds:.3f}",
    )
    suite.extend(cases)
    return suite


def _case(name: str, step: StepResult) -> ElementTree.Element:
    case = _element("testcase", classname=name, name=f"{step.number} {step.title}")
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
    case.append(_element("failure", "\n".join(lines), message=lines[0], type=step.verdict))
    return case


def _element(tag: str, text: str | None = None, /, **attributes: str) -> ElementTree.Element:
    clean = {key: _clean(value) for key, value in attributes.items()}
    element = ElementTree.Element(tag, clean)
    if text is not None:
        element.text = _clean(text)
    return element


def _clean(text: str) -> str:
    """The text without passwords and without what XML cannot hold."""
    return _NOT_XML.sub("�", redact(text))
