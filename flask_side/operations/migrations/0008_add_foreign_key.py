"""Add the foreign key autor to entrada

The column and the constraint are two operations here and one in the twin. NULL is allowed, because
nobody knows who wrote the rows that exist. The constraint has a name, so that batch mode can drop
it again.

Revision ID: 0008_add_foreign_key
Revises: 0007_rename_table
Create Date: 2026-11-09 09:00:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0008_add_foreign_key"
down_revision = "0007_rename_table"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("entrada", schema=None) as batch_op:
        batch_op.add_column(sa.Column("autor_id", sa.Integer(), nullable=True))
        # convention: foreign-key-index
        batch_op.create_foreign_key("fk_entrada_autor_id_usuario", "usuario", ["autor_id"], ["id"])


def downgrade():
    with op.batch_alter_table("entrada", schema=None) as batch_op:
        batch_op.drop_constraint("fk_entrada_autor_id_usuario", type_="foreignkey")
        batch_op.drop_column("autor_id")
