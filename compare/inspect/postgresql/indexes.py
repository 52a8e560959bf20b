"""Indexes as PostgreSQL's catalogue keeps them."""

from __future__ import annotations

from collections.abc import Sequence

from compare.inspect.postgresql.catalogue import Names, vector
from compare.inspect.postgresql.columns import Columns
from compare.inspect.postgresql.fragments import one_line
from compare.inspect.postgresql.rows import ColumnRow, IndexMore, IndexRow
from compare.model import Index, IndexPart

_DESCENDING, _NULLS_FIRST = 1, 2
_VARCHAR, _TEXT = 1043, 25
_ANY = {2277, 3500, 3831, 4537, 2249, 2276}  # anyarray, anyenum, anyrange, anymultirange, record


class IndexReader:
    """Reads the indexes of one table.

    Args:
        names: what numbers stand for.
        columns: those of the table.
        parts: the columns of indexes for which something is set, by index.
    """

    def __init__(self, names: Names, columns: Columns, parts: dict[int, list[ColumnRow]]) -> None:
        self._names = names
        self._columns = columns.by_number
        self._parts = parts

    def index(self, row: IndexRow) -> Index:
        """An index made by CREATE INDEX."""
        more = row.more()
        words = self.words(row)
        if row.comment is not None:
            inner = row.comment.replace("'", "''")
            words = [*words, f"comment '{inner}'"]
        numbers = vector(row.columns)
        parts = zip(
            numbers, vector(row.classes), vector(row.collations), vector(row.orders), strict=False
        )
        included = numbers[row.key_columns :]
        return Index(
            tuple([self._part(more, place, *part) for place, part in enumerate(parts)]),
            row.name,
            row.unique,
            None if more.predicate is None else one_line(more.predicate),
            tuple([self._columns[number].name for number in included]) if included else (),
            row.method,
            more.nulls_not_distinct,
            tuple(words),
        )

    def words(self, row: IndexRow) -> Sequence[str]:
        """What is special about an index, that of a constraint too."""
        parts = self._parts.get(row.oid, ())
        if row.unusual is None and not parts:
            return ()
        more = row.more()
        words = [] if more.valid else ["invalid"]
        if more.options:
            words.append(f"with ({', '.join(more.options)})")
        if more.tablespace is not None:
            words.append(f"tablespace {more.tablespace}")
        if more.clustered:
            words.append("clustered")
        if more.replica_identity:
            words.append("replica identity")
        if more.parent is not None:
            words.append(f"attached to {more.parent}")
        words += [f"part {part.more().odd}" for part in parts]
        return words

    def _part(
        self, more: IndexMore, place: int, number: int, class_: int, own: int, order: int
    ) -> IndexPart:
        if number:
            column = self._columns[number]
            text, type_, collation = column.name, column.base_type, column.collation
        else:
            text = one_line(more.expressions[place])
            if any(each.name == text for each in self._columns.values()):
                text = f"({text})"  # a column may be called ``lower(a)``
            type_, collation = more.types[place], _usual(own)
        told = self._names.told
        if (class_, type_) not in told:
            told[class_, type_] = self._operator_class(class_, type_)
        descending = bool(order & _DESCENDING)
        nulls = None
        if bool(order & _NULLS_FIRST) != descending:
            nulls = "last" if descending else "first"
        return IndexPart(
            text,
            descending,
            self._names.collations[own] if own not in (0, collation) else None,
            told[class_, type_],
            nulls,
        )

    def _operator_class(self, oid: int, type_: int) -> str | None:
        """The name of an operator class, unless it is what a column of the type has anyway.

        Where that is in doubt, the name: too many names hide no difference.
        """
        found = self._names.classes[oid]
        if found.default and (
            found.type == type_
            or (found.type == _TEXT and type_ == _VARCHAR)
            or (found.type in _ANY and (found.method, type_) not in self._names.exact)
        ):
            return None
        return found.name


def _usual(collation: int) -> int:
    """An expression's own collation is not told; the database's is nothing to speak of."""
    return 100 if collation == 100 else 0
