"""What a column holds, whatever the engine: the forms in which values of two engines are compared.

=============  ======================================================================
form           as it stands in a line
=============  ======================================================================
``integer``    digits; of a boolean ``1`` or ``0``
``decimal``    digits without zeros at the end of a fraction: ``1.5``
``real``       the shortest digits that mean this number and no other; where a column of the
               other engine holds integers or decimals, both are ``decimal``
``datetime``   ``2024-01-01 10:00:00``, and a fraction of a second where there is one
``moment``     the same, in UTC
``date``       ``2024-01-01``
``time``       ``10:00:00``, and a fraction where there is one
``text``       UTF-8
``json``       the text as it is kept; how it is written does not count when it is read
``uuid``       32 hexadecimal digits in lower case
``inet``       an address as it is kept; how it is written does not count when it is read
``blob``       ``x`` and hexadecimal digits in lower case
=============  ======================================================================

A duration, which only PostgreSQL has, is compared as what the frameworks make of it elsewhere:
microseconds, which is Django's way, or the time so much after 1970 began, which is SQLAlchemy's.

Engines write some values in another way than the others (``1e+20`` and ``1E20``). Then the lines
differ and the values are read, which are the same. What matters is the other direction: one text
never means two values.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from ipaddress import ip_interface

from compare.dialects import DIALECTS
from compare.model import Column, Value
from compare.rows.text import literal
from compare.rows.values import exact_number, from_text
from compare.stream.fields import Reader, exact

_POSTGRESQL = {
    "smallint": "integer",
    "integer": "integer",
    "bigint": "integer",
    "oid": "integer",
    "boolean": "boolean",
    "numeric": "decimal",
    "real": "real",
    "double precision": "real",
    "timestamp without time zone": "datetime",
    "timestamp with time zone": "moment",
    "date": "date",
    "time without time zone": "time",
    "character varying": "text",
    "character": "text",
    "text": "text",
    "name": "text",
    "json": "json",
    "jsonb": "json",
    "uuid": "uuid",
    "bytea": "blob",
    "inet": "inet",
    "interval": "duration",
}
_MYSQL = {
    **dict.fromkeys(
        ("tinyint", "smallint", "mediumint", "int", "bigint", "year", "bit"), "integer"
    ),
    "decimal": "decimal",
    "float": "real",
    "double": "real",
    "datetime": "datetime",
    "timestamp": "moment",
    "date": "date",
    "time": "time",
    "json": "json",
    **dict.fromkeys(
        ("varchar", "char", "tinytext", "text", "mediumtext", "longtext", "enum", "set"), "text"
    ),
    **dict.fromkeys(("binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob"), "blob"),
}
_MARIADB = {**_MYSQL, "uuid": "uuid", "inet4": "inet", "inet6": "inet"}
_TYPES_OF_MYSQL = {"mariadb": _MARIADB, "mysql": _MYSQL}
_SQLITE = {
    **dict.fromkeys(("bool", "boolean"), "boolean"),
    **dict.fromkeys(("datetime", "timestamp"), "datetime"),
    "date": "date",
    "time": "time",
    **dict.fromkeys(("decimal", "numeric"), "decimal"),
    **dict.fromkeys(("json", "jsonb"), "json"),
    "uuid": "uuid",
}
_PRECISION = re.compile(r"\([^)]*\)")
NUMBERS = frozenset({"integer", "decimal", "real"})
"""Forms that databases sort by size."""


def form_of(engine: str, column: Column, family: str | None) -> str:
    """The form of what a column holds; ``other TYPE`` for what only this engine knows.

    Args:
        engine: ``sqlite``, ``postgresql``, ``mariadb``, ``mysql`` or the name of another dialect.
        column: the column.
        family: what :func:`compare.rows.values.family` says of it.
    """
    declared = column.type.lower()
    if engine in DIALECTS:
        return DIALECTS[engine].form(declared)
    bare = " ".join(_PRECISION.sub("", declared).split())
    if engine == "postgresql":
        return _POSTGRESQL.get(bare, f"other {declared}")
    if engine in _TYPES_OF_MYSQL:
        if family == "json":
            return "json"
        if declared.startswith("tinyint(1)") and "unsigned" not in declared:
            return "boolean"
        return _TYPES_OF_MYSQL[engine].get(bare.partition(" ")[0], f"other {declared}")
    if family == "json":
        return "json"
    return _SQLITE.get(bare.partition(" ")[0]) or _by_affinity(bare)


def _by_affinity(declared: str) -> str:
    """By SQLite's own rules (https://sqlite.org/datatype3.html#determination_of_column_affinity)."""
    if "int" in declared:
        return "integer"
    if any(word in declared for word in ("char", "clob", "text")):
        return "text"
    if "blob" in declared or not declared:
        return "blob"
    if any(word in declared for word in ("real", "floa", "doub")):
        return "real"
    return "decimal"


def common_form(left: str, right: str) -> str | None:
    """The form in which two columns of different engines are compared; None if there is none.

    A moment is held against a time without a zone as if that were in UTC: that it is not said is
    told for the column as a whole.
    """
    left, right = ("integer" if form == "boolean" else form for form in (left, right))
    if left == right:
        return None if left.startswith("other") else left
    both = {left, right}
    if both == {"datetime", "moment"}:
        return "datetime"
    if both <= NUMBERS:
        return "decimal"  # of which no digit is lost, as from 2**53 on one would be in a real
    if "text" in both and both & {"uuid", "json", "inet"}:
        return next(iter(both - {"text"}))
    if "duration" in both and both & {"integer", "datetime"}:
        return next(iter(both - {"duration"}))
    return None


def reader(form: str) -> Reader:
    """What makes a value of the bytes that stand in a line."""
    if form == "integer":
        return _integer
    if form == "decimal":
        return _decimal
    if form == "real":
        return _real
    if form == "blob":
        return _blob
    if form in ("datetime", "date", "time", "uuid", "json"):
        otherwise = "text" if form == "json" else form
        return lambda raw: from_text(_decoded(raw), form, form, otherwise)
    if form == "inet":
        return _address
    if form == "moment":
        return lambda raw: from_text(f"{_decoded(raw)}Z", "datetime", "moment", "moment")
    return lambda raw: from_text(_decoded(raw), None, "text")


def odd_text(form: str) -> Callable[[bytes, bytes], Value]:
    """What makes a value of a text that is not of the form, where there is nothing but text."""
    read = reader(form)
    return lambda _, raw: read(raw)


def _address(raw: bytes) -> Value:
    text = _decoded(raw)
    try:
        found = ip_interface(text)
    except ValueError:
        return from_text(text, None, "text")
    if "%" in text:  # a zone, which no column of addresses keeps, and Python drops
        return from_text(text, None, "text")
    whole = found.network.prefixlen == found.max_prefixlen
    return Value("inet", str(found.ip if whole else found), f"inet {literal(text)}")


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _integer(raw: bytes) -> Value:
    digits = str(int(raw))
    return Value("integer", digits, f"integer {digits}")


def _decimal(raw: bytes) -> Value:
    number = exact(raw)
    if not number.is_finite():
        return Value("real", repr(float(number)), f"decimal {raw.decode()}")
    digits = exact_number(format(number, "f"))
    return Value("decimal", digits, f"decimal {digits}")


def _real(raw: bytes) -> Value:
    number = repr(float(raw))
    return Value("real", number, f"real {number}")


def _blob(raw: bytes) -> Value:
    held = bytes.fromhex(raw.decode().removeprefix("x"))
    return Value("blob", held.hex(), f"blob {literal(held)}")
