"""A duration is a moment after the epoch in SQLAlchemy, a count of microseconds in Django."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from compare.conventions.base import MARIADB_AND_MYSQL, Context, Convention
from compare.model import Difference, Value

_TYPES = {
    "sqlite": ("datetime", "bigint"),
    "mariadb": ("datetime", "bigint(20)"),
    "mysql": ("datetime", "bigint"),
}
_WHOLE = re.compile(r"datetime '(?P<moment>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)'")
_MOMENT = {
    "sqlite": re.compile(r"text '(?P<moment>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6})'"),
    "mariadb": _WHOLE,
    "mysql": _WHOLE,
}
_COUNT = re.compile(r"integer (?P<count>-?\d+)")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _explains(difference: Difference, context: Context) -> bool:
    if difference.kind not in ("column.type", "row.value"):
        return False
    if (
        context.engine not in _TYPES
        or not context.paired(difference)
        or not context.flask_declares(difference).duration
        or not context.django_declares(difference).duration
    ):
        return False
    if difference.area == "schema" and difference.kind == "column.type":
        return (difference.left, difference.right) == _TYPES[context.engine]
    left, right = difference.left_object, difference.right_object
    return (
        difference.area == "rows"
        and difference.kind == "row.value"
        and isinstance(left, Value)
        and isinstance(right, Value)
        and _same_duration(left.stored, right.stored, context)
    )


def _same_duration(left: str, right: str, context: Context) -> bool:
    moment, count = _MOMENT[context.engine].fullmatch(left), _COUNT.fullmatch(right)
    if moment is None or count is None:
        return False
    duration = datetime.fromisoformat(moment["moment"]).replace(tzinfo=UTC) - _EPOCH
    microseconds = int(count["count"])
    if context.engine in MARIADB_AND_MYSQL:
        # Their moment has whole seconds: what is less was rounded or cut off.
        microseconds += 500_000 if context.rounds else 0
        microseconds -= microseconds % 1_000_000
    return duration // timedelta(microseconds=1) == microseconds


CONVENTION = Convention(
    slug="interval-storage",
    title="A duration is stored as a moment after 1970 by SQLAlchemy, as microseconds by Django.",
    why="""\
SQLite, MariaDB and MySQL have no type for durations. SQLAlchemy's Interval adds the duration to
the first of January 1970 and stores that moment in a DATETIME column. Django's DurationField
stores a number of microseconds in a bigint column.""",
    costs="""\
Neither framework can read the other's values. SQL that adds durations up works on Django's
numbers only. On MariaDB and MySQL the moment has whole seconds, so what is less than a second
is lost on the Flask side: timedelta(seconds=1.5) comes back as one second from MariaDB, and
from MySQL, which rounds, as two.""",
    close_flask="""\
Store microseconds with a type of your own.

    class Microseconds(db.TypeDecorator):
        impl = db.BigInteger
        cache_ok = True

        def process_bind_param(self, value, dialect):
            return None if value is None else value // timedelta(microseconds=1)

        def process_result_value(self, value, dialect):
            return None if value is None else timedelta(microseconds=value)""",
    close_django="""\
Store SQLAlchemy's moment with a field of your own.

    class EpochDuration(models.DateTimeField):
        def get_db_prep_value(self, value, connection, prepared=False):
            if value is None:
                return None
            return (datetime(1970, 1, 1) + value).isoformat(" ", "microseconds")

        def get_prep_value(self, value):
            return value

        def from_db_value(self, value, expression, connection):
            return None if value is None else value.replace(tzinfo=None) - datetime(1970, 1, 1)""",
    sources=(
        "https://docs.sqlalchemy.org/en/20/core/type_basics.html#sqlalchemy.types.Interval",
        "https://docs.djangoproject.com/en/5.2/ref/models/fields/#durationfield",
    ),
    explains=_explains,
)
