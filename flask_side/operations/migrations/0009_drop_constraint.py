"""Drop the constraint that makes email unique

The reverse makes it again, and fails if two users share an email by then: clean the rows before
you go back.

Revision ID: 0009_drop_constraint
Revises: 0008_add_foreign_key
Create Date: 2026-11-10 09:00:00

"""

from alembic import op

# revision identifiers, used by Alembic.
revision = "0009_drop_constraint"
down_revision = "0008_add_foreign_key"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("usuario", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("email_unico"), type_="unique")


def downgrade():
    with op.batch_alter_table("usuario", schema=None) as batch_op:
        batch_op.create_unique_constraint(batch_op.f("email_unico"), ["email"])
