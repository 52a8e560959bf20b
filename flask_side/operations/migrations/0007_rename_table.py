"""Rename the table articulo to entrada

Reviewed: autogenerate cannot see that a table was renamed. It created entrada, empty, and dropped
articulo with its rows; and it failed first, because it created the index articulo_titulo while the
old table still had one of that name. The index keeps its old name here.

Revision ID: 0007_rename_table
Revises: 0006_drop_index
Create Date: 2026-11-08 09:00:00

"""

from alembic import op

# revision identifiers, used by Alembic.
revision = "0007_rename_table"
down_revision = "0006_drop_index"
branch_labels = None
depends_on = None


def upgrade():
    # reviewed: autogenerate wrote create_table and drop_table
    op.rename_table("articulo", "entrada")


def downgrade():
    # reviewed: autogenerate wrote create_table and drop_table
    op.rename_table("entrada", "articulo")
