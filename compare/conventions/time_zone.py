"""Django's times have a zone on PostgreSQL, SQLAlchemy's have none."""

from __future__ import annotations

import re

from compare.conventions.base import Context, Convention
from compare.model import Difference, Value

_TYPES = ("timestamp without time zone", "timestamp with time zone")
_NAIVE = re.compile(r"[^Z]+")


def _explains(difference: Difference, context: Context) -> bool:
    if context.engine != "postgresql" or not context.paired(difference):
        return False
    if difference.area == "schema" and difference.kind == "column.type":
        return (difference.left, difference.right) == _TYPES
    left, right = difference.left_object, difference.right_object
    return (
        difference.area == "rows"
        and difference.kind == "row.value"
        and isinstance(left, Value)
        and isinstance(right, Value)
        and left.kind == right.kind == "datetime"
        and _NAIVE.fullmatch(left.canonical) is not None
        and right.canonical == f"{left.canonical}Z"
        and _declared(difference) == _TYPES
    )


def _declared(difference: Difference) -> tuple[str, str] | None:
    """The types of the column on both sides."""
    left, right, name = difference.left_table, difference.right_table, difference.column
    if left is None or right is None or name is None:
        return None
    ours, theirs = left.column(name), right.column(name)
    return (ours.type, theirs.type) if ours is not None and theirs is not None else None


CONVENTION = Convention(
    slug="time-zone",
    title="On PostgreSQL Django's times have a zone, those of db.DateTime have none.",
    why="""\
Django's DateTimeField holds a moment: timestamp with time zone, which PostgreSQL keeps in UTC.
db.DateTime holds what a clock on the wall shows: timestamp without time zone. The digits are
the same where the application works in UTC, and only there.""",
    costs="""\
PostgreSQL turns a time with a zone into the zone of the session, so another program sees other
digits there and the same ones here. A comparison of the two kinds depends on the session's time
zone. A Flask application that stores local time stores another moment than Django does.""",
    close_flask="""\
Ask for the zone; SQLite, MariaDB and MySQL, which have none, ignore it.

    fecha = db.Column(db.DateTime(timezone=True), nullable=False)

In a database that exists, say in which zone the digits were meant.

    op.alter_column(
        "post",
        "fecha",
        type_=sa.DateTime(timezone=True),
        postgresql_using="fecha AT TIME ZONE 'UTC'",
    )""",
    close_django="""\
No setting does it: with USE_TZ = False the column has a zone all the same, and Django sets the
session to TIME_ZONE. A field of your own can; with USE_TZ Django's session is in UTC.

    class UtcField(models.DateTimeField):
        def db_type(self, connection):
            if connection.vendor == "postgresql":
                return "timestamp without time zone"
            return super().db_type(connection)

        def from_db_value(self, value, expression, connection):
            naive = value is not None and value.tzinfo is None
            return value.replace(tzinfo=UTC) if naive else value""",
    sources=(
        "https://docs.djangoproject.com/en/5.2/topics/i18n/timezones/",
        "https://docs.djangoproject.com/en/5.2/ref/databases/#optimizing-postgresql-s-configuration",
        "https://docs.sqlalchemy.org/en/20/core/type_basics.html#sqlalchemy.types.DateTime",
        "https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-TIMEZONES",
    ),
    explains=_explains,
)
