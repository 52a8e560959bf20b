"""Views, as ``SHOW CREATE VIEW`` prints them.

information_schema knows neither the algorithm nor characters beyond U+FFFF, and puts the
database's name before everything.
"""

from __future__ import annotations

from compare.inspect.mariadb.catalogue import ViewRow
from compare.inspect.mariadb.objects import HIDDEN, Problems, Show, selected
from compare.inspect.mariadb.texts import names_database_otherwise, without_database
from compare.inspect.mariadb.tokens import Token, joined, tokenize
from compare.inspect.mysql.catalogue import Catalogue
from compare.inspect.mysql.expressions import without_introducers
from compare.inspect.unreadable import Unreadable
from compare.model import NotCompared, SchemaObject, View


def build_view(catalogue: Catalogue, row: ViewRow, show: Show, problems: Problems) -> View:
    """A view.

    What is a default (ALGORITHM UNDEFINED, SQL SECURITY DEFINER, the database's own collation) is
    not in ``others``.
    """
    shown = show("VIEW", row.name, 1)
    if shown is None:
        problems.append(NotCompared("view", row.name, HIDDEN))
        return View(row.name, "(unread)")
    try:
        tokens = tokenize(shown)
        start = next(at for at, token in enumerate(tokens) if token.is_word("VIEW"))
        definition = _definition(tokens, row.check_option, catalogue.database)
    except (Unreadable, StopIteration) as error:
        problems.append(NotCompared("view", row.name, f"its text cannot be read: {error}"))
        return View(row.name, shown)
    if row.check_option != "NONE":
        definition += f" with {row.check_option.lower()} check option"
    before = tokens[:start]
    others = []
    algorithm = _after(before, "ALGORITHM")
    if algorithm != "undefined":
        others.append(SchemaObject("algorithm", None, algorithm))
    if row.security != "DEFINER":
        others.append(SchemaObject("security", None, row.security.lower()))
    if any(token.is_word("DUALITY") for token in before):
        others.append(SchemaObject("duality", None, "json relational"))
    if row.collation != catalogue.collation:
        others.append(SchemaObject("made-under", None, f"{row.charset} {row.collation}"))
    return View(row.name, definition, others=tuple(others))


def _definition(tokens: list[Token], check_option: str, database: str) -> str:
    """What comes after AS, without the database's name.

    The server prints that only where the view reads another database too. Where something else is
    called like the database, only the server can tell which of them is meant.
    """
    found = without_introducers([*_columns(tokens), *selected(tokens, check_option)])
    if not names_database_otherwise(found, database):
        found = without_database(found, database)
    return joined(found)


def _columns(tokens: list[Token]) -> list[Token]:
    """The list of names before AS, and AS; nothing where the columns are called as in SELECT.

    MySQL prints it where it was written (MariaDB gives the names to what is selected).
    """
    view = next(at for at, token in enumerate(tokens) if token.is_word("VIEW"))
    start = next(at for at in range(view, len(tokens)) if tokens[at].is_word("AS"))
    begins = (at for at in range(view, start) if tokens[at].text == "(")
    return tokens[next(begins, start + 1) : start + 1]


def _after(tokens: list[Token], word: str) -> str:
    """The word behind ``WORD=``."""
    at = next(at for at, token in enumerate(tokens) if token.is_word(word))
    return next(token.text.lower() for token in tokens[at + 1 :] if token.kind == "word")
