"""What models of either framework declare, as ``compare.conventions.Declared`` wants to know it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from django.db import models
from django.utils import timezone
from sqlalchemy.sql.schema import SchemaConst

from compare.conventions import ByColumn, Declared
from compare.sides.literals import sql_literal

_ON_DELETE = {
    models.CASCADE: "cascade",
    models.SET_NULL: "set null",
    models.SET_DEFAULT: "set default",
    models.PROTECT: "restrict",
    models.RESTRICT: "restrict",
    models.DO_NOTHING: "no action",
}
_OWN_LENGTH = {
    models.URLField: 200,
    models.EmailField: 254,
    models.SlugField: 50,
    models.FileField: 100,
}


def flask_declares(metadata: sa.MetaData) -> ByColumn:
    """What SQLAlchemy models say."""
    return {
        (table.name, column.name): _of_column(column)
        for table in metadata.tables.values()
        for column in table.columns
    }


def _of_column(column: Any) -> Declared:
    kind = column.type
    default = column.default.arg if column.default is not None else None
    return Declared(
        nullable_unsaid=column._user_defined_nullable is SchemaConst.NULL_UNSPECIFIED
        and not column.primary_key,
        nullable=column.nullable,
        python_default=sql_literal(default, "sqlite"),
        server_default=column.server_default is not None,
        asks_index=bool(column.index) or _has_index(column),
        asks_deferrable=any(key.deferrable for key in column.foreign_keys),
        asks_autoincrement=column.primary_key
        and bool(column.table.dialect_options["sqlite"]["autoincrement"]),
        length_unsaid=type(kind) is sa.String and kind.length is None,
        on_delete=next(
            (str(key.ondelete).lower() for key in column.foreign_keys if key.ondelete), None
        ),
        duration=isinstance(kind, sa.Interval),
        precision=_precision(kind),
        choices=_members(kind),
    )


def _has_index(column: Any) -> bool:
    return any([*index.columns] == [column] for index in column.table.indexes)


def _precision(kind: Any) -> tuple[int, int] | None:
    if not isinstance(kind, sa.Numeric) or isinstance(kind, sa.Float):
        return None
    return None if kind.precision is None else (kind.precision, kind.scale or 0)


def _members(kind: Any) -> tuple[tuple[str, str], ...]:
    """The text stored for each member of a Python enum, and its value."""
    if not isinstance(kind, sa.Enum) or kind.enum_class is None:
        return ()
    values = [str(member.value) for member in kind.enum_class.__members__.values()]
    return tuple(zip(kind.enums, values, strict=True))


def django_declares(known: list[type[models.Model]]) -> ByColumn:
    """What Django models say; of historical models the same."""
    return {
        (model._meta.db_table, field.column): _of_field(field, position)
        for model in known
        for position, field in enumerate(model._meta.local_concrete_fields)
    }


def _of_field(field: Any, position: int) -> Declared:
    said = field.deconstruct()[3]
    remote = field.remote_field
    return Declared(
        nullable=field.null,
        python_default=sql_literal(field.default, "sqlite"),
        server_default=field.has_db_default(),
        python_now=getattr(field, "auto_now", False)
        or getattr(field, "auto_now_add", False)
        or field.default is timezone.now,
        length_unsaid=any(
            isinstance(field, kind) and field.max_length == length
            for kind, length in _OWN_LENGTH.items()
        ),
        index_unsaid=field.db_index and "db_index" not in said,
        on_delete=_ON_DELETE.get(remote.on_delete) if remote is not None else None,
        duration=isinstance(field, models.DurationField),
        precision=(field.max_digits, field.decimal_places)
        if isinstance(field, models.DecimalField)
        else None,
        choices=tuple((str(value), str(value)) for value, _ in field.flatchoices),
        position=position,
    )
