"""Create the table articulo

The table is called after its Django app here; usuario is not, there. Either side can give way.

Revision ID: 0002_create_articulo
Revises: 0001_create_usuario
Create Date: 2026-11-03 09:00:00

"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

# revision identifiers, used by Alembic.
revision = "0002_create_articulo"
down_revision = "0001_create_usuario"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        # closes: table-prefix
        "exact_parity_articulo",
        # closes: key-width
        # an identity column on PostgreSQL, as Django makes it
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=False),
            nullable=False,
        ),
        # closes: nullable-by-default
        sa.Column("titulo", sa.String(length=200), nullable=False),
        # closes: time-zone
        # closes: microseconds
        sa.Column(
            "fecha",
            sa.DateTime(timezone=True)
            .with_variant(mysql.DATETIME(fsp=6), "mariadb")
            .with_variant(mysql.DATETIME(fsp=6), "mysql"),
            # closes: nullable-by-default
            nullable=False,
        ),
        # closes: key-width
        sa.Column("autor_id", sa.BigInteger(), nullable=False),
        # closes: deferrable-foreign-key
        sa.ForeignKeyConstraint(
            ["autor_id"], ["usuario.id"], initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id"),
        # closes: autoincrement
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("exact_parity_articulo", schema=None) as batch_op:
        # closes: foreign-key-index
        batch_op.create_index("articulo_autor_idx", ["autor_id"], unique=False)
        # closes: constraint-name
        batch_op.create_index("articulo_titulo_idx", ["titulo"], unique=False)


def downgrade():
    # reviewed: autogenerate drops the indexes first; MariaDB refuses that for a foreign key's
    op.drop_table("exact_parity_articulo")
