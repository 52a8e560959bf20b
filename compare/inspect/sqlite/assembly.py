"""A table put together from what the pragmas and its CREATE text say."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from compare.inspect.sqlite.catalogue import (
    Catalogue,
    ColumnRow,
    ForeignKeyRow,
    IndexRow,
    ObjectRow,
)
from compare.inspect.sqlite.crosscheck import GENERATED, disagreement, known_default
from compare.inspect.sqlite.expressions import Scope, type_name
from compare.inspect.sqlite.index import IndexText, read_index
from compare.inspect.sqlite.table import ColumnText, KeyText, TableText, read_table
from compare.inspect.sqlite.tokens import fold
from compare.inspect.unreadable import Unreadable
from compare.model import (
    Column,
    ForeignKey,
    Index,
    IndexPart,
    NotCompared,
    PrimaryKey,
    Table,
    Trigger,
    Unique,
)


def build_table(
    catalogue: Catalogue, row: ObjectRow, triggers: tuple[Trigger, ...]
) -> tuple[Table, list[NotCompared]]:
    """One table, and what about it could not be read.

    Args:
        catalogue: what the pragmas say.
        row: the table's line in ``sqlite_schema``.
        triggers: the table's triggers.
    """
    return _Builder(catalogue, row, triggers).build()


class _Builder:
    def __init__(self, catalogue: Catalogue, row: ObjectRow, triggers: tuple[Trigger, ...]) -> None:
        self._catalogue = catalogue
        self._row = row
        self._triggers = triggers
        self._facts = catalogue.tables[row.name]
        self._spelled = self._facts.spelled
        self._problems: list[NotCompared] = []
        self._collations: dict[str, str | None] = {}

    def build(self) -> tuple[Table, list[NotCompared]]:
        text = self._text()
        columns = self._columns(text)
        self._collations = {column.name: column.collation for column in columns}
        kind = self._facts.kind
        options = (("strict", kind.strict), ("without rowid", kind.without_rowid))
        table = Table(
            name=self._row.name,
            columns=columns,
            primary_key=self._primary_key(text),
            foreign_keys=self._foreign_keys(text),
            uniques=self._uniques(text),
            indexes=tuple(
                self._index(name, parts)
                for name, parts in self._facts.indexes.items()
                if parts[0].origin == "c"
            ),
            checks=tuple(text.checks) if text else (),
            triggers=self._triggers,
            options=tuple(word for word, present in options if present),
        )
        return table, self._problems

    def _text(self) -> TableText | None:
        """The table's text, where it can be read and agrees with the pragmas."""
        try:
            text = read_table(self._row.sql or "")
        except Unreadable as error:
            reason = str(error)
        else:
            what = disagreement(text, self._facts)
            if what is None:
                return text
            reason = f"it disagrees with the catalogue about {what}"
        self._problems.append(
            NotCompared(
                "table",
                self._row.name,
                f"its CREATE text is not understood ({reason}): CHECKs, names of constraints,"
                " collations, generated expressions, AUTOINCREMENT, MATCH, DEFERRABLE and"
                " ON CONFLICT are not compared",
            )
        )
        return None

    def _columns(self, text: TableText | None) -> tuple[Column, ...]:
        known = self._facts.columns
        said: Sequence[ColumnText | None] = text.columns if text else [None] * len(known)
        rowid = self._facts.key_columns if self._facts.is_rowid else ()
        autoincrement = bool(text and text.primary_key and text.primary_key.autoincrement)
        return tuple(
            _column(row, column, row.name in rowid, autoincrement)
            for row, column in zip(known, said, strict=True)
        )

    def _primary_key(self, text: TableText | None) -> PrimaryKey | None:
        columns = self._facts.key_columns
        if not columns:
            return None
        if text is None or text.primary_key is None:
            return PrimaryKey(columns)
        key = text.primary_key
        return PrimaryKey(columns, key.name, key.on_conflict, self._own_parts(key))

    def _uniques(self, text: TableText | None) -> tuple[Unique, ...]:
        """From the text, which may say the same twice; the pragmas would tell of it once."""
        if text is None:
            return tuple(
                Unique(tuple(part.column or "" for part in parts))
                for parts in self._facts.indexes.values()
                if parts[0].origin == "u"
            )
        return tuple(
            Unique(
                tuple(self._spelled[name] for name in unique.folded),
                unique.name,
                unique.on_conflict,
                parts=self._own_parts(unique),
            )
            for unique in text.uniques
        )

    def _own_parts(self, key: KeyText) -> tuple[IndexPart, ...]:
        if not any(part.descending or part.collation for part in key.parts):
            return ()
        parts = tuple(
            IndexPart(name, part.descending, self._own_collation(name, part.collation))
            for part in key.parts
            for name in [self._spelled[part.folded]]
        )
        return parts if any(part.descending or part.collation for part in parts) else ()

    def _own_collation(self, column: str | None, collation: str | None) -> str | None:
        """A collation where it is not the one the column has anyway."""
        inherited = (self._collations.get(column) if column else None) or "binary"
        return None if collation is None or fold(collation) == inherited else fold(collation)

    def _foreign_keys(self, text: TableText | None) -> tuple[ForeignKey, ...]:
        known = self._facts.foreign_keys
        said: Sequence[ForeignKey | None] = text.foreign_keys if text else [None] * len(known)
        return tuple(self._foreign_key(key, rows) for key, rows in zip(said, known, strict=True))

    def _foreign_key(self, said: ForeignKey | None, rows: list[ForeignKeyRow]) -> ForeignKey:
        """With the target's names as the target has them; what does not exist is folded."""
        first = rows[0]
        target = self._catalogue.table(first.target)
        spelled = target.spelled if target else {}
        referred = tuple(row.target_column for row in rows if row.target_column is not None)
        if not referred and target is not None:  # the target's primary key is meant
            referred = target.key_columns
        return ForeignKey(
            tuple(row.source_column for row in rows),
            target.name if target else fold(first.target),
            tuple(spelled.get(fold(column), fold(column)) for column in referred),
            fold(first.on_delete),
            fold(first.on_update),
            match=said.match if said else None,
            deferrable=said.deferrable if said else "not deferrable",
            name=said.name if said else None,
        )

    def _index(self, name: str, rows: list[IndexRow]) -> Index:
        text = self._index_text(name, rows)
        return Index(
            parts=tuple(
                [
                    IndexPart(
                        row.column or self._part(row, position, text),
                        bool(row.descending),
                        self._own_collation(row.column, row.collation),
                    )
                    for position, row in enumerate(rows)
                ]
            ),
            name=name,
            unique=bool(rows[0].unique),
            predicate=text.predicate if text else None,
        )

    def _index_text(self, name: str, rows: list[IndexRow]) -> IndexText | None:
        """The index's text where it says more than the pragmas do, and can be read."""
        if not rows[0].partial and None not in [row.column for row in rows]:
            return None
        scope = Scope(frozenset(self._spelled), fold(self._row.name))
        try:
            text = read_index(self._catalogue.index_texts.get(name, ""), scope)
        except Unreadable as error:
            reason = str(error)
        else:
            if len(text.parts) == len(rows) and (text.predicate is not None) == rows[0].partial:
                return text
            reason = "it disagrees with the catalogue"
        self._problems.append(
            NotCompared(
                "index",
                name,
                f"its CREATE text is not understood ({reason}): expressions and predicate are"
                " not compared",
            )
        )
        return None

    def _part(self, row: IndexRow, position: int, text: IndexText | None) -> str:
        if row.column is not None:
            return row.column
        if text is None:
            return "(unread)"
        expression = text.parts[position]
        # A column may be called ``lower(a)``.
        return f"({expression})" if fold(expression) in self._spelled else expression


@lru_cache(maxsize=16384)
def _column(known: ColumnRow, said: ColumnText | None, rowid: bool, autoincrement: bool) -> Column:
    return Column(
        name=known.name,
        type=type_name(known.type),
        nullable=not (known.notnull or rowid),
        default=known_default(known.default),
        generated=said.generated if said else GENERATED.get(known.hidden),
        identity="autoincrement" if rowid and autoincrement else None,
        collation=said.collation if said and said.collation != "binary" else None,
        on_conflict=said.on_conflict if said else None,
    )
