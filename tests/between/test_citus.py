"""Citus: a PostgreSQL whose rows are on several machines. It runs where one is named.

``PARITY_CITUS_URL`` is a database on a coordinator with two workers at least, as a superuser; in it
schemas are made and dropped.
"""

import os
import uuid
from contextlib import ExitStack, contextmanager

import pytest
import sqlalchemy as sa

from compare.between import Asked, diff_addresses
from compare.databases import open_database, parse_address
from compare.inspect import read_schema
from compare.reports.diff_progress import Silence
from compare.stream import open_side
from tests.servers import database

URL = os.environ.get("PARITY_CITUS_URL", "")
pytestmark = pytest.mark.skipif(
    not URL, reason="there is no Citus here: PARITY_CITUS_URL names a coordinator's database"
)

TABLES = (
    "CREATE TABLE pais (id integer PRIMARY KEY, nombre varchar(40) NOT NULL UNIQUE)",
    "CREATE TABLE post (id bigserial PRIMARY KEY, titulo text NOT NULL, n float8, d interval,"
    " fecha timestamptz, bytes bytea, pais_id integer REFERENCES pais (id), CHECK (id > 0))",
    "CREATE INDEX post_fecha ON post (fecha)",
    "CREATE TABLE evento (tenant integer, id uuid, que jsonb, PRIMARY KEY (tenant, id))",
    "CREATE TABLE parte (id bigint NOT NULL, dia date NOT NULL) PARTITION BY RANGE (dia)",
    "CREATE TABLE parte_1 PARTITION OF parte FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')",
    "CREATE TABLE aparte (id integer PRIMARY KEY, a text)",
)
SPREAD = (
    "SET citus.shard_count = 8",
    "SELECT create_reference_table('pais')",
    "SELECT create_distributed_table('post', 'id')",
    "SELECT create_distributed_table('evento', 'tenant')",
    "SELECT create_distributed_table('parte', 'id')",
)
ROWS = (
    "INSERT INTO pais SELECT n, 'pais ' || n FROM generate_series(1, 9) AS n",
    "INSERT INTO post (titulo, n, d, fecha, bytes, pais_id) SELECT 'titulo ' || n, n / 7.0::float8,"
    " make_interval(days => n), '2024-03-01'::timestamptz + n * interval '1 hour',"
    " decode(md5(n::text), 'hex'), 1 + mod(n, 9) FROM generate_series(1, 5000) AS n",
    "INSERT INTO evento SELECT mod(n, 5), md5(n::text)::uuid, jsonb_build_object('n', n)"
    " FROM generate_series(1, 500) AS n",
    "INSERT INTO parte SELECT n, '2024-01-01'::date + n FROM generate_series(1, 300) AS n",
    "INSERT INTO aparte SELECT n, 'a' || n FROM generate_series(1, 50) AS n",
)
CHANGES = (
    "UPDATE post SET titulo = 'otro' WHERE id IN (1000, 2000)",
    "DELETE FROM post WHERE id = 4999",
    "UPDATE pais SET nombre = 'otro' WHERE id = 1",
    "UPDATE evento SET que = '{}' WHERE id = md5('9')::uuid",
    "UPDATE parte SET dia = '2024-12-31' WHERE id = 7",
)


@contextmanager
def cluster(*statements):
    """The address of a schema of its own in which these statements were run."""
    schema = f"parity_{uuid.uuid4().hex[:12]}"
    engine = sa.create_engine(
        sa.make_url(URL).set(drivername="postgresql+psycopg"),
        poolclass=sa.NullPool,
        isolation_level="AUTOCOMMIT",
    )
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
        try:
            connection.exec_driver_sql(f"SET search_path TO {schema}")
            for statement in statements:
                connection.exec_driver_sql(statement)
            yield f"{URL}?options=-csearch_path%3D{schema}", connection
        finally:
            connection.exec_driver_sql("SET client_min_messages TO error")
            connection.exec_driver_sql(f"DROP SCHEMA {schema} CASCADE")


@contextmanager
def plain(*statements):
    """Likewise of a PostgreSQL on one machine."""
    with database("postgresql") as url:
        engine = sa.create_engine(url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        yield url.replace("postgresql+psycopg", "postgresql"), None


def diff(left, right, **options):
    options.setdefault("schema", False)
    asked = Asked(**options)
    return diff_addresses(left, right, asked, Silence(), statement_timeout=None, lock_timeout=5)


def told(result):
    return sorted(
        example.line
        for table in result.tables
        for group in table.groups
        for example in group.examples
    )


@pytest.mark.parametrize(
    "options", [{}, {"method": "hash"}, {"method": "hash", "jobs": 2}], ids=str
)
def test_two_clusters_that_are_the_same(options):
    made = (*TABLES, *SPREAD, *ROWS)
    with cluster(*made) as (left, _), cluster(*made) as (right, _):
        result = diff(left, right, schema=True, **options)
    assert [each.difference.line for each in result.schema if each.reason is None] == []
    assert told(result) == []
    assert {table.left: table.left_rows for table in result.tables}["post"] == 5000


@pytest.mark.parametrize("other", [cluster, plain], ids=["cluster", "plain"])
@pytest.mark.parametrize(
    "options", [{}, {"method": "hash"}, {"method": "hash", "jobs": 2}], ids=str
)
def test_each_row_that_differs_is_found(other, options):
    spread = SPREAD if other is cluster else ()
    with (
        cluster(*TABLES, *SPREAD, *ROWS) as (left, _),
        other(*TABLES, *spread, *ROWS, *CHANGES) as (right, _),
    ):
        result = diff(left, right, **options)
    counts = {t.left: (t.changed, t.only_left, t.only_right) for t in result.tables}
    assert counts["post"] == (2, 1, 0)
    assert counts["pais"] == (1, 0, 0)
    assert counts["evento"] == (1, 0, 0)
    assert counts["aparte"] == (0, 0, 0)
    # Without a key a row that changed is one on either side.
    assert counts["parte"] == counts["parte_1"] == (0, 1, 1)
    assert not any(table.not_compared for table in result.tables)


def test_what_workers_are_set_to_makes_no_difference_and_hides_none():
    settings = "extra_float_digits = -6", "TimeZone = 'America/Lima'", "DateStyle = 'German'"
    tables = ("CREATE TABLE post (id integer PRIMARY KEY, n float8, fecha timestamptz)",)
    spread = ("SELECT create_distributed_table('post', 'id')",)
    rows = "INSERT INTO post VALUES (1, 0.1, '2024-01-01 10:00Z'), (2, 0.3, '2024-01-01 11:00Z')"
    other = rows.replace("0.3", "0.30000000000000004")
    with (
        cluster(*tables, *spread, rows) as (left, connection),
        cluster(*tables, *spread, other) as (right, _),
        plain(*tables, rows) as (elsewhere, _),
        ExitStack() as stack,
    ):
        for each in settings:
            connection.exec_driver_sql(
                f"SELECT run_command_on_workers($$ALTER SYSTEM SET {each}$$)"
            )
        stack.callback(
            connection.exec_driver_sql,
            "SELECT run_command_on_workers('SELECT pg_reload_conf()')",
        )
        for each in settings:
            name = each.partition(" ")[0]
            stack.callback(
                connection.exec_driver_sql,
                f"SELECT run_command_on_workers('ALTER SYSTEM RESET {name}')",
            )
        connection.exec_driver_sql("SELECT run_command_on_workers('SELECT pg_reload_conf()')")
        for method in ("rows", "hash"):
            assert told(diff(left, right, method=method)) == [
                "row.value post[2].n: 0.3 | 0.30000000000000004"
            ]
            assert told(diff(left, elsewhere, method=method)) == []


@contextmanager
def opened(url):
    address = parse_address(url, os.environ)
    with open_database(address, statement_timeout=None, lock_timeout=5) as found:
        yield found


def test_all_nodes_keep_to_the_moment_at_which_the_database_was_opened():
    with cluster(*TABLES, *SPREAD, *ROWS) as (url, writer), opened(url) as database:
        writer.exec_driver_sql("UPDATE post SET titulo = 'otro'")
        writer.exec_driver_sql("UPDATE pais SET nombre = nombre || ' otro'")
        with open_side("postgresql", [database.connection], read_schema(database.connection)):
            for question in (
                "SELECT count(*) FROM post WHERE titulo = 'otro'",
                "SELECT count(*) FROM pais WHERE nombre LIKE '%%otro'",
                "SELECT count(*) FROM post JOIN pais ON pais.id = pais_id AND nombre LIKE '%%otro'",
            ):
                assert database.connection.exec_driver_sql(question).scalar() == 0
        assert database.moment.of == "nodes"


def test_a_connection_that_sees_another_moment_on_the_workers_is_told():
    with (
        cluster(*TABLES, *SPREAD, *ROWS) as (left, writer),
        cluster(*TABLES, *SPREAD, *ROWS) as (right, _),
    ):
        with opened(left) as database:
            writer.exec_driver_sql("UPDATE post SET titulo = 'otro'")
            with database.another() as connection:
                # Its workers' moment is that of now.
                question = "SELECT count(*) FROM post WHERE titulo = 'otro'"
                assert connection.exec_driver_sql(question).scalar() == 5000
            assert not database.same_moment
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("compare.databases.citus.counter", lambda _: frozenset())
            result = diff(left, right)
    (label,) = {text.partition(": ")[0] for text in result.not_compared}
    moments = f"{label}: its nodes may have seen different moments"
    assert result.not_compared.count(moments) == 2
    assert result.exit_code == 1


def test_hashes_are_made_on_the_workers():
    with cluster(*TABLES, *SPREAD, *ROWS) as (url, _), opened(url) as database:
        schema = read_schema(database.connection)
        with open_side("postgresql", [database.connection], schema) as side:
            table = schema.table("post")
            source = side.source(table)
            assert source.spread
            assert not side.source(schema.table("pais")).spread
            assert not side.source(schema.table("aparte")).spread
            names = [column.name for column in table.columns]
            source.arrange(names, [source.stored(column) for column in table.columns], 1)
            from compare.stream.spans import Span

            part = source.part_of(Span(0, 5000), 100, source.hashing.quotient)
            sql = source.hashing.select(part, source._line, source.within(Span(0, 5000)))
            plan = source.ask(database.connection, f"EXPLAIN (VERBOSE, COSTS OFF) {sql}")
    (task,) = [line for (line,) in plan if "Query:" in line]
    # The task of each shard groups and sums, and has one hash for each row.
    assert "GROUP BY worker_column_1" in task
    assert task.count("sha256(") == 1
    assert task.count("concat_ws(") == 1
