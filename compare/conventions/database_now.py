"""The database's clock in seconds on the Flask side, in milliseconds on Django's."""

from __future__ import annotations

from compare.conventions.base import Context, Convention
from compare.model import Difference

_SECONDS = "current_timestamp"
_MILLISECONDS = "strftime('%Y-%m-%d %H:%M:%f', 'NOW')"


def _explains(difference: Difference, context: Context) -> bool:
    return (
        difference.area == "schema"
        and difference.kind == "column.default"
        and context.engine == "sqlite"
        and context.paired(difference)
        and difference.left == _SECONDS
        and difference.right == _MILLISECONDS
    )


CONVENTION = Convention(
    slug="database-now",
    title="func.now() is CURRENT_TIMESTAMP on SQLite, Django's Now() has milliseconds.",
    why="""\
SQLAlchemy's server_default=db.func.now() writes DEFAULT CURRENT_TIMESTAMP, which SQLite gives
in whole seconds. Django's db_default=Now() writes STRFTIME('%Y-%m-%d %H:%M:%f', 'NOW'), which
gives milliseconds. Both are UTC.""",
    costs="""\
Rows made within one second have the same time on the Flask side, so ORDER BY fecha does not
tell which came first.""",
    close_flask="""\
Write Django's expression (on SQLite).

    now = sa.text("(STRFTIME('%Y-%m-%d %H:%M:%f', 'NOW'))")
    fecha = db.Column(db.DateTime, server_default=now, nullable=False)""",
    close_django="""\
Write a function of your own.

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
    ),
    explains=_explains,
)
