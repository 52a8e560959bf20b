"""Which table and which column means which, as declared."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from compare.between.reasons import Reason
from compare.diff.describe import word
from compare.errors import UsageError
from compare.model import Difference, Schema


@dataclass(frozen=True, slots=True)
class Mapping:
    """What has another name on the right.

    Attributes:
        tables: the left's name of a table to the right's.
        prefixes: how the left's names of tables begin, and the right's in place of it.
        columns: the left's names of a table and a column to the right's name of the column.
    """

    tables: tuple[tuple[str, str], ...] = ()
    prefixes: tuple[tuple[str, str], ...] = ()
    columns: tuple[tuple[tuple[str, str], str], ...] = ()

    def explains(self, difference: Difference) -> Reason | None:
        """Why a table or a column may have another name; None for any other difference."""
        names = (difference.left, difference.right)
        if difference.kind == "table.name":
            declared = names in self.tables
        else:
            declared = (
                difference.kind == "column.name"
                and ((difference.table, difference.column), difference.right) in self.columns
            )
        return _DECLARED if declared else None

    def column_names(self, compared: Collection[str]) -> list[Difference]:
        """The columns that are called as declared and not alike.

        Args:
            compared: tables of the left that are compared.
        """
        return [
            Difference(
                area="schema",
                kind="column.name",
                where=f"{word(table)}.{word(column)}",
                left=column,
                right=other,
                table=table,
                column=column,
            )
            for (table, column), other in self.columns
            if table in compared and column != other
        ]

    def columns_of(self, table: str) -> dict[str, str]:
        """The columns of a table of the left that have another name on the right."""
        return {column: other for (name, column), other in self.columns if name == table}


_DECLARED = Reason("mapping", "--map", "another name, as declared")


def read_mapping(texts: Iterable[str]) -> Mapping:
    """What was declared.

    Args:
        texts: ``old=new`` for tables, ``table.old=new`` for columns, ``old_*=new_*`` for all tables
            whose names begin so.

    Raises:
        UsageError: a text is not of that form, or says the same name twice.
    """
    tables: dict[str, str] = {}
    prefixes: dict[str, str] = {}
    columns: dict[tuple[str, str], str] = {}
    for text in texts:
        left, equals, right = (part.strip() for part in text.partition("="))
        if not left or not equals or not right:
            raise UsageError(f"--map {text} is not of the form OLD=NEW or TABLE.OLD=NEW.")
        table, dot, column = left.partition(".")
        if left.endswith("*") and right.endswith("*"):
            if prefixes.setdefault(left[:-1], right[:-1]) != right[:-1]:
                raise UsageError(f"--map gives {left} two names.")
        elif dot:
            # The right's table may be named too: post.autor=blog_post.autor_id.
            wanted = right.rpartition(".")[2]
            if columns.setdefault((table, column), wanted) != wanted:
                raise UsageError(f"--map gives {left} two names.")
        elif tables.setdefault(left, right) != right:
            raise UsageError(f"--map gives {left} two names.")
    if len(set(tables.values())) < len(tables):
        raise UsageError("--map gives two tables the same name on the right.")
    return Mapping(tuple(tables.items()), tuple(prefixes.items()), tuple(columns.items()))


def resolved(mapping: Mapping, left: Schema, right: Schema) -> Mapping:
    """A mapping of which all names are there, with tables in place of prefixes.

    A table that is named alone goes where that says, whatever its prefix.

    Raises:
        UsageError: a name is not there, or no table has a prefix.
    """
    for mine, theirs in mapping.tables:
        if left.table(mine) is None:
            raise UsageError(f"--map: the left database has no table {mine}.")
        if right.table(theirs) is None:
            raise UsageError(f"--map: the right database has no table {theirs}.")
    for (table, column), _ in mapping.columns:
        found = left.table(table)
        if found is None or found.column(column) is None:
            raise UsageError(f"--map: the left database has no column {table}.{column}.")
    tables = dict(mapping.tables)
    free = {table.name for table in right.tables} - set(tables.values())
    for old, new in mapping.prefixes:
        begun = [
            (each.name, new + each.name.removeprefix(old))
            for each in left.tables
            if each.name.startswith(old) and each.name not in tables
        ]
        pairs = {name: other for name, other in begun if other in free}
        if not pairs:
            raise UsageError(
                f"--map {old}*={new}*: no table {old}… of the left database is called {new}… in the"
                " right one."
            )
        free -= set(pairs.values())
        tables |= pairs
    for (table, _), column in mapping.columns:
        other = right.table(tables.get(table, table))
        if other is not None and other.column(column) is None:
            raise UsageError(f"--map: the right database has no column {other.name}.{column}.")
    return replace(mapping, tables=tuple(tables.items()), prefixes=())
