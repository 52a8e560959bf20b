"""What models of either framework declare, as ``compare.conventions.Declared`` wants to know it."""

from __future__ import annotations

from typing import Any

from django.db import models

from compare.conventions import ByColumn
from compare.sides import flask_models
from compare.sides.django_models import declare_field


def flask_declares(db: Any) -> ByColumn:
    """What Flask-SQLAlchemy's models say."""
    return flask_models.declare(
        db.metadata, "sqlite", at_head=True, mappers=db.Model.registry.mappers
    )


def django_declares(known: list[type[models.Model]]) -> ByColumn:
    """What Django models say; of historical models the same."""
    return {
        (model._meta.db_table, field.column): declare_field(field, "sqlite", position=position)
        for model in known
        for position, field in enumerate(model._meta.local_concrete_fields)
    }
