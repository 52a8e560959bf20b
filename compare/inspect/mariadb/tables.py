"""Tables put together from what information_schema and, where needed, ``SHOW CREATE`` say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from compare.inspect.mariadb.catalogue import (
    Catalogue,
    CheckRow,
    ColumnRow,
    ForeignKeyRow,
    IndexRow,
    TableRow,
    fields_of,
)
from compare.inspect.mariadb.defaults import UNKNOWN_DEFAULT
from compare.inspect.mariadb.show import Shown, read_shown
from compare.inspect.mariadb.texts import expression, restored
from compare.inspect.unreadable import Unreadable
from compare.model import (
    Check,
    Column,
    ForeignKey,
    Index,
    IndexPart,
    NotCompared,
    PrimaryKey,
    SchemaObject,
    Table,
    Trigger,
    Unique,
)

PLAIN_ENGINES = frozenset({"innodb", "aria", "myisam", "memory", "csv", "archive"})
"""Engines of which information_schema leaves nothing out."""

MARKS = "????"
"""What information_schema writes for one character beyond U+FFFF in an expression."""

_COMPRESSED = re.compile(r" /\*M?!\d* COMPRESSED\*/\Z")
_PERIOD_LIKE = re.compile(r"`(?:[^`]|``)*` < `(?:[^`]|``)*`")
_GENERATED_CHECK = re.compile(r"CONSTRAINT_\d+")
_SAID = ("auto_increment", "VIRTUAL GENERATED", "STORED GENERATED")
SYNONYMS = {"restrict": "no action"}
_OPTION = re.compile(r"(?:(?:DATA|INDEX) DIRECTORY|`[^`]*`|[^\s=]+)=(?:'(?:[^']|'')*'|\S+)|\S+")


@dataclass(frozen=True, slots=True)
class Facts:
    """What information_schema says about one table: its row in ``TABLES``, all else as lines."""

    name: str
    row: TableRow
    columns: tuple[str, ...]
    indexes: tuple[str, ...]
    foreign_keys: tuple[str, ...]
    rules: tuple[str, ...]
    checks: tuple[str, ...]


def facts_of(catalogue: Catalogue) -> list[Facts]:
    """The lines by table, views left out, in the order of the tables' names."""
    sources = (
        catalogue.columns,
        catalogue.indexes,
        catalogue.foreign_keys,
        catalogue.rules,
        catalogue.checks,
    )
    rows = (
        (name, TableRow._make(fields_of(line)))
        for name, (line,) in sorted(catalogue.tables.items())
    )
    return [
        Facts(name, row, *[source.get(name, ()) for source in sources])
        for name, row in rows
        if row.type != "VIEW"
    ]


@lru_cache(maxsize=4096)
def needs_text(facts: Facts) -> bool:
    """Whether something about a table is said by ``SHOW CREATE TABLE`` alone."""
    rules = {fields_of(line)[0] for line in facts.rules}
    return (
        "partitioned" in (facts.row.options or "")
        or MARKS in "\n".join((*facts.columns, *facts.checks))
        or any(_PERIOD_LIKE.fullmatch(fields_of(line)[2] or "") for line in facts.checks)
        or any(fields_of(line)[0] not in rules for line in facts.foreign_keys)
        or any(fields_of(line)[5] == "FULLTEXT" for line in facts.indexes)
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What else is to be known of a table.

    Attributes:
        database: the name of its database.
        collation: the collation of its database.
        text: what ``SHOW CREATE TABLE`` prints, where it was asked and answered.
        defaults: by column, the defaults in which information_schema put question marks, as
            they truly are; None where the server does not say.
        triggers: its triggers.
    """

    database: str
    collation: str
    text: str | None = None
    defaults: tuple[tuple[str, str | None], ...] = ()
    triggers: tuple[Trigger, ...] = ()


@lru_cache(maxsize=4096)
def build_table(facts: Facts, told: Told) -> tuple[Table, tuple[NotCompared, ...]]:
    """One table, and what about it could not be read. The same facts, the same table."""
    return _Builder(facts, told).build()


class _Builder:
    def __init__(self, facts: Facts, told: Told) -> None:
        self._facts = facts
        self._told = told
        self._row = facts.row
        self._problems: list[NotCompared] = []
        self._shown = self._read_text()
        if self._row.engine is None:
            self._problem(f"the server cannot open it: {self._row.comment}")
        elif self._row.engine.lower() not in PLAIN_ENGINES:
            self._problem(
                f"the catalogue does not say what the engine {self._row.engine} was told about the"
                " table, its columns and its indexes"
            )

    def build(self) -> tuple[Table, tuple[NotCompared, ...]]:
        keys = [_index(lines) for lines in _by_name(self._facts.indexes)]
        if self._shown.without_overlaps or self._shown.parsers:
            keys = [self._with_text(key) for key in keys]
        uniques, indexes = split(keys)
        table = Table(
            name=self._facts.name,
            columns=tuple(map(self._column, self._facts.columns)),
            primary_key=next(
                (
                    PrimaryKey(key.columns, parts=key.parts, options=key.options)
                    for key in uniques
                    if key.name == "PRIMARY"
                ),
                None,
            ),
            foreign_keys=tuple(map(self._foreign_key, _by_name(self._facts.foreign_keys))),
            uniques=tuple(key for key in uniques if key.name != "PRIMARY"),
            indexes=tuple(indexes),
            checks=tuple(self._checks()),
            triggers=self._told.triggers,
            options=table_options(self._row, self._told.collation),
            comment=self._row.comment or None,
            others=tuple(self._others()),
        )
        return table, tuple(self._problems)

    def _read_text(self) -> Shown:
        if not needs_text(self._facts):
            return Shown("")
        try:
            return read_shown(self._told.text or "", self._told.database)
        except Unreadable as error:
            reason = f"cannot be read: {error}" if self._told.text else "is refused"
            self._problem(f"SHOW CREATE TABLE {reason}; only it says all about this table")
            return Shown("")

    def _problem(self, reason: str, kind: str = "table", part: str = "") -> None:
        self._problems.append(NotCompared(kind, f"{self._facts.name}{part}", reason))

    # ---------------------------------------------------------------- columns

    def _column(self, line: str) -> Column:
        if "?" not in line:
            return _column(line, self._told.collation, self._told.database)
        row = ColumnRow._make(fields_of(line))
        if "?" in row.type:
            self._problem(
                "information_schema writes ? for every character beyond U+FFFF, so its values may"
                " be others",
                "column",
                f".{row.name}",
            )
        defaults = dict(self._told.defaults)
        known = defaults.get(row.name)
        if row.name in defaults and known is None:
            self._problem(UNKNOWN_DEFAULT, "column", f".{row.name}")
            known = row.default
        whole = row._replace(
            default=None if known else self._whole(row.default),
            generation=self._whole(row.generation),
        )
        column = _column_of(whole, self._told.collation, self._told.database)
        return replace(column, default=known) if known else column

    def _whole(self, text: str | None) -> str | None:
        """A text of information_schema with all its characters."""
        if text is None or MARKS not in text:
            return text
        whole = restored(text, self._shown.text) if self._shown.text else None
        if whole is None:
            self._problem(f"what stands for ? is not known in {text}", "expression")
        return whole or text

    # ---------------------------------------------------------------- keys and all else

    def _with_text(self, key: Unique | Index) -> Unique | Index:
        """With what only the table's text says of it."""
        words = list(key.options)
        name = key.name or ""
        if name in self._shown.without_overlaps:
            words.append(f"without overlaps of {self._shown.without_overlaps[name]}")
        if name in self._shown.parsers:
            words.append(f"with parser {self._shown.parsers[name]}")
        return replace(key, options=tuple(words)) if len(words) > len(key.options) else key

    def _foreign_key(self, lines: tuple[str, ...]) -> ForeignKey:
        rows = [ForeignKeyRow._make(fields_of(line)) for line in lines]
        rules = {row[0]: (row[1] or "", row[2] or "") for row in map(fields_of, self._facts.rules)}
        name = rows[0].name
        said = rules.get(name) or self._shown.actions.get(name)
        return foreign_key(rows, said, self._facts.name, self._told.database)

    # ---------------------------------------------------------------- all else

    def _checks(self) -> Iterator[Check]:
        for row in (CheckRow._make(fields_of(line)) for line in self._facts.checks):
            if row.level == "Table" and row.name in self._shown.periods:
                continue
            by_column = row.level == "Column"
            unnamed = by_column or _GENERATED_CHECK.fullmatch(row.name)
            yield Check(
                _printed(self._whole(row.clause) or "", self._told.database),
                None if unnamed else row.name,
                (f"of column {row.name}",) if by_column else (),
            )

    def _others(self) -> Iterator[SchemaObject]:
        for name, columns in self._shown.periods.items():
            if name != "SYSTEM_TIME":  # which the columns say themselves
                yield SchemaObject("period", name, f"({', '.join(columns)})")
        if self._shown.partitions is not None:
            yield SchemaObject("partitions", "by", self._shown.partitions)


def foreign_key(
    rows: Sequence[ForeignKeyRow], rules: tuple[str, str] | None, table: str, database: str
) -> ForeignKey:
    """A foreign key of InnoDB's.

    Args:
        rows: a line for each of its columns.
        rules: what becomes of a row when its parent is deleted, and when its parent's key is
            changed; None where nobody says.
        table: the table that has it.
        database: the table's database.
    """
    first = rows[0]
    deleted, updated = (word.lower() for word in rules) if rules else ("(unread)",) * 2
    own = first.target_database == database
    return ForeignKey(
        tuple(row.column for row in rows),
        first.target if own else f"{first.target_database}.{first.target}",
        tuple(row.target_column for row in rows),
        SYNONYMS.get(deleted, deleted),
        SYNONYMS.get(updated, updated),
        name=chosen(first.name, table, "ibfk"),
    )


def chosen(name: str, table: str, word: str) -> str | None:
    """A constraint's name; None for one that the server makes, such as ``TABLE_ibfk_1``."""
    begins = f"{table}_{word}_"
    made = name.startswith(begins) and name.removeprefix(begins).isdecimal()
    return None if made else name


def key_or_index(
    parts: tuple[IndexPart, ...],
    name: str,
    method: str,
    words: Sequence[str],
    *,
    unique: bool,
    key: bool,
) -> Unique | Index:
    """A key (the primary key too), or an index.

    Args:
        parts: its parts.
        name: its name.
        method: ``btree``, ``hash``, ``fulltext`` and so on.
        words: what else was said of it.
        unique: whether it is unique.
        key: whether it is a key, which every unique one is that has no expression.
    """
    special = method if method != "btree" else None
    if not key:
        return Index(parts, name, unique, method=special, options=tuple(words))
    return Unique(
        tuple([part.expression for part in parts]),
        name,
        parts=parts if any(part.descending or part.operator_class for part in parts) else (),
        options=tuple([f"using {special}", *words] if special else words),
    )


def table_options(row: TableRow, collation: str) -> tuple[str, ...]:
    """What a table was told beside its columns, in words.

    Args:
        row: its line in ``TABLES``.
        collation: the collation of its database.
    """
    words = [f"engine {row.engine.lower()}"] if row.engine is not None else []
    innodb = row.engine == "InnoDB"
    if innodb and row.row_format is not None:
        words.append(f"row_format {row.row_format.lower()}")
    if row.type == "SYSTEM VERSIONED":
        words.append("system versioning")
    if row.collation not in (None, collation):
        words.append(f"collate {row.collation}")
    for option in _OPTION.findall(row.options or ""):
        if option != "partitioned" and not (innodb and option.startswith("row_format=")):
            words.append(option)
    return tuple(words)


def _by_name(lines: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The lines of each index or key together, by its name."""
    found: dict[str, list[str]] = {}
    for line in lines:
        found.setdefault(fields_of(line)[0] or "", []).append(line)
    return [tuple(found[name]) for name in sorted(found)]


def split(keys: Iterable[Unique | Index]) -> tuple[list[Unique], list[Index]]:
    """Keys and indexes apart."""
    uniques: list[Unique] = []
    indexes: list[Index] = []
    for key in keys:
        if isinstance(key, Unique):
            uniques.append(key)
        else:
            indexes.append(key)
    return uniques, indexes


@lru_cache(maxsize=4096)
def _printed(text: str, database: str) -> str:
    return expression(text, database)


@lru_cache(maxsize=16384)
def _column(line: str, collation: str, database: str) -> Column:
    return _column_of(ColumnRow._make(fields_of(line)), collation, database)


def _column_of(row: ColumnRow, collation: str, database: str) -> Column:
    words = row.extra.split(", ") if row.extra else []
    kind = "virtual" if "VIRTUAL GENERATED" in words else "stored"
    has_default = row.generation is None and row.default not in (None, "NULL")
    return Column(
        name=row.name,
        type=_COMPRESSED.sub(" compressed", row.type) if "*/" in row.type else row.type,
        nullable=row.nullable == "YES",
        default=_printed(row.default or "", database) if has_default else None,
        generated=row.generation and f"{kind}: {_printed(row.generation, database)}",
        identity="auto_increment" if "auto_increment" in words else None,
        collation=None if row.collation == collation else row.collation,
        comment=row.comment or None,
        options=tuple([word.lower() for word in words if word not in _SAID]),
    )


@lru_cache(maxsize=16384)
def _index(lines: tuple[str, ...]) -> Unique | Index:
    """A key (the primary key too) or an index.

    The length of a prefix stands where other databases have a class of operators; the one that a
    SPATIAL index has of itself says nothing.
    """
    rows = [IndexRow._make(fields_of(line)) for line in lines]
    first = rows[0]
    method = first.type.lower()
    parts = tuple(
        [
            IndexPart(
                row.column,
                row.order == "D",
                operator_class=f"({row.prefix})" if row.prefix and method != "spatial" else None,
            )
            for row in rows
        ]
    )
    words = ["ignored"] if first.ignored == "YES" else []
    words += [f"comment {first.comment!r}"] if first.comment else []
    unique = first.not_unique == "0"
    return key_or_index(parts, first.name, method, words, unique=unique, key=unique)
