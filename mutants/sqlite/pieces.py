"""A CREATE TABLE text in pieces that can be exchanged, and the statements that remake a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from mutants.texts import bare, is_blank, split, tokens

_CLAUSES = {
    "constraint",
    "primary",
    "not",
    "null",
    "unique",
    "check",
    "default",
    "collate",
    "references",
    "generated",
    "as",
}
_CONSTRAINTS = {"constraint", "primary", "unique", "check", "foreign"}


@dataclass(frozen=True, slots=True)
class ColumnText:
    """A column as its table's text has it: name as quoted, type, and a clause a text."""

    name: str
    type: str
    clauses: tuple[str, ...]

    @property
    def bare_name(self) -> str:
        """Its name without quotes."""
        return bare(self.name)

    def clause(self, word: str) -> str | None:
        """The first clause that begins with a word (after ``CONSTRAINT name``), or None."""
        return next((each for each in self.clauses if clause_word(each) == word), None)

    def without(self, clause: str) -> ColumnText:
        """The column with a clause taken away."""
        return replace(self, clauses=tuple(each for each in self.clauses if each != clause))

    def exchanged(self, clause: str, other: str) -> ColumnText:
        """The column with a clause exchanged."""
        return replace(
            self, clauses=tuple(other if each == clause else each for each in self.clauses)
        )

    def plus(self, clause: str) -> ColumnText:
        """The column with a clause more."""
        return replace(self, clauses=(*self.clauses, clause))

    def __str__(self) -> str:
        return " ".join(filter(None, (self.name, self.type, *self.clauses)))


@dataclass(frozen=True, slots=True)
class TableText:
    """A CREATE TABLE text: the name, columns, constraints, and what comes after ``)``."""

    name: str
    columns: tuple[ColumnText, ...]
    constraints: tuple[str, ...]
    tail: str

    def __str__(self) -> str:
        inner = ", ".join([*map(str, self.columns), *self.constraints])
        return f"CREATE TABLE {self.name} ({inner}){self.tail}"


def read_table(sql: str) -> TableText:
    """A CREATE TABLE text in pieces."""
    parts = tokens(sql)
    opening = parts.index("(")
    closing = len(parts) - 1 - parts[::-1].index(")")
    name = next(token for token in reversed(parts[:opening]) if not is_blank(token))
    items = split(parts[opening + 1 : closing])
    first = next(
        (at for at, item in enumerate(items) if tokens(item)[0].lower() in _CONSTRAINTS), len(items)
    )
    return TableText(
        name,
        tuple(map(_read_column, items[:first])),
        tuple(items[first:]),
        "".join(parts[closing + 1 :]),
    )


def _read_column(item: str) -> ColumnText:
    parts = tokens(item)
    pieces: list[str] = [""]
    depth = 0
    before = ""
    for place, token in enumerate(parts[1:], start=1):
        word = token.lower()
        starts = depth == 0 and word in _CLAUSES and _starts(before, word, parts[place + 1 :])
        if starts:
            pieces.append("")
        pieces[-1] += token
        depth += (token == "(") - (token == ")")
        if not is_blank(token):
            before = f"constraint {word}" if before == "constraint" else word
    return ColumnText(parts[0], pieces[0].strip(), tuple(each.strip() for each in pieces[1:]))


def _starts(before: str, word: str, following: Sequence[str]) -> bool:
    """Whether a word begins a clause, and is not within the one before it."""
    if before.startswith("constraint ") or before in ("constraint", "set"):
        return False  # CONSTRAINT name NOT NULL is one clause; ON DELETE SET NULL
    if word == "null":
        return before not in ("not", "default")
    if word == "as":
        return before != "always"
    if word == "not":
        return next((each.lower() for each in following if not is_blank(each)), "") == "null"
    return True


def clause_word(clause: str) -> str:
    """The word that a clause or constraint begins with, its name left out."""
    words = [token for token in tokens(clause) if not is_blank(token)]
    if words[0].lower() == "constraint":
        words = words[2:]
    return words[0].lower() if words else ""


def remake(
    table: str,
    sql: str,
    columns: Iterable[tuple[str, str]],
    afterwards: Iterable[str],
    sequence: int | None,
) -> Iterator[str]:
    """The statements that make a table anew with its rows.

    Args:
        table: its name, quoted.
        sql: the new CREATE TABLE.
        columns: which new column takes which old one, both quoted.
        afterwards: CREATE texts of what hangs on the table.
        sequence: what AUTOINCREMENT is to remember, if anything.
    """
    pairs = tuple(columns)
    yield f"CREATE TEMP TABLE kept AS SELECT * FROM {table}"
    yield f"DROP TABLE {table}"
    yield sql
    new, old = (", ".join(names) for names in zip(*pairs, strict=True))
    yield f"INSERT INTO {table} ({new}) SELECT {old} FROM temp.kept"
    yield "DROP TABLE temp.kept"
    if sequence is not None:
        yield f"UPDATE sqlite_sequence SET seq = {sequence} WHERE name = '{bare(table)}'"
    yield from afterwards
