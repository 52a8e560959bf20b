"""Create an index on titulo of articulo

SQLite creates an index without rebuilding the table, also in batch mode.

Revision ID: 0005_create_index
Revises: 0004_drop_column
Create Date: 2026-11-06 09:00:00

"""

from alembic import op

# revision identifiers, used by Alembic.
revision = "0005_create_index"
down_revision = "0004_drop_column"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("articulo", schema=None) as batch_op:
        batch_op.create_index("articulo_titulo", ["titulo"], unique=False)


def downgrade():
    with op.batch_alter_table("articulo", schema=None) as batch_op:
        batch_op.drop_index("articulo_titulo")
