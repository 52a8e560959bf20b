from django.apps import AppConfig


class ArticuloConfig(AppConfig):
    name = "django_side.articulo"
