"""Copies: the originals stay as they are, nothing is left, and what fails is one sentence."""

import hashlib
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from compare.between import Asked
from compare.inspect.fetch import fetch_all
from compare.probe.copies.postgresql import _for_any_version
from compare.scenario import ROOT
from tests import servers
from tests.probe.databases import ENGINES, INNODB, Silence, diff, lines, made, run
from tests.signals import heeds_ctrl_c

TABLES = (
    "create table author (id integer primary key, name varchar(20) not null)",
    "create table post (id integer primary key, author_id integer not null references author (id))",
    "insert into author values (1, 'Ada'), (2, 'Bo')",
    "insert into post values (1, 1)",
)
STRANGE = (
    "create table p (id integer primary key, code varchar(20) not null check ({}))",
    "insert into p values (1, 'ZX-81'), (2, 'ZX-82')",
)
# Such as no literal of the CHECK shows.
ZX = {
    "sqlite": "code glob 'ZX-[0-9][0-9]'",
    "postgresql": "code ~ '^ZX-[0-9]{2}$'",
    "mariadb": "code regexp '^ZX-[0-9]{2}$'",
    "mysql": "code regexp '^ZX-[0-9]{2}$'",
}


def databases_of(engine):
    """The databases of this process on the tests' server, which others may use as well."""
    server = servers.server(engine)
    names = {
        "postgresql": "select datname from pg_database",
        "mariadb": "select schema_name from information_schema.schemata",
        "mysql": "select schema_name from information_schema.schemata",
    }
    made = sa.create_engine(server.url, poolclass=sa.NullPool)
    with made.connect() as connection:
        every = connection.exec_driver_sql(names[engine])
        return {name for (name,) in every if name.startswith(server.prefix)}


def contents(url):
    """All that the two tables hold, and where their ids are; of SQLite the file's bytes."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        folder = Path(parsed.database).parent
        return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in folder.iterdir()}
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.connect() as connection:
        return [
            connection.exec_driver_sql(f"select * from {table} order by id").all()
            for table in ("author", "post")
        ]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_originals_stay_as_they_are_and_nothing_is_left(engine, tmp_path, monkeypatch):
    (tmp_path / "temp").mkdir()
    (tmp_path / "data").mkdir()
    with (
        made(engine, TABLES, tmp_path / "data", "left") as left,
        made(engine, TABLES, tmp_path / "data", "right") as right,
    ):
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
        before = [contents(url) for url in (left, right)]
        known = databases_of(engine) if engine != "sqlite" else set()
        found = diff(left, right)
        assert found.verdict == "same"
        assert len(found.behaviour.same) > 10
        assert [contents(url) for url in (left, right)] == before
        assert list((tmp_path / "temp").iterdir()) == []
        assert (databases_of(engine) if engine != "sqlite" else set()) == known


@pytest.mark.parametrize("engine", ENGINES)
def test_an_interrupt_leaves_nothing_and_keeps_what_was_found(engine, tmp_path, monkeypatch):
    class Impatient(Silence):
        def probe(self, name, number, tables):
            if number == 2:
                raise KeyboardInterrupt

    (tmp_path / "temp").mkdir()
    with made(engine, TABLES, tmp_path, "left") as left:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
        known = databases_of(engine) if engine != "sqlite" else set()
        found = diff(left, left, watch=Impatient())
        assert found.partial
        assert {each.table for each in found.behaviour.same} == {"author"}
        assert found.verdict == "undetermined"
        assert list((tmp_path / "temp").iterdir()) == []
        assert (databases_of(engine) if engine != "sqlite" else set()) == known


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("when", [3, 40])
def test_an_interrupt_within_a_statement(engine, when, tmp_path, monkeypatch):
    count = 0

    def interrupted(connection, sql, **how):
        nonlocal count
        count += 1
        if count == when:
            raise KeyboardInterrupt
        if count == when + 1:  # as a driver may have done
            connection.connection.dbapi_connection.close()
        return fetch_all(connection, sql, **how)

    with made(engine, TABLES, tmp_path, "left") as left:
        known = databases_of(engine) if engine != "sqlite" else set()
        monkeypatch.setattr("compare.probe.bench.fetch_all", interrupted)
        found = diff(left, left)
        assert found.partial
        assert found.behaviour.not_probed == ()
        assert (databases_of(engine) if engine != "sqlite" else set()) == known


def test_ctrl_c_ends_the_server_that_was_started(tmp_path):
    """The command itself, with a server of its own."""
    many = [f"create table t{n} (id integer primary key, a integer, b integer)" for n in range(200)]
    with made("postgresql", many, tmp_path, "left") as url:
        environment = {k: v for k, v in os.environ.items() if k != "PARITY_POSTGRESQL_URL"}
        process = subprocess.Popen(
            [sys.executable, "-m", "compare", "diff", "env:A", "env:A", "--probe", "--schema-only"],
            cwd=ROOT,
            env={**environment, "A": url, "TMPDIR": str(tmp_path)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=heeds_ctrl_c,
        )
        for line in process.stderr:
            if line.startswith("probing"):
                break
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert process.returncode == 130
        assert "It was interrupted" in out
        assert "Traceback" not in err
        deadline = time.monotonic() + 10
        while left := list(tmp_path.iterdir()):
            assert time.monotonic() < deadline, left
            time.sleep(0.05)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_check_that_only_real_rows_meet(engine, tmp_path):
    left = [each.format(ZX[engine]) for each in STRANGE]
    right = [left[0].replace("not null check", "null check"), left[1]]
    with made(engine, left, tmp_path, "left") as one, made(engine, right, tmp_path, "b") as other:
        found = diff(one, other).behaviour
        assert found.not_probed == ()
        assert lines(found) == ["null p.code: refused: not null | NULL"]


@pytest.mark.parametrize("engine", ENGINES)
def test_no_value_of_a_real_row_is_reported(engine, tmp_path):
    tables = [
        "create table p (id integer primary key, code varchar(20) not null unique,"
        " note varchar(20) not null, check (code = 'Zx1' and note like 'pw%'))",
        "create table c (id integer primary key, code varchar(20) not null,"
        " foreign key (code) references p (code))",
        "insert into p values (1, 'Zx1', 'pwReal')",
    ]
    with made(engine, tables, tmp_path, "left") as left:
        found = diff(left, left).behaviour
    text = repr([*found.not_probed, *found.notes, *found.same, *found.differences])
    assert "c(code): no row of p is taken by A" in text
    assert "pwReal" not in text


@pytest.mark.parametrize("engine", ENGINES)
def test_without_a_row_a_table_is_not_probed_and_others_are(engine, tmp_path):
    tables = [STRANGE[0].format(ZX[engine]), "create table q (id integer primary key)"]
    with made(engine, tables, tmp_path, "left") as left:
        found = diff(left, left)
        (text,) = found.behaviour.not_probed
        assert text.startswith("p: no row of p is taken by A: ")
        assert {each.table for each in found.behaviour.same} == {"q"}
        assert found.verdict == "undetermined"
        assert found.exit_code == 1


RAISING = {
    "sqlite": ["create trigger r before insert on q begin select raise({}, 'Not today'); end"],
    "postgresql": [
        "create function r() returns trigger language plpgsql as"
        " $$ begin raise exception 'Not today'; end $$",
        "create trigger r before insert on q for each row execute function r()",
    ],
    "mariadb": [
        "create trigger r before insert on q for each row"
        " signal sqlstate '45000' set message_text = 'Not today'"
    ],
}
RAISING["mysql"] = RAISING["mariadb"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_trigger_that_raises_is_told_in_its_own_words(engine, tmp_path):
    tables = ["create table q (id integer primary key)", "create table z (id integer primary key)"]
    tables += [each.format("rollback") for each in RAISING[engine]]
    with made(engine, tables, tmp_path, "left") as left:
        found = diff(left, left).behaviour
        (text,) = found.not_probed
        assert "Not today" in text
        assert {each.table for each in found.same} == {"z"}


def test_a_trigger_that_takes_back_the_transaction_is_survived(tmp_path):
    table = "create table q (id integer primary key, n integer check (n < 10 or n >= 10))"
    raising = (
        "create trigger r before insert on q when new.n = 100"
        " begin select raise(rollback, 'Not a hundred'); end"
    )
    with made("sqlite", [table, raising], tmp_path, "left") as left:
        with made("sqlite", [table], tmp_path, "right") as right:
            found = diff(left, right)
        assert found.behaviour.not_probed == ()
        done = {each.done for each in found.behaviour.same}
        assert "insert a duplicate of q(id)" in done


def test_no_table_at_all(tmp_path):
    with made("sqlite", ["create view v as select 1 as a"], tmp_path, "left") as left:
        found = diff(left, left)
        assert found.behaviour.same == found.behaviour.differences == ()
        assert found.verdict == "same"


def test_a_table_on_one_side_only_is_no_matter_of_probing(tmp_path):
    with (
        made("sqlite", TABLES, tmp_path, "left") as left,
        made("sqlite", TABLES[:1], tmp_path, "right") as right,
    ):
        found = diff(left, right)
        assert found.behaviour.verdict == "same"
        assert {each.table for each in found.behaviour.same} == {"author"}


# ---------------------------------------------------------------- copies that fail


@pytest.mark.parametrize("engine", INNODB)
def test_a_database_of_mariadb_that_names_another_is_not_copied(engine, tmp_path):
    with made(engine, [], tmp_path, "x") as other:
        name = sa.make_url(other).database
        tables = [
            "create table q (id integer primary key)",
            f"create trigger r after insert on q for each row insert into {name}.q values (1)",
        ]
        run(other, ["create table q (id integer primary key)"])
        with made(engine, tables, tmp_path, "left") as left:
            found = diff(left, left)
            (text,) = found.behaviour.not_probed
            assert name in text
            assert found.behaviour.same == ()
            assert found.verdict == "undetermined"


def test_a_database_of_postgresql_with_a_foreign_server_is_not_copied(tmp_path):
    tables = [
        "create foreign data wrapper parity_wrapper",
        "create server elsewhere foreign data wrapper parity_wrapper",
        "create table q (id integer primary key)",
    ]
    with made("postgresql", tables, tmp_path, "left") as left:
        try:
            found = diff(left, left)
        finally:
            run(left, ["drop foreign data wrapper parity_wrapper cascade"])
        (text,) = found.behaviour.not_probed
        assert "the foreign server elsewhere" in text
        assert found.behaviour.same == ()
        assert found.verdict == "undetermined"


@pytest.mark.parametrize("engine", INNODB)
def test_a_mariadb_table_without_transactions_is_not_probed(engine, tmp_path):
    tables = ["create table q (id integer primary key) engine=myisam"]
    with made(engine, tables, tmp_path, "left") as left:
        assert diff(left, left).behaviour.not_probed == (
            "q: A keeps it in the engine myisam, which has no transactions",
        )


def test_a_copy_that_is_not_the_same_is_not_probed(tmp_path, monkeypatch):
    from compare.probe.copies import sqlite

    monkeypatch.setattr(
        sqlite, "_STATEMENTS", sqlite._STATEMENTS.replace("ORDER", "AND type <> 'index' ORDER")
    )
    tables = [*TABLES, "create index i on post (author_id)"]
    with made("sqlite", tables, tmp_path, "left") as left:
        (text,) = diff(left, left).behaviour.not_probed
        assert "the copy differs from it in index.missing post(author_id)" in text


def test_another_schema_of_postgresql_is_probed(tmp_path):
    with made("postgresql", ["create schema aside"], tmp_path, "left") as left:
        url = sa.make_url(left).update_query_dict({"options": "-csearch_path=aside"})
        aside = url.render_as_string(hide_password=False)
        run(aside, TABLES)
        found = diff(aside, aside).behaviour
        assert found.not_probed == ()
        assert {each.table for each in found.same} == {"author", "post"}


def test_a_client_that_is_missing_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("compare.probe.copies.postgresql.client_program", lambda name: None)
    with made("postgresql", TABLES, tmp_path, "left") as left:
        (text,) = diff(left, left).behaviour.not_probed
        assert "there is no pg_dump" in text


def test_a_client_that_fails_is_quoted_and_gets_no_secret_in_its_arguments(tmp_path, monkeypatch):
    said = tmp_path / "said"
    program = tmp_path / "pg_dump"
    refusal = "pg_dump: error: server version mismatch"
    program.write_text(f"#!/bin/sh\necho \"$@\" > {said}\necho '{refusal}' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr("compare.probe.copies.postgresql.client_program", lambda name: program)
    with made("postgresql", TABLES, tmp_path, "left") as left:
        url = sa.make_url(left)
        secret = url.set(password="hush-hush").render_as_string(hide_password=False)
        (text,) = diff(secret, secret).behaviour.not_probed
        assert text.endswith("pg_dump says: pg_dump: error: server version mismatch")
        assert "hush" not in text + said.read_text()
        assert url.database not in said.read_text()


def test_no_server_to_copy_to_is_told(tmp_path, monkeypatch):
    from compare.errors import EngineMissing

    class Nowhere:
        def running(self, folder):
            raise EngineMissing("mariadb", "no server: install one")

    with made("mariadb", TABLES, tmp_path, "left") as left:
        monkeypatch.setattr("compare.probe.copies.engine_for_copies", lambda name: Nowhere())
        found = diff(left, left)
        (text,) = found.behaviour.not_probed
        assert "There is no mariadb here" in text
        assert found.exit_code == 1


# ---------------------------------------------------------------- what is chosen


def test_only_some_tables_are_probed_and_their_parents_are_there(tmp_path):
    with made("sqlite", TABLES, tmp_path, "left") as left:
        found = diff(left, left, Asked(rows=False, probe=True, tables=("post",)))
        assert {each.table for each in found.behaviour.same} == {"post"}
        assert found.behaviour.not_probed == ()
        found = diff(left, left, Asked(rows=False, probe=True, exclude=("post",)))
        assert {each.table for each in found.behaviour.same} == {"author"}


def test_a_sqlite_file_is_copied_without_its_virtual_tables(tmp_path):
    tables = [*TABLES, "create virtual table f using fts5(a)"]
    with made("sqlite", tables, tmp_path, "left") as left:
        found = diff(left, left).behaviour
        assert found.not_probed == ()
        assert {each.table for each in found.same} == {"author", "post"}


def test_places_are_said_in_one_line(tmp_path):
    tables = ['create table "a\nb" (id integer primary key, "c\nd" integer not null)']
    with made("sqlite", tables, tmp_path, "left") as left:
        found = diff(left, left).behaviour
        assert not [each for each in found.same if re.search("\n", each.done + each.where)]


def test_a_dump_is_made_fit_for_other_versions():
    dump = (
        b"SET lock_timeout = 0;\nSET transaction_timeout = 0;\nCREATE TABLE public.t (a text);\n"
        b"ALTER TABLE ONLY public.t ALTER COLUMN a SET (pg_attver='758');\n"
        b"ALTER TABLE ONLY public.t ALTER COLUMN b SET (n_distinct=5, pg_attver='7');\n"
        b"ALTER TABLE ONLY public.t ALTER COLUMN c SET (pg_attver='7', n_distinct=5);\n"
        b"ALTER TABLE ONLY public.t ALTER COLUMN d SET STATISTICS 7;\n"
        b"COMMENT ON TABLE public.t IS 'SET (pg_attver=''7'')';\n"
    )
    assert _for_any_version(dump) == (
        b"SET lock_timeout = 0;\nCREATE TABLE public.t (a text);\n"
        b"ALTER TABLE ONLY public.t ALTER COLUMN b SET (n_distinct=5);\n"
        b"ALTER TABLE ONLY public.t ALTER COLUMN c SET (n_distinct=5);\n"
        b"ALTER TABLE ONLY public.t ALTER COLUMN d SET STATISTICS 7;\n"
        b"COMMENT ON TABLE public.t IS 'SET (pg_attver=''7'')';\n"
    )
