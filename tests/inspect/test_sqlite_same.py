"""Two ways of saying the same: no difference may be reported, and nothing go uncompared."""

from __future__ import annotations

import pytest

from compare.diff import diff_schemas
from compare.inspect import read_schema
from tests.inspect.databases import connected, differences

USER = "CREATE TABLE usuario (id INTEGER PRIMARY KEY, nombre TEXT UNIQUE)"
THREE = "CREATE TABLE t (a INTEGER, b INTEGER, c TEXT)"


def one(left: str, right: str) -> tuple[list[str], list[str]]:
    return [left], [right]


def check(left: str, right: str) -> tuple[list[str], list[str]]:
    columns = 'a INTEGER, b INTEGER, c TEXT, "order" INT, "my col" INT, key INT'
    made = f"CREATE TABLE t ({columns}, CHECK ({{}}))"
    return [made.format(left)], [made.format(right)]


def default(left: str, right: str) -> tuple[list[str], list[str]]:
    made = "CREATE TABLE t (a TEXT DEFAULT {})"
    return [made.format(left)], [made.format(right)]


def index(left: str, right: str) -> tuple[list[str], list[str]]:
    return [THREE, f"CREATE INDEX i ON {left}"], [THREE, f"CREATE INDEX i ON {right}"]


def reference(left: str, right: str) -> tuple[list[str], list[str]]:
    made = "CREATE TABLE t (id INTEGER PRIMARY KEY, u INTEGER {})"
    return [USER, made.format(left)], [USER, made.format(right)]


def statement(left: str, right: str) -> tuple[list[str], list[str]]:
    return [THREE, left], [THREE, right]


SAME = [
    (
        "keywords in another case",
        *one("create table t (a integer not null)", "CREATE TABLE t (a INTEGER NOT NULL)"),
    ),
    (
        "a type in another case",
        *one("CREATE TABLE t (a VarChar(10))", "CREATE TABLE t (a VARCHAR(10))"),
    ),
    (
        "a type with other spaces",
        *one("CREATE TABLE t (a DECIMAL ( 10 ,2 ))", "CREATE TABLE t (a DECIMAL(10, 2))"),
    ),
    (
        "a type in quotes",
        *one('CREATE TABLE t (a "varchar(10)")', "CREATE TABLE t (a VARCHAR(10))"),
    ),
    (
        "a type of many words",
        *one("CREATE TABLE t (a unsigned  big\nint)", "CREATE TABLE t (a UNSIGNED BIG INT)"),
    ),
    ("names in double quotes", *one('CREATE TABLE "t" ("a" INT)', "CREATE TABLE t (a INT)")),
    ("names in brackets", *one("CREATE TABLE [t] ([a] INT)", "CREATE TABLE t (a INT)")),
    ("names in backticks", *one("CREATE TABLE `t` (`a` INT)", "CREATE TABLE t (a INT)")),
    ("names as strings", *one("CREATE TABLE 't' ('a' INT)", "CREATE TABLE t (a INT)")),
    (
        "a quote in a name",
        *one('CREATE TABLE "a""b" ("c""d" INT)', 'CREATE TABLE [a"b] (`c"d` INT)'),
    ),
    ("IF NOT EXISTS", *one("CREATE TABLE IF NOT EXISTS t (a INT)", "CREATE TABLE t (a INT)")),
    ("the schema's name", *one("CREATE TABLE main.t (a INT)", "CREATE TABLE t (a INT)")),
    (
        "comments",
        *one(
            "CREATE TABLE t (a INT -- the first, )\n, /* CHECK (a > 0) */ b INT)",
            "CREATE TABLE t (a INT, b INT)",
        ),
    ),
    ("NULL said", *one("CREATE TABLE t (a INT NULL)", "CREATE TABLE t (a INT)")),
    (
        "a rowid with and without NOT NULL",
        *one(
            "CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY)",
            "CREATE TABLE t (id INTEGER PRIMARY KEY)",
        ),
    ),
    (
        "a key on the column and on the table",
        *one(
            "CREATE TABLE t (id INTEGER PRIMARY KEY)",
            "CREATE TABLE t (id INTEGER, PRIMARY KEY (id))",
        ),
    ),
    (
        "AUTOINCREMENT on the column and on the table",
        *one(
            "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)",
            "CREATE TABLE t (id INTEGER, PRIMARY KEY (id AUTOINCREMENT))",
        ),
    ),
    (
        "UNIQUE on the column and on the table",
        *one("CREATE TABLE t (a INT UNIQUE)", "CREATE TABLE t (a INT, UNIQUE (a))"),
    ),
    (
        "a key that says ASC",
        *one("CREATE TABLE t (a INT, UNIQUE (a ASC))", "CREATE TABLE t (a INT, UNIQUE (a))"),
    ),
    (
        "a key in parentheses",
        *one("CREATE TABLE t (a INT, UNIQUE ((a)))", "CREATE TABLE t (a INT, UNIQUE (a))"),
    ),
    (
        "UNIQUE with the column's own collation",
        *one(
            "CREATE TABLE t (a TEXT COLLATE NOCASE, UNIQUE (a COLLATE nocase))",
            "CREATE TABLE t (a TEXT COLLATE NOCASE, UNIQUE (a))",
        ),
    ),
    (
        "constraints without a comma",
        *one(
            "CREATE TABLE t (a INT, b INT, UNIQUE (a) CHECK (b > 0))",
            "CREATE TABLE t (a INT, b INT, UNIQUE (a), CHECK (b > 0))",
        ),
    ),
    (
        "constraints in another order",
        *one(
            "CREATE TABLE t (a INT, b INT, UNIQUE (a), CHECK (b > 0), UNIQUE (b))",
            "CREATE TABLE t (a INT, b INT, UNIQUE (b), UNIQUE (a), CHECK (b > 0))",
        ),
    ),
    (
        "the binary collation said",
        *one("CREATE TABLE t (a TEXT COLLATE BINARY)", "CREATE TABLE t (a TEXT)"),
    ),
    (
        "the conflict clause that is the default",
        *one(
            "CREATE TABLE t (a INT NOT NULL ON CONFLICT ABORT)", "CREATE TABLE t (a INT NOT NULL)"
        ),
    ),
    (
        "a generated column said in short",
        *one(
            "CREATE TABLE t (a INT, b INT GENERATED ALWAYS AS (a+1) VIRTUAL)",
            "CREATE TABLE t (a INT, b INT AS (a + 1))",
        ),
    ),
    (
        "options in another case",
        *one("CREATE TABLE t (a INT) strict", "CREATE TABLE t (a INT) STRICT"),
    ),
    # defaults
    ("a default in parentheses", *default("1", "(1)")),
    ("a default in many parentheses", *default("1", "(((1)))")),
    ("a default text in parentheses", *default("'it''s'", "('it''s')")),
    ("a default time in another case", *default("CURRENT_TIMESTAMP", "current_timestamp")),
    ("a default time in parentheses", *default("CURRENT_TIMESTAMP", "(CURRENT_TIMESTAMP)")),
    ("a default text in double quotes", *default("'abc'", '"abc"')),
    ("a default text without quotes", *default("'Abc'", "Abc")),
    ("a negative default with a space", *default("-1", "- 1")),
    ("a default function", *default("(datetime('now'))", "(DATETIME( 'now' ))")),
    ("a default blob in another case", *default("x'AB'", "X'ab'")),
    # checks
    ("a CHECK with quoted names", *check("a > 0 AND b < 9", '"a" > 0 and "b" < 9')),
    ("a CHECK with names in another case", *check("a > 0", "A > 0")),
    ("a CHECK with other spaces", *check("a+b>0", "a  +\n b > 0")),
    ("a CHECK in parentheses", *check("a > 0", "((a > 0))")),
    ("a CHECK with the table's name", *check("t.a > 0", "a > 0")),
    ("a CHECK with two equals signs", *check("a == 0", "a = 0")),
    ("a CHECK with an exclamation mark", *check("a != 0", "a <> 0")),
    ("a CHECK with a string in double quotes", *check('c <> "xyz"', "c <> 'xyz'")),
    ("a CHECK with a function in another case", *check("length(c) > 0", "LENGTH (c) > 0")),
    ("a CHECK on a keyword", *check('"order" > 0', "[order] > 0")),
    ("a CHECK on a harmless keyword", *check('"key" > 0', "key > 0")),
    ("a CHECK on a name with a space", *check('"my col" > 0', "`My Col` > 0")),
    ("a CHECK with a comment", *check("a /* not b */ > 0", "a > 0")),
    ("a CHECK with IN", *check("c IN ('a','b')", "c in ('a', 'b')")),
    (
        "a CHECK with a blob and an exponent",
        *check("c <> X'AB' AND a < 1E3", "c <> x'ab' and a < 1e3"),
    ),
    # foreign keys
    (
        "a reference to the primary key unsaid",
        *reference("REFERENCES usuario", "REFERENCES usuario (id)"),
    ),
    (
        "a reference in another case",
        *reference("REFERENCES Usuario (ID)", "REFERENCES usuario (id)"),
    ),
    (
        "the action that is the default",
        *reference("REFERENCES usuario ON DELETE NO ACTION", "REFERENCES usuario"),
    ),
    (
        "the match that is the default",
        *reference("REFERENCES usuario MATCH SIMPLE", "REFERENCES usuario"),
    ),
    ("NOT DEFERRABLE said", *reference("REFERENCES usuario NOT DEFERRABLE", "REFERENCES usuario")),
    (
        "actions in another order",
        *reference(
            "REFERENCES usuario ON UPDATE CASCADE ON DELETE SET NULL",
            "REFERENCES usuario ON DELETE SET NULL ON UPDATE CASCADE",
        ),
    ),
    (
        "a foreign key on the column and on the table",
        [USER, "CREATE TABLE t (u INT REFERENCES usuario (id))"],
        [USER, "CREATE TABLE t (u INT, FOREIGN KEY (u) REFERENCES usuario (id))"],
    ),
    (
        "a composite foreign key in another order",
        [USER, "CREATE TABLE t (a INT, b INT, FOREIGN KEY (a, b) REFERENCES usuario (id, nombre))"],
        [USER, "CREATE TABLE t (a INT, b INT, FOREIGN KEY (b, a) REFERENCES usuario (nombre, id))"],
    ),
    # indexes
    ("an index in another case", *index("t (a)", "T (A ASC)")),
    ("an index on a column in parentheses", *index("t ((a))", "t (a)")),
    ("an index on a quoted name", *index('"t" ("a" COLLATE BINARY)', "t (a)")),
    (
        "an index and a table named with their schema",
        [THREE, "CREATE INDEX IF NOT EXISTS main.i ON t (lower(c))"],
        [THREE, "CREATE INDEX i ON t (lower(c))"],
    ),
    (
        "a view and a trigger named with their schema",
        [
            THREE,
            "CREATE VIEW IF NOT EXISTS main.v AS SELECT 1",
            "CREATE TRIGGER IF NOT EXISTS main.g AFTER INSERT ON t BEGIN SELECT 1; END",
        ],
        [
            THREE,
            "CREATE VIEW v AS SELECT 1",
            "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END",
        ],
    ),
    (
        "a trigger on columns in other quotes",
        *statement(
            'CREATE TRIGGER g UPDATE OF "a", B ON t BEGIN SELECT 1; END',
            "CREATE TRIGGER g UPDATE OF [a],b ON t BEGIN SELECT 1; END",
        ),
    ),
    (
        "an index on an expression with a collation",
        *index("t (lower(c) COLLATE NOCASE)", 't (LOWER("c") collate "nocase" ASC)'),
    ),
    ("an index on an expression in parentheses", *index("t ((lower(c)))", "t (LOWER(c))")),
    (
        "an index on an expression with an order",
        *index("t (lower(c) DESC, a)", 't (lower("c") desc, "a")'),
    ),
    (
        "an index's predicate in parentheses",
        *index("t (a) WHERE (b IS NOT NULL)", "t (a) where b is not null"),
    ),
    (
        "indexes in another order",
        [THREE, "CREATE INDEX i ON t (a)", "CREATE INDEX j ON t (b)"],
        [THREE, "CREATE INDEX j ON t (b)", "CREATE INDEX i ON t (a)"],
    ),
    # views and triggers
    (
        "a view in another case",
        *statement(
            "CREATE VIEW v AS SELECT a, count(*) FROM t GROUP BY a",
            "create view v as select A , COUNT( * ) from T group by a",
        ),
    ),
    (
        "a view with quoted names",
        *statement('CREATE VIEW "v" AS SELECT "a" FROM "t"', "CREATE VIEW v AS SELECT a FROM t"),
    ),
    (
        "a trigger that says FOR EACH ROW",
        *statement(
            "CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW BEGIN SELECT 1; END",
            "CREATE TRIGGER IF NOT EXISTS g after insert on T begin select 1; end",
        ),
    ),
    (
        "a trigger that says BEFORE",
        *statement(
            "CREATE TRIGGER g BEFORE INSERT ON t BEGIN SELECT 1; END",
            "CREATE TRIGGER g INSERT ON t BEGIN SELECT 1; END",
        ),
    ),
    # how it came about
    ("tables made in another order", [USER, THREE], [THREE, USER]),
    ("rows", [THREE], [THREE, "INSERT INTO t VALUES (1, 2, 'x')"]),
    (
        "statistics",
        [THREE],
        [
            THREE,
            "CREATE INDEX i ON t (a)",
            "INSERT INTO t VALUES (1, 2, 'x')",
            "ANALYZE",
            "DROP INDEX i",
        ],
    ),
    (
        "a column added",
        [THREE],
        ["CREATE TABLE t (a INTEGER, b INTEGER)", "ALTER TABLE t ADD COLUMN c TEXT"],
    ),
    (
        "a column added before constraints",
        ["CREATE TABLE t (a INTEGER, b INTEGER, CHECK (a > 0))"],
        ["CREATE TABLE t (a INTEGER, CHECK (a > 0))", "ALTER TABLE t ADD COLUMN b INTEGER"],
    ),
    (
        "a column dropped",
        [THREE],
        ["CREATE TABLE t (a INTEGER, b INTEGER, x INT, c TEXT)", "ALTER TABLE t DROP COLUMN x"],
    ),
    (
        "a column renamed",
        ["CREATE TABLE t (a INT, CHECK (a > 0))", "CREATE INDEX i ON t (a) WHERE a > 1"],
        [
            "CREATE TABLE t (z INT, CHECK (z > 0))",
            "CREATE INDEX i ON t (z) WHERE z > 1",
            "ALTER TABLE t RENAME COLUMN z TO a",
        ],
    ),
    (
        "a table renamed",
        [USER, "CREATE TABLE t (u INT REFERENCES usuario, CHECK (t.u > 0))"],
        [
            USER,
            "CREATE TABLE s (u INT REFERENCES usuario, CHECK (s.u > 0))",
            "ALTER TABLE s RENAME TO t",
        ],
    ),
    (
        "a referred table renamed",
        [USER, "CREATE TABLE t (u INT REFERENCES usuario (id))"],
        [
            "CREATE TABLE persona (id INTEGER PRIMARY KEY, nombre TEXT UNIQUE)",
            "CREATE TABLE t (u INT REFERENCES persona (id))",
            "ALTER TABLE persona RENAME TO usuario",
        ],
    ),
    (
        "a table made from a SELECT",
        ["CREATE TABLE t (a INT, b)"],
        ["CREATE TABLE s (a INT)", "CREATE TABLE t AS SELECT a, a + 1 AS b FROM s", "DROP TABLE s"],
    ),
    ("a temporary table besides", [THREE], [THREE, "CREATE TEMP TABLE x (a)"]),
    (
        "a temporary table of the same name",
        [THREE],
        [
            THREE,
            "CREATE TEMP TABLE t (z TEXT UNIQUE, CHECK (z > 0))",
            "CREATE INDEX temp.i ON t (z)",
        ],
    ),
]


@pytest.mark.parametrize(
    ("left", "right"), [case[1:] for case in SAME], ids=[case[0] for case in SAME]
)
def test_what_means_the_same_is_the_same(left, right):
    assert differences(left, right) == ()


def test_the_table_of_sames_is_long():
    assert len(SAME) >= 40
    assert len({case[0] for case in SAME}) == len(SAME)


def test_vacuum_changes_nothing():
    with connected(THREE, "INSERT INTO t VALUES (1, 2, 'x')", "DELETE FROM t") as connection:
        before = read_schema(connection)
        connection.commit()
        connection.exec_driver_sql("VACUUM")

        assert diff_schemas(before, read_schema(connection), (("t", "t"),)) == ()
