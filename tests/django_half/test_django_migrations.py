"""Each scenario's Django migrations, run by Django's own executor, forward and back."""

import ast
from unittest import mock

import pytest
from django.apps import apps as live_apps
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from compare.scenario import ROOT, read_scenario, scenario_names

# A scenario that shows a failure has steps of its own for it.
RUNNABLE = [
    name
    for name in scenario_names()
    if not any("django" in dict(step.fails) for step in read_scenario(name).steps)
]


@pytest.fixture
def migrate(transactional_db):
    """Bring an app to a migration (None takes all back); afterwards everything is at the head."""

    def go(label, name):
        executor = MigrationExecutor(connection)
        targets = [(label, name)] if name != "head" else executor.loader.graph.leaf_nodes(label)
        state = executor.migrate(targets)
        return state.apps

    yield go
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def migrations_of(label):
    """The migrations of an app, each after those that it depends on."""
    graph = MigrationExecutor(connection).loader.graph
    plan = [node for leaf in graph.leaf_nodes(label) for node in graph.forwards_plan(leaf)]
    return [name for app, name in dict.fromkeys(plan) if app == label]


def schema():
    """Every table, its columns and its constraints, as Django's introspection reads them."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.get_table_list(cursor):
            columns = connection.introspection.get_table_description(cursor, table.name)
            constraints = connection.introspection.get_constraints(cursor, table.name)
            found[table.name] = (
                sorted(map(tuple, columns), key=lambda column: column[0]),
                sorted(map(str, constraints.values())),
            )
    return found


def applied(label):
    return set(
        MigrationRecorder(connection).migration_qs.filter(app=label).values_list("name", flat=True)
    )


@pytest.mark.parametrize("label", RUNNABLE)
def test_each_migration_goes_forward_and_back_to_where_it_was(migrate, label):
    migrate(label, None)
    assert applied(label) == set()
    names = migrations_of(label)
    assert names
    way = [schema()]
    for number, name in enumerate(names, start=1):
        migrate(label, name)
        assert applied(label) == set(names[:number])
        way.append(schema())
    at_the_head = {model._meta.db_table for model in live_apps.get_app_config(label).get_models()}
    assert at_the_head <= set(way[-1])
    assert at_the_head.isdisjoint(way[0])
    for number in reversed(range(len(names))):
        migrate(label, names[number - 1] if number else None)
        assert applied(label) == set(names[:number])
        assert schema() == way[number], f"before {names[number]}"


# The data migration.


def people(apps):
    return list(apps.get_model("rol", "Usuario").objects.order_by("pk").values_list("pk", "rol"))


def test_user_1_becomes_the_administrator_and_nobody_else_changes(migrate):
    Usuario = migrate("rol", "0002_add_rol").get_model("rol", "Usuario")
    Usuario.objects.create(pk=1, nombre="Ada", email="ada@example.org")
    Usuario.objects.create(pk=2, nombre="Eva", email="eva@example.org", rol="editora")
    assert people(migrate("rol", "0003_set_admin")) == [(1, "admin"), (2, "editora")]
    assert people(migrate("rol", "0002_add_rol")) == [(1, "usuario"), (2, "editora")]


def test_users_that_exist_become_plain_users(migrate):
    Usuario = migrate("rol", "0001_create_usuario").get_model("rol", "Usuario")
    Usuario.objects.create(pk=1, nombre="Ada", email="ada@example.org")
    Usuario.objects.create(pk=2, nombre="Eva", email="eva@example.org")
    assert people(migrate("rol", "head")) == [(1, "admin"), (2, "usuario")]


def test_what_user_1_was_before_is_not_remembered(migrate):
    Usuario = migrate("rol", "0002_add_rol").get_model("rol", "Usuario")
    Usuario.objects.create(pk=1, nombre="Ada", email="ada@example.org", rol="editora")
    migrate("rol", "0003_set_admin")
    assert people(migrate("rol", "0002_add_rol")) == [(1, "usuario")]


def test_without_user_1_the_data_migration_does_nothing(migrate):
    Usuario = migrate("rol", "0002_add_rol").get_model("rol", "Usuario")
    Usuario.objects.create(pk=7, nombre="Eva", email="eva@example.org")
    assert people(migrate("rol", "head")) == [(7, "usuario")]


# Historical models.


def test_a_historical_model_has_the_fields_of_its_time(migrate):
    then = migrate("rol", "0001_create_usuario").get_model("rol", "Usuario")
    now = live_apps.get_model("rol", "Usuario")
    assert [field.name for field in then._meta.fields] == ["id", "nombre", "email"]
    assert [field.name for field in now._meta.fields] == ["id", "nombre", "email", "rol"]
    then.objects.create(nombre="Ada", email="ada@example.org")
    with pytest.raises(OperationalError, match="rol"):
        now.objects.create(nombre="Eva", email="eva@example.org")
    with pytest.raises(OperationalError, match="rol"):
        list(now.objects.all())


def test_the_data_migration_works_on_the_database_that_it_is_run_on():
    loader = MigrationExecutor(None).loader
    (operation,) = loader.get_migration("rol", "0003_set_admin").operations
    for function, rol in ((operation.code, "admin"), (operation.reverse_code, "usuario")):
        apps, schema_editor = mock.Mock(), mock.Mock()
        schema_editor.connection.alias = "another"
        function(apps, schema_editor)
        apps.get_model.assert_called_once_with("rol", "Usuario")
        using = apps.get_model.return_value.objects.using
        using.assert_called_once_with("another")
        using.return_value.filter.assert_called_once_with(pk=1)
        using.return_value.filter.return_value.update.assert_called_once_with(rol=rol)


def imported(path):
    """The modules that a file imports, and the names that it imports from them."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            yield from (f"{module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("half", ["django_side", "flask_side"])
def test_no_revision_imports_the_models_that_go_on_changing(half):
    paths = sorted(ROOT.glob(f"{half}/*/migrations/0*.py"))
    assert len(paths) > 10
    for path in paths:
        for name in imported(path):
            assert not name.startswith("."), f"{path}: {name}"
            assert "models" not in name.split(".") or name.startswith("django.db"), (
                f"{path}: {name}"
            )
