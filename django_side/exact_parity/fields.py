"""Fields that store on SQLite what SQLAlchemy stores; on other databases they change nothing."""

from django.db import models


class BooleanField(models.BooleanField):
    def db_type(self, connection):
        # closes: boolean-type-name
        return "boolean" if connection.vendor == "sqlite" else super().db_type(connection)


class DateTimeField(models.DateTimeField):
    def get_db_prep_value(self, value, connection, prepared=False):
        value = super().get_db_prep_value(value, connection, prepared)
        if connection.vendor == "sqlite" and isinstance(value, str) and "." not in value:
            value += ".000000"  # closes: datetime-storage
        return value
