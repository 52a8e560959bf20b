"""The databases of the framework pair: one blog, made by Flask-SQLAlchemy and by Django."""

from __future__ import annotations

import os
from collections.abc import Mapping

import django

from compare.conventions import ByColumn
from compare.model import SideName


def framework_scripts() -> tuple[dict[SideName, str], dict[SideName, ByColumn]]:
    """On SQLite: the SQL of both databases, and what the models declare."""
    blog, frameworks = _blog()
    left, flask_declares = frameworks.flask_database(blog.flask)
    right, django_declares = frameworks.django_database(blog.django)
    scripts: dict[SideName, str] = {"flask": left.script, "django": right.script}
    return scripts, {"flask": flask_declares, "django": django_declares}


def make_frameworks(engine: str, urls: Mapping[SideName, str]) -> dict[SideName, ByColumn]:
    """On a server: make both databases at their URLs; what the models declare."""
    blog, frameworks = _blog()
    return {
        "flask": frameworks.flask_database(blog.flask, engine=engine, url=urls["flask"])[1],
        "django": frameworks.django_database(blog.django, engine=engine, url=urls["django"])[1],
    }


def _blog():  # noqa: ANN202 - two modules
    """The blog of the tests and what makes it; Django has to be set up first."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "django_side.settings"
    django.setup()
    from tests.conventions import blog, frameworks

    return blog, frameworks
