"""What only ``SHOW CREATE TABLE`` says, read for the tables that need it.

=====================  ==================================================================
fact                   which tables are asked
=====================  ==================================================================
partitions             those with partitions: information_schema leaves the interval or
                       limit of SYSTEM_TIME, the ALGORITHM of KEY and the DEFAULT of LIST out
periods, WITHOUT       those with a CHECK of the form a < b, which is all that
OVERLAPS               information_schema shows of a period
foreign keys' actions  those with foreign keys of which REFERENTIAL_CONSTRAINTS says nothing,
                       as it does to a user who may only SELECT
FULLTEXT parsers       those with a FULLTEXT index
expressions            those in which information_schema put question marks for characters
                       beyond U+FFFF
=====================  ==================================================================
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from compare.inspect.mariadb.texts import bare, expression
from compare.inspect.mariadb.tokens import Token, joined, tokenize
from compare.inspect.unreadable import Unreadable


@dataclass(slots=True)
class Shown:
    """What the text of a table says.

    Attributes:
        text: the whole text.
        partitions: the PARTITION BY clause as canonical text, or None.
        periods: the columns of each period by its name.
        without_overlaps: the period by the index (``PRIMARY`` for the primary key).
        actions: ON DELETE and ON UPDATE by the foreign key's name.
        parsers: the parser by the FULLTEXT index.
        defaults: what stands behind DEFAULT, by column.
    """

    text: str
    partitions: str | None = None
    periods: dict[str, tuple[str, ...]] = field(default_factory=dict)
    without_overlaps: dict[str, str] = field(default_factory=dict)
    actions: dict[str, tuple[str, str]] = field(default_factory=dict)
    parsers: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, Token] = field(default_factory=dict)


def read_shown(text: str, database: str) -> Shown:
    """Take the text of a table apart.

    Args:
        text: as ``SHOW CREATE TABLE`` prints it.
        database: the name of the database the table is in.

    Raises:
        Unreadable: it is no CREATE TABLE.
    """
    tokens = tokenize(text)
    start = next((at for at, token in enumerate(tokens) if token.is_symbol("(")), None)
    if start is None:
        raise Unreadable("it has no columns")
    end = _closing(tokens, start)
    shown = Shown(text)
    for item in _items(tokens[start + 1 : end]):
        _read_item(shown, bare(item))
    tail = tokens[end + 1 :]
    for at, token in enumerate(tail):
        if token.is_word("PARTITION") and any(t.is_word("BY") for t in tail[at : at + 3]):
            shown.partitions = expression(text[token.start :], database)
            break
    return shown


def _closing(tokens: Sequence[Token], start: int) -> int:
    depth = 0
    for at in range(start, len(tokens)):
        if tokens[at].is_symbol("("):
            depth += 1
        elif tokens[at].is_symbol(")"):
            depth -= 1
            if depth == 0:
                return at
    raise Unreadable("a parenthesis does not end")


def _items(tokens: Sequence[Token]) -> list[list[Token]]:
    """Cut at commas outside parentheses."""
    items: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        if token.is_symbol("("):
            depth += 1
        elif token.is_symbol(")"):
            depth -= 1
        if depth == 0 and token.is_symbol(","):
            items.append([])
        else:
            items[-1].append(token)
    return items


def _read_item(shown: Shown, item: list[Token]) -> None:
    if not item:
        return
    if item[0].kind == "name":
        for token, following in pairwise(item):
            if token.is_word("DEFAULT"):
                shown.defaults[item[0].text] = following
                return
        return
    names = [token.text for token in item if token.kind == "name"]
    if item[0].is_word("PERIOD"):
        shown.periods[names[0] if len(names) == 3 else "SYSTEM_TIME"] = tuple(names[-2:])
    elif item[0].is_word("CONSTRAINT") and item[2].is_word("FOREIGN"):
        shown.actions[item[1].text] = (_action(item, "DELETE"), _action(item, "UPDATE"))
    elif any(token.is_word("KEY") for token in item[:2]):
        named = next(at for at, token in enumerate(item) if token.is_word("KEY")) + 1
        name = "PRIMARY" if item[0].is_word("PRIMARY") else item[named].text
        for at, token in enumerate(item):
            if token.is_word("OVERLAPS"):
                shown.without_overlaps[name] = item[at - 2].text
            elif token.is_word("PARSER"):  # MySQL, of which the comments are opened
                shown.parsers[name] = item[at + 1].text
            elif token.kind == "comment" and "WITH PARSER" in token.text:
                shown.parsers[name] = joined(bare(tokenize(token.text.strip("/*! "))))


def _action(item: list[Token], event: str) -> str:
    for at, token in enumerate(item[:-1]):
        if token.is_word("ON") and item[at + 1].is_word(event):
            words = [each.text.lower() for each in item[at + 2 : at + 4] if each.kind == "word"]
            return " ".join(words[:1] if words[0] in ("cascade", "restrict") else words)
    return "restrict"
