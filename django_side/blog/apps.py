from django.apps import AppConfig


class BlogConfig(AppConfig):
    name = "django_side.blog"
