"""Which columns the database hands out numbers for, by what its catalogue says."""

from __future__ import annotations

import re

from compare.inspect.sqlite.rowids import rowids
from compare.model import Table
from compare.probe.copies import Copy

_SEQUENCE = re.compile(r"nextval\s*\(", re.IGNORECASE)


def numbered(copy: Copy, table: Table) -> frozenset[str]:
    """The columns of a table that get the next number: identity, serial, auto_increment, rowid.

    And those whose default is a sequence's next value. What else varies, such as the seconds since
    1970 or a random number, is not the next of anything.

    Args:
        copy: a copy of the database.
        table: one of its tables.

    Raises:
        DBAPIError: the database refuses.
    """
    found = {
        column.name
        for column in table.columns
        if column.identity is not None or _SEQUENCE.match(column.default or "")
    }
    if copy.engine == "sqlite":
        found |= set(rowids(copy.connection, [table]).values())
    return frozenset(found)
