"""The mutants themselves: of everything there are some, and nobody can look away unseen."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from dataclasses import replace

import pytest
from click.testing import CliRunner

from compare.engines import ENGINES, engine_named
from compare.inspect import read_schema
from compare.rows import read_rows
from mutants import __main__, referee, trial
from mutants.changes import PAIRS, Change
from mutants.mariadb import schema as mariadb
from mutants.postgresql import schema as postgresql
from mutants.sqlite import schema as sqlite
from mutants.texts import mentions, small_changes, tokens

TYPES = {"sqlite": sqlite.TYPES, "postgresql": postgresql.TYPES, "mariadb": mariadb.TYPES}
EVERYWHERE = {
    *("table", "column", "primary-key", "foreign-key", "unique", "check", "index", "view"),
    *("trigger", "row", "value"),
}
KINDS = {
    "sqlite": EVERYWHERE | {"database"},
    "postgresql": EVERYWHERE
    | {"enum", "domain", "composite", "range", "sequence", "function", "policy", "rule"}
    | {"exclusion", "partition", "matview", "statistics", "aggregate", "operator", "collation"}
    | {"text-search", "extension", "schema", "publication", "event-trigger", "foreign-data"},
    "mariadb": EVERYWHERE | {"database", "sequence", "function", "procedure", "event", "partition"},
}

PLACES = (("frameworks", "flask"), ("frameworks", "django"), ("rich", "django"))


@pytest.fixture(scope="module", params=list(ENGINES))
def opened(request, tmp_path_factory, django_db_blocker):
    """An engine's name and its workshop."""
    engine = request.param
    missing = engine_named(engine).offer().missing
    if missing:
        pytest.skip(missing)
    with django_db_blocker.unblock(), ExitStack() as stack:
        yield engine, stack.enter_context(trial.opened(engine, tmp_path_factory.mktemp("mutants")))


@pytest.fixture(scope="module")
def faults(opened):
    return list(opened[1].faults())


def test_every_kind_and_every_type_has_its_faults(opened, faults):
    engine, _ = opened
    assert KINDS[engine] <= {each.kind for each in faults}
    named = {name or "(none)" for name in TYPES[engine]} - {"json"}  # longtext to MariaDB
    schema = {each.type or "(none)" for each in faults if each.area == "schema"}
    values = {each.type for each in faults if each.kind == "value"}
    assert named - schema == set() if engine != "postgresql" else len(named & schema) >= 50
    assert len(named & values) >= 0.8 * len(named)


def test_there_are_enough_of_both(opened, faults):
    assert len(faults) >= 300
    assert len(list(opened[1].same())) >= 100
    titles = Counter(each.title for each in faults)
    assert [title for title, count in titles.items() if count > 1] == []


def test_the_others_say_the_same_of_what_is_the_same(opened):
    engine, workshop = opened
    for pair in PAIRS:
        one, other = (trial.Bench(engine, workshop)._others(pair, "django") for _ in range(2))
        assert one[0] == other[0]
        assert one[2] == other[2]


def test_some_of_each_kind_are_flagged_and_what_is_the_same_is_not(opened, faults):
    engine, workshop = opened
    bench = trial.Bench(engine, workshop, alone=True)
    renamed = [each for each in faults if each.name.endswith(": renamed") and each.kind == "table"]
    before = [_photograph(workshop, engine, *place) for place in PLACES]
    tried = [bench.try_fault(each) for each in (*renamed, *trial.spread(faults, 40))]
    assert [_photograph(workshop, engine, *place) for place in PLACES] == before
    assert [each.change.title for each in tried if each.verdict == "missed"] == []
    same = trial.spread(list(workshop.same()), 15)
    alarms = [bench.try_same(each) for each in same]
    assert [
        each.change.title for each in alarms if each.verdict not in ("nothing", "refused")
    ] == []


def _photograph(workshop, engine, pair, side):
    """A database as the next fault finds it."""
    with workshop.unchanged(pair, side) as connection:
        return referee.Referee(engine).photograph(connection)


def test_spread_takes_some_of_every_group():
    groups = [Change(f"{kind} {number}", kind) for kind in "abc" for number in range(9)]
    chosen = trial.spread(groups, 6)
    assert Counter(each.kind for each in chosen) == {"a": 2, "b": 2, "c": 2}
    assert chosen == trial.spread(groups, 6)


@pytest.mark.parametrize(
    ("only", "blind"),
    [
        ("index ix_titulo: dropped", "indexes"),
        ("obra.precio: check taken away", "checks"),
        ("trigger obra_nueva: before", "triggers"),
    ],
)
def test_a_reader_that_looks_away_makes_it_fail(only, blind, monkeypatch, django_db_blocker):
    def half_blind(connection):
        schema = read_schema(connection)
        return replace(schema, tables=tuple(replace(each, **{blind: ()}) for each in schema.tables))

    only = only if blind != "triggers" else "trigger obra_nueva: condition"
    arguments = ["--engine", "sqlite", "--jobs", "1", "--alone", "--only", only]
    with django_db_blocker.unblock():
        assert CliRunner().invoke(__main__.main, arguments).exit_code == 0
        monkeypatch.setattr(referee, "read_schema", half_blind)
        told = CliRunner().invoke(__main__.main, arguments)
    assert told.exit_code == 1
    assert "missed: rich, django: " in told.output


def test_a_reader_of_rows_that_looks_away_makes_it_fail(monkeypatch, django_db_blocker):
    def half_blind(connection, schema):
        return tuple(replace(each, rows=()) for each in read_rows(connection, schema))

    monkeypatch.setattr(referee, "read_rows", half_blind)
    arguments = ["--engine", "sqlite", "--jobs", "1", "--only", "tipos: a_text in row 1"]
    with django_db_blocker.unblock():
        told = CliRunner().invoke(__main__.main, arguments)
    assert told.exit_code == 1


def test_a_reader_that_sees_what_is_not_there_makes_it_fail(monkeypatch, django_db_blocker):
    calls = iter(range(1000))

    def sees_ghosts(connection):
        schema = read_schema(connection)
        return replace(schema, settings=(*schema.settings, ("ghost", str(next(calls)))))

    monkeypatch.setattr(referee, "read_schema", sees_ghosts)
    arguments = ["--engine", "sqlite", "--jobs", "1", "--only", "registro: made anew"]
    with django_db_blocker.unblock():
        told = CliRunner().invoke(__main__.main, arguments)
    assert told.exit_code == 1
    assert "false alarm: " in told.output


def test_the_figures_are_written_without_times(tmp_path, django_db_blocker):
    file = tmp_path / "mutants.md"
    arguments = [
        "--engine",
        "sqlite",
        "--jobs",
        "1",
        "--only",
        "ix_nombre",
        "--markdown",
        str(file),
    ]
    with django_db_blocker.unblock():
        for _ in range(2):
            assert CliRunner().invoke(__main__.main, arguments).exit_code == 0
            written = file.read_text(encoding="utf-8")
    assert "| index |" in written
    assert " s\n" not in written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a > 1", ["a >= 1", "a > 2"]),
        ("x = 'Ab'", ["x <> 'Ab'", "x = 'aB'", "x = 'Ab '"]),
        ("a IS NULL AND b", ["a IS NOT NULL AND b", "a IS NULL OR b"]),
        ("-- a > 1\n", []),
    ],
)
def test_small_changes_are_in_one_place(text, expected):
    assert [changed for _, changed in small_changes(text)] == expected
    assert "".join(tokens(text)) == text


def test_a_name_in_a_string_is_not_mentioned():
    assert mentions('CHECK ("a" > 1)', "a")
    assert not mentions("CHECK (b = 'a')", "a")
