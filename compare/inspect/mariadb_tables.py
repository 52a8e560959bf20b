"""Tables put together from what information_schema and, where needed, ``SHOW CREATE`` say."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, TypeVar

from compare.inspect.mariadb_catalogue import (
    Answer,
    Catalogue,
    CheckRow,
    ColumnRow,
    ForeignKeyRow,
    IndexRow,
    TableRow,
)
from compare.inspect.mariadb_show import Shown
from compare.inspect.mariadb_texts import expression, restored
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
_SYNONYMS = {"restrict": "no action"}
_OPTION = re.compile(r"(?:(?:DATA|INDEX) DIRECTORY|`[^`]*`|[^\s=]+)=(?:'(?:[^']|'')*'|\S+)|\S+")


Named = TypeVar("Named", IndexRow, ForeignKeyRow)


@dataclass(slots=True)
class Facts:
    """What information_schema says about one table."""

    row: TableRow
    columns: list[ColumnRow] = field(default_factory=list)
    indexes: dict[str, list[IndexRow]] = field(default_factory=dict)
    foreign_keys: dict[str, list[ForeignKeyRow]] = field(default_factory=dict)
    rules: dict[str, tuple[str, str]] = field(default_factory=dict)
    checks: list[CheckRow] = field(default_factory=list)

    @property
    def needs_text(self) -> bool:
        """Whether something about it is said by ``SHOW CREATE TABLE`` alone."""
        return (
            "partitioned" in (self.row.options or "")
            or any(_PERIOD_LIKE.fullmatch(check.clause) for check in self.checks)
            or any(name not in self.rules for name in self.foreign_keys)
            or any(parts[0].type == "FULLTEXT" for parts in self.indexes.values())
            or any(MARKS in check.clause for check in self.checks)
            or any(
                MARKS in (column.generation or "") or MARKS in (column.default or "")
                for column in self.columns
            )
        )


def facts_of(catalogue: Catalogue) -> dict[str, Facts]:
    """The lines of information_schema by table, in the order of the tables' names."""
    rows = sorted(map(TableRow._make, catalogue.tables), key=lambda row: row.name)
    facts = {row.name: Facts(row) for row in rows if row.type != "VIEW"}
    for table, lines in _by_table(catalogue.columns, facts):
        table.columns = [ColumnRow._make(line) for line in lines]
    for table, lines in _by_table(catalogue.indexes, facts):
        table.indexes = _by_name(map(IndexRow._make, lines))
    for table, lines in _by_table(catalogue.foreign_keys, facts):
        table.foreign_keys = _by_name(map(ForeignKeyRow._make, lines))
    for table, lines in _by_table(catalogue.rules, facts):
        table.rules = {line[0]: (line[1].lower(), line[2].lower()) for line in lines}
    for table, lines in _by_table(catalogue.checks, facts):
        table.checks = [CheckRow._make(line) for line in lines]
    return facts


def _by_table(
    answer: Answer, facts: Mapping[str, Facts]
) -> Iterator[tuple[Facts, list[tuple[Any, ...]]]]:
    """The lines of each table. The server gives them table by table, in their own order."""
    lines: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for line in answer:
        lines[line[0]].append(line[1:])
    return ((facts[name], found) for name, found in lines.items() if name in facts)


def _by_name(rows: Iterable[Named]) -> dict[str, list[Named]]:
    found: dict[str, list[Named]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return dict(sorted(found.items()))


def build_table(
    catalogue: Catalogue,
    facts: Facts,
    shown: Shown | None,
    defaults: Mapping[tuple[str, str], str],
    triggers: tuple[Trigger, ...],
) -> tuple[Table, list[NotCompared]]:
    """One table, and what about it could not be read.

    Args:
        catalogue: what information_schema says of the database.
        facts: what it says of the table.
        shown: what the table's text says, where it was asked for and could be read.
        defaults: by table and column, the defaults in which information_schema put question
            marks, as they truly are.
        triggers: the table's triggers.
    """
    return _Builder(catalogue, facts, shown, defaults).build(triggers)


class _Builder:
    def __init__(
        self,
        catalogue: Catalogue,
        facts: Facts,
        shown: Shown | None,
        defaults: Mapping[tuple[str, str], str],
    ) -> None:
        self._catalogue = catalogue
        self._facts = facts
        self._shown = shown or Shown("")
        self._defaults = defaults
        self._problems: list[NotCompared] = []
        if shown is None and facts.needs_text:
            self._problem("SHOW CREATE TABLE is refused or cannot be read, and only it says all")
        if facts.row.engine is None:
            self._problem(f"the server cannot open it: {facts.row.comment}")
        elif facts.row.engine.lower() not in PLAIN_ENGINES:
            self._problem(
                f"the catalogue does not say what the engine {facts.row.engine} was told about"
                " the table, its columns and its indexes"
            )

    def build(self, triggers: tuple[Trigger, ...]) -> tuple[Table, list[NotCompared]]:
        facts = self._facts
        uniques = [parts for parts in facts.indexes.values() if parts[0].not_unique == "0"]
        table = Table(
            name=facts.row.name,
            columns=tuple(map(self._column, facts.columns)),
            primary_key=next(
                (self._primary_key(parts) for parts in uniques if parts[0].name == "PRIMARY"), None
            ),
            foreign_keys=tuple(map(self._foreign_key, facts.foreign_keys.values())),
            uniques=tuple(self._unique(parts) for parts in uniques if parts[0].name != "PRIMARY"),
            indexes=tuple(
                self._index(parts) for parts in facts.indexes.values() if parts[0].not_unique != "0"
            ),
            checks=tuple(self._checks()),
            triggers=triggers,
            options=tuple(table_options(facts.row, self._catalogue)),
            comment=facts.row.comment or None,
            others=tuple(self._others()),
        )
        return table, self._problems

    def _problem(self, reason: str, kind: str = "table", part: str = "") -> None:
        self._problems.append(NotCompared(kind, f"{self._facts.row.name}{part}", reason))

    # ---------------------------------------------------------------- columns

    def _column(self, row: ColumnRow) -> Column:
        if "?" not in "".join(filter(None, (row.type, row.default, row.generation))):
            return _column(row, self._catalogue.collation, self._catalogue.database)
        if "?" in row.type:
            self._problem(
                "information_schema writes ? for every character beyond U+FFFF, so its values may"
                " be others",
                "column",
                f".{row.name}",
            )
        known = self._defaults.get((self._facts.row.name, row.name))
        column = _column(
            row._replace(
                default=None if known else self._whole(row.default),
                generation=self._whole(row.generation),
            ),
            self._catalogue.collation,
            self._catalogue.database,
        )
        return replace(column, default=known) if known else column

    def _whole(self, text: str | None) -> str | None:
        """A text of information_schema with all its characters."""
        if text is None or MARKS not in text:
            return text
        whole = restored(text, self._shown.text) if self._shown.text else None
        if whole is None:
            self._problem(f"what stands for ? is not known in {text}", "expression")
        return whole or text

    # ---------------------------------------------------------------- keys and indexes

    def _primary_key(self, rows: list[IndexRow]) -> PrimaryKey:
        parts = _parts(rows)
        return PrimaryKey(
            tuple(part.expression for part in parts),
            parts=_own(parts),
            options=self._key_options(rows),
        )

    def _unique(self, rows: list[IndexRow]) -> Unique:
        parts = _parts(rows)
        return Unique(
            tuple(part.expression for part in parts),
            rows[0].name,
            parts=_own(parts),
            options=self._key_options(rows),
        )

    def _index(self, rows: list[IndexRow]) -> Index:
        method = rows[0].type.lower()
        return Index(
            # The length that a SPATIAL index has of itself says nothing.
            parts=_parts(rows, prefixes=method != "spatial"),
            name=rows[0].name,
            method=None if method == "btree" else method,
            options=self._options(rows),
        )

    def _key_options(self, rows: list[IndexRow]) -> tuple[str, ...]:
        method = rows[0].type.lower()
        return (*(() if method == "btree" else (f"using {method}",)), *self._options(rows))

    def _options(self, rows: list[IndexRow]) -> tuple[str, ...]:
        first = rows[0]
        found = []
        if first.name in self._shown.without_overlaps:
            found.append(f"without overlaps of {self._shown.without_overlaps[first.name]}")
        if first.name in self._shown.parsers:
            found.append(f"with parser {self._shown.parsers[first.name]}")
        if first.ignored == "YES":
            found.append("ignored")
        if first.comment:
            found.append(f"comment {first.comment!r}")
        return tuple(found)

    def _foreign_key(self, rows: list[ForeignKeyRow]) -> ForeignKey:
        first = rows[0]
        table = self._facts.row.name
        deleted, updated = self._facts.rules.get(first.name) or self._shown.actions.get(
            first.name, ("(unread)", "(unread)")
        )
        own = first.target_database == self._catalogue.database
        generated = first.name.removeprefix(f"{table}_ibfk_").isdecimal()
        return ForeignKey(
            tuple(row.column for row in rows),
            first.target if own else f"{first.target_database}.{first.target}",
            tuple(row.target_column for row in rows),
            _SYNONYMS.get(deleted, deleted),
            _SYNONYMS.get(updated, updated),
            name=None if generated else first.name,
        )

    # ---------------------------------------------------------------- all else

    def _checks(self) -> Iterator[Check]:
        for row in self._facts.checks:
            if row.level == "Table" and row.name in self._shown.periods:
                continue
            by_column = row.level == "Column"
            unnamed = by_column or _GENERATED_CHECK.fullmatch(row.name)
            yield Check(
                _printed(self._whole(row.clause) or "", self._catalogue.database),
                None if unnamed else row.name,
                (f"of column {row.name}",) if by_column else (),
            )

    def _others(self) -> Iterator[SchemaObject]:
        for name, columns in self._shown.periods.items():
            if name != "SYSTEM_TIME":  # which the columns say themselves
                yield SchemaObject("period", name, f"({', '.join(columns)})")
        if self._shown.partitions is not None:
            yield SchemaObject("partitions", None, self._shown.partitions)


def table_options(row: TableRow, catalogue: Catalogue) -> Iterator[str]:
    """What a table was told beside its columns, in words."""
    if row.engine is not None:
        yield f"engine {row.engine.lower()}"
    innodb = row.engine == "InnoDB"
    if innodb and row.row_format is not None:
        yield f"row_format {row.row_format.lower()}"
    if row.type == "SYSTEM VERSIONED":
        yield "system versioning"
    if row.collation is not None and row.collation != catalogue.collation:
        yield f"collate {row.collation}"
    for option in _OPTION.findall(row.options or ""):
        if option != "partitioned" and not (innodb and option.startswith("row_format=")):
            yield option


@lru_cache(maxsize=4096)
def _printed(text: str, database: str) -> str:
    return expression(text, database)


@lru_cache(maxsize=16384)
def _column(row: ColumnRow, collation: str, database: str) -> Column:
    """A column; the same line is met in many tables."""
    words = row.extra.split(", ") if row.extra else []
    kind = "virtual" if "VIRTUAL GENERATED" in words else "stored"
    has_default = row.generation is None and row.default not in (None, "NULL")
    return Column(
        name=row.name,
        type=_COMPRESSED.sub(" compressed", row.type),
        nullable=row.nullable == "YES",
        default=_printed(row.default or "", database) if has_default else None,
        generated=row.generation and f"{kind}: {_printed(row.generation, database)}",
        identity="auto_increment" if "auto_increment" in words else None,
        collation=None if row.collation == collation else row.collation,
        comment=row.comment or None,
        options=tuple(word.lower() for word in words if word not in _SAID),
    )


def _parts(rows: list[IndexRow], *, prefixes: bool = True) -> tuple[IndexPart, ...]:
    """The parts of an index; a prefix's length stands where other databases have a class."""
    return tuple(
        IndexPart(
            row.column,
            row.order == "D",
            operator_class=f"({row.prefix})" if prefixes and row.prefix is not None else None,
        )
        for row in rows
    )


def _own(parts: tuple[IndexPart, ...]) -> tuple[IndexPart, ...]:
    return parts if any(part != IndexPart(part.expression) for part in parts) else ()
