"""SQLAlchemy stores the name of an enum's member, Django its value."""

from __future__ import annotations

import re

from compare.conventions.base import MARIADB_AND_MYSQL, Context, Convention
from compare.model import Difference, Value

_TEXT = re.compile(r"(?:text|enum) '(?P<text>(?:[^']|'')*)'")
_VARCHAR = re.compile(r"(?:varchar|character varying)\((?P<length>\d+)\)")


def _explains(difference: Difference, context: Context) -> bool:
    if difference.kind not in ("column.type", "row.value", "row.storage"):
        return False
    if not context.paired(difference):
        return False
    ours = dict(context.flask_declares(difference).choices)
    theirs = dict(context.django_declares(difference).choices)
    # The same meanings on both sides.
    if not ours or sorted(ours.values()) != sorted(theirs.values()):
        return False
    if context.engine not in MARIADB_AND_MYSQL and ours == theirs:
        return False
    if difference.area == "schema" and difference.kind == "column.type":
        if context.engine == "postgresql" and context.flask_declares(difference).enum is not None:
            return False
        return _has_room(difference.left, ours, context.engine) and _length(
            difference.right
        ) >= max(map(len, theirs))
    left, right = difference.left_object, difference.right_object
    if (
        difference.area != "rows"
        or (difference.kind == "row.storage" and context.engine not in MARIADB_AND_MYSQL)
        or not isinstance(left, Value)
        or not isinstance(right, Value)
    ):
        return False
    meaning = ours.get(_text(left))
    return meaning is not None and meaning == theirs.get(_text(right))


def _has_room(declared_type: str | None, members: dict[str, str], engine: str) -> bool:
    """Whether SQLAlchemy made that type for these members."""
    if engine in MARIADB_AND_MYSQL:
        words = (word.replace("'", "''") for word in members)
        return declared_type == "enum(" + ",".join(f"'{word}'" for word in words) + ")"
    return _length(declared_type) == max(map(len, members))


def _length(declared_type: str | None) -> int:
    found = _VARCHAR.fullmatch(declared_type or "")
    return int(found["length"]) if found else 0


def _text(value: Value) -> str:
    found = _TEXT.fullmatch(value.stored)
    return found["text"].replace("''", "'") if found else ""


CONVENTION = Convention(
    slug="enum-storage",
    title="SQLAlchemy stores the name of an enum's member, Django its value.",
    why="""\
With class Rol(enum.Enum): ADMIN = "admin", SQLAlchemy's Enum(Rol) stores the name, ADMIN, and
makes the column as wide as the longest name; on MariaDB and MySQL it makes an ENUM of the
names. Django's TextChoices are strings: the value is stored, admin, and the width is
max_length. (That PostgreSQL has a type for the names is the convention enum-type.)""",
    costs="""\
Neither side finds the other's rows: WHERE rol = 'admin' is false on the Flask side, and reading
'admin' there raises a LookupError. A longer member needs a wider column on the Flask side. The
ENUM of MariaDB and MySQL refuses every other word, and a new member needs an ALTER TABLE;
Django's column takes any text that fits. (MariaDB and MySQL compare without regard to case, so
there 'admin' does find ADMIN.)""",
    close_flask="""\
Store the values, give the length, and ask for no ENUM.

    def values(members):
        return [member.value for member in members]

    Texto = db.Enum(Rol, values_callable=values, length=20, native_enum=False)

    class Usuario(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        rol = db.Column(Texto, nullable=False)

Rows that have the names already need an UPDATE in the same revision.""",
    close_django="""\
Store the names: make them the values. The ENUM of MariaDB and MySQL needs a field of your own.

    class Rol(models.TextChoices):
        ADMIN = "ADMIN"
        USUARIO = "USUARIO"

    class EnumField(models.CharField):
        def db_type(self, connection):
            if connection.vendor != "mysql":
                return super().db_type(connection)
            words = ", ".join(f"'{value}'" for value, _ in self.flatchoices)
            return f"enum({words})"

    rol = EnumField(max_length=7, choices=Rol)""",
    sources=(
        "https://docs.sqlalchemy.org/en/20/core/type_basics.html#sqlalchemy.types.Enum",
        "https://docs.sqlalchemy.org/en/20/core/type_basics.html"
        "#sqlalchemy.types.Enum.params.values_callable",
        "https://docs.sqlalchemy.org/en/20/core/type_basics.html"
        "#sqlalchemy.types.Enum.params.native_enum",
        "https://docs.djangoproject.com/en/5.2/ref/models/fields/#enumeration-types",
        "https://mariadb.com/kb/en/enum/",
    ),
    explains=_explains,
)
