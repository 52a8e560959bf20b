"""Tables put together from what information_schema and, where needed, ``SHOW CREATE TABLE`` say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from compare.inspect.mariadb.catalogue import ForeignKeyRow, TableRow
from compare.inspect.mariadb.defaults import UNKNOWN_DEFAULT
from compare.inspect.mariadb.show import Shown, read_shown
from compare.inspect.mariadb.tables import (
    PLAIN_ENGINES,
    chosen,
    foreign_key,
    key_or_index,
    split,
    table_options,
)
from compare.inspect.mariadb.tokens import tokenize
from compare.inspect.mysql.catalogue import Catalogue, CheckRow, ColumnRow, IndexRow, RuleRow
from compare.inspect.mysql.expressions import is_certain, meant
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

Named = TypeVar("Named", IndexRow, ForeignKeyRow)

_NUMBER = re.compile(r"(tiny|small|medium|big)?int\b|decimal\b|float\b|double\b|year\b|bit\b")
_BINARY = re.compile(r"(var)?binary\b")
_NOW = re.compile(r"CURRENT_TIMESTAMP(\(\d\))?")
_EXTRA = re.compile(
    r"(?P<said>auto_increment|DEFAULT_GENERATED|VIRTUAL GENERATED|STORED GENERATED)"
    r"|on update \S+|NOT SECONDARY|\S+"
)
_STATE = re.compile(r'SECONDARY_LOAD="\d*"')


@dataclass(frozen=True, slots=True)
class Facts:
    """What information_schema says about one table."""

    name: str
    row: TableRow
    columns: list[ColumnRow]
    indexes: list[IndexRow]
    foreign_keys: list[ForeignKeyRow]
    rules: list[RuleRow]
    checks: list[CheckRow]

    @property
    def needs_text(self) -> bool:
        """Whether something about the table is said by ``SHOW CREATE TABLE`` alone."""
        rules = {rule.name for rule in self.rules}
        return (
            "partitioned" in (self.row.options or "")
            or any(index.type == "FULLTEXT" for index in self.indexes)
            or any(key.name not in rules for key in self.foreign_keys)
            or not all(map(is_certain, self._expressions()))
        )

    def _expressions(self) -> Iterator[str]:
        yield from (check.clause or "" for check in self.checks)
        yield from (index.expression or "" for index in self.indexes)
        for column in self.columns:
            yield column.generation or ""
            if is_expression(column):
                yield column.default or ""

    def marked_defaults(self) -> list[ColumnRow]:
        """The columns of which the default is a literal that information_schema may not say whole.

        It puts question marks for characters beyond U+FFFF, and ends bytes before the first that is
        0.
        """
        return [
            row
            for row in self.columns
            if row.default
            and not is_expression(row)
            and (_BINARY.match(row.type) or ("?" in row.default and row.collation is not None))
        ]


def facts_of(catalogue: Catalogue) -> list[Facts]:
    """What is said by table, views left out, in the order of the tables' names."""
    return [
        Facts(
            name,
            row,
            catalogue.columns.get(name, []),
            catalogue.indexes.get(name, []),
            catalogue.foreign_keys.get(name, []),
            catalogue.rules.get(name, []),
            catalogue.checks.get(name, []),
        )
        for name, row in sorted(catalogue.tables.items())
        if "VIEW" not in row.type
    ]


def is_expression(row: ColumnRow) -> bool:
    """Whether a column's default is an expression."""
    return "DEFAULT_GENERATED" in row.extra


@dataclass(frozen=True, slots=True)
class Told:
    """What else is to be known of a table.

    Attributes:
        database: the name of its database.
        collation: the collation of its database.
        text: what ``SHOW CREATE TABLE`` prints, where it was asked and answered.
        defaults: by column, the defaults that were asked for; None where that was refused.
        triggers: its triggers.
    """

    database: str
    collation: str
    text: str | None = None
    defaults: Mapping[str, str | None] = field(default_factory=dict)
    triggers: tuple[Trigger, ...] = ()


def build_table(facts: Facts, told: Told) -> tuple[Table, list[NotCompared]]:
    """One table, and what about it could not be read."""
    return _Builder(facts, told).build()


class _Builder:
    def __init__(self, facts: Facts, told: Told) -> None:
        self._facts = facts
        self._told = told
        self._problems: list[NotCompared] = []
        self._text = None if told.text is None else opened(told.text)
        self._shown = self._read_text()
        engine = facts.row.engine
        if engine is None:
            self._problem(f"the server cannot open it: {facts.row.comment}")
        elif engine.lower() not in PLAIN_ENGINES:
            self._problem(
                f"the catalogue does not say what the engine {engine} was told about the table, its"
                " columns and its indexes"
            )

    def build(self) -> tuple[Table, list[NotCompared]]:
        facts = self._facts
        uniques, indexes = split(self._key(rows) for rows in _by_name(facts.indexes))
        options = _STATE.sub("", facts.row.options or "")
        table = Table(
            name=facts.name,
            columns=tuple(map(self._column, facts.columns)),
            primary_key=next(
                (
                    PrimaryKey(key.columns, parts=key.parts, options=key.options)
                    for key in uniques
                    if key.name == "PRIMARY"
                ),
                None,
            ),
            foreign_keys=tuple(map(self._foreign_key, _by_name(facts.foreign_keys))),
            uniques=tuple(key for key in uniques if key.name != "PRIMARY"),
            indexes=tuple(indexes),
            checks=tuple(map(self._check, facts.checks)),
            triggers=self._told.triggers,
            options=table_options(facts.row._replace(options=options), self._told.collation),
            comment=facts.row.comment or None,
            others=self._partitions(),
        )
        return table, self._problems

    def _read_text(self) -> Shown:
        if not self._facts.needs_text:
            return Shown("")
        try:
            return read_shown(self._text or "", self._told.database)
        except Unreadable as error:
            reason = f"cannot be read: {error}" if self._told.text else "is refused"
            self._problem(f"SHOW CREATE TABLE {reason}; only it says all about this table")
            return Shown("")

    def _problem(self, reason: str, kind: str = "table", part: str = "") -> None:
        self._problems.append(NotCompared(kind, f"{self._facts.name}{part}", reason))

    def _meant(self, text: str, part: str) -> str:
        """An expression as it was meant; ``part`` says which it is."""
        found = meant(text, self._text, self._told.database)
        if found is None:
            reason = f"information_schema prints it as {text}, SHOW CREATE TABLE in another way"
            self._problem(reason, "expression", f".{part}")
        return text if found is None else found

    # ---------------------------------------------------------------- columns

    def _column(self, row: ColumnRow) -> Column:
        if "?" in row.type:
            self._problem(
                "information_schema writes ? for every character beyond U+FFFF, so its values may"
                " be others",
                "column",
                f".{row.name}",
            )
        said = [(match[0], match["said"]) for match in _EXTRA.finditer(row.extra)]
        known = {word for _, word in said}
        kind = "virtual" if "VIRTUAL GENERATED" in known else "stored"
        options = [word.lower() for word, mine in said if mine is None]
        if row.srid is not None:
            options.append(f"srid {row.srid}")
        return Column(
            name=row.name,
            type=row.type,
            nullable=row.nullable == "YES",
            default=self._default(row),
            generated=f"{kind}: {self._meant(row.generation, row.name)}"
            if row.generation
            else None,
            identity="auto_increment" if "auto_increment" in known else None,
            collation=None if row.collation == self._told.collation else row.collation,
            comment=row.comment or None,
            options=tuple(options),
        )

    def _default(self, row: ColumnRow) -> str | None:
        """The default; an expression in parentheses, as MySQL wants it to be written."""
        if row.default is None or row.generation:
            return None
        if is_expression(row):
            if _NOW.fullmatch(row.default):
                return row.default.lower()
            return f"({self._meant(row.default, row.name)})"
        if row.name in self._told.defaults:
            asked = self._told.defaults[row.name]
            if asked is None:
                self._problem(UNKNOWN_DEFAULT, "column", f".{row.name}")
            else:
                return asked
        if _NUMBER.match(row.type):
            return row.default
        return "'" + row.default.replace("'", "''") + "'"

    # ---------------------------------------------------------------- keys and all else

    def _key(self, rows: list[IndexRow]) -> Unique | Index:
        """A key (the primary key too) or an index; one of an expression is always an index."""
        first = rows[0]
        method = first.type.lower()
        parts = tuple(self._part(row, method) for row in rows)
        words = ["invisible"] if first.visible == "NO" else []
        words += [f"comment {first.comment!r}"] if first.comment else []
        if first.name in self._shown.parsers:
            words.append(f"with parser {self._shown.parsers[first.name]}")
        unique = not first.not_unique
        key = unique and all(row.expression is None for row in rows)
        return key_or_index(parts, first.name, method, words, unique=unique, key=key)

    def _part(self, row: IndexRow, method: str) -> IndexPart:
        """A part; the length of a prefix stands where others have a class of operators."""
        said = (
            row.column if row.expression is None else f"({self._meant(row.expression, row.name)})"
        )
        prefix = f"({row.prefix})" if row.prefix and method != "spatial" else None
        return IndexPart(said or "", row.order == "D", operator_class=prefix)

    def _foreign_key(self, rows: list[ForeignKeyRow]) -> ForeignKey:
        rules = {rule.name: (rule.deleted, rule.updated) for rule in self._facts.rules}
        name = rows[0].name
        said = rules.get(name) or self._shown.actions.get(name)
        return foreign_key(rows, said, self._facts.name, self._told.database)

    def _check(self, row: CheckRow) -> Check:
        enforced = () if row.enforced == "YES" else ("not enforced",)
        name = chosen(row.name, self._facts.name, "chk")
        return Check(self._meant(row.clause, row.name), name, enforced)

    def _partitions(self) -> tuple[SchemaObject, ...]:
        text = self._shown.partitions
        return () if text is None else (SchemaObject("partitions", "by", text),)


def opened(text: str) -> str:
    """A statement without the marks of comments that the server runs (``/*!80023 … */``)."""
    try:
        tokens = tokenize(text)
    except Unreadable:
        return text
    found, last = [], 0
    for token in tokens:
        if token.kind == "comment":
            inner = re.sub(r"\A/\*!\d*|\*/\Z", "", token.text)
            found += [text[last : token.start], inner]
            last = token.start + len(token.text)
    return "".join([*found, text[last:]])


def _by_name(rows: list[Named]) -> list[list[Named]]:
    """The lines of each index or key together, by its name."""
    found: dict[str, list[Named]] = {}
    for row in rows:
        found.setdefault(row.name, []).append(row)
    return [found[name] for name in sorted(found)]
