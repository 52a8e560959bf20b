"""Create the tables articulo and usuario

What the later revisions work on. The constraint and the indexes have names, because batch mode on
SQLite can only drop what it can name.

Revision ID: 0001_create_usuario_articulo
Revises:
Create Date: 2026-11-02 09:00:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0001_create_usuario_articulo"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "articulo",
        # convention: key-width
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("titulo", sa.String(length=200), nullable=False),
        sa.Column("contenido", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "usuario",
        # convention: key-width
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("nombre", sa.String(length=100), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.Column("apodo", sa.String(length=50), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("email", name="email_unico"),
    )
    with op.batch_alter_table("usuario", schema=None) as batch_op:
        batch_op.create_index("usuario_nombre", ["nombre"], unique=False)


def downgrade():
    with op.batch_alter_table("usuario", schema=None) as batch_op:
        batch_op.drop_index("usuario_nombre")

    op.drop_table("usuario")
    op.drop_table("articulo")
