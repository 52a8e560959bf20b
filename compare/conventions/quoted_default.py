"""A server default given as a string is quoted by SQLAlchemy: DEFAULT '0'."""

from __future__ import annotations

import re

from compare.conventions._literals import is_numeric
from compare.conventions.base import Context, Convention
from compare.model import Column, Difference

_QUOTED = re.compile(r"'([+-]?\d+(?:\.\d+)?)'")


def _explains(difference: Difference, context: Context) -> bool:
    left, right = difference.left_object, difference.right_object
    if not (
        difference.area == "schema"
        and difference.kind == "column.default"
        and context.engine == "sqlite"
        and context.paired(difference)
        and isinstance(left, Column)
        and isinstance(right, Column)
        and left.default is not None
        and is_numeric(left.type)
        and is_numeric(right.type)
    ):
        return False
    quoted = _QUOTED.fullmatch(left.default)
    return quoted is not None and quoted[1] == right.default


CONVENTION = Convention(
    slug="quoted-default",
    title="server_default=\"0\" is DEFAULT '0' in SQLAlchemy, db_default=0 is DEFAULT 0 in Django.",
    why="""\
A string given as server_default is a text to SQLAlchemy, so it is quoted: DEFAULT '0'.
Django's db_default knows the field's type and writes a number. In a column of numbers SQLite
turns the text '0' into the number 0 when it stores it.""",
    costs="""\
Nothing while the text is a number. The trap is next to it: server_default="false" becomes
DEFAULT 'false', which SQLite cannot turn into a number and stores as text. WHERE publicado = 0
does not find it, nor does = 1, and SQLAlchemy reads it as True.""",
    close_flask="""\
Give SQL, not a string.

    visitas = db.Column(db.Integer, server_default=sa.text("0"), nullable=False)
    publicado = db.Column(db.Boolean, server_default=sa.false(), nullable=False)""",
    close_django="There is nothing to close on this side: the default has the type of the field.",
    sources=(
        "https://docs.sqlalchemy.org/en/20/core/metadata.html"
        "#sqlalchemy.schema.Column.params.server_default",
        "https://docs.djangoproject.com/en/5.2/ref/models/fields/#db-default",
        "https://sqlite.org/datatype3.html#type_affinity",
    ),
    explains=_explains,
)
