"""SQLAlchemy writes the precision of a decimal into SQLite's schema, Django does not."""

from __future__ import annotations

import re

from compare.conventions.base import Context, Convention
from compare.model import Difference

_NUMERIC = re.compile(r"(?:numeric|decimal)\((?P<digits>\d+), ?(?P<places>\d+)\)")


def _explains(difference: Difference, context: Context) -> bool:
    return (
        difference.area == "schema"
        and difference.kind == "column.type"
        and context.engine == "sqlite"
        and context.paired(difference)
        and difference.right == "decimal"
        and _precision(difference.left) == context.django_declares(difference).precision
    )


def _precision(declared_type: str | None) -> tuple[int, int] | str:
    """What the type says; a Django model that says nothing equals none."""
    found = _NUMERIC.fullmatch(declared_type or "")
    return (int(found["digits"]), int(found["places"])) if found else "none"


CONVENTION = Convention(
    slug="decimal-precision",
    title="SQLAlchemy says NUMERIC(10, 2) on SQLite, Django says decimal.",
    why="""\
SQLite has no decimal type and ignores the precision: NUMERIC(10, 2) and decimal both store a
number, as an integer where it is whole and as a 64-bit float where it is not. SQLAlchemy
writes the precision all the same. Django leaves it out and keeps it in Python.""",
    costs="""\
Nothing between the two: they store the same number. But neither stores a decimal. 0.1 + 0.2 is
not 0.3 in SQL, and from about the sixteenth digit on, digits are lost; both frameworks round
on reading.""",
    close_flask="""\
Leave the precision to Python on SQLite.

    Precio = db.Numeric(10, 2).with_variant(db.DECIMAL(decimal_return_scale=2), "sqlite")

Without decimal_return_scale, and with it before SQLAlchemy 2.0.52, the variant reads 1.50 as
Decimal("1.5000000000").""",
    close_django="""\
A field of your own can write it.

    class DecimalField(models.DecimalField):
        def db_type(self, connection):
            return f"numeric({self.max_digits}, {self.decimal_places})\"""",
    sources=(
        "https://sqlite.org/datatype3.html#determination_of_column_affinity",
        "https://docs.sqlalchemy.org/en/20/core/type_basics.html#sqlalchemy.types.Numeric",
        "django/db/backends/sqlite3/base.py: DatabaseWrapper.data_types",
        "https://docs.djangoproject.com/en/5.2/howto/custom-model-fields/#custom-database-types",
    ),
    explains=_explains,
)
