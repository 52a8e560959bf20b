"""SQL constants, as two frameworks may spell the same one."""

from __future__ import annotations

import re
from decimal import Decimal

_PARENTHESES = re.compile(r"\(([^()]*)\)")
_QUOTED_NUMBER = re.compile(r"'([+-]?\d+(?:\.\d+)?)'")
_CAST = re.compile(r"(?P<constant>'(?:[^']|'')*'|[+-]?\d+(?:\.\d+)?)::(?P<type>[a-z ]+)")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_NUMERIC = re.compile(
    r"\b(int|integer|bigint|mediumint|smallint|tinyint|bool|boolean|real|float|double|decimal|numeric)\b"
)


def is_numeric(declared_type: str) -> bool:
    """Whether a column of that type holds numbers, or booleans as numbers."""
    return _NUMERIC.search(declared_type) is not None


def same_constant(left: str, right: str, declared_type: str) -> bool:
    """Whether two SQL constants put the same value into a column of that type."""
    return constant(left, declared_type) == constant(right, declared_type)


def constant(text: str, declared_type: str) -> str:
    """One spelling for a constant.

    Without parentheses around it, and without the type that PostgreSQL writes after it, where that
    is the column's own (``'usuario'::character varying``); in a column of numbers ``false`` is
    ``0``, ``0.00`` likewise, and a quoted number is the number (SQLite and MariaDB convert it on
    the way in).
    """
    text = text.strip()
    while (inner := _PARENTHESES.fullmatch(text)) is not None:
        text = inner[1].strip()
    cast = _CAST.fullmatch(text)
    if cast is not None and declared_type.startswith(cast["type"]):
        text = cast["constant"]
    if is_numeric(declared_type):
        text = {"false": "0", "true": "1"}.get(text.lower(), text)
        if (quoted := _QUOTED_NUMBER.fullmatch(text)) is not None:
            text = quoted[1]
        if _NUMBER.fullmatch(text) is not None:
            text = format(Decimal(text).normalize(), "f")
    return text
