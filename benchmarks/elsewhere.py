"""The same posts where no server of the harness is: in a cluster of Citus, in DuckDB files."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import sqlalchemy as sa

from benchmarks.posts import VARIANTS, Place, place_of, write_lines

_CREATE = (
    "CREATE TABLE post (id integer PRIMARY KEY, titulo varchar(200) NOT NULL, contenido text NOT"
    " NULL, fecha timestamp NOT NULL, autor_id integer, publicado boolean NOT NULL)"
)


def _lines(folder: Path, rows: int, variant: str) -> Path:
    changed = variant == "changed"
    lines = folder / f"{rows}-{'changed' if changed else 'left'}.tsv"
    if not lines.exists():
        write_lines(lines, rows, changed)
    return lines


@contextmanager
def on_citus(url: str, rows: int, folder: Path) -> Iterator[dict[str, Place]]:
    """Three schemas with a distributed table each in a database of a cluster, gone afterwards.

    Args:
        url: of the database, on a coordinator, as a superuser.
        rows: how many.
        folder: for the files that tables are filled from; one that is there is used again.
    """
    made = sa.make_url(url)
    begins = f"parity_bench_{secrets.token_hex(4)}"
    with psycopg.connect(
        host=made.host,
        port=made.port,
        user=made.username,
        password=made.password,
        dbname=made.database,
        autocommit=True,
    ) as connection:
        places = {}
        try:
            for variant in VARIANTS:
                schema = f"{begins}_{variant}"
                connection.execute(f"CREATE SCHEMA {schema}")
                connection.execute(f"SET search_path TO {schema}")
                connection.execute(_CREATE)
                connection.execute("SELECT create_distributed_table('post', 'id')")
                with (
                    connection.cursor().copy("COPY post FROM STDIN") as copy,
                    _lines(folder, rows, variant).open("rb") as file,
                ):
                    while block := file.read(1 << 20):
                        copy.write(block)
                connection.execute("VACUUM ANALYZE post")
                options = made.update_query_dict({"options": f"-csearch_path={schema}"})
                text = options.render_as_string(hide_password=False)
                places[variant] = place_of("postgresql", text)
            yield places
        finally:
            for variant in VARIANTS:
                connection.execute(f"DROP SCHEMA IF EXISTS {begins}_{variant} CASCADE")


def in_duckdb(rows: int, folder: Path) -> Place:
    """A DuckDB file with the left table.

    Args:
        rows: how many.
        folder: where to make it.
    """
    import duckdb

    path = folder / "left.duckdb"
    lines = str(_lines(folder, rows, "left"))
    with closing(duckdb.connect(str(path))) as connection:
        connection.execute(_CREATE)
        connection.execute(
            f"COPY post FROM '{lines}' (DELIMITER '\t', NULL '\\N', QUOTE '', HEADER false)"
        )
    return Place("duckdb", f"duckdb:///{path}", str(path))
