"""Values as a person reads them, and never two different ones alike."""

from __future__ import annotations

import hashlib
import unicodedata

LONGEST = 60
"""Longer literals are shortened."""

_HEAD = 30


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
    """A literal of at most about 60 characters; a longer one with its length and a digest."""
    if len(text) <= LONGEST:
        return text
    digest = hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return f"{text[:_HEAD]}… ({len(text)} characters, sha256 {digest})"


def shortened_pair(left: str, right: str) -> tuple[str, str]:
    """Two different literals, shortened where long, each with what it has where they part."""
    if len(left) <= LONGEST and len(right) <= LONGEST:
        return left, right
    start = next(
        (at for at, (one, other) in enumerate(zip(left, right, strict=False)) if one != other),
        min(len(left), len(right)),
    )
    return _from(left, start), _from(right, start)


def _from(text: str, start: int) -> str:
    if len(text) <= LONGEST:
        return text
    end = start + _HEAD
    dots = "…" if end < len(text) else ""
    return f"{text[:_HEAD]}… ({len(text)} characters, at {start + 1}: {text[start:end]}{dots})"


def _text(value: str) -> str:
    quoted = value.replace("'", "''")
    if value.isprintable() and not any(map(_is_hidden, value)):
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
