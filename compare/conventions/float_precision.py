"""On MariaDB and MySQL db.Float has 32 bits, Django's FloatField has 64."""

from __future__ import annotations

import struct

from compare.conventions.base import MARIADB_AND_MYSQL, Context, Convention
from compare.model import Difference, Table, Value


def _explains(difference: Difference, context: Context) -> bool:
    name = difference.column
    if (
        context.engine not in MARIADB_AND_MYSQL
        or not context.paired(difference)
        or _type(difference.left_table, name) != "float"
        or _type(difference.right_table, name) != "double"
        or context.flask_declares(difference).asks_type not in (None, "float")
    ):
        return False
    if difference.area == "schema":
        return difference.kind == "column.type"
    left, right = difference.left_object, difference.right_object
    return (
        difference.area == "rows"
        and difference.kind in ("row.value", "row.storage")
        and isinstance(left, Value)
        and isinstance(right, Value)
        and left.kind == right.kind == "real"
        and _single(left.canonical) == _single(right.canonical) is not None
    )


def _type(table: Table | None, name: str | None) -> str | None:
    column = table.column(name) if table is not None and name is not None else None
    return column.type if column is not None else None


def _single(number: str) -> bytes | None:
    """The 32 bits that are left of a number; None where it is too large for them."""
    try:
        return struct.pack("f", float(number))
    except OverflowError:
        return None


CONVENTION = Convention(
    slug="float-precision",
    title="On MariaDB and MySQL db.Float has 32 bits, about seven digits; FloatField has 64.",
    why="""\
SQLAlchemy's Float writes FLOAT, which MariaDB and MySQL take for a number of 32 bits. Django's
FloatField is Python's float, so Django writes double precision, of 64 bits. On SQLite and
PostgreSQL FLOAT has 64 bits, too.""",
    costs="""\
The Flask side loses digits: 16777217 is stored as 16777216, and MariaDB shows only six digits
of a FLOAT, so SQLAlchemy reads 16777200. No error and no warning says so. WHERE medida = 0.3
finds nothing, because the stored number is not the nearest one to 0.3 that 64 bits can hold. A
number beyond 3.4e38 is refused.""",
    close_flask="""\
Ask for 64 bits.

    medida = db.Column(db.Double)""",
    close_django="""\
A field of your own can ask for 32 bits.

    class FloatField(models.FloatField):
        def db_type(self, connection):
            return "float" if connection.vendor == "mysql" else super().db_type(connection)""",
    sources=(
        "https://mariadb.com/kb/en/float/",
        "https://docs.sqlalchemy.org/en/20/core/type_basics.html#sqlalchemy.types.Float",
        "https://docs.sqlalchemy.org/en/20/core/type_basics.html#sqlalchemy.types.Double",
        "django/db/backends/mysql/base.py: DatabaseWrapper.data_types",
        "https://docs.djangoproject.com/en/5.2/howto/custom-model-fields/#custom-database-types",
    ),
    explains=_explains,
)
