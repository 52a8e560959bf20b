"""Add the column resumen to articulo

NULL is allowed, so the rows that exist need no value. The reverse drops the column and what is in
it.

Revision ID: 0003_add_column
Revises: 0002_rename_column
Create Date: 2026-11-04 09:00:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0003_add_column"
down_revision = "0002_rename_column"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("articulo", schema=None) as batch_op:
        batch_op.add_column(sa.Column("resumen", sa.Text(), nullable=True))


def downgrade():
    with op.batch_alter_table("articulo", schema=None) as batch_op:
        batch_op.drop_column("resumen")
