"""Tables and views put together from what PostgreSQL's catalogue says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from compare.diff import describe
from compare.inspect.postgresql.catalogue import (
    Catalogue,
    ColumnRow,
    ConstraintRow,
    HungRow,
    RelationRow,
    SequenceRow,
)
from compare.inspect.postgresql.fragments import one_line
from compare.inspect.postgresql.indexes import IndexReader
from compare.inspect.postgresql.sequences import generated_name, sequence_words
from compare.model import (
    Check,
    Column,
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


def build_table(catalogue: Catalogue, row: RelationRow) -> Table:
    """A table with everything that hangs on it."""
    return _Builder(catalogue, row).table()


def build_view(catalogue: Catalogue, row: RelationRow) -> View:
    """A view or a materialized view with everything that hangs on it."""
    return _Builder(catalogue, row).view()


class _Builder:
    def __init__(self, catalogue: Catalogue, row: RelationRow) -> None:
        self._catalogue = catalogue
        self._row = row
        self._column_rows = catalogue.columns.get(row.oid, [])
        self._names = {column.number: column.name for column in self._column_rows}
        self._constraints = catalogue.constraints.get(row.oid, [])
        self._hung = catalogue.hung.get(row.oid, [])
        self._indexes = IndexReader(catalogue, row.oid)
        self._index_rows = {index.oid: index for index in catalogue.indexes.get(row.oid, [])}
        self._used: set[int] = set()

    def table(self) -> Table:
        columns = tuple(map(self._column, self._column_rows))
        keys: dict[str, list[ConstraintRow]] = {}
        for constraint in self._constraints:
            keys.setdefault(constraint.type, []).append(constraint)
        by_constraint = {each.index_oid for kind in "pux" for each in keys.get(kind, [])}
        return Table(
            name=self._row.name,
            columns=columns,
            primary_key=next(map(self._primary_key, keys.get("p", [])), None),
            foreign_keys=tuple(map(self._foreign_key, keys.get("f", []))),
            uniques=tuple(map(self._unique, keys.get("u", []))),
            indexes=tuple(
                self._indexes.index(index)
                for index in self._index_rows.values()
                if index.oid not in by_constraint
            ),
            checks=tuple(map(self._check, keys.get("c", []))),
            triggers=self._triggers(),
            options=tuple(_table_words(self._row)),
            comment=self._row.comment,
            others=(
                *_origins(self._row),
                *self._rest(keys),
                *self._sequences(),
                *self._others(),
                *_granted(self._row.privileges, self._column_rows),
            ),
        )

    def view(self) -> View:
        row = self._row
        words = [one_line(row.definition or "")]
        if row.kind == "m":
            words = ["materialized", *_table_words(row), *words]
            if not row.populated:
                words.append("with no data")
        elif row.options:
            words.insert(0, _with(row.options))
        said = [SchemaObject("comment", None, row.comment)] if row.comment is not None else []
        for column in self._column_rows:
            built = self._column(column)
            own = [f"default {built.default}"] if built.default is not None else []
            own += [f"comment {_quoted(built.comment)}"] if built.comment is not None else []
            own += built.options
            if own:
                said.append(SchemaObject("column", column.name, " ".join(own)))
        built_indexes = map(self._indexes.index, self._index_rows.values())
        said += [SchemaObject("index", index.name, _described(index)) for index in built_indexes]
        return View(
            row.name,
            " ".join(words),
            self._triggers(),
            (*said, *self._others(), *_granted(row.privileges, self._column_rows)),
        )

    # ---------------------------------------------------------------- columns

    def _column(self, row: ColumnRow) -> Column:
        default = row.default
        identity = generated = None
        if default is not None:
            default = one_line(default)
            if row.generated:
                generated = f"{'stored' if row.generated == 's' else 'virtual'}: {default}"
                default = None
        for sequence in self._catalogue.owned.get((row.relation, row.number), ()):
            if sequence.of_identity:
                kind = "always" if row.identity == "a" else "by default"
            elif sequence.nextval == row.default:
                kind, default = "serial", None
            else:
                continue
            self._used.add(sequence.oid)
            expected = generated_name(self._row.name, row.name)
            named = [] if sequence.name == expected else [describe.word(sequence.name)]
            words = sequence_words(sequence, row.type, self._row.persistence)
            identity = " ".join([kind, *named, *words])
        return Column(
            row.name,
            row.type,
            not row.not_null,
            default,
            generated,
            identity,
            self._catalogue.collations[row.collation] if row.own_collation else None,
            row.comment,
            None,
            tuple(row.options) if row.options else (),
        )

    def _sequences(self) -> Iterable[SchemaObject]:
        """Those that belong to a column which does not take its values from them."""
        for column in self._column_rows:
            for sequence in self._catalogue.owned.get((column.relation, column.number), ()):
                if sequence.oid not in self._used:
                    owner = f"owned by {describe.word(column.name)}"
                    text = " ".join([owner, *sequence_words(sequence, None, "p")])
                    yield SchemaObject("sequence", sequence.name, text)

    # ---------------------------------------------------------------- keys

    def _columns_of(self, numbers: Sequence[int] | None) -> tuple[str, ...]:
        return tuple(self._names[number] for number in numbers or ())

    def _primary_key(self, row: ConstraintRow) -> PrimaryKey:
        options = ([_deferrable(row)] if row.deferrable else []) + self._key_words(row)
        return PrimaryKey(self._columns_of(row.columns), row.name, options=tuple(options))

    def _unique(self, row: ConstraintRow) -> Unique:
        return Unique(
            self._columns_of(row.columns),
            row.name,
            deferrable=_deferrable(row),
            nulls_not_distinct=self._index_rows[row.index_oid].nulls_not_distinct,
            options=tuple(self._key_words(row)),
        )

    def _key_words(self, row: ConstraintRow) -> list[str]:
        """What is special about a key and about the index that holds it."""
        index = self._index_rows[row.index_oid]
        words = ["without overlaps"] if row.period else []
        included = self._columns_of(index.columns[index.key_columns :])
        if included:
            words.append(f"include {describe.columns(included)}")
        words += self._indexes.words(index)
        if index.comment is not None:
            words.append(f"index comment {_quoted(index.comment)}")
        return words + _constraint_words(row)

    def _foreign_key(self, row: ConstraintRow) -> ForeignKey:
        options = ["period"] if row.period else []
        target = row.referred_table or ""
        referred = row.referred_columns
        if referred is None:
            known = self._catalogue.columns[row.referred]
            names = {column.number: column.name for column in known}
            referred = [names[number] for number in row.referred_numbers or ()]
        if row.referred_schema is not None:
            target = f"{row.referred_schema}.{describe.word(target)}"
            options.append(f"to schema {row.referred_schema}")
        if row.set_columns:
            columns = self._columns_of(row.set_columns)
            options.append(f"on delete sets {describe.columns(columns)}")
        return ForeignKey(
            self._columns_of(row.columns),
            target,
            tuple(referred),
            _ACTIONS[row.on_delete],
            _ACTIONS[row.on_update],
            _MATCHES[row.match],
            _deferrable(row),
            row.name,
            tuple(options + _constraint_words(row)),
        )

    def _check(self, row: ConstraintRow) -> Check:
        words = ["no inherit"] if row.no_inherit else []
        return Check(
            one_line(row.expression or ""), row.name, tuple(words + _constraint_words(row))
        )

    def _rest(self, keys: dict[str, list[ConstraintRow]]) -> Iterable[SchemaObject]:
        """Exclusion constraints, and NOT NULL ones that are more than a column's NOT NULL."""
        for row in keys.get("x", []):
            words = self._key_words(row) if row.index_oid in self._index_rows else []
            yield SchemaObject(
                "exclusion", row.name, " ".join([one_line(row.definition or ""), *words])
            )
        for row in keys.get("n", []):
            words = ["no inherit"] if row.no_inherit else []
            words += [word for word in _constraint_words(row) if word != "inherited"]
            if words:
                columns = describe.columns(self._columns_of(row.columns))
                yield SchemaObject("not-null", None, " ".join([columns, *words]))
        for kind, rows in keys.items():
            if kind not in "pufcxnt":
                for row in rows:
                    yield SchemaObject("constraint", row.name, one_line(row.definition or ""))

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


def _table_words(row: RelationRow) -> Iterable[str]:
    if row.kind == "f":
        yield f"foreign, server {one_line(row.server or '')}"
    if row.persistence == "u":
        yield "unlogged"
    if row.persistence == "t":
        yield "temporary"
    if row.partition_key is not None:
        yield f"partition by {one_line(row.partition_key)}"
    if row.of_type is not None:
        yield f"of {row.of_type}"
    if row.row_security:
        yield "row level security"
    if row.forced:
        yield "row level security forced"
    if row.replica_identity != "d" and row.kind in "rpm":
        yield f"replica identity {_IDENTITIES[row.replica_identity]}"
    if row.method not in (None, "heap"):
        yield f"using {row.method}"
    if row.tablespace is not None:
        yield f"tablespace {row.tablespace}"
    if row.options:
        yield _with(row.options)
    if row.toast_options:
        yield f"toast {_with(row.toast_options)}"


_IDENTITIES = {"n": "nothing", "f": "full", "i": "index"}


def _origins(row: RelationRow) -> list[SchemaObject]:
    """The tables that it is a part of, or has its columns from."""
    parents = ", ".join(row.parents or ())
    if row.bound is not None:
        return [SchemaObject("partition", None, f"of {parents} {one_line(row.bound)}")]
    return [SchemaObject("inheritance", None, parents)] if parents else []


def _granted(table: str | None, columns: Iterable[ColumnRow]) -> Iterable[SchemaObject]:
    if table is not None:
        yield SchemaObject("privileges", None, table)
    for column in columns:
        if column.privileges is not None:
            yield SchemaObject("privileges", column.name, column.privileges)


def _constraint_words(row: ConstraintRow) -> list[str]:
    words = []
    if not row.enforced:
        words.append("not enforced")
    elif not row.valid:
        words.append("not valid")
    if not row.local:
        words.append("inherited")
    if row.comment is not None:
        words.append(f"comment {_quoted(row.comment)}")
    return words


def _deferrable(row: ConstraintRow) -> str:
    if not row.deferrable:
        return "not deferrable"
    return f"deferrable initially {'deferred' if row.deferred else 'immediate'}"


def _described(index: Index) -> str:
    return f"{describe.index_parts(index)} {describe.index(index)}"


def _with(options: list[str]) -> str:
    return f"with ({', '.join(options)})"


def _quoted(text: str) -> str:
    inner = text.replace("'", "''")
    return f"'{inner}'"


def sequence_object(row: SequenceRow) -> SchemaObject:
    """A sequence that belongs to no column."""
    return SchemaObject("sequence", row.name, " ".join(sequence_words(row, None, "p")))
