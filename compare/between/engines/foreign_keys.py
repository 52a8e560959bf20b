"""Foreign keys, and the indexes that serve them."""

from __future__ import annotations

from dataclasses import replace

from compare.between.engines.reason import Engines, object_and_table, place_of_innodb
from compare.between.names import made_up
from compare.conventions._names import made_by_django_for_key, made_by_mariadb
from compare.model import Difference, ForeignKey, Index, IndexPart


def deferrable(difference: Difference, engines: Engines) -> bool:
    """InnoDB cannot say that a foreign key is checked later."""
    return difference.kind == "foreign-key.deferrable" and place_of_innodb(engines) is not None


def restrict(difference: Difference, engines: Engines) -> bool:
    """InnoDB has no NO ACTION of its own: it is RESTRICT."""
    return (
        difference.kind in ("foreign-key.on-delete", "foreign-key.on-update")
        and place_of_innodb(engines) is not None
        and {difference.left, difference.right} == {"no action", "restrict"}
    )


def own_index(difference: Difference, engines: Engines) -> bool:
    """MariaDB, or MySQL, makes an index for each foreign key that has none, and makes up its name.

    It is called as the key or, where that was given no name, as its first column. One that Django
    made stays as it is called when Django renames the column and makes the key anew.
    """
    place = place_of_innodb(engines)
    if difference.kind != "index.missing" or place is None:
        return False
    index, table = object_and_table(difference, place)
    return (
        isinstance(index, Index)
        and table is not None
        and any(_is_of_key(index, key) for key in table.foreign_keys)
    )


def _is_of_key(index: Index, key: ForeignKey) -> bool:
    """Whether MariaDB made the index for the key: a plain one, by a name that it makes up."""
    plain = Index(tuple(IndexPart(column) for column in key.columns), index.name)
    return index == plain and (
        index.name == key.name
        or made_by_mariadb(index.name, key.columns)
        or made_by_django_for_key(replace(key, name=index.name)) is not None
    )


def index_name(difference: Difference, engines: Engines) -> bool:
    """InnoDB calls the index of a foreign key as the key is called; nobody chose the other name."""
    place = place_of_innodb(engines)
    if difference.kind != "index.name" or place is None:
        return False
    index, table = object_and_table(difference, place)
    other, others_table = object_and_table(difference, 1 - place)
    return (
        isinstance(index, Index)
        and isinstance(other, Index)
        and table is not None
        and made_up(other, others_table)
        and any(_is_of_key(replace(index, options=()), key) for key in table.foreign_keys)
    )


def served(difference: Difference, engines: Engines) -> bool:
    """A foreign key of InnoDB needs no index of its own where another begins with its columns."""
    place = place_of_innodb(engines)
    if difference.kind != "index.missing" or place is None:
        return False
    index = (difference.left_object, difference.right_object)[1 - place]
    tables = (difference.left_table, difference.right_table)
    mine, table = tables[1 - place], tables[place]
    if not isinstance(index, Index) or table is None or not made_up(index, mine):
        return False
    keys = [each.columns for each in table.uniques] + [each.columns for each in table.indexes]
    keys += [table.primary_key.columns] if table.primary_key else []
    return (
        index == Index(tuple(map(IndexPart, index.columns)), index.name)
        and any(key.columns == index.columns for key in table.foreign_keys)
        and any(columns[: len(index.columns)] == index.columns for columns in keys)
    )
