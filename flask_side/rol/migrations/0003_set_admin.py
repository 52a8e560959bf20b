"""Make user 1 the administrator

A data migration, and a revision of its own, so that it is reviewed, run and reversed apart from
the change of the schema. In one transaction the two can get in each other's way: on PostgreSQL,
rows whose deferred foreign keys are not checked yet keep their table from being altered ("cannot
ALTER TABLE because it has pending trigger events"). Where DDL is not transactional, a failure
half-way leaves both half done. Note that on PostgreSQL Alembic runs all revisions of one upgrade in
one transaction unless env.py sets transaction_per_migration; on SQLite and MariaDB it begins one
for each revision.

The table is frozen here as this revision knows it. The model in models.py goes on changing: a
column that a later revision adds would break this one.

Revision ID: 0003_set_admin
Revises: 0002_add_rol
Create Date: 2026-11-04 09:00:00

"""

import sqlalchemy as sa
from alembic import op

# revision identifiers, used by Alembic.
revision = "0003_set_admin"
down_revision = "0002_add_rol"
branch_labels = None
depends_on = None

# reviewed: a revision of rows is written by hand, from here on
usuario = sa.table("usuario", sa.column("id", sa.Integer), sa.column("rol", sa.String))


def upgrade():
    op.execute(usuario.update().where(usuario.c.id == 1).values(rol="admin"))


def downgrade():
    op.execute(usuario.update().where(usuario.c.id == 1).values(rol="usuario"))
