"""Create the table usuario

Each line that brings this table to what Django makes names the convention that it closes; the twin
closes the others.

Revision ID: 0001_create_usuario
Revises:
Create Date: 2026-11-02 09:00:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0001_create_usuario"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "usuario",
        # closes: key-width
        # an identity column on PostgreSQL, as Django makes it
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=False),
            nullable=False,
        ),
        sa.Column("nombre", sa.String(length=100), nullable=False),
        sa.Column("email", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        # closes: constraint-name
        sa.UniqueConstraint("email", name="usuario_email_unico"),
        # closes: autoincrement
        sqlite_autoincrement=True,
    )


def downgrade():
    op.drop_table("usuario")
