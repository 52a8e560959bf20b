"""What two engines call differently, or what only one of them has.

Each reason is narrow: it names the engines' own words and explains nothing where what they mean is
not the same, such as a shorter text, a smaller number or a time without microseconds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from compare.between.names import made_up
from compare.between.reasons import Reason
from compare.conventions._names import (
    cut_by_django,
    made_by_django,
    made_by_django_for_key,
    made_by_mariadb,
)
from compare.diff import describe
from compare.model import (
    Check,
    Column,
    Difference,
    Facet,
    ForeignKey,
    Index,
    IndexPart,
    Pairing,
    PrimaryKey,
    Schema,
    Table,
    Unique,
)

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


def _at(difference: Difference, place: int) -> tuple[Facet | None, Table | None]:
    """The object of one side, and its table; 0 is the left."""
    if place == 0:
        return difference.left_object, difference.left_table
    return difference.right_object, difference.right_table


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


_INTEGERS = {"integer", "bigint"}
_COUNTERS = {"smallint", "integer", "bigint"}


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
    """What is called the same and does not mean the same, which no comparison of words sees.

    Types, and ids: SQLite hands them out for any INTEGER PRIMARY KEY and says nothing of it.

    Args:
        left: the left schema.
        right: the right schema, its columns called as on the left.
        pairing: which tables mean the same.
        engines: whose schemas they are.
    """
    if engines[0] == engines[1]:
        return []
    found = []
    ours, others = ({table.name: table for table in each.tables} for each in (left, right))
    for mine, theirs in pairing:
        one, other = ours.get(mine), others.get(theirs)
        if one is None or other is None:
            continue
        for column in one.columns:
            counterpart = other.column(column.name)
            if counterpart is not None:
                pair = Columns((one, other), (column, counterpart), engines)
                found += [*_hidden_type(pair), *_hidden_identity(pair)]
    return found


@dataclass(frozen=True, slots=True)
class Columns:
    """Two columns that mean the same, each with its table and its engine."""

    tables: tuple[Table, Table]
    columns: tuple[Column, Column]
    engines: Engines

    def differ(self, facet: str, left: str | None, right: str | None) -> Difference:
        """A difference between them."""
        return Difference(
            "schema",
            f"column.{facet}",
            f"{describe.word(self.tables[0].name)}.{describe.word(self.columns[0].name)}",
            left,
            right,
            self.tables[0].name,
            self.columns[0].name,
            *self.columns,
            *self.tables,
        )


def _hidden_type(pair: Columns) -> list[Difference]:
    one, other = pair.columns
    words = [
        meaning(engine, column) for engine, column in zip(pair.engines, pair.columns, strict=True)
    ]
    if one.type != other.type or words[0] == words[1]:
        return []
    return [
        pair.differ(
            "type",
            f"{one.type} ({pair.engines[0]}: {words[0]})",
            f"{other.type} ({pair.engines[1]}: {words[1]})",
        )
    ]


def _hidden_identity(pair: Columns) -> list[Difference]:
    """Ids that SQLite hands out unasked and the other engine does not.

    Nobody is handed an id that refers to another table.
    """
    one, other = pair.columns
    if one.identity is not None or other.identity is not None:
        return []
    if any(one.name in key.columns for key in pair.tables[0].foreign_keys):
        return []
    said = [
        "handed out by SQLite" if engine == "sqlite" and _is_rowid(table, column.name) else None
        for engine, table, column in zip(pair.engines, pair.tables, pair.columns, strict=True)
    ]
    return [] if said[0] == said[1] else [pair.differ("identity", said[0], said[1])]


def _is_rowid(table: Table, column: str) -> bool:
    """Whether a column of SQLite is another name for the rowid, so that ids are handed out.

    See https://sqlite.org/lang_createtable.html#rowid: the type is INTEGER to the letter (INT or
    BIGINT will not do), alone in the key, not WITHOUT ROWID, and not ``INTEGER PRIMARY KEY DESC``.
    There is no database to ask here (:mod:`compare.inspect.sqlite.rowids` does), so a key that
    runs downwards counts for none, though it is one where a clause of its own says so.
    """
    key, found = table.primary_key, table.column(column)
    return (
        key is not None
        and found is not None
        and key.columns == (column,)
        and found.type.lower() == "integer"
        and "without rowid" not in table.options
        and not any(part.descending for part in key.parts)
    )


def _type(difference: Difference, engines: Engines) -> bool:
    """Both types mean the same.

    SQLite's ``integer`` has 64 bits whatever is meant by it, and both frameworks write it for
    what is an ``integer`` of 32 bits elsewhere (Django's IntegerField and SQLAlchemy's Integer);
    a primary key has to be called so or SQLite hands out no ids, even if it is a ``smallint`` or a
    ``bigint`` elsewhere. So ``integer`` is held for these, and what does not fit is seen when rows
    are compared. No other narrower type is: both frameworks call it by its own name in SQLite too.
    """
    words = _meanings(difference, engines)
    if words is None:
        return False
    if words[0] == words[1]:
        return True
    if "sqlite" in engines:
        place = engines.index("sqlite")
        _, table = _at(difference, place)
        counts = table is not None and _is_rowid(table, difference.column or "")
        if words[place] == "integer" and words[1 - place] in (_COUNTERS if counts else _INTEGERS):
            return True
        # Django's DecimalField, whatever its digits: SQLite has no decimals of a length.
        if words[place] == "decimal" and words[1 - place].startswith("decimal("):
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


def _address(difference: Difference, engines: Engines) -> bool:
    return set(_meanings(difference, engines) or ()) == {"inet", "char(39)"}


def _duration(difference: Difference, engines: Engines) -> bool:
    words = _meanings(difference, engines)
    if words is None or "interval" not in words:
        return False
    # What SQLAlchemy makes of it on MariaDB has no microseconds.
    return bool({*words} & {"bigint", "datetime(6)"})


# ---------------------------------------------------------------- keys, defaults, names


def _identity(difference: Difference, engines: Engines) -> bool:
    """Both hand out ids for the one column of the primary key, one after the other from 1."""
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
        if not re.fullmatch(_COUNTS[engine], said or ""):
            return False
        if engine == "sqlite" and not _is_rowid(table, table.primary_key.columns[0]):
            return False
    return True


_COUNTS = {
    "sqlite": "(autoincrement)?",  # any INTEGER PRIMARY KEY
    # With a sequence of another name, such as that of a table renamed since, but no other options.
    "postgresql": r'(by default|serial)( \w+_seq\d*| "[^"]*_seq\d*")?',
    "mariadb": "auto_increment",
}


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
    columns = (difference.left_object, difference.right_object)
    textual = any(isinstance(each, Column) and _TEXTUAL.match(each.type) for each in columns)
    one, other = (
        _constant(engine, text, textual=textual)
        for engine, text in zip(engines, (difference.left, difference.right), strict=True)
    )
    return one == other


_TEXTUAL = re.compile(r"(var)?char|character|(tiny|medium|long)?text", re.IGNORECASE)


def _constant(engine: str, text: str, *, textual: bool) -> str:
    """A default in words that all engines share; in a text '1.0' is another value than '1'."""
    if engine == "postgresql":
        text = re.sub(r"^\((.*)\)(::[\w ]+(\(\d+(,\d+)?\))?)$", r"\1\2", text)
        text = re.sub(r"^('(?:[^']|'')*'|-?[\d.]+|\w+)::[\w ]+(\(\d+(,\d+)?\))?$", r"\1", text)
    lowered = text.lower()
    if lowered in _NOW:
        return "current_timestamp"
    if textual:
        return text
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
    """MariaDB makes an index for each foreign key that has none, and makes up its name.

    It is called as the key or, where that was given no name, as its first column. One that Django
    made stays as it is called when Django renames the column and makes the key anew.
    """
    if difference.kind != "index.missing" or "mariadb" not in engines:
        return False
    place = engines.index("mariadb")
    index, table = _at(difference, place)
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


def _key_index_name(difference: Difference, engines: Engines) -> bool:
    """MariaDB calls the index of a foreign key as it calls the key; nobody chose the other name."""
    if difference.kind != "index.name" or "mariadb" not in engines:
        return False
    place = engines.index("mariadb")
    index, table = _at(difference, place)
    other, others_table = _at(difference, 1 - place)
    return (
        isinstance(index, Index)
        and isinstance(other, Index)
        and table is not None
        and made_up(other, others_table)
        and any(_is_of_key(replace(index, options=()), key) for key in table.foreign_keys)
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
    """Django's second index of a text on PostgreSQL, for LIKE, as Django makes it."""
    if difference.kind != "index.missing" or "postgresql" not in engines:
        return False
    place = engines.index("postgresql")
    index, table = _at(difference, place)
    if not isinstance(index, Index) or table is None or len(index.parts) != 1:
        return False
    made = made_by_django(index.name, "_like")
    cut = cut_by_django(table.name, index.columns, "_like", 63)
    plain = (
        Index((IndexPart(index.columns[0], operator_class=word),), index.name)
        for word in ("varchar_pattern_ops", "text_pattern_ops")
    )
    return index in plain and (index.name == cut or (made or ())[1:] == index.columns)


def _comes_along(difference: Difference, engines: Engines) -> bool:
    """What a new database of PostgreSQL holds, and no more than that.

    Before PostgreSQL 15 everybody could make tables in the schema.
    """
    if "postgresql" not in engines:
        return False
    said = (difference.left, difference.right)[engines.index("postgresql")] or ""
    if difference.kind == "extension.missing":
        return difference.where == "plpgsql"
    return difference.kind == "schema.missing" and _NEW_SCHEMA.fullmatch(said) is not None


_NEW_SCHEMA = re.compile(
    r"current(; comment 'standard public schema')?"
    r"(; privileges \(owner\) create, \(owner\) usage(, \(public\) create)?, \(public\) usage)?"
)


def _json_check(difference: Difference, engines: Engines) -> bool:
    """The CHECK by which SQLite and MariaDB say that a text is JSON."""
    if difference.kind != "check.missing" or "postgresql" not in engines:
        return False
    place = engines.index("postgresql")
    check, _ = _at(difference, 1 - place)
    _, table = _at(difference, place)
    return (
        isinstance(check, Check)
        and table is not None
        and any(
            column.type in ("json", "jsonb") and _says_json(check, column.name)
            for column in table.columns
        )
    )


def _unsigned_check(difference: Difference, engines: Engines) -> bool:
    """``CHECK (x >= 0)`` where MariaDB, or Django on SQLite, says UNSIGNED.

    MariaDB's ``int unsigned`` holds twice as much as PostgreSQL's ``integer`` with a check; Django
    has both for its PositiveIntegerField, and what does not fit is seen when rows are compared.
    """
    words = _meanings(difference, engines)
    if words is not None and "postgresql" in engines:
        place = engines.index("postgresql")
        _, table = _at(difference, place)
        wanted = f"{difference.column} >= 0"
        return (
            words[1 - place] == f"{words[place]} unsigned"
            and table is not None
            and any(_expression(check) == wanted and not check.options for check in table.checks)
        )
    if difference.kind != "check.missing" or "mariadb" not in engines:
        return False
    place = engines.index("mariadb")
    check, _ = _at(difference, 1 - place)
    _, table = _at(difference, place)
    if not isinstance(check, Check) or table is None:
        return False
    found = re.fullmatch(r"\(?[`\"]?(\w+)[`\"]? >= 0\)?", check.expression)
    column = table.column(found[1]) if found else None
    return column is not None and column.type.endswith("unsigned")


def _check(difference: Difference, engines: Engines) -> bool:
    """The same CHECK, as each engine prints it; as often on the one side as on the other."""
    items = (difference.left_object, difference.right_object)
    if difference.kind == "check.expression":
        one, other = items
        return (
            isinstance(one, Check)
            and isinstance(other, Check)
            and _expression(one) == _expression(other)
        )
    tables = (difference.left_table, difference.right_table)
    check = items[0] or items[1]
    if difference.kind != "check.missing" or not isinstance(check, Check) or None in tables:
        return False
    counts = {
        sum(_known(each, table) == _known(check, home) and _is_plain(each) for each in table.checks)
        for home in (tables[0] if items[0] else tables[1],)
        for table in tables
        if table is not None
    }
    return _is_plain(check) and len(counts) == 1


def _known(check: Check, table: Table | None) -> tuple[str, str | None]:
    """A check by what it says and by its name, where somebody chose that."""
    return _expression(check), None if made_up(check, table) else check.name


def _is_plain(check: Check) -> bool:
    """Whether it says no more than its expression; MariaDB tells of which column it is."""
    return all(option.startswith("of column ") for option in check.options)


_TEXT = re.compile(r"('(?:[^']|'')*')")
_NAME = re.compile(r"[\"`]([a-z_][a-z0-9_]*)[\"`]")
_COMPARED = re.compile(
    r"(?P<before>^|\(|\b(?:and|or|not) )\((?P<inner>(?:(?!\b(?:and|or|xor)\b|\|\||&&)[^()'])*)\)"
    r"(?=$|\)| (?:and|or)\b)"
)


def _expression(check: Check) -> str:
    """An expression without what engines print differently and what means nothing.

    Quotes around plain names, and parentheses around the whole or around one comparison between
    AND, OR and NOT, which bind less than it: https://sqlite.org/lang_expr.html,
    https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-PRECEDENCE,
    https://mariadb.com/kb/en/operator-precedence/.
    """
    # Texts stay as they are, and out of the way.
    texts = iter(_TEXT.findall(check.expression))
    text = _NAME.sub(r"\1", " ".join(_spaced(_TEXT.sub("\0", check.expression)))).strip()
    before = ""
    while text != before and "between" not in text.lower():  # which has an AND of its own
        before, text = text, _COMPARED.sub(r"\g<before>\g<inner>", text)
        text = re.sub(r"^\(((?:[^()]|\([^()]*\))*)\)$", r"\1", text)
    return re.sub("\0", lambda _: next(texts), text)


def _spaced(text: str) -> list[str]:
    return re.split(r"\s+", re.sub(r"(?i)\b(and|or|not|is|null|in|like)\b", _lower, text))


def _lower(found: re.Match[str]) -> str:
    return found[0].lower()


def _json_kept(difference: Difference, engines: Engines) -> bool:
    """JSON on MariaDB: a checked text of ``utf8mb4_bin``.

    SQLite has the check where Django made it, and none where SQLAlchemy calls the type JSON.
    """
    if "mariadb" not in engines:
        return False
    place = engines.index("mariadb")
    tables = (difference.left_table, difference.right_table)
    here, there = tables[place], tables[1 - place]
    if here is None or there is None:
        return False
    if difference.kind == "column.collation":
        said = (difference.left, difference.right)
        return (
            said[place] == "utf8mb4_bin"
            and said[1 - place] is None
            and _checks_json(here, difference.column or "")
            and _is_json(there, difference.column or "")
        )
    check = difference.left_object or difference.right_object
    return (
        difference.kind == "check.missing"
        and isinstance(check, Check)
        and _is_plain(check)
        and any(
            _says_json(check, column.name)
            and _checks_json(here, column.name)
            and _is_json(there, column.name)
            for column in here.columns
        )
    )


def _checks_json(table: Table, column: str) -> bool:
    return any(_says_json(check, column) and _is_plain(check) for check in table.checks)


def _is_json(table: Table, column: str) -> bool:
    """Whether a column of another engine than MariaDB holds JSON, by its type or by a check."""
    found = table.column(column)
    return found is not None and (
        found.type.lower() in ("json", "jsonb") or _checks_json(table, column)
    )


def _unique_form(difference: Difference, engines: Engines) -> bool:
    """MariaDB knows unique indexes only; Django makes one on SQLite instead of a constraint.

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
    if "mariadb" in engines:
        return isinstance(items[engines.index("mariadb")], Unique)
    index = items[engines.index("sqlite")]
    return isinstance(index, Index) and index.name.endswith("_uniq") and named == [None, None]


def _served(difference: Difference, engines: Engines) -> bool:
    """A foreign key of MariaDB needs no index of its own where another begins with its columns."""
    if difference.kind != "index.missing" or "mariadb" not in engines:
        return False
    place = engines.index("mariadb")
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


def _own(difference: Difference, engines: Engines) -> bool:
    """What a database or a table as a whole has of its engine, as long as it says nothing else.

    An encoding is explained where it can hold any text; a database of PostgreSQL or a table of
    MariaDB where nobody set anything for it. InnoDB's row formats hold the same values.
    """
    said = (difference.left, difference.right)
    if difference.kind == "table.options":
        return all(
            text is not None and _INNODB.fullmatch(text) is not None
            if engine == "mariadb"
            else text is None
            for engine, text in zip(engines, said, strict=True)
        )
    usual = _USUAL.get(difference.kind)
    return usual is not None and all(
        text is None or re.fullmatch(usual[engine], text) is not None
        for engine, text in zip(engines, said, strict=True)
    )


_INNODB = re.compile("engine innodb, row_format (dynamic|compact|redundant)")
_ANY = {"sqlite": ".*", "postgresql": ".*", "mariadb": ".*"}
_USUAL = {
    "database.missing": _ANY | {"postgresql": ""},
    "database.collation": _ANY | {"mariadb": "utf8mb4_.*"},
    "database.ctype": _ANY,
    "database.locale": _ANY,
    "database.locale_provider": _ANY,
    "database.encoding": _ANY | {"sqlite": "utf-(8|16le|16be)", "postgresql": "UTF8"},
    "database.sql_mode": _ANY,
    "database.user_version": _ANY | {"sqlite": "0"},
    "database.application_id": _ANY | {"sqlite": "0"},
}


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
        "engine-address",
        "an engine without a type for network addresses keeps them as 39 characters",
        ("https://docs.djangoproject.com/en/5.2/ref/models/fields/#genericipaddressfield",),
        _address,
    ),
    EngineReason(
        "engine-duration",
        "an engine without durations keeps microseconds (Django) or a time since 1970 (SQLAlchemy)",
        (
            "https://docs.djangoproject.com/en/5.2/ref/models/fields/#durationfield",
            "https://docs.sqlalchemy.org/en/20/core/type_basics.html#sqlalchemy.types.Interval",
        ),
        _duration,
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
        "engine-check",
        "each engine prints the same CHECK in its own way",
        ("https://www.postgresql.org/docs/current/functions-info.html",),
        _check,
    ),
    EngineReason(
        "engine-json",
        "JSON is a type of PostgreSQL's, a name in SQLite, and a checked text on MariaDB",
        ("https://mariadb.com/kb/en/json-data-type/",),
        _json_kept,
    ),
    EngineReason(
        "engine-unique",
        "MariaDB knows unique indexes only, and on SQLite Django makes one for a constraint",
        ("https://mariadb.com/kb/en/getting-started-with-indexes/#unique-index",),
        _unique_form,
    ),
    EngineReason(
        "engine-foreign-key-served",
        "on MariaDB another index begins with the foreign key's columns and serves it",
        ("https://mariadb.com/kb/en/foreign-keys/",),
        _served,
    ),
    EngineReason(
        "engine-setting",
        "what a database as a whole is set to differs from engine to engine",
        (),
        _own,
    ),
)
