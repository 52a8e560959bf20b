"""What Flask-SQLAlchemy's models say, as ``compare.conventions.Declared`` wants to know it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from sqlalchemy.dialects.mysql.base import MySQLDialect
from sqlalchemy.dialects.mysql.mariadb import MariaDBDialect
from sqlalchemy.orm import Mapper
from sqlalchemy.sql.schema import SchemaConst

from compare.conventions import ByColumn, Declared
from compare.sides.literals import sql_literal

if sys.version_info >= (3, 14):
    from annotationlib import Format, get_annotations

    def _annotations(model: type) -> Mapping[str, object]:
        return get_annotations(model, format=Format.FORWARDREF)
else:
    from inspect import get_annotations as _annotations

_DIALECTS = {"mariadb": MariaDBDialect(), "mysql": MySQLDialect()}


def declare(
    metadata: sa.MetaData,
    engine: str,
    *,
    at_head: bool,
    mappers: Iterable[Mapper[object]] = (),
) -> ByColumn:
    """What the models say of each column.

    Args:
        metadata: the models' tables, as they stand at the last revision.
        engine: the engine's name.
        at_head: whether the database stands there too; what the models ask the database for is
            told only then.
        mappers: the models' mappers, which know what a table does not: a typed mapping says by
            ``Mapped[str]`` or ``Mapped[str | None]`` whether the column may be NULL.
    """
    typed = _typed(mappers)
    return {
        (table.name, column.name): _of_column(column, engine, at_head, typed=column in typed)
        for table in metadata.tables.values()
        for column in table.columns
    }


def _typed(mappers: Iterable[Mapper[object]]) -> set[sa.ColumnElement[object]]:
    """The columns whose attribute has a type annotation, in the model or in a mixin."""
    return {
        column
        for mapper in mappers
        for name, column in mapper.columns.items()
        if any(name in _annotations(model) for model in mapper.class_.__mro__)
    }


def _of_column(column: sa.Column[object], engine: str, at_head: bool, *, typed: bool) -> Declared:
    kind = column.type
    keys = column.foreign_keys
    return Declared(
        # SQLAlchemy keeps this to tell `nullable=True` from nothing said
        # (sqlalchemy/sql/schema.py, Column.__init__).
        nullable_unsaid=column._user_defined_nullable is SchemaConst.NULL_UNSPECIFIED
        and not typed
        and not column.primary_key,
        nullable=column.nullable,
        python_default=_constant(column, engine),
        server_default=column.server_default is not None,
        asks_index=at_head and _asks_index(column),
        asks_deferrable=at_head and any(key.deferrable for key in keys),
        asks_autoincrement=at_head
        and column.primary_key
        and bool(column.table.dialect_options["sqlite"]["autoincrement"]),
        asks_type=_type_on(_DIALECTS[engine], kind) if at_head and engine in _DIALECTS else None,
        length_unsaid=type(kind) is sa.String and kind.length is None,
        on_delete=next((str(key.ondelete).lower() for key in keys if key.ondelete), None),
        duration=isinstance(kind, sa.Interval),
        precision=_precision(kind),
        choices=_members(kind),
        enum=kind.name if isinstance(kind, sa.Enum) and kind.native_enum else None,
    )


def _constant(column: sa.Column[object], engine: str) -> str | None:
    default = column.default
    if isinstance(default, sa.ColumnDefault) and default.is_scalar:
        return sql_literal(default.arg, engine)
    return None


def _asks_index(column: sa.Column[object]) -> bool:
    return bool(column.index) or any([*index.columns] == [column] for index in column.table.indexes)


def _type_on(dialect: sa.Dialect, kind: sa.types.TypeEngine[object]) -> str | None:
    try:
        return kind.compile(dialect).lower()
    except sa.exc.CompileError:
        return None


def _precision(kind: object) -> tuple[int, int] | None:
    if not isinstance(kind, sa.Numeric) or isinstance(kind, sa.Float):
        return None
    return None if kind.precision is None else (kind.precision, kind.scale or 0)


def _members(kind: object) -> tuple[tuple[str, str], ...]:
    """The text stored for each member of an enum, and its value; a plain text is its own."""
    if not isinstance(kind, sa.Enum):
        return ()
    if kind.enum_class is None:
        return tuple((text, text) for text in kind.enums)
    values = [str(member.value) for member in kind.enum_class.__members__.values()]
    return tuple(zip(kind.enums, values, strict=True))
