"""JSON on PostgreSQL is kept as text by SQLAlchemy, and taken apart by Django."""

from __future__ import annotations

from compare.conventions.base import Context, Convention
from compare.model import Difference, Value


def _explains(difference: Difference, context: Context) -> bool:
    if context.engine != "postgresql" or not context.paired(difference):
        return False
    if difference.area == "schema" and difference.kind == "column.type":
        return (difference.left, difference.right) == ("json", "jsonb")
    left, right = difference.left_object, difference.right_object
    return (
        difference.area == "rows"
        and difference.kind == "row.storage"
        and isinstance(left, Value)
        and isinstance(right, Value)
        and left.kind == right.kind == "json"
        and left.canonical == right.canonical
        and left.stored.startswith("json ")
        and right.stored.startswith("jsonb ")
    )


CONVENTION = Convention(
    slug="json-binary",
    title="On PostgreSQL db.JSON is json, the text as it came; models.JSONField is jsonb.",
    why="""\
PostgreSQL has two types for JSON. json keeps the text that it was given; jsonb takes it apart
and keeps what it means: without the spaces, with the keys in an order of its own, and of a key
that occurs twice the last. SQLAlchemy's JSON takes the type of that name, Django chose jsonb.""",
    costs="""\
json has no equality and no index: WHERE datos = …, SELECT DISTINCT, @> and a GIN index fail on
the Flask side and work on Django's. jsonb refuses the character \\u0000, which json takes.""",
    close_flask="""\
Ask for the other type on PostgreSQL.

    from sqlalchemy.dialects.postgresql import JSONB

    Json = db.JSON().with_variant(JSONB(), "postgresql")

    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        datos = db.Column(Json)

In a database that exists, convert the column.

    op.alter_column("post", "datos", type_=JSONB(), postgresql_using="datos::jsonb")""",
    close_django="""\
A field of your own can be json. Its values come out of the driver ready made. (What is stored may
still be another text for the same document.)

    class PlainJSONField(models.JSONField):
        def db_type(self, connection):
            return "json" if connection.vendor == "postgresql" else super().db_type(connection)

        def from_db_value(self, value, expression, connection):
            if connection.vendor == "postgresql":
                return value
            return super().from_db_value(value, expression, connection)""",
    sources=(
        "https://www.postgresql.org/docs/current/datatype-json.html",
        "https://docs.sqlalchemy.org/en/20/dialects/postgresql.html"
        "#sqlalchemy.dialects.postgresql.JSONB",
        "https://docs.djangoproject.com/en/5.2/ref/models/fields/#jsonfield",
        "django/db/backends/postgresql/base.py: DatabaseWrapper.data_types",
        "https://docs.djangoproject.com/en/5.2/howto/custom-model-fields/#custom-database-types",
    ),
    explains=_explains,
)
