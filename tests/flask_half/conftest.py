"""Applications of the Flask half on scratch databases."""

import pytest

from flask_side import create_app


@pytest.fixture
def make_app(tmp_path):
    """Make the application of a scenario on a file of its own, and clean up after it."""
    made = []

    def make(scenario, name=None):
        path = tmp_path / f"{name or scenario}.sqlite3"
        made.append(create_app(scenario, url=f"sqlite:///{path}"))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            app.extensions["sqlalchemy"].session.remove()
            app.extensions["sqlalchemy"].engine.dispose()


@pytest.fixture
def in_context(make_app):
    """Be inside the application context of a scenario: ``in_context("blog")``."""
    contexts = []

    def enter(scenario):
        contexts.append(make_app(scenario).app_context())
        contexts[-1].push()
        return contexts[-1].app

    yield enter
    for context in reversed(contexts):
        context.app.extensions["sqlalchemy"].session.remove()
        context.pop()
