"""Which values to try in a column: ordinary ones, those that a CHECK names, those at its ends."""

from __future__ import annotations

import re
from collections.abc import Iterable

from compare.model import Column, Schema
from compare.probe.places import Place, Slot
from compare.probe.values import digits_of, length_of, range_of

_ORDINARY = (
    *("a", "abc", "A", "1", "2024", "a1", "user@example.com", "https://example.com/"),
    *("+441632960000", "EUR", "en", "127.0.0.1", "{}", "[]", "12:00", "2024-01-01"),
)
_SAMPLES = {
    "cidr": "10.0.{0}.0/24",
    "macaddr": "08:00:2b:01:02:0{0}",
    "macaddr8": "08:00:2b:01:02:03:04:0{0}",
    "time with time zone": "10:00:0{0}+00",
    "money": "{0}",
    "tsvector": "'word{0}'",
    "tsquery": "'word{0}'",
    "xml": "<a>{0}</a>",
    "point": "({0},{0})",
    "box": "(1,1),({0},{0})",
    "circle": "<(1,1),{0}>",
    "int4range": "[{0},9)",
    "int8range": "[{0},9)",
    "numrange": "[{0},9)",
    "daterange": "[2024-01-0{0},2024-02-01)",
    "tsrange": "[2024-01-0{0},2024-02-01)",
    "tstzrange": "[2024-01-0{0},2024-02-01)",
    "citext": "value {0}",
    "hstore": "key=>{0}",
    "ltree": "value{0}",
    "vector": "[{0}]",
}
_LITERAL = re.compile(r"'((?:[^']|'')*)'|(?<![\w.])(-?\d+(?:\.\d+)?)(?![\w.])")
_QUOTED = re.compile(r"'((?:[^']|'')*)'")
_HUGE = str(2**31 - 1)
_LONG = 1000


def ordinary(
    slot: Slot, variant: int, engines: tuple[str, str], schemas: tuple[Schema, ...]
) -> str:
    """A value that a column should take; another one for each variant, as far as there are any.

    Args:
        slot: the column.
        variant: 0 to 7.
        engines: of both sides.
        schemas: of both, for the enums in them.
    """
    words = choices(slot, schemas)
    if words:
        return words[variant % len(words)]
    form = slot.form or _own_form(slot)
    if slot.boolean:
        return str(variant % 2)
    if form == "integer":
        return str(_integer(slot, variant, engines))
    if form in ("decimal", "real"):
        return _decimal(slot, variant)
    if form == "text":
        return _text(slot, variant)
    if form in ("datetime", "moment"):
        return f"2024-01-0{variant + 1} 10:00:00"
    if form == "date":
        return f"2024-01-0{variant + 1}"
    if form == "time":
        return f"10:00:0{variant}"
    if form == "json":
        return f'{{"key": {variant}}}'
    if form == "uuid":
        return f"{variant + 1:08x}00004000800000000000000f"[:32].ljust(32, "0")
    if form == "blob":
        return f"x0{variant}"
    if form == "inet":
        only_old = any(column is not None and column.type == "inet4" for column in slot.columns)
        return f"10.0.0.{variant}" if only_old else f"2001:db8::{variant}"
    if form == "duration":
        return f"{variant} days"
    return _sample(form.removeprefix("other "), variant)


def _own_form(slot: Slot) -> str:
    """Of two forms that have nothing in common the narrower; text fits where anything does."""
    found = [form for form in slot.forms if form]
    return next((form for form in found if form != "text"), found[0])


def choices(slot: Slot, schemas: Iterable[Schema]) -> list[str]:
    """The words of an enum, those first that both sides have."""
    found: list[list[str]] = []
    for column, schema in zip(slot.columns, schemas, strict=True):
        if column is None:
            continue
        if re.match(r"(enum|set)\(", column.type.lower()):
            found.append(_texts(column.type))
        for each in schema.objects:
            if each.kind == "enum" and each.name == column.type:
                found.append(_texts(each.definition))
    if not found:
        return []
    both = [word for word in found[0] if all(word in words for words in found)]
    return both or found[0]


def _texts(sql: str) -> list[str]:
    return [text.replace("''", "'") for text in _QUOTED.findall(sql)]


def _columns(slot: Slot) -> list[Column]:
    return [column for column in slot.columns if column is not None]


def _integer(slot: Slot, variant: int, engines: tuple[str, str]) -> int:
    ranges = [
        found
        for engine, column in zip(engines, slot.columns, strict=True)
        if column is not None and (found := range_of(engine, column)) is not None
    ]
    low = max((each[0] for each in ranges), default=0)
    high = min((each[1] for each in ranges), default=10_000)
    if any(column.type.lower().startswith("bit") for column in _columns(slot)):
        return variant % 2
    return next(n for n in (1000 + variant, 100 + variant, low + variant) if low <= n <= high)


def _decimal(slot: Slot, variant: int) -> str:
    digits = [found for column in _columns(slot) if (found := digits_of(column)) is not None]
    whole = min((each[0] - each[1] for each in digits), default=5)
    behind = min((each[1] for each in digits), default=1)
    if whole <= 0:
        return "0." + str(variant + 1).rjust(behind, "0")
    return f"{variant + 1}{'.5' if behind else ''}"


def _text(slot: Slot, variant: int) -> str:
    length = min((found for c in _columns(slot) if (found := length_of(c)) is not None), default=99)
    whole = f"value {variant}"
    if length >= len(whole):
        return whole
    return f"v{variant}" if length >= 2 else chr(ord("a") + variant)[:length]


def _sample(declared: str, variant: int) -> str:
    bare = re.sub(r"\([^)]*\)", "", declared).strip()
    if bare.endswith("[]"):
        return "{}"
    if bare in ("bit", "bit varying"):
        size = re.search(r"\((\d+)\)", declared)
        return format(variant, "b").rjust(int(size[1]) if size else 1, "0")
    return _SAMPLES.get(bare, "{0}").format(variant + 1)


def alternatives(
    slot: Slot, place: Place, engines: tuple[str, str], schemas: tuple[Schema, ...]
) -> list[str | None]:
    """What else to try in a column until a row is taken, the likely first, each value once."""
    found: list[str | None] = [ordinary(slot, variant, engines, schemas) for variant in range(2)]
    found[1:1] = near(slot, place)
    if slot.boolean:
        found += ["0", "1"]
    elif slot.form in ("integer", "decimal", "real"):
        found += ["1", "0", "10", "50", "-1"]
    elif slot.form in ("datetime", "moment"):
        found += ["2024-06-01 10:00:00", "2030-01-01 00:00:00", "1990-01-01 00:00:00"]
    elif slot.form == "date":
        found += ["2024-06-01", "2030-01-01", "1990-01-01"]
    elif slot.form in ("text", None):
        found += list(_ORDINARY)
    if slot.nullable:
        found.append(None)
    return list(dict.fromkeys(found))


def near(slot: Slot, place: Place) -> list[str | None]:
    """The values that CHECKs and conditions of indexes name beside a column, and neighbours."""
    found: list[str | None] = []
    for side, expression in expressions(place):
        if slot.name not in place.named_in(side, expression):
            continue
        for text, number in _LITERAL.findall(expression):
            if number and slot.form in ("integer", "decimal", "real", "boolean"):
                whole = "." not in number
                found += [number]
                found += [str(int(number) + 1), str(int(number) - 1)] if whole else []
            elif number and slot.form == "text" and 0 < int(float(number)) <= _LONG:
                found += ["x" * int(float(number)), "x" * (int(float(number)) + 1)]
            elif not number:
                found.append(text.replace("''", "'"))
    return found


def expressions(place: Place) -> list[tuple[int, str]]:
    """The CHECKs and the conditions of indexes of a table, each with its side."""
    found = []
    for side in place.sides:
        table = place.tables[side]
        if table is not None:
            found += [(side, check.expression) for check in table.checks]
            found += [(side, each.predicate) for each in table.indexes if each.predicate]
    return found


def at_the_ends(slot: Slot, place: Place) -> list[str | None]:
    """What a CHECK of a column may be there to refuse.

    Values beside those that it names; nothing, nought, less than nothing, very much, very long.
    """
    named = near(slot, place)
    if slot.form in ("integer", "decimal", "real"):
        found: list[str | None] = ["-1", "0", "1", "2", "100", "101"]
        if not slot.boolean:
            found.append(_HUGE if slot.form == "integer" else "99999")
    elif slot.form == "text":
        lengths = [n for column in _columns(slot) if (n := length_of(column)) is not None]
        longest = min([*lengths, _LONG])
        found = ["", " ", "a", "A", "1", "é", "a b", "user@example.com", "x" * longest]
    elif slot.form in ("datetime", "moment"):
        found = ["1000-01-01 00:00:00", "1999-12-31 23:59:59", "2030-01-01 00:00:00"]
        found.append("2999-12-31 00:00:00")
    elif slot.form == "date":
        found = ["1000-01-01", "1999-12-31", "2030-01-01", "2999-12-31"]
    elif slot.form == "json":
        found = ["{}", "[]", "1", "null", "no JSON", ""]
    elif slot.form == "blob":
        found = ["x", "x00", "x" + "00" * _LONG]
    else:
        found = []
    if slot.boolean:
        found = ["0", "1"]
        named = []
    every: list[str | None] = [*named, *found, None]
    return list(dict.fromkeys(every))
