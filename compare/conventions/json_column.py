"""SQLAlchemy says JSON on SQLite; Django says text and lets the database check it."""

from __future__ import annotations

from compare.conventions.base import Context, Convention
from compare.model import Check, Column, Difference, Table


def _explains(difference: Difference, context: Context) -> bool:
    left, right = difference.left_table, difference.right_table
    if (
        difference.area != "schema"
        or context.engine != "sqlite"
        or not context.paired(difference)
        or left is None
        or right is None
    ):
        return False
    if difference.kind == "column.type":
        column = difference.right_object
        return (
            (difference.left, difference.right) == ("json", "text")
            and isinstance(column, Column)
            and any(_guards(check, column.name) for check in right.checks)
        )
    check = difference.right_object
    return (
        difference.kind == "check.missing"
        and difference.left_object is None
        and isinstance(check, Check)
        and any(_guards(check, name) for name in _json_columns(left, right))
    )


def _json_columns(left: Table, right: Table) -> list[str]:
    """The columns that are ``json`` on the left and ``text`` on the right."""
    return [
        column.name
        for column in right.columns
        if column.type == "text"
        and (ours := left.column(column.name)) is not None
        and ours.type == "json"
    ]


def _guards(check: Check, column: str) -> bool:
    """Whether it is the check that Django writes for a JSONField."""
    plain = check.expression.replace('"', "").lower()
    return check.name is None and plain == f"json_valid({column}) or {column} is null".lower()


CONVENTION = Convention(
    slug="json-column",
    title="SQLAlchemy says JSON on SQLite; Django says text and has the database check it.",
    why="""\
SQLite keeps JSON as text. SQLAlchemy declares the column JSON, a word that means nothing to
SQLite. Django declares text and adds CHECK (JSON_VALID(…) OR … IS NULL), so that nothing else
gets in. (On MariaDB and MySQL both say JSON, which is a longtext with that check on MariaDB and
a type on MySQL.)""",
    costs="""\
On the Flask side anything but the application may store text that is no JSON, and reading such
a row raises an error in Python. And a column declared JSON has NUMERIC affinity: the JSON
document 1.0, stored as text, becomes the number 1.""",
    close_flask="""\
Declare the column as text with a type of your own, and add the check.

    class CheckedJson(db.JSON):
        pass

    @compiles(CheckedJson, "sqlite")
    def say_text(element, compiler, **kw):
        return "text"

    class Post(db.Model):
        __table_args__ = (db.CheckConstraint("JSON_VALID(datos) OR datos IS NULL"),)
        id = db.Column(db.Integer, primary_key=True)
        datos = db.Column(CheckedJson)""",
    close_django="""\
A field of your own can say JSON and do without the check.

    class JSONField(models.JSONField):
        def db_type(self, connection):
            return "json"

        def db_check(self, connection):
            return None""",
    sources=(
        "django/db/backends/sqlite3/base.py: DatabaseWrapper.data_type_check_constraints",
        "https://docs.djangoproject.com/en/5.2/ref/models/fields/#jsonfield",
        "https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#sqlalchemy.dialects.sqlite.JSON",
        "https://sqlite.org/json1.html#jvalid",
    ),
    explains=_explains,
)
