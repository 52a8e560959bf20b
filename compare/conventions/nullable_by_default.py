"""A column may be NULL in SQLAlchemy unless said otherwise, and may not in Django."""

from __future__ import annotations

from compare.conventions.base import Context, Convention
from compare.model import Column, Difference


def _explains(difference: Difference, context: Context) -> bool:
    left, right = difference.left_object, difference.right_object
    return (
        difference.area == "schema"
        and difference.kind == "column.nullable"
        and context.paired(difference)
        and isinstance(left, Column)
        and isinstance(right, Column)
        and left.nullable
        and not right.nullable
        and context.flask_declares(difference).nullable_unsaid
        and context.django_declares(difference).nullable is not True
    )


CONVENTION = Convention(
    slug="nullable-by-default",
    title="A column may be NULL in SQLAlchemy unless said otherwise; in Django it may not.",
    why="""\
db.Column(db.Text) says nothing about NULL, and SQLAlchemy follows SQL: NULL is allowed.
models.TextField() says nothing about NULL either, and Django has null=False. The same silence
means the opposite.""",
    costs="""\
The Flask side accepts rows without a value, from the application as well as from anything else
that writes. Code that counts on a value (post.contenido.strip()) then fails later, on the
reading side. Moving such rows to the Django side is refused.""",
    close_flask="""\
Say it, or use a typed mapping, where Mapped[str] says it. (Mapped[str | None] says that NULL is
allowed.)

    titulo: Mapped[str] = mapped_column(db.String(200))
    contenido = db.Column(db.Text, nullable=False)

In a database that exists, fill the NULLs first.

    op.execute("UPDATE post SET contenido = '' WHERE contenido IS NULL")
    with op.batch_alter_table("post") as batch_op:
        batch_op.alter_column("contenido", existing_type=sa.Text(), nullable=False)""",
    close_django="""\
Allow it. For text Django advises against it, because "no value" then has two spellings, NULL
and ''.

    contenido = models.TextField(null=True, blank=True)""",
    sources=(
        "https://docs.sqlalchemy.org/en/20/core/metadata.html"
        "#sqlalchemy.schema.Column.params.nullable",
        "https://docs.djangoproject.com/en/5.2/ref/models/fields/#null",
    ),
    explains=_explains,
)
