"""The same type under two names on SQLite: boolean and bool."""

from __future__ import annotations

from compare.conventions.base import Context, Convention
from compare.model import Difference


def _explains(difference: Difference, context: Context) -> bool:
    return (
        difference.area == "schema"
        and difference.kind == "column.type"
        and context.engine == "sqlite"
        and context.paired(difference)
        and (difference.left, difference.right) == ("boolean", "bool")
    )


CONVENTION = Convention(
    slug="boolean-type-name",
    title="SQLAlchemy says BOOLEAN on SQLite, Django says bool.",
    why="""\
SQLite has no boolean type. It keeps whatever name a column was declared with and derives from
it how values are stored; BOOLEAN and bool both come out as NUMERIC. Both frameworks store 0
and 1.""",
    costs="Nothing: the values and their storage are the same.",
    close_flask="""\
Compile a type of your own to Django's word, if a tool compares the words. `flask db check` then
reports the type for ever, because it reads the column as BOOLEAN, unless a compare_type in env.py
lets it pass.

    class Bool(db.Boolean):
        pass

    @compiles(Bool, "sqlite")
    def say_bool(element, compiler, **kw):
        return "bool\"""",
    close_django="""\
A field of your own can say SQLAlchemy's word.

    class BooleanField(models.BooleanField):
        def db_type(self, connection):
            return "boolean" if connection.vendor == "sqlite" else super().db_type(connection)""",
    sources=(
        "https://sqlite.org/datatype3.html#determination_of_column_affinity",
        "django/db/backends/sqlite3/base.py: DatabaseWrapper.data_types",
        "https://docs.sqlalchemy.org/en/20/core/type_basics.html#sqlalchemy.types.Boolean",
        "https://docs.sqlalchemy.org/en/20/core/compiler.html#changing-compilation-of-types",
        "https://docs.djangoproject.com/en/5.2/howto/custom-model-fields/#custom-database-types",
    ),
    explains=_explains,
)
