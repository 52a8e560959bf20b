"""A table put together from what the pragmas and its CREATE text say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from compare.inspect.expressions import Scope, type_name
from compare.inspect.sqlite_catalogue import (
    Catalogue,
    ColumnRow,
    ForeignKeyRow,
    IndexRow,
    ObjectRow,
)
from compare.inspect.sqlite_index import IndexText, read_index
from compare.inspect.sqlite_table import ColumnText, KeyText, TableText, default_text, read_table
from compare.inspect.tokens import Unreadable, fold, tokenize
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

_GENERATED = {2: "virtual", 3: "stored"}


def build_table(
    catalogue: Catalogue, row: ObjectRow, triggers: tuple[Trigger, ...]
) -> tuple[Table, list[NotCompared]]:
    """One table, and what about it could not be read."""
    return _Builder(catalogue, row, triggers).build()


class _Builder:
    def __init__(self, catalogue: Catalogue, row: ObjectRow, triggers: tuple[Trigger, ...]) -> None:
        self._catalogue = catalogue
        self._row = row
        self._triggers = triggers
        self._list = catalogue.tables[row.name]
        self._columns = catalogue.columns.get(row.name, [])
        self._indexes = catalogue.indexes.get(row.name, {})
        self._keys = list(catalogue.foreign_keys.get(row.name, {}).values())
        self._spelled = {fold(column.name): column.name for column in self._columns}
        self._problems: list[NotCompared] = []
        self._collations: dict[str, str | None] = {}

    def build(self) -> tuple[Table, list[NotCompared]]:
        text = self._text()
        columns = self._build_columns(text)
        self._collations = {column.name: column.collation for column in columns}
        return (
            Table(
                name=self._row.name,
                columns=columns,
                primary_key=self._primary_key(text),
                foreign_keys=self._foreign_keys(text),
                uniques=self._uniques(text),
                indexes=self._created_indexes(),
                checks=tuple(text.checks) if text else (),
                triggers=self._triggers,
                options=self._options(),
            ),
            self._problems,
        )

    # ---------------------------------------------------------------- the text, if it holds

    def _text(self) -> TableText | None:
        try:
            text = read_table(self._row.sql or "")
        except Unreadable as error:
            reason = str(error)
        else:
            disagreement = self._disagreement(text)
            if disagreement is None:
                return text
            reason = f"it disagrees with the catalogue about {disagreement}"
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

    def _disagreement(self, text: TableText) -> str | None:
        """What the text was read to say other than the pragmas do, or None."""
        if [fold(column.name) for column in text.columns] != [
            fold(column.name) for column in self._columns
        ]:
            return "the columns"
        for said, known in zip(text.columns, self._columns, strict=True):
            if said.type != _type(known.type):
                return f"the type of {known.name}"
            if said.default != _default(known.default):
                return f"the default of {known.name}"
            kind = None if said.generated is None else said.generated.partition(":")[0]
            if kind != _GENERATED.get(known.hidden):
                return f"how {known.name} is generated"
        key = text.primary_key
        said_key = tuple(fold(part.name) for part in key.parts) if key else ()
        if said_key != tuple(map(fold, self._key_columns())):
            return "the primary key"
        if self._said_unique(text) != self._known_unique():
            return "what is unique"
        if [_folded(key) for key in text.foreign_keys] != [_known(rows) for rows in self._keys]:
            return "the foreign keys"
        return None

    def _said_unique(self, text: TableText) -> set[tuple[str, ...]]:
        said = [tuple(fold(part.name) for part in unique.parts) for unique in text.uniques]
        if text.primary_key is not None and not self._is_rowid():
            said.append(tuple(fold(part.name) for part in text.primary_key.parts))
        if self._is_rowid():
            # SQLite makes no index for a UNIQUE that only says again that the rowid is unique.
            said = [columns for columns in said if columns != tuple(map(fold, self._key_columns()))]
        return set(said)

    def _known_unique(self) -> set[tuple[str, ...]]:
        known = {
            tuple(fold(part.column or "") for part in parts)
            for parts in self._indexes.values()
            if parts[0].origin != "c"
        }
        if self._is_rowid():
            known.discard(tuple(map(fold, self._key_columns())))
        return known

    # ---------------------------------------------------------------- columns

    def _build_columns(self, text: TableText | None) -> tuple[Column, ...]:
        said: Sequence[ColumnText | None] = text.columns if text else [None] * len(self._columns)
        rowid = self._key_columns() if self._is_rowid() else ()
        autoincrement = bool(text and text.primary_key and text.primary_key.autoincrement)
        return tuple(
            _column(known, column, known.name in rowid, autoincrement)
            for known, column in zip(self._columns, said, strict=True)
        )

    def _key_columns(self) -> tuple[str, ...]:
        keyed = [column for column in self._columns if column.key_position]
        return tuple(column.name for column in sorted(keyed, key=lambda row: row.key_position))

    def _is_rowid(self) -> bool:
        """Whether the primary key is the rowid itself: then SQLite makes no index for it."""
        return (
            not self._list.without_rowid
            and len(self._key_columns()) == 1
            and all(parts[0].origin != "pk" for parts in self._indexes.values())
        )

    def _options(self) -> tuple[str, ...]:
        options = (("strict", self._list.strict), ("without rowid", self._list.without_rowid))
        return tuple(word for word, present in options if present)

    # ---------------------------------------------------------------- keys

    def _primary_key(self, text: TableText | None) -> PrimaryKey | None:
        columns = self._key_columns()
        if not columns:
            return None
        if text is None or text.primary_key is None:
            return PrimaryKey(columns)
        key = text.primary_key
        return PrimaryKey(columns, key.name, key.on_conflict, self._own_parts(key))

    def _uniques(self, text: TableText | None) -> tuple[Unique, ...]:
        if text is None:
            return tuple(
                Unique(tuple(part.column or "" for part in parts))
                for _, parts in sorted(self._indexes.items())
                if parts[0].origin == "u"
            )
        return tuple(
            Unique(
                tuple(self._spelled[fold(part.name)] for part in unique.parts),
                unique.name,
                unique.on_conflict,
                parts=self._own_parts(unique),
            )
            for unique in text.uniques
        )

    def _own_parts(self, key: KeyText) -> tuple[IndexPart, ...]:
        parts = tuple(
            IndexPart(name, part.descending, self._own_collation(name, part.collation))
            for part in key.parts
            for name in [self._spelled[fold(part.name)]]
        )
        return parts if any(part != IndexPart(part.expression) for part in parts) else ()

    def _own_collation(self, column: str | None, collation: str | None) -> str | None:
        """A collation where it is not the one the column has anyway."""
        inherited = (self._collations.get(column) if column else None) or "binary"
        return None if collation is None or fold(collation) == inherited else fold(collation)

    def _foreign_keys(self, text: TableText | None) -> tuple[ForeignKey, ...]:
        said: Sequence[ForeignKey | None] = text.foreign_keys if text else [None] * len(self._keys)
        return tuple(
            self._foreign_key(key, rows) for key, rows in zip(said, self._keys, strict=True)
        )

    def _foreign_key(self, said: ForeignKey | None, rows: list[ForeignKeyRow]) -> ForeignKey:
        target = next(
            (name for name in self._catalogue.columns if fold(name) == fold(rows[0].target)),
            rows[0].target,
        )
        known = self._catalogue.columns.get(target, [])
        spelled = {fold(column.name): column.name for column in known}
        referred = tuple(row.target_column for row in rows if row.target_column is not None)
        if not referred:  # the target's primary key is meant
            keyed = sorted((c for c in known if c.key_position), key=lambda c: c.key_position)
            referred = tuple(column.name for column in keyed)
        key = ForeignKey(
            tuple(row.source_column for row in rows),
            target,
            tuple(spelled.get(fold(name), name) for name in referred),
            fold(rows[0].on_delete),
            fold(rows[0].on_update),
        )
        if said is None:
            return key
        return replace(key, match=said.match, deferrable=said.deferrable, name=said.name)

    # ---------------------------------------------------------------- indexes

    def _created_indexes(self) -> tuple[Index, ...]:
        texts = {
            row.name: row.sql
            for row in self._catalogue.objects
            if row.type == "index" and row.table == self._row.name
        }
        return tuple(
            self._index(name, parts, texts.get(name) or "")
            for name, parts in sorted(self._indexes.items())
            if parts[0].origin == "c"
        )

    def _index(self, name: str, rows: list[IndexRow], sql: str) -> Index:
        text = self._index_text(name, rows, sql)
        return Index(
            parts=tuple(
                IndexPart(
                    self._part(row, position, text),
                    bool(row.descending),
                    self._own_collation(row.column, row.collation),
                )
                for position, row in enumerate(rows)
            ),
            name=name,
            unique=bool(rows[0].unique),
            predicate=text.predicate if text else None,
        )

    def _index_text(self, name: str, rows: list[IndexRow], sql: str) -> IndexText | None:
        expressions = any(row.column is None for row in rows)
        if not expressions and not rows[0].partial:
            return IndexText(tuple(row.column or "" for row in rows), None)
        try:
            text = read_index(sql, Scope(frozenset(self._spelled), fold(self._row.name)))
        except Unreadable as error:
            reason = str(error)
        else:
            if len(text.parts) == len(rows) and (text.predicate is None) != rows[0].partial:
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


def _column(known: ColumnRow, said: ColumnText | None, rowid: bool, autoincrement: bool) -> Column:
    generated = _GENERATED.get(known.hidden)
    return Column(
        name=known.name,
        type=_type(known.type),
        nullable=not (known.notnull or rowid),
        default=_default(known.default),
        generated=said.generated if said else generated,
        identity="autoincrement" if rowid and autoincrement else None,
        collation=said.collation if said and said.collation != "binary" else None,
        on_conflict=said.on_conflict if said else None,
    )


def _type(text: str) -> str:
    try:
        return type_name(text)
    except Unreadable:
        return fold(text)


def _default(text: str | None) -> str | None:
    if text is None:
        return None
    try:
        return default_text(tokenize(text))
    except Unreadable:
        return text


def _folded(key: ForeignKey) -> tuple[object, ...]:
    return (
        tuple(map(fold, key.columns)),
        fold(key.referred_table),
        tuple(map(fold, key.referred_columns)),
        key.on_delete,
        key.on_update,
    )


def _known(rows: list[ForeignKeyRow]) -> tuple[object, ...]:
    return (
        tuple(fold(row.source_column) for row in rows),
        fold(rows[0].target),
        tuple(fold(row.target_column) for row in rows if row.target_column is not None),
        fold(rows[0].on_delete),
        fold(rows[0].on_update),
    )
