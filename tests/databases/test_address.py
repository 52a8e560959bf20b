"""What people type as the address of a database."""

import dataclasses

import pytest
from sqlalchemy import make_url

from compare import redaction
from compare.databases import parse_address
from compare.errors import UsageError
from compare.redaction import MASK, redact

SECRET = "S3cret-word"


@pytest.fixture(autouse=True)
def _forget(monkeypatch):
    monkeypatch.setattr(redaction, "_learned", set())


# text, engine, URL, label
ADDRESSES = [
    ("sqlite:///a.db", "sqlite", "sqlite+pysqlite:///a.db", "a.db"),
    ("sqlite:////abs/a.db", "sqlite", "sqlite+pysqlite:////abs/a.db", "/abs/a.db"),
    ("sqlite+pysqlite:///a.db?timeout=5", "sqlite", "sqlite+pysqlite:///a.db", "a.db"),
    ("b.db", "sqlite", "sqlite+pysqlite:///b.db", "b.db"),
    ("  ./x/y.sqlite3\n", "sqlite", "sqlite+pysqlite:///./x/y.sqlite3", "./x/y.sqlite3"),
    ("postgresql://h/db", "postgresql", "postgresql+psycopg://h/db", "h/db"),
    ("postgres://u:p@h:1/db", "postgresql", "postgresql+psycopg://u:p@h:1/db", "h:1/db"),
    ("POSTGRESQL://h/db", "postgresql", "postgresql+psycopg://h/db", "h/db"),
    ("postgresql+psycopg://h/db", "postgresql", "postgresql+psycopg://h/db", "h/db"),
    ("postgresql:///db", "postgresql", "postgresql+psycopg:///db", "localhost/db"),
    ("postgresql://[::1]:5/db", "postgresql", "postgresql+psycopg://[::1]:5/db", "::1:5/db"),
    (
        "postgresql://u@h/db?sslmode=require&connect_timeout=3",
        "postgresql",
        "postgresql+psycopg://u@h/db?sslmode=require&connect_timeout=3",
        "h/db",
    ),
    (
        "postgresql://u@/db?host=/run/pg&port=7",
        "postgresql",
        "postgresql+psycopg://u@/db?host=%2Frun%2Fpg&port=7",
        "localhost:7/db",
    ),
    ("postgresql://h/?dbname=db", "postgresql", "postgresql+psycopg://h/?dbname=db", "h/db"),
    ("mysql://h/db", "mysql", "mysql+pymysql://h/db?charset=utf8mb4", "h/db"),
    ("mariadb://h/db", "mariadb", "mysql+pymysql://h/db?charset=utf8mb4", "h/db"),
    ("mysql+pymysql://h/db", "mysql", "mysql+pymysql://h/db?charset=utf8mb4", "h/db"),
    ("mariadb+pymysql://h:3/db", "mariadb", "mysql+pymysql://h:3/db?charset=utf8mb4", "h:3/db"),
    ("mysql://h/db?charset=utf8", "mysql", "mysql+pymysql://h/db?charset=utf8", "h/db"),
    (
        "mysql://u@localhost/db?unix_socket=/run/m&ssl_ca=/ca.pem",
        "mysql",
        "mysql+pymysql://u@localhost/db?charset=utf8mb4&ssl_ca=%2Fca.pem&unix_socket=%2Frun%2Fm",
        "localhost/db",
    ),
]


@pytest.mark.parametrize(("text", "engine", "url", "label"), ADDRESSES)
def test_it_is_taken_apart(text, engine, url, label):
    found = parse_address(text, {})
    assert (found.engine, found.label) == (engine, label)
    assert found.url == make_url(url)


@pytest.mark.parametrize("path", ["C:x?y#z%20ñ.db", "/a b", "user@host:x", "-", "~/a.db"])
def test_a_path_is_taken_as_it_is(path):
    found = parse_address(path, {})
    assert (found.engine, found.url.database, found.label) == ("sqlite", path, path)


def test_a_folder_as_the_host_is_a_socket_as_libpq_has_it():
    found = parse_address("postgresql://u@%2Frun%2Fpg/db", {})
    assert found.url.host == "/run/pg"
    assert found.label == "localhost/db"


def test_it_may_stand_in_the_environment_or_in_a_file(tmp_path):
    (tmp_path / "address").write_text(f"postgresql://u:{SECRET}@h/db\nanother line\n")
    (tmp_path / "address").chmod(0o644)
    wanted = parse_address(f"postgresql://u:{SECRET}@h/db", {})
    assert parse_address(f"file:{tmp_path}/address", {}) == wanted
    assert parse_address(f"@{tmp_path}/address", {}) == wanted
    assert parse_address("env:URL", {"URL": f" postgresql://u:{SECRET}@h/db\n"}) == wanted
    (tmp_path / "path").write_text("\ufeffa.db")
    assert parse_address(f"@{tmp_path}/path", {}).label == "a.db"


def test_it_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        parse_address("a.db", {}).label = "b"


# text, words of the sentence
REFUSED = [
    ("", "is empty"),
    (" \n", "is empty"),
    ("oracle://h/db", "“oracle://”"),
    ("mssql+pyodbc://h/db", "“mssql://”"),
    ("://h/db", "“://”"),
    ("postgresql+asyncpg://h/db", "write postgresql://"),
    ("postgresql+psycopg2://h/db", "write postgresql://"),
    ("mysql+mysqldb://h/db", "write mysql://"),
    ("sqlite+aiosqlite:///a.db", "write sqlite://"),
    ("sqlite://", "in memory"),
    ("sqlite:///", "in memory"),
    ("sqlite:///:memory:", "in memory"),
    (":memory:", "in memory"),
    ("a\0b", "zero byte"),
    ("sqlite:///a.db?mode=ro", "the file alone"),
    ("sqlite:///file:a.db?uri=true", "the file alone"),
    ("postgresql://h:port/db", "the port as a number"),
    ("postgresql://h:99999/db", "no port 99999"),
    ("postgresql://h:0/db", "no port 0"),
    (f"postgresql://u:{SECRET}@x@h/db", "the host has an @"),
    (f"postgresql://u:{SECRET}@h:port/db", "the port as a number"),
    ("env:NONE", "“NONE” is not set"),
    ("env:", "“” is not set"),
    ("env:EMPTY", "“EMPTY” is empty"),
    ("file:nowhere/at/all", "No such file"),
    ("@nowhere/at/all", "No such file"),
    ("@.", "Is a directory"),
    ("postgresql://h", "no database"),
    ("postgresql://h/", "no database"),
    (f"mysql://u:{SECRET}@h", "no database"),
    (f"postgresql:/u:{SECRET}@h/db", "two slashes"),
    (f"MariaDB+pymysql:u:{SECRET}@h/db", "two slashes"),
    ("sqlite:a.db", "three slashes"),
    ("sqlite:/a.db", "three slashes"),
    (f"host=h password={SECRET} dbname=d", "neither a URL nor a path"),
]


@pytest.mark.parametrize(("text", "words"), REFUSED)
def test_what_is_no_address_is_refused_in_one_sentence(text, words):
    with pytest.raises(UsageError) as refused:
        parse_address(text, {"EMPTY": ""})
    said = str(refused.value)
    assert words in said
    assert "\n" not in said
    assert said.endswith(".")
    assert SECRET not in said


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "is empty"), (b"\nx", "is empty"), (b"SQLite format 3\0", "text")]
)
def test_a_file_without_an_address_is_refused(tmp_path, content, words):
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(UsageError, match=words):
        parse_address(f"file:{tmp_path / 'file'}", {})


@pytest.mark.parametrize(
    "text",
    [
        f"postgresql://u:{SECRET}@h/db",
        f"postgresql://u@h/db?password={SECRET}",
        f"postgresql://u@h/db?sslpassword={SECRET}",
        f"mysql://u@h/db?ssl_key_password={SECRET}",
        "postgresql://u:S3cret%2Dword@h/db",
        "env:URL",
    ],
)
def test_its_password_is_shown_nowhere(text):
    environ = {"URL": f"mysql://u:{SECRET}@h/db"}
    found = parse_address(text, environ)
    assert SECRET not in found.label
    assert SECRET not in repr(found)
    assert redact(f"so it was {SECRET}, said the driver") == f"so it was {MASK}, said the driver"


def test_what_libpq_takes_from_the_environment_is_shown_nowhere():
    parse_address("postgresql://h/db", {"PGPASSWORD": f"{SECRET} 'x'"})
    assert SECRET not in redact(f"fe_sendauth: {SECRET} 'x'")


def test_what_looks_like_a_path_and_holds_a_password_is_not_shown():
    assert SECRET not in parse_address(f"a.db?password={SECRET}", {}).label
