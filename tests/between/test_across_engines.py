"""The scenarios' own databases on one engine held against the same on another."""

from contextlib import ExitStack
from datetime import date
from itertools import combinations

import pytest

from compare.between import Asked, diff_databases
from compare.databases import open_database, parse_address
from compare.scenario import scenario_names

ENGINES = ("sqlite", "postgresql", "mariadb", "mysql")
INNODB = {"mariadb", "mysql"}


# On MariaDB and MySQL db.DateTime keeps whole seconds: the rows lose what they had elsewhere.
LOSSES = {
    ("articulo", "flask"): {"articulo.fecha": 1},
    ("blog", "flask"): {"comentario.fecha": 2, "post.fecha": 3},
}
# MariaDB leaves the fraction out, MySQL rounds.
ROUNDED = {
    ("articulo", "flask"): {"articulo.fecha": 1},
    ("blog", "flask"): {"comentario.fecha": 2},
}
# And db.Text holds 64 KiB there.
SHORTER = {
    ("articulo", "flask"): {"articulo.contenido", "usuario.bio"},
    ("blog", "flask"): {"comentario.texto", "post.contenido"},
    ("operations", "flask"): {"entrada.resumen", "entrada.texto"},
}


class Silence:
    def table(self, name, number, tables, rows, about): ...

    def rows(self, done): ...


def compared(left: str, right: str):
    with ExitStack() as stack:
        one, other = (
            stack.enter_context(
                open_database(parse_address(url, {}), statement_timeout=60, lock_timeout=5)
            )
            for url in (left, right)
        )
        return diff_databases(one, other, Asked(), Silence(), date(2026, 1, 1))


@pytest.mark.parametrize("engines", list(combinations(ENGINES, 2)), ids="-".join)
@pytest.mark.parametrize("side", ["flask", "django"])
@pytest.mark.parametrize("name", scenario_names())
def test_a_ported_application_holds_the_same(walked, name, side, engines):
    pairs = [walked(name, engine) for engine in engines]
    result = compared(*(pair.url(side) for pair in pairs))
    one_of_them = len(INNODB & set(engines)) == 1
    lost = LOSSES.get((name, side), {}) if one_of_them else {}
    rounded = ROUNDED.get((name, side), {}) if set(engines) == INNODB else {}
    values = {
        f"{table.left}.{group.column}": group.count
        for table in result.tables
        for group in table.groups
        if group.reason is None
    }
    schema = {each.difference.where for each in result.schema if each.reason is None}
    assert values == lost | rounded
    shorter = SHORTER.get((name, side), set()) if one_of_them else set()
    assert schema == lost.keys() | shorter
    assert sum(table.left_rows for table in result.tables) > 0
    assert result.not_compared == ()
    assert result.verdict == ("unexplained" if schema or rounded else "explained")


@pytest.mark.parametrize("engine", ENGINES)
def test_a_database_holds_the_same_as_itself(walked, engine):
    url = walked("operations", engine).url("django")
    result = compared(url, url)
    assert result.verdict == "same"
    assert result.schema == ()
    assert all(table.compared == table.left_rows for table in result.tables)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_twins_are_told_apart_by_their_ledgers_whichever_comes_first(walked, engine):
    pair = walked("articulo", engine)
    one, other = compared(pair.flask, pair.django), compared(pair.django, pair.flask)
    assert (one.left.framework, one.right.framework) == ("flask", "django")
    assert (other.left.framework, other.right.framework) == ("django", "flask")
    explained = [
        sorted(each.reason.name for each in result.schema if each.reason) for result in (one, other)
    ]
    assert explained[0] == explained[1]
    assert "migration-ledger" in explained[0]


@pytest.mark.parametrize("name", scenario_names())
def test_the_twins_differ_on_mysql_as_they_do_on_mariadb(walked, name):
    def told(engine):
        pair = walked(name, engine)
        result = compared(pair.flask, pair.django)
        schema = [
            (each.difference.kind, each.difference.where, each.reason and each.reason.name)
            for each in result.schema
        ]
        rows = [
            (table.left, group.kind, group.column, group.reason and group.reason.name, group.count)
            for table in result.tables
            for group in table.groups
        ]
        return sorted(schema, key=str), sorted(rows, key=str), result.verdict

    assert told("mysql") == told("mariadb")
