"""Names that the frameworks make up themselves, told from names that somebody chose."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from itertools import combinations, pairwise

from compare.model import ForeignKey, Index, Table

_HASHED = re.compile(r"(?P<stem>.+)_(?P<digest>[0-9a-f]{8})")
_MANY = 5_000
"""Ways to cut a name before giving up; eight underscores have 255."""


@lru_cache(maxsize=1024)
def made_by_django(name: str, suffix: str = "") -> tuple[str, ...] | None:
    """Table and columns that Django's schema editor made this name of; None if it did not.

    Django names an index ``<table>_<columns>_<digest><suffix>``, the digest being that of table
    and columns. The table may have been renamed since (Django leaves the index as it was named),
    so the digest is checked against what the name itself says.
    """
    found = _HASHED.fullmatch(name.removesuffix(suffix)) if name.endswith(suffix) else None
    if found is None:
        return None
    words = found["stem"].split("_")
    gaps = range(1, len(words))
    tried = 0
    for count in range(1, len(words)):
        for cuts in combinations(gaps, count):
            tried += 1
            if tried > _MANY:
                return None
            edges = (0, *cuts, len(words))
            parts = tuple("_".join(words[a:b]) for a, b in pairwise(edges))
            if all(parts) and _digest(*parts, length=8) == found["digest"]:
                return parts
    return None


def made_by_django_for_key(key: ForeignKey) -> tuple[str, ...] | None:
    """Table and columns that Django made a foreign key's name of; None if it did not.

    The name is ``<table>_<columns>_<digest>_fk_<table>_<column>``; the end is cut where the whole
    would be too long for the database, but never the digest.
    """
    stem, found, target = (key.name or "").rpartition("_fk_")
    whole = f"{key.referred_table}_{key.referred_columns[0]}" if key.referred_columns else ""
    # The table referred to may have been renamed since.
    fits = whole.startswith(target) or target.endswith(f"_{key.referred_columns[0]}")
    return made_by_django(stem) if found and fits else None


def cut_by_django(table: str, columns: tuple[str, ...], suffix: str, longest: int) -> str:
    """The name Django makes of table and columns where the whole would be too long.

    Args:
        table: the table's name.
        columns: its columns.
        suffix: ``_uniq``, ``_fk_<table>_<column>`` or nothing.
        longest: how many characters the database takes.
    """
    end = f"{_digest(table, *columns, length=8)}{suffix}"
    if len(end) > longest / 3:
        end = end[: longest // 3]
    room = (longest - len(end)) // 2 - 1
    return f"{table[:room]}_{'_'.join(columns)[:room]}_{end}"


def made_by_mariadb(name: str | None, columns: tuple[str, ...]) -> bool:
    """Whether MariaDB made a key's name: its first column, and a number where that is taken."""
    return re.fullmatch(rf"{re.escape(columns[0])}(_\d+)?", name or "") is not None


def made_by_postgresql(table: str, columns: tuple[str, ...], label: str) -> str:
    """The name PostgreSQL gives a constraint that was given none: ``post_autor_id_fkey``.

    The longer of table and columns is cut until the whole has 63 bytes, see ``makeObjectName`` in
    PostgreSQL's ``src/backend/commands/indexcmds.c``.

    Args:
        table: the table's name.
        columns: its columns, none for a primary key.
        label: ``pkey``, ``key``, ``fkey`` or ``check``.
    """
    first, second = table.encode(), "_".join(columns).encode()
    rest = 63 - len(label) - 1 - (1 if second else 0)
    lengths = [len(first), len(second)]
    while sum(lengths) > rest:
        lengths[0 if lengths[0] > lengths[1] else 1] -= 1
    words = [
        word[:length].decode(errors="ignore")
        for word, length in zip((first, second), lengths, strict=True)
        if word
    ]
    return "_".join([*words, label])


def made_by_django_meta(index: Index, table: Table) -> bool:
    """Whether ``Meta.indexes`` made this name up, for an ``Index`` that was given none.

    Table and first column are cut to fit 30 characters, so the digest is checked against the
    table as it is called now.
    """
    if not index.columns:
        return False
    columns = [
        f"-{part.expression}" if part.descending else part.expression for part in index.parts
    ]
    digest = _digest(table.name, *columns, "idx", length=6)
    stem = f"{table.name[:11]}_{index.columns[0][:7]}"
    return index.name == f"{stem}_{digest}_idx"


def made_by_sqlalchemy(index: Index, table: str) -> bool:
    """Whether this is the name SQLAlchemy gives an index of one column (``index=True``)."""
    return len(index.parts) == 1 and index.name == f"ix_{table}_{index.columns[0]}"


def foreign_key_name(key: ForeignKey, table: str) -> str:
    """A foreign key's name by the naming convention of SQLAlchemy's documentation."""
    return f"fk_{table}_{key.columns[0]}_{key.referred_table}"


def unique_name(columns: tuple[str, ...], table: str) -> str:
    """A UNIQUE constraint's name by the naming convention of SQLAlchemy's documentation."""
    return f"uq_{table}_{columns[0]}"


def primary_key_name(table: str) -> str:
    """A primary key's name by the naming convention of SQLAlchemy's documentation."""
    return f"pk_{table}"


def _digest(*words: str, length: int) -> str:
    # As django.db.backends.utils.names_digest does.
    digest = hashlib.md5(usedforsecurity=False)
    for word in words:
        digest.update(word.encode())
    return digest.hexdigest()[:length]
