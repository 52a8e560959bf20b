"""SQL text to tokens, cut by the rules of SQLite's own ``tokenize.c``.

One regular expression finds the tokens; what it finds is held against the rules for its kind once
more. Where that fails the text is unreadable, never misread.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

from compare.inspect.unreadable import Unreadable

Kind = Literal["word", "name", "string", "number", "blob", "symbol"]

_UPPER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


def fold(text: str) -> str:
    """Lower case as SQLite compares identifiers: ``É`` and ``é`` stay different."""
    return text.lower() if text.isascii() else text.translate(_UPPER)


# The same token is the same object for as long as it is remembered, which is quicker to compare.
@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """One token of SQL.

    Attributes:
        kind: a bare ``word`` (keyword or identifier), a quoted ``name``, a ``string``, a
            ``number``, a ``blob`` or a ``symbol``.
        text: what it stands for: names and strings without their quotes, all else as spelled.
        raw: as it stands in the source.
        folded: the text in lower case as SQLite folds it: letters of ASCII alone.
        word: the same where it is a bare word, and otherwise None.
        symbol: the text where it is a symbol, and otherwise None.
    """

    kind: Kind
    text: str
    raw: str
    folded: str
    word: str | None
    symbol: str | None

    def is_word(self, *words: str) -> bool:
        """Whether it is a bare word, and one of these (given in lower case)."""
        return self.word in words

    def is_symbol(self, *symbols: str) -> bool:
        """Whether it is one of these symbols."""
        return self.symbol in symbols


# Beyond ASCII SQLite knows letters only, and a byte order mark where a token could begin is space.
_LETTER = r"A-Za-z_\u0080-\U0010ffff"
_GAP = r"(?:[ \t\n\f\r\ufeff]++|--[^\n]*+|/\*(?!\Z)(?s:.*?)(?:\*/|\Z))*+"
_DIGITS = r"[0-9]++(?:_[0-9]++)*+"
_NUMBER = (
    rf"(?:0[xX][0-9A-Fa-f]++(?:_[0-9A-Fa-f]++)*+"
    rf"|(?:{_DIGITS}(?:\.(?:{_DIGITS})?+)?+|\.{_DIGITS})(?:[eE][+-]?{_DIGITS})?+)"
)
_STRING = r"'[^']*+(?:''[^']*+)*+'"
_SYMBOL = r"->>|->|<<|<=|<>|>>|>=|==|!=|\|\||[-+*/%&|~<>=(),.;]"
_QUOTED = r'"[^"]*+(?:""[^"]*+)*+"|`[^`]*+(?:``[^`]*+)*+`|\[[^\]]*+\]'

_TOKENS = re.compile(
    rf"((?![xX]')[{_LETTER}][{_LETTER}0-9$]*+"
    rf"|{_NUMBER}[{_LETTER}0-9$]*+"  # what sticks to a number spoils it
    rf"|{_SYMBOL}|{_QUOTED}|{_STRING}|[xX]'[^']*+'?+|(?s:.)){_GAP}"
)
_LEADING = re.compile(_GAP)
_KIND = re.compile(
    rf"(?P<word>[{_LETTER}][{_LETTER}0-9$]*+)|(?P<symbol>{_SYMBOL})|(?P<name>{_QUOTED})"
    rf"|(?P<string>{_STRING})|(?P<number>{_NUMBER})|(?P<blob>[xX]'(?:[0-9A-Fa-f]{{2}})*')"
)
_EXCERPT = 20


def tokenize(sql: str) -> tuple[Token, ...]:
    """Cut a text into tokens; white space and comments fall away.

    Raises:
        Unreadable: where some of the text is no SQL that SQLite would take.
    """
    try:
        return tuple(map(_token, _TOKENS.findall(sql, _start(sql))))
    except Unreadable:
        raise _unreadable(sql) from None


def _start(sql: str) -> int:
    match = _LEADING.match(sql)
    assert match is not None
    return match.end()


@lru_cache(maxsize=16384)
def _token(raw: str) -> Token:
    """The token of this spelling; most texts are made of the same few."""
    if raw.isidentifier() and raw.isascii():
        folded = raw.lower()
        return Token("word", raw, raw, folded, folded, None)
    match = _KIND.fullmatch(raw)
    if match is None:
        raise Unreadable("no token")
    kind = cast(Kind, match.lastgroup)
    if kind == "word":
        folded = fold(raw)
        return Token(kind, raw, raw, folded, folded, None)
    if kind == "symbol":
        return Token(kind, raw, raw, raw, None, raw)
    text = raw
    if kind in ("name", "string"):
        quote = raw[0]
        text = raw[1:-1] if quote == "[" else raw[1:-1].replace(quote * 2, quote)
    return Token(kind, text, raw, fold(text), None, None)


def _unreadable(sql: str) -> Unreadable:
    """What to say of a text that holds something that is no token."""
    for match in _TOKENS.finditer(sql, _start(sql)):
        try:
            _token(match[1])
        except Unreadable:
            if match[1] in ("'", '"', "`", "["):
                return Unreadable("cannot be cut into tokens")
            return Unreadable(f"cannot read {sql[match.start() : match.start() + _EXCERPT]!r}")
    raise AssertionError(sql)
