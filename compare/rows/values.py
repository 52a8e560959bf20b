"""A stored value and its canonical form.

Two values are equal where kind and canonical text are. The declared type of the column only
decides whether text or a number may be written in more than one way:

=============  ===========================================================================
declared       canonical
=============  ===========================================================================
datetime,      ISO text as ``2024-01-01 10:00:00.000000``: SQLAlchemy always writes the
timestamp      microseconds, Django only where there are some. Text with an offset is turned
               to UTC and ends in ``Z``. Text without one is never taken for UTC: Django writes
               UTC, SQLAlchemy whatever it was given, and to take the one for the other
               would hide the most common mistake there is.
date, time     likewise
decimal,       the exact number, however stored: SQLite keeps 1.50 as REAL and 2.00 as INTEGER
numeric
json           keys sorted, no white space; numbers to the letter, and text with a key twice
               in one object stays text. A column declared json keeps a bare number as a
               number, Django's text keeps it as text
uuid           32 hexadecimal digits in lower case
=============  ===========================================================================

Whatever does not follow the form stays what it is: ``text 'tomorrow'`` in a datetime column is
text. Booleans are integers, because that is what they are on SQLite, whatever a column says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from compare.model import Table, Value
from compare.rows.text import literal

Family = str | None
Place = tuple[tuple[int, float | Decimal, bytes], ...]

_FAMILIES = {
    "datetime": "datetime",
    "timestamp": "datetime",
    "date": "date",
    "time": "time",
    "decimal": "decimal",
    "numeric": "decimal",
    "json": "json",
    "jsonb": "json",
    "uuid": "uuid",
}
_RANKS = {"null": 0, "text": 2, "blob": 3}
_INFINITE = (float("inf"), float("-inf"))
_SHORT = 64  # texts up to here are remembered by the thousand,
_LONG = 2**17  # up to here a few of them, and none beyond: no more than some MiB in all.
_NULL = Value("null", "", "null")
_DAY = r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
_CLOCK = r"([0-9]{2}:[0-9]{2})(?::([0-9]{2})(?:\.([0-9]+))?)?"
_DATETIME = re.compile(rf"{_DAY}[ T]{_CLOCK}(?:Z|([+-])([0-9]{{2}}):?([0-9]{{2}}))?")
_DATE = re.compile(_DAY)
_TIME = re.compile(_CLOCK)
_UUID = re.compile(
    r"[0-9a-fA-F]{8}(-?)[0-9a-fA-F]{4}\1[0-9a-fA-F]{4}\1[0-9a-fA-F]{4}\1[0-9a-fA-F]{12}"
)


def family(table: Table, column: str) -> Family:
    """Which canonical form the values of a column have, or None.

    Taken from the declared type, and from a CHECK by ``json_valid``, which is how Django says
    JSON on SQLite.
    """
    declared = table.column(column)
    name = re.split(r"[ (]", declared.type)[0] if declared else ""
    if name in _FAMILIES:
        return _FAMILIES[name]
    if any(_says_json(check.expression, column) for check in table.checks):
        return "json"
    return None


def _says_json(expression: str, column: str) -> bool:
    folded = expression.lower()
    return any(f"json_valid({name})" in folded for name in (column.lower(), f'"{column.lower()}"'))


def storage_class(value: Value) -> str:
    """``integer``, ``real``, ``text``, ``blob`` or ``null``; on a server the type's name."""
    return value.stored.partition(" ")[0]


def without_class(value: Value) -> str:
    """The stored value without its storage class, which its spelling shows."""
    return "NULL" if value.kind == "null" else value.stored.partition(" ")[2]


def place(values: Iterable[Value]) -> Place:
    """Where a row with these values stands among others: numbers by size, text by bytes."""
    return tuple(map(_place, values))


def _place(value: Value) -> tuple[int, float | Decimal, bytes]:
    name = storage_class(value)
    if name == "integer":
        return 1, int(without_class(value)), b""
    if name == "real" or value.kind in ("real", "decimal"):
        # Decimals to the last digit; what is no number comes after all numbers.
        number = Decimal(value.canonical) if value.kind == "decimal" else float(value.canonical)
        return (1, _INFINITE[0], b"nan") if number != number else (1, number, b"")
    if value.kind in ("blob", "malformed"):
        raw = bytes.fromhex(value.canonical)
    else:
        raw = value.canonical.encode("utf-8", "surrogatepass")
    return _RANKS.get(name) or _RANKS.get(value.kind, 4), 0, raw


def to_value(stored: object, form: Family = None) -> Value:
    """A value as Python's sqlite3 returned it, with its canonical form.

    Args:
        stored: int, float, str, bytes or None; in str, a lone surrogate stands for a byte that
            is no UTF-8.
        form: what :func:`family` says of its column.
    """
    if stored is None:
        return _NULL
    if isinstance(stored, bool) or not isinstance(stored, int | float | str | bytes):
        return Value("undetermined", repr(stored), f"unknown {stored!r}")
    if isinstance(stored, str):
        length = len(stored)
        read = _from_short_text if length <= _SHORT else _from_long_text
        return (read if length <= _LONG else from_text)(stored, form)
    if isinstance(stored, bytes):
        return Value("blob", stored.hex(), f"blob {literal(stored)}")
    return _from_integer(stored, form) if isinstance(stored, int) else _from_real(stored, form)


@lru_cache(maxsize=16384)
def _from_integer(stored: int, form: Family) -> Value:
    """Apart from real numbers, because to Python's dict 1 and 1.0 are one key."""
    kind = form if form in ("decimal", "json") else "integer"
    return Value(str(kind), str(stored), f"integer {stored}")


def _from_real(stored: float, form: Family) -> Value:
    """Not remembered, because to Python's dict 0.0 and -0.0 are one key."""
    described = f"real {stored!r}"
    if form == "decimal" and stored not in _INFINITE:
        return Value("decimal", decimal_text(stored), described)
    if form == "json" and stored not in _INFINITE:
        return Value("json", repr(stored), described)
    return Value("real", repr(stored), described)


def from_text(stored: str, form: Family, word: str = "text", otherwise: str = "text") -> Value:
    """A value that is kept or was written as text, with its canonical form.

    Args:
        stored: the text; a lone surrogate stands for a byte that is no UTF-8.
        form: what :func:`family` says of its column, or the form that its type has.
        word: its storage class: on a server the name of its type.
        otherwise: its kind where it does not follow the form, as no date does that is infinite.
    """
    described = f"{word} {literal(stored)}"
    found = _TEXT[form](stored) if form in _TEXT else None
    if found is not None:
        return Value(str(form), found, described)
    if not _is_unicode(stored):
        return Value("malformed", stored.encode("utf-8", "surrogateescape").hex(), described)
    return Value(otherwise, stored, described)


def exact_number(digits: str) -> str:
    """The canonical form of a decimal number: ``1.50`` and ``1.5`` are one.

    Args:
        digits: a number as a server writes it, without an exponent.
    """
    whole, _, fraction = digits.partition(".")
    number = f"{whole}.{fraction}".rstrip("0").rstrip(".") if fraction else whole
    return "0" if number == "-0" else number


_from_short_text = lru_cache(maxsize=16384)(from_text)
_from_long_text = lru_cache(maxsize=64)(from_text)


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def decimal_text(number: float) -> str:
    """The canonical form of a finite number that stands for a decimal."""
    if number.is_integer():
        return str(int(number))
    return format(Decimal(repr(number)), "f")


def _datetime(text: str) -> str | None:
    match = _DATETIME.fullmatch(text)
    if match is None:
        return None
    day, minute, second, fraction, sign, hours, minutes = match.groups()
    aware = text.endswith("Z") or sign is not None
    try:
        moment = datetime.fromisoformat(f"{day} {minute}:{second or '00'}")
        if sign is not None:
            if int(hours) > 23 or int(minutes) > 59:
                return None
            offset = timedelta(hours=int(hours), minutes=int(minutes))
            moment += -offset if sign == "+" else offset
    except (ValueError, OverflowError):
        return None
    return f"{moment.isoformat(' ')}{_fraction(fraction)}{'Z' if aware else ''}"


def _date(text: str) -> str | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _time(text: str) -> str | None:
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    minute, second, fraction = match.groups()
    try:
        clock = time.fromisoformat(f"{minute}:{second or '00'}")
    except ValueError:
        return None
    return f"{clock.isoformat()}{_fraction(fraction)}"


def _fraction(digits: str | None) -> str:
    return "." + (digits or "").rstrip("0").ljust(6, "0")


def _uuid(text: str) -> str | None:
    return text.replace("-", "").lower() if _UUID.fullmatch(text) else None


class _Number(str):
    """A JSON number, to the letter."""

    __slots__ = ()


def _json(text: str) -> str | None:
    try:
        document = json.loads(
            text,
            parse_int=_Number,
            parse_float=_Number,
            parse_constant=_refuse,
            object_pairs_hook=_object,
        )
        return _dump(document)
    except (ValueError, RecursionError):
        return None


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is no JSON")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def _dump(item: object) -> str:
    if isinstance(item, _Number):
        return str(item)
    if isinstance(item, dict):
        inner = (f"{json.dumps(key)}:{_dump(value)}" for key, value in sorted(item.items()))
        return "{" + ",".join(inner) + "}"
    if isinstance(item, list):
        return "[" + ",".join(map(_dump, item)) + "]"
    return json.dumps(item)


_TEXT: dict[Family, Callable[[str], str | None]] = {
    "datetime": _datetime,
    "date": _date,
    "time": _time,
    "json": _json,
    "uuid": _uuid,
}
