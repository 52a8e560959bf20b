"""The clauses a CREATE TABLE is made of, read from tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from compare.inspect.sqlite.expressions import CONSTANT, expression, string, type_from, unwrapped
from compare.inspect.sqlite.reader import TokenReader, leading_name
from compare.inspect.sqlite.tokens import Token

_CONSTANTS = frozenset(
    {"null", "true", "false", "current_date", "current_time", "current_timestamp"}
)
_COLUMN_WORDS = frozenset(
    {"constraint", "primary", "not", "null", "unique", "check", "default", "collate"}
    | {"references", "deferrable", "as"}
)


@dataclass(frozen=True, slots=True)
class KeyPart:
    """One column of a PRIMARY KEY or UNIQUE; ``collation`` only where it is written there."""

    name: str
    folded: str
    collation: str | None = None
    descending: bool = False


def column_type(reader: TokenReader) -> str:
    """A column's type, which may be absent: any words up to a clause."""
    tokens: list[Token] = []
    while (token := reader.peek()) is not None:
        if token.word in _COLUMN_WORDS:
            break
        if reader.at("generated", "always", "as"):
            break
        if token.is_symbol("(") and tokens:
            tokens += (token, *reader.parenthesised(), reader.taken)
            break
        if token.kind not in ("word", "name", "string"):
            break
        tokens.append(reader.take())
    return type_from(tokens)


def column_default(reader: TokenReader) -> str:
    """What stands after DEFAULT."""
    if reader.at_symbol("("):
        return expression(reader.parenthesised(), CONSTANT)
    tokens = [reader.take()]
    if tokens[0].is_symbol("+", "-"):
        tokens.append(reader.take())
    return default_text(tokens)


def default_text(tokens: Sequence[Token]) -> str:
    """Canonical text of a DEFAULT. A bare or quoted name is the string of that spelling."""
    if len(tokens) == 1:
        (token,) = tokens
        if token.kind == "name" or (token.kind == "word" and token.folded not in _CONSTANTS):
            return string(token.text)
    return expression(tokens, CONSTANT)


def conflict(reader: TokenReader) -> str | None:
    """An ON CONFLICT clause where there is one; ABORT is the default and None."""
    if not reader.skip("on", "conflict"):
        return None
    action = reader.one_of("rollback", "abort", "fail", "ignore", "replace")
    return None if action == "abort" else action


def action(reader: TokenReader) -> str:
    """What stands after ON DELETE or ON UPDATE."""
    if reader.skip("no", "action"):
        return "no action"
    if reader.skip("set", "null"):
        return "set null"
    if reader.skip("set", "default"):
        return "set default"
    return reader.one_of("cascade", "restrict")


def names(reader: TokenReader) -> tuple[str, ...]:
    """Column names between parentheses."""
    return tuple([key_part(part).name for part in reader.parts()])


@lru_cache(maxsize=4096)
def key_part(tokens: tuple[Token, ...]) -> KeyPart:
    """One column of a PRIMARY KEY or UNIQUE."""
    if len(tokens) == 1:
        name = leading_name(tokens)
        return KeyPart(name.text, name.folded)
    descending = bool(tokens) and tokens[-1].is_word("desc")
    if tokens and tokens[-1].is_word("asc", "desc"):
        tokens = tokens[:-1]
    collation = None
    if len(tokens) > 2 and tokens[-2].is_word("collate"):
        collation = tokens[-1].folded
        tokens = tokens[:-2]
    while unwrapped(tokens):
        tokens = tokens[1:-1]
    reader = TokenReader(tokens)
    name = reader.name_token()
    if not reader.done:
        raise reader.unexpected()
    return KeyPart(name.text, name.folded, collation, descending)
