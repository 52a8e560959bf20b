"""A run as one versioned JSON document, described in ``docs/json.md``."""

from __future__ import annotations

import json

from compare.model import Difference
from compare.redaction import redact
from compare.run.results import AREAS, Finding, RunResult, ScenarioResult, SideResult, StepResult

VERSION = 1


def as_json(result: RunResult) -> str:
    """The whole run as indented JSON with a final newline.

    It holds no times, so that two runs of the same state give the same document.
    """
    document = {
        "version": VERSION,
        "exit_code": result.exit_code,
        "scenarios": [_scenario(scenario) for scenario in result.scenarios],
    }
    return as_document(document)


def as_document(document: object) -> str:
    """JSON text of a document, passwords masked, indented, with a final newline."""
    return json.dumps(_redacted(document), indent=2, ensure_ascii=False) + "\n"


def _redacted(value: object) -> object:
    """The document with passwords masked in every text; keys are the format's own."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, dict):
        return {key: _redacted(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_redacted(each) for each in value]
    return value


def _scenario(result: ScenarioResult) -> dict[str, object]:
    return {
        "name": result.name,
        "title": result.title,
        "engine": result.engine,
        "verdict": result.verdict,
        "error": result.error,
        "golden": result.golden,
        "stale": list(result.stale),
        "skipped": list(result.skipped),
        "steps": [_step(step) for step in result.steps],
    }


def _step(step: StepResult) -> dict[str, object]:
    return {
        "number": step.number,
        "verb": step.verb,
        "title": step.title,
        "revisions": list(step.revisions),
        "verdict": step.verdict,
        "areas": {area: step.verdict_on(area) for area in AREAS},
        "sides": {side.side: _side(side) for side in step.sides},
        "differences": [_finding(finding) for finding in step.findings],
        "stale": list(step.stale),
        "unexpected": list(step.unexpected),
        "not_compared": list(step.not_compared),
    }


def _side(side: SideResult) -> dict[str, object]:
    return {
        "command": side.command,
        "changes": side.changes,
        "lost": side.lost,
        "statements": side.statements,
        "error": side.error,
    }


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "verdict": finding.verdict,
        "convention": finding.convention,
        **difference_fields(finding.difference, "flask", "django"),
    }


def difference_fields(difference: Difference, left: str, right: str) -> dict[str, object]:
    """What a document says of a difference.

    Args:
        difference: the difference.
        left: under which key it says what the left side has.
        right: likewise for the right.
    """
    return {
        "area": difference.area,
        "kind": difference.kind,
        "where": difference.where,
        "table": difference.table,
        "column": difference.column,
        left: difference.left,
        right: difference.right,
    }
