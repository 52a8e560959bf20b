"""A statement of the right side as the left would write it: with the left's table names."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PIECES = re.compile(
    r"""(?P<kept>'(?:[^']|'')*'|(?:\.|\bas)\s*(?:"(?:[^"]|"")*"|[^\W\d][\w$]*))"""
    r"""|(?P<name>"(?:[^"]|"")*"|[^\W\d][\w$]*)"""
)


def renamed(definition: str, names: Mapping[str, str]) -> str:
    """Canonical SQL text with tables called by other names.

    String literals stay, and so does what stands after a dot or after AS, which is a column or
    an alias.

    Args:
        definition: canonical text of a view or a trigger.
        names: new names by old ones.
    """
    changed = {_folded(old): new for old, new in names.items() if old != new}
    if not changed:
        return definition

    def rename(match: re.Match[str]) -> str:
        name = match["name"]
        if name is None:
            return match[0]
        bare = name[1:-1].replace('""', '"') if name.startswith('"') else name
        new = changed.get(_folded(bare))
        if new is None:
            return match[0]
        quoted = new.replace('"', '""')
        return _folded(new) if re.fullmatch(r"[^\W\d][\w$]*", new) else f'"{quoted}"'

    return _PIECES.sub(rename, definition)


def _folded(name: str) -> str:
    return name.lower()
