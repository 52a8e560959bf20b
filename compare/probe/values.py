"""Values that are written into both copies: the same in meaning, spelled for each engine.

A value is text in one of the forms of :mod:`compare.stream.forms`, or None for NULL; so is what is
read back.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta

from compare.model import Column, Value
from compare.probe.outcomes import NOW

_INNODB = ("mariadb", "mysql")
_NUMBERS = frozenset({"integer", "boolean", "decimal", "real"})
_TIMES = frozenset({"datetime", "moment", "date", "time"})
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_SOON = timedelta(minutes=10)
_QUARTER = 15 * 60
_LONGEST_SHOWN = 40

_SHAPES = {
    "geometry": "POINT({0} {0})",
    "point": "POINT({0} {0})",
    "linestring": "LINESTRING(0 0, {0} {0})",
    "polygon": "POLYGON((0 0, {0} 0, {0} {0}, 0 0))",
    "multipoint": "MULTIPOINT(0 0, {0} {0})",
    "multilinestring": "MULTILINESTRING((0 0, {0} {0}))",
    "multipolygon": "MULTIPOLYGON(((0 0, {0} 0, {0} {0}, 0 0)))",
    "geometrycollection": "GEOMETRYCOLLECTION(POINT({0} {0}))",
}
_INTEGERS = {
    "tinyint": 8,
    "smallint": 16,
    "int2": 16,
    "mediumint": 24,
    "integer": 32,
    "int": 32,
    "int4": 32,
    "bigint": 64,
    "int8": 64,
}


def literal(engine: str, form: str, text: str | None) -> str:
    """A value as SQL.

    Args:
        engine: whose SQL.
        form: of the value.
        text: the value.
    """
    if text is None:
        return "NULL"
    if engine in _INNODB and form.removeprefix("other ") in _SHAPES:
        shape, size = _SHAPES[form.removeprefix("other ")], re.sub(r"\D", "", text)[:1] or "1"
        return f"ST_GeomFromText('{shape.format(size)}')"
    if form == "blob":
        digits = text.removeprefix("x")
        return f"'\\x{digits}'" if engine == "postgresql" else f"x'{digits}'"
    # To PostgreSQL a quoted text is whatever the column's type is.
    if engine != "postgresql" and form in _NUMBERS and _NUMBER.fullmatch(text):
        return text
    if engine in _INNODB and ("\\" in text or not text.isprintable()):
        return f"_utf8mb4 x'{text.encode().hex()}'"
    return "'" + text.replace("'", "''") + "'"


def duration(form: str, text: str) -> str:
    """What is a number or a time elsewhere (:mod:`compare.stream.forms`), as an interval.

    Args:
        form: ``integer`` (microseconds) or ``datetime`` (since 1970).
        text: the value.
    """
    if form == "integer":
        return f"'{text} microseconds'"
    return f"(timestamp '{text}' - timestamp '1970-01-01')"


def length_of(column: Column) -> int | None:
    """How many characters a column takes by its type; None for any number."""
    found = re.search(r"(?:char|character|varying|text)\s*\((\d+)\)", column.type.lower())
    return int(found[1]) if found else None


def digits_of(column: Column) -> tuple[int, int] | None:
    """How many digits a decimal takes by its type, and how many of them behind the point."""
    found = re.search(r"(?:decimal|numeric|dec)\s*\((\d+)(?:\s*,\s*(\d+))?\)", column.type.lower())
    return (int(found[1]), int(found[2] or 0)) if found else None


def range_of(engine: str, column: Column) -> tuple[int, int] | None:
    """The least and the greatest integer that a column takes by its type; None: not said.

    SQLite's types are taken at their word, although it lets any of them hold 64 bits.
    """
    declared = column.type.lower()
    word = re.split(r"[ (]", declared)[0]
    if engine in _INNODB and word == "year":
        return 1901, 2155
    bits = _INTEGERS.get(word)
    if bits is None:
        return None
    if "unsigned" in declared:
        return 0, 2**bits - 1
    return -(2 ** (bits - 1)), 2 ** (bits - 1) - 1


def shown(value: Value, *, boolean: bool = False) -> str:
    """A value that was read, as a report shows it."""
    if value.kind == "null":
        return "NULL"
    if boolean and value.canonical in ("0", "1"):
        return "true" if value.canonical == "1" else "false"
    if value.kind in ("integer", "decimal", "real"):
        return value.canonical
    if value.kind in _TIMES:
        return value.canonical.replace(".000000", "")
    # What is shown is what is compared: a text is no number, and a long one no other.
    text = value.canonical
    if len(text) <= _LONGEST_SHOWN:
        return repr(text)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{said(text)}, sha256 {digest}"


def said(text: str | None) -> str:
    """A value that was written, as a report shows it."""
    if text is None:
        return "NULL"
    if len(text) > _LONGEST_SHOWN:
        return f"{len(text):,} characters"
    return text if _NUMBER.fullmatch(text) else repr(text)


def as_now(value: Value) -> str | None:
    """That a value is the time at which it was written; None where it is not.

    A clock that is some quarters of an hour off is in another time zone.
    """
    now = datetime.now(UTC).replace(tzinfo=None)
    if value.kind == "date":
        days = {(now + timedelta(hours=hours)).date().isoformat() for hours in (-14, 0, 14)}
        return "the day of the insert" if value.canonical in days else None
    text = value.canonical.removesuffix("Z")
    try:
        if value.kind == "time":
            moment = datetime.fromisoformat(f"{now.date()} {text}")
        elif value.kind in ("datetime", "moment"):
            moment = datetime.fromisoformat(text)
        else:
            return None
    except ValueError:
        return None
    off = moment - now
    if value.kind == "time":
        off = timedelta(seconds=(off.total_seconds() + 43200) % 86400 - 43200)
    quarters = round(off.total_seconds() / _QUARTER)
    if abs(quarters) > 14 * 4 or abs(off - timedelta(seconds=quarters * _QUARTER)) > _SOON / 2:
        return None
    if not quarters:
        return NOW
    sign = "+" if quarters > 0 else "-"
    hours, rest = divmod(abs(quarters), 4)
    return f"{NOW}, at {sign}{hours:02}:{rest * 15:02}"
