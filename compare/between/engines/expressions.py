"""What a CHECK says, without what each engine prints in its own way."""

from __future__ import annotations

import re

from compare.model import Check


def is_plain(check: Check) -> bool:
    """Whether it says no more than its expression; MariaDB tells of which column it is."""
    return all(option.startswith("of column ") for option in check.options)


_TEXT = re.compile(r"('(?:[^']|'')*')")

_NAME = re.compile(r"[\"`]([a-z_][a-z0-9_]*)[\"`]")

_COMPARED = re.compile(
    r"(?P<before>^|\(|\b(?:and|or|not) )\((?P<inner>(?:(?!\b(?:and|or|xor)\b|\|\||&&)[^()'])*)\)"
    r"(?=$|\)| (?:and|or)\b)"
)


def normal_form(check: Check) -> str:
    """An expression without what engines print differently and what means nothing.

    Quotes around plain names, and parentheses around the whole or around one comparison between
    AND, OR and NOT, which bind less than it: https://sqlite.org/lang_expr.html,
    https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-PRECEDENCE,
    https://mariadb.com/kb/en/operator-precedence/.
    """
    # Texts stay as they are, and out of the way.
    texts = iter(_TEXT.findall(check.expression))
    text = _NAME.sub(r"\1", " ".join(_spaced(_TEXT.sub("\0", check.expression)))).strip()
    before = ""
    while text != before and "between" not in text.lower():  # which has an AND of its own
        before, text = text, _COMPARED.sub(r"\g<before>\g<inner>", text)
        text = re.sub(r"^\(((?:[^()]|\([^()]*\))*)\)$", r"\1", text)
    return re.sub("\0", lambda _: next(texts), text)


def _spaced(text: str) -> list[str]:
    return re.split(r"\s+", re.sub(r"(?i)\b(and|or|not|is|null|in|like)\b", _lower, text))


def _lower(found: re.Match[str]) -> str:
    return found[0].lower()
