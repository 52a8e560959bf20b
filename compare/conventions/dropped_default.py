"""Alembic's server default stays in the database, Django drops its default once rows are filled."""

from __future__ import annotations

from compare.conventions._literals import same_constant
from compare.conventions.base import Context, Convention, Declared
from compare.model import Column, Difference

_NOW = frozenset(
    {"current_timestamp", "now()", "(now())", "current_timestamp()", "current_timestamp(6)"}
)


def _explains(difference: Difference, context: Context) -> bool:
    if difference.area != "schema" or difference.kind != "column.default":
        return False
    left, right = difference.left_object, difference.right_object
    python = context.django_declares(difference)
    return (
        context.paired(difference)
        and isinstance(left, Column)
        and isinstance(right, Column)
        and left.default is not None
        and right.default is None
        and right.generated is None
        and not python.server_default
        and _fills_in(left.default, python, left.type)
    )


def _fills_in(default: str, python: Declared, declared_type: str) -> bool:
    """Whether Django's Python code fills in what the Flask side's database does."""
    if python.python_default is not None:
        return same_constant(default, python.python_default, declared_type)
    return python.python_now and default.lower() in _NOW


CONVENTION = Convention(
    slug="dropped-default",
    title="A server default stays on the Flask side; Django's default lives in Python alone.",
    why="""\
A new NOT NULL column needs a value for the rows that exist. In Alembic that is server_default,
a DEFAULT in the table, and it stays there. Django uses the field's default to fill those rows,
too, but leaves no DEFAULT behind: from then on the model fills it in, in Python.""",
    costs="""\
An INSERT that leaves the column out works on the Flask side and fails on the Django side with a
NOT NULL error (on MariaDB and MySQL: "doesn't have a default value"): an import script, another
program, or the old release during a rolling deploy.""",
    close_flask="""\
Drop the server default once the rows are filled, and let Python fill it in.

    publicado = db.Column(db.Boolean, default=False, nullable=False)

    with op.batch_alter_table("post") as batch_op:
        batch_op.alter_column("publicado", existing_type=sa.Boolean(), server_default=None)""",
    close_django="""\
Ask for a default in the database (Django 5.0 and later).

    publicado = models.BooleanField(db_default=False)""",
    sources=(
        "https://docs.djangoproject.com/en/5.2/ref/models/fields/#db-default",
        "https://docs.djangoproject.com/en/5.2/ref/models/fields/#default",
        "https://docs.sqlalchemy.org/en/20/core/defaults.html"
        "#server-invoked-ddl-explicit-default-expressions",
        "https://alembic.sqlalchemy.org/en/latest/ops.html"
        "#alembic.operations.Operations.alter_column",
    ),
    explains=_explains,
)
