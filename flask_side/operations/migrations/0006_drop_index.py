"""Drop the index on nombre of usuario

The `f()` around the name says that the name is final: Alembic must not apply a naming convention to
it.

Revision ID: 0006_drop_index
Revises: 0005_create_index
Create Date: 2026-11-07 09:00:00

"""

from alembic import op

# revision identifiers, used by Alembic.
revision = "0006_drop_index"
down_revision = "0005_create_index"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("usuario", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("usuario_nombre"))


def downgrade():
    with op.batch_alter_table("usuario", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("usuario_nombre"), ["nombre"], unique=False)
