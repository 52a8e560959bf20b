"""The database's clock in whole seconds on the Flask side, with a fraction on Django's."""

from __future__ import annotations

from compare.conventions.base import Context, Convention
from compare.model import Column, Difference

_NOW = {
    "sqlite": (("current_timestamp",), "strftime('%Y-%m-%d %H:%M:%f', 'NOW')"),
    "mariadb": (("current_timestamp()",), "current_timestamp(6)"),
    # What stands in parentheses, as SQLAlchemy 2.1 and Django write it, is an expression to MySQL.
    "mysql": (("current_timestamp", "(now())"), "(now(6))"),
}


def _explains(difference: Difference, context: Context) -> bool:
    ours, theirs = _NOW.get(context.engine, ((), ""))
    return (
        difference.area == "schema"
        and difference.kind == "column.default"
        and context.paired(difference)
        and (
            (difference.left in ours and difference.right == theirs)
            or (context.engine == "mysql" and _same_clock(difference))
        )
    )


def _same_clock(difference: Difference) -> bool:
    """Whether MySQL keeps one clock of whole seconds, on Django's side as an expression."""
    column = difference.right_object
    return (
        (difference.left, difference.right) == ("current_timestamp", "(now())")
        and isinstance(column, Column)
        and column.type in ("datetime", "timestamp")
    )


CONVENTION = Convention(
    slug="database-now",
    title="On SQLite, MariaDB and MySQL func.now() has whole seconds; Django's Now() a fraction.",
    why="""\
SQLAlchemy's server_default=db.func.now() writes DEFAULT CURRENT_TIMESTAMP, which SQLite gives
in whole seconds. Django's db_default=Now() writes STRFTIME('%Y-%m-%d %H:%M:%f', 'NOW'), which
gives milliseconds. Both are UTC. On MariaDB the clock gives as many digits as the column has:
none in SQLAlchemy's DATETIME, six in Django's datetime(6), which is the convention
microseconds. On MySQL it gives as many as it is asked for: none by func.now(), six by Now(). And
on both it is in the server's time zone, which neither framework sets. MySQL keeps what Django
writes in parentheses as an expression, which is another default than CURRENT_TIMESTAMP, though it
says the same.""",
    costs="""\
Rows made within one second have the same time on the Flask side, so ORDER BY fecha does not
tell which came first.""",
    close_flask="""\
Write Django's expression (on SQLite).

    now = sa.text("(STRFTIME('%Y-%m-%d %H:%M:%f', 'NOW'))")
    fecha = db.Column(db.DateTime, server_default=now, nullable=False)

On MariaDB give the column six digits, and func.now() has them, too.

    from sqlalchemy.dialects.mysql import DATETIME

    Moment = db.DateTime().with_variant(DATETIME(fsp=6), "mysql", "mariadb")
    fecha = db.Column(Moment, server_default=db.func.now(), nullable=False)

MySQL refuses that, or fills the six digits with zeros: there it has to be
server_default=sa.text("(CURRENT_TIMESTAMP(6))").""",
    close_django="""\
Write a function of your own. (On MariaDB and MySQL also a field of your own, whose db_type is
datetime; on MySQL its default stays an expression.)

    class CurrentTimestamp(Func):
        template = "CURRENT_TIMESTAMP"
        output_field = models.DateTimeField()

    class Post(models.Model):
        fecha = models.DateTimeField(db_default=CurrentTimestamp())""",
    sources=(
        "https://docs.djangoproject.com/en/5.2/ref/models/database-functions/#now",
        "django/db/models/functions/datetime.py: Now.as_sqlite",
        "https://docs.sqlalchemy.org/en/20/core/functions.html#sqlalchemy.sql.functions.now",
        "https://sqlite.org/lang_createtable.html#the_default_clause",
        "https://mariadb.com/kb/en/now/",
        "https://dev.mysql.com/doc/refman/9.7/en/timestamp-initialization.html",
    ),
    explains=_explains,
)
