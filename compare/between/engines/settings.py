"""What a database or a table as a whole has of its engine."""

from __future__ import annotations

import re

from compare.between.engines.reason import Engines
from compare.model import Difference


def comes_along(difference: Difference, engines: Engines) -> bool:
    """What a new database of PostgreSQL holds, and no more than that.

    Before PostgreSQL 15 everybody could make tables in the schema.
    """
    if "postgresql" not in engines:
        return False
    said = (difference.left, difference.right)[engines.index("postgresql")] or ""
    if difference.kind == "extension.missing":
        return difference.where == "plpgsql"
    return difference.kind == "schema.missing" and _NEW_SCHEMA.fullmatch(said) is not None


_NEW_SCHEMA = re.compile(
    r"current(; comment 'standard public schema')?"
    r"(; privileges \(owner\) create, \(owner\) usage(, \(public\) create)?, \(public\) usage)?"
)


def own(difference: Difference, engines: Engines) -> bool:
    """What a database or a table as a whole has of its engine, as long as it says nothing else.

    An encoding is explained where it can hold any text; a database of PostgreSQL or a table of
    InnoDB where nobody set anything for it. InnoDB's row formats hold the same values. Between
    MariaDB and MySQL, which both could be told the same, nothing is explained but what they do
    when they are told nothing.
    """
    said = (difference.left, difference.right)
    if set(engines) == {"mariadb", "mysql"} and difference.kind in _BETWEEN:
        return None not in said and _BETWEEN[difference.kind](*map(str, said))
    if difference.kind == "table.options":
        return all(
            text is not None and _INNODB.fullmatch(text) is not None
            if engine in ("mariadb", "mysql")
            else text is None
            for engine, text in zip(engines, said, strict=True)
        )
    usual = _USUAL.get(difference.kind)
    return usual is not None and all(
        text is None or re.fullmatch(usual[engine], text) is not None
        for engine, text in zip(engines, said, strict=True)
    )


_INNODB = re.compile("engine innodb, row_format (dynamic|compact|redundant)")

_COLLATION = re.compile(
    r"utf8mb4(?:_(?P<version>0900|uca1400))?(?:_(?:general|unicode|unicode_520))?(?P<nopad>_nopad)?"
    r"(?:_(?P<accents>ai|as))?_(?P<case>ci|cs|bin)"
)
"""A collation of no language.

https://dev.mysql.com/doc/refman/9.7/en/charset-collation-names.html,
https://mariadb.com/kb/en/supported-character-sets-and-collations/
"""


def _collate_alike(left: str, right: str) -> bool:
    """Whether one of them is known to one server only, and both heed case and accents alike."""
    found = [_COLLATION.fullmatch(text) for text in (left, right)]
    if None in found or not any(each and (each["version"] or each["nopad"]) for each in found):
        return False
    # A name that says nothing of accents says of them what it says of case.
    one, other = (
        (each["case"], each["accents"] or {"ci": "ai"}.get(each["case"], "as"))
        for each in found
        if each
    )
    return one == other


_BY_DEFAULT = frozenset(
    {"only_full_group_by", "no_zero_in_date", "no_zero_date", "no_auto_create_user"}
)
"""The modes in which MariaDB's default and MySQL's differ.

https://mariadb.com/kb/en/sql-mode/, https://dev.mysql.com/doc/refman/9.7/en/sql-mode.html
"""


def _modes_alike(left: str, right: str) -> bool:
    """Whether they differ by no mode that decides what becomes of a value that does not fit."""
    one, other = (set(text.lower().split(",")) - {""} for text in (left, right))
    return one ^ other <= _BY_DEFAULT


_BETWEEN = {"database.collation": _collate_alike, "database.sql_mode": _modes_alike}

_ANY = {"sqlite": ".*", "postgresql": ".*", "mariadb": ".*", "mysql": ".*"}

_USUAL = {
    "database.missing": _ANY | {"postgresql": ""},
    "database.collation": _ANY | {"mariadb": "utf8mb4_.*", "mysql": "utf8mb4_.*"},
    "database.ctype": _ANY,
    "database.locale": _ANY,
    "database.locale_provider": _ANY,
    "database.encoding": _ANY | {"sqlite": "utf-(8|16le|16be)", "postgresql": "UTF8"},
    "database.sql_mode": _ANY,
    "database.user_version": _ANY | {"sqlite": "0"},
    "database.application_id": _ANY | {"sqlite": "0"},
}
