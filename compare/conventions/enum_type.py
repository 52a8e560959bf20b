"""SQLAlchemy's Enum is a type of its own on PostgreSQL; Django's choices are text."""

from __future__ import annotations

import re

from compare.conventions.base import Context, Convention, Declared
from compare.model import Difference, SchemaObject, Value

_VARCHAR = re.compile(r"character varying\((?P<length>\d+)\)")


def _explains(difference: Difference, context: Context) -> bool:
    if context.engine != "postgresql":
        return False
    left, right = difference.left_object, difference.right_object
    if difference.area == "schema" and difference.kind == "enum.missing":
        return isinstance(left, SchemaObject) and right is None and _in_use(left, context)
    if not context.paired(difference):
        return False
    ours, theirs = context.flask_declares(difference), context.django_declares(difference)
    if not _same_choices(ours, theirs):
        return False
    if difference.area == "schema" and difference.kind == "column.type":
        return difference.left == ours.enum and _has_room(difference.right, theirs)
    return (
        difference.area == "rows"
        and difference.kind == "row.storage"
        and isinstance(left, Value)
        and isinstance(right, Value)
        and left.canonical == right.canonical
        # The type lets no other text in; Django's column lets any.
        and {text for text, _ in ours.choices} == {text for text, _ in theirs.choices}
        and left.stored.startswith("enum ")
        and right.stored.startswith("text ")
    )


def _same_choices(ours: Declared, theirs: Declared) -> bool:
    """Whether both models let the column have the same, and the Flask one by a type."""
    chosen = sorted(text for text, _ in theirs.choices)
    return ours.enum is not None and chosen in (
        sorted(text for text, _ in ours.choices),
        sorted(value for _, value in ours.choices),
    )


def _in_use(item: SchemaObject, context: Context) -> bool:
    """Whether it is the type of a column that both sides have, member by member.

    Dropping a table or a column leaves its type behind: that is a mistake in a revision.
    """
    return any(
        said.enum == item.name
        and item.definition == ", ".join(_quoted(text) for text, _ in said.choices)
        and any(
            _same_choices(said, context.django[theirs, column])
            for ours, theirs in context.pairing
            if ours == table and (theirs, column) in context.django
        )
        for (table, column), said in context.flask.items()
    )


def _quoted(text: str) -> str:
    inner = text.replace("'", "''")
    return f"'{inner}'"


def _has_room(declared_type: str | None, theirs: Declared) -> bool:
    found = _VARCHAR.fullmatch(declared_type or "")
    if found is None:
        return False
    longest = max(len(text) for text, _ in theirs.choices)
    return int(found["length"]) >= longest and theirs.length in (None, int(found["length"]))


CONVENTION = Convention(
    slug="enum-type",
    title="On PostgreSQL SQLAlchemy's Enum is a type of its own, Django's choices are text.",
    why="""\
db.Enum makes a type with CREATE TYPE … AS ENUM, named after the Python class, and the column has
that type. Django's choices are for forms and for full_clean(); the column is a varchar.""",
    costs="""\
The Flask side's database refuses every other text, Django's takes any that fits. The type sorts
its members in the order of their declaration, not by the alphabet. Comparing the type with text
from another column needs a cast. A member can be added (ALTER TYPE … ADD VALUE, and before the
commit it cannot be used), but not taken away. Autogenerate sees no change of the members, and
drop_table and drop_column leave the type behind, so that the next upgrade fails: it exists.""",
    close_flask="""\
Ask for text, as long as Django's.

    Texto = db.Enum(Rol, length=20, native_enum=False)

    class Usuario(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        rol = db.Column(Texto, nullable=False)

Whether names or values are stored is the convention enum-storage. To keep the type, drop it in
the downgrade.

    sa.Enum(name="rol").drop(op.get_bind())""",
    close_django="""\
A field of your own can have the type; a migration makes it first.

    migrations.RunSQL("CREATE TYPE rol AS ENUM ('ADMIN', 'USUARIO')", "DROP TYPE rol"),

    class RolField(models.CharField):
        def db_type(self, connection):
            return "rol" if connection.vendor == "postgresql" else super().db_type(connection)""",
    sources=(
        "https://docs.sqlalchemy.org/en/20/core/type_basics.html#sqlalchemy.types.Enum",
        "https://docs.sqlalchemy.org/en/20/core/type_basics.html"
        "#sqlalchemy.types.Enum.params.native_enum",
        "https://docs.djangoproject.com/en/5.2/ref/models/fields/#choices",
        "https://docs.djangoproject.com/en/5.2/howto/custom-model-fields/#custom-database-types",
        "https://www.postgresql.org/docs/current/datatype-enum.html",
        "https://www.postgresql.org/docs/current/sql-altertype.html",
    ),
    explains=_explains,
)
