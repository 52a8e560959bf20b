"""Django moves an altered column to the end of a SQLite table; Alembic leaves it in its place."""

from __future__ import annotations

from compare.conventions.base import Context, Convention, travelled
from compare.model import Difference


def _explains(difference: Difference, context: Context) -> bool:
    left, right = difference.left_table, difference.right_table
    here = context.paired(difference) if difference.area == "schema" else _travelled(difference)
    if (
        not here
        or difference.kind != "column.order"
        or context.engine != "sqlite"
        or left is None
        or right is None
    ):
        return False
    names = {column.name for column in right.columns}
    ours = [column.name for column in left.columns if column.name in names]
    declared = {name: context.django_declares(difference, name) for name in ours}
    if any(declares.position is None for declares in declared.values()):
        return False
    # Django's own model has the columns in the order of the left: only the table has not. (What
    # was renamed stands last in the model, too.)
    stayed = [name for name in ours if not declared[name].renamed]
    return stayed == sorted(stayed, key=lambda name: declared[name].position or 0)


def _travelled(difference: Difference) -> bool:
    """Whether Django altered the column on the way forward or back."""
    return travelled(difference) == "django"


CONVENTION = Convention(
    slug="altered-column-last",
    title="On SQLite Django moves an altered column to the end of the table; Alembic does not.",
    why="""\
SQLite's ALTER TABLE can hardly change a column, so both frameworks build a new table and copy
the rows. Alembic's batch mode keeps the columns in their places. Django builds the new table
from its list of the model's fields, and takes the altered field out and appends it: the column
that an AlterField changed comes last, until the next rebuild for another reason brings it
back. A RenameField moves the field to the end of that list, so a renamed column comes last
from the next rebuild on. Going back does not undo it.""",
    costs="""\
Nothing to either framework: both name the columns they read and write. But SELECT * and an
INSERT without column names see another order, and so do two dumps laid side by side.""",
    close_flask="""\
Move the column to the end as well, in the revision that changes it.

    order = ("id", "contenido", "titulo")
    with op.batch_alter_table(
        "post", recreate="always", partial_reordering=[order]
    ) as batch_op:
        batch_op.alter_column("titulo", existing_type=sa.String(100), type_=sa.String(150))""",
    close_django="""\
It cannot be closed on this side: Django has no option for the order of columns, and an
AlterField on the columns that follow does nothing where it changes nothing. Name the columns
in every SELECT and INSERT, and the order does not matter.""",
    sources=(
        "django/db/backends/sqlite3/schema.py: DatabaseSchemaEditor._remake_table",
        "https://alembic.sqlalchemy.org/en/latest/ops.html"
        "#alembic.operations.Operations.batch_alter_table.params.partial_reordering",
        "https://sqlite.org/lang_altertable.html#otheralter",
    ),
    explains=_explains,
)
