"""An error of a driver as one sentence with the database's label, what is wrong and what to do."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from compare.databases.address import Address
from compare.databases.handle import address_of
from compare.databases.reasons import MEANINGS
from compare.databases.sqlite_files import hot_journal, not_a_database
from compare.errors import ToolError, Unlabelled
from compare.redaction import redact

_OPTION = "the driver does not understand an option of the address ({reason}): correct it"
_ENCRYPTED = (
    "without TLS the server takes the password only if it is encrypted: run pip install"
    " 'django-parity[mysql]', or let the server have TLS"
)
_DRIVER = "the driver cannot connect ({reason}): see to that, and run it again"


def told(error: BaseException, address: Address) -> ToolError:
    """One sentence about what a driver, or SQLAlchemy, raised.

    Args:
        error: what was raised.
        address: of the database that it is about.

    Returns:
        The error to raise from it, without any password.
    """
    origin = (error.orig if isinstance(error, DBAPIError) else None) or error
    name = getattr(origin, "sqlite_errorname", "")
    if name == "SQLITE_READONLY_ROLLBACK":
        return hot_journal(address.label)
    if name == "SQLITE_NOTADB":
        return not_a_database(address.label)
    if isinstance(error, DBAPIError):
        meaning = MEANINGS[address.engine](origin) or "the database refuses: {reason}"
    elif "'cryptography' package is required" in str(error):  # PyMySQL, of caching_sha2_password
        meaning = _ENCRYPTED
    else:
        meaning = _OPTION if isinstance(error, TypeError | ValueError) else _DRIVER
    sentence = meaning.replace("{reason}", _words(origin))
    return ToolError(redact(f"{address.label}: {sentence.rstrip('.')}."))


def told_of_either(error: DBAPIError, one: Address, other: Address) -> ToolError:
    """One sentence about an error of a statement that reads two databases of one engine.

    Args:
        error: what was raised.
        one: of one database.
        other: of the other.

    Returns:
        The error to raise.
    """
    return told(error, replace(one, label=f"{one.label} or {other.label}"))


def told_as_met(error: DBAPIError | ToolError) -> tuple[Address, ToolError] | None:
    """One sentence about an error that passes by, and the database that it is about.

    Args:
        error: a driver's error, wrapped; one that was made of it; or one without a label.

    Returns:
        The database, and the error to raise; None where it is about none that was opened here, or
        says of which it is.
    """
    cause = error if isinstance(error, DBAPIError) else error.__cause__
    if isinstance(cause, DBAPIError) and (address := concerned(cause)) is not None:
        return address, told(cause, address)
    if isinstance(error, Unlabelled) and (address := concerned(error)) is not None:
        return address, ToolError(f"{address.label}: {error}")
    return None


def _words(error: BaseException) -> str:
    """What a driver says, in one line; PyMySQL keeps its text behind a number.

    Of what PostgreSQL says the sentence alone, without the statement that it quotes.
    """
    said = error.args[-1] if len(error.args) > 1 else error
    said = getattr(getattr(error, "diag", None), "message_primary", None) or said
    return " ".join(str(said or type(error).__name__).split()).rstrip(".")


def concerned(error: BaseException) -> Address | None:
    """The database on whose connection an error was met; None if it was on none from here.

    A person may have two databases open, and the error of one passes through the contexts of both:
    the drivers' errors do not say where they come from, but the functions that were at work do.
    The innermost one that holds a connection was working on it.
    """
    found = None
    trace = error.__traceback__
    while trace is not None:
        for value in trace.tb_frame.f_locals.values():
            if isinstance(value, Connection):
                found = address_of(value)
        trace = trace.tb_next
    return found
