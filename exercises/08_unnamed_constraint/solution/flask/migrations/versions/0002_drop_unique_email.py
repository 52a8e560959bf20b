"""drop unique email

Revision ID: 0002_drop_unique_email
Revises: 0001_create_usuario
Create Date: 2026-11-22 01:00:29.565948

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '0002_drop_unique_email'
down_revision = '0001_create_usuario'
branch_labels = None
depends_on = None

naming_convention = {'uq': 'uq_%(table_name)s_%(column_0_name)s'}


def upgrade():
    with op.batch_alter_table('usuario', naming_convention=naming_convention) as batch_op:
        batch_op.drop_constraint('uq_usuario_email', type_='unique')


def downgrade():
    with op.batch_alter_table('usuario', naming_convention=naming_convention) as batch_op:
        batch_op.create_unique_constraint('uq_usuario_email', ['email'])
