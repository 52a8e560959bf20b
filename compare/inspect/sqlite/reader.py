"""A position in a list of tokens, and the questions a reader of DDL asks there."""

from __future__ import annotations

from itertools import pairwise

from compare.inspect.sqlite.tokens import Token
from compare.inspect.unreadable import Unreadable

NAMES = frozenset({"word", "name", "string"})
"""The kinds of tokens that SQLite takes for an identifier where there can be nothing else."""


class TokenReader:
    """Reads tokens one after the other.

    Args:
        tokens: the tokens of one statement.
    """

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self._tokens = tokens
        self._position = 0

    @property
    def done(self) -> bool:
        """Whether nothing is left."""
        return self._position >= len(self._tokens)

    def peek(self, ahead: int = 0) -> Token | None:
        """The next token (or one further ahead) without taking it."""
        position = self._position + ahead
        return self._tokens[position] if position < len(self._tokens) else None

    @property
    def word(self) -> str | None:
        """The next token in lower case where it is a bare word."""
        return self._tokens[self._position].word if not self.done else None

    def take(self) -> Token:
        """The next token."""
        if self._position >= len(self._tokens):
            raise Unreadable("ends too early")
        token = self._tokens[self._position]
        self._position += 1
        return token

    @property
    def taken(self) -> Token:
        """The token taken last."""
        return self._tokens[self._position - 1]

    def at(self, *words: str) -> bool:
        """Whether these words come next, one after the other."""
        position = self._position
        if position + len(words) > len(self._tokens):
            return False
        for word in words:
            if self._tokens[position].word != word:
                return False
            position += 1
        return True

    def skip(self, *words: str) -> bool:
        """Take these words where they come next."""
        if not self.at(*words):
            return False
        self._position += len(words)
        return True

    def skip_symbol(self, symbol: str) -> bool:
        """Take this symbol where it comes next."""
        token = self.peek()
        if token is None or not token.is_symbol(symbol):
            return False
        self._position += 1
        return True

    def at_symbol(self, symbol: str) -> bool:
        """Whether this symbol comes next."""
        token = self.peek()
        return token is not None and token.is_symbol(symbol)

    def expect(self, *words: str) -> None:
        """Take these words; nothing else will do."""
        if not self.skip(*words):
            raise self.unexpected()

    def name(self) -> str:
        """Take an identifier: a bare word, a quoted name or (SQLite allows it) a string."""
        return self.name_token().text

    def name_token(self) -> Token:
        """The same, as a token."""
        token = self.take()
        if token.kind not in NAMES:
            self._position -= 1
            raise self.unexpected()
        return token

    def one_of(self, *words: str) -> str:
        """Take one of these words and return it in lower case."""
        token = self.peek()
        if token is None or not token.is_word(*words):
            raise self.unexpected()
        self._position += 1
        return token.folded

    def parenthesised(self) -> tuple[Token, ...]:
        """Take ``( … )`` and return what is between, inner parentheses included."""
        start = self._position
        commas = self._commas()
        return self._tokens[start + 1 : commas[-1]]

    def parts(self) -> list[tuple[Token, ...]]:
        """The same, cut at commas outside inner parentheses; nothing at all gives an empty list."""
        start = self._position
        one = self._tokens[start : start + 3]
        if len(one) == 3 and one[0].symbol == "(" and one[1].word and one[2].symbol == ")":
            self._position += 3
            return [one[1:2]]
        commas = self._commas()
        cuts = pairwise((start, *commas))
        return [] if commas == [start + 1] else [self._tokens[a + 1 : b] for a, b in cuts]

    def _commas(self) -> list[int]:
        """Take ``( … )``: where its commas are, and its end."""
        if not self.at_symbol("("):
            raise self.unexpected()
        commas: list[int] = []
        depth = 0
        for position in range(self._position, len(self._tokens)):
            symbol = self._tokens[position].symbol
            if symbol is None:
                continue
            if symbol == "(":
                depth += 1
            elif symbol == ",":
                if depth == 1:
                    commas.append(position)
            elif symbol == ")":
                depth -= 1
                if not depth:
                    commas.append(position)
                    self._position = position + 1
                    return commas
        raise Unreadable("ends too early")

    def rest(self) -> tuple[Token, ...]:
        """Take everything that is left."""
        tokens = self._tokens[self._position :]
        self._position = len(self._tokens)
        return tokens

    def unexpected(self) -> Unreadable:
        """The error for a token that has no place here."""
        token = self.peek()
        return Unreadable("ends too early" if token is None else f"has no place for {token.raw!r}")


def leading_name(tokens: tuple[Token, ...]) -> Token:
    """The identifier that these tokens begin with."""
    if tokens and tokens[0].kind in NAMES:
        return tokens[0]
    raise TokenReader(tokens).unexpected()
