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
    key_parts,
    names,
)
from compare.inspect.sqlite.expressions import Scope, expression
from compare.inspect.sqlite.reader import TokenReader, split
from compare.inspect.sqlite.tokens import Token, fold, tokenize
from compare.model import Check, ForeignKey


@dataclass(slots=True)
class ColumnText:
    """One column, as its text has it; None where the text says nothing."""

    name: str
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
        return tuple(fold(part.name) for part in self.parts)


@dataclass(slots=True)
class TableText:
    """A table; ``foreign_keys`` without referred columns name the target's primary key."""

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
    name = reader.name()
    body = split(reader.parenthesised())
    return _TableReader(name, body).read()


class _TableReader:
    """Two passes: the columns' names first, because expressions are read in their scope."""

    def __init__(self, name: str, body: list[tuple[Token, ...]]) -> None:
        self._table = TableText()
        self._readers = [TokenReader(part) for part in body]
        self._columns = 0
        for position, reader in enumerate(self._readers):
            if position and _starts_constraint(reader):
                break
            column = ColumnText(reader.name())
            column.type = column_type(reader)
            self._table.columns.append(column)
            self._columns += 1
        self._scope = Scope(
            frozenset(fold(column.name) for column in self._table.columns), fold(name)
        )
        self._name: str | None = None
        self._fresh: str | None = None

    def read(self) -> TableText:
        for position, reader in enumerate(self._readers):
            self._name = self._fresh = None
            if position < self._columns:
                while not reader.done:
                    self._column_clause(reader, self._table.columns[position])
            else:
                while not reader.done:
                    self._table_clause(reader)
        return self._table

    def _take_name(self) -> str | None:
        """The CONSTRAINT name written right before this clause."""
        name, self._fresh = self._fresh, None
        return name

    def _column_clause(self, reader: TokenReader, column: ColumnText) -> None:
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
                (KeyPart(column.name, descending=descending),),
                self._take_name(),
                conflict(reader),
                reader.skip("autoincrement"),
            )
        elif reader.skip("unique"):
            self._table.uniques.append(
                KeyText((KeyPart(column.name),), self._take_name(), conflict(reader))
            )
        elif reader.skip("check"):
            self._check(reader)
        elif reader.skip("collate"):
            self._take_name()
            column.collation = fold(reader.name())
        elif reader.at("generated", "always", "as") or reader.at("as"):
            reader.skip("generated", "always")
            reader.expect("as")
            self._take_name()
            text = expression(reader.parenthesised(), self._scope)
            kind = "stored" if reader.skip("stored") else "virtual"
            reader.skip("virtual")
            column.generated = f"{kind}: {text}"
        elif reader.skip("references"):
            self._references(reader, (column.name,))
        else:
            self._deferrable(reader)

    def _table_clause(self, reader: TokenReader) -> None:
        if reader.skip("constraint"):
            self._name = self._fresh = reader.name()
        elif reader.skip("primary", "key"):
            parts = list(reader.parenthesised())
            autoincrement = bool(parts) and parts[-1].is_word("autoincrement")
            if autoincrement:
                parts.pop()
            self._table.primary_key = KeyText(
                key_parts(parts), self._take_name(), conflict(reader), autoincrement
            )
        elif reader.skip("unique"):
            parts = list(reader.parenthesised())
            self._table.uniques.append(
                KeyText(key_parts(parts), self._take_name(), conflict(reader))
            )
        elif reader.skip("check"):
            self._check(reader)
            conflict(reader)  # SQLite reads it and has no use for it
        elif reader.skip("foreign", "key"):
            columns = names(reader.parenthesised())
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
        referred = names(reader.parenthesised()) if reader.at_symbol("(") else ()
        actions = {"delete": "no action", "update": "no action"}
        match: str | None = None
        while reader.at("on") or reader.at("match"):
            if reader.skip("match"):
                match = fold(reader.name())
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


def _starts_constraint(reader: TokenReader) -> bool:
    """A table constraint, and no column: these words are reserved, so no column has the name."""
    token = reader.peek()
    return token is not None and token.is_word(
        "constraint", "primary", "unique", "check", "foreign"
    )
