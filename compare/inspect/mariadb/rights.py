"""What of a database its user may not even see.

information_schema leaves out what a user has no right to, without a word: a database whose triggers
are hidden looks like one without triggers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from compare.inspect.mariadb.catalogue import Answer
from compare.inspect.mariadb.texts import bare
from compare.inspect.mariadb.tokens import Token, tokenize
from compare.model import NotCompared

_NEEDED = (("tables", ("SELECT",)), ("triggers", ("TRIGGER",)), ("events", ("EVENT",)))


def hidden(
    grants: Answer, database: str, to_see_routines: str = "SHOW CREATE ROUTINE"
) -> Iterator[NotCompared]:
    """The kinds of objects that the user may not see.

    Args:
        grants: what ``SHOW GRANTS`` says (roles included).
        database: the database's name.
        to_see_routines: the right that is for nothing but to see routines.
    """
    granted: set[str] = set()
    revoked: set[str] = set()
    for (grant,) in grants:
        # MySQL takes a right to everything away for one database: https://dev.mysql.com/doc/refman/9.7/en/partial-revokes.html
        (revoked if grant.startswith("REVOKE ") else granted).update(_rights(grant, database))
    if "ALL PRIVILEGES" in granted and not revoked:
        return
    routines = ("EXECUTE", "ALTER ROUTINE", "CREATE ROUTINE", to_see_routines)
    granted -= revoked
    for kind, rights in (*_NEEDED, ("routines", routines)):
        if granted.isdisjoint(rights):
            yield NotCompared(
                kind,
                "(all)",
                f"the user has none of these rights on the database: {', '.join(rights)}, so"
                f" {'they and their columns' if kind == 'tables' else 'they'} may be hidden",
            )


def _rights(grant: str, database: str) -> Iterator[str]:
    """The rights that a GRANT (or a REVOKE) is about, on everything or on the database."""
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
