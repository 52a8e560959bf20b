"""Create the tables usuario and post

The same two models become two tables, but the conventions differ in what nobody wrote down: the
width of a key, whether a column may be NULL, whether a foreign key is indexed. Each such line
names its convention.

Revision ID: 0001_create_usuario_post
Revises:
Create Date: 2026-11-02 09:00:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0001_create_usuario_post"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "usuario",
        # convention: key-width
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nombre", sa.String(length=100), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("email"),
    )
    op.create_table(
        "post",
        # convention: key-width
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("titulo", sa.String(length=200), nullable=False),
        sa.Column("contenido", sa.Text(), nullable=False),
        # convention: nullable-by-default
        sa.Column("fecha", sa.DateTime(), nullable=True),
        sa.Column("autor_id", sa.Integer(), nullable=False),
        # convention: foreign-key-index
        sa.ForeignKeyConstraint(["autor_id"], ["usuario.id"]),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade():
    op.drop_table("post")
    op.drop_table("usuario")
