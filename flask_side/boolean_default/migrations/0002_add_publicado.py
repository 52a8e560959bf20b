"""Add the column publicado to post

Exactly as autogenerate made it from `db.Column(db.Boolean, default=False)`, and not reviewed. The
default is Python's and never reaches the database: the posts that exist get NULL. The scenario
blog has the reviewed twin of this revision, 0004_add_publicado.

Revision ID: 0002_add_publicado
Revises: 0001_create_post
Create Date: 2026-11-03 09:00:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0002_add_publicado"
down_revision = "0001_create_post"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("post", schema=None) as batch_op:
        # convention: python-side-default
        batch_op.add_column(sa.Column("publicado", sa.Boolean(), nullable=True))


def downgrade():
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.drop_column("publicado")
