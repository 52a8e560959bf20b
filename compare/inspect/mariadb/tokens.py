"""SQL text to tokens, the way MariaDB cuts it.

sqlglot's tokenizer is not used: MariaDB's rules depend on the ``sql_mode`` a text was written
under, and comments that MariaDB runs (``/*!50100 … */``) have to stay.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from compare.inspect.unreadable import Unreadable

Kind = Literal["gap", "name", "string", "word", "comment", "symbol"]

_PLAIN_STRING = r"'(?:[^']|'')*'"
_STRING = r"'(?:[^'\\]|\\.|'')*'"
_REST = (
    r"(?P<gap>(?:[ \t\n\r\f\v]+|--(?=[\s\x00-\x1f]|\Z)[^\n]*|\#[^\n]*|/\*(?!M?!).*?\*/)+)"
    r"|(?P<comment>/\*M?!.*?\*/)"
    r"|(?P<name>`(?:[^`]|``)*`)"
    r"|(?P<word>[0-9A-Za-z_$\x80-\U0010ffff]+)"
    r"|(?P<symbol>.)"
)


def _pattern(*, backslashes: bool) -> re.Pattern[str]:
    string = _STRING if backslashes else _PLAIN_STRING
    return re.compile(
        f"(?P<string>{string})|(?P<double>{string.replace(chr(39), chr(34))})|{_REST}", re.DOTALL
    )


_BACKSLASHES = _pattern(backslashes=True)
_NO_BACKSLASHES = _pattern(backslashes=False)
_ESCAPES = {"0": "\0", "b": "\b", "n": "\n", "r": "\r", "t": "\t", "Z": "\x1a"}
_KEPT = "%_"
_KINDS: dict[str, Kind] = {
    "gap": "gap",
    "word": "word",
    "comment": "comment",
    "symbol": "symbol",
}
_ANSI = frozenset({"ANSI_QUOTES", "ANSI", "ORACLE", "MSSQL", "POSTGRESQL", "DB2", "MAXDB"})


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of SQL.

    Attributes:
        kind: a ``gap`` (white space and comments that do nothing), a quoted ``name``, a
            ``string``, a bare ``word`` or number, a ``comment`` that MariaDB runs, or a
            ``symbol`` of one character.
        text: what it stands for: names and strings without their quotes, all else as spelled.
        start: where it begins in the source.
    """

    kind: Kind
    text: str
    start: int = 0

    def is_word(self, *words: str) -> bool:
        """Whether it is a bare word, and one of these (given in upper case)."""
        return self.kind == "word" and self.text.upper() in words

    def is_symbol(self, *symbols: str) -> bool:
        """Whether it is one of these symbols."""
        return self.kind == "symbol" and self.text in symbols


def tokenize(sql: str, sql_mode: str = "") -> list[Token]:
    """Cut a text into tokens, gaps included.

    Args:
        sql: the text.
        sql_mode: the modes it was written under, with commas between; none for what the server
            prints.

    Raises:
        Unreadable: where a quote or a comment does not end.
    """
    modes = frozenset(sql_mode.upper().split(","))
    pattern = _NO_BACKSLASHES if "NO_BACKSLASH_ESCAPES" in modes else _BACKSLASHES
    double: Kind = "name" if modes & _ANSI else "string"
    return [_token(match, double, pattern is _BACKSLASHES) for match in pattern.finditer(sql)]


def _token(match: re.Match[str], double: Kind, backslashes: bool) -> Token:
    raw = match[0]
    kind = match.lastgroup
    if kind == "symbol" and raw in "'\"`":
        raise Unreadable(f"a quote does not end: {raw}")
    if kind == "name":
        return Token("name", raw[1:-1].replace("``", "`"), match.start())
    if kind in ("string", "double"):
        plain = raw[1:-1].replace(raw[0] * 2, raw[0])
        if kind == "double" and double == "name":
            return Token("name", plain, match.start())
        return Token("string", _unescaped(raw) if backslashes else plain, match.start())
    return Token(_KINDS[kind or ""], raw, match.start())


def _unescaped(raw: str) -> str:
    """What a literal stands for; a doubled quote and a backslash are told apart from the left."""
    quote = raw[0]
    if "\\" not in raw:
        return raw[1:-1].replace(quote * 2, quote)
    return re.sub(
        rf"(?s){quote}{quote}|\\(.)",
        lambda match: quote if match[1] is None else _character(match[1]),
        raw[1:-1],
    )


def _character(letter: str) -> str:
    return f"\\{letter}" if letter in _KEPT else _ESCAPES.get(letter, letter)


def quoted(name: str) -> str:
    """A name in backticks, as statements need it."""
    return "`" + name.replace("`", "``") + "`"


def joined(tokens: Sequence[Token]) -> str:
    """Canonical text: names in double quotes, strings in single ones without escapes.

    Every gap is one space, none at the ends; all else is as it was spelled.
    """
    return "".join(map(_spelled, tokens)).strip(" ")


def _spelled(token: Token) -> str:
    if token.kind == "gap":
        return " "
    if token.kind == "name":
        return '"' + token.text.replace('"', '""') + '"'
    if token.kind == "string":
        return "'" + token.text.replace("'", "''") + "'"
    return token.text
