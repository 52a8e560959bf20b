"""Add the column publicado to articulo

The default is the database's on both sides, so it fills the rows that exist and stays.

Reviewed: `sa.false()` and not the `sa.text('0')` that autogenerate writes when it runs on SQLite,
because PostgreSQL takes no 0 for a boolean. And AUTOINCREMENT, which batch mode loses wherever it
rebuilds a SQLite table: on the way forward it must not do that, because SQLite can add this
column to the table that is there; on the way back it has to, and is told to keep it.

Revision ID: 0003_add_publicado
Revises: 0002_create_articulo
Create Date: 2026-11-04 09:00:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0003_add_publicado"
down_revision = "0002_create_articulo"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table(
        "exact_parity_articulo",
        schema=None,
        # reviewed: autogenerate leaves it to batch mode, which rebuilds the table
        # closes: autoincrement
        recreate="never",
    ) as batch_op:
        batch_op.add_column(
            sa.Column(
                "publicado",
                sa.Boolean(),
                # reviewed: autogenerate wrote sa.text('0')
                # closes: dropped-default
                server_default=sa.false(),
                nullable=False,
            )
        )


def downgrade():
    with op.batch_alter_table(
        "exact_parity_articulo",
        schema=None,
        # reviewed: autogenerate does not write it
        # closes: autoincrement
        table_kwargs={"sqlite_autoincrement": True},
    ) as batch_op:
        batch_op.drop_column("publicado")
