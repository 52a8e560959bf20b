"""What models of either framework declare, as ``compare.conventions.Declared`` wants to know it."""

from __future__ import annotations

from typing import Any

from django.db import models

from compare.conventions import ByColumn
from compare.sides import flask_models
from compare.sides.django_models import declare_field


def flask_declares(db: Any, engine: str = "sqlite") -> ByColumn:
    """What Flask-SQLAlchemy's models say."""
    return flask_models.declare(
        db.metadata, engine, at_head=True, mappers=db.Model.registry.mappers
    )


def django_declares(known: list[type[models.Model]], engine: str = "sqlite") -> ByColumn:
    """What Django models say; of historical models the same."""
    return {
        (model._meta.db_table, field.column): declare_field(field, engine, position=position)
        for model in known
        for position, field in enumerate(model._meta.local_concrete_fields)
    }
