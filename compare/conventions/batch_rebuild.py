"""Alembic's batch mode rebuilds a SQLite table from what SQLAlchemy reads, which is not all."""

from __future__ import annotations

from compare.conventions.base import Context, Convention, travelled
from compare.model import Check, Column, Difference


def _explains(difference: Difference, context: Context) -> bool:
    if context.engine != "sqlite" or travelled(difference) != "flask":
        return False
    left, right = difference.left_object, difference.right_object
    if difference.kind == "column.identity":
        return (
            isinstance(left, Column)
            and isinstance(right, Column)
            and left.identity == "autoincrement"
            and right.identity is None
            and right.type == "integer"
        )
    return (
        difference.kind == "check.missing"
        and isinstance(left, Check)
        and left.name is None
        and right is None
    )


CONVENTION = Convention(
    slug="batch-rebuild",
    title="Alembic's batch mode forgets AUTOINCREMENT and unnamed CHECKs when it rebuilds a table.",
    why="""\
SQLite can hardly alter a table, so batch_alter_table makes a new one, copies the rows and
drops the old one. It makes the new one from what SQLAlchemy's reflection reads of the old.
Reflection does not read AUTOINCREMENT, and Alembic leaves unnamed CHECKs out (from 1.20 on with
a warning). So a table that went forward and back through a revision in batch mode is not what
it was. Django makes the new table from its models, which know both.""",
    costs="""\
Without AUTOINCREMENT the id of a deleted row may be used again. Without the CHECK the database
accepts what it refused before. Nothing fails: the revision is recorded as applied.

Worse is a connection with PRAGMA foreign_keys = ON (SQLAlchemy leaves it off). When the old
table is dropped, SQLite deletes its rows first: rows that refer to them are deleted with them
under ON DELETE CASCADE, and make the revision fail otherwise. Leave the PRAGMA off while
Alembic migrates. Django turns it off itself while it rebuilds.""",
    close_flask="""\
Say in each batch_alter_table of that table what reflection does not read, and give CHECKs a
name.

    named = db.CheckConstraint("visitas >= 0", name="ck_post_visitas")

    with op.batch_alter_table("post", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.drop_column("subtitulo")""",
    close_django="""\
There is nothing to close on this side: Django keeps both. (It loses triggers, indexes and
CHECKs that were made by RunSQL. Alembic keeps the indexes on columns and the named CHECKs,
because reflection reads them, and loses triggers and indexes on expressions.)""",
    sources=(
        "https://alembic.sqlalchemy.org/en/latest/batch.html#including-check-constraints",
        "https://alembic.sqlalchemy.org/en/latest/ops.html"
        "#alembic.operations.Operations.batch_alter_table.params.table_kwargs",
        "https://alembic.sqlalchemy.org/en/latest/batch.html#dealing-with-referencing-foreign-keys",
        "alembic/operations/batch.py: ApplyBatchImpl._grab_table_elements",
        "django/db/backends/sqlite3/schema.py: DatabaseSchemaEditor.__enter__",
        "https://sqlite.org/foreignkeys.html#fk_schemacommands",
        "https://sqlite.org/lang_altertable.html#otheralter",
    ),
    explains=_explains,
)
