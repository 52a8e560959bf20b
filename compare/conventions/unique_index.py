"""What is unique by a constraint on one side is unique by an index on the other."""

from __future__ import annotations

from compare.conventions import _names
from compare.conventions.base import Context, Convention
from compare.model import Difference, Index, Table, Unique


def _explains(difference: Difference, context: Context) -> bool:
    left, right = difference.left_object, difference.right_object
    ours = difference.left_table
    if (
        difference.area != "schema"
        or difference.kind != "unique.form"
        or not context.paired(difference)
        or ours is None
    ):
        return False
    if isinstance(left, Unique) and isinstance(right, Index):
        return (
            left == Unique(left.columns, name=left.name)
            and left.name in (None, _names.unique_name(left.columns, ours.name))
            and _names.made_by_django(right.name, "_uniq") is not None
        )
    return (
        isinstance(left, Index)
        and isinstance(right, Unique)
        and right == Unique(right.columns, right.name)
        and _unnamed(right, difference.right_table, context)
        and _names.made_by_sqlalchemy(left, ours.name)
    )


def _unnamed(unique: Unique, table: Table | None, context: Context) -> bool:
    """Whether nobody chose the constraint's name."""
    if unique.name is None or table is None or context.engine != "postgresql":
        return unique.name is None
    return unique.name == _names.made_by_postgresql(table.name, unique.columns, "key")


CONVENTION = Convention(
    slug="unique-index",
    title="Unique by a constraint on one side, by a unique index on the other.",
    why="""\
Both forbid the same rows. Django's unique_together, and the table behind a ManyToManyField,
become a unique index on SQLite, where SQLAlchemy's UniqueConstraint stays a constraint of the
table. The other way round, SQLAlchemy's index=True with unique=True is one unique index, where
Django's unique=True is a constraint, on PostgreSQL as well. (For MariaDB and MySQL constraint
and index are one thing.)""",
    costs="""\
Nothing while rows are read and written: the database keeps an index for the constraint as well.
But an index is dropped with DROP INDEX, and a constraint only by rebuilding the table (on
PostgreSQL with DROP CONSTRAINT). On SQLite only a constraint can carry an ON CONFLICT clause in
CREATE TABLE; an upsert works with either.""",
    close_flask="""\
For unique_together make a unique index with Django's name; for unique=True leave index=True
out.

    __table_args__ = (
        db.Index("blog_post_slug_nota_048ab825_uniq", "slug", "nota", unique=True),
    )
    email = db.Column(db.String(120), unique=True, nullable=False)""",
    close_django="""\
A UniqueConstraint on fields is a constraint of the table on SQLite as well; it replaces
unique_together. A UniqueConstraint on an expression is a unique index.

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug", "nota"], name="uq_post_slug"),
            models.UniqueConstraint(models.F("email"), name="ix_post_email"),
        ]""",
    sources=(
        "https://docs.djangoproject.com/en/5.2/ref/models/options/#unique-together",
        "django/db/backends/sqlite3/schema.py: DatabaseSchemaEditor.sql_create_unique",
        "https://docs.sqlalchemy.org/en/20/core/metadata.html"
        "#sqlalchemy.schema.Column.params.unique",
        "https://sqlite.org/lang_createtable.html#unique_constraints",
    ),
    explains=_explains,
)
