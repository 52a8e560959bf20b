"""SQLAlchemy always stores microseconds on SQLite, Django only where there are any."""

from __future__ import annotations

import re

from compare.conventions.base import Context, Convention
from compare.model import Difference, Value

_WITHOUT = re.compile(r"text '(?P<moment>(\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d)'")


def _explains(difference: Difference, context: Context) -> bool:
    left, right = difference.left_object, difference.right_object
    if not (
        difference.area == "rows"
        and difference.kind == "row.storage"
        and context.engine == "sqlite"
        and isinstance(left, Value)
        and isinstance(right, Value)
        and left.kind == right.kind
        and left.kind in ("datetime", "time")
        and left.canonical == right.canonical
    ):
        return False
    django = _WITHOUT.fullmatch(right.stored)
    return django is not None and left.stored == f"text '{django['moment']}.000000'"


CONVENTION = Convention(
    slug="datetime-storage",
    title="SQLAlchemy stores 10:00:00.000000 on SQLite, Django 10:00:00.",
    why="""\
SQLite has no type for dates and times, so both frameworks store text. SQLAlchemy's format
always ends in six digits of microseconds. Django writes Python's str(), which leaves them out
when they are zero.""",
    costs="""\
Each framework reads both forms. But SQL that compares the text does not: '2024-01-01 10:00:00'
sorts before '2024-01-01 10:00:00.000000' and is not equal to it, so on a database that both
write to, WHERE fecha = … finds one side's rows only.""",
    close_flask="""\
SQLAlchemy's format cannot leave the digits out only where they are zero. Where times have
whole seconds, it can leave them out always.

    from sqlalchemy.dialects.sqlite import DATETIME

    WholeSeconds = db.DateTime().with_variant(DATETIME(truncate_microseconds=True), "sqlite")""",
    close_django="""\
A field of your own can always write the digits.

    class DateTimeField(models.DateTimeField):
        def get_db_prep_value(self, value, connection, prepared=False):
            value = super().get_db_prep_value(value, connection, prepared)
            if connection.vendor == "sqlite" and isinstance(value, str) and "." not in value:
                value += ".000000"
            return value""",
    sources=(
        "https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#sqlalchemy.dialects.sqlite.DATETIME",
        "django/db/backends/sqlite3/operations.py: DatabaseOperations.adapt_datetimefield_value",
        "https://sqlite.org/datatype3.html#date_and_time_datatype",
    ),
    explains=_explains,
)
