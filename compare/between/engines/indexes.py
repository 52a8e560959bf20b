"""Primary keys, UNIQUE and indexes that serve no foreign key."""

from __future__ import annotations

import re

from compare.between.engines.reason import Engines, object_and_table, place_of_innodb
from compare.between.names import made_up
from compare.conventions._names import cut_by_django, made_by_django
from compare.model import Difference, Index, IndexPart, PrimaryKey, Unique


def primary_name(difference: Difference, engines: Engines) -> bool:
    """Every primary key of InnoDB's is called PRIMARY; SQLite has no name for one without."""
    if difference.kind != "primary-key.name":
        return False
    if place_of_innodb(engines) is not None:
        return True
    keys = (difference.left_object, difference.right_object)
    named = {e: k.name for e, k in zip(engines, keys, strict=True) if isinstance(k, PrimaryKey)}
    given = named.get("postgresql") or ""
    return named.get("sqlite", "") is None and re.fullmatch(r"\w+_pkey", given) is not None


def for_like(difference: Difference, engines: Engines) -> bool:
    """Django's second index of a text on PostgreSQL, for LIKE, as Django makes it."""
    if difference.kind != "index.missing" or "postgresql" not in engines:
        return False
    place = engines.index("postgresql")
    index, table = object_and_table(difference, place)
    if not isinstance(index, Index) or table is None or len(index.parts) != 1:
        return False
    made = made_by_django(index.name, "_like")
    cut = cut_by_django(table.name, index.columns, "_like", 63)
    plain = (
        Index((IndexPart(index.columns[0], operator_class=word),), index.name)
        for word in ("varchar_pattern_ops", "text_pattern_ops")
    )
    return index in plain and (index.name == cut or (made or ())[1:] == index.columns)


def unique_form(difference: Difference, engines: Engines) -> bool:
    """InnoDB knows unique indexes only; Django makes one on SQLite instead of a constraint.

    Where somebody chose a name, it is the same.
    """
    if difference.kind != "unique.form":
        return False
    items = (difference.left_object, difference.right_object)
    tables = (difference.left_table, difference.right_table)
    named = [
        None if made_up(item, table) else item.name
        for item, table in zip(items, tables, strict=True)
        if isinstance(item, Unique | Index)
    ]
    if len(named) < 2 or named[0] != named[1]:
        return False
    place = place_of_innodb(engines)
    if place is not None:
        return isinstance(items[place], Unique)
    if "sqlite" not in engines:
        return False
    index = items[engines.index("sqlite")]
    return isinstance(index, Index) and index.name.endswith("_uniq") and named == [None, None]
