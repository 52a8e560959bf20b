"""set admin

Revision ID: 0003_set_admin
Revises: 0002_add_rol
Create Date: 2026-11-22 01:05:02.924488

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '0003_set_admin'
down_revision = '0002_add_rol'
branch_labels = None
depends_on = None

usuario = sa.table('usuario', sa.column('id', sa.Integer), sa.column('rol', sa.String))


def upgrade():
    op.execute(usuario.update().where(usuario.c.id == 1).values(rol='admin'))


def downgrade():
    op.execute(usuario.update().where(usuario.c.id == 1).values(rol='usuario'))
