"""What SQLite's pragmas say, in a fixed number of statements whatever the number of tables.

Every pragma is asked about schema ``main`` by name: a temporary table of the same name would
answer in its place otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from compare.errors import ToolError
from compare.inspect.fetch import fetch_all
from compare.inspect.sqlite.tokens import fold

OLDEST = (3, 37, 0)
"""The first SQLite with STRICT tables and ``pragma_table_list``."""


Row = TypeVar("Row", bound=tuple[Any, ...])


class ObjectRow(NamedTuple):
    """A line of ``sqlite_schema``."""

    type: str
    name: str
    table: str
    sql: str | None


class ListRow(NamedTuple):
    """A line of ``pragma_table_list``."""

    name: str
    type: str
    without_rowid: int
    strict: int


class ColumnRow(NamedTuple):
    """A line of ``pragma_table_xinfo``."""

    name: str
    type: str
    notnull: int
    default: str | None
    key_position: int
    hidden: int


class IndexRow(NamedTuple):
    """A line of ``pragma_index_list`` with one of ``pragma_index_xinfo``."""

    name: str
    unique: int
    origin: str
    partial: int
    column: str | None
    column_id: int
    descending: int
    collation: str | None


class ForeignKeyRow(NamedTuple):
    """A line of ``pragma_foreign_key_list``."""

    id: int
    target: str
    source_column: str
    target_column: str | None
    on_update: str
    on_delete: str


@dataclass(slots=True)
class TableFacts:
    """What the pragmas say about one table.

    Attributes:
        kind: its line in ``pragma_table_list``.
        columns: its columns in order.
        indexes: the key columns of each index by the index's name, automatic indexes included.
        foreign_keys: the columns of each foreign key, in the order of the text.
        key_columns: the columns of the primary key in its order.
        folded_key: the same, folded.
        is_rowid: whether the primary key is the rowid itself: then SQLite makes no index for it.
        spelled: the columns' names by how they are folded, in order.
    """

    kind: ListRow
    columns: list[ColumnRow]
    indexes: dict[str, list[IndexRow]]
    foreign_keys: list[list[ForeignKeyRow]]
    key_columns: tuple[str, ...] = ()
    folded_key: tuple[str, ...] = ()
    is_rowid: bool = False
    spelled: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.spelled = {fold(column.name): column.name for column in self.columns}
        keyed = [column for column in self.columns if column.key_position]
        keyed.sort(key=lambda row: row.key_position)
        self.key_columns = tuple(column.name for column in keyed)
        self.folded_key = tuple(map(fold, self.key_columns))
        self.is_rowid = (
            not self.kind.without_rowid
            and len(keyed) == 1
            and all(parts[0].origin != "pk" for parts in self.indexes.values())
        )

    @property
    def name(self) -> str:
        """The table's name."""
        return self.kind.name


@dataclass(slots=True)
class Catalogue:
    """What the pragmas say about all tables, by name, and every object's line."""

    objects: list[ObjectRow]
    tables: dict[str, TableFacts]
    settings: tuple[tuple[str, str], ...]
    spelled: dict[str, str] = field(default_factory=dict)
    index_texts: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.spelled = {fold(name): name for name in self.tables}
        self.index_texts = {row.name: row.sql or "" for row in self.objects if row.type == "index"}

    def table(self, name: str) -> TableFacts | None:
        """The table that somebody calls by this name, in whatever case."""
        return self.tables.get(self.spelled.get(fold(name), name))


_OBJECTS = (
    "SELECT type, name, tbl_name, sql, rootpage > 0 FROM main.sqlite_schema"
    " ORDER BY name COLLATE BINARY"
)
_TABLES = "SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main'"
_ORDINARY = (
    "(SELECT name FROM main.sqlite_schema WHERE type = 'table'"
    " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND rootpage > 0) AS t"
)
_COLUMNS = (
    f'SELECT t.name, c.name, c.type, c."notnull", c.dflt_value, c.pk, c.hidden FROM {_ORDINARY}'
    " CROSS JOIN pragma_table_xinfo(t.name, 'main') AS c ORDER BY t.name, c.cid"
)
_INDEXES = (
    'SELECT t.name, i.name, i."unique", i.origin, i.partial, p.name, p.cid, p."desc", p.coll'
    f" FROM {_ORDINARY} CROSS JOIN pragma_index_list(t.name, 'main') AS i"
    " CROSS JOIN pragma_index_xinfo(i.name, 'main') AS p"
    ' WHERE p."key" = 1 ORDER BY t.name, i.name, p.seqno'
)
_FOREIGN_KEYS = (
    'SELECT t.name, f.id, f."table", f."from", f."to", f.on_update, f.on_delete'
    f" FROM {_ORDINARY} CROSS JOIN pragma_foreign_key_list(t.name, 'main') AS f"
    " ORDER BY t.name, f.id DESC, f.seq"
)
_SETTINGS = (
    "SELECT e.encoding, u.user_version, a.application_id"
    " FROM pragma_encoding AS e, pragma_user_version AS u, pragma_application_id AS a"
)


def check_version(connection: Connection) -> None:
    """See that the SQLite library knows the pragmas.

    Raises:
        ToolError: where it is older than 3.37.
    """
    version = connection.dialect.server_version_info
    if version is not None and tuple(version) < OLDEST:
        wanted, found = (".".join(map(str, number)) for number in (OLDEST, version))
        raise ToolError(f"SQLite {found} is too old to be read: at least {wanted} is needed.")


Answer = tuple[tuple[Any, ...], ...]
Answers = tuple[Answer, ...]
"""What some statements answered, in their order."""

_PRAGMAS = (_COLUMNS, _INDEXES, _FOREIGN_KEYS, _TABLES)
_VERSION = "SELECT schema_version FROM pragma_schema_version"
_MEMORY = "parity: what this connection was told before"


@dataclass(slots=True)
class _Memory:
    """What a connection was told: the version and the texts when last asked, and all answers."""

    version: Answer | None = None
    texts: Answers = ()
    answers: dict[Answers, Answers] = field(default_factory=dict)


def ask(connection: Connection) -> Answers:
    """Ask all pragmas about all tables, once for the same texts.

    The pragmas answer from what the connection made of the texts, and SQLite makes it anew when
    ``schema_version`` has changed. Texts that are others under the same version were changed
    behind its back (``PRAGMA writable_schema``), and the connection is told to look again.
    """
    try:
        return _ask(connection)
    except OperationalError as error:
        if "decode to UTF-8" not in str(error):
            raise
        with surrogates(connection):
            return _ask(connection)


def _ask(connection: Connection) -> Answers:
    memory: _Memory = connection.info.setdefault(_MEMORY, _Memory())
    version, *texts = _all(connection, (_VERSION, _SETTINGS, _OBJECTS))
    dbapi: Any = connection.connection.dbapi_connection
    changed = memory.version == version and memory.texts != tuple(texts)
    # What this connection itself is about to change, it knows.
    if changed and not dbapi.in_transaction:
        # Only this connection's memory of the schema is reset; nothing is written.
        fetch_all(connection, "PRAGMA writable_schema = RESET")
        version, *texts = _all(connection, (_VERSION, _SETTINGS, _OBJECTS))
    memory.version, memory.texts = version, tuple(texts)
    if memory.texts not in memory.answers:
        settings, objects = texts
        told = _all(connection, _PRAGMAS)
        memory.answers[memory.texts] = (*told, settings, tuple(row[:-1] for row in objects))
    return memory.answers[memory.texts]


def _all(connection: Connection, statements: Iterable[str]) -> Answers:
    return tuple(tuple(fetch_all(connection, sql)) for sql in statements)


@contextmanager
def surrogates(connection: Connection) -> Iterator[None]:
    """Within it, TEXT that is no UTF-8 comes with its bytes as lone surrogates."""
    dbapi: Any = connection.connection.dbapi_connection
    before = dbapi.text_factory
    dbapi.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        dbapi.text_factory = before


def catalogue_of(answers: Answers) -> Catalogue:
    """The answers by table."""
    column_rows, index_rows, key_rows, table_rows, settings, object_rows = answers
    columns = _by_table(column_rows, ColumnRow)
    indexes = _by_table(index_rows, IndexRow)
    keys = _by_table(key_rows, ForeignKeyRow)
    ((encoding, user_version, application_id),) = settings
    lines = list(map(ListRow._make, table_rows))
    return Catalogue(
        objects=list(map(ObjectRow._make, object_rows)),
        tables={
            line.name: TableFacts(
                line,
                columns.get(line.name, []),
                dict(sorted(_by_first(indexes.get(line.name, ())).items())),
                list(_by_first(keys.get(line.name, ())).values()),
            )
            for line in lines
        },
        settings=(
            ("application_id", str(application_id)),
            ("encoding", str(encoding).lower()),
            ("user_version", str(user_version)),
        ),
    )


_FIRST = itemgetter(0)


def _by_table(rows: Answer, kind: type[Row]) -> dict[str, list[Row]]:
    """The rows of each table, of which they begin with the name and stand together."""
    return {table: [kind(*row[1:]) for row in group] for table, group in groupby(rows, _FIRST)}


def _by_first(rows: Iterable[Row]) -> dict[Any, list[Row]]:
    """The rows of each index or key, which begin with what it is called and stand together."""
    return {name: list(group) for name, group in groupby(rows, _FIRST)}


def quoted(name: str) -> str:
    """A name in backticks: in double quotes SQLite takes an unknown column for a string."""
    return "`" + name.replace("`", "``") + "`"
