"""Fields that do on SQLite what SQLAlchemy does there."""

from django.db import models


class BooleanField(models.BooleanField):
    # closes: boolean-type-name
    def db_type(self, connection):
        return "boolean" if connection.vendor == "sqlite" else super().db_type(connection)


class DateTimeField(models.DateTimeField):
    # closes: datetime-storage
    def get_db_prep_value(self, value, connection, prepared=False):
        value = super().get_db_prep_value(value, connection, prepared)
        if connection.vendor == "sqlite" and isinstance(value, str) and "." not in value:
            value += ".000000"
        return value
