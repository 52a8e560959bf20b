"""Django adds an index for LIKE to indexed text on PostgreSQL; SQLAlchemy does not."""

from __future__ import annotations

from compare.conventions._names import made_by_django
from compare.conventions.base import Context, Convention
from compare.model import Difference, Index, IndexPart, Table

_OPERATORS = {"character varying": "varchar_pattern_ops", "text": "text_pattern_ops"}


def _explains(difference: Difference, context: Context) -> bool:
    index, table = difference.right_object, difference.right_table
    if not (
        difference.area == "schema"
        and difference.kind == "index.missing"
        and context.engine == "postgresql"
        and difference.left_object is None
        and isinstance(index, Index)
        and table is not None
        and context.paired(difference)
        and len(index.columns) == 1
    ):
        return False
    (name,) = index.columns
    column = table.column(name)
    operators = _OPERATORS.get(column.type.partition("(")[0]) if column is not None else None
    return (
        operators is not None
        and index == Index((IndexPart(name, operator_class=operators),), index.name)
        and (made_by_django(index.name, "_like") or ())[1:] == index.columns
        and _indexed(table, name)
        # One that is there twice is a mistake, whoever made it.
        and sum(each.parts == index.parts for each in table.indexes) == 1
    )


def _indexed(table: Table, column: str) -> bool:
    """Whether the column has the ordinary index, or the constraint, that this one goes with."""
    return (
        any(unique.columns == (column,) for unique in table.uniques)
        or (table.primary_key is not None and table.primary_key.columns == (column,))
        or any(index.parts == (IndexPart(column),) for index in table.indexes)
    )


CONVENTION = Convention(
    slug="like-index",
    title="On PostgreSQL Django makes a second index for LIKE on indexed text.",
    why="""\
An ordinary index on text follows the database's collation, and PostgreSQL uses it for
LIKE 'ana%' only where that is C (or another that sorts by code point). So Django adds to every
CharField and TextField with unique=True or db_index=True, which a SlugField has unasked, an index
with varchar_pattern_ops (text_pattern_ops for text), named <table>_<column>_<digest>_like.
SQLAlchemy makes what the model says and no more.""",
    costs="""\
startswith and LIKE 'ana%' read the whole table on the Flask side, unless the collation is C. On
the Django side every write keeps one index more.""",
    close_flask="""\
Make the same index; other databases make an ordinary one of it.

    __table_args__ = (
        db.Index(
            "blog_usuario_email_5963b909_like",
            "email",
            postgresql_ops={"email": "varchar_pattern_ops"},
        ),
    )""",
    close_django="""\
Write the constraint (or the index) into Meta, where Django makes what it says and no more.

    email = models.EmailField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["email"], name="usuario_email_key")]""",
    sources=(
        "https://docs.djangoproject.com/en/5.2/ref/databases/#indexes-for-varchar-and-text-columns",
        "django/db/backends/postgresql/schema.py: DatabaseSchemaEditor._create_like_index_sql",
        "https://www.postgresql.org/docs/current/indexes-opclass.html",
        "https://docs.sqlalchemy.org/en/20/dialects/postgresql.html#operator-classes",
    ),
    explains=_explains,
)
