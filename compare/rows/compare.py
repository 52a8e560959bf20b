"""Two tables' rows, and the differences between them."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from compare.diff.describe import word
from compare.diff.matching import match
from compare.model import Difference, Table, TableRows, Value
from compare.rows.text import shortened, shortened_pair
from compare.rows.values import Place, family, place, storage_class, without_class

Row = tuple[Value, ...]
Form = tuple[tuple[str, str], ...]

_DIGIT = re.compile(r"\d")


def diff_rows(
    left: TableRows, right: TableRows, left_table: Table, right_table: Table
) -> tuple[Difference, ...]:
    """How the rows of two tables that mean the same differ.

    Columns are matched by name (one that only one table has is a difference of the schema), rows
    by primary key where both tables have the same one, else as a multiset of what the common
    columns hold.

    Two values are equal where they are stored the same, or where both columns are declared to
    hold the same kind of thing and mean the same in it. Equal values stored in different forms are
    one ``row.storage`` per column and pair of forms, with the first example and the number of rows.
    What a column holds that only one table has is one ``row.only``, with a digest of the rows, so
    that a golden which knows the column knows its values too.

    Args:
        left: the rows on the left (Flask) side.
        right: the rows on the right (Django) side.
        left_table: the left table.
        right_table: the right table.

    Returns:
        ``row.missing`` and ``row.value`` in order of key (numbers by size, text by bytes), then
        ``row.storage`` in order of column, then ``row.only``, then ``row.next-id``. Empty exactly
        if both hold the same, stored the same.
    """
    comparison = RowComparison(left, right, left_table, right_table)
    found = comparison.batch(left.rows, right.rows) + comparison.storage() + comparison.only
    if left.next_id != right.next_id:
        found.append(comparison.next_id(left.next_id, right.next_id))
    return tuple(found)


@dataclass(slots=True)
class _Storage:
    left: Value
    right: Value
    rows: int = 0


_Shapes = tuple[str, str]


def _shape(value: Value) -> str:
    """How a value is stored, whichever it is: its class, and for times the text, digits as 0."""
    if value.kind in ("datetime", "date", "time", "decimal"):
        return _DIGIT.sub("0", value.stored)
    return storage_class(value)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of both tables: its name on the left, where it stands, whether forms count."""

    name: str
    left: int
    right: int
    same_family: bool


@dataclass(slots=True)
class Counts:
    """How many rows hold something else on the other side, and how many only one side has."""

    changed: int = 0
    only_left: int = 0
    only_right: int = 0


class RowComparison:
    """Compares two tables' rows, all at once or batch after batch.

    Args:
        left, right: names of columns and keys, and the rows of which ``only`` is told.
        left_table, right_table: the tables.
        across: whether the databases are of two engines. Then how a value is stored is no
            difference, and forms count whatever the columns are declared to be.

    Attributes:
        only: what columns hold that only one table has.
        counts: how many rows differ, so far.
    """

    def __init__(
        self,
        left: TableRows,
        right: TableRows,
        left_table: Table,
        right_table: Table,
        *,
        across: bool = False,
    ) -> None:
        self._left = left
        self._right = right
        self._left_table = left_table
        self._right_table = right_table
        self._across = across
        self._columns: list[_Column] = []
        self.only: list[Difference] = []
        self.counts = Counts()
        self._in_order: list[tuple[Place, Difference]] = []
        self._storage: defaultdict[str, dict[_Shapes, _Storage]] = defaultdict(dict)
        self._match_columns()
        self._key_columns = self._key()

    def batch(self, ours: Sequence[Row], others: Sequence[Row]) -> list[Difference]:
        """``row.missing`` and ``row.value`` of some rows, in order of key.

        Args:
            ours: rows on the left.
            others: all rows on the right that may be the same, and no others.
        """
        if self._key_columns:
            self._by_key(self._key_columns, ours, others)
        else:
            self._multiset(ours, others)
        self._in_order.sort(key=lambda pair: pair[0])
        found = [difference for _, difference in self._in_order]
        self._in_order.clear()
        return found

    def mark(self, row: Row, *, left: bool) -> bytes:
        """32 bytes that two rows share exactly if they have the same key, or are the same.

        They are the same where ``batch`` finds them so; that counts for rows without a key, and for
        those that have NULL in it, which any number of rows may have.

        Args:
            row: a row.
            left: of which side it is.
        """
        key = self._key_columns
        named = all(row[c.left if left else c.right].kind != "null" for c in key)
        columns = key if key and named else self._columns
        places = [(c.left if left else c.right, c.same_family) for c in columns]
        form = repr([_form(row[place], same) for place, same in places])
        return hashlib.sha256(form.encode("utf-8", "surrogatepass")).digest()

    def storage(self) -> list[Difference]:
        """``row.storage`` of all rows so far, in order of column."""
        return [
            self._storage_difference(column, storage)
            for column in self._columns
            for _, storage in sorted(self._storage[column.name].items(), key=lambda item: item[0])
        ]

    def next_id(self, left: int | None, right: int | None) -> Difference:
        """The difference between two ids that would be handed out next."""
        one, other = (None if number is None else str(number) for number in (left, right))
        return self._difference("row.next-id", word(self._left.table), one, other)

    def _match_columns(self) -> None:
        matched = match(
            list(enumerate(self._left.columns)),
            list(enumerate(self._right.columns)),
            [lambda column: column[1], lambda column: column[1].casefold()],
        )
        for (left, name), (right, theirs) in matched.pairs:
            forms = (family(self._left_table, name), family(self._right_table, theirs))
            same = self._across or forms[0] == forms[1]
            self._columns.append(_Column(name, left, right, same))
        for left, name in matched.only_left:
            self._note_only(_Column(name, left, -1, False), _held(self._left, left), None)
        for right, name in matched.only_right:
            self._note_only(_Column(name, -1, right, False), None, _held(self._right, right))

    def _note_only(self, column: _Column, left: str | None, right: str | None) -> None:
        if left is not None or right is not None:
            where = f"{word(self._left.table)}.{word(column.name)}"
            self.only.append(self._difference("row.only", where, left, right, column))

    def _key(self) -> list[_Column]:
        """The columns of the left's key, or none where the right's key has other columns."""
        known = {column.name: column for column in self._columns}
        key = [known[name] for name in self._left.key if name in known]
        theirs = {self._right.columns[column.right] for column in key}
        same = len(key) == len(self._left.key) and theirs == set(self._right.key)
        return key if same else []

    # ---------------------------------------------------------------- rows that share a key

    def _by_key(self, key: list[_Column], left: Sequence[Row], right: Sequence[Row]) -> None:
        mine = _grouped(left, [(c.left, c.same_family) for c in key])
        theirs = _grouped(right, [(c.right, c.same_family) for c in key])
        for form in mine | theirs:
            ours, others = mine.get(form, []), theirs.get(form, [])
            if len(ours) > 1 or len(others) > 1:  # NULL in a key, which SQLite allows
                self._multiset(ours, others)
            elif not others:
                values = [ours[0][column.left] for column in key]
                self._missing(values, self._where(values), _row(self._left, ours[0]), None)
                self.counts.only_left += 1
            elif not ours:
                values = [others[0][column.right] for column in key]
                self._missing(values, self._where(values), None, _row(self._right, others[0]))
                self.counts.only_right += 1
            else:
                before = len(self._in_order)
                self._values(key, ours[0], others[0])
                self.counts.changed += len(self._in_order) > before

    def _where(self, values: list[Value]) -> str:
        texts = ",".join(shortened(without_class(value)) for value in values)
        return f"{word(self._left.table)}[{texts}]"

    def _values(self, key: list[_Column], ours: Row, others: Row) -> None:
        for column in self._columns:
            left, right = ours[column.left], others[column.right]
            if _form(left, column.same_family) == _form(right, column.same_family):
                self._note_storage(column, left, right)
            else:
                values = [ours[part.left] for part in key]
                where = f"{self._where(values)}.{word(column.name)}"
                texts = _told_apart(left, right)
                found = self._difference("row.value", where, *texts, column, left, right)
                self._in_order.append((place(values), found))

    def _note_storage(self, column: _Column, left: Value, right: Value) -> None:
        if left.stored != right.stored and not self._across:
            # Each shape is a difference of its own: what explains one need not explain another.
            forms = self._storage[column.name]
            forms.setdefault((_shape(left), _shape(right)), _Storage(left, right)).rows += 1

    # ---------------------------------------------------------------- rows without a key

    def _multiset(self, ours: Sequence[Row], others: Sequence[Row]) -> None:
        mine = _grouped(ours, [(c.left, c.same_family) for c in self._columns])
        theirs = _grouped(others, [(c.right, c.same_family) for c in self._columns])
        for form in mine | theirs:
            left, right = mine.get(form, []), theirs.get(form, [])
            if len(left) != len(right):
                values = [left[0][c.left] if left else right[0][c.right] for c in self._columns]
                self._missing(
                    values,
                    word(self._left.table),
                    _times(_row(self._left, left[0]), len(left)) if left else None,
                    _times(_row(self._right, right[0]), len(right)) if right else None,
                )
            self.counts.only_left += max(0, len(left) - len(right))
            self.counts.only_right += max(0, len(right) - len(left))
            pairs = zip(sorted(left, key=_stored), sorted(right, key=_stored), strict=False)
            for one, other in pairs:
                for column in self._columns:
                    self._note_storage(column, one[column.left], other[column.right])

    # ---------------------------------------------------------------- what is reported

    def _missing(
        self, values: list[Value], where: str, left: str | None, right: str | None
    ) -> None:
        found = self._difference("row.missing", where, left, right)
        self._in_order.append((place(values), found))

    def _storage_difference(self, column: _Column, storage: _Storage) -> Difference:
        left, right = shortened_pair(without_class(storage.left), without_class(storage.right))
        rows = "1 row" if storage.rows == 1 else f"{storage.rows} rows"
        return self._difference(
            "row.storage",
            f"{word(self._left.table)}.{word(column.name)}",
            f"{storage_class(storage.left)} {left} ({rows})",
            f"{storage_class(storage.right)} {right} ({rows})",
            column,
            storage.left,
            storage.right,
        )

    def _difference(
        self,
        kind: str,
        where: str,
        left: str | None,
        right: str | None,
        column: _Column | None = None,
        left_value: Value | None = None,
        right_value: Value | None = None,
    ) -> Difference:
        return Difference(
            area="rows",
            kind=kind,
            where=where,
            left=left,
            right=right,
            table=self._left.table,
            column=column.name if column else None,
            left_object=left_value,
            right_object=right_value,
            left_table=self._left_table,
            right_table=self._right_table,
        )


def _told_apart(left: Value, right: Value) -> tuple[str, str]:
    """Two values as a person reads them; what spells alike behind what it is stored as."""
    one, other = shortened_pair(without_class(left), without_class(right))
    if one != other:
        return one, other
    return f"{storage_class(left)} {one}", f"{storage_class(right)} {other}"


def _held(rows: TableRows, place: int) -> str | None:
    """How many values a column holds, and a digest of them in their rows; None for none."""
    filled = [_stored(row) for row in rows.rows if row[place].kind != "null"]
    if not filled:
        return None
    digest = hashlib.sha256(repr(sorted(filled)).encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{len(filled)} value{'' if len(filled) == 1 else 's'}, sha256 {digest}"


def _form(value: Value, same_family: bool) -> tuple[str, str]:
    """What is compared: the canonical form where both sides have the same one in mind."""
    return (value.kind, value.canonical) if same_family else ("stored", value.stored)


def _grouped(rows: Sequence[Row], places: list[tuple[int, bool]]) -> dict[Form, list[Row]]:
    groups: dict[Form, list[Row]] = defaultdict(list)
    for row in rows:
        groups[tuple(_form(row[place], same) for place, same in places)].append(row)
    return groups


def _row(rows: TableRows, row: Row) -> str:
    pairs = zip(rows.columns, row, strict=True)
    return (
        f"({', '.join(f'{word(name)}={shortened(without_class(value))}' for name, value in pairs)})"
    )


def _times(text: str, count: int) -> str:
    return text if count == 1 else f"{text} ({count} times)"


def _stored(row: Row) -> tuple[str, ...]:
    return tuple(value.stored for value in row)
