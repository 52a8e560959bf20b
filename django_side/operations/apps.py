from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "django_side.operations"
