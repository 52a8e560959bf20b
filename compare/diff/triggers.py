"""Triggers of tables and views, matched by name."""

from __future__ import annotations

from dataclasses import replace

from compare.diff import describe
from compare.diff.matching import match
from compare.diff.renaming import renamed
from compare.diff.tables import TablePair
from compare.model import Difference, Trigger


def diff_triggers(tables: TablePair) -> list[Difference]:
    """Triggers that are missing on one side or whose definitions differ.

    A definition may name tables that the sides call by other names.
    """
    theirs = tuple(
        replace(trigger, definition=renamed(trigger.definition, tables.right_to_left))
        for trigger in tables.right.triggers
    )
    matched = match(
        tables.left.triggers,
        theirs,
        [lambda trigger: trigger, lambda trigger: trigger.name],
    )
    found = tables.missing(
        "trigger", matched.only_left, matched.only_right, where=_where, text=_text
    )
    for left, right in matched.pairs:
        found += tables.facets(
            "trigger",
            _where(left),
            left,
            right,
            (("definition", left.definition, right.definition),),
        )
    return found


def _where(trigger: Trigger) -> str:
    return f" trigger {describe.word(trigger.name)}"


def _text(trigger: Trigger) -> str:
    return trigger.definition
