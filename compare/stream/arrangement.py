"""What a line of two tables holds: which columns, in which form, and which of them are the key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from compare.dialects import DIALECTS
from compare.diff.describe import word
from compare.diff.matching import match
from compare.model import Column, Table, TableRows
from compare.rows.compare import RowComparison
from compare.rows.values import family
from compare.stream.fields import NULL, Digest, Field, Framing
from compare.stream.forms import common_form, form_of
from compare.stream.pair import Side, TablePair


class Arrangement:
    """The sources of two tables, arranged so that their lines can be held against each other.

    Args:
        left: the left database.
        right: the right one.
        pair: the two tables.

    Attributes:
        sides: both databases.
        pair: the two tables.
        sources: of both.
        names: the columns that both have, those of the key first, as the left calls them.
        only: the columns that only the left has, and those that only the right has.
        across: whether values are held against each other in forms that all engines have, because
            the databases are of two engines, or of one that has no source of its own.
        alike: whether equal lines are equal rows; not where a column has no form in common.
        zoned: columns whose times have a zone on one side only.
        formless: columns that are not compared, because no form is known that both have, in words.
        shared: the sides (0, 1) on which rows share a key that was asked for; it is none then.
    """

    def __init__(self, left: Side, right: Side, pair: TablePair) -> None:
        self.sides = (left, right)
        self.pair = pair
        self.sources = (left.source(pair.left), right.source(pair.right))
        self._portable = left.engine in DIALECTS or right.engine in DIALECTS
        self.across = left.engine != right.engine or self._portable
        self.alike = True
        self.zoned: list[str] = []
        self.formless: list[str] = []
        self.shared: list[int] = []
        self._arrange()

    def _arrange(self) -> None:
        """Choose the columns, the key and the fields of a line."""
        left, right = self.pair.left, self.pair.right
        mapped = self.pair.columns
        matched = match(
            [(mapped.get(column.name, column.name), column) for column in left.columns],
            [(column.name, column) for column in right.columns],
            [lambda named: named[0], lambda named: named[0].casefold()],
        )
        pairs = {one.name: (one, other) for (_, one), (_, other) in matched.pairs}
        self.only = (
            [c.name for _, c in matched.only_left],
            [c.name for _, c in matched.only_right],
        )
        if self._portable:
            self._leave_out_formless(pairs)
        key = self._key(pairs)
        ordered = [pairs[name] for name in key]
        ordered += [both for name, both in pairs.items() if name not in key]
        fields: tuple[list[Field], list[Field]] = ([], [])
        for one, other in ordered:
            for into, made in zip(fields, self._fields(one, other), strict=True):
                into.append(made)
        self.names = [one.name for one, _ in ordered]
        if not self.alike:
            # Some column holds what is never equal by its text: no line may be passed over.
            for into, word in zip(fields, "lr", strict=True):
                into.append(Field((f"'{word}'",), Framing.PLAIN, lambda _: NULL, "side", "1"))
        digest: Digest = "md5" if all(source.has_md5 for source in self.sources) else "sha256"
        for place, source in enumerate(self.sources):
            names = [both[place].name for both in ordered]
            source.arrange(names, fields[place], len(key), digest)

    def _leave_out_formless(self, pairs: dict[str, tuple[Column, Column]]) -> None:
        """Take the columns out that have no form in common, and note them."""
        for name, (one, other) in list(pairs.items()):
            if common_form(*self._forms(one, other)) is None:
                del pairs[name]
                types = " and ".join(dict.fromkeys((one.type, other.type)))
                self.formless.append(
                    f"{word(self.pair.left.name)}.{word(name)}: of {types} no text is known that"
                    " is the same in both databases"
                )

    def _key(self, pairs: Mapping[str, tuple[Column, Column]]) -> tuple[str, ...]:
        """The left's key, where it is the right's as well and never NULL."""
        if self.pair.key is not None:
            return self._asked_for(self.pair.key, pairs)
        left, right = self.pair.left.primary_key, self.pair.right.primary_key
        if left is None or right is None or not all(name in pairs for name in left.columns):
            return ()
        theirs = {pairs[name][1].name for name in left.columns}
        usable = all(
            self._sortable(*both) and all(self._never_null(*each) for each in enumerate(both))
            for both in (pairs[name] for name in left.columns)
        )
        return left.columns if theirs == set(right.columns) and usable else ()

    def _asked_for(
        self, key: tuple[str, ...], pairs: Mapping[str, tuple[Column, Column]]
    ) -> tuple[str, ...]:
        """A key that somebody asked for, where on neither side rows share it.

        Rows that have NULL in it may be many: they are compared as rows without a key are.
        """
        if not all(name in pairs for name in key):
            return ()
        fields = [self._fields(*pairs[name], note=False) for name in key]
        for place, (source, side) in enumerate(zip(self.sources, self.sides, strict=True)):
            columns = [pairs[name][place].name for name in key]
            if key and not _unique(source.table, columns):
                mine = [both[place] for both in fields]
                if source.repeats(side.connections[0], columns, mine):
                    self.shared.append(place)
        return () if self.shared else key

    def _never_null(self, place: int, column: Column) -> bool:
        """Whether no row of a side has NULL in a column of its key.

        SQLite lets it be NULL where NOT NULL is not said
        (https://sqlite.org/lang_createtable.html#the_primary_key), and then often none is. Rows
        that share a key of NULLs are not named by it.
        """
        if not column.nullable:
            return True
        source = self.sources[place]
        null = f"SELECT 1 FROM {source.place} WHERE {source.quoted(column.name)} IS NULL"
        return not source.ask(self.sides[place].connections[0], f"{null} LIMIT 1")

    def _sortable(self, left: Column, right: Column) -> bool:
        """Whether both databases sort by the column in the same way."""
        one, other = self._fields(left, right, note=False)
        return one.form == other.form and one.number == other.number

    def _fields(self, left: Column, right: Column, note: bool = True) -> tuple[Field, Field]:
        one, other = self.sources
        if not self.across:
            mine, theirs = one.stored(left), other.stored(right)
        else:
            forms = self._forms(left, right)
            form = common_form(*forms)
            if form is not None:
                if note and set(forms) == {"datetime", "moment"}:
                    self.zoned.append(left.name)
                return one.common(left, form), other.common(right, form)
            mine = replace(one.stored(left), form=f"{self.sides[0].engine} only")
            theirs = replace(other.stored(right), form=f"{self.sides[1].engine} only")
        if mine.form != theirs.form and note:
            self.alike = False
        return mine, theirs

    def _forms(self, left: Column, right: Column) -> tuple[str, str]:
        """The forms of two columns."""
        one, other = (
            form_of(side.engine, column, family(table, column.name))
            for side, table, column in zip(
                self.sides, (self.pair.left, self.pair.right), (left, right), strict=True
            )
        )
        return one, other

    def comparison(self) -> RowComparison:
        """The comparison of values; columns of the right have the left's names in it."""
        left, right = self.pair.left, self.pair.right
        theirs = {column.name: column for column in right.columns}
        named = zip(self.sources[1].columns, self.names, strict=True)
        renamed = replace(
            right, columns=tuple(replace(theirs[one], name=name) for one, name in named)
        )
        key = tuple(self.names[: len(self.sources[0].key.fields)])
        columns = tuple(self.names)
        return RowComparison(
            TableRows(left.name, columns, key, ()),
            TableRows(right.name, columns, key, ()),
            left,
            renamed,
            across=self.across,
        )

    def marks(self, every: int) -> list[int]:
        """The keys of both tables at every so many rows, in order."""
        found: set[int] = set()
        for source, side in zip(self.sources, self.sides, strict=True):
            found.update(source.milestones(side.connections[0], every))
        return sorted(found)


def _unique(table: Table, columns: Sequence[str]) -> bool:
    """Whether the catalogue promises that rows which hold the same in some columns have NULL there.

    A collation may take two values for one, but never one for two.
    """
    keys = [each.columns for each in table.uniques]
    if table.primary_key is not None:
        keys.append(table.primary_key.columns)
    return any(set(columns).issuperset(key) for key in keys if key)
