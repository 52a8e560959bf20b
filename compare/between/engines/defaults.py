"""Defaults that say the same in other words."""

from __future__ import annotations

import re

from compare.between.engines.reason import Engines
from compare.model import Column, Difference

_NOW = {
    "now()",
    "current_timestamp",
    "current_timestamp()",
    "current_timestamp(6)",
    "statement_timestamp()",
    "now(6)",
}


def same_default(difference: Difference, engines: Engines) -> bool:
    """Both defaults mean the same."""
    if difference.kind != "column.default" or difference.left is None or difference.right is None:
        return False
    columns = (difference.left_object, difference.right_object)
    textual = any(isinstance(each, Column) and _TEXTUAL.match(each.type) for each in columns)
    one, other = (
        _constant(engine, text, textual=textual)
        for engine, text in zip(engines, (difference.left, difference.right), strict=True)
    )
    return one == other and not _ends_at_seconds(difference, engines)


def _ends_at_seconds(difference: Difference, engines: Engines) -> bool:
    """Whether MySQL's clock gives whole seconds where a fraction was asked for, and had.

    ``(now())`` fills the digits of a ``datetime(6)`` with zeros. SQLite's clock has none to give.
    """
    if "sqlite" in engines or "mysql" not in engines:
        return False
    place = engines.index("mysql")
    column = (difference.left_object, difference.right_object)[place]
    text = (difference.left, difference.right)[place]
    return isinstance(column, Column) and text == "(now())" and column.type.endswith(")")


_TEXTUAL = re.compile(
    r"(var)?char|character|(tiny|medium|long)?text|enum|set\b|json", re.IGNORECASE
)


_BYTES = re.compile("x'((?:[2-6][0-9a-f]|7[0-9a-e])*)'")
"""Bytes that are letters: MySQL writes all so, MariaDB what information_schema cannot show."""


def _constant(engine: str, text: str, *, textual: bool) -> str:
    """A default in words that all engines share; in a text '1.0' is another value than '1'."""
    if engine == "postgresql":
        # A cast to a length cuts off, or rounds.
        text = re.sub(r"^\((.*)\)(::[\w ]+)$", r"\1\2", text)
        text = re.sub(r"^('(?:[^']|'')*'|-?[\d.]+|\w+)::[\w ]+$", r"\1", text)
    if engine == "mysql":
        text = re.sub(r"(?s)^\((.*)\)$", r"\1", text)  # an expression
    if engine in ("mariadb", "mysql") and (found := _BYTES.fullmatch(text)):
        text = "'" + bytes.fromhex(found[1]).decode("ascii") + "'"
    if textual:
        return text
    lowered = text.lower()
    if lowered in _NOW:
        return "current_timestamp"
    if lowered in ("true", "false"):
        return "1" if lowered == "true" else "0"
    number = re.fullmatch(r"'?(-?\d+)(\.0+)?'?", text)
    return number[1] if number else text
