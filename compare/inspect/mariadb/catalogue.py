"""What MariaDB's information_schema says, in a fixed number of statements.

``SET STATEMENT … FOR`` shields each statement from the session's settings and leaves them as they
are: under ANSI_QUOTES or ORACLE, without ``sql_quote_show_create`` or in another time zone the
server prints the same expression in another way.

Tables of information_schema that open every table are asked once, with no join, and only where an
answer before says that there is something to be asked.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from compare.errors import Unlabelled
from compare.inspect.fetch import fetch_all
from compare.inspect.mariadb.tokens import quoted

OLDEST = (10, 6)
"""The first MariaDB that says which indexes are ignored."""

# From these versions on information_schema does not say everything: the defaults of parameters, and
# the columns of BEFORE UPDATE OF.
_DEFAULTS = (11, 8)
_UPDATE_OF = (12, 0)

Answer = tuple[tuple[Any, ...], ...]
Lines = dict[str, tuple[str, ...]]

# What keeps the fields of a line apart is drawn anew in each process, so that no text in a database
# can hold it.
_BETWEEN, _AFTER, _NOTHING = (f"\x1f{secrets.token_hex(4)}{letter}" for letter in "bae")

UNLIMITED = 2**64 - 1

SETTINGS = (
    "sql_mode = '', sql_quote_show_create = 1, time_zone = '+00:00',"
    f" group_concat_max_len = 1073741824, sql_select_limit = {UNLIMITED}"
)
"""What a session may have set otherwise, and what an answer depends on."""

_SHIELD = f"SET STATEMENT {SETTINGS} FOR "


class TableRow(NamedTuple):
    """A line of ``TABLES``, without the table's name."""

    type: str
    engine: str | None
    row_format: str | None
    collation: str | None
    options: str | None
    comment: str | None


class ColumnRow(NamedTuple):
    """A line of ``COLUMNS``."""

    name: str
    default: str | None
    nullable: str
    type: str
    collation: str | None
    extra: str
    comment: str
    generation: str | None


class IndexRow(NamedTuple):
    """A line of ``STATISTICS``."""

    name: str
    not_unique: str
    column: str
    order: str | None
    prefix: str | None
    type: str
    comment: str
    ignored: str


class ForeignKeyRow(NamedTuple):
    """A line of ``KEY_COLUMN_USAGE`` that refers to another column."""

    name: str
    column: str
    target_database: str
    target: str
    target_column: str


class CheckRow(NamedTuple):
    """A line of ``CHECK_CONSTRAINTS``."""

    name: str
    level: str
    clause: str


class ViewRow(NamedTuple):
    """A line of ``VIEWS``."""

    name: str
    definition: str
    check_option: str
    security: str
    charset: str
    collation: str
    algorithm: str


class TriggerRow(NamedTuple):
    """A line of ``TRIGGERS``."""

    name: str
    table: str
    timing: str
    event: str
    order: int
    body: str
    sql_mode: str
    charset: str
    collation: str


class RoutineRow(NamedTuple):
    """A line of ``ROUTINES``."""

    name: str
    type: str
    returns: str | None
    returns_collation: str | None
    body: str | None
    deterministic: str
    access: str
    security: str
    sql_mode: str
    comment: str
    charset: str
    collation: str
    language: str = "SQL"


class ParameterRow(NamedTuple):
    """A line of ``PARAMETERS``."""

    routine: str
    routine_type: str
    mode: str | None
    name: str | None
    type: str
    collation: str | None


class EventRow(NamedTuple):
    """A line of ``EVENTS``."""

    name: str
    body: str
    time_zone: str
    execute_at: str | None
    interval_value: str | None
    interval_field: str | None
    starts: str | None
    ends: str | None
    created: str
    status: str
    on_completion: str
    comment: str
    sql_mode: str
    charset: str
    collation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Objects:
    """What is said of a database and of what in it is no table; MySQL says the same of its own.

    Attributes:
        database: the database's name.
        collation: the database's default.
        sql_mode: the modes a new session begins with.
        views, triggers, routines, parameters, events: lines of information_schema.
        shown_triggers, shown_routines: whether it takes ``SHOW CREATE`` to know all of a trigger,
            of a routine with parameters.
    """

    database: str
    collation: str
    sql_mode: str
    views: Answer
    triggers: Answer
    routines: Answer
    parameters: Answer
    events: Answer
    shown_triggers: bool = False
    shown_routines: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue(Objects):
    """All answers as they came.

    Attributes:
        tables, columns, indexes, foreign_keys, rules, checks: lines of information_schema.
        grants: what ``SHOW GRANTS`` says of the user.
    """

    tables: Lines
    columns: Lines
    indexes: Lines
    foreign_keys: Lines
    rules: Lines
    checks: Lines
    grants: Answer


_DATABASE = (
    "SELECT DATABASE(), d.SCHEMA_NAME, d.DEFAULT_COLLATION_NAME, version(),"
    " @@GLOBAL.sql_mode, @@character_set_results FROM information_schema.SCHEMATA AS d"
    " WHERE d.SCHEMA_NAME = DATABASE()"
)
_TABLES = (
    "TABLE_TYPE, ENGINE?, ROW_FORMAT?, TABLE_COLLATION?, CREATE_OPTIONS?, TABLE_COMMENT?",
    "TABLES WHERE TABLE_SCHEMA = DATABASE() AND coalesce(TEMPORARY, 'N') <> 'Y'",
)
_COLUMNS = (
    "COLUMN_NAME, COLUMN_DEFAULT?, IS_NULLABLE, COLUMN_TYPE, COLLATION_NAME?, EXTRA,"
    " COLUMN_COMMENT, GENERATION_EXPRESSION?",
    "COLUMNS WHERE TABLE_SCHEMA = DATABASE()",
)
_INDEXES = (
    "INDEX_NAME, NON_UNIQUE, COLUMN_NAME, COLLATION?, SUB_PART?, INDEX_TYPE, INDEX_COMMENT,"
    " IGNORED",
    "STATISTICS WHERE TABLE_SCHEMA = DATABASE()",
)
_FOREIGN_KEYS = (
    "CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_SCHEMA, REFERENCED_TABLE_NAME,"
    " REFERENCED_COLUMN_NAME",
    "KEY_COLUMN_USAGE WHERE TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_NAME IS NOT NULL",
)
_RULES = (
    "CONSTRAINT_NAME, DELETE_RULE, UPDATE_RULE",
    "REFERENTIAL_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = DATABASE()",
)
_CHECKS = (
    "CONSTRAINT_NAME, LEVEL, CHECK_CLAUSE",
    "CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = DATABASE()",
)
_VIEWS = (
    "SELECT TABLE_NAME, VIEW_DEFINITION, CHECK_OPTION, SECURITY_TYPE, CHARACTER_SET_CLIENT,"
    " COLLATION_CONNECTION, ALGORITHM FROM information_schema.VIEWS"
    " WHERE TABLE_SCHEMA = DATABASE()"
)
_TRIGGERS = (
    "SELECT TRIGGER_NAME, EVENT_OBJECT_TABLE, ACTION_TIMING, EVENT_MANIPULATION, ACTION_ORDER,"
    " ACTION_STATEMENT, SQL_MODE, CHARACTER_SET_CLIENT, COLLATION_CONNECTION"
    " FROM information_schema.TRIGGERS WHERE EVENT_OBJECT_SCHEMA = DATABASE()"
)
_ROUTINES = (
    "SELECT ROUTINE_NAME, ROUTINE_TYPE, DTD_IDENTIFIER, COLLATION_NAME, ROUTINE_DEFINITION,"
    " IS_DETERMINISTIC, SQL_DATA_ACCESS, SECURITY_TYPE, SQL_MODE, ROUTINE_COMMENT,"
    " CHARACTER_SET_CLIENT, COLLATION_CONNECTION FROM information_schema.ROUTINES"
    " WHERE ROUTINE_SCHEMA = DATABASE()"
)
_PARAMETERS = (
    "SELECT SPECIFIC_NAME, ROUTINE_TYPE, PARAMETER_MODE, PARAMETER_NAME, DTD_IDENTIFIER,"
    " COLLATION_NAME FROM information_schema.PARAMETERS WHERE SPECIFIC_SCHEMA = DATABASE()"
    " AND ORDINAL_POSITION > 0 ORDER BY SPECIFIC_NAME, ROUTINE_TYPE, ORDINAL_POSITION"
)
_EVENTS = (
    "SELECT EVENT_NAME, EVENT_DEFINITION, TIME_ZONE, CAST(EXECUTE_AT AS CHAR), INTERVAL_VALUE,"
    " INTERVAL_FIELD, CAST(STARTS AS CHAR), CAST(ENDS AS CHAR), CAST(CREATED AS CHAR), STATUS,"
    " ON_COMPLETION, EVENT_COMMENT, SQL_MODE, CHARACTER_SET_CLIENT, COLLATION_CONNECTION"
    " FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE()"
)


def packed(connection: Connection, source: tuple[str, str]) -> Lines:
    """Lines of information_schema by table.

    The server puts all of them into one text, which takes a fraction of what a driver written in
    Python needs for as many rows. Their number tells whether the server has cut the text short,
    and then they are asked for one by one.

    Args:
        connection: an open connection.
        source: columns (those that can be NULL with a question mark), and a table of
            information_schema with the condition.

    Returns:
        By table, its lines in the server's order; :func:`fields_of` cuts one into its fields.
    """
    columns, table = source
    fields = ", ".join(
        f"coalesce({name[:-1]}, '{_NOTHING}')" if name.endswith("?") else name
        for name in ["TABLE_NAME", *columns.split(", ")]
    )
    line = f"concat_ws('{_BETWEEN}', {fields})"
    ((count, text),) = shielded(
        connection,
        f"SELECT count(*), group_concat({line} SEPARATOR '{_AFTER}')"
        f" FROM information_schema.{table}",
    )
    lines = text.split(_AFTER) if text else []
    if len(lines) != count:
        answer = shielded(connection, f"SELECT {line} FROM information_schema.{table}")
        lines = [line for (line,) in answer]
    found: dict[str, list[str]] = {}
    for line in lines:
        name, _, rest = line.partition(_BETWEEN)
        if name in found:
            found[name].append(rest)
        else:
            found[name] = [rest]
    return {name: tuple(rests) for name, rests in found.items()}


@lru_cache(maxsize=16384)
def fields_of(line: str) -> tuple[str | None, ...]:
    """The fields of a line without the table's name; the same line is met in many tables."""
    fields = line.split(_BETWEEN)
    if _NOTHING not in line:
        return tuple(fields)
    return tuple([None if field == _NOTHING else field for field in fields])


def shielded(connection: Connection, sql: str) -> Answer:
    """The answer to a statement that the session's settings have no influence on."""
    return tuple(fetch_all(connection, _SHIELD + sql))


def ask(connection: Connection) -> Catalogue:
    """Ask information_schema about the connection's database.

    Raises:
        Unlabelled: the connection has no database, the server is too old, or the connection's
            character set would lose characters.
    """
    database, collation, version, sql_mode = _database(connection)
    tables = packed(connection, _TABLES)
    routines = shielded(connection, _ROUTINES)
    return Catalogue(
        database=database,
        collation=collation,
        sql_mode=sql_mode,
        tables=tables,
        columns=packed(connection, _COLUMNS),
        indexes=packed(connection, _INDEXES),
        foreign_keys=packed(connection, _FOREIGN_KEYS),
        rules=packed(connection, _RULES),
        checks=packed(connection, _CHECKS),
        views=shielded(connection, _VIEWS)
        if any(fields_of(line)[0] == "VIEW" for (line,) in tables.values())
        else (),
        triggers=shielded(connection, _TRIGGERS),
        routines=routines,
        parameters=shielded(connection, _PARAMETERS) if routines else (),
        events=shielded(connection, _EVENTS),
        shown_triggers=version >= _UPDATE_OF,
        shown_routines=version >= _DEFAULTS,
        grants=shielded(connection, "SHOW GRANTS"),
    )


def _database(connection: Connection) -> tuple[str, str, tuple[int, ...], str]:
    name, collation, version, sql_mode = told_of_database(connection)
    number = tuple(int(part) for part in version.split("-")[0].split(".")[:2])
    if number < OLDEST:
        raise Unlabelled(f"MariaDB {version} is too old to be read: at least 10.6 is needed.")
    return name, collation, number, sql_mode


def told_of_database(connection: Connection) -> tuple[str, str, str, str]:
    """The connection's database: its name, its collation, the server's version and SQL modes.

    Raises:
        Unlabelled: the connection has no database, or its character set would lose characters.
    """
    answer = fetch_all(connection, _DATABASE)
    if not answer:
        raise Unlabelled("The URL names no database that there is to be read.")
    # Compared in any case, and one server can have databases that differ in case alone.
    line = next((line for line in answer if line[0] == line[1]), answer[0])
    _, name, collation, version, sql_mode, results = line
    if results != "utf8mb4":
        raise Unlabelled(
            f"The connection's character set is {results}, which loses characters: put"
            " charset=utf8mb4 into the URL."
        )
    return name, collation, version, sql_mode


def show_create(
    connection: Connection, kind: str, name: str, column: int, shield: str = _SHIELD
) -> str | None:
    """What ``SHOW CREATE`` prints of one object; None where it is refused or no text.

    Args:
        connection: an open connection.
        kind: ``TABLE``, ``VIEW``, ``TRIGGER``, ``FUNCTION`` and so on.
        name: the object's name.
        column: which column of the answer has the text.
        shield: what stands before the statement.
    """
    try:
        with undecoded(connection):
            answer = fetch_all(connection, f"{shield}SHOW CREATE {kind} {quoted(name)}")
    except DBAPIError:
        return None
    text = answer[0][column] if answer else None
    if not isinstance(text, bytes):
        return text if isinstance(text, str) else None
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:  # a literal in a character set of its own
        return None


@contextmanager
def undecoded(connection: Connection) -> Iterator[None]:
    """Within it, PyMySQL hands out bytes: where it cannot decode them, it breaks off."""
    driver: Any = connection.connection.dbapi_connection
    before = getattr(driver, "use_unicode", None)
    if before is None:
        yield
        return
    driver.use_unicode = False
    try:
        yield
    finally:
        driver.use_unicode = before
