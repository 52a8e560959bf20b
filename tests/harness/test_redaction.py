"""No password reaches an output, however it is written."""

import pytest

from compare import redaction
from compare.redaction import MASK, learn, redact


@pytest.fixture(autouse=True)
def _forget(monkeypatch):
    monkeypatch.setattr(redaction, "_learned", set())


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ana:S3cret@host/db",
        "postgresql+psycopg://ana:S3cret@host:5432/db",
        "postgresql://ana:S3cret@x@host/db",
        "mysql://ana:S3cret/x@host/db",
        "mysql://ana:S3cret:x@host/db",
        "postgresql://host/db?user=ana&password=S3cret",
        "postgresql://host/db?sslpassword=S3cret&x=1",
        "could not connect: host=h password=S3cret user=u",
        "dsn: password='S3cret' dbname=x",
        "Two: a://u:S3cret@h/d and b://u:S3cret@h/d.",
        "postgresql://:S3cret@host/db",
    ],
)
def test_a_password_is_masked(url):
    assert "S3cret" not in redact(url)
    assert MASK in redact(url)


@pytest.mark.parametrize(
    "text",
    [
        "sqlite:////tmp/x.db",
        "postgresql://host/db",
        "postgresql://ana@host/db",
        "at 10:30 somebody wrote to ana@example.org",
        "flask --app \"flask_side:create_app('blog')\" db upgrade head",
        "table password_reset has no index",
        "UPDATE usuario SET campo1 = 'pwd=' WHERE campo2 = 'x'",
    ],
)
def test_text_without_a_password_is_left_alone(text):
    assert redact(text) == text


def test_the_tail_after_an_unescaped_at_is_masked_once_the_url_is_known():
    learn("postgresql://ana:pa@ss-word@host/db")
    assert redact('could not translate host name "ss-word@host"') == (
        f'could not translate host name "{MASK}@host"'
    )


def test_a_percent_encoded_password_is_masked_decoded_too():
    learn("postgresql://ana:s%26cret@host/db")
    assert redact("password authentication failed for s&cret") == (
        f"password authentication failed for {MASK}"
    )
