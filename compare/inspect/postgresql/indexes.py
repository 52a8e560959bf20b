"""Indexes as PostgreSQL's catalogue keeps them."""

from __future__ import annotations

from compare.inspect.postgresql.catalogue import Catalogue, IndexRow
from compare.inspect.postgresql.fragments import one_line
from compare.model import Index, IndexPart

_DESCENDING, _NULLS_FIRST = 1, 2
_VARCHAR, _TEXT = 1043, 25
_ANY = {2277, 3500, 3831, 4537, 2249, 2276}  # anyarray, anyenum, anyrange, anymultirange, record


class IndexReader:
    """Reads the indexes of one table."""

    def __init__(self, catalogue: Catalogue, relation: int) -> None:
        self._catalogue = catalogue
        self._columns = {row.number: row for row in catalogue.columns.get(relation, [])}

    def index(self, row: IndexRow) -> Index:
        """An index made by CREATE INDEX."""
        keys = row.key_columns
        words = self.words(row)
        if row.comment is not None:
            inner = row.comment.replace("'", "''")
            words.append(f"comment '{inner}'")
        return Index(
            tuple(self._part(row, place) for place in range(keys)),
            row.name,
            row.unique,
            None if row.predicate is None else one_line(row.predicate),
            tuple(self._columns[number].name for number in row.columns[keys:]),
            None if row.method == "btree" else row.method,
            row.nulls_not_distinct,
            tuple(words),
        )

    def words(self, row: IndexRow) -> list[str]:
        """What is special about an index, that of a constraint too."""
        words = [] if row.valid else ["invalid"]
        if row.options:
            words.append(f"with ({', '.join(row.options)})")
        if row.tablespace is not None:
            words.append(f"tablespace {row.tablespace}")
        if row.clustered:
            words.append("clustered")
        if row.replica_identity:
            words.append("replica identity")
        if row.parent is not None:
            words.append(f"attached to {row.parent}")
        words += [f"part {odd}" for odd in row.odd or ()]
        return words

    def _part(self, row: IndexRow, place: int) -> IndexPart:
        number = row.columns[place]
        if number:
            column = self._columns[number]
            text, type_, collation = column.name, column.base_type, column.collation
        else:
            text = one_line((row.expressions or ())[place])
            if any(each.name == text for each in self._columns.values()):
                text = f"({text})"  # a column may be called ``lower(a)``
            type_, collation = (row.types or ())[place], _usual(row.collations[place])
        order = row.orders[place]
        descending = bool(order & _DESCENDING)
        nulls = None
        if bool(order & _NULLS_FIRST) != descending:
            nulls = "last" if descending else "first"
        own = row.collations[place]
        return IndexPart(
            text,
            descending,
            self._catalogue.collations[own] if own not in (0, collation) else None,
            self._operator_class(row.classes[place], type_),
            nulls,
        )

    def _operator_class(self, oid: int, type_: int) -> str | None:
        """The name of an operator class, unless it is what a column of the type has anyway.

        Where that is in doubt, the name: too many names hide no difference.
        """
        found = self._catalogue.classes[oid]
        if found.default and (
            found.type == type_
            or (found.type == _TEXT and type_ == _VARCHAR)
            or (found.type in _ANY and (found.method, type_) not in self._catalogue.exact)
        ):
            return None
        return found.name


def _usual(collation: int) -> int:
    """An expression's own collation is not told; the database's is nothing to speak of."""
    return 100 if collation == 100 else 0
