"""merge bio and avatar_url

Revision ID: 0003_merge_bio_avatar_url
Revises: 0002_add_avatar_url, 0002_add_bio
Create Date: 2026-11-22 01:12:57.228439

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '0003_merge_bio_avatar_url'
down_revision = ('0002_add_avatar_url', '0002_add_bio')
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
