"""What a database does with a statement, in words that all engines share.

A refusal is told by the code that the database gives it, never by its text:
https://www.sqlite.org/rescode.html,
https://www.postgresql.org/docs/current/errcodes-appendix.html,
https://mariadb.com/kb/en/mariadb-error-code-reference/,
https://dev.mysql.com/doc/mysql-errors/9.7/en/server-error-reference.html.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError

from compare.probe.copies.copy import words

REFUSED = "refused"
NEXT = "the next number"
GENERATED = "a value of its own each time"
NOW = "the time of the insert"
STORED = "stored"
IGNORED = "ignored without a word"
REPLACES = "stored in place of the other"

_SQLITE = {
    "SQLITE_CONSTRAINT_NOTNULL": "not null",
    "SQLITE_CONSTRAINT_UNIQUE": "unique",
    "SQLITE_CONSTRAINT_PRIMARYKEY": "unique",
    "SQLITE_CONSTRAINT_ROWID": "unique",
    "SQLITE_CONSTRAINT_FOREIGNKEY": "foreign key",
    "SQLITE_CONSTRAINT_CHECK": "check",
    "SQLITE_CONSTRAINT_TRIGGER": "trigger",
    "SQLITE_CONSTRAINT_DATATYPE": "type",
    "SQLITE_MISMATCH": "type",
    "SQLITE_TOOBIG": "too long",
}
_POSTGRESQL = {
    "23502": "not null",
    "23505": "unique",
    "23503": "foreign key",
    "23001": "foreign key",
    "23514": "check",
    "23P01": "exclusion",
    "22001": "too long",
    "22003": "out of range",
    "22007": "type",
    "22008": "type",
    "22P02": "type",
    "22P03": "type",
    "42804": "type",
    "428C9": "generated",
    "P0001": "trigger",
}
# MySQL has MariaDB's codes, and some of its own.
_MARIADB = {
    1048: "not null",
    1364: "not null",  # a column without a default was left out
    1062: "unique",
    1169: "unique",
    1586: "unique",
    1216: "foreign key",
    1217: "foreign key",
    1451: "foreign key",
    1452: "foreign key",
    3819: "check",  # MySQL
    4025: "check",
    1406: "too long",
    1264: "out of range",
    1690: "out of range",
    1265: "type",
    1292: "type",
    1366: "type",
    3140: "type",  # MySQL, of JSON
    1906: "generated",
    3105: "generated",  # MySQL
    1644: "trigger",
}
_RESTRICT = "FOREIGN KEY constraint failed"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A statement that was refused.

    Attributes:
        word: by what: ``not null``, ``unique``, ``foreign key``, ``check``, ``exclusion``,
            ``too long``, ``out of range``, ``type``, ``generated``, ``trigger``, or ``error`` and
            the database's code.
        said: what the database says, in one line.
        late: whether only a commit would have said so.
    """

    word: str
    said: str
    late: bool = False

    def __str__(self) -> str:
        return f"{REFUSED}: {self.word}"

    @property
    def when(self) -> str:
        """The same, with a word about when."""
        return f"{REFUSED} at commit: {self.word}" if self.late else str(self)


def refusal(engine: str, error: DBAPIError, *, late: bool = False) -> Refusal:
    """What an error of a driver means.

    Args:
        engine: whose it is.
        error: what was raised.
        late: whether it was met when all that is deferred was checked.
    """
    return Refusal(_word(engine, error.orig), words(error), late)


def _word(engine: str, error: BaseException | None) -> str:
    if engine == "sqlite":
        name = getattr(error, "sqlite_errorname", "")
        # ON DELETE RESTRICT has the code of RAISE() in a trigger: only the text tells them apart.
        # https://github.com/sqlite/sqlite/blob/master/src/fkey.c (fkActionTrigger)
        if name == "SQLITE_CONSTRAINT_TRIGGER" and str(error) == _RESTRICT:
            return "foreign key"
        return _SQLITE.get(name) or f"error {name}"
    if engine == "postgresql":
        state = getattr(error, "sqlstate", None) or ""
        return _POSTGRESQL.get(state) or f"error {state}"
    number = error.args[0] if error is not None and error.args else 0
    return _MARIADB.get(number) or f"error {number}"
