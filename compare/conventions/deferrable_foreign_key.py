"""Django's foreign keys are checked at commit, SQLAlchemy's at once."""

from __future__ import annotations

from compare.conventions.base import Context, Convention
from compare.model import Difference, ForeignKey


def _explains(difference: Difference, context: Context) -> bool:
    left, right = difference.left_object, difference.right_object
    return (
        difference.area == "schema"
        and difference.kind == "foreign-key.deferrable"
        and context.engine in ("sqlite", "postgresql")
        and context.paired(difference)
        and isinstance(left, ForeignKey)
        and isinstance(right, ForeignKey)
        and left.deferrable == "not deferrable"
        and right.deferrable == "deferrable initially deferred"
        and not any(
            context.flask_declares(difference, column).asks_deferrable for column in left.columns
        )
    )


CONVENTION = Convention(
    slug="deferrable-foreign-key",
    title="Django's foreign keys are checked at commit, SQLAlchemy's at each statement.",
    why="""\
Django declares every foreign key DEFERRABLE INITIALLY DEFERRED, so that fixtures and circular
references can be loaded in any order within a transaction (not on MariaDB and MySQL, which
defer none). SQLAlchemy declares what you ask for, and the standard's default is NOT DEFERRABLE:
checked at the end of each statement.""",
    costs="""\
On Django's side a row that refers to nothing is accepted until commit, and the error comes
from the commit, far from the line that caused it. On Flask's side it comes from the statement
itself, and rows must be inserted parents first. (SQLite checks foreign keys at all only after
PRAGMA foreign_keys = ON: Django sends it on each connection, SQLAlchemy does not.)""",
    close_flask="""\
Declare it deferrable. A foreign key that exists must be dropped and made again.

    autor_id = db.Column(
        db.Integer,
        db.ForeignKey("usuario.id", deferrable=True, initially="DEFERRED"),
        nullable=False,
    )""",
    close_django="""\
It cannot be closed on this side: Django has no option for it. (A ForeignKey with
db_constraint=False has no constraint at all; SQLite cannot add one to a table that exists.)""",
    sources=(
        "https://docs.sqlalchemy.org/en/20/core/constraints.html"
        "#sqlalchemy.schema.ForeignKey.params.deferrable",
        "https://sqlite.org/foreignkeys.html#fk_deferred",
        "django/db/backends/sqlite3/schema.py: DatabaseSchemaEditor.sql_create_inline_fk",
    ),
    explains=_explains,
)
