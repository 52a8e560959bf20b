"""SQL text to tokens, the way SQLite itself cuts it.

sqlglot's tokenizer knows quotes and comments; its parser is not used, because it refuses valid
SQLite (``NOT DEFERRABLE``, ``PRIMARY KEY (a DESC AUTOINCREMENT)``) and rewrites expressions.
Its tokens are held against the text: every character must belong to a token, to white space or
to a comment, and operators are cut as SQLite cuts them. Where that fails the text is
unreadable, never misread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from compare.inspect.unreadable import Unreadable

Kind = Literal["word", "name", "string", "number", "blob", "symbol"]


@dataclass(frozen=True, slots=True)
class Token:
    """One token of SQL.

    Attributes:
        kind: a bare ``word`` (keyword or identifier), a quoted ``name``, a ``string``, a
            ``number``, a ``blob`` or a ``symbol``.
        text: what it stands for: names and strings without their quotes, all else as spelled.
        raw: as it stands in the source.
    """

    kind: Kind
    text: str
    raw: str

    @property
    def folded(self) -> str:
        """The text in lower case as SQLite folds it: letters of ASCII alone."""
        return fold(self.text)

    def is_word(self, *words: str) -> bool:
        """Whether it is a bare word, and one of these (given in lower case)."""
        return self.kind == "word" and self.folded in words

    def is_symbol(self, *symbols: str) -> bool:
        """Whether it is one of these symbols."""
        return self.kind == "symbol" and self.text in symbols


_UPPER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


def fold(text: str) -> str:
    """Lower case as SQLite compares identifiers: ``É`` and ``é`` stay different."""
    return text.lower() if text.isascii() else text.translate(_UPPER)


_GAP = re.compile(r"(?:[ \t\n\f\r\ufeff]|--[^\n]*(?:\n|\Z)|/\*(?s:.*?)(?:\*/|\Z))*")
_WORD = re.compile(r"[A-Za-z_\u0080-\U0010ffff][A-Za-z0-9_$\u0080-\U0010ffff]*")
_NUMBER = re.compile(
    r"(?:0[xX][0-9A-Fa-f_]+|(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9_]+)(?:[eE][+-]?[0-9]+)?)"
)
_BLOB = re.compile(r"[xX]'(?:[0-9A-Fa-f]{2})*'")
_STRING = re.compile(r"'(?:[^']|'')*'")
_QUOTED = {
    '"': re.compile(r'"(?:[^"]|"")*"'),
    "`": re.compile(r"`(?:[^`]|``)*`"),
    "[": re.compile(r"\[[^\]]*\]"),
}
_SYMBOLS = re.compile(r"->>|->|<<|<=|<>|>>|>=|==|!=|\|\||[-+*/%&|~<>=(),.;]")
_MARK = re.compile(r"(?<![A-Za-z0-9_$\u0080-\U0010ffff])\ufeff+")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def tokenize(sql: str) -> tuple[Token, ...]:
    """Cut a text into tokens; white space and comments fall away.

    Raises:
        Unreadable: where some of the text is no SQL that SQLite would take.
    """
    return tuple(_read(sql))


def _read(sql: str) -> Iterator[Token]:
    position = 0
    symbols = ""
    for start, end in _spans(sql):
        if start > position:
            if not _GAP.fullmatch(sql, position, start):
                raise Unreadable(f"cannot read {_excerpt(sql, position)}")
            yield from _split_symbols(symbols)
            symbols = ""
        raw = sql[start:end]
        if _is_symbol(raw):
            symbols += raw
        elif symbols.endswith(".") and raw[0].isdigit() and raw.isascii():
            yield from _split_symbols(symbols[:-1])
            yield _token("." + raw)
            symbols = ""
        else:
            yield from _split_symbols(symbols)
            symbols = ""
            yield from _pieces(raw)
        position = end
    yield from _split_symbols(symbols)
    if not _GAP.fullmatch(sql, position):
        raise Unreadable(f"cannot read {_excerpt(sql, position)}")


def _spans(sql: str) -> Iterator[tuple[int, int]]:
    """Where sqlglot's tokens start and end; a number is joined with what sticks to it."""
    from sqlglot.errors import TokenError

    try:
        # Beyond ASCII SQLite knows letters only, and a byte order mark between two words: so
        # shall sqlglot. Every character keeps its place.
        spaced = _MARK.sub(lambda mark: " " * len(mark[0]), sql)
        found = _tokenizer()(_BEYOND_ASCII.sub("\u00e4", spaced))
    except TokenError as error:
        raise Unreadable("cannot be cut into tokens") from error
    previous: tuple[int, int] | None = None
    for start, end in found:
        if previous is not None:
            if previous[1] == start and sql[previous[0]].isdigit() and _WORD.match(sql, start):
                previous = (previous[0], end)
                continue
            yield previous
        previous = (start, end)
    if previous is not None:
        yield previous


@lru_cache(maxsize=1)
def _tokenizer() -> Callable[[str], list[tuple[int, int]]]:
    """Sqlglot is imported when the first text is read: it takes a seventh of a second."""
    from sqlglot.dialects.sqlite import SQLite

    dialect = SQLite()

    def spans(sql: str) -> list[tuple[int, int]]:
        return [(token.start, token.end + 1) for token in dialect.tokenize(sql)]

    return spans


def _is_symbol(raw: str) -> bool:
    return not (raw[0].isalnum() or raw[0] in "_'\"`[$" or raw[0] > "\x7f")


def _split_symbols(run: str) -> Iterator[Token]:
    position = 0
    while position < len(run):
        match = _SYMBOLS.match(run, position)
        if match is None:
            raise Unreadable(f"cannot read {_excerpt(run, position)}")
        yield Token("symbol", match[0], match[0])
        position = match.end()


def _pieces(raw: str) -> Iterator[Token]:
    if raw[0] in "nN" and raw[1:2] == "'":  # sqlglot's national string: two tokens for SQLite
        yield _token(raw[0])
        yield _token(raw[1:])
    elif raw[0].isalpha() and any(space in raw for space in " \t\n\r\f") and "'" not in raw:
        for word in raw.split():  # sqlglot's PRIMARY KEY, GROUP BY
            yield _token(word)
    else:
        yield _token(raw)


def _token(raw: str) -> Token:
    first = raw[0]
    if first in _QUOTED and _QUOTED[first].fullmatch(raw):
        inner = raw[1:-1]
        return Token("name", inner if first == "[" else inner.replace(first * 2, first), raw)
    if _STRING.fullmatch(raw):
        return Token("string", raw[1:-1].replace("''", "'"), raw)
    if _BLOB.fullmatch(raw):
        return Token("blob", raw, raw)
    if _NUMBER.fullmatch(raw):
        return Token("number", raw, raw)
    if _WORD.fullmatch(raw):
        return Token("word", raw, raw)
    raise Unreadable(f"cannot read {_excerpt(raw, 0)}")


def _excerpt(text: str, position: int) -> str:
    return repr(text[position : position + 20])
