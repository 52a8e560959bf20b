"""Django's PositiveIntegerField is unsigned in name and checked by the database."""

from __future__ import annotations

from dataclasses import replace

from compare.conventions._names import made_by_postgresql
from compare.conventions.base import Context, Convention
from compare.model import Check, Column, Difference, Table

_TYPES = {
    "sqlite": {name: f"{name} unsigned" for name in ("integer", "smallint", "bigint")},
    "mariadb": {
        "int(11)": "int(10) unsigned",
        "smallint(6)": "smallint(5) unsigned",
        "bigint(20)": "bigint(20) unsigned",
    },
    "mysql": {name: f"{name} unsigned" for name in ("int", "smallint", "bigint")},
}


def _explains(difference: Difference, context: Context) -> bool:
    left, right = difference.left_table, difference.right_table
    if (
        difference.area != "schema"
        or context.engine not in ("postgresql", *_TYPES)
        or not context.paired(difference)
        or left is None
        or right is None
    ):
        return False
    if difference.kind == "column.type":
        column = difference.right_object
        return (
            isinstance(column, Column)
            and difference.left is not None
            and context.engine in _TYPES
            and difference.right == _TYPES[context.engine].get(difference.left)
            and any(_guards(check, column.name) for check in right.checks)
        )
    check = difference.right_object
    return (
        difference.kind == "check.missing"
        and difference.left_object is None
        and isinstance(check, Check)
        and (
            _on_postgresql(check, difference, context)
            if context.engine == "postgresql"
            else any(_guards(check, name) for name in _unsigned(left, right, context.engine))
        )
    )


def _on_postgresql(check: Check, difference: Difference, context: Context) -> bool:
    """There the types are the same, and PostgreSQL names the check."""
    left, right = difference.left_table, difference.right_table
    if left is None or right is None:
        return False
    tables = {right.name}
    if right.primary_key is not None and right.primary_key.name is not None:
        # The table may have been renamed since.
        tables.add(right.primary_key.name.removesuffix("_pkey"))
    return any(
        ours.name == theirs.name
        and ours.type == theirs.type
        and context.django_declares(difference, theirs.name).positive
        and check.name in {made_by_postgresql(each, (theirs.name,), "check") for each in tables}
        and _guards(replace(check, name=None), theirs.name)
        for ours in left.columns
        for theirs in right.columns
    )


def _unsigned(left: Table, right: Table, engine: str) -> list[str]:
    return [
        column.name
        for column in right.columns
        if (ours := left.column(column.name)) is not None
        and column.type in (_TYPES[engine].get(ours.type), ours.type)
        and column.type.endswith(" unsigned")
    ]


def _guards(check: Check, column: str) -> bool:
    """Whether it is the check that Django writes for a PositiveIntegerField."""
    plain = check.expression.replace('"', "").removeprefix("(").removesuffix(")").lower()
    # MariaDB says that the check is the column's own.
    bare = (Check(""), Check("", options=(f"of column {column}",)))
    return replace(check, expression="") in bare and plain == f"{column} >= 0".lower()


CONVENTION = Convention(
    slug="positive-integer",
    title="Django's PositiveIntegerField is “unsigned” and checked; SQLAlchemy has only Integer.",
    why="""\
Django has fields for numbers that are never negative. On SQLite the column is declared "integer
unsigned", which SQLite takes for an integer like any other, and CHECK (… >= 0) does the work.
MariaDB and MySQL have unsigned integers, and Django writes the check all the same. SQLAlchemy
has no such type: its Integer takes every integer.""",
    costs="""\
The Flask side accepts negative numbers, which the Django side refuses with an IntegrityError
(on MariaDB and MySQL with a DataError). On those two Django's column goes up to 4,294,967,295
and Flask's to 2,147,483,647; and in SQL, visitas - 10 is an error on Django's side where it
would be negative.""",
    close_flask="""\
Add the check, and the word for MariaDB and MySQL, and where a tool compares words.

    class Unsigned(db.Integer):
        pass

    @compiles(Unsigned, "sqlite", "mysql", "mariadb")
    def say_unsigned(element, compiler, **kw):
        return "integer unsigned"

    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        visitas = db.Column(Unsigned, db.CheckConstraint("visitas >= 0"), nullable=False)""",
    close_django="""\
Use the signed field.

    visitas = models.IntegerField(default=0)""",
    sources=(
        "https://docs.djangoproject.com/en/5.2/ref/models/fields/#positiveintegerfield",
        "django/db/backends/sqlite3/base.py: DatabaseWrapper.data_type_check_constraints",
        "https://docs.sqlalchemy.org/en/20/core/constraints.html#check-constraint",
    ),
    explains=_explains,
)
