"""A position in a list of tokens, and the questions a reader of DDL asks there."""

from __future__ import annotations

from compare.inspect.sqlite.tokens import Token
from compare.inspect.unreadable import Unreadable


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

    def take(self) -> Token:
        """The next token."""
        if self._position >= len(self._tokens):
            raise Unreadable("ends too early")
        token = self._tokens[self._position]
        self._position += 1
        return token

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
        if token.kind not in ("word", "name", "string"):
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
        return self.with_parentheses()[1:-1]

    def with_parentheses(self) -> tuple[Token, ...]:
        """Take ``( … )`` and return it whole."""
        if not self.at_symbol("("):
            raise self.unexpected()
        depth = 0
        start = self._position
        for position in range(start, len(self._tokens)):
            symbol = self._tokens[position].symbol
            if symbol == "(":
                depth += 1
            elif symbol == ")":
                depth -= 1
                if not depth:
                    self._position = position + 1
                    return self._tokens[start : position + 1]
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


def split(tokens: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    """Cut at commas outside parentheses; nothing at all gives an empty list."""
    if not tokens:
        return []
    parts: list[tuple[Token, ...]] = []
    start = depth = 0
    for position, token in enumerate(tokens):
        symbol = token.symbol
        if symbol is None:
            continue
        if symbol == "(":
            depth += 1
        elif symbol == ")":
            depth -= 1
        elif symbol == "," and depth == 0:
            parts.append(tokens[start:position])
            start = position + 1
    parts.append(tokens[start:])
    return parts
