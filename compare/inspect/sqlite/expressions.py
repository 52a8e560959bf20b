"""Tokens to canonical text: the same text exactly where SQLite reads the same thing.

Folded away: case of keywords, function names and identifiers; the style of quoting; white space
and comments; parentheses around the whole; ``==`` for ``=`` and ``!=`` for ``<>``; the own
table's name before a column. Kept: everything else, string literals to the letter.

A name in double quotes is a string for SQLite where no column has that name, and becomes one
here as well.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from compare.inspect.sqlite.tokens import Token, fold, tokenize
from compare.inspect.sqlite.words import HARMLESS, KEYWORDS
from compare.inspect.unreadable import Unreadable

_KEYWORDS = frozenset(KEYWORDS.split())
_HARMLESS = frozenset(HARMLESS.split())
# Words after which an opening parenthesis is no function call and a sign is no operator.
_OPERATORS = _KEYWORDS - {
    *("current_date", "current_time", "current_timestamp", "null", "true", "false", "end"),
    *("replace", "glob", "like", "match", "regexp", "if", "cast", "raise", "first", "last"),
    *("isnull", "notnull", "key", "row", "action"),
}
_PLAIN = re.compile(r"[a-z_\u0080-\U0010ffff][a-z0-9_$\u0080-\U0010ffff]*")
_ROWID = frozenset({"rowid", "oid", "_rowid_"})
_SAME = {"==": "=", "!=": "<>"}


@dataclass(frozen=True, slots=True)
class Scope:
    """What a name in an expression can stand for.

    Attributes:
        columns: the table's column names, folded.
        table: the table's own name, folded.
    """

    columns: frozenset[str] = frozenset()
    table: str | None = None


CONSTANT = Scope()
"""The scope of a DEFAULT, where no column can be named."""


def expression(tokens: Sequence[Token], scope: Scope) -> str:
    """Canonical text of an expression within one table."""
    return _join(_words(_bare(tokens), scope))


def statement(tokens: Sequence[Token]) -> str:
    """Canonical text of a whole statement, such as a view's.

    Without the columns of everything it names at hand, a name in double quotes only loses them
    where it is a plain lower-case word.
    """
    return _join(_statement_words(tokens))


def identifier(name: str, *, harmless: Collection[str] = _HARMLESS) -> str:
    """An identifier folded, and quoted only where it must be."""
    folded = fold(name)
    if _PLAIN.fullmatch(folded) and (folded not in _KEYWORDS or folded in harmless):
        return folded
    return '"' + folded.replace('"', '""') + '"'


def string(text: str) -> str:
    """A string literal."""
    return "'" + text.replace("'", "''") + "'"


@lru_cache(maxsize=4096)
def type_name(text: str) -> str:
    """A declared type in lower case: single spaces, none around parentheses and commas."""
    try:
        return type_from(tokenize(text))
    except Unreadable:
        return " ".join(fold(text).split())


def type_from(tokens: Sequence[Token]) -> str:
    """The same, from tokens. Of a type in quotes SQLite takes what is within and no more."""
    if tokens and tokens[0].kind in ("name", "string"):
        return type_name(tokens[0].text)
    words = ""
    for previous, token in pairwise((None, *tokens)):
        assert token is not None
        tight = token.is_symbol("(", ")", ",") or (previous and previous.is_symbol("(", ",", "-"))
        if words and not tight and not (previous and previous.is_symbol("+")):
            words += " "
        words += fold(token.text)
    return words


def unwrapped(tokens: Sequence[Token]) -> bool:
    """Whether parentheses around the whole enclose neither a row value nor a SELECT."""
    if (
        len(tokens) < 3
        or not tokens[0].is_symbol("(")
        or tokens[1].is_word("select", "with", "values")
    ):
        return False
    depth = 0
    for position, token in enumerate(tokens):
        if token.is_symbol("("):
            depth += 1
        elif token.is_symbol(")"):
            depth -= 1
            if depth == 0:
                return position == len(tokens) - 1
        elif depth == 1 and token.is_symbol(","):
            return False
    return False


def _bare(tokens: Sequence[Token]) -> Sequence[Token]:
    while unwrapped(tokens):
        tokens = tokens[1:-1]
    return tokens


def _words(tokens: Sequence[Token], scope: Scope) -> Iterator[tuple[str, Token]]:
    skip = 0
    for position, token in enumerate(tokens):
        if skip:
            skip -= 1
            continue
        before = tokens[position - 1] if position else None
        after = tokens[position + 1] if position + 1 < len(tokens) else None
        dotted = after is not None and after.is_symbol(".")
        if (
            dotted
            and token.kind in ("word", "name")
            and token.folded == scope.table
            and position + 2 < len(tokens)
            and tokens[position + 2].folded in scope.columns
        ):
            skip = 1
            continue
        if token.kind == "name" and token.raw[0] == '"':
            named = (
                token.folded in scope.columns
                or (bool(scope.columns) and token.folded in _ROWID)
                or dotted
                or (after is not None and after.is_symbol("("))
                or (
                    before is not None
                    and (before.is_symbol(".") or before.is_word("collate", "as"))
                )
            )
            yield (identifier(token.text) if named else string(token.text)), token
        elif token.kind == "name":
            yield identifier(token.text), token
        else:
            yield _plain(token), token


def _statement_words(tokens: Sequence[Token]) -> Iterator[tuple[str, Token]]:
    for token in tokens:
        if token.kind == "name" and token.raw[0] == '"':
            plain = _PLAIN.fullmatch(token.text) and token.text not in _KEYWORDS
            yield (token.text if plain else token.raw), token
        elif token.kind == "name":
            yield identifier(token.text, harmless=()), token
        else:
            yield _plain(token), token


def _plain(token: Token) -> str:
    if token.kind == "string":
        return token.raw
    return _SAME.get(token.text) or fold(token.raw)


def _join(words: Iterator[tuple[str, Token]]) -> str:
    """One space between tokens but where people write none."""
    text = ""
    previous: Token | None = None
    sign = False
    for word, token in words:
        if previous is not None and not _tight(previous, token, sign):
            text += " "
        sign = token.is_symbol("-", "+", "~") and _before_operand(previous)
        text += word
        previous = token
    return text


def _tight(previous: Token, token: Token, sign: bool) -> bool:
    if previous.is_symbol("(", ".") or token.is_symbol(")", ",", ".", ";"):
        return True
    if token.is_symbol("("):
        return previous.kind in ("word", "name") and not previous.is_word(*_OPERATORS)
    return sign and token.kind != "symbol"


def _before_operand(previous: Token | None) -> bool:
    if previous is None:
        return True
    if previous.kind == "symbol":
        return previous.text != ")"
    return previous.is_word(*_OPERATORS)
