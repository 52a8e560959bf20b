from django.apps import AppConfig


class RolConfig(AppConfig):
    name = "django_side.rol"
