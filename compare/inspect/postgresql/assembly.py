"""Tables and views put together from what PostgreSQL's catalogue says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from compare.diff import describe
from compare.inspect.postgresql.catalogue import Hanging, Names, vector
from compare.inspect.postgresql.columns import Columns
from compare.inspect.postgresql.fragments import one_line
from compare.inspect.postgresql.indexes import IndexReader
from compare.inspect.postgresql.rows import (
    ConstraintMore,
    ConstraintRow,
    HungRow,
    RelationMore,
    RelationRow,
    SequenceRow,
)
from compare.inspect.postgresql.sequences import sequence_words
from compare.model import (
    Check,
    ForeignKey,
    Index,
    PrimaryKey,
    SchemaObject,
    Table,
    Trigger,
    Unique,
    View,
)

_ACTIONS = {
    "a": "no action",
    "r": "restrict",
    "c": "cascade",
    "n": "set null",
    "d": "set default",
}
_MATCHES = {"s": None, "f": "full", "p": "partial"}


def build_relations(
    relations: Iterable[RelationRow], columns: dict[int, Columns], hanging: Hanging, names: Names
) -> tuple[tuple[Table, ...], tuple[View, ...]]:
    """Tables and views with everything that hangs on them.

    Args:
        relations: them, in order of name.
        columns: their columns, by number of the relation.
        hanging: what hangs on them.
        names: what numbers stand for.
    """
    builders = [_Builder(row, columns, hanging, names) for row in relations]
    return (
        tuple(each.table() for each in builders if each.row.kind in "rpf"),
        tuple(each.view() for each in builders if each.row.kind in "vm"),
    )


class _Builder:
    def __init__(
        self, row: RelationRow, columns: dict[int, Columns], hanging: Hanging, names: Names
    ) -> None:
        self.row = row
        self._more = row.more()
        self._all = columns
        self._columns = columns[row.oid]
        self._constraints = hanging.constraints.get(row.oid, ())
        self._hung = hanging.others.get(row.oid, ())
        self._indexes = IndexReader(names, self._columns, hanging.parts)
        self._index_rows = {index.oid: index for index in hanging.indexes.get(row.oid, ())}

    def table(self) -> Table:
        keys: dict[str, list[ConstraintRow]] = {}
        by_constraint = set()
        for constraint in self._constraints:
            keys.setdefault(constraint.type, []).append(constraint)
            if constraint.type in "pux":
                by_constraint.add(constraint.index_oid)
        return Table(
            name=self.row.name,
            columns=self._columns.built,
            primary_key=next(map(self._primary_key, keys.get("p", [])), None),
            foreign_keys=tuple(map(self._foreign_key, keys.get("f", []))),
            uniques=tuple(map(self._unique, keys.get("u", []))),
            indexes=tuple(
                [
                    self._indexes.index(index)
                    for oid, index in self._index_rows.items()
                    if oid not in by_constraint
                ]
            ),
            checks=tuple(map(self._check, keys.get("c", []))),
            triggers=self._triggers(),
            options=tuple(_table_words(self.row.kind, self._more)) if self.row.unusual else (),
            comment=self.row.comment,
            others=(
                *_origins(self._more),
                *self._rest(keys),
                *self._columns.sequences,
                *self._others(),
                *_granted(self._more),
                *self._columns.granted,
            ),
        )

    def view(self) -> View:
        row, more = self.row, self._more
        words = [one_line(more.definition)]
        if row.kind == "m":
            words = ["materialized", *_table_words(row.kind, more), *words]
            if not more.populated:
                words.append("with no data")
        elif more.options:
            words.insert(0, _with(more.options))
        said = [SchemaObject("comment", None, row.comment)] if row.comment is not None else []
        for built in self._columns.built:
            own = [f"default {built.default}"] if built.default is not None else []
            own += [f"comment {_quoted(built.comment)}"] if built.comment is not None else []
            own += built.options
            if own:
                said.append(SchemaObject("column", built.name, " ".join(own)))
        built_indexes = map(self._indexes.index, self._index_rows.values())
        said += [SchemaObject("index", index.name, _described(index)) for index in built_indexes]
        return View(
            row.name,
            " ".join(words),
            self._triggers(),
            (*said, *self._others(), *_granted(more), *self._columns.granted),
        )

    # ---------------------------------------------------------------- keys

    def _columns_of(self, numbers: Sequence[int] | None) -> tuple[str, ...]:
        known = self._columns.by_number
        return tuple([known[number].name for number in numbers or ()])

    def _primary_key(self, row: ConstraintRow) -> PrimaryKey:
        more = row.more()
        options = ([_deferrable(more)] if more.deferrable else []) + self._key_words(row)
        return PrimaryKey(self._columns_of(row.columns), row.name, options=tuple(options))

    def _unique(self, row: ConstraintRow) -> Unique:
        return Unique(
            self._columns_of(row.columns),
            row.name,
            deferrable=_deferrable(row.more()),
            nulls_not_distinct=self._index_rows[row.index_oid].more().nulls_not_distinct,
            options=tuple(self._key_words(row)),
        )

    def _key_words(self, row: ConstraintRow) -> list[str]:
        """What is special about a key and about the index that holds it."""
        index = self._index_rows[row.index_oid]
        words = ["without overlaps"] if row.more().period else []
        included = vector(index.columns)[index.key_columns :]
        if included:
            words.append(f"include {describe.columns(self._columns_of(included))}")
        words += self._indexes.words(index)
        if index.comment is not None:
            words.append(f"index comment {_quoted(index.comment)}")
        words += _constraint_words(row)
        return words

    def _foreign_key(self, row: ConstraintRow) -> ForeignKey:
        more = row.more()
        options = ["period"] if more.period else []
        if more.referred_schema is None:
            there = self._all[row.referred]
            target = there.relation
            known = there.by_number
            referred = tuple([known[number].name for number in row.referred_numbers or ()])
        else:
            target = f"{more.referred_schema}.{describe.word(more.referred_table)}"
            referred = tuple(more.referred_columns)
            options.append(f"to schema {more.referred_schema}")
        if more.set_columns:
            columns = self._columns_of(more.set_columns)
            options.append(f"on delete sets {describe.columns(columns)}")
        on_update, on_delete, match = tuple(row.actions or "aas")
        return ForeignKey(
            self._columns_of(row.columns),
            target,
            referred,
            _ACTIONS[on_delete],
            _ACTIONS[on_update],
            _MATCHES[match],
            _deferrable(more),
            row.name,
            (*options, *_constraint_words(row)),
        )

    def _check(self, row: ConstraintRow) -> Check:
        words = ["no inherit"] if row.more().no_inherit else []
        return Check(one_line(row.expression or ""), row.name, (*words, *_constraint_words(row)))

    def _rest(self, keys: dict[str, list[ConstraintRow]]) -> Iterable[SchemaObject]:
        """Exclusion constraints, and NOT NULL ones that are more than a column's NOT NULL."""
        for row in keys.get("x", []):
            words = self._key_words(row) if row.index_oid in self._index_rows else []
            text = one_line(row.more().definition)
            yield SchemaObject("exclusion", row.name, " ".join([text, *words]))
        for row in keys.get("n", []):
            words = ["no inherit"] if row.more().no_inherit else []
            words += [word for word in _constraint_words(row) if word != "inherited"]
            if words:
                columns = describe.columns(self._columns_of(row.columns))
                yield SchemaObject("not-null", None, " ".join([columns, *words]))
        for kind, rows in keys.items():
            if kind not in "pufcxnt":
                for row in rows:
                    yield SchemaObject("constraint", row.name, one_line(row.more().definition))

    # ---------------------------------------------------------------- what hangs on it

    def _triggers(self) -> tuple[Trigger, ...]:
        return tuple(
            Trigger(row.name, one_line(row.definition))
            for row in self._hung
            if row.kind == "trigger"
        )

    def _others(self) -> list[SchemaObject]:
        return [_hung(row) for row in self._hung if row.kind != "trigger"]


def _hung(row: HungRow) -> SchemaObject:
    return SchemaObject(row.kind, row.name, one_line(row.definition))


def _table_words(kind: str, more: RelationMore) -> Iterable[str]:
    if kind == "f":
        yield f"foreign, server {one_line(more.server or '')}"
    if more.persistence == "u":
        yield "unlogged"
    if more.persistence == "t":
        yield "temporary"
    if more.partition_key is not None:
        yield f"partition by {one_line(more.partition_key)}"
    if more.of_type is not None:
        yield f"of {more.of_type}"
    if more.row_security:
        yield "row level security"
    if more.forced:
        yield "row level security forced"
    if more.replica_identity != "d" and kind in "rpm":
        yield f"replica identity {_IDENTITIES[more.replica_identity]}"
    if more.method is not None:
        yield f"using {more.method}"
    if more.tablespace is not None:
        yield f"tablespace {more.tablespace}"
    if more.options:
        yield _with(more.options)
    if more.toast_options:
        yield f"toast {_with(more.toast_options)}"


_IDENTITIES = {"n": "nothing", "f": "full", "i": "index"}


def _origins(more: RelationMore) -> list[SchemaObject]:
    """The tables that it is a part of, or has its columns from."""
    parents = ", ".join(more.parents)
    if more.bound is not None:
        return [SchemaObject("partition", None, f"of {parents} {one_line(more.bound)}")]
    return [SchemaObject("inheritance", None, parents)] if parents else []


def _granted(more: RelationMore) -> list[SchemaObject]:
    if more.privileges is None:
        return []
    return [SchemaObject("privileges", None, more.privileges)]


def _constraint_words(row: ConstraintRow) -> Sequence[str]:
    if row.unusual is None and row.comment is None:
        return ()
    more = row.more()
    words = []
    if not more.enforced:
        words.append("not enforced")
    elif not more.valid:
        words.append("not valid")
    if not more.local:
        words.append("inherited")
    if row.comment is not None:
        words.append(f"comment {_quoted(row.comment)}")
    return words


def _deferrable(more: ConstraintMore) -> str:
    if not more.deferrable:
        return "not deferrable"
    return f"deferrable initially {'deferred' if more.deferred else 'immediate'}"


def _described(index: Index) -> str:
    return f"{describe.index_parts(index)} {describe.index(index)}"


def _with(options: Sequence[str]) -> str:
    return f"with ({', '.join(options)})"


def _quoted(text: str) -> str:
    inner = text.replace("'", "''")
    return f"'{inner}'"


def sequence_object(row: SequenceRow) -> SchemaObject:
    """A sequence that belongs to no column."""
    return SchemaObject("sequence", row.name, " ".join(sequence_words(row, None, "p")))
