"""On MariaDB and MySQL db.DateTime keeps whole seconds, Django's DateTimeField microseconds."""

from __future__ import annotations

from datetime import datetime, timedelta

from compare.conventions.base import MARIADB_AND_MYSQL, Context, Convention
from compare.model import Difference, Table, Value

_TYPES = {"datetime": "datetime(6)", "time": "time(6)"}
_DIGITS = 6
_ANY_DAY = "2000-01-01"


def _explains(difference: Difference, context: Context) -> bool:
    if context.engine not in MARIADB_AND_MYSQL or not context.paired(difference):
        return False
    ours, theirs = _types(difference)
    if _TYPES.get(ours) != theirs or context.flask_declares(difference).asks_type not in (
        None,
        ours,
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
        and left.kind == right.kind == ours
        and left.canonical == _kept(right.canonical, rounds=context.rounds)
    )


def _kept(moment: str, *, rounds: bool) -> str | None:
    """What a column of whole seconds keeps of a time; None where that is none.

    Args:
        moment: ``2024-01-01 10:00:00.500000`` or ``10:00:00.500000``.
        rounds: whether the server does; else it cuts the fraction off.
    """
    whole = moment[:-_DIGITS] + "0" * _DIGITS
    if not rounds:
        return whole
    day = "" if " " in whole else f"{_ANY_DAY} "
    try:
        begun = datetime.fromisoformat(f"{day}{whole}")
        rounded = begun + timedelta(seconds=moment[-_DIGITS:] >= "500000")
    except (ValueError, OverflowError):
        return None
    return rounded.isoformat(" ", "microseconds").removeprefix(day)


def _types(difference: Difference) -> tuple[str, str]:
    """The types of the column on both sides."""
    name = difference.column
    return _type(difference.left_table, name), _type(difference.right_table, name)


def _type(table: Table | None, name: str | None) -> str:
    column = table.column(name) if table is not None and name is not None else None
    return column.type if column is not None else ""


CONVENTION = Convention(
    slug="microseconds",
    title="On MariaDB and MySQL db.DateTime keeps whole seconds, DateTimeField microseconds.",
    why="""\
DATETIME keeps as many digits after the second as it is told to on MariaDB and MySQL, and none
if it is told nothing. SQLAlchemy's DateTime and Time tell it nothing. Django's DateTimeField and
TimeField ask for six: datetime(6), time(6).""",
    costs="""\
The Flask side loses what was there: MariaDB cuts the microseconds off without an error or a
warning (with TIME_ROUND_FRACTIONAL in sql_mode it rounds, and so does MySQL, unless its sql_mode
says TIME_TRUNCATE_FRACTIONAL). An object that was just saved has
them until it is read again. Rows made within one second have the same time, so ORDER BY fecha
does not tell which came first, and WHERE fecha = … with the value from Python finds nothing.""",
    close_flask="""\
Ask for six digits.

    from sqlalchemy.dialects.mysql import DATETIME

    Moment = db.DateTime().with_variant(DATETIME(fsp=6), "mysql", "mariadb")

    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        fecha = db.Column(Moment, nullable=False)

In a database that exists, change the column; the microseconds of the rows that it has are gone.

    with op.batch_alter_table("post") as batch_op:
        batch_op.alter_column(
            "fecha", existing_type=db.DateTime(), type_=Moment, existing_nullable=False
        )""",
    close_django="""\
A field of your own can ask for no digits.

    class DateTimeField(models.DateTimeField):
        def db_type(self, connection):
            return "datetime" if connection.vendor == "mysql" else super().db_type(connection)""",
    sources=(
        "https://mariadb.com/kb/en/microseconds-in-mariadb/",
        "https://dev.mysql.com/doc/refman/9.7/en/fractional-seconds.html",
        "https://docs.sqlalchemy.org/en/20/dialects/mysql.html"
        "#sqlalchemy.dialects.mysql.DATETIME.params.fsp",
        "https://docs.djangoproject.com/en/5.2/ref/databases/#fractional-seconds-support-for-time-and-datetime-fields",
        "django/db/backends/mysql/base.py: DatabaseWrapper.data_types",
        "https://docs.djangoproject.com/en/5.2/howto/custom-model-fields/#custom-database-types",
    ),
    explains=_explains,
)
