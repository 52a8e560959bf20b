"""What two engines call differently, or what only one of them has.

Each reason is narrow: it names the engines' own words and explains nothing where what they mean is
not the same, such as a shorter text, a smaller number or a time without microseconds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from compare.between.reasons import Reason
from compare.diff import describe
from compare.model import Check, Column, Difference, Index, Pairing, PrimaryKey, Schema

Engines = tuple[str, str]


@dataclass(frozen=True, slots=True)
class EngineReason:
    """Why two engines differ.

    Attributes:
        slug: its name in reports.
        title: one line.
        sources: where the engines document it.
        explains: whether it is at work in a difference.
    """

    slug: str
    title: str
    sources: tuple[str, ...]
    explains: Callable[[Difference, Engines], bool]


def explain_engines(difference: Difference, engines: Engines) -> Reason | None:
    """Why two engines differ here; None if nothing explains it, or if they are one engine."""
    if engines[0] == engines[1] or difference.area != "schema":
        return None
    for reason in REASONS:
        if reason.explains(difference, engines):
            return Reason("engines", reason.slug, reason.title)
    return None


# ---------------------------------------------------------------- types

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
    "mariadb": (
        (r"int\(\d+\)( unsigned)?", r"integer\1"),
        (r"(tiny|small|medium|big)int\((?!1\))\d+\)( unsigned)?", r"\1int\2"),
        (r"tinyint\(1\)", "boolean"),
        (r"int( unsigned)?", r"integer\1"),
        (r"longtext", "text"),
        (r"text", "text of 64 KiB"),
        (r"timestamp\((\d)\)", r"moment(\1)"),
        (r"timestamp", "moment(0)"),
        (r"datetime", "datetime(0)"),
        (r"time", "time(0)"),
        (r"longblob", "blob"),
        (r"blob", "blob of 64 KiB"),
    ),
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
    declared = re.sub(r",\s+", ",", column.type.lower())
    for pattern, word in _SAME_WORDS[engine]:
        found = re.fullmatch(pattern, declared)
        if found:
            return found.expand(word)
    return declared


_INTEGERS = {"smallint", "mediumint", "integer", "bigint", "integer unsigned", "tinyint"}


def _meanings(difference: Difference, engines: Engines) -> tuple[str, str] | None:
    """What both types mean; None where it is not types that differ."""
    left, right = difference.left_object, difference.right_object
    if (
        difference.kind != "column.type"
        or not isinstance(left, Column)
        or not isinstance(right, Column)
    ):
        return None
    return meaning(engines[0], left), meaning(engines[1], right)


def hidden_types(
    left: Schema, right: Schema, pairing: Pairing, engines: Engines
) -> list[Difference]:
    """Types that are called the same and do not mean the same, which no comparison of words sees.

    Args:
        left: the left schema.
        right: the right schema, its columns called as on the left.
        pairing: which tables mean the same.
        engines: whose schemas they are.
    """
    if engines[0] == engines[1]:
        return []
    found = []
    for mine, theirs in pairing:
        one, other = left.table(mine), right.table(theirs)
        for column in one.columns if one is not None else ():
            counterpart = other.column(column.name) if other is not None else None
            if counterpart is None or counterpart.type != column.type:
                continue
            words = meaning(engines[0], column), meaning(engines[1], counterpart)
            if words[0] != words[1]:
                found.append(
                    Difference(
                        area="schema",
                        kind="column.type",
                        where=f"{describe.word(mine)}.{describe.word(column.name)}",
                        left=f"{column.type} ({engines[0]}: {words[0]})",
                        right=f"{counterpart.type} ({engines[1]}: {words[1]})",
                        table=mine,
                        column=column.name,
                        left_object=column,
                        right_object=counterpart,
                        left_table=one,
                        right_table=other,
                    )
                )
    return found


def _type(difference: Difference, engines: Engines) -> bool:
    words = _meanings(difference, engines)
    if words is None:
        return False
    if words[0] == words[1]:
        return True
    if "sqlite" in engines:
        place = engines.index("sqlite")
        # Any integer of SQLite has 64 bits, whatever it is called.
        if words[place] == "integer" and words[1 - place] in _INTEGERS:
            return True
    return set(words) == {"json", "text"} and _keeps_json(difference)


def _keeps_json(difference: Difference) -> bool:
    column = difference.column or ""
    tables = (difference.left_table, difference.right_table)
    return any(
        table is not None and any(_says_json(check, column) for check in table.checks)
        for table in tables
    )


def _says_json(check: Check, column: str) -> bool:
    name = rf"[`\"]?{re.escape(column.lower())}[`\"]?"
    pattern = rf"\(?json_valid\({name}\)( or {name} is null)?\)?"
    return re.fullmatch(pattern, check.expression.lower()) is not None


def _zone(difference: Difference, engines: Engines) -> bool:
    words = _meanings(difference, engines)
    return "postgresql" in engines and set(words or ()) == {"moment(6)", "datetime(6)"}


def _uuid(difference: Difference, engines: Engines) -> bool:
    words = set(_meanings(difference, engines) or ())
    return "uuid" in words and bool(words & {"char(32)", "char(36)"})


# ---------------------------------------------------------------- keys, defaults, names


def _identity(difference: Difference, engines: Engines) -> bool:
    """Both hand out ids for the one column of the primary key."""
    if difference.kind != "column.identity":
        return False
    tables = (difference.left_table, difference.right_table)
    for engine, table, said in zip(
        engines, tables, (difference.left, difference.right), strict=True
    ):
        if table is None or table.primary_key is None:
            return False
        if table.primary_key.columns != (difference.column,):
            return False
        if said is None and engine != "sqlite":
            return False  # SQLite hands out ids for any INTEGER PRIMARY KEY
    return True


_NOW = {
    "now()",
    "current_timestamp",
    "current_timestamp()",
    "current_timestamp(6)",
    "statement_timestamp()",
}


def _default(difference: Difference, engines: Engines) -> bool:
    if difference.kind != "column.default" or difference.left is None or difference.right is None:
        return False
    one, other = (
        _constant(engine, text)
        for engine, text in zip(engines, (difference.left, difference.right), strict=True)
    )
    return one == other


def _constant(engine: str, text: str) -> str:
    """A default in words that all engines share."""
    if engine == "postgresql":
        text = re.sub(r"^\((.*)\)(::[\w ]+(\(\d+(,\d+)?\))?)$", r"\1\2", text)
        text = re.sub(r"^('(?:[^']|'')*'|-?[\d.]+|\w+)::[\w ]+(\(\d+(,\d+)?\))?$", r"\1", text)
    lowered = text.lower()
    if lowered in _NOW:
        return "current_timestamp"
    if lowered in ("true", "false"):
        return "1" if lowered == "true" else "0"
    number = re.fullmatch(r"'?(-?\d+)(\.0+)?'?", text)
    return number[1] if number else text


def _deferrable(difference: Difference, engines: Engines) -> bool:
    return difference.kind == "foreign-key.deferrable" and "mariadb" in engines


def _action(difference: Difference, engines: Engines) -> bool:
    """InnoDB has no NO ACTION of its own: it is RESTRICT."""
    return (
        difference.kind in ("foreign-key.on-delete", "foreign-key.on-update")
        and "mariadb" in engines
        and {difference.left, difference.right} == {"no action", "restrict"}
    )


def _key_index(difference: Difference, engines: Engines) -> bool:
    """MariaDB makes an index for each foreign key that has none."""
    if difference.kind != "index.missing" or "mariadb" not in engines:
        return False
    place = engines.index("mariadb")
    index = (difference.left_object, difference.right_object)[place]
    table = (difference.left_table, difference.right_table)[place]
    return (
        isinstance(index, Index)
        and not index.unique
        and table is not None
        and any(index.columns == key.columns for key in table.foreign_keys)
    )


def _key_index_name(difference: Difference, engines: Engines) -> bool:
    """MariaDB calls the index of a foreign key as it calls the key."""
    if difference.kind != "index.name" or "mariadb" not in engines:
        return False
    place = engines.index("mariadb")
    index = (difference.left_object, difference.right_object)[place]
    table = (difference.left_table, difference.right_table)[place]
    return (
        isinstance(index, Index)
        and table is not None
        and any(
            (index.columns, index.name) == (key.columns, key.name) for key in table.foreign_keys
        )
    )


def _key_name(difference: Difference, engines: Engines) -> bool:
    """MariaDB calls every primary key PRIMARY; SQLite has no name for one that was given none."""
    if difference.kind != "primary-key.name":
        return False
    if "mariadb" in engines:
        return True
    keys = (difference.left_object, difference.right_object)
    named = {e: k.name for e, k in zip(engines, keys, strict=True) if isinstance(k, PrimaryKey)}
    given = named.get("postgresql") or ""
    return named.get("sqlite", "") is None and re.fullmatch(r"\w+_pkey", given) is not None


def _like_index(difference: Difference, engines: Engines) -> bool:
    """Django's second index of a text on PostgreSQL, for LIKE."""
    if difference.kind != "index.missing" or "postgresql" not in engines:
        return False
    place = engines.index("postgresql")
    index = (difference.left_object, difference.right_object)[place]
    return (
        isinstance(index, Index)
        and re.fullmatch(r".+_[0-9a-f]{8}_like", index.name) is not None
        and len(index.parts) == 1
        and index.parts[0].operator_class in ("varchar_pattern_ops", "text_pattern_ops")
    )


def _comes_along(difference: Difference, engines: Engines) -> bool:
    """What a new database of PostgreSQL holds."""
    if "postgresql" not in engines:
        return False
    said = (difference.left, difference.right)[engines.index("postgresql")] or ""
    if difference.kind == "extension.missing":
        return difference.where == "plpgsql"
    return difference.kind == "schema.missing" and said.startswith("current")


def _json_check(difference: Difference, engines: Engines) -> bool:
    """The CHECK by which SQLite and MariaDB say that a text is JSON."""
    if difference.kind != "check.missing" or "postgresql" not in engines:
        return False
    place = engines.index("postgresql")
    check = (difference.right_object, difference.left_object)[place]
    table = (difference.left_table, difference.right_table)[place]
    return (
        isinstance(check, Check)
        and table is not None
        and any(
            column.type in ("json", "jsonb") and _says_json(check, column.name)
            for column in table.columns
        )
    )


def _unsigned_check(difference: Difference, engines: Engines) -> bool:
    """``CHECK (x >= 0)`` where MariaDB says UNSIGNED."""
    if difference.kind != "check.missing" or "mariadb" not in engines:
        return False
    place = engines.index("mariadb")
    check = (difference.right_object, difference.left_object)[place]
    table = (difference.left_table, difference.right_table)[place]
    if not isinstance(check, Check) or table is None:
        return False
    found = re.fullmatch(r"\(?[`\"]?(\w+)[`\"]? >= 0\)?", check.expression)
    column = table.column(found[1]) if found else None
    return column is not None and column.type.endswith("unsigned")


def _own(difference: Difference, engines: Engines) -> bool:
    return difference.kind.startswith("database.") or (
        difference.kind == "table.options" and "mariadb" in engines
    )


REASONS: tuple[EngineReason, ...] = (
    EngineReason(
        "engine-type",
        "the engines call the same type by other names",
        (
            "https://www.postgresql.org/docs/current/datatype.html",
            "https://mariadb.com/kb/en/data-types/",
            "https://sqlite.org/datatype3.html",
        ),
        _type,
    ),
    EngineReason(
        "engine-time-zone",
        "only PostgreSQL has times with a zone and microseconds; elsewhere they are kept in UTC",
        ("https://docs.djangoproject.com/en/5.2/topics/i18n/timezones/",),
        _zone,
    ),
    EngineReason(
        "engine-uuid",
        "an engine without a type for UUIDs keeps them as 32 or 36 characters",
        ("https://docs.djangoproject.com/en/5.2/ref/models/fields/#uuidfield",),
        _uuid,
    ),
    EngineReason(
        "engine-identity",
        "each engine hands out ids in its own way",
        (
            "https://sqlite.org/autoinc.html",
            "https://mariadb.com/kb/en/auto_increment/",
            "https://www.postgresql.org/docs/current/datatype-numeric.html#DATATYPE-SERIAL",
        ),
        _identity,
    ),
    EngineReason(
        "engine-default",
        "the engines write the same default in other words",
        ("https://www.postgresql.org/docs/current/functions-info.html",),
        _default,
    ),
    EngineReason(
        "engine-deferrable",
        "MariaDB checks foreign keys at once and cannot defer them",
        ("https://mariadb.com/kb/en/foreign-keys/",),
        _deferrable,
    ),
    EngineReason(
        "engine-restrict",
        "for InnoDB NO ACTION and RESTRICT are one",
        ("https://mariadb.com/kb/en/foreign-keys/#constraints",),
        _action,
    ),
    EngineReason(
        "engine-foreign-key-index",
        "MariaDB makes an index for each foreign key",
        ("https://mariadb.com/kb/en/foreign-keys/",),
        _key_index,
    ),
    EngineReason(
        "engine-key-name",
        "MariaDB calls the index of a foreign key as the key",
        ("https://mariadb.com/kb/en/foreign-keys/",),
        _key_index_name,
    ),
    EngineReason(
        "engine-primary",
        "only PostgreSQL gives a primary key a name of its own accord",
        (
            "https://mariadb.com/kb/en/getting-started-with-indexes/#primary-key",
            "https://www.postgresql.org/docs/current/ddl-constraints.html",
        ),
        _key_name,
    ),
    EngineReason(
        "engine-like-index",
        "on PostgreSQL Django makes a second index of a text, for LIKE",
        (
            "https://docs.djangoproject.com/en/5.2/ref/databases/#indexes-for-varchar-and-text-columns",
        ),
        _like_index,
    ),
    EngineReason(
        "engine-new-database",
        "each new database of PostgreSQL has a schema and the extension plpgsql",
        ("https://www.postgresql.org/docs/current/manage-ag-templatedbs.html",),
        _comes_along,
    ),
    EngineReason(
        "engine-json-check",
        "SQLite and MariaDB say JSON by a CHECK, PostgreSQL by a type",
        ("https://mariadb.com/kb/en/json-data-type/",),
        _json_check,
    ),
    EngineReason(
        "engine-unsigned",
        "MariaDB says UNSIGNED where the others have a CHECK",
        ("https://mariadb.com/kb/en/numeric-data-type-overview/",),
        _unsigned_check,
    ),
    EngineReason(
        "engine-setting",
        "what a database as a whole is set to differs from engine to engine",
        (),
        _own,
    ),
)
