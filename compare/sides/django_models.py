"""What Django's historical models say, as ``compare.conventions.Declared`` wants to know it."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from django.db import migrations, models
from django.utils import timezone

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
_OWN_LENGTH: dict[Any, int] = {
    models.URLField: 200,
    models.EmailField: 254,
    models.SlugField: 50,
    models.FileField: 100,
}


def declare(state: Any, applied: Iterable[Any], engine: str) -> ByColumn:
    """What the models of a project's state say of each column.

    Read from the state's own fields: rendering model classes of them costs five times as much.

    Args:
        state: a ``ProjectState``.
        applied: the migrations that led to it, earliest first.
        engine: the engine's name.
    """
    renamed = _renamed(applied)
    declared = {}
    for (label, model), entry in state.models.items():
        table = entry.options.get("db_table") or f"{label}_{model}"
        for position, (name, field) in enumerate(entry.fields.items()):
            if field.many_to_many:
                continue
            named = copy.copy(field)
            named.set_attributes_from_name(name)
            declared[(table, named.column)] = declare_field(
                named, engine, position=position, renamed=(model, name) in renamed
            )
    return declared


def declare_field(
    field: Any, engine: str, *, position: int | None = None, renamed: bool = False
) -> Declared:
    """What one field says.

    Args:
        field: a concrete field that knows its name.
        engine: the engine's name.
        position: its place in the model.
        renamed: whether a migration gave it the name it has.
    """
    remote = field.remote_field
    decimal = isinstance(field, models.DecimalField)
    return Declared(
        nullable=field.null,
        python_default=sql_literal(field.default, engine),
        python_now=getattr(field, "auto_now", False)
        or getattr(field, "auto_now_add", False)
        or field.default is timezone.now,
        server_default=field.has_db_default(),
        length_unsaid=any(
            isinstance(field, kind) and field.max_length == length
            for kind, length in _OWN_LENGTH.items()
        ),
        length=getattr(field, "max_length", None),
        index_unsaid=field.db_index and "db_index" not in field.deconstruct()[3],
        on_delete=_ON_DELETE.get(remote.on_delete) if remote is not None else None,
        duration=isinstance(field, models.DurationField),
        precision=(field.max_digits, field.decimal_places) if decimal else None,
        choices=tuple((str(value), str(value)) for value, _ in field.flatchoices),
        positive=isinstance(field, models.fields.PositiveIntegerRelDbTypeMixin),
        position=position,
        renamed=renamed,
    )


def _renamed(applied: Iterable[Any]) -> set[tuple[str, str]]:
    """The fields, by model, whose name a ``RenameField`` gave them."""
    renamed: set[tuple[str, str]] = set()
    for migration in applied:
        for operation in migration.operations:
            if isinstance(operation, migrations.RenameField):
                renamed.add((operation.model_name_lower, operation.new_name))
            elif isinstance(operation, migrations.RenameModel):
                old, new = operation.old_name_lower, operation.new_name_lower
                renamed = {(new if model == old else model, name) for model, name in renamed}
    return renamed
