"""Rename the column contenido of articulo to texto

Reviewed: autogenerate compares two states and cannot see a rename. It added texto and dropped
contenido, which loses every text, or rather fails on a table with rows, because texto is NOT NULL
and has no value for them. The existing type and nullability are for MariaDB, where Alembic renames
with CHANGE, which declares the column in full.

Revision ID: 0002_rename_column
Revises: 0001_create_usuario_articulo
Create Date: 2026-11-03 09:00:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0002_rename_column"
down_revision = "0001_create_usuario_articulo"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("articulo", schema=None) as batch_op:
        # reviewed: autogenerate wrote add_column and drop_column
        batch_op.alter_column(
            "contenido",
            new_column_name="texto",
            existing_type=sa.Text(),
            existing_nullable=False,
        )


def downgrade():
    with op.batch_alter_table("articulo", schema=None) as batch_op:
        # reviewed: autogenerate wrote add_column and drop_column
        batch_op.alter_column(
            "texto",
            new_column_name="contenido",
            existing_type=sa.Text(),
            existing_nullable=False,
        )
