"""Differences that a team accepts, each with a reason and, if it likes, only for a time.

[[waiver]]
difference = "column.type post.titulo"   # kind and place; * stands for anything
reason = "the old application never writes more than 200 characters"
until = 2027-01-31                        # optional: the last day on which it holds

[[waiver]]
not_compared = "virtual table suche"      # what could not be compared; never a difference
reason = "the search index is built anew every night"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fnmatch import fnmatchcase
from pathlib import Path

from compare.diff.describe import word
from compare.errors import UsageError
from compare.model import Difference

_ABOUT = ("difference", "not_compared")
_KNOWN = {*_ABOUT, "reason", "until"}


@dataclass(frozen=True, slots=True)
class Waiver:
    """A difference that is accepted, or that something could not be compared; never both.

    Attributes:
        difference: kind and place, as the report shows them, of one row (``post[3].titulo``) or of
            all (``post.titulo``); or, of what could not be compared, what it is. ``*`` stands for
            anything.
        reason: why.
        until: the last day on which it holds; None: for good.
        uncompared: whether it is about what could not be compared.
    """

    difference: str
    reason: str
    until: date | None = None
    uncompared: bool = False

    def covers(self, difference: Difference) -> bool:
        """Whether it is about this difference, or about all rows of its table or its column."""
        if self.uncompared:
            return False
        pattern = _literal(self.difference)
        if fnmatchcase(f"{difference.kind} {difference.where}", pattern):
            return True
        if difference.area != "rows" or difference.table is None:
            return False
        column = "" if difference.column is None else f".{word(difference.column)}"
        return fnmatchcase(f"{difference.kind} {word(difference.table)}{column}", pattern)

    def leaves_out(self, what: str) -> bool:
        """Whether it is about this thing that could not be compared."""
        return self.uncompared and fnmatchcase(what, _literal(self.difference))

    @property
    def may_be_behaviour(self) -> bool:
        """Whether only probing can tell that nothing needs it any more."""
        if self.uncompared:
            return self.difference.startswith("probe ")
        kind = self.difference.partition(" ")[0]
        head = kind.partition("*")[0]
        return "behaviour.".startswith(head) or head.startswith("behaviour.")

    def may_be_about(self, tables: Iterable[str]) -> bool:
        """Whether it is, or may be, about one of these tables."""
        _, _, place = self.difference.partition(" ")
        if self.uncompared:
            return any(self.difference.endswith(word(name)) for name in tables)
        head = re.split(r"[.\[(]", place)[0]
        return any(
            place.startswith(word(name)) or ("*" in head and fnmatchcase(word(name), head))
            for name in tables
        )

    def expired(self, today: date) -> bool:
        """Whether it holds no longer."""
        return self.until is not None and today > self.until


def _literal(pattern: str) -> str:
    """A pattern in which only ``*`` means something: places hold brackets (``post[3].titulo``)."""
    return pattern.replace("[", "[[]").replace("?", "[?]")


def read_waivers(path: Path) -> tuple[Waiver, ...]:
    """Read a file of waivers.

    Raises:
        UsageError: it is not there, is no TOML, or a waiver is not as it should be.
    """
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(
            f"The waivers {path} cannot be read: {error.strerror or error}."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"The waivers {path} are no TOML: {error}.") from error
    entries = document.pop("waiver", [])
    if document or not isinstance(entries, list):
        raise UsageError(f"The waivers {path} hold something else than [[waiver]] tables.")
    return tuple(_waiver(path, number, entry) for number, entry in enumerate(entries, 1))


def _waiver(path: Path, number: int, entry: object) -> Waiver:
    where = f"Waiver {number} of {path}"
    if not isinstance(entry, dict):
        raise UsageError(f"{where} is no table.")
    if unknown := sorted(entry.keys() - _KNOWN):
        raise UsageError(f"{where} has the unknown key {unknown[0]}: {', '.join(sorted(_KNOWN))}.")
    about = [key for key in _ABOUT if key in entry]
    if len(about) > 1:
        raise UsageError(f"{where} has both {' and '.join(_ABOUT)}: make two of it.")
    key = about[0] if about else _ABOUT[0]
    what, reason = _text(where, key, entry), _text(where, "reason", entry)
    if not what.strip("* "):
        raise UsageError(f"{where} would accept every difference; name a kind or a place.")
    if key == "not_compared" and what.startswith("*"):
        raise UsageError(f"{where} does not say what is not compared: begin with what kind it is.")
    until = entry.get("until")
    if until is not None and (isinstance(until, datetime) or not isinstance(until, date)):
        raise UsageError(f"{where}: until is a date such as 2027-01-31, without quotes.")
    return Waiver(what, reason, until, uncompared=key == "not_compared")


def _text(where: str, key: str, entry: dict[str, object]) -> str:
    text = entry.get(key)
    if not isinstance(text, str) or not text.strip():
        raise UsageError(f"{where} has no {key}.")
    return text.strip()
