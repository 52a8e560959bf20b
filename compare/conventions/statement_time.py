"""The database's clock on PostgreSQL: the transaction's on the Flask side, else the statement's."""

from __future__ import annotations

from compare.conventions.base import Context, Convention
from compare.model import Difference


def _explains(difference: Difference, context: Context) -> bool:
    return (
        difference.area == "schema"
        and difference.kind == "column.default"
        and context.engine == "postgresql"
        and context.paired(difference)
        and difference.left in ("now()", "CURRENT_TIMESTAMP")
        and difference.right == "statement_timestamp()"
    )


CONVENTION = Convention(
    slug="statement-time",
    title="On PostgreSQL func.now() is the transaction's time, Django's Now() the statement's.",
    why="""\
SQLAlchemy's server_default=db.func.now() writes DEFAULT now(), which on PostgreSQL is the time at
which the transaction began. Django's db_default=Now() writes STATEMENT_TIMESTAMP(), so that it
means the same as on other databases: the time of the statement.""",
    costs="""\
Rows made in one transaction all have the same time on the Flask side, so ORDER BY creado does not
tell which came first, and a long transaction dates its rows back. In a db.DateTime, which has no
zone, either default is what the clock shows in the session's time zone.""",
    close_flask="""\
Write Django's function.

    creado = db.Column(
        db.DateTime, server_default=db.func.statement_timestamp(), nullable=False
    )""",
    close_django="""\
Write a function of your own. (TransactionNow of django.contrib.postgres means the same as now(),
and the database calls it CURRENT_TIMESTAMP.)

    class TransactionStart(Func):
        template = "now()"
        output_field = models.DateTimeField()

    class Post(models.Model):
        creado = models.DateTimeField(db_default=TransactionStart())""",
    sources=(
        "https://docs.djangoproject.com/en/5.2/ref/models/database-functions/#now",
        "https://docs.djangoproject.com/en/5.2/ref/contrib/postgres/functions/#transactionnow",
        "django/db/models/functions/datetime.py: Now.as_postgresql",
        "https://docs.sqlalchemy.org/en/20/core/functions.html#sqlalchemy.sql.functions.now",
        "https://www.postgresql.org/docs/current/functions-datetime.html"
        "#FUNCTIONS-DATETIME-CURRENT",
    ),
    explains=_explains,
)
