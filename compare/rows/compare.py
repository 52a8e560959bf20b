"""Two tables' rows, and the differences between them."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

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
    return _Comparison(left, right, left_table, right_table).run()


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
class _Comparison:
    left: TableRows
    right: TableRows
    left_table: Table
    right_table: Table
    columns: list[_Column] = field(default_factory=list)
    only: list[Difference] = field(default_factory=list)
    _in_order: list[tuple[Place, Difference]] = field(default_factory=list)
    _storage: defaultdict[str, dict[_Shapes, _Storage]] = field(
        default_factory=lambda: defaultdict(dict)
    )

    def run(self) -> tuple[Difference, ...]:
        self._match_columns()
        key = self._key()
        if key:
            self._by_key(key)
        else:
            self._multiset(self.left.rows, self.right.rows)
        self._in_order.sort(key=lambda pair: pair[0])
        found = [difference for _, difference in self._in_order]
        found += [
            self._storage_difference(column, storage)
            for column in self.columns
            for _, storage in sorted(self._storage[column.name].items(), key=lambda item: item[0])
        ]
        found += self.only
        if self.left.next_id != self.right.next_id:
            ids = (self.left.next_id, self.right.next_id)
            left, right = (None if number is None else str(number) for number in ids)
            found.append(self._difference("row.next-id", word(self.left.table), left, right))
        return tuple(found)

    def _match_columns(self) -> None:
        matched = match(
            list(enumerate(self.left.columns)),
            list(enumerate(self.right.columns)),
            [lambda column: column[1], lambda column: column[1].casefold()],
        )
        for (left, name), (right, theirs) in matched.pairs:
            same = family(self.left_table, name) == family(self.right_table, theirs)
            self.columns.append(_Column(name, left, right, same))
        for left, name in matched.only_left:
            self._note_only(_Column(name, left, -1, False), _held(self.left, left), None)
        for right, name in matched.only_right:
            self._note_only(_Column(name, -1, right, False), None, _held(self.right, right))

    def _note_only(self, column: _Column, left: str | None, right: str | None) -> None:
        if left is not None or right is not None:
            where = f"{word(self.left.table)}.{word(column.name)}"
            self.only.append(self._difference("row.only", where, left, right, column))

    def _key(self) -> list[_Column]:
        """The columns of the left's key, or none where the right's key has other columns."""
        known = {column.name: column for column in self.columns}
        key = [known[name] for name in self.left.key if name in known]
        theirs = {self.right.columns[column.right] for column in key}
        same = len(key) == len(self.left.key) and theirs == set(self.right.key)
        return key if same else []

    # ---------------------------------------------------------------- rows that share a key

    def _by_key(self, key: list[_Column]) -> None:
        mine = _grouped(self.left.rows, [(c.left, c.same_family) for c in key])
        theirs = _grouped(self.right.rows, [(c.right, c.same_family) for c in key])
        for form in mine | theirs:
            ours, others = mine.get(form, []), theirs.get(form, [])
            if len(ours) > 1 or len(others) > 1:  # NULL in a key, which SQLite allows
                self._multiset(ours, others)
            elif not others:
                values = [ours[0][column.left] for column in key]
                self._missing(values, self._where(values), _row(self.left, ours[0]), None)
            elif not ours:
                values = [others[0][column.right] for column in key]
                self._missing(values, self._where(values), None, _row(self.right, others[0]))
            else:
                self._values(key, ours[0], others[0])

    def _where(self, values: list[Value]) -> str:
        texts = ",".join(shortened(without_class(value)) for value in values)
        return f"{word(self.left.table)}[{texts}]"

    def _values(self, key: list[_Column], ours: Row, others: Row) -> None:
        for column in self.columns:
            left, right = ours[column.left], others[column.right]
            if _form(left, column.same_family) == _form(right, column.same_family):
                self._note_storage(column, left, right)
            else:
                values = [ours[part.left] for part in key]
                where = f"{self._where(values)}.{word(column.name)}"
                texts = shortened_pair(without_class(left), without_class(right))
                found = self._difference("row.value", where, *texts, column, left, right)
                self._in_order.append((place(values), found))

    def _note_storage(self, column: _Column, left: Value, right: Value) -> None:
        if left.stored != right.stored:
            # Each shape is a difference of its own: what explains one need not explain another.
            forms = self._storage[column.name]
            forms.setdefault((_shape(left), _shape(right)), _Storage(left, right)).rows += 1

    # ---------------------------------------------------------------- rows without a key

    def _multiset(self, ours: Sequence[Row], others: Sequence[Row]) -> None:
        mine = _grouped(ours, [(c.left, c.same_family) for c in self.columns])
        theirs = _grouped(others, [(c.right, c.same_family) for c in self.columns])
        for form in mine | theirs:
            left, right = mine.get(form, []), theirs.get(form, [])
            if len(left) != len(right):
                values = [left[0][c.left] if left else right[0][c.right] for c in self.columns]
                self._missing(
                    values,
                    word(self.left.table),
                    _times(_row(self.left, left[0]), len(left)) if left else None,
                    _times(_row(self.right, right[0]), len(right)) if right else None,
                )
            pairs = zip(sorted(left, key=_stored), sorted(right, key=_stored), strict=False)
            for one, other in pairs:
                for column in self.columns:
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
            f"{word(self.left.table)}.{word(column.name)}",
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
            table=self.left.table,
            column=column.name if column else None,
            left_object=left_value,
            right_object=right_value,
            left_table=self.left_table,
            right_table=self.right_table,
        )


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
