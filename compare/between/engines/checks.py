"""CHECKs, and what one engine says by a CHECK and another by a type."""

from __future__ import annotations

import re

from compare.between.engines.expressions import is_plain, means_otherwise, normal_form
from compare.between.engines.reason import Engines, object_and_table, place_of_innodb
from compare.between.engines.types import meanings
from compare.between.names import made_up
from compare.model import Check, Difference, Table


def unsigned(difference: Difference, engines: Engines) -> bool:
    """``CHECK (x >= 0)`` where MariaDB, MySQL, or Django on SQLite, says UNSIGNED.

    MariaDB's ``int unsigned`` holds twice as much as PostgreSQL's ``integer`` with a check; Django
    has both for its PositiveIntegerField, and what does not fit is seen when rows are compared.
    """
    words = meanings(difference, engines)
    if words is not None and "postgresql" in engines:
        of_check = engines.index("postgresql")
        _, table = object_and_table(difference, of_check)
        wanted = f"{difference.column} >= 0"
        return (
            words[1 - of_check] == f"{words[of_check]} unsigned"
            and table is not None
            and any(normal_form(check) == wanted and not check.options for check in table.checks)
        )
    place = place_of_innodb(engines)
    if difference.kind != "check.missing" or place is None:
        return False
    check, _ = object_and_table(difference, 1 - place)
    _, table = object_and_table(difference, place)
    if not isinstance(check, Check) or table is None:
        return False
    found = re.fullmatch(r"\(?[`\"]?(\w+)[`\"]? >= 0\)?", check.expression)
    column = table.column(found[1]) if found else None
    return column is not None and column.type.endswith("unsigned")


def same_check(difference: Difference, engines: Engines) -> bool:
    """The same CHECK, as each engine prints it; as often on the one side as on the other."""
    items = (difference.left_object, difference.right_object)
    if any(isinstance(each, Check) and means_otherwise(each.expression, engines) for each in items):
        return False
    if difference.kind == "check.expression":
        one, other = items
        return (
            isinstance(one, Check)
            and isinstance(other, Check)
            and normal_form(one) == normal_form(other)
        )
    tables = (difference.left_table, difference.right_table)
    check = items[0] or items[1]
    if difference.kind != "check.missing" or not isinstance(check, Check) or None in tables:
        return False
    counts = {
        sum(_known(each, table) == _known(check, home) and is_plain(each) for each in table.checks)
        for home in (tables[0] if items[0] else tables[1],)
        for table in tables
        if table is not None
    }
    return is_plain(check) and len(counts) == 1


def _known(check: Check, table: Table | None) -> tuple[str, str | None]:
    """A check by what it says and by its name, where somebody chose that."""
    return normal_form(check), None if made_up(check, table) else check.name
