"""SQLAlchemy's ondelete is the database's work; Django's on_delete is done in Python."""

from __future__ import annotations

from compare.conventions.base import Context, Convention
from compare.model import Difference, ForeignKey


def _explains(difference: Difference, context: Context) -> bool:
    left, right = difference.left_object, difference.right_object
    if not (
        difference.area == "schema"
        and difference.kind == "foreign-key.on-delete"
        and context.paired(difference)
        and isinstance(left, ForeignKey)
        and isinstance(right, ForeignKey)
        and len(right.columns) == 1
    ):
        return False
    column = right.columns[0]
    said = context.flask_declares(difference, column).on_delete
    emulated = context.django_declares(difference, column).on_delete
    return right.on_delete == "no action" and left.on_delete == said == emulated


CONVENTION = Convention(
    slug="on-delete-emulated",
    title="SQLAlchemy's ondelete is the database's work; Django's on_delete is done in Python.",
    why="""\
ForeignKey("usuario.id", ondelete="CASCADE") writes ON DELETE CASCADE into the table. Django's
on_delete=models.CASCADE writes nothing: before it deletes a row, Django looks up the rows that
refer to it and deletes them itself, so that signals are sent and PROTECT can be answered in
Python.""",
    costs="""\
A DELETE that does not go through Django's models (raw SQL, another program, the Flask side) is
refused by Django's database where rows refer to the deleted one, and removes them on Flask's.
Django needs more queries for each delete. On SQLite the Flask side must send PRAGMA
foreign_keys = ON on each connection, or ON DELETE does nothing at all. But not while Alembic
migrates: when batch mode drops the old table, ON DELETE CASCADE deletes every row that refers
to it.""",
    close_flask="""\
Leave the action out of the foreign key, and let SQLAlchemy's session do it.

    class Usuario(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        posts = db.relationship("Post", cascade="all, delete-orphan")

    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        autor_id = db.Column(db.ForeignKey("usuario.id"), nullable=False)""",
    close_django="""\
From Django 6.1 on, leave it to the database.

    autor = models.ForeignKey(Usuario, on_delete=models.DB_CASCADE)

Before 6.1 Django has no option for it.""",
    sources=(
        "https://docs.djangoproject.com/en/5.2/ref/models/fields/#django.db.models.ForeignKey.on_delete",
        "https://docs.djangoproject.com/en/6.1/ref/models/fields/#django.db.models.ForeignKey.on_delete",
        "https://docs.sqlalchemy.org/en/20/core/constraints.html#on-update-and-on-delete",
        "https://docs.sqlalchemy.org/en/20/orm/cascades.html#using-foreign-key-on-delete-cascade"
        "-with-orm-relationships",
        "https://sqlite.org/foreignkeys.html#fk_actions",
    ),
    explains=_explains,
)
