"""Django's keys are 64 bits wide, SQLAlchemy's Integer is a plain INTEGER."""

from __future__ import annotations

from compare.conventions.base import Context, Convention
from compare.model import Difference, ForeignKey, Table

_WIDTHS = {
    "sqlite": ("integer", "bigint"),
    "postgresql": ("integer", "bigint"),
    "mariadb": ("int(11)", "bigint(20)"),
    "mysql": ("int", "bigint"),
}


def _explains(difference: Difference, context: Context) -> bool:
    left, right = difference.left_table, difference.right_table
    return (
        difference.area == "schema"
        and difference.kind == "column.type"
        and (difference.left, difference.right) == _WIDTHS.get(context.engine)
        and context.paired(difference)
        and left is not None
        and right is not None
        and context.flask_declares(difference).asks_type in (None, "integer")
        and (
            _refer_to_the_same(left, right, difference.column, context)
            or (context.engine != "sqlite" and _are_the_key(left, right, difference.column))
        )
    )


def _are_the_key(left: Table, right: Table, column: str | None) -> bool:
    """Whether the column numbers the rows, on both sides, and is called ``id``."""
    return column == "id" and all(
        table.primary_key is not None
        and table.primary_key.columns == ("id",)
        and any(each.name == "id" and each.identity is not None for each in table.columns)
        for table in (left, right)
    )


def _refer_to_the_same(left: Table, right: Table, column: str | None, context: Context) -> bool:
    """Whether the column is, on both sides, a foreign key to the ``id`` of the same table."""
    ours, theirs = _key_of(left, column), _key_of(right, column)
    return (
        ours is not None
        and theirs is not None
        and ours.referred_columns == theirs.referred_columns == ("id",)
        and (ours.referred_table, theirs.referred_table) in context.pairing
    )


def _key_of(table: Table, column: str | None) -> ForeignKey | None:
    keys = [key for key in table.foreign_keys if key.columns == (column,)]
    return keys[0] if len(keys) == 1 else None


CONVENTION = Convention(
    slug="key-width",
    title="Django's foreign keys are bigint, SQLAlchemy's Integer keys are integer.",
    why="""\
Django's default primary key is BigAutoField, 64 bits wide, and a foreign key takes the type of
what it refers to: bigint. SQLAlchemy models say Integer for their keys, and a foreign key
takes that type. On SQLite Django's primary key itself is "integer" all the same, because only
a column of exactly that type can number its rows, so there the difference shows on the foreign
keys alone.""",
    costs="""\
Nothing on SQLite, where every integer has up to 64 bits whatever its type is called. On
PostgreSQL, MariaDB and MySQL an INTEGER key has no id left after 2,147,483,647.""",
    close_flask="""\
Say BigInteger for keys and for what refers to them. SQLite numbers rows only where the type is
INTEGER, so the primary key needs a variant there.

    Key = db.BigInteger().with_variant(db.Integer, "sqlite")

    class Usuario(db.Model):
        id = db.Column(Key, primary_key=True)

    class Post(db.Model):
        id = db.Column(Key, primary_key=True)
        autor_id = db.Column(db.BigInteger, db.ForeignKey("usuario.id"), nullable=False)""",
    close_django="""\
Choose the narrow key, in one model or, as a setting, for all of them.

    class Usuario(models.Model):
        id = models.AutoField(primary_key=True)

    DEFAULT_AUTO_FIELD = "django.db.models.AutoField\"""",
    sources=(
        "https://docs.djangoproject.com/en/5.2/ref/settings/#default-auto-field",
        "https://docs.djangoproject.com/en/5.2/ref/models/fields/#bigautofield",
        "https://docs.sqlalchemy.org/en/20/dialects/sqlite.html"
        "#allowing-autoincrement-behavior-sqlalchemy-types-other-than-integer-integer",
        "https://sqlite.org/datatype3.html",
    ),
    explains=_explains,
)
