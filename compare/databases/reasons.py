"""What an error of a driver means and what to do about it, one table an engine.

Codes, not texts, wherever there are codes: servers speak many languages. Each entry is what is
wrong and what to do; ``{reason}`` is what the database itself says.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from compare.dialects import DIALECTS

_TIME = "a statement took longer than allowed: allow more time for statements, or compare less"
_LOCKED = (
    "another session holds a lock for longer than was waited: run it again when that is done, or"
    " allow more time for locks"
)
_GONE = (
    "the connection was lost ({reason}): see whether the server is still running, and run it again"
)
_RIGHTS = "the user may not read everything ({reason}): grant SELECT on it, or leave it out"
_READ_ONLY = "the database is only read here, and a statement would have written ({reason})"
_LOGIN = "the server refuses the user ({reason}): check the user and the password in the address"
_NO_DATABASE = "there is no such database ({reason}): check its name"
_HOST = "the host is not known ({reason}): check its name in the address"
_UNREACHED = (
    "the server cannot be reached ({reason}): check the host and the port, and that the server is"
    " running"
)
_FULL = "the server takes no more connections ({reason}): run it again later"
_CHANGED = "a table was changed while it was read ({reason}): run it again"
_DAMAGED = (
    "the file is damaged or cut off ({reason}): take a whole copy, and see what PRAGMA"
    " integrity_check says"
)
_UNOPENED = "the file cannot be opened ({reason}): check that you may read it and enter its folder"

# https://www.sqlite.org/rescode.html, without what extends a code
_SQLITE = {
    "SQLITE_BUSY": _LOCKED,
    "SQLITE_LOCKED": _LOCKED,
    "SQLITE_INTERRUPT": _TIME,
    "SQLITE_READONLY": _READ_ONLY,
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_IOERR": _DAMAGED,
    "SQLITE_CANTOPEN": _UNOPENED,
    "SQLITE_PERM": _UNOPENED,
}

# https://www.postgresql.org/docs/current/errcodes-appendix.html, or the first two of its characters
_POSTGRESQL = {
    "08": _GONE,
    "25006": _READ_ONLY,
    "25P03": _GONE,
    "25P04": _TIME,
    "28": _LOGIN,
    "3D000": _NO_DATABASE,
    "40001": _CHANGED,
    # Every name comes from the catalogue: what is not there now was there then.
    "42501": _RIGHTS,
    "42703": _CHANGED,
    "42P01": _CHANGED,
    "53200": "the server has no room left ({reason}): raise max_locks_per_transaction there, or"
    " compare some of the tables at a time",
    "53300": _FULL,
    "55P03": _LOCKED,
    "57014": _TIME,
    "57P": _GONE,
}
# What libpq says while it connects has no code.
_POSTGRESQL_TEXTS = {
    r"authentication|no password|role .* does not exist|pg_hba": _LOGIN,
    r"database .* does not exist": _NO_DATABASE,
    r"resolve|translate host name|[Nn]ame or service": _HOST,
    r"too many (clients|connections)|remaining connection slots": _FULL,
    r"invalid (connection option|URI|.* value)": "the address has an option that libpq does not"
    " understand ({reason}): correct it",
    r"closed (the connection )?unexpectedly|connection is (closed|lost)|terminating": _GONE,
}

# https://mariadb.com/docs/server/reference/error-codes/mariadb-error-code-reference and
# https://dev.mysql.com/doc/mysql-errors/9.7/en/server-error-reference.html
_MARIADB = {
    1040: _FULL,
    1044: "the user may not use the database ({reason}): check its name, and grant SELECT on it",
    1045: _LOGIN,
    1049: _NO_DATABASE,
    1054: _CHANGED,
    1129: _UNREACHED,
    1142: _RIGHTS,
    1143: _RIGHTS,
    1146: _CHANGED,
    1205: _LOCKED,
    1356: _RIGHTS,
    1412: _CHANGED,
    1698: _LOGIN,
    1792: _READ_ONLY,
    1927: _GONE,
    1969: _TIME,
    3024: _TIME,  # MySQL
    3118: _LOGIN,
    4031: _GONE,
    2002: _UNREACHED,
    2003: _UNREACHED,
    2006: _GONE,
    2013: _GONE,
    2055: _GONE,
    0: _GONE,  # what PyMySQL says of a connection that it has given up
}
_UNKNOWN_HOST = re.compile(r"getaddrinfo|[Nn]ame or service|resol|nodename")


def sqlite(error: BaseException) -> str | None:
    """What an error of sqlite3 means; None where there is nothing to be added to its own words."""
    name = getattr(error, "sqlite_errorname", "")
    return _SQLITE.get("_".join(name.split("_")[:2]))


def postgresql(error: BaseException) -> str | None:
    """What an error of psycopg means; None where there is nothing to be added to its own words."""
    state = getattr(error, "sqlstate", None)
    if state:
        return _POSTGRESQL.get(state) or _POSTGRESQL.get(state[:3]) or _POSTGRESQL.get(state[:2])
    found = (say for text, say in _POSTGRESQL_TEXTS.items() if re.search(text, str(error)))
    return next(found, _UNREACHED)


def mariadb(error: BaseException) -> str | None:
    """What an error of PyMySQL means; None where there is nothing to be added to its own words."""
    number = error.args[0] if error.args else 0
    if number in (2002, 2003) and _UNKNOWN_HOST.search(str(error)):
        return _HOST
    return _MARIADB.get(number) if isinstance(number, int) else None


MEANINGS: dict[str, Callable[[BaseException], str | None]] = {
    "sqlite": sqlite,
    "postgresql": postgresql,
    "mariadb": mariadb,
    "mysql": mariadb,
    **{each.name: each.meaning for each in DIALECTS.values()},
}
"""By engine; a server of MySQL's has MariaDB's codes, and some of its own."""
