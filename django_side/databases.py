"""Read a SQLAlchemy database URL as a Django database, so that one ``DATABASE_URL`` serves both."""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

ENGINES = {
    "sqlite": "django.db.backends.sqlite3",
    "postgresql": "django.db.backends.postgresql",
    "mysql": "django.db.backends.mysql",
    "mariadb": "django.db.backends.mysql",
}

# What the drivers let a URL say in its query, and Django has a key for.
QUERY_KEYS = {
    "host": "HOST",
    "unix_socket": "HOST",
    "port": "PORT",
    "user": "USER",
    "password": "PASSWORD",
    "dbname": "NAME",
    "database": "NAME",
}


def from_url(url):
    """Return the entry of ``DATABASES`` for a URL.

    The driver (``postgresql+psycopg``) is SQLAlchemy's affair: Django chooses its own, but for
    PyMySQL, which has to be told to stand in for mysqlclient. A relative SQLite path is relative
    to the current directory. No message shows the URL, because it may hold a password.
    """
    try:
        url = make_url(url)
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        raise ImproperlyConfigured("DATABASE_URL is not a database URL.") from None
    dialect = url.get_backend_name()
    if dialect not in ENGINES:
        raise ImproperlyConfigured(
            f"DATABASE_URL has the dialect {dialect!r}; Django knows here: {', '.join(ENGINES)}."
        )
    if dialect == "sqlite":
        return {"ENGINE": ENGINES[dialect], "NAME": _sqlite_name(url)}
    if url.get_driver_name() == "pymysql":
        import pymysql

        pymysql.install_as_MySQLdb()
    settings = {
        "ENGINE": ENGINES[dialect],
        "NAME": url.database or "",
        "USER": url.username or "",
        "PASSWORD": url.password or "",
        "HOST": url.host or "",
        "PORT": str(url.port or ""),
        "OPTIONS": {},
    }
    for key, value in url.query.items():
        value = value if isinstance(value, str) else ",".join(value)
        if key in QUERY_KEYS:
            settings[QUERY_KEYS[key]] = value
        else:
            settings["OPTIONS"][key] = value
    return settings


def _sqlite_name(url):
    """Return the path of a SQLite database, absolute; a ``file:`` URI keeps its query."""
    name = url.database or ":memory:"
    scheme = "file:" if name.startswith("file:") else ""
    path = name.removeprefix(scheme)
    if path != ":memory:":
        path = Path(path).absolute()
    query = "&".join(f"{key}={value}" for key, value in url.query.items() if key != "uri")
    return f"{scheme}{path}?{query}" if scheme and query else f"{scheme}{path}"
