"""Django settings for project project, without what the exercises do not need.

https://docs.djangoproject.com/en/stable/ref/settings/
"""

from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

# For exercises on this machine alone.
SECRET_KEY = "django-insecure-exercises"

DEBUG = True

INSTALLED_APPS = [
    "blog",
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": BASE_DIR / "db.sqlite3",
    }
}

USE_TZ = True

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
