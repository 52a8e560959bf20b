"""Create the table articulo

The models say nothing about NULL for titulo, contenido and fecha: here they may be NULL, in the
twin they may not.

Revision ID: 0003_create_articulo
Revises: 0002_add_bio
Create Date: 2026-11-04 09:00:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0003_create_articulo"
down_revision = "0002_add_bio"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "articulo",
        # convention: key-width
        sa.Column("id", sa.Integer(), nullable=False),
        # convention: nullable-by-default
        sa.Column("titulo", sa.String(length=200), nullable=True),
        # convention: nullable-by-default
        sa.Column("contenido", sa.Text(), nullable=True),
        # convention: nullable-by-default
        sa.Column("fecha", sa.DateTime(), nullable=True),
        sa.Column("autor_id", sa.Integer(), nullable=False),
        # convention: foreign-key-index
        sa.ForeignKeyConstraint(["autor_id"], ["usuario.id"]),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade():
    op.drop_table("articulo")
