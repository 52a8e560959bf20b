"""Names that somebody chose, and names that a framework or a database made up.

A name is taken for made up only where it is exactly what the framework or the database makes of the
table and its columns, cut where that would be too long, with a number behind it or with the digest
that Django makes of them.

Sources: ``_create_index_name`` in ``django/db/backends/base/schema.py``;
``Index.set_name_with_model`` in ``django/db/models/indexes.py``; ``makeObjectName`` in
PostgreSQL's ``src/backend/commands/indexcmds.c``; https://mariadb.com/kb/en/foreign-keys/;
https://docs.sqlalchemy.org/en/20/core/constraints.html#configuring-constraint-naming-conventions.
"""

from __future__ import annotations

import re

from compare.between.asked import NamesMode
from compare.between.reasons import Reason
from compare.conventions._names import (
    cut_by_django,
    made_by_django,
    made_by_django_for_key,
    made_by_django_meta,
    made_by_mariadb,
    made_by_postgresql,
)
from compare.model import Check, Difference, ForeignKey, Index, PrimaryKey, Table, Unique

_KINDS = frozenset(
    {"primary-key.name", "foreign-key.name", "unique.name", "index.name", "check.name"}
)
_IGNORED = Reason("names", "ignored", "names of constraints and indexes were not asked for")
_MADE_UP = Reason("names", "made-up", "nobody chose these names: a framework or database made them")

Named = PrimaryKey | ForeignKey | Unique | Index | Check


def explain_name(difference: Difference, mode: NamesMode) -> Reason | None:
    """Why the name of a constraint or an index may differ; None if it may not.

    Args:
        difference: any difference.
        mode: ``exact``: it never may; ``ignore``: it always may; ``normalise``: it may where both
            names are made up.
    """
    if difference.kind not in _KINDS or mode == "exact":
        return None
    if mode == "ignore":
        return _IGNORED
    halves = (
        (difference.left_object, difference.left_table),
        (difference.right_object, difference.right_table),
    )
    if all(isinstance(item, Named) and made_up(item, table) for item, table in halves):
        return _MADE_UP
    return None


def made_up(item: Named, table: Table | None) -> bool:
    """Whether a framework or the database made the name, or there is none."""
    name = item.name
    if name is None:
        return True
    if table is None:
        return False
    if isinstance(item, PrimaryKey):
        return name in ("PRIMARY", f"{table.name}_pkey", f"pk_{table.name}")
    if isinstance(item, Check):
        return _numbered(name, _check_names(item, table)) or _GIVEN.fullmatch(name) is not None
    if not item.columns:
        return False
    if isinstance(item, ForeignKey):
        return _made_for_key(name, item, table.name)
    return _made_for_index(name, item, table)


_OF_EXPRESSION = re.compile(r"functional_index(_\d+)?")  # MySQL
_GIVEN = re.compile(r"CONSTRAINT_\d+")  # MariaDB
_LONGEST = (63, 64, 200)
"""How long a name Django makes on PostgreSQL, MariaDB and SQLite (``max_name_length``)."""


def _check_names(check: Check, table: Table) -> list[str]:
    """What PostgreSQL calls a check: by its column, where it is about one alone."""
    about = [
        column.name
        for column in table.columns
        if re.search(rf"(?<!\w){re.escape(column.name)}(?!\w)", check.expression)
    ]
    return [made_by_postgresql(table.name, tuple(about) if len(about) == 1 else (), "check")]


def _numbered(name: str, made: list[str]) -> bool:
    """Whether it is one of these names, with a number behind it where that was taken."""
    return any(re.fullmatch(rf"{re.escape(each)}\d*", name) for each in made)


def _made_for_key(name: str, key: ForeignKey, table: str) -> bool:
    first, whole = key.columns[0], "_".join(key.columns)
    target = f"{key.referred_table}_{key.referred_columns[0]}" if key.referred_columns else ""
    stem = name.rpartition("_fk_")[0]
    return (
        _numbered(name, [made_by_postgresql(table, key.columns, "fkey")])
        or re.fullmatch(rf"{re.escape(table)}_ibfk_\d+", name) is not None  # MariaDB
        or (made_by_django_for_key(key) is not None and _is_of(stem, "", key.columns))
        or _is_cut(name, table, key.columns, f"_fk_{target}")
        or name  # SQLAlchemy
        in {f"fk_{table}_{each}" for each in (first, whole)}
        | {f"fk_{table}_{each}_{key.referred_table}" for each in (first, whole)}
    )


def _made_for_index(name: str, item: Unique | Index, table: Table) -> bool:
    """A UNIQUE constraint of MariaDB is an index, and may be called as one."""
    unique = isinstance(item, Unique) or item.unique
    label = "key" if isinstance(item, Unique) else "idx"
    words = ("ix", "uq") if unique else ("ix",)
    ends = ("_uniq", "") if unique else ("", "_like")
    first, whole = item.columns[0], "_".join(item.columns)
    return (
        _numbered(name, [made_by_postgresql(table.name, item.columns, label)])
        or made_by_mariadb(name, item.columns)
        or (first.startswith("(") and _OF_EXPRESSION.fullmatch(name) is not None)
        or any(
            _is_of(name, end, item.columns) or _is_cut(name, table.name, item.columns, end)
            for end in ends
        )
        or (isinstance(item, Index) and made_by_django_meta(item, table))
        or name in {f"{word}_{table.name}_{each}" for word in words for each in (first, whole)}
    )


def _is_of(name: str, end: str, columns: tuple[str, ...]) -> bool:
    """Whether Django made it of these columns; of which table, its digest knows.

    Django leaves an index as it is called when it renames the table.
    """
    return (made_by_django(name, end) or ())[1:] == columns


def _is_cut(name: str, table: str, columns: tuple[str, ...], end: str) -> bool:
    """Whether Django made it of these columns, and had to make it shorter."""
    return any(name == cut_by_django(table, columns, end, longest) for longest in _LONGEST)
