"""A comparison of two databases as JUnit XML: a case for the schema, and one per table."""

from __future__ import annotations

from xml.etree import ElementTree

from compare.between.results import DiffResult, TableResult
from compare.reports.xml import document, element, suite


def diff_as_junit(result: DiffResult) -> str:
    """The comparison as JUnit XML; what is not same or explained is a failure.

    What a database could not read is an error, as JUnit calls what is no outcome of a test.
    """
    name = f"{result.left.label} = {result.right.label}"
    cases = []
    if result.schema is not None:
        lines = [f"unexplained: {e.difference.line}" for e in result.schema if e.reason is None]
        cases.append(_case(name, "schema", lines))
    cases += [
        _case(name, f"rows of {each.left}", _lines(each), failed=each.failed)
        for each in result.tables or ()
    ]
    if result.behaviour is not None:
        lines = [
            f"unexplained: {each.behaviour.difference().line}"
            for each in result.behaviour.differences
            if each.reason is None
        ]
        lines += [f"not probed: {text}" for text in result.behaviour.not_probed]
        cases.append(_case(name, "behaviour", lines))
    if result.not_compared:
        lines = [f"not compared: {text}" for text in result.not_compared]
        cases.append(_case(name, "what could not be compared", lines))
    if result.accepted:
        case = _case(name, "what is waived and was not compared", [])
        lines = [f"{each.text} ({each.reason.text})" for each in result.accepted]
        case.append(element("skipped", "\n".join(lines), message=lines[0]))
        cases.append(case)
    if result.stale:
        cases.append(_case(name, "waivers", [f"stale: {text}" for text in result.stale]))
    if result.failures:
        lines = [f"failed: {text}" for text in result.failures]
        cases.append(_case(name, "what a database could not read", lines, failed=True))
    if result.interrupted:
        cases.append(_case(name, "the whole", ["undetermined: it was interrupted"]))
    seconds = sum(each.seconds for each in result.tables or ())
    return document([suite(name, cases, seconds)])


def _lines(table: TableResult) -> list[str]:
    found = [
        f"unexplained: {each.line}"
        for group in table.groups
        if group.reason is None
        for each in group.examples
    ]
    found += [
        f"unexplained: {group.kind} {group.column or table.left}: {group.count} in all"
        for group in table.groups
        if group.reason is None and group.count > len(group.examples)
    ]
    found += [f"not compared: {text}" for text in table.not_compared]
    if table.missed:
        found.append(f"not compared: {table.missed} rows")
    return found


def _case(
    suite_name: str, title: str, lines: list[str], *, failed: bool = False
) -> ElementTree.Element:
    case = element("testcase", classname=suite_name, name=title)
    if lines:
        kind = lines[0].partition(":")[0]
        outcome = "error" if failed else "failure"
        case.append(element(outcome, "\n".join(lines), message=lines[0], type=kind))
    return case
