"""What only the text of a CREATE TABLE says.

SQLite keeps the text, and no pragma tells of CHECKs, constraint names, MATCH, DEFERRABLE,
AUTOINCREMENT, a column's COLLATE, generated expressions or ON CONFLICT. The grammar followed is
SQLite's own ``parse.y``, which allows more than its documentation shows: constraints without a
comma between them, a CONSTRAINT name that lasts until the next comma, DEFERRABLE that belongs
to the last foreign key before it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache

from compare.inspect.sqlite.clauses import (
    KeyPart,
    action,
    column_default,
    column_type,
    conflict,
    key_part,
    names,
)
from compare.inspect.sqlite.expressions import CONSTANT, Scope, expression
from compare.inspect.sqlite.reader import TokenReader, leading_name
from compare.inspect.sqlite.tokens import Token, tokenize
from compare.model import Check, ForeignKey


# The same words, the same object: it is remembered by what it is, not by what it holds.
@dataclass(slots=True, eq=False)
class ColumnText:
    """What stands after a column's name; None where the text says nothing."""

    type: str = ""
    default: str | None = None
    collation: str | None = None
    generated: str | None = None
    on_conflict: str | None = None


@dataclass(frozen=True, slots=True)
class KeyText:
    """A PRIMARY KEY or UNIQUE."""

    parts: tuple[KeyPart, ...]
    name: str | None = None
    on_conflict: str | None = None
    autoincrement: bool = False

    @property
    def folded(self) -> tuple[str, ...]:
        """The names of its columns, folded."""
        return tuple(part.folded for part in self.parts)


@dataclass(slots=True)
class TableText:
    """A table; ``foreign_keys`` without referred columns name the target's primary key.

    ``names`` are those of the columns, folded.
    """

    names: list[str] = field(default_factory=list)
    columns: list[ColumnText] = field(default_factory=list)
    primary_key: KeyText | None = None
    uniques: list[KeyText] = field(default_factory=list)
    foreign_keys: list[ForeignKey] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)


@lru_cache(maxsize=4096)
def read_table(sql: str) -> TableText:
    """Read the text of a CREATE TABLE; the result is shared and must not be changed.

    Raises:
        Unreadable: where the text does not follow SQLite's grammar.
    """
    reader = TokenReader(tokenize(sql))
    # SQLite keeps neither IF NOT EXISTS nor the schema's name, of indexes and the others too.
    reader.expect("create", "table")
    name = reader.name_token().folded
    parts = reader.parts()
    columns = _columns(parts)
    # The names first, because expressions are read in their scope.
    tokens = [leading_name(part) for part in parts[:columns]]
    table = TableText([token.folded for token in tokens])
    clauses = _ClauseReader(table, Scope(frozenset(table.names), name))
    for token, part in zip(tokens, parts, strict=False):
        after = part[1:]
        table.columns.append(
            _plain_column(after) or clauses.column(KeyPart(token.text, token.folded), after)
        )
    for part in parts[columns:]:
        clauses.constraint(part)
    return table


def _columns(parts: list[tuple[Token, ...]]) -> int:
    """How many parts are columns; at least one, if there is any."""
    for at, part in enumerate(parts):
        if at and part and part[0].word in _CONSTRAINTS:
            return at
    return len(parts)


_CONSTRAINTS = frozenset({"constraint", "primary", "unique", "check", "foreign"})
"""What begins a constraint of the table: reserved words, so no column has the name."""

_ABOUT_THE_TABLE = frozenset(
    {"constraint", "primary", "unique", "check", "references", "deferrable", "generated", "as"}
)


@lru_cache(maxsize=4096)
def _plain_column(tokens: tuple[Token, ...]) -> ColumnText | None:
    """A column of which all is said by what stands after its name, and which says no more.

    Most columns are, and many in the same words. None where it may be another.
    """
    if any(token.word in _ABOUT_THE_TABLE for token in tokens):
        return None
    return _ClauseReader(TableText(), CONSTANT).column(KeyPart("", ""), tokens)


class _ClauseReader:
    """Reads the parts of a table's text one after the other, and puts into the table what it meets.

    Args:
        table: the table.
        scope: what names in its expressions stand for.
    """

    def __init__(self, table: TableText, scope: Scope) -> None:
        self._table = table
        self._scope = scope
        self._name: str | None = None
        self._fresh: str | None = None

    def column(self, own: KeyPart, tokens: tuple[Token, ...]) -> ColumnText:
        """What stands after the name of a column."""
        self._name = self._fresh = None
        reader = TokenReader(tokens)
        column = ColumnText(column_type(reader))
        while not reader.done:
            self._column_clause(reader, own, column)
        return column

    def constraint(self, tokens: tuple[Token, ...]) -> None:
        """What stands between commas after the columns."""
        self._name = self._fresh = None
        reader = TokenReader(tokens)
        while not reader.done:
            self._table_clause(reader)

    def _take_name(self) -> str | None:
        """The CONSTRAINT name written right before this clause."""
        name, self._fresh = self._fresh, None
        return name

    def _column_clause(self, reader: TokenReader, own: KeyPart, column: ColumnText) -> None:
        if reader.skip("constraint"):
            self._name = self._fresh = reader.name()
        elif reader.skip("default"):
            self._take_name()
            column.default = column_default(reader)
        elif reader.skip("null"):
            self._take_name()
            conflict(reader)
        elif reader.at("not", "null"):
            reader.skip("not", "null")
            self._take_name()
            column.on_conflict = conflict(reader)
        elif reader.skip("primary", "key"):
            descending = reader.skip("desc") or (reader.skip("asc") and False)
            self._table.primary_key = KeyText(
                (replace(own, descending=descending),),
                self._take_name(),
                conflict(reader),
                reader.skip("autoincrement"),
            )
        elif reader.skip("unique"):
            self._table.uniques.append(KeyText((own,), self._take_name(), conflict(reader)))
        elif reader.skip("check"):
            self._check(reader)
        elif reader.skip("collate"):
            self._take_name()
            column.collation = reader.name_token().folded
        elif reader.at("generated", "always", "as") or reader.at("as"):
            reader.skip("generated", "always")
            reader.expect("as")
            self._take_name()
            text = expression(reader.parenthesised(), self._scope)
            kind = "stored" if reader.skip("stored") else "virtual"
            reader.skip("virtual")
            column.generated = f"{kind}: {text}"
        elif reader.skip("references"):
            self._references(reader, (own.name,))
        else:
            self._deferrable(reader)

    def _table_clause(self, reader: TokenReader) -> None:
        word = reader.word
        if word == "constraint":
            reader.take()
            self._name = self._fresh = reader.name()
        elif word == "primary" and reader.skip("primary", "key"):
            parts = reader.parts()
            autoincrement = bool(parts and parts[-1]) and parts[-1][-1].word == "autoincrement"
            if autoincrement:
                parts[-1] = parts[-1][:-1]
            self._table.primary_key = KeyText(
                tuple(map(key_part, parts)), self._take_name(), conflict(reader), autoincrement
            )
        elif word == "unique":
            reader.take()
            key = tuple(map(key_part, reader.parts()))
            self._table.uniques.append(KeyText(key, self._take_name(), conflict(reader)))
        elif word == "check":
            reader.take()
            self._check(reader)
            conflict(reader)  # SQLite reads it and has no use for it
        elif word == "foreign" and reader.skip("foreign", "key"):
            columns = names(reader)
            reader.expect("references")
            self._references(reader, columns)
        else:
            self._deferrable(reader)

    def _check(self, reader: TokenReader) -> None:
        text = expression(reader.parenthesised(), self._scope)
        self._fresh = None
        self._table.checks.append(Check(text, self._name))

    def _references(self, reader: TokenReader, columns: tuple[str, ...]) -> None:
        target = reader.name()
        referred = names(reader) if reader.at_symbol("(") else ()
        actions = {"delete": "no action", "update": "no action"}
        match: str | None = None
        while reader.at("on") or reader.at("match"):
            if reader.skip("match"):
                match = reader.name_token().folded
                match = None if match == "simple" else match
                continue
            reader.expect("on")
            event = reader.one_of("delete", "update", "insert")
            actions[event] = action(reader)
        key = ForeignKey(
            columns,
            target,
            referred,
            on_delete=actions["delete"],
            on_update=actions["update"],
            match=match,
            name=self._take_name(),
        )
        self._table.foreign_keys.append(key)

    def _deferrable(self, reader: TokenReader) -> None:
        negated = reader.skip("not")
        reader.expect("deferrable")
        when = "immediate"
        if reader.skip("initially"):
            when = reader.one_of("immediate", "deferred")
        if self._table.foreign_keys:
            key = self._table.foreign_keys[-1]
            self._table.foreign_keys[-1] = replace(
                key,
                deferrable="not deferrable" if negated else f"deferrable initially {when}",
            )
