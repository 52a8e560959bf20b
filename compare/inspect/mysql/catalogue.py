"""What MySQL's information_schema says, in a fixed number of statements.

Its tables: https://dev.mysql.com/doc/refman/9.7/en/information-schema.html
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection

from compare.errors import Unlabelled
from compare.inspect.fetch import fetch_all
from compare.inspect.mariadb.catalogue import (
    Answer,
    ForeignKeyRow,
    Objects,
    TableRow,
    told_of_database,
)

OLDEST = (8, 0, 16)
"""The first MySQL that has CHECKs."""

# From these versions on there are options of a database, and libraries of JavaScript.
_OPTIONS = (8, 0, 22)
LIBRARIES_SINCE = (9, 2)

Row = TypeVar("Row")


class ColumnRow(NamedTuple):
    """A line of ``COLUMNS``."""

    name: str
    default: str | None
    nullable: str
    type: str
    collation: str | None
    extra: str
    comment: str
    generation: str
    srid: int | None


class IndexRow(NamedTuple):
    """A line of ``STATISTICS``; ``column`` is None where ``expression`` is not."""

    name: str
    not_unique: int
    column: str | None
    order: str | None
    prefix: int | None
    type: str
    comment: str
    visible: str
    expression: str | None


class RuleRow(NamedTuple):
    """A line of ``REFERENTIAL_CONSTRAINTS``."""

    name: str
    deleted: str
    updated: str


class CheckRow(NamedTuple):
    """A line of ``CHECK_CONSTRAINTS`` and of ``TABLE_CONSTRAINTS``."""

    name: str
    enforced: str
    clause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue(Objects):
    """All answers, those about tables by the table's name.

    Attributes:
        version: the server's, as ``(8, 4, 3)``.
        tables, columns, indexes, foreign_keys, rules, checks: lines of information_schema.
        libraries: the names of libraries.
        options: of the database, such as ``READ ONLY=1``.
        grants: what ``SHOW GRANTS`` says of the user, the rights of the roles that are in force
            included.
    """

    version: tuple[int, ...]
    tables: dict[str, TableRow]
    columns: dict[str, list[ColumnRow]]
    indexes: dict[str, list[IndexRow]]
    foreign_keys: dict[str, list[ForeignKeyRow]]
    rules: dict[str, list[RuleRow]]
    checks: dict[str, list[CheckRow]]
    libraries: tuple[str, ...]
    options: str
    grants: Answer


_TABLES = (
    "TABLE_NAME, TABLE_TYPE, ENGINE, ROW_FORMAT, TABLE_COLLATION, CREATE_OPTIONS, TABLE_COMMENT"
    " FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE()"
)
_COLUMNS = (
    "TABLE_NAME, COLUMN_NAME, COLUMN_DEFAULT, IS_NULLABLE, COLUMN_TYPE, COLLATION_NAME, EXTRA,"
    " COLUMN_COMMENT, GENERATION_EXPRESSION, SRS_ID FROM information_schema.COLUMNS"
    " WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME, ORDINAL_POSITION"
)
_INDEXES = (
    "TABLE_NAME, INDEX_NAME, NON_UNIQUE, COLUMN_NAME, COLLATION, SUB_PART, INDEX_TYPE,"
    " INDEX_COMMENT, IS_VISIBLE, EXPRESSION FROM information_schema.STATISTICS"
    " WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX"
)
_FOREIGN_KEYS = (
    "TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME,"
    " REFERENCED_COLUMN_NAME FROM information_schema.KEY_COLUMN_USAGE"
    " WHERE TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_NAME IS NOT NULL"
    " ORDER BY TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION"
)
_RULES = (
    "TABLE_NAME, CONSTRAINT_NAME, DELETE_RULE, UPDATE_RULE"
    " FROM information_schema.REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = DATABASE()"
)
# A check's name is unique in its database: https://dev.mysql.com/doc/refman/9.7/en/create-table-check-constraints.html
_CHECKS = (
    "t.TABLE_NAME, t.CONSTRAINT_NAME, t.ENFORCED, c.CHECK_CLAUSE"
    " FROM information_schema.TABLE_CONSTRAINTS AS t"
    " LEFT JOIN information_schema.CHECK_CONSTRAINTS AS c"
    " ON c.CONSTRAINT_SCHEMA = t.CONSTRAINT_SCHEMA AND c.CONSTRAINT_NAME = t.CONSTRAINT_NAME"
    " WHERE t.TABLE_SCHEMA = DATABASE() AND t.CONSTRAINT_TYPE = 'CHECK'"
)
# The algorithm, and what else information_schema does not know, is in SHOW CREATE VIEW.
_VIEWS = (
    "TABLE_NAME, VIEW_DEFINITION, CHECK_OPTION, SECURITY_TYPE, CHARACTER_SET_CLIENT,"
    " COLLATION_CONNECTION, '' FROM information_schema.VIEWS WHERE TABLE_SCHEMA = DATABASE()"
)
_TRIGGERS = (
    "TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER,"
    " ACTION_STATEMENT, SQL_MODE, CHARACTER_SET_CLIENT, COLLATION_CONNECTION"
    " FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = DATABASE()"
)
_ROUTINES = (
    "ROUTINE_NAME, ROUTINE_TYPE, DTD_IDENTIFIER, COLLATION_NAME, ROUTINE_DEFINITION,"
    " IS_DETERMINISTIC, SQL_DATA_ACCESS, SECURITY_TYPE, SQL_MODE, ROUTINE_COMMENT,"
    " CHARACTER_SET_CLIENT, COLLATION_CONNECTION, EXTERNAL_LANGUAGE"
    " FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()"
)
_PARAMETERS = (
    "SPECIFIC_NAME, ROUTINE_TYPE, PARAMETER_MODE, PARAMETER_NAME, DTD_IDENTIFIER, COLLATION_NAME"
    " FROM information_schema.PARAMETERS WHERE SPECIFIC_SCHEMA = DATABASE()"
    " AND ORDINAL_POSITION > 0 ORDER BY SPECIFIC_NAME, ROUTINE_TYPE, ORDINAL_POSITION"
)
_EVENTS = (
    "EVENT_NAME, EVENT_DEFINITION, TIME_ZONE, CAST(EXECUTE_AT AS CHAR), INTERVAL_VALUE,"
    " INTERVAL_FIELD, CAST(STARTS AS CHAR), CAST(ENDS AS CHAR), CAST(CREATED AS CHAR), STATUS,"
    " ON_COMPLETION, EVENT_COMMENT, SQL_MODE, CHARACTER_SET_CLIENT, COLLATION_CONNECTION"
    " FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()"
)
_LIBRARY_NAMES = "LIBRARY_NAME FROM information_schema.LIBRARIES WHERE LIBRARY_SCHEMA = DATABASE()"
_DATABASE_OPTIONS = (
    "OPTIONS FROM information_schema.SCHEMATA_EXTENSIONS WHERE SCHEMA_NAME = DATABASE()"
)


def ask(connection: Connection) -> Catalogue:
    """Ask information_schema about the connection's database.

    Args:
        connection: an open connection under :func:`compare.inspect.mysql.session.reading`.

    Raises:
        Unlabelled: the connection has no database, the server is too old, or the connection's
            character set would lose characters.
    """
    database, collation, version, sql_mode = told_of_database(connection)
    number = version_of(version)
    if number < OLDEST:
        raise Unlabelled(f"MySQL {version} is too old to be read: at least 8.0.16 is needed.")

    def lines(sql: str) -> Answer:
        return tuple(fetch_all(connection, f"SELECT {sql}"))

    routines = lines(_ROUTINES)
    return Catalogue(
        database=database,
        collation=of_today(collation),
        sql_mode=sql_mode,
        version=number,
        tables={name: _table(line) for name, *line in lines(_TABLES)},
        columns=_by_table(lines(_COLUMNS), _column),
        indexes=_by_table(lines(_INDEXES), IndexRow._make),
        foreign_keys=_by_table(lines(_FOREIGN_KEYS), ForeignKeyRow._make),
        rules=_by_table(lines(_RULES), RuleRow._make),
        checks=_by_table(lines(_CHECKS), CheckRow._make),
        views=lines(_VIEWS),
        triggers=lines(_TRIGGERS),
        routines=routines,
        parameters=lines(_PARAMETERS) if routines else (),
        events=lines(_EVENTS),
        libraries=tuple(
            name for (name,) in (lines(_LIBRARY_NAMES) if number >= LIBRARIES_SINCE else ())
        ),
        options="".join(
            said or "" for (said,) in (lines(_DATABASE_OPTIONS) if number >= _OPTIONS else ())
        ),
        grants=tuple(fetch_all(connection, "SHOW GRANTS")),
    )


def version_of(said: str) -> tuple[int, ...]:
    """The numbers with which a server's version begins."""
    found = re.match(r"\d+(\.\d+)*", said)
    return tuple(int(part) for part in found[0].split(".")) if found else ()


_WIDTH = re.compile(r"\A((?:tiny|small|medium|big)?int|year)\(\d+\)(?!.*zerofill)")


def plain(declared: str) -> str:
    """A type without a width that means nothing, as from MySQL 8.0.19 on.

    A table made before keeps its own words. ``tinyint(1)`` says that truth values are meant, and
    ZEROFILL fills up to the width
    (https://dev.mysql.com/doc/refman/8.0/en/numeric-type-attributes.html).
    """
    return declared if declared == "tinyint(1)" else _WIDTH.sub(r"\1", declared)


def of_today(collation: str) -> str:
    """A collation's name as from MySQL 8.0.30 on, which has ``utf8mb3_`` for ``utf8_``.

    https://dev.mysql.com/doc/relnotes/mysql/8.0/en/news-8-0-30.html
    """
    return re.sub(r"\Autf8_", "utf8mb3_", collation)


def _table(line: list[Any]) -> TableRow:
    row = TableRow._make(line)
    return row._replace(collation=of_today(row.collation)) if row.collation else row


def _column(line: list[Any]) -> ColumnRow:
    row = ColumnRow._make(line)
    collation = of_today(row.collation) if row.collation else row.collation
    return row._replace(type=plain(row.type), collation=collation)


def _by_table(answer: Answer, make: Callable[[list[object]], Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for name, *line in answer:
        found[name].append(make(line))
    return dict(found)
