"""SQL text in pieces, and every text that differs from it in one place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_TOKEN = re.compile(
    r"""(?s)\s+|--[^\n]*|/\*.*?\*/|[xX]'[^']*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`"""
    r"""|\[[^\]]*\]|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[^\W\d][\w$]*"""
    r"""|<>|!=|<=|>=|\|\||::|&&|->>|->|."""
)
_OPERATORS = {
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "=": "<>",
    "<>": "=",
    "!=": "=",
    "+": "-",
    "-": "+",
    "/": "*",
    "&&": "=",
}
_WORDS = {
    "and": "OR",
    "or": "AND",
    "asc": "DESC",
    "desc": "ASC",
    "min": "max",
    "max": "min",
    "sum": "avg",
    "upper": "lower",
    "lower": "upper",
    "before": "AFTER",
    "after": "BEFORE",
    "new": "OLD",
    "inner": "LEFT",
    "distinct": "",
    "true": "false",
    "false": "true",
    "immutable": "STABLE",
    "stable": "VOLATILE",
    "permissive": "RESTRICTIVE",
    "nocase": "RTRIM",
    "round": "abs",
    "abs": "sign",
}


def tokens(sql: str) -> list[str]:
    """The text in pieces, white space and comments among them; put together it is the text."""
    return _TOKEN.findall(sql)


def is_blank(token: str) -> bool:
    """Whether a piece is white space or a comment."""
    return token.isspace() or token.startswith(("--", "/*"))


def small_changes(sql: str) -> Iterator[tuple[str, str]]:
    """What differs from a text in one operator, constant or word.

    Yields:
        Words for the change, and the changed text. Not every one is SQL that a database takes.
    """
    parts = tokens(sql)
    seen: dict[str, int] = {}
    for place, token in enumerate(parts):
        for other in _replacements(parts, place):
            words = f"{token} → {other or 'nothing'}"
            seen[words] = seen.get(words, 0) + 1
            if seen[words] > 1:
                words += f" ({seen[words]})"
            yield words, "".join([*parts[:place], other, *parts[place + 1 :]])


def _replacements(parts: Sequence[str], place: int) -> Iterator[str]:
    token = parts[place]
    if token in _OPERATORS:
        yield _OPERATORS[token]
    elif token.lower() in _WORDS:
        yield _WORDS[token.lower()]
    elif token[0].isdigit():
        yield str(int(token) + 1) if token.isdigit() else token + "1"
    elif token.startswith("'"):
        if token.swapcase() != token:
            yield token.swapcase()
        yield token[:-1] + " '"
    elif token.lower() == "is":
        following = [each.lower() for each in parts[place + 1 :] if not is_blank(each)]
        if following[:1] == ["null"]:
            yield "IS NOT"
    elif token.lower() in ("in", "like", "between"):
        yield f"NOT {token}"


def split(parts: Sequence[str]) -> list[str]:
    """Cut at commas outside parentheses; each part without the white space around it."""
    found = [""]
    depth = 0
    for token in parts:
        depth += (token == "(") - (token == ")")
        if depth == 0 and token == ",":
            found.append("")
        else:
            found[-1] += token
    return [each.strip() for each in found]


def bare(name: str) -> str:
    """A name without its quotes."""
    for opening, closing in ('""', "``", "[]", "''"):
        if name.startswith(opening):
            return name[1:-1].replace(closing * 2, closing)
    return name


def mentions(sql: str, name: str) -> bool:
    """Whether a text has this name as a word of its own."""
    return any(bare(token).lower() == name.lower() for token in tokens(sql) if token[0] != "'")
