"""Which tables are compared."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from compare.between.asked import Asked
from compare.between.columns import renamed_columns
from compare.between.mapping import Mapping
from compare.diff import pair_tables
from compare.errors import UsageError
from compare.model import LEDGER_TABLES, Pairing, Schema


class Chosen:
    """The tables that are compared.

    Args:
        asked: what was asked for.
        mapping: what has another name on the right, resolved.
    """

    def __init__(self, asked: Asked, mapping: Mapping) -> None:
        self._asked = asked
        self._mapping = mapping

    def left_out(self, schemas: tuple[Schema, Schema]) -> tuple[str, ...]:
        """Tables that are not.

        Raises:
            UsageError: none is.
        """
        left_out = sorted(
            {
                table.name
                for schema in schemas
                for table in schema.tables
                if not self.chosen(table.name)
            }
        )
        self._see_that_some_are_chosen(schemas)
        return tuple(left_out)

    def _see_that_some_are_chosen(self, schemas: tuple[Schema, Schema]) -> None:
        """Nothing at all is the same as nothing, and that is not what anybody asks.

        Nor is less than what was named, or more than what was left out by its name.
        """
        names = [table.name for schema in schemas for table in schema.tables]
        known = {*names, *(view.name for schema in schemas for view in schema.views)}
        plain = [name for name in self._asked.exclude if "*" not in name]
        for option, wanted in (("--table", self._asked.tables), ("--exclude", plain)):
            for pattern in wanted:
                if not any(_matches(name, [pattern]) for name in known):
                    raise UsageError(
                        f"No table is called {pattern or '“”'} in either database: correct what"
                        f" {option} says, or leave it out."
                    )
        if names and not any(map(self.chosen, names)):
            raise UsageError("--exclude leaves no table to compare: leave out fewer.")

    def pairing(self, left: Schema, right: Schema) -> Pairing:
        """Which of them mean the same."""
        return pair_tables(
            [table.name for table in left.tables if self.chosen(table.name)],
            # A table that is mapped goes by the name that it has on the left.
            [table.name for table in right.tables if self._chosen_right(table.name)],
            declared=dict(self._mapping.tables),
        )

    def prepared(self, schemas: tuple[Schema, Schema], pairing: Pairing) -> tuple[Schema, Schema]:
        """Both schemas with the chosen tables only, columns called as on the left."""
        left, right = schemas
        names = {
            theirs: {new: old for old, new in self._mapping.columns_of(ours).items()}
            for ours, theirs in pairing
        }
        right = renamed_columns(right, {name: each for name, each in names.items() if each})
        return (
            replace(left, tables=tuple(t for t in left.tables if self.chosen(t.name))),
            replace(right, tables=tuple(t for t in right.tables if self._chosen_right(t.name))),
        )

    def see_that_keys_are_there(self, schemas: tuple[Schema, Schema], pairing: Pairing) -> None:
        """Now, and not when a table's turn comes.

        Raises:
            UsageError: a key was asked for that is not there.
        """
        pairs = dict(pairing)
        for name, columns in self._asked.keys:
            if name not in pairs or name in LEDGER_TABLES:
                raise UsageError(f"--key: no table {name} is compared.")
            there = self._mapping.columns_of(name)
            for column in columns:
                for schema, table, called in (
                    (schemas[0], name, column),
                    (schemas[1], pairs[name], there.get(column, column)),
                ):
                    found = schema.table(table)
                    if found is None or found.column(called) is None:
                        raise UsageError(f"--key: there is no column {table}.{called}.")

    def alone(
        self, schemas: tuple[Schema, Schema], pairing: Pairing
    ) -> tuple[list[str], list[str]]:
        """The tables that only the left has, and those that only the right has."""
        ours, others = ({pair[side] for pair in pairing} | LEDGER_TABLES for side in (0, 1))
        left, right = ([table.name for table in each.tables] for each in schemas)
        return (
            [name for name in left if name not in ours and self.chosen(name)],
            [name for name in right if name not in others and self._chosen_right(name)],
        )

    def chosen(self, name: str) -> bool:
        """Whether what has this name on the left is compared."""
        wanted = not self._asked.tables or _matches(name, self._asked.tables)
        return wanted and not _matches(name, self._asked.exclude)

    def _chosen_right(self, name: str) -> bool:
        mine = {theirs: ours for ours, theirs in self._mapping.tables}.get(name, name)
        return self.chosen(mine)


def _matches(name: str, patterns: Iterable[str]) -> bool:
    """Whether a name is one of these, in which ``*`` stands for anything."""
    return any(
        re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), name, re.DOTALL)
        for pattern in patterns
    )
