"""Texts and bytes may have 64 KiB on MariaDB and MySQL in SQLAlchemy, and 4 GiB in Django."""

from __future__ import annotations

from compare.conventions.base import MARIADB_AND_MYSQL, Context, Convention
from compare.model import Column, Difference

_LARGE = {"text": "longtext", "blob": "longblob"}


def _explains(difference: Difference, context: Context) -> bool:
    left, right = difference.left_object, difference.right_object
    return (
        difference.area == "schema"
        and difference.kind == "column.type"
        and context.engine in MARIADB_AND_MYSQL
        and context.paired(difference)
        and _LARGE.get(difference.left or "") == difference.right
        and isinstance(left, Column)
        and isinstance(right, Column)
        # JSON is a longtext as well, with a collation of its own.
        and left.collation == right.collation
        and context.flask_declares(difference).asks_type in (None, difference.left)
    )


CONVENTION = Convention(
    slug="text-size",
    title="On MariaDB and MySQL db.Text has up to 64 KiB, models.TextField up to 4 GiB.",
    why="""\
MariaDB and MySQL have four sizes of text. SQLAlchemy's Text takes the one that is called TEXT:
65,535 bytes. Django's TextField says nothing of a size and means none, so Django takes the
largest, LONGTEXT. Bytes are alike: SQLAlchemy's LargeBinary is BLOB, Django's BinaryField
LONGBLOB. SQLite and PostgreSQL have one type for texts and one for bytes, without a limit.""",
    costs="""\
A text of more than 65,535 bytes (16,384 emoji are enough) is refused on the Flask side with
"Data too long". Where somebody took STRICT_TRANS_TABLES out of the server's sql_mode, it is cut
off there, and only a warning says so.""",
    close_flask="""\
Ask for the large one.

    from sqlalchemy.dialects.mysql import LONGBLOB, LONGTEXT

    LongText = db.Text().with_variant(LONGTEXT(), "mysql", "mariadb")
    LongBinary = db.LargeBinary().with_variant(LONGBLOB(), "mysql", "mariadb")

    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        contenido = db.Column(LongText, nullable=False)
        imagen = db.Column(LongBinary)""",
    close_django="""\
A field of your own can ask for the small one.

    class TextField(models.TextField):
        def db_type(self, connection):
            return "text" if connection.vendor == "mysql" else super().db_type(connection)

    class BinaryField(models.BinaryField):
        def db_type(self, connection):
            return "blob" if connection.vendor == "mysql" else super().db_type(connection)""",
    sources=(
        "https://mariadb.com/kb/en/text/",
        "https://mariadb.com/kb/en/longtext/",
        "https://mariadb.com/kb/en/blob/",
        "https://dev.mysql.com/doc/refman/9.7/en/blob.html",
        "https://docs.sqlalchemy.org/en/20/dialects/mysql.html#sqlalchemy.dialects.mysql.LONGTEXT",
        "django/db/backends/mysql/base.py: DatabaseWrapper.data_types",
        "https://docs.djangoproject.com/en/5.2/howto/custom-model-fields/#custom-database-types",
    ),
    explains=_explains,
)
