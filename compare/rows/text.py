"""Values as a person reads them, and never two different ones alike."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

LONGEST = 60
"""Longer literals are shortened."""

_HEAD = 30
_PIECE = 2**16
_DOUBLED = re.compile("''")
_ESCAPES = re.compile(r"(?s)''|\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\U[0-9a-f]{8}|\\.")
_NONE = re.compile("(?!)")


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
    start = _parting(left, right, min(one.end, other.end))
    return one.parting_at(start), other.parting_at(start)


def _parting(left: str, right: str, end: int) -> int:
    """Where two texts part, at the latest at ``end``."""
    for begin in range(0, end, _PIECE):
        mine, theirs = (text[begin : min(begin + _PIECE, end)] for text in (left, right))
        if mine != theirs:
            return begin + next(at for at, each in enumerate(mine) if each != theirs[at])
    return end


@dataclass(frozen=True, slots=True)
class _Units:
    """A literal, by what it stands for: characters, or bytes.

    It may be a value of many megabytes, so it is not cut into them.

    Attributes:
        literal: it.
        opening, closing: what stands before and behind.
        longer: units of more than one character of the literal.
        what: what the units are.
    """

    literal: str
    opening: str
    closing: str
    longer: re.Pattern[str]
    what: str

    @classmethod
    def of(cls, literal: str) -> _Units:
        if literal.startswith("'"):
            return cls(literal, "'", "'", _DOUBLED, "character")
        if literal.startswith("e'"):
            return cls(literal, "e'", "'", _ESCAPES, "character")
        if literal.startswith("x'"):
            return cls(literal, "x'", "'", _NONE, "byte")
        return cls(literal, "", "", _NONE, "character")

    @property
    def begin(self) -> int:
        """Where the first one begins."""
        return len(self.opening)

    @property
    def end(self) -> int:
        """Where the last one ends."""
        return len(self.literal) - len(self.closing)

    @property
    def length(self) -> str:
        """How many, in words."""
        number, _ = self.before(self.end)
        return f"{number} {self.what}{'' if number == 1 else 's'}"

    def before(self, place: int) -> tuple[int, int]:
        """How many end before a place in the literal, or at it, and where the next one begins."""
        if self.what == "byte":
            number = (place - self.begin) // 2
            return number, self.begin + 2 * number
        more = 0
        for each in self.longer.finditer(self.literal, self.begin, self.end):
            if each.end() > place:
                place = min(place, each.start())
                break
            more += len(each[0]) - 1
        return place - self.begin - more, place

    def raw(self) -> bytes:
        """The value's bytes."""
        body = self.literal[self.begin : self.end]
        if self.what == "byte":
            return bytes.fromhex(body)
        text = self.longer.sub(lambda found: _unescaped(found[0]), body)
        return text.encode("utf-8", "surrogateescape")

    def head(self) -> str:
        """The first of them."""
        return self._quoted(self.begin)

    def parting_at(self, place: int) -> str:
        """The first of them and those from a place on, unless the literal is short."""
        if len(self.literal) <= LONGEST:
            return self.literal
        number, begin = self.before(place)
        return f"{self.head()} ({self.length}, from {number + 1} on {self._quoted(begin)})"

    def _quoted(self, begin: int) -> str:
        """So many of them as are shown."""
        end = begin
        for _ in range(_HEAD):
            end = min(self._end_of(end), self.end)
        dots = "…" if end < self.end else ""
        return f"{self.opening}{self.literal[begin:end]}{dots}{self.closing}"

    def _end_of(self, begin: int) -> int:
        """Where the one ends that begins there."""
        found = self.longer.match(self.literal, begin, self.end)
        return found.end() if found else begin + (2 if self.what == "byte" else 1)


def _unescaped(unit: str) -> str:
    if unit == "''":
        return "'"
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
