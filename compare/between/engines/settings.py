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
    InnoDB where nobody set anything for it. InnoDB's row formats hold the same values. Where
    MariaDB and MySQL both have a collation, it may be chosen.
    """
    said = (difference.left, difference.right)
    if difference.kind == "database.collation" and set(engines) == {"mariadb", "mysql"}:
        return any(text is not None and _NOT_BOTH.search(text) is not None for text in said)
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

_NOT_BOTH = re.compile("_0900_|_uca1400_|_nopad_")
"""In the names of collations that only one of MariaDB and MySQL has."""

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
