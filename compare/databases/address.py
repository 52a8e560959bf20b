"""The address of a database as people type it, taken apart.

URLs are read by SQLAlchemy, so that what works in ``SQLALCHEMY_DATABASE_URI`` works here; what
libpq knows beyond that (``postgres://``, a socket's folder as the host) is understood too:
https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import quote, unquote

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from compare.databases.spelling import spelled_out
from compare.dialects import DIALECTS, Dialect
from compare.errors import UsageError
from compare.redaction import learn, redact

EngineName = str
"""``sqlite``, ``postgresql``, ``mariadb``, ``mysql``, or the name of a dialect in ``DIALECTS``."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a database is.

    Attributes:
        url: for SQLAlchemy, with the driver that is used here. It may hold a password.
        engine: whose server it is, or whose file. ``mysql://`` and ``mariadb://`` lead to either of
            the two: whose reader reads it is known once the server has answered.
        label: what reports show: the path of a file, or the host and the database.
    """

    url: URL = field(repr=False)
    engine: EngineName
    label: str

    @property
    def file(self) -> str | None:
        """The path of the file that the database is; None: it is on a server."""
        dialect = DIALECTS.get(self.engine)
        is_file = self.engine == "sqlite" if dialect is None else dialect.is_file
        return self.url.database if is_file else None

    @property
    def rows_only(self) -> bool:
        """Whether nothing but its rows can be compared."""
        return self.engine in DIALECTS


@dataclass(frozen=True, slots=True)
class _Kind:
    """A dialect: whose reader reads it, the name for SQLAlchemy, and the driver used here."""

    engine: EngineName
    backend: str
    driver: str | None


_KINDS: Mapping[str, _Kind] = MappingProxyType(
    {
        "sqlite": _Kind("sqlite", "sqlite", "pysqlite"),
        "postgresql": _Kind("postgresql", "postgresql", "psycopg"),
        "postgres": _Kind("postgresql", "postgresql", "psycopg"),
        "mysql": _Kind("mysql", "mysql", "pymysql"),
        # With mariadb:// SQLAlchemy refuses a server that is MySQL's.
        "mariadb": _Kind("mariadb", "mysql", "pymysql"),
        **{each.name: _Kind(each.name, each.name, each.driver) for each in DIALECTS.values()},
    }
)
_SQLITE_OPTIONS = frozenset(
    {"timeout", "isolation_level", "check_same_thread", "cached_statements"}
)
_LIBPQ = re.compile(r"(^|\s)(host|dbname|password)\s*=\s*\S.*\s\w+\s*=")
_MEMORY = (None, "", ":memory:")


def parse_address(text: str, environ: Mapping[str, str]) -> Address:
    """The database that a text names.

    Args:
        text: a URL, the path of a SQLite file (what has no ``://``), or where one of them stands:
            ``env:NAME``, ``file:PATH``, ``@PATH``.
        environ: the environment's variables.

    Returns:
        The address. Its password, and the one in ``PGPASSWORD``, is known to the redactor.

    Raises:
        UsageError: it is no address of a database that can be read here; the sentence says why.
    """
    _learn_value(environ.get("PGPASSWORD", ""))
    text = spelled_out(text, environ)
    learn(text)
    if "://" not in text:
        _refuse_half_a_url(text)
        return _file(text)
    url, kind = _url(text)
    _learn_secrets(url)
    if kind.engine == "sqlite":
        if set(url.query) - _SQLITE_OPTIONS or (url.database or "").startswith("file:"):
            raise UsageError(
                f"“{redact(text)}” is no plain path: give the path of the file alone, without"
                " sqlite:/// (then it may hold a ? too)."
            )
        return _file(url.database)
    dialect = DIALECTS.get(kind.engine)
    if dialect is not None and dialect.is_file:
        return _file_of(dialect, url)
    return _on_a_server(url, kind)


def _refuse_half_a_url(text: str) -> None:
    """Refuse what lacks a slash or two, or is meant for libpq; no part of it is shown."""
    begins = text.partition(":")[0].partition("+")[0].lower()
    if ":" in text and begins in _KINDS:
        if _KINDS[begins].engine == "sqlite":
            raise UsageError(
                "A SQLite file is named by its path alone, or as sqlite:///PATH with three slashes."
            )
        if begins in DIALECTS and DIALECTS[begins].is_file:
            raise UsageError(f"A {begins} file is named as {begins}:///PATH, with three slashes.")
        raise UsageError(
            f"An address that begins with {begins}: is a URL and goes on with two slashes: write"
            f" {begins}://user:password@host:port/database."
        )
    if _LIBPQ.search(text):
        raise UsageError(
            "The address is neither a URL nor a path: write host=… dbname=… as"
            " postgresql://user:password@host:port/database."
        )


def _file(path: str | None) -> Address:
    if path is None or path in _MEMORY:
        raise UsageError(
            "A SQLite database in memory is nobody else's to read: give the path of a file."
        )
    if "\0" in path:
        raise UsageError("The path of a SQLite file cannot hold a zero byte: write it anew.")
    return Address(URL.create("sqlite+pysqlite", database=path), "sqlite", redact(path))


def _file_of(dialect: Dialect, url: URL) -> Address:
    """A file of another dialect, without options, which might open it otherwise."""
    name, path = dialect.name, url.database
    if path is None or path in _MEMORY or url.host or url.query or "\0" in path:
        raise UsageError(
            f"The address names no {name} file that can be read here: write {name}:///PATH, with"
            " three slashes and nothing behind the path."
        )
    return Address(URL.create(url.drivername, database=path), name, redact(path))


def _url(text: str) -> tuple[URL, _Kind]:
    """The URL with the driver used here, and what kind of database it leads to."""
    dialect, _, driver = text.partition("://")[0].lower().partition("+")
    kind = _KINDS.get(dialect)
    if kind is None:
        raise UsageError(
            f"“{dialect}://” leads to no database that can be read here: begin the address with"
            " sqlite:///, postgresql://, mysql:// or mariadb://, or give the path of a SQLite file"
            f" (rows alone: {', '.join(f'{name}:///' for name in DIALECTS)} too)."
        )
    if driver not in ("", kind.driver):
        raise UsageError(
            f"“{dialect}+{driver}://” names a driver that is not used here: write {dialect}://."
        )
    try:
        by = f"{kind.backend}+{kind.driver}" if kind.driver else kind.backend
        url = make_url(f"{by}://{text.partition('://')[2]}")
    except (ArgumentError, ValueError):
        raise UsageError(
            f"“{redact(text)}” cannot be read as a URL: write it as"
            f" {dialect}://user:password@host:port/database, the port as a number and @, / and : of"
            " a password as %40, %2F and %3A."
        ) from None
    return url, kind


def _on_a_server(url: URL, kind: _Kind) -> Address:
    host = url.host or ""
    odd = next((part for part in (host, url.database or "") if "@" in part), None)
    if odd is not None or not (url.port is None or 0 < url.port < 65536):
        what = f"there is no port {url.port}"
        if odd is not None:
            what = f"the {'host' if odd == host else 'name of the database'} has an @"
        raise UsageError(
            f"The address of the {kind.engine} database cannot be right, {what}: write @, / and :"
            " of a password as %40, %2F and %3A, and a port between 1 and 65535."
        )
    if host[:3].lower() == "%2f":
        url = url.set(host=unquote(host))
    name = url.database or _first(url, "dbname", "database", "db") or _first(url, "service")
    if not name:
        raise UsageError(
            "The address names a server and no database: write the database's name behind the"
            f" host, as in {kind.backend}://host/database."
        )
    if kind.backend == "mysql" and "charset" not in url.query:
        url = url.update_query_dict({"charset": "utf8mb4"})
    return Address(url, kind.engine, redact(f"{_place(url)}/{name}"))


def _place(url: URL) -> str:
    """The host and the port; a socket, or no host at all, is on this machine."""
    host = url.host or _first(url, "host", "hostaddr")
    if not host or host.startswith("/"):
        host = "localhost"
    port = url.port or _first(url, "port")
    return f"{host}:{port}" if port else host


def _first(url: URL, *names: str) -> str:
    """The first of some parameters that the URL has."""
    for name in names:
        value = url.query.get(name)
        if value:
            return value if isinstance(value, str) else value[0]
    return ""


def _learn_secrets(url: URL) -> None:
    _learn_value(url.password or "")
    for name, value in url.query.items():
        if "pass" in name.lower() or "secret" in name.lower():
            for each in (value,) if isinstance(value, str) else value:
                _learn_value(each)


def _learn_value(secret: str) -> None:
    if secret:
        # The redactor learns URLs; quoted, nothing in the secret can end it early.
        learn(f"any://:{quote(secret, safe='')}@host")
