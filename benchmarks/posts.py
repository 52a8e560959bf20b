"""Tables of posts in three databases of an engine: one, the same again, one with differences."""

from __future__ import annotations

import random
import sqlite3
import string
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import psycopg
import pymysql
import sqlalchemy as sa

from compare.engines import Server

Post = tuple[int, str, str, str, int | None, int]

VARIANTS = ("left", "identical", "changed")
_OF_TEN_THOUSAND = {"changed": 4, "missing": 3, "added": 3}
_DAYS = [f"{2000 + day % 24}-{day % 12 + 1:02}-{day % 28 + 1:02}" for day in range(4001)]
_CLOCKS = [f"{clock % 24:02}:{clock % 60:02}:{clock % 59:02}" for clock in range(5003)]


@dataclass(frozen=True, slots=True)
class Place:
    """A database, as every driver wants to be told of it.

    Attributes:
        engine: ``sqlite``, ``postgresql`` or ``mariadb``.
        url: for SQLAlchemy.
        database: its name, or the path of the file.
        host: of the server, for PostgreSQL also the folder of its socket.
        port, user, password: where the URL has them.
        socket: of MariaDB's server.
    """

    engine: str
    url: str
    database: str
    host: str | None = None
    port: int | None = None
    user: str | None = None
    password: str | None = None
    socket: str | None = None

    def plain(self) -> dict[str, object]:
        """For another process."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Changes:
    """What the changed table has differently: the keys of rows."""

    changed: frozenset[int]
    missing: frozenset[int]
    added: frozenset[int]

    def counts(self) -> list[int]:
        """Changed, only on the left, only on the right."""
        return [len(self.changed), len(self.missing), len(self.added)]


def changes(rows: int) -> Changes:
    """The differences made in a table of so many rows: 0.1 %."""
    changed, missing, added = (rows * share // 10_000 for share in _OF_TEN_THOUSAND.values())
    drawn = random.Random(3).sample(range(1, rows + 1), changed + missing)
    return Changes(
        frozenset(drawn[:changed]),
        frozenset(drawn[changed:]),
        frozenset(range(rows + 1, rows + 1 + added)),
    )


def _texts(number: int, length: int) -> list[str]:
    """So many texts of about so many characters, not all of them ASCII."""
    drawn = random.Random(number)
    letters = string.ascii_lowercase * 2 + "      áéñ"
    return ["".join(drawn.choices(letters, k=length + drawn.randrange(9))) for _ in range(number)]


_TITLES = _texts(997, 30)
_HALVES = _texts(2003, 96)


def post(key: int) -> Post:
    """The row of a key."""
    begin, end = _HALVES[key * 31 % 2003], _HALVES[key * 1009 // 7 % 2003]
    return (
        key,
        f"{_TITLES[key * 7 % 997]} {key % 1013}",
        f"{begin} {end}",
        f"{_DAYS[key * 11 % 4001]} {_CLOCKS[key * 13 % 5003]}",
        None if key % 50 == 0 else key * 17 % 1009,
        key * 3 % 2,
    )


def _altered(row: Post) -> Post:
    """A row with one value that is another: a text's end or middle, a second, NULL, a boolean."""
    key, title, content, date, author, published = row
    kind = key % 5
    if kind == 0:
        title += "!"
    elif kind == 1:
        content = f"{content[:80]}#{content[81:]}"
    elif kind == 2:
        date = f"{date[:-2]}59"
    elif kind == 3:
        author = 2000 if author is None else None
    else:
        published = 1 - published
    return key, title, content, date, author, published


def posts(rows: int, changed: bool) -> Iterator[Post]:
    """The rows of a table in order of key."""
    if not changed:
        yield from map(post, range(1, rows + 1))
        return
    made = changes(rows)
    for key in range(1, rows + 1):
        if key not in made.missing:
            yield _altered(post(key)) if key in made.changed else post(key)
    yield from map(post, sorted(made.added))


def write_lines(path: Path, rows: int, changed: bool) -> None:
    """A file as both ``COPY`` and ``LOAD DATA`` read it."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for key, title, content, date, author, published in posts(rows, changed):
            by = r"\N" if author is None else author
            file.write(f"{key}\t{title}\t{content}\t{date}\t{by}\t{published}\n")


def _create(key: str, time: str, boolean: str) -> str:
    return (
        f"CREATE TABLE post (id {key}, titulo varchar(200) NOT NULL, contenido text NOT NULL,"
        f" fecha {time} NOT NULL, autor_id integer, publicado {boolean} NOT NULL)"
    )


def place_of(engine: str, url: str) -> Place:
    """The database of a URL."""
    made = sa.make_url(url)
    query = {name: value for name, value in made.query.items() if isinstance(value, str)}
    return Place(
        engine,
        url,
        made.database or "",
        query.get("host") or made.host,
        made.port,
        made.username,
        made.password,
        query.get("unix_socket"),
    )


def _fill_sqlite(place: Place, rows: int, changed: bool) -> None:
    with closing(sqlite3.connect(place.database)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(_create("integer PRIMARY KEY", "datetime", "boolean"))
        connection.executemany("INSERT INTO post VALUES (?,?,?,?,?,?)", posts(rows, changed))
        connection.commit()


def _fill_postgresql(place: Place, lines: Path) -> None:
    with psycopg.connect(
        host=place.host,
        port=place.port,
        user=place.user,
        password=place.password,
        dbname=place.database,
        autocommit=True,
    ) as connection:
        connection.execute(_create("integer PRIMARY KEY", "timestamp", "boolean"))
        with connection.cursor().copy("COPY post FROM STDIN") as copy, lines.open("rb") as file:
            while block := file.read(1 << 20):
                copy.write(block)
        connection.execute("VACUUM ANALYZE post")


def _fill_mariadb(place: Place, lines: Path) -> None:
    with (
        closing(
            pymysql.connect(
                host=place.host,
                port=place.port or 3306,
                user=place.user,
                password=place.password or "",
                unix_socket=place.socket,
                database=place.database,
                charset="utf8mb4",
                local_infile=True,
                autocommit=True,
            )
        ) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(_create("integer PRIMARY KEY", "datetime", "boolean"))
        cursor.execute(
            "LOAD DATA LOCAL INFILE %s INTO TABLE post CHARACTER SET utf8mb4", (str(lines),)
        )
        cursor.execute("ANALYZE TABLE post")


@contextmanager
def filled(engine: str, server: Server, rows: int, folder: Path) -> Iterator[dict[str, Place]]:
    """Three new databases with a table of so many rows each, by variant.

    Args:
        engine: whose they are.
        server: makes them.
        rows: how many.
        folder: for the files that servers are filled from; one that is there is used again.
    """
    with ExitStack() as stack:
        first, second = (stack.enter_context(server.pair()) for _ in range(2))
        urls = (first.flask, first.django, second.flask)
        places = {
            variant: place_of(engine, url) for variant, url in zip(VARIANTS, urls, strict=True)
        }
        for variant, place in places.items():
            changed = variant == "changed"
            if engine == "sqlite":
                _fill_sqlite(place, rows, changed)
                continue
            lines = folder / f"{rows}-{'changed' if changed else 'left'}.tsv"
            if not lines.exists():
                write_lines(lines, rows, changed)
            (_fill_postgresql if engine == "postgresql" else _fill_mariadb)(place, lines)
        yield places
