"""Add the column rol to usuario

NOT NULL with a server default: the users that exist become plain users, and so does every user
inserted without a role, also by another program.

Revision ID: 0002_add_rol
Revises: 0001_create_usuario
Create Date: 2026-11-03 09:00:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0002_add_rol"
down_revision = "0001_create_usuario"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("usuario", schema=None) as batch_op:
        # convention: dropped-default
        batch_op.add_column(
            sa.Column("rol", sa.String(length=20), server_default="usuario", nullable=False)
        )


def downgrade():
    with op.batch_alter_table("usuario", schema=None) as batch_op:
        batch_op.drop_column("rol")
