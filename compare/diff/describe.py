"""Objects of a schema as a few words, for people and for goldens."""

from __future__ import annotations

import re
from collections.abc import Sequence

from compare.model import Check, Column, ForeignKey, Index, PrimaryKey, Table, Unique

_PLAIN = re.compile(r"\w[\w$-]*")
_FEW = 10
"""So many names are in one sentence."""


def word(name: str) -> str:
    """A name as it is, or quoted where it could be taken for something else.

    Two lists of names never read alike: the column ``a, b`` is ``"a, b"``.
    """
    if _PLAIN.fullmatch(name):
        return name
    inner = name.replace("\\", "\\\\").replace('"', '""')
    return '"' + "".join(map(_printable, inner)) + '"'


def several(names: Sequence[str]) -> str:
    """Some names in one sentence: the first ten of them, and how many more there are."""
    more = len(names) - _FEW
    return ", ".join(map(word, names[:_FEW])) + (f" and {more:,} more" if more > 0 else "")


def _printable(character: str) -> str:
    return character if character.isprintable() else f"\\u{ord(character):04x}"


def column(item: Column) -> str:
    """A column: type, NULL or NOT NULL, then whatever else it has."""
    words = [item.type or "(no type)", "null" if item.nullable else "not null"]
    if item.default is not None:
        words.append(f"default {item.default}")
    if item.generated is not None:
        words.append(f"generated {item.generated}")
    if item.identity is not None:
        words.append(item.identity)
    if item.collation is not None:
        words.append(f"collate {item.collation}")
    if item.comment is not None:
        words.append(f"comment {item.comment!r}")
    if item.on_conflict is not None:
        words.append(f"on conflict {item.on_conflict}")
    return " ".join([*words, *item.options])


def columns(names: tuple[str, ...]) -> str:
    """Column names in parentheses: ``(a, b)``."""
    return f"({', '.join(map(word, names))})"


def primary_key(item: PrimaryKey) -> str:
    """A primary key: its columns, their own orders and collations, whatever else it has."""
    own = f" as {_parts(item)}" if item.parts else ""
    text = _with_conflict(f"{columns(item.columns)}{own}", item.on_conflict)
    return " ".join([text, *item.options])


def foreign_key(item: ForeignKey) -> str:
    """A foreign key: target, actions and deferrability."""
    words = [target(item)]
    if item.on_delete != "no action":
        words.append(f"on delete {item.on_delete}")
    if item.on_update != "no action":
        words.append(f"on update {item.on_update}")
    if item.match is not None:
        words.append(f"match {item.match}")
    if item.deferrable != "not deferrable":
        words.append(item.deferrable)
    return " ".join([*words, *item.options])


def target(item: ForeignKey) -> str:
    """What a foreign key refers to: ``usuario(id)``."""
    return f"{word(item.referred_table)}{columns(item.referred_columns)}"


def unique(item: Unique) -> str:
    """A UNIQUE constraint: what makes it special, or just ``constraint``."""
    words = ["constraint"]
    if item.parts:
        words.append(_parts(item))
    if item.deferrable != "not deferrable":
        words.append(item.deferrable)
    if item.nulls_not_distinct:
        words.append("nulls not distinct")
    return _with_conflict(" ".join([*words, *item.options]), item.on_conflict)


def index_parts(item: Index) -> str:
    """The parts of an index in parentheses: ``(lower(email), id desc)``."""
    return f"({', '.join(map(str, item.parts))})"


def index(item: Index) -> str:
    """An index: unique or not, its name, and whatever else it has."""
    words = ["unique index" if item.unique else "index", word(item.name)]
    if item.method is not None:
        words.append(f"using {item.method}")
    if item.include:
        words.append(f"include {columns(item.include)}")
    if item.nulls_not_distinct:
        words.append("nulls not distinct")
    if item.predicate is not None:
        words.append(f"where {item.predicate}")
    return " ".join([*words, *item.options])


def check(item: Check) -> str:
    """A CHECK constraint: its expression, and whatever else it has."""
    return " ".join([f"check ({item.expression})", *item.options])


def options(words: tuple[str, ...]) -> str | None:
    """Whatever else an object has, or None for nothing."""
    return ", ".join(words) or None


def table(item: Table) -> str:
    """A table: its name and the names of its columns."""
    return f"{word(item.name)} {columns(tuple(column.name for column in item.columns))}"


def name(item: str | None) -> str:
    """A constraint's name; constraints may have none."""
    return word(item) if item is not None else "(unnamed)"


def _parts(item: PrimaryKey | Unique) -> str:
    """Its columns with their own orders and collations, where any has one."""
    return f"({', '.join(map(str, item.parts))})" if item.parts else ""


def _with_conflict(text: str, on_conflict: str | None) -> str:
    return f"{text} on conflict {on_conflict}" if on_conflict else text
