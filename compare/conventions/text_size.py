"""A text may have 64 KiB on MariaDB in SQLAlchemy, and 4 GiB in Django."""

from __future__ import annotations

from compare.conventions.base import MARIADB_AND_MYSQL, Context, Convention
from compare.model import Column, Difference


def _explains(difference: Difference, context: Context) -> bool:
    left, right = difference.left_object, difference.right_object
    return (
        difference.area == "schema"
        and difference.kind == "column.type"
        and context.engine in MARIADB_AND_MYSQL
        and context.paired(difference)
        and (difference.left, difference.right) == ("text", "longtext")
        and isinstance(left, Column)
        and isinstance(right, Column)
        # JSON is a longtext as well, with a collation of its own.
        and left.collation == right.collation
        and context.flask_declares(difference).asks_type in (None, "text")
    )


CONVENTION = Convention(
    slug="text-size",
    title="On MariaDB db.Text is TEXT, up to 64 KiB; models.TextField is LONGTEXT, up to 4 GiB.",
    why="""\
MariaDB has four sizes of text. SQLAlchemy's Text takes the one that is called TEXT: 65,535
bytes. Django's TextField says nothing of a size and means none, so Django takes the largest,
LONGTEXT. SQLite and PostgreSQL have one type text without a limit.""",
    costs="""\
A text of more than 65,535 bytes (16,384 emoji are enough) is refused on the Flask side with
"Data too long". Where somebody took STRICT_TRANS_TABLES out of the server's sql_mode, it is cut
off there, and only a warning says so.""",
    close_flask="""\
Ask for the large one on MariaDB.

    from sqlalchemy.dialects.mysql import LONGTEXT

    LongText = db.Text().with_variant(LONGTEXT(), "mysql", "mariadb")

    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        contenido = db.Column(LongText, nullable=False)""",
    close_django="""\
A field of your own can ask for the small one.

    class TextField(models.TextField):
        def db_type(self, connection):
            return "text" if connection.vendor == "mysql" else super().db_type(connection)""",
    sources=(
        "https://mariadb.com/kb/en/text/",
        "https://mariadb.com/kb/en/longtext/",
        "https://docs.sqlalchemy.org/en/20/dialects/mysql.html#sqlalchemy.dialects.mysql.LONGTEXT",
        "django/db/backends/mysql/base.py: DatabaseWrapper.data_types",
        "https://docs.djangoproject.com/en/5.2/howto/custom-model-fields/#custom-database-types",
    ),
    explains=_explains,
)
