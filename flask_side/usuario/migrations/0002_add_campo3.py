"""Add the column campo3 to usuario

NULL is what a column of this side allows unless told otherwise, and what the rows that exist get.

Revision ID: 0002_add_campo3
Revises: 0001_create_usuario
Create Date: 2026-11-03 09:00:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0002_add_campo3"
down_revision = "0001_create_usuario"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("usuario", schema=None) as batch_op:
        batch_op.add_column(sa.Column("campo3", sa.String(length=128), nullable=True))


def downgrade():
    with op.batch_alter_table("usuario", schema=None) as batch_op:
        batch_op.drop_column("campo3")
