from django.apps import AppConfig


class ExactParityConfig(AppConfig):
    name = "django_side.exact_parity"
