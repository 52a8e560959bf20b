"""Add the column publicado to post

The trap: a Python-side default is no database default. From `db.Column(db.Boolean, default=False)`
autogenerate makes a column that may be NULL and has no default, and every post that exists gets
NULL, which is neither true nor false. (The scenario boolean_default keeps that revision as it was
made.)

Reviewed: NOT NULL, with a server default that fills the rows that exist. It is `sa.false()` and
not the `sa.text('0')` that autogenerate writes when it runs on SQLite, because PostgreSQL takes no
0 for a boolean. The model says the same, so that `flask db check` has nothing to report. The
server default stays in the database; Django leaves none there once the rows are filled.

An expression as default makes batch mode rebuild the table on SQLite, where comments refer to it
and where `flask db upgrade --sql` has no table to look at. SQLite needs no rebuild to add this
column, so batch mode is told not to. The way back is as autogenerate wrote it, and rebuilds the
table.

Revision ID: 0004_add_publicado
Revises: 0003_create_comentario
Create Date: 2026-11-05 09:00:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0004_add_publicado"
down_revision = "0003_create_comentario"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table(
        "post",
        schema=None,
        # reviewed: autogenerate leaves it to batch mode, which would rebuild the table
        recreate="never",
    ) as batch_op:
        batch_op.add_column(
            sa.Column(
                "publicado",
                sa.Boolean(),
                # reviewed: autogenerate wrote no server default
                # convention: dropped-default
                server_default=sa.false(),
                # reviewed: autogenerate wrote nullable=True
                nullable=False,
            )
        )


def downgrade():
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.drop_column("publicado")
