"""Databases made to mislead: hostile names, virtual and temporary tables, texts that lie."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from compare.errors import ToolError
from compare.inspect import read_schema
from compare.model import Check, IndexPart, NotCompared
from tests.inspect.databases import connected, schema
from tests.inspect.random_tables import NAMES


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_a_hostile_name_is_read_wherever_it_stands(name):
    it = quoted(name)
    read = schema(
        f"CREATE TABLE {it} ({it} INTEGER PRIMARY KEY, x INT CONSTRAINT {it} UNIQUE,"
        f" CONSTRAINT {it} CHECK ({it} > 0),"
        f" CONSTRAINT {it} FOREIGN KEY (x) REFERENCES {it} ({it}))",
        f"CREATE INDEX {quoted(name + ' i')} ON {it} ({it}, x) WHERE {it} > 1",
        f"CREATE VIEW {quoted(name + ' v')} AS SELECT {it} FROM {it}",
        f"CREATE TRIGGER {it} AFTER UPDATE OF {it} ON {it} BEGIN SELECT new.{it}; END",
    )
    (table,) = read.tables
    (key,) = table.foreign_keys

    assert read.not_compared == ()
    assert table.name == name
    assert [column.name for column in table.columns] == [name, "x"]
    assert table.primary_key.columns == (name,)
    assert (key.referred_table, key.referred_columns, key.name) == (name, (name,), name)
    assert [unique.name for unique in table.uniques] == [name]
    assert [check.name for check in table.checks] == [name]
    assert [(index.name, index.columns) for index in table.indexes] == [(name + " i", (name, "x"))]
    assert [trigger.name for trigger in table.triggers] == [name]
    assert [view.name for view in read.views] == [name + " v"]


def test_two_columns_are_never_taken_for_one_with_a_comma_in_its_name():
    one = schema('CREATE TABLE t (a INT, b INT, "a, b" INT)', "CREATE INDEX i ON t (a, b)")
    other = schema('CREATE TABLE t (a INT, b INT, "a, b" INT)', 'CREATE INDEX i ON t ("a, b")')

    assert one.tables[0].indexes != other.tables[0].indexes


def test_a_column_that_is_called_like_an_expression_is_not_taken_for_it():
    made = 'CREATE TABLE t (a TEXT, "lower(a)" TEXT)'
    column = schema(made, 'CREATE INDEX i ON t ("lower(a)")').tables[0].indexes[0]
    expression = schema(made, "CREATE INDEX i ON t (lower(a))").tables[0].indexes[0]

    assert column.columns == ("lower(a)",)
    assert expression.columns == ("(lower(a))",)


def test_a_constraints_name_lasts_until_the_next_comma_as_it_does_for_sqlite():
    made = "CREATE TABLE t (a INT CONSTRAINT n NOT NULL CHECK (a > 0), b INT CHECK (b > 0))"
    with connected(made) as connection:
        checks = read_schema(connection).tables[0].checks
        with pytest.raises(sa.exc.IntegrityError, match="CHECK constraint failed: n"):
            connection.exec_driver_sql("INSERT INTO t VALUES (-1, 1)")

    assert checks == (Check("a > 0", "n"), Check("b > 0", None))


def test_everything_odd_that_sqlites_grammar_allows_is_read():
    read = schema(
        "CREATE TABLE u (id INTEGER PRIMARY KEY, q UNIQUE)",
        "CREATE TABLE t (a INTEGER CONSTRAINT dangling,"
        " b DEFAULT +1 CHECK (a) NULL REFERENCES u ON INSERT CASCADE"
        " DEFERRABLE INITIALLY IMMEDIATE,"
        " c 'my type' DEFAULT -.5 REFERENCES u (q) MATCH PARTIAL"
        " NOT DEFERRABLE INITIALLY DEFERRED,"
        " d REFERENCES u CONSTRAINT later DEFERRABLE INITIALLY DEFERRED,"
        " e BIGINT (10) GENERATED ALWAYS AS (a IN (1, 2)) STORED COLLATE 'nocase',"
        " CONSTRAINT k PRIMARY KEY (a DESC AUTOINCREMENT) ON CONFLICT ROLLBACK"
        " CONSTRAINT z CHECK (a > 0) ON CONFLICT IGNORE, UNIQUE ('b', \"c\" COLLATE nocase DESC))",
    )
    table = read.table("t")

    assert read.not_compared == ()
    assert [str(column.type) for column in table.columns] == [
        "integer",
        "",
        "my type",
        "",
        "bigint(10)",
    ]
    assert [column.default for column in table.columns] == [None, "+1", "-.5", None, None]
    assert [(key.deferrable, key.match, key.name) for key in table.foreign_keys] == [
        ("deferrable initially immediate", None, None),
        ("not deferrable", "partial", None),
        ("deferrable initially deferred", None, None),
    ]
    assert table.columns[4].generated == "stored: a in (1, 2)"
    assert table.columns[4].collation == "nocase"
    assert (table.primary_key.name, table.primary_key.on_conflict) == ("k", "rollback")
    assert table.columns[0].identity == "autoincrement"
    assert table.checks == (Check("a"), Check("a > 0", "z"))
    assert [str(part) for part in table.uniques[0].parts] == ["b", "c collate nocase desc"]


def test_a_column_that_is_called_like_an_order_has_none():
    read = schema("CREATE TABLE t (desc INT, asc INT, UNIQUE (desc), UNIQUE (asc DESC, desc))")

    assert read.not_compared == ()
    assert [unique.columns for unique in read.tables[0].uniques] == [("desc",), ("asc", "desc")]
    assert [unique.parts for unique in read.tables[0].uniques] == [
        (),
        (IndexPart("asc", descending=True), IndexPart("desc")),
    ]


@pytest.mark.parametrize("module", ["fts5 (body)", "rtree (id, x0, x1)"])
def test_a_virtual_table_is_reported_as_not_compared(module):
    try:
        read = schema(f"CREATE VIRTUAL TABLE v USING {module}", "CREATE TABLE t (a INT)")
    except sa.exc.OperationalError:
        pytest.skip("this SQLite has no such module")
    kinds = {each.kind for each in read.not_compared}

    assert [table.name for table in read.tables] == ["t"]
    assert kinds == {"virtual table", "shadow table"}
    (virtual,) = (each for each in read.not_compared if each.kind == "virtual table")
    assert virtual.name == "v"
    assert virtual.reason.endswith(f"using {module.replace(' ', '', 1)}")


def test_temporary_objects_are_no_part_of_the_database():
    read = schema(
        "CREATE TABLE t (a INT)",
        "CREATE TEMP TABLE t (b TEXT, c TEXT)",
        "CREATE TEMP VIEW v AS SELECT 1",
        "CREATE TEMP TRIGGER g AFTER INSERT ON main.t BEGIN SELECT 1; END",
        "CREATE INDEX temp.i ON t (b)",
    )

    assert read == schema("CREATE TABLE t (a INT)")


def test_an_attached_database_is_no_part_of_the_database():
    read = schema(
        "CREATE TABLE t (a INT)", "ATTACH ':memory:' AS other", "CREATE TABLE other.x (a INT)"
    )

    assert [table.name for table in read.tables] == ["t"]


def test_internal_tables_are_left_out():
    read = schema(
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a INT)",
        "CREATE INDEX i ON t (a)",
        "INSERT INTO t (a) VALUES (1)",
        "ANALYZE",
    )

    assert [table.name for table in read.tables] == ["t"]


def test_a_view_on_a_missing_table_is_read():
    read = schema("CREATE VIEW v AS SELECT * FROM nowhere", "CREATE TABLE t (a INT)")

    assert [view.definition for view in read.views] == ["select * from nowhere"]


def test_leftovers_of_both_frameworks_are_named_and_read():
    read = schema(
        "CREATE TABLE t (a INT)",
        "CREATE TABLE _alembic_tmp_t (a INT)",
        'CREATE TABLE "new__t" (a INT)',
        "CREATE TABLE renew__t (a INT)",
    )

    assert read.leftovers == ("_alembic_tmp_t", "new__t")
    assert {table.name for table in read.tables} == {"t", "renew__t", *read.leftovers}


LIES = [
    ("the columns", "CREATE TABLE t (a INT, x TEXT)", "the columns"),
    ("a type", "CREATE TABLE t (a BIGINT, b TEXT, UNIQUE (b))", "the type of a"),
    ("a default", "CREATE TABLE t (a INT DEFAULT 1, b TEXT, UNIQUE (b))", "the default of a"),
    (
        "a generated column",
        "CREATE TABLE t (a INT AS (1), b TEXT, UNIQUE (b))",
        "how a is generated",
    ),
    ("the key", "CREATE TABLE t (a INT PRIMARY KEY, b TEXT, UNIQUE (b))", "the primary key"),
    ("what is unique", "CREATE TABLE t (a INT, b TEXT)", "what is unique"),
    ("foreign keys", "CREATE TABLE t (a INT, b TEXT UNIQUE REFERENCES t)", "the foreign keys"),
    ("no SQL", "CREATE TABLE t (a INT, b TEXT !!)", "cannot read"),
    ("an open string", "CREATE TABLE t ('a", "cannot be cut into tokens"),
    ("an end too early", "CREATE TABLE t (a INT, b TEXT", "ends too early"),
    ("an unknown clause", "CREATE TABLE t (a INT, b TEXT UNIQUE FOO)", "has no place for"),
    ("another statement", "DROP TABLE t", "has no place for"),
    ("a name that is none", "CREATE TABLE 5 (a INT)", "has no place for '5'"),
    ("no parenthesis", "CREATE TABLE t a INT", "has no place for 'a'"),
    ("nothing between them", "CREATE TABLE t ()", "the columns"),
    (
        "a key on an expression",
        "CREATE TABLE t (a INT, b TEXT, UNIQUE (b + 1))",
        "has no place for",
    ),
    ("an action that is none", "CREATE TABLE t (a INT REFERENCES t ON DELETE NOTHING)", "NOTHING"),
]


@pytest.mark.parametrize(
    ("text", "reason"), [case[1:] for case in LIES], ids=[case[0] for case in LIES]
)
def test_a_create_text_that_disagrees_with_the_catalogue_is_not_compared(text, reason):
    made = "CREATE TABLE t (a INT, b TEXT, CHECK (a > 0), UNIQUE (b))"
    other = "CREATE TABLE u (a INT PRIMARY KEY, b INT REFERENCES t (b) ON DELETE CASCADE)"
    with connected(made, other) as connection:
        connection.exec_driver_sql("PRAGMA writable_schema = ON")
        connection.exec_driver_sql("UPDATE sqlite_schema SET sql = ? WHERE name = 't'", (text,))
        read = read_schema(connection)
        connection.exec_driver_sql("UPDATE sqlite_schema SET sql = 'x' WHERE name = 'u'")
        blind = read_schema(connection).table("u")
    table = read.tables[0]
    (problem,) = read.not_compared

    # What the pragmas say stands, and it is the same that the text said.
    assert blind == read.table("u")
    assert (problem.kind, problem.name) == ("table", "t")
    assert reason in problem.reason
    assert "CHECKs" in problem.reason
    assert [(column.name, column.type) for column in table.columns] == [("a", "int"), ("b", "text")]
    assert [unique.columns for unique in table.uniques] == [("b",)]
    assert table.checks == ()


def test_an_index_text_that_cannot_be_read_is_not_compared():
    with connected(
        "CREATE TABLE t (a INT)", "CREATE INDEX i ON t (a + 1) WHERE a > 0"
    ) as connection:
        connection.exec_driver_sql("PRAGMA writable_schema = ON")
        connection.exec_driver_sql(
            "UPDATE sqlite_schema SET sql = 'CREATE INDEX i ON t (a)' WHERE name = 'i'"
        )
        read = read_schema(connection)

    assert read.not_compared == (
        NotCompared(
            "index",
            "i",
            "its CREATE text is not understood (it disagrees with the catalogue): expressions and"
            " predicate are not compared",
        ),
    )


UNREAD = [
    ("CREATE INDEX i ON t (a + 1, ?) WHERE a > 0", "cannot read '?"),
    ("CREATE INDEX i ON t (a + 1) WHERE a > 0 ORDER", None),
    ("CREATE INDEX i ON t (a + 1) a > 0", "has no place for 'a'"),
]


@pytest.mark.parametrize(("text", "reason"), UNREAD)
def test_an_index_text_that_lies_is_not_compared_or_taken_as_it_is(text, reason):
    made = "CREATE INDEX i ON t (a + 1) WHERE a > 0"
    with connected("CREATE TABLE t (a INT)", made) as connection:
        connection.exec_driver_sql("PRAGMA writable_schema = ON")
        connection.exec_driver_sql("UPDATE sqlite_schema SET sql = ? WHERE name = 'i'", (text,))
        read = read_schema(connection)

    assert [reason in problem.reason for problem in read.not_compared] == ([True] if reason else [])
    assert read.tables[0].indexes[0].predicate == (None if reason else "a > 0 order")


def test_a_view_and_a_trigger_that_cannot_be_read_are_compared_as_they_are_spelled():
    view, trigger = "CREATE VIEW v AS SELECT ?", "CREATE TRIGGER g NEVER"
    made = (
        "CREATE TABLE t (a INT)",
        "CREATE VIEW v AS SELECT 1",
        "CREATE TRIGGER g INSERT ON t BEGIN SELECT 1; END",
        "CREATE VIRTUAL TABLE x USING fts5 (body)",
    )
    with connected(*made) as connection:
        connection.exec_driver_sql("PRAGMA writable_schema = ON")
        for name, text in (("v", view), ("g", trigger), ("x", "CREATE VIRTUAL TABLE ?")):
            connection.exec_driver_sql(
                "UPDATE sqlite_schema SET sql = ? WHERE name = ?", (text, name)
            )
        read = read_schema(connection)

    assert read.views[0].definition == view
    assert read.tables[0].triggers[0].definition == trigger
    assert read.not_compared[0].reason.endswith("CREATE VIRTUAL TABLE ?")


def test_a_deferrable_that_belongs_to_no_foreign_key_says_nothing():
    read = schema("CREATE TABLE t (a INT DEFERRABLE INITIALLY DEFERRED)")

    assert read.tables[0].foreign_keys == read.not_compared == ()


def test_a_schema_that_is_no_utf8_is_read_without_an_exception():
    with connected("CREATE TABLE t (a INT)", "CREATE TABLE u (a INT)") as connection:
        text = b"CREATE TABLE t (a INT CHECK (a <> '\xff'))"
        connection.exec_driver_sql("PRAGMA writable_schema = ON")
        connection.exec_driver_sql(
            "UPDATE sqlite_schema SET sql = CAST(? AS TEXT) WHERE name = 't'", (text,)
        )
        read = read_schema(connection)
        again = read_schema(connection)

    assert read == again
    assert [table.name for table in read.tables] == ["t", "u"]
    assert read.tables[0].checks[0].expression == "a <> '\udcff'"


def test_the_number_of_statements_is_the_same_for_a_thousand_tables():
    def count(tables: int) -> int:
        statements = []
        made = [
            f"CREATE TABLE t{n} (id INTEGER PRIMARY KEY, a INT UNIQUE REFERENCES t0, CHECK (a > 0))"
            for n in range(tables)
        ]
        indexes = [f"CREATE INDEX i{n} ON t{n} (lower(a)) WHERE a > 0" for n in range(tables)]
        with connected("BEGIN", *made, *indexes) as connection:
            connection.connection.dbapi_connection.set_trace_callback(statements.append)
            read = read_schema(connection)
        assert len(read.tables) == tables
        # What SQLite itself runs for a pragma in a FROM clause begins with a comment.
        return sum(not statement.startswith("--") for statement in statements)

    assert count(1) == count(1000) <= 10


def test_an_engine_without_a_module_is_one_clear_sentence():
    connection = SimpleNamespace(dialect=SimpleNamespace(name="oracle"))

    with pytest.raises(ToolError, match=r"^The schema of a oracle database cannot be read yet"):
        read_schema(connection)


def test_a_sqlite_that_is_too_old_is_one_clear_sentence():
    with connected() as connection:
        connection.dialect.server_version_info = (3, 36, 0)

        with pytest.raises(
            ToolError, match=r"SQLite 3\.36\.0 is too old to be read: at least 3\.37\.0"
        ):
            read_schema(connection)


def test_what_was_read_before_a_rollback_is_not_taken_for_what_came_after():
    with connected("CREATE TABLE t (a INT)") as connection:
        read_schema(connection)
        connection.exec_driver_sql("BEGIN")
        connection.exec_driver_sql("CREATE TABLE rolled_back (a INT)")
        before = read_schema(connection)
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("CREATE TABLE kept (a INT)")  # gets the same schema_version
        after = read_schema(connection)

    assert [table.name for table in before.tables] == ["rolled_back", "t"]
    assert [table.name for table in after.tables] == ["kept", "t"]


CHANGES = [
    "CREATE TABLE u (a INT)",
    "ALTER TABLE t ADD COLUMN b INT",
    "ALTER TABLE t RENAME COLUMN a TO b",
    "ALTER TABLE t RENAME TO u",
    "DROP TABLE t",
    "CREATE INDEX i ON t (a)",
    "CREATE VIEW v AS SELECT 1",
    "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END",
    "PRAGMA user_version = 5",
    "PRAGMA application_id = 5",
]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_seen_by_a_connection_that_has_read_before(change):
    with connected("CREATE TABLE t (a INT)") as connection:
        before = read_schema(connection)
        connection.exec_driver_sql(change)

        assert read_schema(connection) != before


def test_a_change_made_elsewhere_is_seen_by_a_connection_that_has_read_before(tmp_path):
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'x.db'}")
    with engine.connect() as connection:
        before = read_schema(connection)
        with engine.begin() as other:
            other.exec_driver_sql("CREATE TABLE t (a INT)")

        assert read_schema(connection) != before
    engine.dispose()


def test_a_file_that_is_no_database_is_one_clear_sentence(tmp_path):
    (tmp_path / "x.db").write_bytes(b"no database at all, and longer than a header" * 9)
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'x.db'}")

    with (
        engine.connect() as connection,
        pytest.raises(ToolError, match=r"^The schema cannot be read: file is not a database\.$"),
    ):
        read_schema(connection)
    engine.dispose()


NULLS = [
    ("CREATE TABLE t (a INTEGER PRIMARY KEY, b INT)", "a", False),
    ("CREATE TABLE t (a INTEGER, b INT, PRIMARY KEY (a DESC))", "a", False),
    ("CREATE TABLE t (a INTEGER PRIMARY KEY DESC, b INT)", "a", True),
    ("CREATE TABLE t (a INT PRIMARY KEY, b INT)", "a", True),
    ("CREATE TABLE t (a TEXT PRIMARY KEY, b INT)", "a", True),
    ("CREATE TABLE t (a TEXT PRIMARY KEY NOT NULL, b INT)", "a", False),
    ("CREATE TABLE t (a INTEGER, b INTEGER, PRIMARY KEY (a, b))", "b", True),
    ("CREATE TABLE t (a INT PRIMARY KEY, b INT) STRICT", "a", False),
    ("CREATE TABLE t (a INT PRIMARY KEY, b INT) WITHOUT ROWID", "a", False),
    ("CREATE TABLE t (a INT, b INT, PRIMARY KEY (b, a)) WITHOUT ROWID", "a", False),
    ("CREATE TABLE t (a INT NULL, b INT)", "a", True),
    ("CREATE TABLE t (a INT, b INT)", "a", True),
    ("CREATE TABLE t (a INT NOT NULL, b INT)", "a", False),
    ("CREATE TABLE t (a INT NOT NULL ON CONFLICT IGNORE, b INT)", "a", False),
]


@pytest.mark.parametrize(("made", "column", "nullable"), NULLS, ids=[case[0] for case in NULLS])
def test_nullable_is_what_the_database_really_accepts(made, column, nullable):
    with connected(made) as connection:
        read = read_schema(connection).tables[0].column(column)
        other = "b" if column == "a" else "a"
        try:
            connection.exec_driver_sql(f"INSERT INTO t ({column}, {other}) VALUES (NULL, 1)")
        except sa.exc.IntegrityError:
            held = 0
        else:
            sql = f"SELECT count(*) FROM t WHERE {column} IS NULL"
            held = connection.exec_driver_sql(sql).scalar_one()

    assert read.nullable is nullable is bool(held)
