"""Create the table comentario

A comment belongs to a post and to a user: two foreign keys, neither of which may be NULL.

Revision ID: 0003_create_comentario
Revises: 0002_add_avatar_url
Create Date: 2026-11-04 09:00:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0003_create_comentario"
down_revision = "0002_add_avatar_url"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "comentario",
        # convention: key-width
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("texto", sa.Text(), nullable=False),
        # convention: nullable-by-default
        sa.Column("fecha", sa.DateTime(), nullable=True),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("usuario_id", sa.Integer(), nullable=False),
        # convention: foreign-key-index
        sa.ForeignKeyConstraint(["post_id"], ["post.id"]),
        # convention: foreign-key-index
        sa.ForeignKeyConstraint(["usuario_id"], ["usuario.id"]),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade():
    op.drop_table("comentario")
