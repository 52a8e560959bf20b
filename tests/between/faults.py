"""One database after another with a single fault in it, each held against other engines' own."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from functools import cache
from typing import Any

import sqlalchemy as sa

from compare.between.engines import explain_engines, hidden_types
from compare.between.names import explain_name
from compare.diff import diff_schemas, pair_tables
from compare.engines.base import Pair
from compare.inspect import read_schema
from compare.model import Schema, SideName
from mutants.changes import Change
from mutants.mariadb import schema as mariadb
from mutants.mariadb.workshop import MariaDBWorkshop
from mutants.postgresql import schema as postgresql
from mutants.postgresql.workshop import PostgreSQLWorkshop
from mutants.sqlite import schema as sqlite
from mutants.sqlite.catalogue import Held
from mutants.sqlite.workshop import SQLiteWorkshop
from tests import servers

Walked = Callable[[str, str], Pair]
ENGINES = ("sqlite", "postgresql", "mariadb")
# No scenario runs on MySQL, so no fault is put there; but its eyes are to see those of others.
EYES = (*ENGINES, "mysql") if "PARITY_MYSQL_URL" in os.environ else ENGINES


def unexplained(left: Schema, right: Schema, engines: tuple[str, str]) -> Counter[str]:
    """What ``parity diff`` says of two schemas and nothing explains."""
    pairing = pair_tables(
        [table.name for table in left.tables], [table.name for table in right.tables]
    )
    found = [*diff_schemas(left, right, pairing), *hidden_types(left, right, pairing, engines)]
    lines = Counter(
        each.line
        for each in found
        if not explain_engines(each, engines) and not explain_name(each, "normalise")
    )
    lines.update(str(each) for schema in (left, right) for each in schema.not_compared)
    return lines


class Bed:
    """The databases of a scenario, into which faults are put.

    Args:
        walked: gives the databases.
        scenario: its name.
    """

    def __init__(self, walked: Walked, scenario: str) -> None:
        self._walked = walked
        self._scenario = scenario
        self._workshop = cache(self._open)
        self.schema = cache(self._read)

    def faults(self, engine: str, side: SideName) -> Iterator[Change]:
        """Every fault of a schema."""
        workshop = self._workshop(engine)
        if engine == "sqlite":
            with closing(workshop._copy("frameworks", side)) as connection:
                held = Held(connection)
                # A table of one column cannot lose it.
                held.tables.pop("alembic_version", None)
                found = list(sqlite.changes(held))
        else:
            module: Any = {"postgresql": postgresql, "mariadb": mariadb}[engine]
            with workshop.unchanged("frameworks", side) as connection:
                found = list(module.changes(connection))
        for change in found:
            if change.area == "schema":
                yield replace(change, pair="frameworks", side=side)

    def silent(self, engine: str, fault: Change) -> set[str] | None:
        """From which other engines a fault is not seen, whichever comes first.

        Returns:
            None where the database refuses the fault, or where it changes nothing that is read.
        """
        before = self.schema(engine, fault.side)
        try:
            with self._workshop(engine).changed(fault) as connection:
                after = read_schema(connection)
        except sa.exc.DBAPIError:
            return None
        if after == before:
            return None
        found = set()
        for other in EYES:
            if other == engine:
                continue
            there = self.schema(other, fault.side)
            ways = (
                ((there, before), (there, after), (other, engine)),
                ((before, there), (after, there), (engine, other)),
            )
            if any(unexplained(*was, pair) == unexplained(*now, pair) for was, now, pair in ways):
                found.add(other)
        return found

    def _read(self, engine: str, side: SideName) -> Schema:
        if engine == "mysql":
            found = sa.create_engine(
                self._walked(self._scenario, engine).url(side), poolclass=sa.NullPool
            )
            with found.connect() as connection:
                return read_schema(connection)
        with self._workshop(engine).unchanged("frameworks", side) as connection:
            return read_schema(connection)

    def _open(self, engine: str) -> Any:
        pair = self._walked(self._scenario, engine)
        urls = {("frameworks", side): sa.make_url(pair.url(side)) for side in ("flask", "django")}
        if engine == "sqlite":
            files = {}
            for key, url in urls.items():
                with closing(sqlite3.connect(str(url.database))) as connection:
                    files[key] = connection.serialize()
            return SQLiteWorkshop(files, {})
        server = servers.server(engine)
        names = {key: str(url.database) for key, url in urls.items()}
        kind: Any = {"postgresql": PostgreSQLWorkshop, "mariadb": MariaDBWorkshop}[engine]
        return kind(server, names, {}, server.version())
