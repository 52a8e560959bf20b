"""A comparison of two databases as one page that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Sequence
from shlex import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from compare.between.results import DiffResult, Stands, Tried
from compare.redaction import redact
from compare.reports.diff_words import FRAMEWORKS, by_reason, closing, counted, reasons


def diff_as_html(result: DiffResult) -> str:
    """The whole comparison as HTML; it works from the disk and in the dark."""
    environment = Environment(
        loader=PackageLoader("compare.reports"), autoescape=True, undefined=StrictUndefined
    )
    page = environment.get_template("diff.html.j2").render(
        result=result,
        schema=None if result.schema is None else by_reason(result.schema),
        closing=closing(result),
        counted=_counted,
        frameworks=FRAMEWORKS,
        reasons=reasons(result),
        proposals=[(quote(f"{each.left}={each.right}"), each) for each in result.proposals],
    )
    return redact(page) + "\n"


def _counted(found: Sequence[Stands | Tried]) -> str:
    wrong = sum(each.reason is None for each in found)
    return counted(wrong, len(found) - wrong)
