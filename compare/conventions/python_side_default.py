"""A default that lives in Python: Django fills the rows that exist with it, Alembic does not."""

from __future__ import annotations

from compare.conventions._literals import same_constant
from compare.conventions.base import Context, Convention
from compare.model import Difference, Value


def _explains(difference: Difference, context: Context) -> bool:
    if difference.area != "rows" or difference.kind != "row.value":
        return False
    left, right = difference.left_object, difference.right_object
    table, name = difference.left_table, difference.column
    column = table.column(name) if table is not None and name is not None else None
    ours = context.flask_declares(difference).python_default
    theirs = context.django_declares(difference).python_default
    return (
        context.paired(difference)
        and isinstance(left, Value)
        and isinstance(right, Value)
        and left.kind == "null"
        and column is not None
        and column.nullable
        and column.default is None
        and column.generated is None
        and ours is not None
        and theirs is not None
        and same_constant(ours, theirs, column.type)
        and same_constant(_constant(right), theirs, column.type)
    )


def _constant(value: Value) -> str:
    """The stored value as an SQL constant: what follows its storage class."""
    return value.stored.partition(" ")[2]


CONVENTION = Convention(
    slug="python-side-default",
    title="Rows that exist get NULL from Alembic and the default from Django.",
    why="""\
default=False means in both frameworks that Python fills the value in when a row is made.
Alembic's autogenerate does not look at it: from db.Column(db.Boolean, default=False) it makes
a column that may be NULL and has no DEFAULT, so the rows that exist get NULL. Django's
AddField writes its default into every row that exists.""",
    costs="""\
NULL is neither true nor false. WHERE NOT publicado does not find those rows, nor does WHERE
publicado; counts and filters lose them without an error. This is the classic trap of a first
Alembic migration.""",
    close_flask="""\
Give the column a server default and NOT NULL, in the model and in the revision.

    publicado = db.Column(db.Boolean, default=False, server_default=db.false(), nullable=False)

    with op.batch_alter_table("post") as batch_op:
        batch_op.add_column(
            sa.Column("publicado", sa.Boolean(), server_default=sa.false(), nullable=False)
        )

Where the rows have NULL already, fill them.

    op.execute("UPDATE post SET publicado = false WHERE publicado IS NULL")""",
    close_django="""\
There is nothing to mend here. To have NULL in the rows that exist on this side as well, add
the field without a default and give it one afterwards.

    AddField("Post", "publicado", models.BooleanField(null=True)),
    AlterField("Post", "publicado", models.BooleanField(null=True, default=False)),""",
    sources=(
        "https://docs.sqlalchemy.org/en/20/core/defaults.html#python-executed-functions",
        "https://docs.djangoproject.com/en/5.2/ref/migration-operations/#addfield",
        "https://docs.djangoproject.com/en/5.2/ref/models/fields/#default",
        "https://alembic.sqlalchemy.org/en/latest/autogenerate.html"
        "#what-does-autogenerate-detect-and-what-does-it-not-detect",
    ),
    explains=_explains,
)
