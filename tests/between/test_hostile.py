"""Names and shapes that break careless SQL, on every engine."""

import pytest
import sqlalchemy as sa

from tests import servers
from tests.between.databases import diff, unexplained

NAMES = [
    "select",
    'a"b',
    "a`b",
    "a'b",
    "100%s",
    "%(x)s",
    "a b.c",
    "line\nbreak",
    "back\\slash",
    "Größe_ñ_表",
    "🙂",
    "[x]",
    "x" * 63,
    ":name",
    "--",
]


@pytest.fixture(params=["sqlite", "postgresql", "mariadb", "mysql"])
def two(request, tmp_path):
    """Two empty databases of an engine, as URLs."""
    if request.param == "sqlite":
        yield [f"sqlite:///{tmp_path / name}.db" for name in "ab"]
        return
    with servers.database(request.param) as one, servers.database(request.param) as other:
        yield [one, other]


def filled(urls, metadata, rows, change=None):
    """Make the tables of some metadata in all databases, and change something in the last."""
    for url in urls:
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        with engine.begin() as connection:
            metadata.create_all(connection)
            for table in metadata.sorted_tables:
                connection.execute(table.insert(), rows(table))
            if change is not None and url == urls[-1]:
                connection.execute(change)
        engine.dispose()


def test_hostile_names_of_tables_and_columns(two):
    # Names of MariaDB's and MySQL's have no characters beyond U+FFFF.
    names = [
        name for name in NAMES if two[0][:5] not in ("maria", "mysql") or max(name) < "\U00010000"
    ]
    metadata = sa.MetaData()
    for name in names:
        sa.Table(
            name,
            metadata,
            sa.Column("id", sa.Integer, primary_key=True),
            sa.Column(name if name != "id" else "x", sa.String(50), key="value"),
        )

    def rows(table):
        return [{"id": 1, "value": "a"}, {"id": 2, "value": table.name[:50]}]

    filled(two, metadata, rows)
    result = diff(*two)
    assert unexplained(result) == []
    assert sorted(table.left for table in result.tables) == sorted(names)
    assert {table.left_rows for table in result.tables} == {2}
    assert result.verdict == "same"


def test_a_difference_under_a_hostile_name_is_found(two):
    metadata = sa.MetaData()
    table = sa.Table(
        "a`b'c\"%s",
        metadata,
        sa.Column("k\ny", sa.String(20), primary_key=True, key="k"),
        sa.Column("100%", sa.String(20), key="v"),
    )
    filled(
        two,
        metadata,
        lambda _: [{"k": "x'`\"%s", "v": "1"}, {"k": "b", "v": "2"}],
        table.update().where(table.c.k == "x'`\"%s").values(v="3"),
    )
    result = diff(*two)
    (found,) = result.tables
    assert (found.changed, found.only_left, found.only_right) == (1, 0, 0)


def test_a_table_of_very_many_columns(two):
    metadata = sa.MetaData()
    columns = [sa.Column(f"c{number}", sa.Integer) for number in range(900)]
    table = sa.Table("wide", metadata, sa.Column("id", sa.Integer, primary_key=True), *columns)
    values = {column.name: number for number, column in enumerate(columns)}
    filled(
        two,
        metadata,
        lambda _: [{"id": 1, **values}, {"id": 2, **values}],
        table.update().where(table.c.id == 2).values(c899=-1),
    )
    assert unexplained(diff(*two)) == ["row.value wide[2].c899: 899 | -1"]


def test_many_tables(two):
    metadata = sa.MetaData()
    for number in range(300):
        sa.Table(f"t{number:03}", metadata, sa.Column("id", sa.Integer, primary_key=True))
    filled(two, metadata, lambda _: [{"id": 1}])
    result = diff(*two)
    assert result.verdict == "same"
    assert len(result.tables) == 300
