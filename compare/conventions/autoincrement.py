"""Django's ids are AUTOINCREMENT on SQLite, SQLAlchemy's are not."""

from __future__ import annotations

from compare.conventions.base import Context, Convention
from compare.model import Column, Difference, Table


def _explains(difference: Difference, context: Context) -> bool:
    if difference.kind not in ("column.identity", "row.next-id"):
        return False
    if context.engine != "sqlite" or not context.paired(difference):
        return False
    left, right = _id(difference.left_table), _id(difference.right_table)
    if left is None or right is None or left.name != right.name:
        return False
    if left.identity is not None or right.identity != "autoincrement":
        return False
    if context.flask_declares(difference, left.name).asks_autoincrement:
        return False
    if difference.area == "schema" and difference.kind == "column.identity":
        return difference.column == left.name
    if difference.area == "rows" and difference.kind == "row.next-id":
        return _never_lower(difference)
    return False


def _id(table: Table | None) -> Column | None:
    """The column that numbers the rows: a primary key of its own, of type integer."""
    if table is None or table.primary_key is None or len(table.primary_key.columns) != 1:
        return None
    column = table.column(table.primary_key.columns[0])
    return column if column is not None and column.type == "integer" else None


def _never_lower(difference: Difference) -> bool:
    left, right = difference.left, difference.right
    if left is None or right is None or not (left.isdecimal() and right.isdecimal()):
        return False
    return int(left) < int(right)


CONVENTION = Convention(
    slug="autoincrement",
    title="Django's ids are AUTOINCREMENT on SQLite and never used twice; SQLAlchemy's may be.",
    why="""\
SQLite numbers the rows of any INTEGER PRIMARY KEY: the next id is the highest id in the table
plus one. With the word AUTOINCREMENT it also remembers the highest id there ever was, in the
table sqlite_sequence. Django writes the word for every AutoField and BigAutoField. SQLAlchemy
writes it only where asked, because SQLite's own documentation advises against it.""",
    costs="""\
When the newest row is deleted, Flask's side gives its id to the next row and Django's does not
(until a migration rebuilds the table: the new one knows only the rows that it has). An old link,
a cached page or a log entry that names the id then means another row.
AUTOINCREMENT costs one more small write for each insert.""",
    close_flask="""\
Ask for the word.

    class Post(db.Model):
        __table_args__ = {"sqlite_autoincrement": True}

In a database that exists the table must be rebuilt. Say it in every later batch_alter_table of
that table, too: Alembic does not read it back from the database, and a rebuild loses it.

    with op.batch_alter_table(
        "comentario", recreate="always", table_kwargs={"sqlite_autoincrement": True}
    ):
        pass""",
    close_django="""\
Leave the word out with a field of your own.

    class RowId(models.BigAutoField):
        def db_type_suffix(self, connection):
            return None if connection.vendor == "sqlite" else super().db_type_suffix(connection)

    class Post(models.Model):
        id = RowId(primary_key=True)""",
    sources=(
        "https://sqlite.org/autoinc.html",
        "https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#sqlite-auto-incrementing-behavior",
        "django/db/backends/sqlite3/base.py: DatabaseWrapper.data_types_suffix",
    ),
    explains=_explains,
)
