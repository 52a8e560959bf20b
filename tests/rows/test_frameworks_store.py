"""What SQLAlchemy and Django themselves store on SQLite for the same Python value."""

from __future__ import annotations

import uuid
import warnings
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
from django.apps.registry import Apps
from django.db import models
from django.db.models import sql
from django.db.utils import ConnectionHandler
from sqlalchemy.exc import SAWarning

from compare.inspect import read_schema
from compare.model import Ledger, Snapshot
from compare.rows import read_rows
from tests.rows.photos import compared

MOMENT = datetime(2024, 1, 1, 10, 0, 0)
DIGITS = uuid.UUID("12345678-1234-5678-1234-567812345678")
DOCUMENT = {"b": [1, 2.5, "é"], "a": None}

SHORT = models.DecimalField(max_digits=5, decimal_places=2)
LONG = models.DecimalField(max_digits=20, decimal_places=2)

STORED = [
    ("whole seconds", sa.DateTime(), models.DateTimeField(), MOMENT, "row.storage"),
    (
        "microseconds",
        sa.DateTime(),
        models.DateTimeField(),
        MOMENT.replace(microsecond=120000),
        None,
    ),
    (
        "a time zone",
        sa.DateTime(timezone=True),
        models.DateTimeField(),
        MOMENT.replace(tzinfo=UTC),
        "row.storage",
    ),
    ("a date", sa.Date(), models.DateField(), date(2024, 2, 29), None),
    ("a time", sa.Time(), models.TimeField(), time(3, 4, 5), "row.storage"),
    ("a time's microseconds", sa.Time(), models.TimeField(), time(3, 4, 5, 6), None),
    ("a decimal", sa.Numeric(5, 2), SHORT, Decimal("1.50"), None),
    ("a whole decimal", sa.Numeric(5, 2), SHORT, Decimal("2.00"), None),
    ("a long decimal", sa.Numeric(20, 2), LONG, Decimal("12345678901234567.89"), None),
    ("minus zero", sa.Float(), models.FloatField(), -0.0, None),
    ("a float", sa.Float(), models.FloatField(), 0.1, None),
    ("infinity", sa.Float(), models.FloatField(), float("inf"), None),
    ("true", sa.Boolean(), models.BooleanField(), True, None),
    ("a great integer", sa.BigInteger(), models.BigIntegerField(), 2**63 - 1, None),
    ("a UUID", sa.Uuid(), models.UUIDField(), DIGITS, None),
    ("a document", sa.JSON(), models.JSONField(), DOCUMENT, None),
    ("a bare number in JSON", sa.JSON(), models.JSONField(), 1, "row.storage"),
    ("text", sa.Text(), models.TextField(), "it's\n\0ñ🙂", None),
    ("bytes", sa.LargeBinary(), models.BinaryField(), b"\x00\xff", None),
    # and what is not the same any more
    ("a duration", sa.Interval(), models.DurationField(), timedelta(days=1), "row.value"),
    # sa.UUID declares UUID, which to SQLite is a column of numbers; sa.Uuid declares CHAR(32)
    ("a UUID of digits in sa.UUID", sa.UUID(), models.UUIDField(), DIGITS, "row.value"),
]


@pytest.mark.parametrize(
    ("ours", "theirs", "value", "kind"),
    [case[1:] for case in STORED],
    ids=[case[0] for case in STORED],
)
def test_what_both_store_for_one_value(tmp_path, django_db_blocker, ours, theirs, value, kind):
    left = by_sqlalchemy(tmp_path / "flask.db", ours, value)
    with django_db_blocker.unblock():
        right = by_django(tmp_path / "django.db", theirs, value)

    assert [each.kind for each in compared(left, right)] == ([kind] if kind else [])


def by_sqlalchemy(path, column_type, value) -> Snapshot:
    table = sa.Table(
        "t",
        sa.MetaData(),
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("valor", column_type),
    )
    engine = sa.create_engine(f"sqlite:///{path}")
    try:
        table.metadata.create_all(engine)
        with engine.begin() as connection, warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)  # decimals become floats, and it says so
            connection.execute(table.insert().values(valor=value))
    finally:
        engine.dispose()
    return read(path)


def by_django(path, field, value) -> Snapshot:
    if isinstance(value, datetime) and value.tzinfo is None:
        value = value.replace(tzinfo=UTC)  # USE_TZ: Django stores UTC and no offset
    options = type("Meta", (), {"app_label": "store", "apps": Apps(), "db_table": "t"})
    body = {"__module__": __name__, "Meta": options, "valor": field.clone()}
    model = type("Thing", (models.Model,), body)
    settings = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path)}
    with closing(ConnectionHandler({"default": settings})["default"]) as connection:
        with connection.schema_editor() as editor:
            editor.create_model(model)
        query = sql.InsertQuery(model)
        query.insert_values([model._meta.get_field("valor")], [model(valor=value)])
        query.get_compiler(connection=connection).execute_sql()
    return read(path)


def read(path) -> Snapshot:
    engine = sa.create_engine(f"sqlite:///{path}")
    try:
        with engine.connect() as connection:
            schema = read_schema(connection)
            return Snapshot(schema, read_rows(connection, schema), Ledger(()))
    finally:
        engine.dispose()
