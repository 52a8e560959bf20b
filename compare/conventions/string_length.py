"""A string without a length has none in SQLAlchemy, and the field's own length in Django."""

from __future__ import annotations

from compare.conventions.base import Context, Convention
from compare.model import Difference

_VARCHAR = {"sqlite": "varchar", "postgresql": "character varying"}


def _explains(difference: Difference, context: Context) -> bool:
    return (
        difference.area == "schema"
        and difference.kind == "column.type"
        and context.paired(difference)
        and difference.left == _VARCHAR.get(context.engine)
        and difference.right == f"{difference.left}({context.django_declares(difference).length})"
        and context.flask_declares(difference).length_unsaid
        and context.django_declares(difference).length_unsaid
    )


CONVENTION = Convention(
    slug="string-length",
    title="Without a length, db.String has none, while Django's URLField has 200.",
    why="""\
db.Column(db.String) gives no length, and SQLAlchemy writes VARCHAR without one. Some of
Django's text fields bring a length of their own: URLField 200, EmailField 254, SlugField 50,
FileField 100.""",
    costs="""\
Nothing on SQLite, which ignores lengths. Django's forms and full_clean() refuse what is longer.
On PostgreSQL, MariaDB and MySQL the database refuses it, and the latter two take no VARCHAR
without a length.""",
    close_flask="""\
Give the length that Django has.

    avatar_url = db.Column(db.String(200))""",
    close_django="""\
Use a CharField without a length (on SQLite and PostgreSQL).

    avatar_url = models.CharField(validators=[URLValidator()], null=True, blank=True)""",
    sources=(
        "https://docs.djangoproject.com/en/5.2/ref/models/fields/#urlfield",
        "https://docs.djangoproject.com/en/5.2/ref/models/fields/#django.db.models.CharField.max_length",
        "https://docs.sqlalchemy.org/en/20/core/type_basics.html#sqlalchemy.types.String",
    ),
    explains=_explains,
)
