"""Values as a person reads them, and never two different ones alike."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

LONGEST = 60
"""Longer literals are shortened."""

_HEAD = 30
_PLAIN = re.compile(r"(?s)''|.")
_ESCAPED = re.compile(r"(?s)''|\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\U[0-9a-f]{8}|\\.|.")


def literal(value: int | float | str | bytes | None) -> str:
    """A stored value as SQL text; values of different storage classes never look alike.

    Text with control characters, or with bytes that are no UTF-8, is written as ``e'…'`` with
    escapes, in which a backslash is doubled.
    """
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    if isinstance(value, str):
        return _text(value)
    return repr(value)


def shortened(text: str) -> str:
    """A literal of at most 60 characters as it is; a longer one with its length and a digest.

    The digest is of the value itself: of the text in UTF-8, or of the bytes.
    """
    if len(text) <= LONGEST:
        return text
    units = _Units.of(text)
    digest = hashlib.sha256(units.raw()).hexdigest()[:12]
    return f"{units.head()} ({units.length}, sha256 {digest})"


def shortened_pair(left: str, right: str) -> tuple[str, str]:
    """Two different literals, shortened where long, each with what it has where they part."""
    if len(left) <= LONGEST and len(right) <= LONGEST:
        return left, right
    if left.startswith("e'") != right.startswith("e'"):
        left, right = _as_escaped(left), _as_escaped(right)
    one, other = _Units.of(left), _Units.of(right)
    if one.opening != other.opening:
        return shortened(left), shortened(right)
    pairs = zip(one.units, other.units, strict=False)
    start = next(
        (at for at, (mine, theirs) in enumerate(pairs) if mine != theirs),
        min(len(one.units), len(other.units)),
    )
    return one.parting_at(start), other.parting_at(start)


@dataclass(frozen=True, slots=True)
class _Units:
    """A literal cut into what it stands for: characters, or bytes."""

    literal: str
    opening: str
    units: list[str]
    closing: str
    what: str

    @classmethod
    def of(cls, literal: str) -> _Units:
        if literal.startswith(("'", "e'")):
            opening = literal[: literal.index("'") + 1]
            units = (_ESCAPED if opening == "e'" else _PLAIN).findall(literal, len(opening))
            return cls(literal, opening, units[:-1], "'", "character")
        if literal.startswith("x'"):
            return cls(literal, "x'", re.findall("[0-9a-f]{2}", literal), "'", "byte")
        return cls(literal, "", list(literal), "", "character")

    @property
    def length(self) -> str:
        """How many, in words."""
        plural = "" if len(self.units) == 1 else "s"
        return f"{len(self.units)} {self.what}{plural}"

    def raw(self) -> bytes:
        """The value's bytes."""
        if self.what == "byte":
            return bytes.fromhex("".join(self.units))
        return "".join(map(_unescaped, self.units)).encode("utf-8", "surrogateescape")

    def head(self) -> str:
        """The first of them."""
        return self._quoted(0, _HEAD)

    def parting_at(self, start: int) -> str:
        """The first of them and those from a position on, unless the literal is short."""
        if len(self.literal) <= LONGEST:
            return self.literal
        window = self._quoted(start, start + _HEAD)
        return f"{self.head()} ({self.length}, from {start + 1} on {window})"

    def _quoted(self, start: int, end: int) -> str:
        dots = "…" if end < len(self.units) else ""
        return f"{self.opening}{''.join(self.units[start:end])}{dots}{self.closing}"


def _unescaped(unit: str) -> str:
    if unit == "''":
        return "'"
    if len(unit) == 1 or unit[0] != "\\":
        return unit
    if unit[1] == "x":
        return chr(0xDC00 + int(unit[2:], 16))
    if unit[1] in "uU":
        return chr(int(unit[2:], 16))
    return {"n": "\n", "r": "\r", "t": "\t"}.get(unit[1], unit[1])


def _as_escaped(text: str) -> str:
    """A plain text literal in the other form, so that equal characters look alike in both."""
    if not text.startswith("'"):
        return text
    return "e" + text.replace("\\", "\\\\")


def _text(value: str) -> str:
    quoted = value.replace("'", "''")
    # Each character once: a long text has few different ones.
    if value.isprintable() and (value.isascii() or not any(map(_is_hidden, set(value)))):
        return f"'{quoted}'"
    escaped = "".join(map(_escaped, quoted))
    return f"e'{escaped}'"


def _is_hidden(character: str) -> bool:
    """Marks that join the character before them print, but not by themselves."""
    return character > "\x7f" and unicodedata.category(character) in ("Mn", "Me", "Cf", "Cs")


def _escaped(character: str) -> str:
    if character == "\\":
        return "\\\\"
    if character.isprintable() and not _is_hidden(character):
        return character
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is no UTF-8
        return f"\\x{code - 0xDC00:02x}"
    named = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(character)
    return named or (f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")
