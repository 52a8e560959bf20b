"""What a CHECK, or a generated column, says, without what each engine prints in its own way."""

from __future__ import annotations

import re

from compare.between.engines.reason import Engines
from compare.model import Check, Difference


def is_plain(check: Check) -> bool:
    """Whether it says no more than its expression; MariaDB tells of which column it is."""
    return all(option.startswith("of column ") for option in check.options)


_TEXT = re.compile(r"('(?:[^']|'')*')")

_NAME = re.compile(r"[\"`]([a-z_][a-z0-9_]*)[\"`]")

_COMPARED = re.compile(
    r"(?P<before>^|\(|\b(?:and|or|not) )\((?P<inner>(?:(?!\b(?:and|or|xor)\b|\|\||&&)[^()'])*)\)"
    r"(?=$|\)| (?:and|or)\b)"
)


def same_generated(difference: Difference, engines: Engines) -> bool:
    """The same expression of a generated column, as each engine prints it."""
    if difference.kind != "column.generated" or difference.left is None or difference.right is None:
        return False
    if means_otherwise(difference.left, engines):
        return False
    kinds, texts = zip(
        *(said.split(": ", 1) for said in (difference.left, difference.right)), strict=True
    )
    return kinds[0] == kinds[1] and len({normal_form(Check(text)) for text in texts}) == 1


_OF_INNODB = re.compile(r"/|\^|>>|<<|~|\b(length|concat|greatest|least|log)\s*\(", re.IGNORECASE)
_OF_SQLITE = re.compile(r"%|\b(hex|upper|lower)\s*\(", re.IGNORECASE)


def means_otherwise(expression: str, engines: Engines) -> bool:
    """Whether what stands in an expression means one thing to one engine and another to the other.

    ``7 / 2`` is 3 on SQLite and PostgreSQL and 3.5 on MariaDB and MySQL, where ``length`` counts
    bytes, ``^`` is no power, ``log`` is the natural one, bits have no sign, and ``concat``,
    ``greatest`` and ``least`` of NULL are NULL (https://mariadb.com/kb/en/operators/,
    https://www.postgresql.org/docs/current/functions-math.html). To SQLite ``%`` is of integers,
    ``hex`` of texts, ``upper`` of ASCII, and a backslash in LIKE itself
    (https://sqlite.org/lang_expr.html, https://sqlite.org/lang_corefunc.html). What a text equals
    is up to its collation, which is told by itself.
    """
    plain = _TEXT.sub("", expression)
    if len({engine in ("mariadb", "mysql") for engine in engines}) > 1 and _OF_INNODB.search(plain):
        return True
    if len({engine == "sqlite" for engine in engines}) == 1:
        return False
    escaped = "like" in plain.lower() and "\\" in expression
    return escaped or _OF_SQLITE.search(plain) is not None


def normal_form(check: Check) -> str:
    """An expression without what engines print differently and what means nothing.

    Quotes around plain names, and parentheses around the whole or around one comparison between
    AND, OR and NOT, which bind less than it: https://sqlite.org/lang_expr.html,
    https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-PRECEDENCE,
    https://mariadb.com/kb/en/operator-precedence/,
    https://dev.mysql.com/doc/refman/9.7/en/operator-precedence.html.
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
