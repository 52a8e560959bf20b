"""The frameworks call their half-built tables as the reader thinks they do."""

from __future__ import annotations

import inspect

import sqlalchemy as sa
from alembic.operations.batch import ApplyBatchImpl
from django.db.backends.sqlite3.schema import DatabaseSchemaEditor

from compare.inspect.sqlite.schema import LEFTOVER_PREFIXES

ALEMBIC, DJANGO = LEFTOVER_PREFIXES


def test_alembics_batch_mode():
    batch = ApplyBatchImpl(None, sa.Table("post", sa.MetaData()), (), {}, False)

    assert batch.temp_table_name == f"{ALEMBIC}post"


def test_djangos_table_remake():
    assert f'"{DJANGO}%s"' in inspect.getsource(DatabaseSchemaEditor._remake_table)
