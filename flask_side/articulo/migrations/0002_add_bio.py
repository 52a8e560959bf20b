"""Add the column bio to usuario

NULL is allowed, so the rows that exist need no value.

Revision ID: 0002_add_bio
Revises: 0001_create_usuario
Create Date: 2026-11-03 09:00:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0002_add_bio"
down_revision = "0001_create_usuario"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("usuario", schema=None) as batch_op:
        batch_op.add_column(sa.Column("bio", sa.Text(), nullable=True))


def downgrade():
    with op.batch_alter_table("usuario", schema=None) as batch_op:
        batch_op.drop_column("bio")
