"""The command lines reach the state that the harness reaches in process, step by step.

The harness calls the frameworks' own functions, because a step then costs milliseconds. That this
is no other thing than what a person does is proved here: the same steps, once in process and once
as processes, and after each one the same schema, the same ledger and the same rows.
"""

import itertools
import sqlite3
from contextlib import closing
from dataclasses import dataclass

import pytest
import sqlalchemy as sa

from compare.diff import diff_schemas, pair_tables
from compare.inspect import read_schema
from compare.model import Schema, TableRows
from compare.rows import read_rows
from compare.scenario import Step, read_scenario, scenario_names
from compare.sides import MigrationFailed

MOVES = ("migrate", "rollback", "stamp")
THERE_AND_BACK = (Step(1, "migrate", "head"), Step(2, "rollback", "base"))
SIDE_OF_TOOL = {"flask db": "flask", "alembic": "flask", "manage.py": "django"}
LEDGERS = {
    "flask": ("alembic_version", "SELECT version_num FROM alembic_version ORDER BY 1"),
    "django": ("django_migrations", "SELECT app, name FROM django_migrations ORDER BY id"),
}


@dataclass(frozen=True)
class State:
    """Everything a database holds, but for the times in Django's ledger."""

    schema: Schema
    ledger: list
    rows: tuple[TableRows, ...]
    ddl: list


def state_of(database, side):
    """Read a database file."""
    table, statement = LEDGERS[side]
    engine = sa.create_engine(f"sqlite:///{database}", poolclass=sa.NullPool)
    with engine.connect() as connection:
        schema = read_schema(connection)
        ledger = connection.exec_driver_sql(statement).all() if schema.table(table) else []
        ddl = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name"
        return State(
            schema=schema,
            ledger=ledger,
            rows=tuple(
                rows for rows in read_rows(connection, schema) if rows.table != "django_migrations"
            ),
            ddl=connection.exec_driver_sql(ddl).all(),
        )


def assert_same(in_process, in_processes, step):
    """Fail with the differences between two states."""
    left, right = in_process.schema, in_processes.schema
    names = [table.name for table in left.tables]
    identity = pair_tables(names, [table.name for table in right.tables])
    assert [each.line for each in diff_schemas(left, right, identity)] == [], step.title
    assert left == right, step.title
    assert in_process.ddl == in_processes.ddl, step.title
    assert in_process.ledger == in_processes.ledger, step.title
    assert in_process.rows == in_processes.rows, step.title


def do(side, step, names):
    """Do a step in process; ``names`` are this side's names of the tables to load."""
    if step.verb == "load":
        side.load(tuple((names[table], rows) for table, rows in step.rows))
    elif step.verb == "sql":
        for name, statement in step.sql:
            if name == side.name:
                side.execute(statement)
    else:
        {"migrate": side.migrate, "rollback": side.rollback, "stamp": side.stamp}[step.verb](
            step.target
        )


def names_of(scenario, step, database):
    """What the tables of a step are called in a database."""
    with closing(sqlite3.connect(database)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        there = [name for (name,) in tables]
    wanted = [table for table, _ in step.rows]
    prefix = f"{scenario.name}_"
    return dict(pair_tables(wanted, there, prefix=prefix, declared=dict(scenario.tables)))


def walk_in_process(side_of, side, scenario, steps, database):
    """Do the steps through the harness.

    Returns:
        For each step the state after it, whether the side refused it, and what a person would type.
    """
    done = []
    for step in steps:
        refused = False
        with side_of(side, scenario.name, f"sqlite:///{database}") as opened:
            try:
                do(opened, step, names_of(scenario, step, database))
            except MigrationFailed:
                refused = True
            command = opened.command(step)
        done.append((state_of(database, side), refused, command))
    return done


def move(tools, tool, scenario, step, command):
    """Do a step as a person would."""
    if tool != "alembic":
        return tools.typed(command)
    words = {"migrate": "upgrade", "rollback": "downgrade", "stamp": "stamp"}
    return tools.alembic(words[step.verb], step.target, scenario=scenario.name)


def assert_same_walk(tools, side_of, ways, scenario, steps):
    """Walk twice and compare after every step.

    Args:
        ways: the tools of one side, which take turns on one database.
    """
    side = SIDE_OF_TOOL[ways[0]]
    reference = tools.database.with_name("in_process.sqlite3")
    expected = walk_in_process(side_of, side, scenario, steps, reference)
    turns = itertools.cycle(ways)
    for step, (state, refused, command) in zip(steps, expected, strict=True):
        if step.verb in MOVES:
            said = move(tools, next(turns), scenario, step, command)
            assert (said.code != 0) == refused, said.text
        else:
            # No tool has a command to load rows.
            walk_in_process(side_of, side, scenario, (step,), tools.database)
        assert_same(state, state_of(tools.database, side), step)


@pytest.mark.parametrize("tool", SIDE_OF_TOOL)
def test_the_whole_walk_of_the_blog(tools, side_of, tool):
    scenario = read_scenario("blog")
    assert_same_walk(tools, side_of, (tool,), scenario, scenario.steps)


OTHERS = [name for name in scenario_names() if name != "blog"]


@pytest.mark.parametrize(("name", "turn"), [*zip(OTHERS, itertools.cycle((1, -1)))])
def test_flask_db_and_alembic_up_to_the_head_and_back_to_base(tools, side_of, name, turn):
    # One goes up and the other back; in the next scenario it is the other way round.
    ways = ("flask db", "alembic")[::turn]
    assert_same_walk(tools, side_of, ways, read_scenario(name), THERE_AND_BACK)


@pytest.mark.parametrize("name", OTHERS)
def test_manage_py_up_to_the_head_and_back_to_base(tools, side_of, name):
    assert_same_walk(tools, side_of, ("manage.py",), read_scenario(name), THERE_AND_BACK)


@pytest.mark.parametrize("ways", [("flask db", "alembic"), ("manage.py",)])
def test_stamping_is_the_same_too(tools, side_of, ways):
    steps = (Step(1, "stamp", "0003_set_admin"), Step(2, "stamp", "0001_create_usuario"))
    assert_same_walk(tools, side_of, ways, read_scenario("rol"), steps)


def test_a_difference_would_be_seen(tools, side_of):
    """The comparison itself: one index, one row, one ledger entry."""
    scenario = read_scenario("rol")
    step = Step(1, "migrate", "head")
    ((before, _, _),) = walk_in_process(side_of, "flask", scenario, (step,), tools.database)
    for change, undo in (
        ("CREATE INDEX extra ON usuario (rol);", "DROP INDEX extra;"),
        (
            "INSERT INTO usuario (id, nombre, email) VALUES (1, 'Ana', 'a@example.org');",
            "DELETE FROM usuario;",
        ),
        (
            "UPDATE alembic_version SET version_num = '0002_add_rol';",
            "UPDATE alembic_version SET version_num = '0003_set_admin';",
        ),
    ):
        tools.script(change)
        with pytest.raises(AssertionError):
            assert_same(before, state_of(tools.database, "flask"), step)
        tools.script(undo)
        assert_same(before, state_of(tools.database, "flask"), step)
