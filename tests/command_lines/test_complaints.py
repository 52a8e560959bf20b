"""What the tools say when something is wrong: one clear sentence, and never a password."""

import traceback

import pytest
from django.core.exceptions import ImproperlyConfigured

from django_side.databases import from_url
from flask_side import UnusableDatabase, create_app


def test_manage_py_says_that_there_is_no_such_app(tools):
    said = tools.manage("migrate", "blgo")
    assert said.code == 1
    assert said.out == ""
    assert said.err == "CommandError: No installed app with label 'blgo'.\n"


def test_alembic_says_that_there_is_no_such_configuration(tools):
    said = tools.alembic("upgrade", "head", scenario="blgo")
    assert said.code != 0
    assert "Traceback" not in said.text
    assert said.out.startswith("FAILED: No 'script_location' key found in configuration")


def test_flask_says_that_there_is_no_such_revision(tools, at):
    at("flask", "0001_create_usuario_post")
    said = tools.flask("upgrade", "0009_nowhere")
    assert said.code == 1
    assert "Traceback" not in said.text
    assert said.last_line == (
        "ERROR [flask_migrate] Error: Can't locate revision identified by '0009_nowhere'"
    )
    assert tools.revisions() == ["0001_create_usuario_post"]


def test_manage_py_says_that_there_is_no_such_migration(tools):
    said = tools.manage("migrate", "blog", "0009_nowhere")
    assert said.code == 1
    assert said.err == (
        "CommandError: Cannot find a migration matching '0009_nowhere' from app 'blog'.\n"
    )
    assert tools.tables() == set()


UNUSABLE = [
    # The dialect.
    ("oracle9://ana:S3cret@host/db", "DATABASE_URL has the dialect 'oracle9'"),
    ("oracle9://host/db?user=ana&password=S3cret", "DATABASE_URL has the dialect 'oracle9'"),
    # No URL at all.
    ("ana:S3cret", "DATABASE_URL is not a database URL."),
    # What comes after an unescaped @ is taken for a host and a port.
    ("postgresql://ana:x@y:S3cret@host/db", "DATABASE_URL is not a database URL."),
]


@pytest.mark.parametrize(("url", "sentence"), UNUSABLE)
def test_no_half_takes_a_url_that_cannot_be_used(url, sentence):
    for take, complaint in (
        (lambda: create_app("blog", url=url), UnusableDatabase),
        (lambda: from_url(url), ImproperlyConfigured),
    ):
        with pytest.raises(complaint, match=sentence) as caught:
            take()
        # Nor does the traceback say it: what was caught on the way is not shown.
        shown = "".join(traceback.format_exception(caught.value))
        assert "S3cret" not in shown.replace(url, "")


URL, SENTENCE = UNUSABLE[-1]


def test_flask_says_that_the_url_cannot_be_used(tools):
    said = tools.using(url=URL).flask("upgrade")
    assert said.code == 2
    assert said.text == f"Error: {SENTENCE}\n"


def test_manage_py_says_that_the_url_cannot_be_used(tools):
    said = tools.using(url=URL).manage("migrate", "blog")
    assert said.code == 1
    # Settings are read deep within Django, which shows where.
    assert said.last_line == f"django.core.exceptions.ImproperlyConfigured: {SENTENCE}"
    assert "S3cret" not in said.text


def test_alembic_says_that_the_url_cannot_be_used(tools):
    said = tools.using(url=URL).alembic("upgrade", "head")
    assert said.code != 0
    assert SENTENCE in said.last_line
    assert "Traceback" not in said.text
    assert "S3cret" not in said.text


def test_a_driver_that_sqlalchemy_does_not_know_is_no_matter_to_django():
    url = "sqlite+nowhere:////blog.sqlite3"
    with pytest.raises(UnusableDatabase, match="has the dialect 'sqlite\\+nowhere'"):
        create_app("blog", url=url)
    assert from_url(url)["ENGINE"] == "django.db.backends.sqlite3"
