"""A table whose columns are called as on the other side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from compare.model import ForeignKey, Index, IndexPart, PrimaryKey, Schema, Table, Unique

Names = Mapping[str, str]
Key = TypeVar("Key", PrimaryKey, Unique)


def renamed_columns(schema: Schema, names: Mapping[str, Names]) -> Schema:
    """A schema with columns under other names.

    What is kept as text (a CHECK, a generated column) keeps the old names and differs by that.

    Args:
        schema: the schema.
        names: by table, the old names of columns to the new ones.
    """
    if not names:
        return schema
    return replace(schema, tables=tuple(_table(table, names) for table in schema.tables))


def _table(table: Table, names: Mapping[str, Names]) -> Table:
    mine = names.get(table.name, {})
    key = table.primary_key
    return replace(
        table,
        columns=tuple(replace(c, name=mine.get(c.name, c.name)) for c in table.columns),
        primary_key=None if key is None else _key(key, mine),
        uniques=tuple(_key(unique, mine) for unique in table.uniques),
        indexes=tuple(_index(index, mine) for index in table.indexes),
        foreign_keys=tuple(
            _foreign_key(each, mine, names.get(each.referred_table, {}))
            for each in table.foreign_keys
        ),
    )


def _named(columns: tuple[str, ...], names: Names) -> tuple[str, ...]:
    return tuple(names.get(name, name) for name in columns)


def _parts(parts: tuple[IndexPart, ...], names: Names) -> tuple[IndexPart, ...]:
    return tuple(
        replace(part, expression=names.get(part.expression, part.expression)) for part in parts
    )


def _key(key: Key, names: Names) -> Key:
    return replace(key, columns=_named(key.columns, names), parts=_parts(key.parts, names))


def _index(index: Index, names: Names) -> Index:
    return replace(index, parts=_parts(index.parts, names), include=_named(index.include, names))


def _foreign_key(key: ForeignKey, names: Names, theirs: Names) -> ForeignKey:
    return replace(
        key,
        columns=_named(key.columns, names),
        referred_columns=_named(key.referred_columns, theirs),
    )
