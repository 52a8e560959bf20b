"""Texts that MariaDB keeps or prints, made canonical.

What the server prints (expressions, views) it has normalised itself; here only the way names and
strings are quoted is made the same as elsewhere, and the database's own name taken away. What it
keeps as it was written (bodies of triggers, routines and events) loses white space that says
nothing, and comments.

information_schema speaks UTF-8 of at most three bytes: a character beyond U+FFFF comes as ``?``,
or as ``????`` in expressions and views. :func:`restored` finds the truth in what
``SHOW CREATE`` prints.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from compare.inspect.mariadb.tokens import Token, joined, tokenize
from compare.inspect.unreadable import Unreadable


def expression(text: str, database: str) -> str:
    """Canonical text of what the server printed; what cannot be cut is left as it is.

    Args:
        text: the expression.
        database: the name of the database it stands in.
    """
    try:
        return joined(without_database(tokenize(text), database))
    except Unreadable:
        return text


def body(text: str, sql_mode: str) -> str:
    """Canonical text of what somebody wrote under a ``sql_mode``.

    Text of which the quotes do not end is left as it is.
    """
    try:
        return joined(tokenize(text, sql_mode))
    except Unreadable:
        return text


def without_database(tokens: Sequence[Token], database: str) -> list[Token]:
    """The tokens without the database's name before a table or a function."""
    kept: list[Token] = []
    skipped = False
    for position, token in enumerate(tokens):
        if skipped:
            skipped = False
        elif _is_qualifier(tokens, position, database):
            skipped = True
        else:
            kept.append(token)
    return kept


def _is_qualifier(tokens: Sequence[Token], position: int, database: str) -> bool:
    return (
        tokens[position] == Token("name", database, tokens[position].start)
        and _at(tokens, position + 1).is_symbol(".")
        and not _at(tokens, position - 1).is_symbol(".")
    )


def names_database_otherwise(tokens: Sequence[Token], database: str) -> bool:
    """Whether a table, a column or an alias is called like the database.

    Then only the server can tell which of them a name before a dot is.
    """
    return any(
        token.kind in ("name", "word")
        and token.text.casefold() == database.casefold()
        and not _is_qualifier(tokens, position, database)
        for position, token in enumerate(tokens)
    )


def _at(tokens: Sequence[Token], position: int) -> Token:
    return tokens[position] if 0 <= position < len(tokens) else Token("gap", "")


def restored(lossy: str, whole: str, sql_mode: str = "") -> str | None:
    """A text in which information_schema put question marks, as it truly is.

    Args:
        lossy: the text with question marks.
        whole: a statement by ``SHOW CREATE`` that has the text somewhere in it.
        sql_mode: the modes both were written under; none for what the server prints.

    Returns:
        The text, or None where it is not found, or two different ones are.
    """
    try:
        wanted = _compact(tokenize(lossy, sql_mode))
        dense = _compact(tokenize(whole, sql_mode))
    except Unreadable:
        return None
    if not wanted:
        return None
    found: set[str] = set()
    for start in range(len(dense) - len(wanted) + 1):
        part = dense[start : start + len(wanted)]
        if all(may_be(token, mark) for token, mark in zip(part, wanted, strict=True)):
            end = dense[start + len(wanted)].start if start + len(wanted) < len(dense) else None
            found.add(whole[part[0].start : end].rstrip())
    return found.pop() if len(found) == 1 else None


def _compact(tokens: Sequence[Token]) -> list[Token]:
    return [token for token in tokens if token.kind != "gap"]


def may_be(token: Token, mark: Token) -> bool:
    """Whether a token is what another stands for that may have question marks in it."""
    if token.kind != mark.kind:
        return False
    if token.text == mark.text:
        return True
    return mark.text in (_marked(token.text, "?"), _marked(token.text, "????"))


def _marked(text: str, mark: str) -> str:
    return "".join(mark if character > "\uffff" else character for character in text)


def bare(tokens: Sequence[Token]) -> list[Token]:
    """The tokens without gaps and without places: what they say."""
    return [replace(token, start=0) for token in _compact(tokens)]
