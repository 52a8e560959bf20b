"""What ``diff_databases`` finds, leaves out, and accepts."""

import hashlib
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from compare.between import Asked
from compare.between.asked import read_keys
from compare.between.mapping import read_mapping
from compare.between.waivers import Waiver
from compare.errors import ToolError, UsageError
from tests import servers
from tests.between.databases import POSTS, Listener, diff, made, unexplained


@pytest.fixture
def pair(tmp_path):
    """A function that makes two SQLite files."""

    def make(left: str, right: str) -> tuple[str, str]:
        for name in ("a.db", "b.db"):
            (tmp_path / name).unlink(missing_ok=True)
        return made(tmp_path / "a.db", left), made(tmp_path / "b.db", right)

    return make


def test_two_files_of_the_same_are_the_same_and_stay_as_they_are(pair, tmp_path):
    files = pair(POSTS, POSTS)
    before = [hashlib.sha256((tmp_path / name).read_bytes()).digest() for name in ("a.db", "b.db")]
    result = diff(*files)
    assert (result.verdict, result.exit_code) == ("same", 0)
    (table,) = result.tables
    assert (table.left_rows, table.right_rows, table.compared) == (3, 3, 3)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.db", "b.db"]
    after = [hashlib.sha256((tmp_path / name).read_bytes()).digest() for name in ("a.db", "b.db")]
    assert before == after


def test_every_kind_of_difference_in_rows_is_counted_and_shown(pair):
    result = diff(
        *pair(
            POSTS + "INSERT INTO post VALUES (5, 'cinco', 5)",
            POSTS + "UPDATE post SET titulo = 'DOS', votos = 3 WHERE id = 2;"
            "DELETE FROM post WHERE id = 3; INSERT INTO post VALUES (9, 'nueve', 9)",
        )
    )
    (table,) = result.tables
    assert (table.changed, table.only_left, table.only_right) == (1, 2, 1)
    assert unexplained(result) == [
        "row.next-id post: 6 | 10",
        "row.missing post[3]: (id=3, titulo='tres', votos=NULL) | (none)",
        "row.missing post[5]: (id=5, titulo='cinco', votos=5) | (none)",
        "row.missing post[9]: (none) | (id=9, titulo='nueve', votos=9)",
        "row.value post[2].titulo: 'dos' | 'DOS'",
        "row.value post[2].votos: 2 | 3",
    ]
    assert (result.verdict, result.exit_code) == ("unexplained", 1)


def test_examples_are_limited_and_all_are_counted(pair):
    result = diff(*pair(POSTS, POSTS + "UPDATE post SET titulo = titulo || '!'"), Asked(limit=1))
    ((group,),) = (table.groups for table in result.tables)
    assert (group.count, len(group.examples)) == (3, 1)


def test_schemas_alone_and_rows_alone(pair):
    files = pair(POSTS, POSTS + "ALTER TABLE post ADD COLUMN x; UPDATE post SET votos = 7")
    schema = diff(*files, Asked(rows=False))
    assert schema.tables is None
    assert unexplained(schema) == ["column.missing post.x: (none) | (no type) null"]
    rows = diff(*files, Asked(schema=False))
    assert rows.schema is None
    assert {group.kind for table in rows.tables for group in table.groups} == {"row.value"}


def test_a_column_that_only_one_side_has_is_told_with_what_it_holds(pair):
    files = pair(POSTS, POSTS + "ALTER TABLE post ADD COLUMN x; UPDATE post SET x = 1 WHERE id < 3")
    assert unexplained(diff(*files, Asked(schema=False))) == ["row.only post.x: (none) | 2 values"]


def test_rows_without_a_key_are_counted_one_by_one(pair):
    table = "CREATE TABLE t (a); INSERT INTO t VALUES ('x'), ('x'), ('x'), ('y');"
    left, right = pair(table, table + "DELETE FROM t; INSERT INTO t VALUES ('x'), ('z'), ('z')")
    (found,) = diff(left, right).tables
    assert (found.changed, found.only_left, found.only_right) == (0, 3, 2)


def test_tables_are_chosen_and_left_out_by_pattern(pair):
    script = "CREATE TABLE a_one (x); CREATE TABLE a_two (x); CREATE TABLE b (x);"
    files = pair(script, script.replace("(x)", "(x, y)"))
    chosen = diff(*files, Asked(tables=("a_*",), exclude=("*two",)))
    assert [table.left for table in chosen.tables] == ["a_one"]
    assert {each.difference.table for each in chosen.schema} == {"a_one"}
    assert chosen.left_out == ("a_two", "b")
    with pytest.raises(UsageError, match="No table is called c"):
        diff(*files, Asked(tables=("c",)))
    for asked in (Asked(exclude=("*",)), Asked(tables=("b",), exclude=("b",))):
        with pytest.raises(UsageError, match="--exclude leaves no table"):
            diff(*files, asked)
    # Where there is no table there is nothing to leave out.
    nothing = "CREATE TABLE t (x); DROP TABLE t"
    assert diff(*pair(nothing, nothing), Asked(exclude=("*",))).exit_code == 0


def test_rows_alone_are_never_the_same_where_a_table_is_on_one_side_only(pair):
    asked = Asked(schema=False)
    files = pair(POSTS, POSTS.replace("post", "blog_post") + "CREATE TABLE django_migrations (x)")
    neither = diff(*files, asked)
    assert (neither.verdict, neither.exit_code) == ("undetermined", 1)
    assert [text.partition(" (")[0] for text in neither.not_compared] == [
        f"{files[0]}: only here: post",
        f"{files[1]}: only here: blog_post",
    ]
    mapped = replace(asked, mapping=read_mapping(["post=blog_post"]))
    assert diff(*files, mapped).verdict == "same"
    more = "".join(f"CREATE TABLE t{number:02} (x);" for number in range(12))
    (text,) = diff(*pair(POSTS, POSTS + more), asked).not_compared
    assert "t09 and 2 more" in text
    assert diff(*pair(POSTS, POSTS + more), replace(asked, exclude=("t*",))).verdict == "same"


def test_a_key_that_is_not_there_is_refused_before_any_row_is_read(pair):
    files = pair(POSTS + "CREATE TABLE z (a)", POSTS + "CREATE TABLE z (a)")
    watch = Listener()
    with pytest.raises(UsageError, match=r"no column z\.b"):
        diff(*files, Asked(keys=read_keys(["z=b"])), watch)
    assert watch.heard == []
    with pytest.raises(UsageError, match="no table y"):
        diff(*files, Asked(rows=False, keys=read_keys(["y=b"])))


def test_a_key_that_rows_share_is_told_and_differs_in_nothing(pair):
    rows = "INSERT INTO t SELECT n % 3, n FROM s ORDER BY n"
    script = (
        "CREATE TABLE t (k INTEGER NOT NULL, v); CREATE VIEW s AS WITH RECURSIVE r (n) AS"
        " (VALUES (1) UNION ALL SELECT n + 1 FROM r WHERE n < 3000) SELECT n FROM r;"
    )
    result = diff(*pair(script + rows, f"{script}{rows} DESC"), Asked(keys=read_keys(["t=k"])))
    assert result.verdict == "same"
    (table,) = result.tables
    (note,) = table.notes
    assert note.startswith("t: --key k names no row, since rows share it in A and B")


def test_what_has_another_name_is_mapped_all_the_way(pair):
    parent = "CREATE TABLE usuario (id INTEGER PRIMARY KEY, nombre TEXT);"
    child = (
        "CREATE TABLE post (id INTEGER PRIMARY KEY, autor INTEGER REFERENCES usuario (id));"
        "CREATE INDEX by_writer ON post (autor);"
        "INSERT INTO usuario VALUES (1, 'ana'); INSERT INTO post VALUES (1, 1);"
    )
    theirs = child.replace("post", "blog_post").replace("autor", "autor_id")
    files = pair(parent + child, parent + theirs)
    without = diff(*files)
    assert {each.difference.kind for each in without.schema} == {"table.missing"}
    assert [(each.left, each.right) for each in without.proposals] == [("post", "blog_post")]
    mapping = read_mapping(["post=blog_post", "post.autor=autor_id"])
    mapped = diff(*files, Asked(mapping=mapping))
    assert unexplained(mapped) == []
    assert [(each.difference.line, each.reason.kind) for each in mapped.schema] == [
        ("table.name post: post | blog_post", "mapping"),
        ("column.name post.autor: autor | autor_id", "mapping"),
    ]
    assert mapped.exit_code == 0
    assert [table.verdict for table in mapped.tables] == ["same", "same"]


def test_a_declared_key_names_the_rows(pair):
    table = "CREATE TABLE t (a TEXT NOT NULL, b INTEGER); INSERT INTO t VALUES ('x', 1), ('y', 2);"
    files = pair(table, table + "UPDATE t SET b = 3 WHERE a = 'y'")
    assert {g.kind for t in diff(*files).tables for g in t.groups} == {"row.missing"}
    keyed = diff(*files, Asked(keys=read_keys(["t=a"])))
    assert unexplained(keyed) == ["row.value t['y'].b: 2 | 3"]
    for text, said in (("u=a", "no table u"), ("t=c", "no column t.c")):
        with pytest.raises(UsageError, match=said):
            diff(*files, Asked(keys=read_keys([text])))
    other = pair(table, "CREATE TABLE t (b INTEGER)")
    with pytest.raises(UsageError, match=r"no column t\.a"):
        diff(*other, Asked(keys=read_keys(["t=a"])))
    with pytest.raises(UsageError, match="TABLE=COLUMN"):
        read_keys(["t"])


def test_waivers_accept_what_they_are_about_and_are_told_when_nothing_needs_them(pair):
    files = pair(POSTS, POSTS.replace("VARCHAR(200)", "VARCHAR(100)"))
    waiver = Waiver("column.type post.titulo", "agreed")
    accepted = diff(*files, Asked(waivers=(waiver,)))
    assert (accepted.verdict, accepted.exit_code) == ("explained", 0)
    (only,) = accepted.schema
    assert (only.reason.kind, only.reason.text) == ("waiver", "agreed")
    idle = diff(*files, Asked(waivers=(waiver, Waiver("index.missing *", "x"))))
    assert (idle.verdict, idle.exit_code) == ("stale", 1)
    assert "index.missing" in idle.stale[0]
    ended = diff(*files, Asked(waivers=(Waiver("column.type *", "x", date(2026, 5, 31)),)))
    assert ended.verdict == "unexplained"
    assert "ended on 2026-05-31" in ended.stale[0]


def test_an_interrupted_comparison_keeps_what_it_found_and_says_so(pair):
    script = "CREATE TABLE a (x); CREATE TABLE b (x); INSERT INTO a VALUES (1);"
    result = diff(*pair(script, script), watch=Listener(until="b"))
    assert result.partial
    assert [table.left for table in result.tables] == ["a"]
    assert "the rows of b: it was interrupted before" in result.not_compared
    assert (result.verdict, result.exit_code) == ("undetermined", 1)


@pytest.mark.parametrize("key", ["INTEGER PRIMARY KEY", "TEXT PRIMARY KEY NOT NULL"])
def test_an_interrupted_table_keeps_what_it_found(pair, key):
    script = (
        f"CREATE TABLE t (k {key}, v); WITH RECURSIVE s (n) AS (VALUES (100001) UNION ALL"
        " SELECT n + 1 FROM s WHERE n < 300000) INSERT INTO t SELECT n, 'x' FROM s;"
    )
    files = pair(script, script + "UPDATE t SET v = 'y' WHERE k = 100005;")
    result = diff(*files, watch=Listener(rows=4000))
    (table,) = result.tables
    assert result.partial
    assert 0 < table.compared < table.left_rows == 200_000
    assert table.changed == 1
    assert any(f"after {table.compared:,} of 200,000" in each for each in table.not_compared)
    assert not any("interrupted before" in each for each in result.not_compared)
    assert result.exit_code == 1


def test_progress_counts_all_rows(pair):
    watch = Listener()
    diff(*pair(POSTS, POSTS), watch=watch)
    assert watch.heard[0] == ("post", 1, 1, 3)
    assert sum(watch.heard[1:]) == 3


def test_what_cannot_be_compared_is_never_the_same(pair):
    script = "CREATE VIRTUAL TABLE v USING fts5(x); INSERT INTO v VALUES ('a');"
    result = diff(*pair(script, script))
    assert (result.verdict, result.exit_code) == ("undetermined", 1)
    assert any("table v" in text for text in result.not_compared)


def test_ledgers_of_one_framework_are_compared_by_what_was_applied(pair):
    ledger = (
        "CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app, name, applied);"
        "INSERT INTO django_migrations VALUES (1, 'blog', '0001_initial', '2026-01-01');"
    )
    later = ledger.replace("2026-01-01", "2026-02-02")
    assert diff(*pair(ledger, later)).verdict == "same"


def test_a_revision_that_only_one_side_has_applied_is_a_difference(pair):
    ledger = "CREATE TABLE alembic_version (version_num TEXT); INSERT INTO alembic_version VALUES "
    result = diff(*pair(ledger + "('0001')", ledger + "('0002')"))
    assert unexplained(result) == [
        "ledger.applied alembic_version[0001]: applied | (none)",
        "ledger.applied alembic_version[0002]: (none) | applied",
    ]


def test_a_sequence_that_was_left_behind_is_seen():
    with servers.database("postgresql") as left, servers.database("postgresql") as right:
        for url in (left, right):
            engine = sa.create_engine(url, poolclass=sa.NullPool)
            with engine.begin() as connection:
                connection.exec_driver_sql("CREATE TABLE t (id serial PRIMARY KEY)")
                connection.exec_driver_sql("INSERT INTO t VALUES (1), (2)")
                if url == left:
                    connection.exec_driver_sql("SELECT setval('t_id_seq', 2)")
        result = diff(left, right)
    assert unexplained(result) == ["row.next-id t: 3 | 1"]


@pytest.mark.parametrize("options", [{}, {"schema": False}])
def test_a_materialized_view_that_was_not_refreshed_is_seen(options):
    statements = [
        "CREATE TABLE t (id int PRIMARY KEY, v text)",
        "CREATE MATERIALIZED VIEW m AS SELECT v FROM t",
        "CREATE MATERIALIZED VIEW empty AS SELECT v FROM t WITH NO DATA",
        "INSERT INTO t VALUES (1, 'a'), (2, 'a')",
        "REFRESH MATERIALIZED VIEW m",
    ]
    with servers.database("postgresql") as left, servers.database("postgresql") as right:
        for url, last in ((left, 5), (right, 4)):
            engine = sa.create_engine(url, poolclass=sa.NullPool)
            with engine.begin() as connection:
                for statement in statements[:last]:
                    connection.exec_driver_sql(statement)
        same = diff(left, left, Asked(**options))
        result = diff(left, right, Asked(**options))
    assert same.verdict == "same"
    assert unexplained(result) == ["row.missing m: (v='a') (2 times) | (none)"]


@contextmanager
def _databases_of_postgresql(left, right):
    """Two databases of PostgreSQL made by statements, as URLs."""
    with servers.database("postgresql") as one, servers.database("postgresql") as other:
        for url, statements in ((one, left), (other, right)):
            engine = sa.create_engine(url, poolclass=sa.NullPool)
            with engine.begin() as connection:
                for statement in statements:
                    connection.exec_driver_sql(statement)
        yield one, other
        with engine.begin() as connection:
            # Only what is in the schema "public" is gone by itself.
            connection.exec_driver_sql("DROP SCHEMA IF EXISTS other CASCADE")


@pytest.mark.parametrize("there", ["WITH NO DATA", None])
@pytest.mark.parametrize("side", [0, 1])
def test_rows_that_a_materialized_view_has_on_one_side_only_are_not_passed_over(there, side):
    table = "CREATE TABLE t (id int PRIMARY KEY)"
    view = "CREATE MATERIALIZED VIEW m AS SELECT id FROM t"
    statements = [[table, view], [table, f"{view} {there}"] if there else [table]]
    with _databases_of_postgresql(statements[side], statements[1 - side]) as urls:
        result = diff(*urls, Asked(schema=False))
        without = diff(*urls, Asked(schema=False, exclude=("m",)))
        whole = diff(*urls)
    assert [table.verdict for table in result.tables] == ["same"]
    assert (result.verdict, result.exit_code) == ("undetermined", 1)
    (text,) = result.not_compared
    name = sa.make_url(urls[side]).database
    assert f"{name}: materialized views that have rows only here: m (" in text
    assert without.verdict == "same"
    # The schemas say it already.
    assert (whole.verdict, whole.not_compared) == ("unexplained", ())


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("CREATE TABLE other.t (id int)", True),
        ("CREATE MATERIALIZED VIEW other.m AS SELECT 1", True),
        ("CREATE VIEW other.v AS SELECT 1", False),
    ],
)
def test_rows_of_another_schema_are_not_passed_over(what, told):
    statements = ["CREATE TABLE t (id int PRIMARY KEY)", "CREATE SCHEMA other", what]
    with _databases_of_postgresql(statements[:1], statements) as urls:
        result = diff(*urls, Asked(schema=False))
    assert result.verdict == ("undetermined" if told else "same")
    assert ["schema other: only the schema" in text for text in result.not_compared] == [
        True
    ] * told


def test_rows_of_a_virtual_table_are_not_passed_over(pair):
    result = diff(*pair(POSTS, POSTS + "CREATE VIRTUAL TABLE v USING fts5(x)"), Asked(schema=False))
    assert result.verdict == "undetermined"
    (text,) = result.not_compared
    assert "virtual table v: its content is a module's" in text


def test_tables_that_mariadb_may_hide_are_never_the_same_rows():
    with servers.database("mariadb") as root:
        url = sa.make_url(root)
        engine = sa.create_engine(url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
        accounts = [f"'parity_some'@'{host}'" for host in ("localhost", "%%")]
        with engine.connect() as connection:
            connection.exec_driver_sql("CREATE TABLE t (id int PRIMARY KEY)")
            for account in accounts:
                connection.exec_driver_sql(f"CREATE USER {account} IDENTIFIED BY 'S3cret'")
                connection.exec_driver_sql(f"GRANT SELECT ON t TO {account}")
            try:
                user = url.set(username="parity_some", password="S3cret")
                reader = user.render_as_string(hide_password=False)
                result = diff(reader, reader, Asked(schema=False))
            finally:
                for account in accounts:
                    connection.exec_driver_sql(f"DROP USER {account}")
    assert [table.verdict for table in result.tables] == ["same"]
    assert result.verdict == "undetermined"
    assert "SELECT" in result.not_compared[0]


def test_of_a_versioned_table_it_is_said_that_its_history_is_not_compared():
    with servers.database("mariadb") as url:
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        with engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE t (id int PRIMARY KEY) WITH SYSTEM VERSIONING")
            connection.exec_driver_sql("CREATE TABLE u (id int PRIMARY KEY)")
        versioned, plain = diff(url, url).tables
    assert ["history" in each for each in versioned.notes] == [True]
    assert plain.notes == ()


class _Other(Listener):
    """Does something to databases when a table's turn comes."""

    def __init__(self, urls, do):
        super().__init__()
        self._do = do
        self._engines = [
            sa.create_engine(url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
            for url in urls
        ]

    def table(self, name, number, tables, rows, about):
        for engine in self._engines:
            with engine.connect() as connection:
                self._do(connection, number)


def test_locks_of_postgresql_are_given_back(monkeypatch):
    monkeypatch.setattr("compare.between.rows._LOCKED", 2)
    found = []

    def count(connection, _):
        sql = (
            "SELECT count(DISTINCT l.relation) FROM pg_locks l JOIN pg_class c ON c.oid = relation"
            " WHERE relname ~ '^t[0-9]$' AND l.mode = 'AccessShareLock'"
            " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        found.append(connection.exec_driver_sql(sql).scalar_one())

    with _tables(9) as (left, right):
        result = diff(left, right, watch=_Other([left], count))
    assert result.verdict == "same"
    assert len(found) == 9
    assert max(found) <= 3


@pytest.mark.parametrize("number", [2, 4])
def test_a_table_of_postgresql_that_is_emptied_meanwhile_is_told(monkeypatch, number):
    monkeypatch.setattr("compare.between.rows._LOCKED", 2)

    def empty(connection, now):
        if now == 1:
            connection.exec_driver_sql(f"TRUNCATE t{number}")

    with _tables(5) as urls, pytest.raises(ToolError, match=f": The table t{number} was emptied"):
        # In both: nothing would differ.
        diff(*urls, watch=_Other(urls, empty))


@contextmanager
def _tables(number):
    """Two databases of PostgreSQL with so many tables of one row, as URLs."""
    with servers.database("postgresql") as left, servers.database("postgresql") as right:
        for url in (left, right):
            engine = sa.create_engine(url, poolclass=sa.NullPool)
            with engine.begin() as connection:
                for each in range(1, number + 1):
                    connection.exec_driver_sql(f"CREATE TABLE t{each} (id int PRIMARY KEY)")
                    connection.exec_driver_sql(f"INSERT INTO t{each} VALUES (1)")
        yield left, right
