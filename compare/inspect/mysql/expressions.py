r"""An expression of MySQL's information_schema, as it was meant.

There the expressions of CHECKs, generated columns, defaults and parts of indexes stand as MySQL
keeps them in its dictionary: quotes and backslashes have a backslash more, and the bytes of a
character beyond ASCII stand for one character each (``Ã©`` for ``é``). ``SHOW CREATE TABLE`` prints
them as they are, but for characters beyond U+FFFF, which it prints as ``????``. So wherever
anything had to be undone, what came of it has to stand in that text.

A literal has the character set before it that it was written in (``_utf8mb4'x'``). The usual one
says nothing and is left out; any other stays. ``SHOW CREATE TABLE`` prints it in the character set
that it is converted into (beside a column in latin1, ``_latin1'x'``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress

from compare.inspect.mariadb.texts import bare, may_be, without_database
from compare.inspect.mariadb.tokens import Token, joined, tokenize
from compare.inspect.unreadable import Unreadable

_ESCAPES = {"0": "\0", "n": "\n", "r": "\r", "Z": "\x1a"}
_USUAL = "_UTF8MB4"


def is_certain(text: str) -> bool:
    """Whether nothing has to be undone in a text of information_schema."""
    return text.isascii() and "\\" not in text


def meant(text: str, shown: str | None, database: str) -> str | None:
    """Canonical text of an expression.

    Args:
        text: the expression, as information_schema has it.
        shown: what ``SHOW CREATE TABLE`` prints of its table; None where it was not asked.
        database: the name of the database it stands in.

    Returns:
        The text, or None where it is not known what was meant.
    """
    if is_certain(text):
        return canonical(text, database)
    if shown is None:
        return None
    try:
        whole = bare(tokenize(shown))
    except Unreadable:
        return None
    for plain in _undone(text):
        try:
            if _stands_in(bare(tokenize(plain)), whole):
                return canonical(plain, database)
        except Unreadable:
            continue
    return None


def canonical(text: str, database: str) -> str:
    """Canonical text of what MySQL prints; what cannot be cut is left as it is."""
    try:
        return joined(without_database(without_introducers(tokenize(text)), database))
    except Unreadable:
        return text


def without_introducers(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without the usual character set before a literal."""
    return [
        token
        for token, after in zip(tokens, [*tokens[1:], Token("gap", "")], strict=True)
        if not (token.is_word(_USUAL) and after.kind == "string")
    ]


def _is_for(token: Token, shown: Token) -> bool:
    """Whether a token may be printed so; names are quoted, so that ``_word`` introduces a text."""
    if token.kind == shown.kind == "word" and token.text.startswith("_"):
        return shown.text.startswith("_")
    return may_be(token, shown)


def _undone(text: str) -> list[str]:
    """What a text may mean: first as MySQL 9.7 writes it, then as it stands."""
    plain = re.sub(r"(?s)\\(.)", lambda match: _ESCAPES.get(match[1], match[1]), text)
    found = [plain, text]
    with suppress(UnicodeError):
        found.insert(0, plain.encode("latin-1").decode("utf-8"))
    return found


def _stands_in(part: Sequence[Token], whole: Sequence[Token]) -> bool:
    """Whether tokens stand in a text of which no character beyond U+FFFF is printed."""
    first = part[0] if part else None
    return first is not None and any(
        _is_for(first, whole[start])
        and all(
            _is_for(token, mark)
            for token, mark in zip(part, whole[start : start + len(part)], strict=True)
        )
        for start in range(len(whole) - len(part) + 1)
    )
