from django.apps import AppConfig


class UsuarioConfig(AppConfig):
    name = "django_side.usuario"
