"""The same type under two names on SQLite: float and real."""

from __future__ import annotations

from compare.conventions.base import Context, Convention
from compare.model import Difference


def _explains(difference: Difference, context: Context) -> bool:
    return (
        difference.area == "schema"
        and difference.kind == "column.type"
        and context.engine == "sqlite"
        and context.paired(difference)
        and difference.left in ("float", "double")
        and difference.right == "real"
    )


CONVENTION = Convention(
    slug="float-type-name",
    title="SQLAlchemy says FLOAT or DOUBLE on SQLite, Django says real.",
    why="""\
SQLite has one floating-point storage, of 64 bits, and calls it REAL. A column declared FLOAT,
DOUBLE or real stores it alike. SQLAlchemy writes the name of its type, Django the name of the
storage.""",
    costs="Nothing: the values and their storage are the same.",
    close_flask="""\
Use the type of that name.

    medida = db.Column(db.REAL, nullable=False)""",
    close_django="""\
A field of your own can say another word.

    class FloatField(models.FloatField):
        def db_type(self, connection):
            return "float" if connection.vendor == "sqlite" else super().db_type(connection)""",
    sources=(
        "https://sqlite.org/datatype3.html#determination_of_column_affinity",
        "https://docs.sqlalchemy.org/en/20/core/type_basics.html#sqlalchemy.types.Float",
        "django/db/backends/sqlite3/base.py: DatabaseWrapper.data_types",
        "https://docs.djangoproject.com/en/5.2/howto/custom-model-fields/#custom-database-types",
    ),
    explains=_explains,
)
