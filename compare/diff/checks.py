"""CHECK constraints, matched by expression, then by name."""

from __future__ import annotations

from compare.diff import describe
from compare.diff.matching import match
from compare.diff.tables import TablePair
from compare.model import Check, Difference


def diff_checks(tables: TablePair) -> list[Difference]:
    """Differences between the CHECK constraints of two tables.

    Equal expressions are matched first, whatever their names; two checks of one name whose
    expressions differ are ``check.expression``.
    """
    matched = match(
        tables.left.checks,
        tables.right.checks,
        [lambda check: check, lambda check: check.expression, lambda check: check.name],
    )
    found = tables.missing(
        "check", matched.only_left, matched.only_right, where=_where, text=describe.check
    )
    for left, right in matched.pairs:
        found += tables.facets(
            "check",
            _where(left),
            left,
            right,
            (
                ("expression", _bare(left), _bare(right)),
                ("options", describe.options(left.options), describe.options(right.options)),
                ("name", describe.name(left.name), describe.name(right.name)),
            ),
        )
    return found


def _bare(check: Check) -> str:
    return describe.check(Check(check.expression))


def _where(check: Check) -> str:
    return f" {describe.word(check.name)}" if check.name else f" check ({check.expression})"
