r"""A row as one line of bytes, which the database makes and the client takes apart only in doubt.

A line is its fields with ``\x1f`` between them. Two lines are equal exactly where all their fields
are, because no field can hold what stands between them, or says how long it is:

* ``plain``: text that is never empty and never holds ``\x1f`` (numbers, dates, hexadecimal digits
  behind an ``x``). Nothing is NULL.
* ``framed``: its length in bytes, ``\x1f`` and the bytes. Without a length it is NULL; an empty one
  has the length 0.
* ``tagged``: SQLite's values with their storage class: ``i1``, ``r1.5``, ``b00ff``, and a text as a
  framed one behind ``t``. Nothing is NULL.

In a plain or a framed field, ``\x02`` and a tagged value is what is not of the field's form: on
SQLite a value of another storage class than the column's type says, on all a text that is no UUID.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any, Literal

from compare.model import Value

BETWEEN = b"\x1f"
ODD = b"\x02"
NULL = Value("null", "", "null")

Reader = Callable[[bytes], Value]


class Framing(Enum):
    """How the bytes of a field stand in a line."""

    PLAIN = "plain"
    FRAMED = "framed"
    TAGGED = "tagged"


@dataclass(frozen=True, slots=True)
class Field:
    r"""How the values of a column get into a line, and out again.

    Attributes:
        parts: expressions that make the field where ``\x1f`` is put between them, so that a framed
            one can have two. None of them is NULL, unless its source says what becomes of that.
        framing: how it stands there.
        read: the value that the field's bytes mean, without length and tag.
        form: equal bytes in two fields of one form are equal values.
        order: an expression that the database sorts rows by where the column is part of a key.
        number: whether that sorts by size. Otherwise it sorts by the bytes of the field, those of
            a framed one without the length.
        whole: whether all values are integers, so that a table can be cut by them.
        odd: a value that is not of the form, from its tag and its bytes.
    """

    parts: tuple[str, ...]
    framing: Framing
    read: Reader
    form: str
    order: str
    number: bool = False
    whole: bool = False
    odd: Callable[[bytes, bytes], Value] | None = None


class Garbled(Exception):
    """A line that does not hold the fields it should."""


def take_apart(line: bytes, fields: Sequence[Field]) -> tuple[Value, ...]:
    """The values of a line.

    Raises:
        Garbled: it is none of theirs.
    """
    values = []
    start = 0
    for place, field in enumerate(fields):
        try:
            value, start = _take(line, start, field)
        except (ValueError, ArithmeticError) as error:  # no digits where there should be some
            raise Garbled(f"{line[:80]!r}") from error
        values.append(value)
        last = place == len(fields) - 1
        if last != (start == len(line)) or not (last or line[start : start + 1] == BETWEEN):
            raise Garbled(f"{line[:80]!r}")
        start += 1
    return tuple(values)


def _take(line: bytes, start: int, field: Field) -> tuple[Value, int]:
    """A field's value, and where the field ends."""
    if field.odd is not None and line.startswith(ODD, start):
        tag, raw, end = _tagged(line, start + 1)
        return field.odd(tag, raw), end
    if field.framing is Framing.PLAIN:
        end = _end(line, start)
        return (field.read(line[start:end]) if end > start else NULL), end
    if field.framing is Framing.FRAMED:
        framed, end = _framed(line, start)
        return (NULL if framed is None else field.read(framed)), end
    if start == len(line) or line.startswith(BETWEEN, start):
        return NULL, start
    tag, raw, end = _tagged(line, start)
    if field.odd is None:
        raise Garbled(f"{line[:80]!r}")
    return field.odd(tag, raw), end


def _end(line: bytes, start: int) -> int:
    end = line.find(BETWEEN, start)
    return len(line) if end < 0 else end


def _framed(line: bytes, start: int) -> tuple[bytes | None, int]:
    begin = line.find(BETWEEN, start) + 1
    length = line[start : begin - 1]
    if begin == start + 1:
        return None, begin
    if not begin or not length.isdigit() or begin + int(length) > len(line):
        raise Garbled(f"{line[:80]!r}")
    end = begin + int(length)
    return line[begin:end], end


def _tagged(line: bytes, start: int) -> tuple[bytes, bytes, int]:
    tag = line[start : start + 1]
    if tag == b"t":
        raw, end = _framed(line, start + 1)
        if raw is None:
            raise Garbled(f"{line[:80]!r}")
        return tag, raw, end
    end = _end(line, start)
    return tag, line[start + 1 : end], end


Digest = Literal["md5", "sha256"]
"""What lines without a key are sorted by; both databases have the same function."""


def md5_of(line: bytes) -> str:
    """The MD5 of a line in hexadecimal digits."""
    return hashlib.md5(line, usedforsecurity=False).hexdigest()


def sha256_of(line: bytes) -> str:
    """The SHA-256 of a line in hexadecimal digits."""
    return hashlib.sha256(line).hexdigest()


_DIGESTS = {"md5": md5_of, "sha256": sha256_of}


SortKey = tuple[tuple[int, Any], ...]

_INTEGERS = 2**64
_NOTHING, _NUMBER, _TEXT, _BLOB = range(4)
"""The order in which SQLite sorts what is of different storage classes."""


@dataclass(frozen=True, slots=True)
class Key:
    """What names a row: the first fields of its line.

    Attributes:
        fields: them. None: the row is named by all that it holds, and lines are sorted by their
            digest, so that even a long line is sorted by a short text. Two lines of one digest
            would be told as one row that differs, never as the same.
        digest: which; MD5, which costs least, unless one of the databases has none.
    """

    fields: tuple[Field, ...] = ()
    digest: Digest = "md5"

    def of(self, line: bytes) -> SortKey:
        """What the databases sorted the line by.

        Raises:
            Garbled: the line does not begin with a key.
        """
        if not self.fields:
            return ((_TEXT, _DIGESTS[self.digest](line)),)
        found = []
        start = 0
        for field in self.fields:
            try:
                part, end = _sort_key(line, start, field)
            except (ValueError, ArithmeticError) as error:
                raise Garbled(f"{line[:80]!r}") from error
            found.append(part)
            start = end + 1
        return tuple(found)


def _sort_key(line: bytes, start: int, field: Field) -> tuple[tuple[int, Any], int]:
    odd = field.odd is not None and line.startswith(ODD, start)
    if odd or field.framing is Framing.TAGGED:
        if not odd and (start == len(line) or line.startswith(BETWEEN, start)):
            return (_NOTHING, None), start
        tag, raw, end = _tagged(line, start + odd)
        if odd and field.framing is Framing.PLAIN and not field.number:
            return (_TEXT, line[start:end]), end
        if tag in b"ir":
            return (_NUMBER, int(raw) if tag == b"i" else float(raw)), end
        return (_TEXT if tag == b"t" else _BLOB, raw), end
    if field.framing is Framing.FRAMED:
        framed, end = _framed(line, start)
        return ((_NOTHING, None) if framed is None else (_TEXT, framed)), end
    end = _end(line, start)
    plain = line[start:end]
    if not plain:
        return (_NOTHING, None), end
    return (_number(plain) if field.number else (_TEXT, plain)), end


def _number(raw: bytes) -> tuple[int, Any]:
    if raw.lstrip(b"-").isdigit():
        return _NUMBER, int(raw)
    number = exact(raw)
    return (_TEXT, raw) if number.is_nan() else (_NUMBER, number)  # NaN is behind all numbers


def exact(raw: bytes) -> Decimal:
    """The number that a text means.

    What is written with an exponent is a floating-point number. It is the shortest decimal that
    means it to Python (PostgreSQL has 9.999999999999999e+22 for 1e+23), but where it can be held
    against an integer (below 2**64) all its digits count.
    """
    if b"e" not in raw.lower():
        return Decimal(raw.decode())
    number = float(raw)
    exactly = number.is_integer() and abs(number) < _INTEGERS
    return Decimal(int(number) if exactly else repr(number))
