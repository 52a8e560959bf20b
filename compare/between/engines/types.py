"""Types that mean the same and are called by other names."""

from __future__ import annotations

import re
from dataclasses import replace

from compare.between.engines.identity import is_rowid
from compare.between.engines.json import keeps_json
from compare.between.engines.reason import Engines, object_and_table
from compare.model import Column, Difference, Schema

_INNODB = (
    (r"int\(\d+\)( unsigned)?", r"integer\1"),
    (r"tinyint\(1\)", "boolean"),
    (r"(tiny|small|medium|big)int\(\d+\)( unsigned)?", r"\1int\2"),
    (r"int( unsigned)?", r"integer\1"),
    (r"longtext", "text"),
    (r"text", "text of 64 KiB"),
    (r"timestamp\((\d)\)", r"moment(\1)"),
    (r"timestamp", "moment(0)"),
    (r"datetime", "datetime(0)"),
    (r"time", "time(0)"),
    (r"longblob", "blob"),
    (r"blob", "blob of 64 KiB"),
    (r"year\(4\)", "year"),
)
_SAME_WORDS: dict[str, tuple[tuple[str, str], ...]] = {
    "postgresql": (
        (r"character varying(\(\d+\))?", r"varchar\1"),
        (r"character(\(\d+\))", r"char\1"),
        (r"numeric(\(\d+,\d+\))", r"decimal\1"),
        (r"timestamp without time zone", "datetime(6)"),
        (r"timestamp\((\d)\) without time zone", r"datetime(\1)"),
        (r"timestamp with time zone", "moment(6)"),
        (r"timestamp\((\d)\) with time zone", r"moment(\1)"),
        (r"time without time zone", "time(6)"),
        (r"double precision", "double"),
        (r"real", "float"),
        (r"bytea", "blob"),
        (r"jsonb?", "json"),
    ),
    "mariadb": _INNODB,
    "mysql": _INNODB,
    "sqlite": (
        (r"bool", "boolean"),
        (r"time", "time(6)"),
        (r"datetime|timestamp", "datetime(6)"),
        (r"numeric(\(\d+, ?\d+\))?", r"decimal\1"),
        (r"(double precision|float|real)", "double"),
        (r"int", "integer"),
    ),
}


def meaning(engine: str, column: Column) -> str:
    """A column's type in words that all engines share, as far as it has such words."""
    if column.type.startswith(("enum(", "set(")):  # of which the words' case counts
        return column.type
    declared = re.sub(r",\s+", ",", column.type.lower())
    for pattern, word in _SAME_WORDS[engine]:
        found = re.fullmatch(pattern, declared)
        if found:
            return found.expand(word)
    return declared


def in_common_words(schemas: tuple[Schema, Schema], engines: Engines) -> tuple[Schema, Schema]:
    """Two schemas with the types of columns by their meaning, where their engines are two."""
    if engines[0] == engines[1] or not set(engines) <= _SAME_WORDS.keys():
        return schemas
    left, right = (
        replace(
            schema,
            tables=tuple(
                replace(
                    table,
                    columns=tuple(
                        replace(column, type=meaning(engine, column)) for column in table.columns
                    ),
                )
                for table in schema.tables
            ),
        )
        for engine, schema in zip(engines, schemas, strict=True)
    )
    return left, right


def meanings(difference: Difference, engines: Engines) -> tuple[str, str] | None:
    """What both types mean; None where it is not types that differ."""
    left, right = difference.left_object, difference.right_object
    if (
        difference.kind != "column.type"
        or not isinstance(left, Column)
        or not isinstance(right, Column)
    ):
        return None
    return meaning(engines[0], left), meaning(engines[1], right)


_INTEGERS = {"integer", "bigint"}

_COUNTERS = {"smallint", "integer", "bigint"}


def same_type(difference: Difference, engines: Engines) -> bool:
    """Both types mean the same.

    SQLite's ``integer`` has 64 bits whatever is meant by it, and both frameworks write it for
    what is an ``integer`` of 32 bits elsewhere (Django's IntegerField and SQLAlchemy's Integer);
    a primary key has to be called so or SQLite hands out no ids, even if it is a ``smallint`` or a
    ``bigint`` elsewhere. So ``integer`` is held for these, and what does not fit is seen when rows
    are compared. No other narrower type is: both frameworks call it by its own name in SQLite too.
    """
    words = meanings(difference, engines)
    if words is None:
        return False
    if words[0] == words[1]:
        return True
    if "sqlite" in engines:
        place = engines.index("sqlite")
        _, table = object_and_table(difference, place)
        counts = table is not None and is_rowid(table, difference.column or "")
        if words[place] == "integer" and words[1 - place] in (_COUNTERS if counts else _INTEGERS):
            return True
        # Django's DecimalField, whatever its digits: SQLite has no decimals of a length.
        if words[place] == "decimal" and words[1 - place].startswith("decimal("):
            return True
    return set(words) == {"json", "text"} and keeps_json(difference)


def zone(difference: Difference, engines: Engines) -> bool:
    """A time with a zone on one side and without on the other, both with microseconds."""
    words = meanings(difference, engines)
    return "postgresql" in engines and set(words or ()) == {"moment(6)", "datetime(6)"}


def uuid(difference: Difference, engines: Engines) -> bool:
    """A UUID, and the characters of one."""
    words = set(meanings(difference, engines) or ())
    return "uuid" in words and bool(words & {"char(32)", "char(36)"})


def address(difference: Difference, engines: Engines) -> bool:
    """A network address, and the characters of one."""
    return set(meanings(difference, engines) or ()) == {"inet", "char(39)"}


def duration(difference: Difference, engines: Engines) -> bool:
    """A duration, and what each framework keeps instead."""
    words = meanings(difference, engines)
    if words is None or "interval" not in words:
        return False
    # What SQLAlchemy makes of it on MariaDB has no microseconds.
    return bool({*words} & {"bigint", "datetime(6)"})
