"""How long reading a schema takes, beside the tools that people know."""

from __future__ import annotations

import gc
import logging
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from rich.table import Table
from sqlalchemydiff.comparer import Comparer

from compare.engines import engine_named
from compare.inspect import read_schema

SIZES = (10, 100, 1000)
AIM = {"sqlite": 5.0, "postgresql": 2.0, "mariadb": 2.0}
"""So many times faster than the fastest of the others at the largest size, when first read."""
LONG = 1.0
"""Seconds: to measure such a reader once is enough."""


def models(tables: int) -> sa.MetaData:
    """Tables of eight columns with a primary key, a foreign key, a UNIQUE and two indexes.

    Half of the columns are called the same in every table, as in real schemas, and half are not.
    """
    metadata = sa.MetaData()
    for number in range(tables):
        name = f"t{number:04}"
        sa.Table(
            name,
            metadata,
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column(f"titulo_{number}", sa.String(200), nullable=False),
            sa.Column("codigo", sa.String(40), nullable=False),
            sa.Column(f"cantidad_{number}", sa.Integer, server_default="0"),
            sa.Column(f"precio_{number}", sa.Numeric(10, 2)),
            sa.Column("fecha", sa.DateTime, index=True),
            sa.Column("activo", sa.Boolean, nullable=False),
            sa.Column(
                f"padre_{number}_id", sa.ForeignKey(f"t{max(number - 1, 0):04}.id"), index=True
            ),
            sa.UniqueConstraint("codigo", name=f"uq_{name}_codigo"),
        )
    return metadata


def ours(engine: sa.Engine, metadata: sa.MetaData) -> None:
    """Our own reader."""
    with engine.connect() as connection:
        read_schema(connection)


def inspector(engine: sa.Engine, metadata: sa.MetaData) -> None:
    """SQLAlchemy's Inspector, in bulk."""
    found = sa.inspect(engine)
    for read in (
        found.get_multi_columns,
        found.get_multi_pk_constraint,
        found.get_multi_foreign_keys,
        found.get_multi_unique_constraints,
        found.get_multi_indexes,
        found.get_multi_check_constraints,
    ):
        read()


def alembic(engine: sa.Engine, metadata: sa.MetaData) -> None:
    """What ``flask db check`` does: the database against the models."""
    with engine.connect() as connection:
        compare_metadata(MigrationContext.configure(connection), metadata)


def sqlalchemy_diff(engine: sa.Engine, metadata: sa.MetaData) -> None:
    """The package of that name; it reads two databases, and is given the same one twice."""
    logging.getLogger("sqlalchemydiff").setLevel(logging.ERROR)
    Comparer(engine, engine).compare()


READERS: dict[str, tuple[Callable[[sa.Engine, sa.MetaData], None], int]] = {
    "ours": (ours, 1),
    "Inspector": (inspector, 1),
    "compare_metadata": (alembic, 1),
    "sqlalchemy-diff, half": (sqlalchemy_diff, 2),
}
"""Whom to measure, and how many databases each reads at once."""


@contextmanager
def databases(engine: str) -> Iterator[Callable[[sa.MetaData], sa.Engine]]:
    """A function that makes tables in a new database of an engine."""
    made: list[sa.Engine] = []
    with (
        tempfile.TemporaryDirectory(prefix="parity-bench-") as folder,
        engine_named(engine).running(Path(folder)) as server,
    ):
        pairs = [server.pair() for _ in SIZES]
        urls = iter([pair.__enter__().flask for pair in pairs])

        def make(metadata: sa.MetaData) -> sa.Engine:
            database = sa.create_engine(next(urls))
            made.append(database)
            metadata.create_all(database)
            return database

        try:
            yield make
        finally:
            for database in made:
                database.dispose()
            for pair in pairs:
                pair.__exit__(None, None, None)


def forget(database: sa.Engine) -> None:
    """Nobody may answer from memory: neither a connection nor anything that our readers keep.

    Nor has anybody to connect within the time that is taken: what is measured is reading.
    """
    database.dispose()
    with database.connect():
        pass
    for name, module in list(sys.modules.items()):
        if name.startswith("compare.inspect"):
            for kept in vars(module).values():
                if clear := getattr(kept, "cache_clear", None):
                    clear()
    gc.collect()


AGAIN = "again"
"""What a later reading of ours is called, which may answer from memory."""


def seconds(database: sa.Engine, metadata: sa.MetaData, runs: int) -> dict[str, float]:
    """The median time of a reading, by reader, and of our second one on the same connection.

    The readers take turns, to and fro: what else the machine does hits all alike, and so does what
    the reader before leaves behind. Who takes long has one turn.
    """
    found: dict[str, list[float]] = {name: [] for name in (*READERS, AGAIN)}
    order = list(READERS.items())
    for _ in range(runs):
        for name, (read, share) in order:
            if found[name] and found[name][0] * share > LONG:
                continue
            forget(database)
            begin = time.perf_counter()
            read(database, metadata)
            found[name].append((time.perf_counter() - begin) / share)
            if read is ours:
                begin = time.perf_counter()
                read(database, metadata)
                found[AGAIN].append(time.perf_counter() - begin)
        order.reverse()
    return {name: statistics.median(each) for name, each in found.items()}


def measure(engines: Sequence[str], runs: int) -> Table:
    """The table for the terminal: seconds at each size, and how far ahead of the fastest other."""
    table = Table(title=f"Reading a schema, medians of {runs}, seconds")
    first, *rest = READERS
    for heading in ("engine", "tables", first, AGAIN, *rest, "ratio", "aim"):
        table.add_column(heading, justify="left" if heading == "engine" else "right")
    for engine in engines:
        with databases(engine) as make:
            for size in SIZES:
                metadata = models(size)
                database = make(metadata)
                taken = seconds(database, metadata, runs)
                again = taken.pop(AGAIN)
                own, *others = taken.values()
                table.add_row(
                    engine,
                    str(size),
                    *(f"{each:.3f}" for each in (own, again, *others)),
                    f"{min(others) / own:.1f}",
                    f"≥ {AIM[engine]:g}" if size == SIZES[-1] else "",
                )
    return table
