"""The walk: every verb, states that come back, what cannot be compared, what fails as it should."""

import sqlite3
from dataclasses import replace

import pytest

from compare.engines import Pair
from compare.engines.sqlite import SQLiteFiles
from compare.errors import ToolError
from compare.model import Ledger
from compare.run.once import Once
from compare.run.photograph import Photographer
from compare.run.results import RunResult, ScenarioResult
from compare.run.walk import walk
from compare.scenario import Scenario, Step, read_scenario
from compare.sides import MigrationFailed, open_side

FIRST, SECOND = "0001_create_usuario", "0002_add_campo3"
ANA = (("usuario", ((("id", 1), ("campo1", "Ana"), ("campo2", "A'\"`"), ("campo3", "x")),)),)


@pytest.fixture(autouse=True)
def _databases_of_its_own(django_db_blocker):
    """The walk makes its own databases; pytest-django may let it."""
    with django_db_blocker.unblock():
        yield


def steps(*done: tuple) -> Scenario:
    """The scenario ``usuario`` with other steps: (verb, target) or (verb, {field: value})."""
    made = []
    for number, (verb, what) in enumerate(done, start=1):
        fields = what if isinstance(what, dict) else {"target": what}
        made.append(Step(number, verb, **fields))
    return replace(read_scenario("usuario"), steps=tuple(made))


def go(*done: tuple) -> ScenarioResult:
    return walk(steps(*done), "sqlite", SQLiteFiles())


def sql(flask: str, django: str = "", **fields: object) -> tuple:
    statements = (
        ("flask", flask),
        ("django", django or flask.replace("usuario", "usuario_usuario")),
    )
    return ("sql", {"sql": statements, **fields})


def unexplained(result: ScenarioResult) -> set[str]:
    assert result.error is None, result.error
    return {
        finding.difference.line
        for step in result.steps
        for finding in step.findings
        if finding.convention is None
    }


def test_a_stamp_writes_the_ledger_and_nothing_else():
    result = go(("migrate", FIRST), ("stamp", SECOND))
    assert unexplained(result) == set()
    step = result.steps[1]
    assert step.revisions == (SECOND,)
    assert [side.changes for side in step.sides] == [(), ()]
    assert "--fake" in step.sides[1].command
    assert "db stamp" in step.sides[0].command


def test_a_statement_that_one_side_alone_runs_is_seen():
    result = go(
        ("migrate", "head"),
        ("load", {"rows": ANA}),
        sql("UPDATE usuario SET campo1 = 'Eva'", "UPDATE usuario_usuario SET campo1 = 'Ana'"),
    )
    assert unexplained(result) == {"row.value usuario[1].campo1: 'Eva' | 'Ana'"}


def test_rows_that_only_look_alike_differ():
    result = go(
        ("migrate", "head"),
        ("load", {"rows": ANA}),
        sql("UPDATE usuario SET campo1 = 'é'", "UPDATE usuario_usuario SET campo1 = 'e\u0301'"),
    )
    assert len(unexplained(result)) == 1


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [("NULL", "''"), ("'x'", "'x '"), ("'x'", "'X'"), ("'1'", "x'31'"), ("'a'", "'a' || char(0)")],
)
def test_values_that_are_not_the_same_are_never_equal(ours, theirs):
    result = go(
        ("migrate", "head"),
        ("load", {"rows": ANA}),
        sql(f"UPDATE usuario SET campo3 = {ours}", f"UPDATE usuario_usuario SET campo3 = {theirs}"),
    )
    assert len(unexplained(result)) == 1


def test_a_statement_that_one_database_refuses_is_a_difference():
    result = go(
        ("migrate", "head"),
        sql("DELETE FROM usuario", "DELETE FROM nowhere"),
    )
    (line,) = unexplained(result)
    assert line.startswith("sql.refused step 2: accepted | OperationalError: no such table")


def test_a_statement_that_both_refuse_is_a_failure():
    result = go(("migrate", "head"), sql("DELETE FROM nowhere", "DELETE FROM nowhere"))
    assert result.exit_code == 3
    assert "Both sides refused step 2" in result.error


def test_what_should_fail_and_does_is_told_and_the_walk_goes_on():
    result = go(
        ("migrate", "head"),
        sql(
            "INSERT INTO usuario (id) VALUES (1)",
            "INSERT INTO usuario_usuario (id) VALUES (1)",
            fails=(("django", "NOT NULL constraint failed"),),
        ),
        ("rollback", "base"),
    )
    assert "NOT NULL" in result.steps[1].sides[1].error
    assert result.steps[1].sides[0].error is None
    assert len(result.steps) == 3


def test_what_should_fail_and_does_not_is_a_failure():
    result = go(sql("SELECT 1", "SELECT 1", fails=(("flask", "anything"),)))
    assert result.exit_code == 3
    assert "should fail on the flask side with “anything”, and did not" in result.error


def test_what_fails_with_other_words_is_a_failure():
    result = go(sql("SELECT x", "SELECT 1", fails=(("flask", "no such table"),)))
    assert result.exit_code == 3
    assert "with other words than “no such table”" in result.error


def test_a_state_that_comes_back_different_is_seen_on_its_side():
    result = go(
        ("migrate", FIRST),
        ("migrate", SECOND),
        sql("CREATE INDEX i ON usuario (campo1)", "CREATE INDEX i ON usuario_usuario (campo1)"),
        ("rollback", FIRST),
    )
    assert "index.missing flask: usuario(campo1): (none) | index i" in unexplained(result)
    assert "index.missing django: usuario_usuario(campo1): (none) | index i" in unexplained(result)


def test_what_did_not_come_back_is_listed():
    result = go(
        ("migrate", "head"), ("load", {"rows": ANA}), ("rollback", FIRST), ("migrate", "head")
    )
    assert result.steps[2].sides[0].lost == ("column usuario.campo3: 1 value",)
    assert result.steps[3].sides[0].lost == (
        "not restored: values of usuario.campo3: 1 value: [1] from 'x' to NULL",
    )


def test_what_cannot_be_compared_is_undetermined_and_not_green():
    table = "CREATE VIRTUAL TABLE search USING fts5(text)"
    result = go(("migrate", "head"), sql(table, table))
    step = result.steps[1]
    assert any("virtual table search" in line for line in step.not_compared)
    assert step.verdict in ("undetermined", "new")
    assert RunResult((result,)).exit_code == 1


def test_a_leftover_table_is_never_explained_even_on_both_sides():
    result = go(
        ("migrate", "head"),
        sql("CREATE TABLE _alembic_tmp_usuario (id)", "CREATE TABLE _alembic_tmp_usuario (id)"),
    )
    lines = unexplained(result)
    assert {line for line in lines if line.startswith("table.leftover _alembic_tmp_usuario")}


def test_the_next_id_is_compared():
    result = go(
        ("migrate", "head"),
        ("load", {"rows": ANA}),
        sql("SELECT 1", "UPDATE sqlite_sequence SET seq = 0"),
    )
    # AUTOINCREMENT never goes below the highest id there is.
    assert unexplained(result) == set()
    result = go(
        ("migrate", "head"),
        ("load", {"rows": ANA}),
        sql("INSERT INTO usuario (id, campo1, campo2) VALUES (9, 'a', 'b')", "SELECT 1"),
    )
    assert "row.next-id usuario: 10 | 2" in unexplained(result)


@pytest.fixture
def locked(tmp_path):
    """A pair whose databases somebody else is writing to."""
    pair = Pair(
        flask=f"sqlite:///{tmp_path / 'flask.db'}",
        django=f"sqlite:///{tmp_path / 'django.db'}",
        on_connect="PRAGMA busy_timeout = 20",
    )
    holders = []
    for name in ("flask.db", "django.db"):
        holders.append(sqlite3.connect(tmp_path / name, isolation_level=None))
        holders[-1].execute("BEGIN EXCLUSIVE")
    yield pair
    for holder in holders:
        holder.close()


@pytest.mark.parametrize("name", ["flask", "django"])
def test_a_locked_database_is_one_sentence(name, locked):
    side = open_side(name, read_scenario("usuario"), locked, "sqlite")
    try:
        with pytest.raises(
            MigrationFailed, match=f"The {name} side failed to .*database is locked"
        ):
            side.migrate("head")
    finally:
        side.close()


def test_a_database_that_cannot_be_read_is_one_sentence(tmp_path):
    (tmp_path / "no.db").write_bytes(
        b"this is no database, and long enough to be seen as none" * 20
    )
    camera = Photographer(f"sqlite:///{tmp_path / 'no.db'}")
    with pytest.raises(ToolError, match="The schema cannot be read: file is not a database"):
        camera.photograph(lambda: Ledger(()))
    camera.close()


def test_a_database_file_that_was_replaced_is_photographed_anew(tmp_path):
    for name, table in (("a.db", "old"), ("b.db", "new")):
        with sqlite3.connect(tmp_path / name) as connection:
            connection.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY)")
        connection.close()
    camera = Photographer(f"sqlite:///{tmp_path / 'a.db'}")
    assert camera.photograph(lambda: Ledger(())).schema.table("old")
    (tmp_path / "b.db").replace(tmp_path / "a.db")
    assert camera.photograph(lambda: Ledger(())).schema.table("new")
    (tmp_path / "a.db").unlink()
    assert camera.photograph(lambda: Ledger(())).schema.tables == ()
    camera.close()


def test_what_did_not_change_is_the_same_object_in_the_next_photograph(tmp_path):
    asked = []

    def ledger() -> Ledger:
        asked.append(True)
        return Ledger(("0001",))

    connection = sqlite3.connect(tmp_path / "a.db")
    connection.executescript(
        "CREATE TABLE t (a);CREATE TABLE u (a);CREATE TABLE alembic_version (version_num);"
        "INSERT INTO t VALUES (1);INSERT INTO u VALUES (0.0)"
    )
    camera = Photographer(f"sqlite:///{tmp_path / 'a.db'}")
    first = camera.photograph(ledger)
    connection.executescript("INSERT INTO t VALUES (2);UPDATE u SET a = -0.0")
    second = camera.photograph(ledger)
    assert second.schema is first.schema
    assert second.rows_of("alembic_version") is first.rows_of("alembic_version")
    assert len(second.rows_of("t").rows) == 2
    assert second.rows_of("u") != first.rows_of("u")
    assert len(asked) == 1
    connection.executescript("INSERT INTO alembic_version VALUES ('0001')")
    camera.photograph(ledger)
    assert len(asked) == 2
    connection.executescript("ALTER TABLE alembic_version ADD COLUMN more")
    camera.photograph(ledger)
    assert len(asked) == 3
    connection.executescript("DROP TABLE alembic_version")
    assert camera.photograph(ledger).schema.table("alembic_version") is None
    assert len(asked) == 4
    connection.close()
    camera.close()


def test_work_is_done_once_for_the_same_objects_and_again_for_equal_ones():
    done = []
    once: Once[int] = Once()
    first, equal = ["a"], ["a"]
    for objects in ((first, first), (first, first), (first, equal), (equal, first)):
        once.of(*objects, work=lambda: done.append(True) or len(done))
    assert len(done) == 3
    assert once.of(first, first, work=lambda: 0) == 1
