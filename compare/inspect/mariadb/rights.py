"""What of a database its user may not even see.

information_schema leaves out what a user has no right to, without a word: a database whose triggers
are hidden looks like one without triggers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from compare.inspect.mariadb.catalogue import Catalogue
from compare.inspect.mariadb.texts import bare
from compare.inspect.mariadb.tokens import Token, tokenize
from compare.model import NotCompared

_NEEDED = (
    ("tables", ("SELECT",)),
    ("triggers", ("TRIGGER",)),
    ("events", ("EVENT",)),
    ("routines", ("EXECUTE", "ALTER ROUTINE", "CREATE ROUTINE", "SHOW CREATE ROUTINE")),
)


def hidden(catalogue: Catalogue) -> Iterator[NotCompared]:
    """The kinds of objects that the user may not see, by ``SHOW GRANTS`` (roles included)."""
    granted = {
        right for (grant,) in catalogue.grants for right in _rights(grant, catalogue.database)
    }
    if "ALL PRIVILEGES" in granted:
        return
    for kind, rights in _NEEDED:
        if granted.isdisjoint(rights):
            yield NotCompared(
                kind,
                "(all)",
                f"the user has none of these rights on the database: {', '.join(rights)}, so"
                f" {'they and their columns' if kind == 'tables' else 'they'} may be hidden",
            )


def _rights(grant: str, database: str) -> Iterator[str]:
    """The rights that a GRANT gives on everything or on the database; none of any other."""
    tokens = bare(tokenize(grant))
    on = next((at for at, token in enumerate(tokens) if token.is_word("ON")), None)
    if on is None or len(tokens) < on + 4:
        return
    place, dot, star = tokens[on + 1 : on + 4]
    if not (dot.is_symbol(".") and star.is_symbol("*") and _covers(place, database)):
        return
    words: list[str] = []
    for token in [*tokens[1:on], Token("symbol", ",")]:
        if token.is_symbol(","):
            yield " ".join(words)
            words = []
        elif token.kind == "word":
            words.append(token.text.upper())


def _covers(place: Token, database: str) -> bool:
    """Whether a grant is for all databases, or for a pattern that matches this one."""
    if place.is_symbol("*"):
        return True
    pieces = re.findall(r"\\.|.", place.text, re.DOTALL)
    pattern = "".join({"%": ".*", "_": "."}.get(p, re.escape(p[-1])) for p in pieces)
    return re.fullmatch(pattern, database, re.DOTALL) is not None
