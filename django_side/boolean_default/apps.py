from django.apps import AppConfig


class BooleanDefaultConfig(AppConfig):
    name = "django_side.boolean_default"
