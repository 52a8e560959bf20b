"""Single faults, each injected into a schema: every one of them must be seen, and only it.

A case is what happened, the statements that make the left and the right database, and the kinds
of difference to be reported.
"""

from __future__ import annotations

import pytest

from tests.inspect.databases import differences

USER = "CREATE TABLE usuario (id INTEGER PRIMARY KEY, nombre VARCHAR(50))"
OTHER = "CREATE TABLE persona (id INTEGER PRIMARY KEY)"


def table(*parts: str, tail: str = "") -> str:
    return f"CREATE TABLE t ({', '.join(parts)}){tail}"


def column(left: str, right: str) -> tuple[list[str], list[str]]:
    return [table("id INTEGER PRIMARY KEY", left)], [table("id INTEGER PRIMARY KEY", right)]


def clause(left: str, right: str) -> tuple[list[str], list[str]]:
    columns = ("a INTEGER", "b INTEGER", "c TEXT")
    return [table(*columns, left) if left else table(*columns)], [
        table(*columns, right) if right else table(*columns)
    ]


def reference(left: str, right: str) -> tuple[list[str], list[str]]:
    one, other = column(f"u INTEGER {left}", f"u INTEGER {right}")
    return [USER, OTHER, *one], [USER, OTHER, *other]


def index(left: str, right: str) -> tuple[list[str], list[str]]:
    made = table("a INTEGER", "b INTEGER", "c TEXT")
    return [made, *([left] if left else [])], [made, *([right] if right else [])]


def trigger(left: str, right: str) -> tuple[list[str], list[str]]:
    made = table("a INTEGER", "b INTEGER", "c TEXT")
    return [made, f"CREATE TRIGGER g {left}"], [made, f"CREATE TRIGGER g {right}"]


def whole(left: str, right: str) -> tuple[list[str], list[str]]:
    return [left], [right]


FK = "REFERENCES usuario (id)"

FAULTS = [
    # tables
    ("a table is missing", [table("a INT"), USER], [table("a INT")], {"table.missing"}),
    ("a table is too many", [USER], [USER, table("a INT")], {"table.missing"}),
    (
        "a table is STRICT",
        *whole(table("a INT"), table("a INT", tail=" STRICT")),
        {"table.options"},
    ),
    (
        "a table is WITHOUT ROWID",
        *whole(
            table("a TEXT PRIMARY KEY NOT NULL"),
            table("a TEXT PRIMARY KEY NOT NULL", tail=" WITHOUT ROWID"),
        ),
        {"table.options"},
    ),
    (
        "Alembic left its temporary table behind",
        [table("a INT")],
        [table("a INT"), "CREATE TABLE _alembic_tmp_t (a INT)"],
        {"table.missing", "table.leftover"},
    ),
    (
        "Django left its new table behind",
        [table("a INT"), 'CREATE TABLE "new__t" (a INT)'],
        [table("a INT")],
        {"table.missing", "table.leftover"},
    ),
    # columns
    ("a column is missing", *clause("d TEXT", ""), {"column.missing"}),
    ("a column is too many", *clause("", "d TEXT"), {"column.missing"}),
    (
        "columns stand in another order",
        *whole(table("a INT", "b INT"), table("b INT", "a INT")),
        {"column.order"},
    ),
    ("a column's name has another case", *column("Titulo TEXT", "titulo TEXT"), {"column.name"}),
    ("a type is another", *column("a INTEGER", "a BIGINT"), {"column.type"}),
    ("a type has another length", *column("a VARCHAR(100)", "a VARCHAR(10)"), {"column.type"}),
    ("a type has no length", *column("a VARCHAR(100)", "a VARCHAR"), {"column.type"}),
    ("a type has another scale", *column("a DECIMAL(10, 2)", "a DECIMAL(10, 3)"), {"column.type"}),
    ("a type has one word less", *column("a UNSIGNED BIG INT", "a BIG INT"), {"column.type"}),
    ("a type is absent", *column("a TEXT", "a"), {"column.type"}),
    (
        "the rowid's type is another",
        *whole(table("a INTEGER PRIMARY KEY"), table("a BIGINT NOT NULL PRIMARY KEY")),
        {"column.type"},
    ),
    ("NOT NULL is gone", *column("a TEXT NOT NULL", "a TEXT"), {"column.nullable"}),
    ("NOT NULL is new", *column("a TEXT NULL", "a TEXT NOT NULL"), {"column.nullable"}),
    (
        "a text key accepts NULL",
        *whole(table("a TEXT PRIMARY KEY"), table("a TEXT PRIMARY KEY NOT NULL")),
        {"column.nullable"},
    ),
    (
        "NOT NULL has a conflict clause",
        *column("a TEXT NOT NULL", "a TEXT NOT NULL ON CONFLICT IGNORE"),
        {"column.on-conflict"},
    ),
    ("a default is gone", *column("a INT DEFAULT 1", "a INT"), {"column.default"}),
    ("a default is new", *column("a INT", "a INT DEFAULT 0"), {"column.default"}),
    ("a default is NULL", *column("a INT", "a INT DEFAULT NULL"), {"column.default"}),
    (
        "a default is another number",
        *column("a INT DEFAULT 1", "a INT DEFAULT 2"),
        {"column.default"},
    ),
    (
        "a default has another sign",
        *column("a INT DEFAULT 1", "a INT DEFAULT -1"),
        {"column.default"},
    ),
    ("a default is quoted", *column("a INT DEFAULT 1", "a INT DEFAULT '1'"), {"column.default"}),
    (
        "a default has another case",
        *column("a TEXT DEFAULT 'A'", "a TEXT DEFAULT 'a'"),
        {"column.default"},
    ),
    (
        "a default has a space more",
        *column("a TEXT DEFAULT 'a b'", "a TEXT DEFAULT 'a  b'"),
        {"column.default"},
    ),
    (
        "a default is empty text, not NULL",
        *column("a TEXT DEFAULT ''", "a TEXT DEFAULT NULL"),
        {"column.default"},
    ),
    (
        "a default is a blob",
        *column("a TEXT DEFAULT 'ab'", "a TEXT DEFAULT x'6162'"),
        {"column.default"},
    ),
    (
        "a default is another time",
        *column("a TEXT DEFAULT CURRENT_TIMESTAMP", "a TEXT DEFAULT CURRENT_DATE"),
        {"column.default"},
    ),
    (
        "a default is text that looks like a keyword",
        *column("a TEXT DEFAULT CURRENT_TIMESTAMP", "a TEXT DEFAULT 'CURRENT_TIMESTAMP'"),
        {"column.default"},
    ),
    (
        "a default expression is another",
        *column("a INT DEFAULT (1 + 2 * 3)", "a INT DEFAULT ((1 + 2) * 3)"),
        {"column.default"},
    ),
    ("a collation is new", *column("a TEXT", "a TEXT COLLATE NOCASE"), {"column.collation"}),
    (
        "a collation is another",
        *column("a TEXT COLLATE RTRIM", "a TEXT COLLATE NOCASE"),
        {"column.collation"},
    ),
    ("a column is generated", *column("a INT", "a INT AS (id + 1)"), {"column.generated"}),
    (
        "a generated column is stored",
        *column("a INT AS (id + 1)", "a INT AS (id + 1) STORED"),
        {"column.generated"},
    ),
    (
        "a generated expression is another",
        *column("a INT AS (id + 1)", "a INT AS (id - 1)"),
        {"column.generated"},
    ),
    (
        "ids are used again",
        *whole(table("id INTEGER PRIMARY KEY AUTOINCREMENT"), table("id INTEGER PRIMARY KEY")),
        {"column.identity"},
    ),
    # primary keys
    (
        "the primary key is gone",
        *whole(table("a INT NOT NULL", "PRIMARY KEY (a)"), table("a INT NOT NULL")),
        {"primary-key.missing"},
    ),
    (
        "the primary key has a column more",
        *whole(
            table("a INT NOT NULL", "b INT NOT NULL", "PRIMARY KEY (a)"),
            table("a INT NOT NULL", "b INT NOT NULL", "PRIMARY KEY (a, b)"),
        ),
        {"primary-key.columns"},
    ),
    (
        "the primary key has another order",
        *clause("PRIMARY KEY (a, b)", "PRIMARY KEY (b, a)"),
        {"primary-key.columns"},
    ),
    (
        "the primary key sorts downward",
        *clause("PRIMARY KEY (a, b)", "PRIMARY KEY (a, b DESC)"),
        {"primary-key.columns"},
    ),
    (
        "the primary key has a collation of its own",
        *clause("PRIMARY KEY (c)", "PRIMARY KEY (c COLLATE NOCASE)"),
        {"primary-key.columns"},
    ),
    (
        "the primary key has a conflict clause",
        *clause("PRIMARY KEY (a)", "PRIMARY KEY (a) ON CONFLICT REPLACE"),
        {"primary-key.columns"},
    ),
    (
        "the primary key has a name",
        *clause("PRIMARY KEY (a)", "CONSTRAINT pk PRIMARY KEY (a)"),
        {"primary-key.name"},
    ),
    (
        "an INTEGER PRIMARY KEY DESC is no rowid and accepts NULL",
        *whole(table("a INTEGER PRIMARY KEY"), table("a INTEGER PRIMARY KEY DESC")),
        {"column.nullable", "primary-key.columns"},
    ),
    # foreign keys
    ("a foreign key is gone", *reference(FK, ""), {"foreign-key.missing"}),
    ("a foreign key is there twice", *reference(FK, f"{FK} {FK}"), {"foreign-key.missing"}),
    (
        "a foreign key has another target",
        *reference(FK, "REFERENCES persona (id)"),
        {"foreign-key.target"},
    ),
    (
        "a foreign key has another target column",
        *reference(FK, "REFERENCES usuario (nombre)"),
        {"foreign-key.target"},
    ),
    (
        "a foreign key's target does not exist",
        *reference(FK, "REFERENCES nadie (id)"),
        {"foreign-key.target"},
    ),
    (
        "a foreign key cascades",
        *reference(FK, f"{FK} ON DELETE CASCADE"),
        {"foreign-key.on-delete"},
    ),
    (
        "a foreign key sets NULL instead of cascading",
        *reference(f"{FK} ON DELETE CASCADE", f"{FK} ON DELETE SET NULL"),
        {"foreign-key.on-delete"},
    ),
    (
        "a foreign key restricts",
        *reference(FK, f"{FK} ON DELETE RESTRICT"),
        {"foreign-key.on-delete"},
    ),
    (
        "a foreign key sets the default",
        *reference(FK, f"{FK} ON UPDATE SET DEFAULT"),
        {"foreign-key.on-update"},
    ),
    (
        "a foreign key cascades updates",
        *reference(FK, f"{FK} ON UPDATE CASCADE"),
        {"foreign-key.on-update"},
    ),
    (
        "a foreign key is deferred",
        *reference(FK, f"{FK} DEFERRABLE INITIALLY DEFERRED"),
        {"foreign-key.deferrable"},
    ),
    (
        "a foreign key is deferrable",
        *reference(f"{FK} DEFERRABLE INITIALLY DEFERRED", f"{FK} DEFERRABLE"),
        {"foreign-key.deferrable"},
    ),
    ("a foreign key matches in full", *reference(FK, f"{FK} MATCH FULL"), {"foreign-key.match"}),
    (
        "a foreign key has a name",
        *reference(FK, f"CONSTRAINT fk_t_u {FK}"),
        {"foreign-key.name"},
    ),
    (
        "a foreign key has another name",
        *reference(f"CONSTRAINT fk {FK}", f"CONSTRAINT fk_t_u {FK}"),
        {"foreign-key.name"},
    ),
    (
        "a foreign key to a table that does not exist is of another column",
        [table("a INT REFERENCES nadie", "b INT")],
        [table("a INT", "b INT REFERENCES nadie")],
        {"foreign-key.missing"},
    ),
    (
        "a composite foreign key has one column",
        [USER, table("a INT", "b INT", "FOREIGN KEY (a, b) REFERENCES usuario (id, nombre)")],
        [USER, table("a INT", "b INT", "FOREIGN KEY (a) REFERENCES usuario (id)")],
        {"foreign-key.missing"},
    ),
    (
        "a composite foreign key is crossed",
        [USER, table("a INT", "b INT", "FOREIGN KEY (a, b) REFERENCES usuario (id, nombre)")],
        [USER, table("a INT", "b INT", "FOREIGN KEY (a, b) REFERENCES usuario (nombre, id)")],
        {"foreign-key.target"},
    ),
    (
        "a reference to itself is to another table",
        [OTHER, table("id INTEGER PRIMARY KEY", "padre INT REFERENCES t")],
        [OTHER, table("id INTEGER PRIMARY KEY", "padre INT REFERENCES persona")],
        {"foreign-key.target"},
    ),
    # uniqueness
    ("a UNIQUE is gone", *clause("UNIQUE (a)", ""), {"unique.missing"}),
    (
        "a UNIQUE is there twice",
        *clause("UNIQUE (a)", "UNIQUE (a), UNIQUE (a)"),
        {"unique.missing"},
    ),
    ("a UNIQUE has a column less", *clause("UNIQUE (a, b)", "UNIQUE (a)"), {"unique.missing"}),
    ("a UNIQUE has another order", *clause("UNIQUE (a, b)", "UNIQUE (b, a)"), {"unique.order"}),
    ("a UNIQUE has a name", *clause("UNIQUE (a)", "CONSTRAINT uq UNIQUE (a)"), {"unique.name"}),
    ("a UNIQUE ignores", *clause("UNIQUE (a)", "UNIQUE (a) ON CONFLICT IGNORE"), {"unique.clause"}),
    (
        "a UNIQUE ignores case",
        *clause("UNIQUE (c)", "UNIQUE (c COLLATE NOCASE)"),
        {"unique.clause"},
    ),
    ("a column is not unique", *column("a INT UNIQUE", "a INT"), {"unique.missing"}),
    (
        "what is unique is so by an index",
        [table("a INT", "UNIQUE (a)")],
        [table("a INT"), "CREATE UNIQUE INDEX uq ON t (a)"],
        {"unique.form"},
    ),
    (
        "a unique index covers some rows only",
        [table("a INT", "UNIQUE (a)")],
        [table("a INT"), "CREATE UNIQUE INDEX uq ON t (a) WHERE a > 0"],
        {"unique.missing", "index.missing"},
    ),
    # indexes
    ("an index is gone", *index("CREATE INDEX i ON t (a)", ""), {"index.missing"}),
    (
        "an index is there twice",
        [table("a INT"), "CREATE INDEX i ON t (a)"],
        [table("a INT"), "CREATE INDEX i ON t (a)", "CREATE INDEX j ON t (a)"],
        {"index.missing"},
    ),
    (
        "an index has another name",
        *index("CREATE INDEX i ON t (a)", "CREATE INDEX j ON t (a)"),
        {"index.name"},
    ),
    (
        "an index is unique",
        *index("CREATE INDEX i ON t (a)", "CREATE UNIQUE INDEX i ON t (a)"),
        {"index.unique"},
    ),
    (
        "an index has a column more",
        *index("CREATE INDEX i ON t (a)", "CREATE INDEX i ON t (a, b)"),
        {"index.missing"},
    ),
    (
        "an index has another order of columns",
        *index("CREATE INDEX i ON t (a, b)", "CREATE INDEX i ON t (b, a)"),
        {"index.missing"},
    ),
    (
        "an index sorts downward",
        *index("CREATE INDEX i ON t (a)", "CREATE INDEX i ON t (a DESC)"),
        {"index.parts"},
    ),
    (
        "an index ignores case",
        *index("CREATE INDEX i ON t (c)", "CREATE INDEX i ON t (c COLLATE NOCASE)"),
        {"index.parts"},
    ),
    (
        "an index is on an expression",
        *index("CREATE INDEX i ON t (c)", "CREATE INDEX i ON t (lower(c))"),
        {"index.missing"},
    ),
    (
        "an index's expression is another",
        *index("CREATE INDEX i ON t (lower(c))", "CREATE INDEX i ON t (upper(c))"),
        {"index.missing"},
    ),
    (
        "an index's expression ignores case",
        *index("CREATE INDEX i ON t (lower(c))", "CREATE INDEX i ON t (lower(c) COLLATE NOCASE)"),
        {"index.parts"},
    ),
    (
        "an index's expression has a string of another case",
        *index("CREATE INDEX i ON t (c || 'A')", "CREATE INDEX i ON t (c || 'a')"),
        {"index.missing"},
    ),
    (
        "an index is partial",
        *index("CREATE INDEX i ON t (a)", "CREATE INDEX i ON t (a) WHERE b IS NULL"),
        {"index.predicate"},
    ),
    (
        "an index's predicate is another",
        *index(
            "CREATE INDEX i ON t (a) WHERE b IS NULL", "CREATE INDEX i ON t (a) WHERE b IS NOT NULL"
        ),
        {"index.predicate"},
    ),
    (
        "a predicate's text has another case",
        *index("CREATE INDEX i ON t (a) WHERE c = 'X'", "CREATE INDEX i ON t (a) WHERE c = 'x'"),
        {"index.predicate"},
    ),
    # checks
    ("a CHECK is gone", *clause("CHECK (a > 0)", ""), {"check.missing"}),
    ("a CHECK is another", *clause("CHECK (a > 0)", "CHECK (a >= 0)"), {"check.missing"}),
    (
        "a named CHECK is another",
        *clause("CONSTRAINT ck CHECK (a > 0)", "CONSTRAINT ck CHECK (a > 1)"),
        {"check.expression"},
    ),
    ("a CHECK has a name", *clause("CHECK (a > 0)", "CONSTRAINT ck CHECK (a > 0)"), {"check.name"}),
    (
        "a CHECK's string has another case",
        *clause("CONSTRAINT ck CHECK (c <> 'A')", "CONSTRAINT ck CHECK (c <> 'a')"),
        {"check.expression"},
    ),
    (
        "a CHECK compares with another column",
        *clause("CONSTRAINT ck CHECK (a > b)", "CONSTRAINT ck CHECK (a > c)"),
        {"check.expression"},
    ),
    (
        "a CHECK compares with a string that looks like a column",
        *clause('CONSTRAINT ck CHECK (a > "b")', "CONSTRAINT ck CHECK (a > 'b')"),
        {"check.expression"},
    ),
    (
        "a CHECK lacks its parentheses",
        *clause("CONSTRAINT ck CHECK ((a + b) * 2 > 0)", "CONSTRAINT ck CHECK (a + b * 2 > 0)"),
        {"check.expression"},
    ),
    (
        "a CHECK has AND for OR",
        *clause("CONSTRAINT ck CHECK (a > 0 AND b > 0)", "CONSTRAINT ck CHECK (a > 0 OR b > 0)"),
        {"check.expression"},
    ),
    (
        "a CHECK with a parenthesis in a string",
        *clause("CONSTRAINT ck CHECK (c <> ')')", "CONSTRAINT ck CHECK (c <> '))')"),
        {"check.expression"},
    ),
    (
        "a CHECK is there twice",
        *clause("CHECK (a > 0)", "CHECK (a > 0), CHECK (a > 0)"),
        {"check.missing"},
    ),
    # triggers and views
    (
        "a trigger is gone",
        [table("a INT"), "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END"],
        [table("a INT")],
        {"trigger.missing"},
    ),
    (
        "a trigger runs before, not after",
        *trigger("AFTER INSERT ON t BEGIN SELECT 1; END", "BEFORE INSERT ON t BEGIN SELECT 1; END"),
        {"trigger.definition"},
    ),
    (
        "a trigger runs on another event",
        *trigger("AFTER INSERT ON t BEGIN SELECT 1; END", "AFTER DELETE ON t BEGIN SELECT 1; END"),
        {"trigger.definition"},
    ),
    (
        "a trigger watches another column",
        *trigger("UPDATE OF a ON t BEGIN SELECT 1; END", "UPDATE OF b ON t BEGIN SELECT 1; END"),
        {"trigger.definition"},
    ),
    (
        "a trigger has a condition",
        *trigger(
            "UPDATE ON t BEGIN SELECT 1; END", "UPDATE ON t WHEN new.a > 0 BEGIN SELECT 1; END"
        ),
        {"trigger.definition"},
    ),
    (
        "a trigger does something else",
        *trigger(
            "UPDATE ON t BEGIN UPDATE t SET b = 1; END", "UPDATE ON t BEGIN UPDATE t SET b = 2; END"
        ),
        {"trigger.definition"},
    ),
    ("a view is gone", [USER, "CREATE VIEW v AS SELECT id FROM usuario"], [USER], {"view.missing"}),
    (
        "a view selects another column",
        [USER, "CREATE VIEW v AS SELECT id FROM usuario"],
        [USER, "CREATE VIEW v AS SELECT nombre FROM usuario"],
        {"view.definition"},
    ),
    (
        "a view names its columns",
        [USER, "CREATE VIEW v AS SELECT id FROM usuario"],
        [USER, "CREATE VIEW v (numero) AS SELECT id FROM usuario"],
        {"view.definition"},
    ),
    (
        "a view has another trigger",
        [
            USER,
            "CREATE VIEW v AS SELECT id FROM usuario",
            "CREATE TRIGGER g INSTEAD OF INSERT ON v BEGIN SELECT 1; END",
        ],
        [
            USER,
            "CREATE VIEW v AS SELECT id FROM usuario",
            "CREATE TRIGGER g INSTEAD OF INSERT ON v BEGIN SELECT 2; END",
        ],
        {"view.definition"},
    ),
    # the database
    (
        "the encoding is another",
        *whole("PRAGMA encoding = 'UTF-8'", "PRAGMA encoding = 'UTF-16le'"),
        {"database.encoding"},
    ),
    (
        "the user version is another",
        *whole("PRAGMA user_version = 1", "PRAGMA user_version = 2"),
        {"database.user_version"},
    ),
    (
        "the application id is another",
        *whole("PRAGMA application_id = 1", "PRAGMA application_id = 2"),
        {"database.application_id"},
    ),
]


@pytest.mark.parametrize(
    ("left", "right", "kinds"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS]
)
def test_a_single_fault_is_seen_from_either_side(left, right, kinds):
    found = differences(left, right)

    assert {each.kind for each in found} == kinds
    assert {each.kind for each in differences(right, left)} == kinds
    assert all(each.left != each.right for each in found)
    again = (*differences(left, left), *differences(right, right))
    assert {each.kind for each in again} <= {"table.leftover"}  # told of wherever there is one


def test_the_table_of_faults_covers_every_kind_that_sqlite_can_have():
    kinds = {kind for case in FAULTS for kind in case[3]}

    assert len(FAULTS) >= 60
    assert len({case[0] for case in FAULTS}) == len(FAULTS)
    assert {kind.partition(".")[0] for kind in kinds} == {
        *("table", "column", "primary-key", "foreign-key", "unique", "index", "check"),
        *("trigger", "view", "database"),
    }
