"""A table read with nothing but a driver: the floor, and tuples for a merge."""

from __future__ import annotations

import asyncio
import importlib
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from functools import partial
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any, Protocol

import psycopg
import pymysql
from pymysql.cursors import SSCursor

Place = dict[str, Any]

_SELECT = "SELECT id, titulo, contenido, fecha, autor_id, publicado FROM post ORDER BY id"
_INSIDE = (
    "SELECT count(*), sum(id), sum(length(titulo)), sum(length(contenido)), sum(length(fecha)),"
    " sum(autor_id), sum(publicado) FROM post"
)
_AT_ONCE = 2000


class Cursor(Protocol):
    """Whatever a driver calls its cursor."""

    def fetchmany(self, size: int, /) -> Sequence[tuple[Any, ...]]:
        """The next rows; none at the end."""
        ...


def _seconds(action: Callable[[], object]) -> float:
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


def _together(actions: Sequence[Callable[[], object]]) -> float:
    """How long some actions take, each in a thread of its own."""
    threads = [threading.Thread(target=action) for action in actions]

    def run() -> None:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return _seconds(run)


# -------------------------------------------------------------------- the floor


def floor_of(places: Sequence[Place]) -> tuple[str, float]:
    """Which driver read the tables, all at the same time, and how long that took."""
    engine = places[0]["engine"]
    if engine == "sqlite":
        return "sqlite3", _sqlite_floor(places)
    if engine == "postgresql":
        if find_spec("asyncpg"):
            return f"asyncpg {version('asyncpg')}, COPY", asyncio.run(_asyncpg_floor(places))
        return f"psycopg {version('psycopg')}, COPY", _psycopg_floor(places)
    if find_spec("MySQLdb"):
        return f"mysqlclient {version('mysqlclient')}", _mysqlclient_floor(places)
    return f"PyMySQL {version('PyMySQL')}, SSCursor", _pymysql_floor(places)


def _exhausted(cursor: Cursor) -> Callable[[], object]:
    def run() -> None:
        while cursor.fetchmany(_AT_ONCE):
            pass

    return run


def _sqlite_floor(places: Sequence[Place]) -> float:
    # One after the other: in two threads they would wait for the interpreter's lock.
    with ExitStack() as stack:
        cursors = [
            stack.enter_context(closing(sqlite3.connect(place["database"]))).execute(_SELECT)
            for place in places
        ]
        return sum(_seconds(_exhausted(cursor)) for cursor in cursors)


def inside_sqlite(places: Sequence[Place]) -> float:
    """SQLite reading every value, none of which leaves it; one table after the other."""
    taken = 0.0
    for place in places:
        with closing(sqlite3.connect(place["database"])) as connection:
            taken += _seconds(partial(connection.execute, _INSIDE))  # which finds the only row
    return taken


async def _asyncpg_floor(places: Sequence[Place]) -> float:
    asyncpg = importlib.import_module("asyncpg")
    connections = [
        await asyncpg.connect(
            host=place["host"],
            port=place["port"] or 5432,
            user=place["user"],
            password=place["password"],
            database=place["database"],
        )
        for place in places
    ]

    async def take(block: bytes) -> None:
        """Let go of it."""

    begin = time.perf_counter()
    await asyncio.gather(*(each.copy_from_query(_SELECT, output=take) for each in connections))
    taken = time.perf_counter() - begin
    for connection in connections:
        await connection.close()
    return taken


def _psycopg_floor(places: Sequence[Place]) -> float:
    with ExitStack() as stack:
        connections = [stack.enter_context(_psycopg(place)) for place in places]

        def read(connection: psycopg.Connection) -> Callable[[], None]:
            def run() -> None:
                with connection.cursor().copy(f"COPY ({_SELECT}) TO STDOUT") as copy:
                    while copy.read():
                        pass

            return run

        return _together([read(connection) for connection in connections])


def _mysqlclient_floor(places: Sequence[Place]) -> float:
    driver = importlib.import_module("MySQLdb._mysql")

    def read(place: Place) -> Callable[[], None]:
        connection = stack.enter_context(closing(driver.connect(**_of_mysql(place), conv={})))

        def run() -> None:
            connection.query(_SELECT)
            # All at once: with use_result() two threads take turns row by row, which takes longer.
            result = connection.store_result()
            while result.fetch_row(_AT_ONCE):
                pass

        return run

    with ExitStack() as stack:
        return _together([read(place) for place in places])


def _pymysql_floor(places: Sequence[Place]) -> float:
    with ExitStack() as stack:
        cursors = [_pymysql_cursor(stack, place) for place in places]
        return _together([_exhausted(cursor) for cursor in cursors])


# -------------------------------------------------------------------- drivers


def _psycopg(place: Place) -> psycopg.Connection:
    return psycopg.connect(
        host=place["host"],
        port=place["port"],
        user=place["user"],
        password=place["password"],
        dbname=place["database"],
    )


def _of_mysql(place: Place) -> dict[str, Any]:
    given = {name: place[name] for name in ("host", "port", "user", "password") if place[name]}
    if place["socket"]:
        given["unix_socket"] = place["socket"]
    return {**given, "database": place["database"], "charset": "utf8mb4"}


def _pymysql_cursor(stack: ExitStack, place: Place) -> Cursor:
    connection = stack.enter_context(closing(pymysql.connect(**_of_mysql(place))))
    cursor = connection.cursor(SSCursor)
    cursor.execute(_SELECT)
    return cursor


# -------------------------------------------------------------------- tuples for a merge


@contextmanager
def rows_of(place: Place, across: bool) -> Iterator[Iterator[tuple[Any, ...]]]:
    """The rows of a table in order of key, from a cursor that does not hold them all.

    Args:
        place: the database.
        across: whether they are held against another engine's: SQLite's texts become times.
    """
    with ExitStack() as stack:
        yield _tuples(_cursor(stack, place), across and place["engine"] == "sqlite")


def _cursor(stack: ExitStack, place: Place) -> Cursor:
    if place["engine"] == "sqlite":
        connection = stack.enter_context(closing(sqlite3.connect(place["database"])))
        return connection.execute(_SELECT)
    if place["engine"] == "mariadb":
        return _pymysql_cursor(stack, place)
    connection = stack.enter_context(_psycopg(place))
    cursor = stack.enter_context(connection.cursor(name="parity_merge"))
    cursor.execute(_SELECT)
    return cursor


def _tuples(cursor: Cursor, times: bool) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(_AT_ONCE):
        if not times:
            yield from rows
            continue
        for row in rows:
            yield *row[:3], datetime.fromisoformat(row[3]), *row[4:]
