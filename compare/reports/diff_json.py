"""A comparison of two databases as one versioned JSON document, described in ``docs/json.md``."""

from __future__ import annotations

from compare.between.reasons import Reason
from compare.between.results import BehaviourResult, DiffResult, Group, Half, Stands, TableResult
from compare.model import Difference
from compare.probe import Behaviour
from compare.reports.json import as_document, difference_fields

VERSION = 1


def diff_as_json(result: DiffResult) -> str:
    """The whole comparison as indented JSON with a final newline; it holds no times."""
    return as_document(
        {
            "version": VERSION,
            "exit_code": result.exit_code,
            "verdict": result.verdict,
            "partial": result.partial,
            "databases": {"a": _half(result.left), "b": _half(result.right)},
            "schema": None if result.schema is None else [_stands(each) for each in result.schema],
            "tables": None if result.tables is None else [_table(each) for each in result.tables],
            "not_compared": list(result.not_compared),
            "waived": [
                {"text": each.text, "reason": _reason(each.reason)} for each in result.accepted
            ],
            "left_out": list(result.left_out),
            "proposals": [
                {"left": each.left, "right": each.right, "likeness": each.likeness, "why": each.why}
                for each in result.proposals
            ],
            "stale": list(result.stale),
            "failures": list(result.failures),
            "behaviour": None if result.behaviour is None else _behaviour(result.behaviour),
        }
    )


def _half(half: Half) -> dict[str, object]:
    return {
        "label": half.label,
        "engine": half.engine,
        "version": half.version,
        "framework": half.framework,
    }


def _stands(stands: Stands) -> dict[str, object]:
    return {**_difference(stands.difference), "reason": _reason(stands.reason)}


def _table(table: TableResult) -> dict[str, object]:
    return {
        "a": table.left,
        "b": table.right,
        "verdict": table.verdict,
        "rows": {"a": table.left_rows, "b": table.right_rows, "compared": table.compared},
        "changed": table.changed,
        "only": {"a": table.only_left, "b": table.only_right},
        "differences": [_group(each) for each in table.groups],
        "not_compared": list(table.not_compared),
        "notes": list(table.notes),
    }


def _behaviour(found: BehaviourResult) -> dict[str, object]:
    return {
        "verdict": found.verdict,
        "differences": [
            {**_done(each.behaviour), "reason": _reason(each.reason)} for each in found.differences
        ],
        "same": [_done(each) for each in found.same],
        "not_probed": list(found.not_probed),
        "notes": list(found.notes),
        "hints": list(found.hints),
    }


def _done(behaviour: Behaviour) -> dict[str, object]:
    return {**_difference(behaviour.difference()), "done": behaviour.done}


def _group(group: Group) -> dict[str, object]:
    return {
        "kind": group.kind,
        "column": group.column,
        "reason": _reason(group.reason),
        "count": group.count,
        "examples": [_difference(each) for each in group.examples],
    }


def _reason(reason: Reason | None) -> dict[str, str] | None:
    if reason is None:
        return None
    return {"kind": reason.kind, "name": reason.name, "text": reason.text}


def _difference(difference: Difference) -> dict[str, object]:
    return difference_fields(difference, "a", "b")
