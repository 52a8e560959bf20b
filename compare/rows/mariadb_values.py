"""What MariaDB and MySQL say of a value, and its canonical form.

The server makes a text or bytes of each value, so that no driver can lose anything: zero dates,
times beyond a day, the last digits of a FLOAT, trailing zeros.

==================  =========================================================================
type                kind and canonical form
==================  =========================================================================
TINYINT … BIGINT    ``integer``, TINYINT(1) too: that is what a boolean is for MariaDB; YEAR
                    and BIT likewise
DECIMAL             ``decimal``: 1.50 and 1.5 are one, stored otherwise
FLOAT, DOUBLE       ``real``; a FLOAT is the shortest number that means it and no other FLOAT.
                    MariaDB has no minus zero, MySQL has one
DATETIME, DATE,     ``datetime`` and so on, as everywhere. What has no such form (zero dates,
TIME                days that are 0, negative times and those beyond a day) is the server's text
TIMESTAMP           ``datetime`` in UTC, which ends in ``Z``: a moment, whatever the time zone
CHAR … LONGTEXT,    ``text``, of all character sets. ``malformed`` where it is none: bytes that are
ENUM, SET           no UTF-8; or byte ff, and the bytes for which Unicode has no character; or byte
                    ff alone, for what MariaDB puts in an ENUM in place of an unknown word
JSON                ``json``, which for MariaDB is a LONGTEXT with a CHECK by ``json_valid``. Of
                    MySQL's, the text that it prints: a time or a decimal number within a document
                    is what is printed alike
BINARY … LONGBLOB   ``blob``
UUID                ``uuid``
any other           the type's name, and the server's text (INET4, INET6) or the bytes it keeps
                    (geometries, vectors) to the letter
==================  =========================================================================
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from compare.inspect.mariadb.tokens import quoted
from compare.model import Column, Value
from compare.rows.text import literal
from compare.rows.values import Family, exact_number, from_text

Reader = Callable[[bytes], Value]

_SHORT = 64
_INTEGERS = frozenset({"tinyint", "smallint", "mediumint", "int", "bigint", "year"})
_TEXTS = frozenset({"varchar", "tinytext", "text", "mediumtext", "longtext"})
_BLOBS = frozenset({"binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob"})
UNICODE = frozenset({"utf8mb4", "utf8mb3", "utf8"})
"""Character sets of which the bytes are UTF-8."""


@dataclass(frozen=True, slots=True)
class Source:
    """How a column is read.

    Attributes:
        sql: the expression that makes bytes of a value.
        read: what makes a value of those bytes.
        ordered: whether the server sorts the column as ``place`` does.
    """

    sql: str
    read: Reader
    ordered: bool = False


# With digits after the comma in its type a number would be written with no more of them.
REAL_OF_MARIADB = "CAST(CAST({} AS DOUBLE) AS CHAR)"
# MySQL writes no more than 22 characters of what is no column, and leaves digits out:
# -2.2250738585072014e-308 becomes -2.2250738585072e-308. Within JSON it writes all of them.
REAL_OF_MYSQL = "TRIM(TRAILING '.0' FROM CAST(CAST({} AS JSON) AS CHAR))"


def source_of(column: Column, form: Family, collation: str, real: str = REAL_OF_MARIADB) -> Source:
    """How to read a column.

    Args:
        column: the column.
        form: what :func:`compare.rows.values.family` says of it.
        collation: the collation of the database.
        real: how the server is asked for all digits of a floating-point number.
    """
    name = quoted(column.name)
    base = column.type.partition("(")[0].partition(" ")[0]
    if base in _INTEGERS:
        return Source(f"CAST({name} AS CHAR)", _integer, ordered=True)
    if base == "bit":
        return Source(f"CAST({name} + 0 AS CHAR)", _integer, ordered=True)
    if base == "decimal":
        return Source(f"CAST({name} AS CHAR)", _decimal)
    if base in ("float", "double"):
        return Source(real.format(name), _float if base == "float" else _real)
    if base in ("datetime", "date", "time", "uuid"):
        return Source(f"CAST({name} AS CHAR)", _formed(base, base, base))
    if base == "timestamp":
        return Source(f"CAST({name} AS CHAR)", _moment)
    if base in _BLOBS:
        return Source(name, _blob)
    if base == "json":
        return Source(
            f"CAST(CAST({name} AS CHAR CHARACTER SET utf8mb4) AS BINARY)",
            _formed("json", "json", "text"),
        )
    charset = (column.collation or collation).partition("_")[0]
    if base in _TEXTS:
        read = _formed("json", "text", "text") if form == "json" else _formed(None, "text", "text")
        return Source(_unicode(name, charset), read)
    if base in ("char", "set"):
        return Source(_unicode(name, charset), _formed(None, base, "text"))
    if base == "enum":
        text = _unicode(name, charset)
        return Source(
            f"CASE {name} + 0 WHEN 0 THEN x'ff' ELSE {text} END", _formed(None, base, "text")
        )
    if base in ("inet4", "inet6"):
        return Source(f"CAST({name} AS CHAR)", _formed(None, base, base))
    return Source(f"CAST({name} AS BINARY)", _raw(base))


def _unicode(name: str, charset: str) -> str:
    """A text as bytes of UTF-8; what is lost on the way as byte ff and its own bytes."""
    if charset in UNICODE:
        return f"CAST({name} AS BINARY)"
    text = f"CONVERT({name} USING utf8mb4)"
    back = f"CONVERT({text} USING {charset})"
    own = f"CAST({name} AS BINARY)"
    return (
        f"CASE WHEN CAST({back} AS BINARY) = {own} THEN CAST({text} AS BINARY)"
        f" WHEN {name} IS NOT NULL THEN CONCAT(x'ff', {own}) END"
    )


def _remembered(read: Reader) -> Reader:
    """Short texts come again and again."""
    short = lru_cache(maxsize=16384)(read)
    return lambda raw: short(raw) if len(raw) <= _SHORT else read(raw)


@lru_cache(maxsize=64)
def _formed(form: Family, word: str, otherwise: str) -> Reader:
    def read(raw: bytes) -> Value:
        return from_text(raw.decode("utf-8", "surrogateescape"), form, word, otherwise)

    return _remembered(read)


@_remembered
def _integer(raw: bytes) -> Value:
    digits = str(int(raw))  # without the zeros of ZEROFILL
    return Value("integer", digits, f"integer {digits}")


@_remembered
def _decimal(raw: bytes) -> Value:
    digits = re.sub(r"^(-?)0+(?=[0-9])", r"\1", raw.decode())
    return Value("decimal", exact_number(digits), f"decimal {digits}")


@_remembered
def _real(raw: bytes) -> Value:
    number = repr(float(raw))
    return Value("real", number, f"real {number}")


@_remembered
def _float(raw: bytes) -> Value:
    number = float(raw)
    digits = next(
        digits
        for size in range(1, 18)
        for digits in [f"{number:.{size}g}"]
        if _single(digits) == number
    )
    text = repr(float(digits))
    return Value("real", text, f"float {text}")


def _single(digits: str) -> float:
    try:
        return float(struct.unpack("f", struct.pack("f", float(digits)))[0])
    except OverflowError:
        return float("nan")


@_remembered
def _moment(raw: bytes) -> Value:
    text = raw.decode()
    found = from_text(f"{text}Z", "datetime", "timestamp", "datetime")
    # The zero date is no moment.
    canonical = found.canonical if found.canonical != f"{text}Z" else text
    return Value(found.kind, canonical, f"timestamp {literal(text)}")


def _blob(raw: bytes) -> Value:
    return Value("blob", raw.hex(), f"blob {literal(raw)}")


@lru_cache(maxsize=64)
def _raw(base: str) -> Reader:
    return lambda raw: Value(base, raw.hex(), f"{base} {literal(raw)}")
