"""SQLite: databases in memory, made from bytes, changed by statements."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from compare.conventions import ByColumn
from compare.model import SIDES, SideName
from mutants.bases import framework_scripts
from mutants.changes import PAIRS, Change, PairName
from mutants.rich import statements
from mutants.sqlite import rows, same, schema
from mutants.sqlite.catalogue import Held
from mutants.sqlite.programs import programs

Key = tuple[PairName, SideName]


@dataclass(frozen=True, slots=True)
class SQLiteWorkshop:
    """Every database as the bytes of its file.

    Attributes:
        files: the bytes by pair and side.
        declares: what the models of the framework pair declare.
        version: SQLite's.
        proof: what the witness looks at.
    """

    files: Mapping[Key, bytes]
    declares: Mapping[SideName, ByColumn]
    version: str = sqlite3.sqlite_version
    proof: str = "texts and rows as SQLite spells them, or the programs it compiles"

    @classmethod
    @contextmanager
    def opened(cls, folder: Path) -> Iterator[SQLiteWorkshop]:
        """The workshop; nothing of it is in the folder."""
        scripts, declares = framework_scripts()
        files: dict[Key, bytes] = {}
        for side in SIDES:
            with closing(sqlite3.connect(":memory:")) as connection:
                connection.executescript(scripts[side])
                files["frameworks", side] = connection.serialize()
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
            for statement in statements("sqlite"):
                connection.execute(statement)
            files["rich", "flask"] = files["rich", "django"] = connection.serialize()
        yield cls(files, declares)

    def faults(self) -> Iterator[Change]:
        """Every fault; of the pair whose sides are the same, on one side."""
        for pair, side in self._sides():
            with closing(self._copy(pair, side)) as connection:
                held = Held(connection)
                for change in (*schema.changes(held), *rows.changes(held)):
                    yield replace(change, pair=pair, side=side)

    def same(self) -> Iterator[Change]:
        """Every way to the same database."""
        for pair, side in self._sides():
            with closing(self._copy(pair, side)) as connection:
                for change in same.changes(Held(connection)):
                    yield replace(change, pair=pair, side=side)

    def _sides(self) -> Iterator[Key]:
        yield from (
            (pair, side) for pair in PAIRS for side in SIDES if (pair, side) != ("rich", "flask")
        )

    @contextmanager
    def unchanged(self, pair: PairName, side: SideName) -> Iterator[sa.Connection]:
        """A connection to a database as it was."""
        with closing(self._copy(pair, side)) as connection, _through(connection) as reading:
            yield reading

    @contextmanager
    def changed(self, change: Change) -> Iterator[sa.Connection]:
        """A connection to a database with the change made.

        Raises:
            DBAPIError: the database refuses.
        """
        with closing(self._made(change)) as connection, _through(connection) as reading:
            yield reading

    def witness(self, change: Change) -> tuple[str, str]:
        """The texts and the rows of a database before and after, as SQLite itself spells them.

        Where only texts differ and SQLite makes the same programs of them, the programs.
        """
        with (
            closing(self._copy(change.pair, change.side)) as before,
            closing(self._made(change)) as after,
        ):
            dumped = dump(before), dump(after)
            if change.area == "schema" and _rows_of(dumped[0]) == _rows_of(dumped[1]):
                compiled = programs(before), programs(after)
                return compiled if compiled[0] == compiled[1] else dumped
            return dumped

    def _copy(self, pair: PairName, side: SideName) -> sqlite3.Connection:
        connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        connection.deserialize(self.files[pair, side])
        return connection

    def _made(self, change: Change) -> sqlite3.Connection:
        connection = self._copy(change.pair, change.side)
        try:
            # A fault need not keep the rules that another statement would hold it to.
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("PRAGMA ignore_check_constraints = ON")
            connection.execute("PRAGMA legacy_alter_table = ON")
            if change.way != "statements":
                connection = same.WAYS[change.way](connection)
            for statement in (*change.statements, *change.session):
                connection.execute(statement)
            connection.execute("PRAGMA ignore_check_constraints = OFF")
        except sqlite3.Error as error:
            connection.close()
            raise sa.exc.DBAPIError("", None, error) from error
        return connection


@contextmanager
def _through(connection: sqlite3.Connection) -> Iterator[sa.Connection]:
    engine = sa.create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    with engine.connect() as reading:
        yield reading


def _rows_of(dumped: str) -> list[str]:
    """A dump without the objects' texts."""
    return [line for line in dumped.splitlines() if not line.startswith("('")]


def dump(connection: sqlite3.Connection) -> str:
    """Everything a database holds, by ``sqlite_schema``, ``typeof`` and ``hex`` or ``quote``."""
    found = [
        f"{pragma}: {connection.execute(f'PRAGMA {pragma}').fetchone()}"
        for pragma in ("user_version", "application_id", "encoding")
    ]
    objects = connection.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name, tbl_name"
    ).fetchall()
    found += map(repr, objects)
    for kind, name, *_ in objects:
        if kind != "table":
            continue
        quoted = '"' + name.replace('"', '""') + '"'
        columns = [
            each
            for (each,) in connection.execute("SELECT name FROM pragma_table_xinfo(?)", (name,))
        ]
        spelled = ", ".join(
            f"typeof({each}), CASE typeof({each}) WHEN 'text' THEN hex({each}) WHEN 'real' THEN"
            f" printf('%!.17g', {each}) ELSE quote({each}) END"
            for each in ('"' + column.replace('"', '""') + '"' for column in columns)
        )
        found += sorted(
            f"{name}: {row}" for row in connection.execute(f"SELECT {spelled} FROM {quoted}")
        )
    return "\n".join(found)
