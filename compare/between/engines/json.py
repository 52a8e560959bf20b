"""JSON: a type of PostgreSQL's and MySQL's, a name in SQLite, a checked text on MariaDB."""

from __future__ import annotations

import re

from compare.between.engines.expressions import is_plain
from compare.between.engines.reason import Engines, object_and_table
from compare.model import Check, Difference, Table


def says_json(check: Check, column: str) -> bool:
    """Whether a CHECK says that a column is JSON, or NULL, and nothing else."""
    name = rf"[`\"]?{re.escape(column.lower())}[`\"]?"
    pattern = rf"\(?json_valid\({name}\)( or (\({name} is null\)|{name} is null))?\)?"
    return re.fullmatch(pattern, check.expression.lower()) is not None


def keeps_json(difference: Difference) -> bool:
    """Whether a CHECK of either side says that the column is JSON."""
    column = difference.column or ""
    tables = (difference.left_table, difference.right_table)
    return any(
        table is not None and any(says_json(check, column) for check in table.checks)
        for table in tables
    )


def by_check(difference: Difference, engines: Engines) -> bool:
    """The CHECK by which SQLite and MariaDB say that a text is JSON."""
    places = [place for place, engine in enumerate(engines) if engine in ("postgresql", "mysql")]
    if difference.kind != "check.missing" or len(places) != 1:
        return False
    (place,) = places
    check, _ = object_and_table(difference, 1 - place)
    _, table = object_and_table(difference, place)
    return (
        isinstance(check, Check)
        and table is not None
        and any(
            column.type in ("json", "jsonb") and says_json(check, column.name)
            for column in table.columns
        )
    )


def as_text(difference: Difference, engines: Engines) -> bool:
    """JSON on MariaDB: a checked text of ``utf8mb4_bin``.

    SQLite has the check where Django made it, and none where SQLAlchemy calls the type JSON.
    """
    if "mariadb" not in engines:
        return False
    place = engines.index("mariadb")
    tables = (difference.left_table, difference.right_table)
    here, there = tables[place], tables[1 - place]
    if here is None or there is None:
        return False
    if difference.kind == "column.collation":
        said = (difference.left, difference.right)
        return (
            said[place] == "utf8mb4_bin"
            and said[1 - place] is None
            and _checks_json(here, difference.column or "")
            and _is_json(there, difference.column or "")
        )
    check = difference.left_object or difference.right_object
    return (
        difference.kind == "check.missing"
        and isinstance(check, Check)
        and is_plain(check)
        and any(
            says_json(check, column.name)
            and _checks_json(here, column.name)
            and _is_json(there, column.name)
            for column in here.columns
        )
    )


def _checks_json(table: Table, column: str) -> bool:
    return any(says_json(check, column) and is_plain(check) for check in table.checks)


def _is_json(table: Table, column: str) -> bool:
    """Whether a column of another engine than MariaDB holds JSON, by its type or by a check."""
    found = table.column(column)
    return found is not None and (
        found.type.lower() in ("json", "jsonb") or _checks_json(table, column)
    )
