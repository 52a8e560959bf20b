"""Drop the column apodo of usuario

The reverse brings the column back, empty: what was in it is lost.

Revision ID: 0004_drop_column
Revises: 0003_add_column
Create Date: 2026-11-05 09:00:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0004_drop_column"
down_revision = "0003_add_column"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("usuario", schema=None) as batch_op:
        batch_op.drop_column("apodo")


def downgrade():
    with op.batch_alter_table("usuario", schema=None) as batch_op:
        batch_op.add_column(sa.Column("apodo", sa.VARCHAR(length=50), nullable=True))
