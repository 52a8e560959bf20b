"""What PostgreSQL writes of a value, and its canonical form.

The text is that of the type's own output function, under the fixed settings of
:mod:`compare.inspect.postgresql.session`. What is stored begins with the type's name:
``timestamptz '2024-01-01 10:00:00+00'``.

=================  ==========================================================================
type               kind and canonical form
=================  ==========================================================================
smallint … bigint  ``integer``
numeric            ``decimal``: 1.50 and 1.5 are one, stored otherwise
real, double       ``real``; NaN and the infinite ones of ``numeric`` too
boolean            ``boolean``: ``true`` or ``false``
timestamp, date,   ``datetime`` and so on, as everywhere; ``…Z`` with a time zone. What has no such
time               form (``infinity``, years before 1 or after 9999, 24:00) is the server's text
json, jsonb        ``json``; a ``json`` with a key twice in one object is text
uuid, bytea        ``uuid``, ``blob``
char(n)            ``text`` without the spaces that fill it up: they mean nothing
text of all types  ``text``: varchar, citext, the labels of an enum
any other          the type's name, and the server's text to the letter
=================  ==========================================================================
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from compare.model import Value
from compare.rows.text import literal
from compare.rows.values import Family, exact_number, from_text

Reader = Callable[[bytes], Value]

_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_SHORT = 64
_FIRST_OWN = 16384  # numbers below are the server's own types


@dataclass(frozen=True, slots=True)
class Type:
    """A type that is none of the server's own best known ones.

    Attributes:
        name: as ``format_type`` writes it.
        kind: ``e`` for an enum.
        category: ``S`` for text.
        base: the number of the type that a domain is made of, else 0.
    """

    name: str
    kind: str
    category: str
    base: int = 0


def reader_of(oid: int, types: Mapping[int, Type]) -> Reader:
    """What makes values of one type out of what the server writes.

    Args:
        oid: the type's number; that of its base type where it is a domain.
        types: what the catalogue says of the types in use.
    """
    if oid in _KNOWN:
        return _KNOWN[oid]
    found = types.get(oid)
    if found is None:
        return _other(f"type {oid}", "type")
    if found.kind == "e":
        return _text("enum")
    if found.category == "S":
        return _text(_word(found.name))
    # Somebody may call a type ``datetime``.
    kind = found.name if oid < _FIRST_OWN else f"type {found.name}"
    return _other(kind, _word(found.name))


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _remembered(read: Reader) -> Reader:
    """Short texts come again and again."""
    short = lru_cache(maxsize=16384)(read)
    return lambda raw: short(raw) if len(raw) <= _SHORT else read(raw)


def _word(name: str) -> str:
    """A type's name as a storage class, which has no spaces and is nobody else's."""
    if _WORD.fullmatch(name):
        return name
    array = "_array" if name.endswith("[]") else ""
    return "_".join(["type", *_WORD.findall(name)]) + array


def _form(form: Family, word: str) -> Reader:
    otherwise = "text" if form == "json" else str(form)
    return _remembered(lambda raw: from_text(_decoded(raw), form, word, otherwise))


@lru_cache(maxsize=256)
def _text(word: str) -> Reader:
    return _remembered(lambda raw: from_text(_decoded(raw), None, word))


@lru_cache(maxsize=256)
def _other(kind: str, word: str) -> Reader:
    return _remembered(lambda raw: from_text(_decoded(raw), None, word, kind))


def _integer(raw: bytes) -> Value:
    digits = raw.decode()
    return Value("integer", digits, f"integer {digits}")


def _real(word: str) -> Reader:
    def read(raw: bytes) -> Value:
        number = repr(float(raw))
        return Value("real", number, f"{word} {number}")

    return read


def _numeric(raw: bytes) -> Value:
    digits = raw.decode()
    if _NUMBER.fullmatch(digits):
        return Value("decimal", exact_number(digits), f"numeric {digits}")
    return Value("real", repr(float(digits)), f"numeric {digits}")


def _boolean(raw: bytes) -> Value:
    word = "true" if raw == b"t" else "false"
    return Value("boolean", word, f"boolean {word}")


def _bytes(raw: bytes) -> Value:
    digits = raw[2:].decode()  # after \x
    return Value("blob", digits, f"blob {literal(bytes.fromhex(digits))}")


def _padded(raw: bytes) -> Value:
    whole = from_text(_decoded(raw), None, "char")
    if whole.kind != "text":
        return whole
    return Value("text", whole.canonical.rstrip(" "), whole.stored)


def _zoned(raw: bytes) -> Value:
    text = _decoded(raw)
    # The session's time zone is UTC. What is infinite has no zone, and yet must not be taken for
    # a timestamp without one.
    moment, _, era = text.partition("+00")
    found = from_text(f"{moment}Z{era}", "datetime", "timestamptz", "datetime")
    return Value(found.kind, found.canonical, f"timestamptz {literal(text)}")


_KNOWN: dict[int, Reader] = {
    16: _remembered(_boolean),
    17: _bytes,
    19: _text("name"),
    20: _integer,
    21: _integer,
    23: _integer,
    25: _text("text"),
    26: _integer,
    114: _form("json", "json"),
    700: _remembered(_real("float4")),
    701: _remembered(_real("real")),
    1042: _remembered(_padded),
    1043: _text("text"),
    1082: _form("date", "date"),
    1083: _form("time", "time"),
    1114: _form("datetime", "timestamp"),
    1184: _remembered(_zoned),
    1700: _remembered(_numeric),
    2950: _form("uuid", "uuid"),
    3802: _form("json", "jsonb"),
}
