"""Settings of the Django half: a database, the scenarios' apps, and nothing else."""

import os
from pathlib import Path

from sqlalchemy import URL

from django_side.databases import from_url

BASE_DIR = Path(__file__).resolve().parent

# Signs nothing: there are no sessions, no users and no forms here.
SECRET_KEY = "not-a-secret"

# One app per scenario, found by its folder.
INSTALLED_APPS = sorted(f"django_side.{path.parent.name}" for path in BASE_DIR.glob("*/apps.py"))

# One file for all scenarios, because django_migrations has an `app` column.
DATABASE = URL.create("sqlite", database=str(BASE_DIR / "db.sqlite3"))
DATABASES = {"default": from_url(os.environ.get("DATABASE_URL") or DATABASE)}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

USE_TZ = True
TIME_ZONE = "UTC"
