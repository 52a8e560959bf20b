"""Single faults, each injected into a MariaDB schema: every one must be seen, and only it.

A case is what happened, the statements that make the left and the right database, and the kinds
of difference to be reported.
"""

from __future__ import annotations

import pytest

from tests.inspect.mariadb_databases import between, schema

Pair = tuple[list[str], list[str]]

USER = "CREATE TABLE usuario (id INT PRIMARY KEY, nombre VARCHAR(50), UNIQUE n (nombre))"
OTHER = "CREATE TABLE persona (id INT PRIMARY KEY)"
THREE = "CREATE TABLE t (a INT, b INT, c TEXT, d VARCHAR(100), p POINT NOT NULL)"


def column(left: str, right: str) -> Pair:
    made = "CREATE TABLE t (id INT PRIMARY KEY, {})"
    return [made.format(left)], [made.format(right)]


def clause(left: str, right: str) -> Pair:
    made = "CREATE TABLE t (a INT, b INT, c TEXT, s DATE NOT NULL, e DATE NOT NULL{})"
    return [made.format(left and f", {left}")], [made.format(right and f", {right}")]


def tail(left: str, right: str) -> Pair:
    made = "CREATE TABLE t (a INT, b DATE, c VARCHAR(9)) {}"
    return [made.format(left)], [made.format(right)]


def index(left: str, right: str) -> Pair:
    return [THREE, *([left] if left else [])], [THREE, *([right] if right else [])]


def reference(left: str, right: str) -> Pair:
    made = "CREATE TABLE t (id INT PRIMARY KEY, u INT, v VARCHAR(50), INDEX (u), INDEX (v){})"
    return [USER, OTHER, made.format(left and f", {left}")], [
        USER,
        OTHER,
        made.format(right and f", {right}"),
    ]


def after(left: str, right: str) -> Pair:
    return [USER, THREE, *([left] if left else [])], [USER, THREE, *([right] if right else [])]


FK = "CONSTRAINT f FOREIGN KEY (u) REFERENCES usuario (id)"
PERIOD = "PERIOD FOR p (s, e)"
EVENT = "CREATE EVENT ev ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01' DISABLE DO DELETE FROM t"
FUNCTION = "CREATE FUNCTION f(x INT) RETURNS INT DETERMINISTIC RETURN x + 1"
PROCEDURE = "CREATE PROCEDURE f(IN x INT) SELECT x"
TRIGGER = "CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW SET NEW.a = 1"
VIEW = "CREATE VIEW v AS SELECT a FROM t WHERE d = 'x'"

FAULTS = [
    # tables
    ("a table is missing", [USER, OTHER], [USER], {"table.missing"}),
    ("a table is too many", [USER], [USER, OTHER], {"table.missing"}),
    ("another engine", *tail("ENGINE=InnoDB", "ENGINE=Aria"), {"table.options"}),
    ("another row format", *tail("", "ROW_FORMAT=COMPACT"), {"table.options"}),
    ("compressed", *tail("", "ROW_FORMAT=COMPRESSED KEY_BLOCK_SIZE=8"), {"table.options"}),
    ("page compression", *tail("", "PAGE_COMPRESSED=1"), {"table.options"}),
    ("another option", *tail("", "STATS_PERSISTENT=0"), {"table.options"}),
    (
        "an option of another engine",
        *tail("ENGINE=Aria", "ENGINE=Aria TRANSACTIONAL=0"),
        {"table.options"},
    ),
    (
        "another collation",
        *tail("", "COLLATE utf8mb4_bin"),
        {"table.options", "column.collation"},
    ),
    (
        "another character set",
        *tail("", "CHARACTER SET latin1"),
        {"table.options", "column.collation"},
    ),
    ("a table's comment is gone", *tail("COMMENT 'x'", ""), {"table.comment"}),
    ("a table's comment is another", *tail("COMMENT 'x'", "COMMENT 'X'"), {"table.comment"}),
    ("system versioning", *tail("", "WITH SYSTEM VERSIONING"), {"table.options"}),
    (
        "Alembic left its temporary table behind",
        [USER],
        [USER, "CREATE TABLE _alembic_tmp_usuario (a INT)"],
        {"table.missing", "table.leftover"},
    ),
    # partitions
    ("partitions", *tail("", "PARTITION BY HASH (a) PARTITIONS 2"), {"partitions.missing"}),
    (
        "the number of partitions",
        *tail("PARTITION BY HASH (a) PARTITIONS 2", "PARTITION BY HASH (a) PARTITIONS 3"),
        {"partitions.definition"},
    ),
    (
        "the kind of partitions",
        *tail("PARTITION BY HASH (a) PARTITIONS 2", "PARTITION BY LINEAR HASH (a) PARTITIONS 2"),
        {"partitions.definition"},
    ),
    (
        "the bound of a partition",
        *tail(
            "PARTITION BY RANGE (a) (PARTITION p VALUES LESS THAN (1))",
            "PARTITION BY RANGE (a) (PARTITION p VALUES LESS THAN (2))",
        ),
        {"partitions.definition"},
    ),
    (
        "the default of LIST, which information_schema does not know",
        *tail(
            "PARTITION BY LIST (a) (PARTITION p VALUES IN (1), PARTITION d VALUES IN (0))",
            "PARTITION BY LIST (a) (PARTITION p VALUES IN (1), PARTITION d DEFAULT)",
        ),
        {"partitions.definition"},
    ),
    (
        "the limit of SYSTEM_TIME, which it does not know either",
        *tail(
            "WITH SYSTEM VERSIONING PARTITION BY SYSTEM_TIME LIMIT 100 PARTITIONS 3",
            "WITH SYSTEM VERSIONING PARTITION BY SYSTEM_TIME LIMIT 200 PARTITIONS 3",
        ),
        {"partitions.definition"},
    ),
    (
        "a partition's comment",
        *tail(
            "PARTITION BY RANGE (a) (PARTITION p VALUES LESS THAN (1))",
            "PARTITION BY RANGE (a) (PARTITION p VALUES LESS THAN (1) COMMENT 'x')",
        ),
        {"partitions.definition"},
    ),
    # columns
    ("a column is missing", *clause("d INT", ""), {"column.missing"}),
    (
        "columns stand in another order",
        ["CREATE TABLE t (a INT, b INT)"],
        ["CREATE TABLE t (b INT, a INT)"],
        {"column.order"},
    ),
    ("a column's name has another case", *column("Titulo INT", "titulo INT"), {"column.name"}),
    ("a type is another", *column("a INT", "a BIGINT"), {"column.type"}),
    ("a type is unsigned", *column("a INT(10)", "a INT(10) UNSIGNED"), {"column.type"}),
    (
        "a type is filled with zeros",
        *column("a INT(10) UNSIGNED", "a INT(10) ZEROFILL"),
        {"column.type"},
    ),
    ("a display width", *column("a TINYINT(1)", "a TINYINT"), {"column.type"}),
    ("a length", *column("a VARCHAR(100)", "a VARCHAR(10)"), {"column.type"}),
    ("CHAR", *column("a VARCHAR(10)", "a CHAR(10)"), {"column.type"}),
    ("a precision", *column("a DECIMAL(10, 2)", "a DECIMAL(11, 2)"), {"column.type"}),
    ("a scale", *column("a DECIMAL(10, 2)", "a DECIMAL(10, 3)"), {"column.type"}),
    ("FLOAT", *column("a DOUBLE", "a FLOAT"), {"column.type"}),
    ("microseconds are lost", *column("a DATETIME(6)", "a DATETIME"), {"column.type"}),
    ("TIMESTAMP", *column("a DATETIME", "a TIMESTAMP NULL"), {"column.type"}),
    ("an enum's value is missing", *column("a ENUM('x','y')", "a ENUM('x')"), {"column.type"}),
    (
        "an enum's values stand in another order",
        *column("a ENUM('x','y')", "a ENUM('y','x')"),
        {"column.type"},
    ),
    ("an enum's value has another case", *column("a ENUM('x')", "a ENUM('X')"), {"column.type"}),
    ("a set's value", *column("a SET('x','y')", "a SET('x','z')"), {"column.type"}),
    ("TEXT", *column("a TEXT", "a LONGTEXT"), {"column.type"}),
    ("BLOB", *column("a BLOB", "a LONGBLOB"), {"column.type"}),
    ("BIT", *column("a BIT(1)", "a BIT(8)"), {"column.type"}),
    ("UUID", *column("a UUID", "a INET6"), {"column.type"}),
    ("a geometry's kind", *column("a POINT", "a GEOMETRY"), {"column.type"}),
    ("a compressed column", *column("a TEXT", "a TEXT COMPRESSED"), {"column.type"}),
    (
        "JSON, which is LONGTEXT with a CHECK",
        *column("a LONGTEXT", "a JSON"),
        {"column.collation", "check.missing"},
    ),
    ("NOT NULL is gone", *column("a INT NOT NULL", "a INT"), {"column.nullable"}),
    ("a default is gone", *column("a INT DEFAULT 1", "a INT"), {"column.default"}),
    ("a default is another", *column("a INT DEFAULT 1", "a INT DEFAULT 2"), {"column.default"}),
    (
        "a default is a string",
        *column("a VARCHAR(9) DEFAULT 'NULL'", "a VARCHAR(9)"),
        {"column.default"},
    ),
    (
        "a default is the empty string",
        *column("a VARCHAR(9) DEFAULT ''", "a VARCHAR(9)"),
        {"column.default"},
    ),
    (
        "a default's string has another case",
        *column("a VARCHAR(9) DEFAULT 'x'", "a VARCHAR(9) DEFAULT 'X'"),
        {"column.default"},
    ),
    (
        "a default's string has a space behind it",
        *column("a VARCHAR(9) DEFAULT 'x'", "a VARCHAR(9) DEFAULT 'x '"),
        {"column.default"},
    ),
    (
        "a default's character is beyond U+FFFF",
        *column("a VARCHAR(9) DEFAULT '🙂'", "a VARCHAR(9) DEFAULT '🙃'"),
        {"column.default"},
    ),
    (
        "a default of bytes has a character beyond U+FFFF",
        *column("a VARBINARY(9) DEFAULT '🙂'", "a VARBINARY(9) DEFAULT '?'"),
        {"column.default"},
    ),
    (
        "a default is a question mark",
        *column("a VARCHAR(9) DEFAULT '🙂'", "a VARCHAR(9) DEFAULT '?'"),
        {"column.default"},
    ),
    (
        "a default is an expression",
        *column("a VARCHAR(50) DEFAULT (uuid())", "a VARCHAR(50) DEFAULT 'uuid()'"),
        {"column.default"},
    ),
    (
        "an expression in a default has a character beyond U+FFFF",
        *column(
            "a VARCHAR(50) DEFAULT (concat('🙂', 'a'))", "a VARCHAR(50) DEFAULT (concat('🙃', 'a'))"
        ),
        {"column.default"},
    ),
    (
        "a default is now",
        *column("a DATETIME DEFAULT current_timestamp", "a DATETIME"),
        {"column.default"},
    ),
    (
        "ON UPDATE is gone",
        *column(
            "a DATETIME DEFAULT current_timestamp ON UPDATE current_timestamp",
            "a DATETIME DEFAULT current_timestamp",
        ),
        {"column.options"},
    ),
    (
        "AUTO_INCREMENT is gone",
        ["CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY)"],
        ["CREATE TABLE t (id INT PRIMARY KEY)"],
        {"column.identity"},
    ),
    (
        "a column is generated",
        *column("a INT, b INT", "a INT, b INT AS (a + 1)"),
        {"column.generated"},
    ),
    (
        "a generated column is stored",
        *column("a INT, b INT AS (a + 1) VIRTUAL", "a INT, b INT AS (a + 1) STORED"),
        {"column.generated"},
    ),
    (
        "a generated column is another",
        *column("a INT, b INT AS (a + 1)", "a INT, b INT AS (a + 2)"),
        {"column.generated"},
    ),
    (
        "a generated column's character is beyond U+FFFF",
        *column(
            "a INT, b VARCHAR(9) AS (concat(a, '🙂'))", "a INT, b VARCHAR(9) AS (concat(a, '🙃'))"
        ),
        {"column.generated"},
    ),
    (
        "a collation",
        *column("a VARCHAR(9)", "a VARCHAR(9) COLLATE utf8mb4_bin"),
        {"column.collation"},
    ),
    (
        "a character set",
        *column("a VARCHAR(9)", "a VARCHAR(9) CHARACTER SET latin1"),
        {"column.collation"},
    ),
    ("a column's comment", *column("a INT COMMENT 'x'", "a INT COMMENT 'y'"), {"column.comment"}),
    ("a column is invisible", *column("a INT", "a INT INVISIBLE"), {"column.options"}),
    (
        "a column is not versioned",
        ["CREATE TABLE t (a INT, b INT) WITH SYSTEM VERSIONING"],
        ["CREATE TABLE t (a INT, b INT WITHOUT SYSTEM VERSIONING) WITH SYSTEM VERSIONING"],
        {"column.options"},
    ),
    # keys
    (
        "a primary key is missing",
        ["CREATE TABLE t (a INT NOT NULL PRIMARY KEY)"],
        ["CREATE TABLE t (a INT NOT NULL)"],
        {"primary-key.missing"},
    ),
    (
        "a primary key's columns stand in another order",
        ["CREATE TABLE t (a INT, b INT, PRIMARY KEY (a, b))"],
        ["CREATE TABLE t (a INT, b INT, PRIMARY KEY (b, a))"],
        {"primary-key.columns"},
    ),
    (
        "a primary key has a prefix",
        ["CREATE TABLE t (a VARCHAR(100), PRIMARY KEY (a))"],
        ["CREATE TABLE t (a VARCHAR(100), PRIMARY KEY (a(10)))"],
        {"primary-key.columns"},
    ),
    (
        "a primary key sorts downward",
        ["CREATE TABLE t (a INT, PRIMARY KEY (a))"],
        ["CREATE TABLE t (a INT, PRIMARY KEY (a DESC))"],
        {"primary-key.columns"},
    ),
    (
        "a primary key is without overlaps",
        *clause(
            f"{PERIOD}, PRIMARY KEY (a, e, s)", f"{PERIOD}, PRIMARY KEY (a, p WITHOUT OVERLAPS)"
        ),
        {"primary-key.columns"},
    ),
    ("a foreign key is missing", *reference(FK, ""), {"foreign-key.missing"}),
    (
        "a foreign key's target",
        *reference(FK, FK.replace("usuario", "persona")),
        {"foreign-key.target"},
    ),
    (
        "a foreign key's name",
        *reference(FK, FK.replace("CONSTRAINT f", "CONSTRAINT g")),
        {"foreign-key.name"},
    ),
    (
        "a foreign key's name is gone",
        *reference(FK, FK.replace("CONSTRAINT f ", "")),
        {"foreign-key.name"},
    ),
    (
        "a foreign key's name is a number",
        *reference(
            FK.replace("CONSTRAINT f", "CONSTRAINT `7`"),
            FK.replace("CONSTRAINT f", "CONSTRAINT `8`"),
        ),
        {"foreign-key.name"},
    ),
    ("ON DELETE CASCADE", *reference(FK, f"{FK} ON DELETE CASCADE"), {"foreign-key.on-delete"}),
    ("ON DELETE SET NULL", *reference(FK, f"{FK} ON DELETE SET NULL"), {"foreign-key.on-delete"}),
    ("ON UPDATE CASCADE", *reference(FK, f"{FK} ON UPDATE CASCADE"), {"foreign-key.on-update"}),
    # unique
    ("a UNIQUE is missing", *clause("UNIQUE u (a)", ""), {"unique.missing"}),
    ("a UNIQUE's name", *clause("UNIQUE u (a)", "UNIQUE w (a)"), {"unique.name"}),
    ("a UNIQUE's columns", *clause("UNIQUE u (a)", "UNIQUE u (a, b)"), {"unique.missing"}),
    ("a UNIQUE's order", *clause("UNIQUE u (a, b)", "UNIQUE u (b, a)"), {"unique.order"}),
    ("a UNIQUE's prefix", *clause("UNIQUE u (c(5))", "UNIQUE u (c(6))"), {"unique.clause"}),
    ("a UNIQUE over the whole text", *clause("UNIQUE u (c(5))", "UNIQUE u (c)"), {"unique.clause"}),
    ("a UNIQUE's comment", *clause("UNIQUE u (a)", "UNIQUE u (a) COMMENT 'x'"), {"unique.clause"}),
    ("a UNIQUE is ignored", *clause("UNIQUE u (a)", "UNIQUE u (a) IGNORED"), {"unique.clause"}),
    (
        "a UNIQUE is no more than an index",
        *clause("UNIQUE u (a)", "INDEX u (a)"),
        {"unique.missing", "index.missing"},
    ),
    (
        "a UNIQUE is without overlaps",
        *clause(f"{PERIOD}, UNIQUE u (a, e, s)", f"{PERIOD}, UNIQUE u (a, p WITHOUT OVERLAPS)"),
        {"unique.clause"},
    ),
    # indexes
    ("an index is missing", *index("CREATE INDEX i ON t (a)", ""), {"index.missing"}),
    (
        "an index's name",
        *index("CREATE INDEX i ON t (a)", "CREATE INDEX j ON t (a)"),
        {"index.name"},
    ),
    (
        "an index's columns",
        *index("CREATE INDEX i ON t (a)", "CREATE INDEX i ON t (a, b)"),
        {"index.missing"},
    ),
    (
        "an index sorts downward",
        *index("CREATE INDEX i ON t (a)", "CREATE INDEX i ON t (a DESC)"),
        {"index.parts"},
    ),
    (
        "an index's prefix",
        *index("CREATE INDEX i ON t (d)", "CREATE INDEX i ON t (d(10))"),
        {"index.parts"},
    ),
    (
        "an index's comment",
        *index("CREATE INDEX i ON t (a)", "CREATE INDEX i ON t (a) COMMENT 'x'"),
        {"index.options"},
    ),
    (
        "an index is ignored",
        *index("CREATE INDEX i ON t (a)", "CREATE INDEX i ON t (a) IGNORED"),
        {"index.options"},
    ),
    (
        "an index is FULLTEXT",
        *index("CREATE INDEX i ON t (d)", "CREATE FULLTEXT INDEX i ON t (d)"),
        {"index.method"},
    ),
    (
        "a SPATIAL index",
        *index("CREATE SPATIAL INDEX i ON t (p)", ""),
        {"index.missing"},
    ),
    (
        "an index is a tree",
        ["CREATE TABLE t (a INT, INDEX (a)) ENGINE=MEMORY"],
        ["CREATE TABLE t (a INT, INDEX (a) USING BTREE) ENGINE=MEMORY"],
        {"index.method"},
    ),
    # checks
    ("a CHECK is missing", *clause("CHECK (a > 0)", ""), {"check.missing"}),
    (
        "a CHECK is another",
        *clause("CONSTRAINT k CHECK (a > 0)", "CONSTRAINT k CHECK (a > 1)"),
        {"check.expression"},
    ),
    (
        "a CHECK's string has another case",
        *clause("CONSTRAINT k CHECK (c <> 'x')", "CONSTRAINT k CHECK (c <> 'X')"),
        {"check.expression"},
    ),
    (
        "a CHECK's character is beyond U+FFFF",
        *clause("CONSTRAINT k CHECK (c <> '🙂')", "CONSTRAINT k CHECK (c <> '🙃')"),
        {"check.expression"},
    ),
    (
        "a CHECK's name",
        *clause("CONSTRAINT k CHECK (a > 0)", "CONSTRAINT l CHECK (a > 0)"),
        {"check.name"},
    ),
    (
        "a CHECK belongs to a column",
        ["CREATE TABLE t (a INT CHECK (a > 0))"],
        ["CREATE TABLE t (a INT, CHECK (a > 0))"],
        {"check.options"},
    ),
    (
        "json_valid is gone",
        *column("a LONGTEXT CHECK (json_valid(a))", "a LONGTEXT"),
        {"check.missing"},
    ),
    ("a period is missing", *clause(PERIOD, ""), {"period.missing"}),
    (
        "a period is no more than a CHECK",
        *clause(PERIOD, "CONSTRAINT p CHECK (s < e)"),
        {"period.missing", "check.missing"},
    ),
    (
        "a period's columns",
        *clause(PERIOD, "PERIOD FOR p (e, s)"),
        {"period.definition"},
    ),
    # views
    ("a view is missing", *after(VIEW, ""), {"view.missing"}),
    ("a view is another", *after(VIEW, VIEW.replace("SELECT a", "SELECT b")), {"view.definition"}),
    ("a view's string", *after(VIEW, VIEW.replace("'x'", "'X'")), {"view.definition"}),
    (
        "a view's character is beyond U+FFFF",
        *after(VIEW.replace("x", "🙂"), VIEW.replace("x", "🙃")),
        {"view.definition"},
    ),
    (
        "a view's algorithm",
        *after(VIEW, VIEW.replace("CREATE", "CREATE ALGORITHM=MERGE")),
        {"view.definition"},
    ),
    (
        "a view's security",
        *after(VIEW, VIEW.replace("VIEW", "SQL SECURITY INVOKER VIEW")),
        {"view.definition"},
    ),
    ("a view's check option", *after(VIEW, f"{VIEW} WITH CHECK OPTION"), {"view.definition"}),
    (
        "a view's check option is local",
        *after(f"{VIEW} WITH CHECK OPTION", f"{VIEW} WITH LOCAL CHECK OPTION"),
        {"view.definition"},
    ),
    # triggers
    ("a trigger is missing", *after(TRIGGER, ""), {"trigger.missing"}),
    (
        "a trigger's timing",
        *after(
            TRIGGER.replace("SET NEW.a = 1", "SET @x = 1"),
            TRIGGER.replace("SET NEW.a = 1", "SET @x = 1").replace("BEFORE", "AFTER"),
        ),
        {"trigger.definition"},
    ),
    (
        "a trigger's event",
        *after(TRIGGER, TRIGGER.replace("INSERT", "UPDATE")),
        {"trigger.definition"},
    ),
    ("a trigger's body", *after(TRIGGER, TRIGGER.replace("= 1", "= 2")), {"trigger.definition"}),
    (
        "a trigger's string",
        *after(TRIGGER.replace("= 1", "= 'a  b'"), TRIGGER.replace("= 1", "= 'a b'")),
        {"trigger.definition"},
    ),
    (
        "a trigger's character is beyond U+FFFF",
        *after(TRIGGER.replace("a = 1", "c = '🙂'"), TRIGGER.replace("a = 1", "c = '🙃'")),
        {"trigger.definition"},
    ),
    (
        "the order of triggers",
        [THREE, TRIGGER, TRIGGER.replace("TRIGGER g", "TRIGGER h")],
        [THREE, TRIGGER.replace("TRIGGER g", "TRIGGER h"), TRIGGER],
        {"trigger.definition"},
    ),
    (
        "the mode that a trigger was made under",
        [THREE, TRIGGER],
        [THREE, "SET sql_mode = 'ANSI_QUOTES'", TRIGGER],
        {"trigger.definition"},
    ),
    # all else
    ("a function is missing", *after(FUNCTION, ""), {"function.missing"}),
    (
        "a function's body",
        *after(FUNCTION, FUNCTION.replace("+ 1", "+ 2")),
        {"function.definition"},
    ),
    (
        "a function's parameter",
        *after(FUNCTION, FUNCTION.replace("x INT", "x BIGINT")),
        {"function.definition"},
    ),
    (
        "what a function returns",
        *after(FUNCTION, FUNCTION.replace("RETURNS INT", "RETURNS BIGINT")),
        {"function.definition"},
    ),
    (
        "a function is not deterministic",
        *after(FUNCTION, FUNCTION.replace(" DETERMINISTIC", "")),
        {"function.definition"},
    ),
    (
        "a function's security",
        *after(FUNCTION, FUNCTION.replace("DETERMINISTIC", "DETERMINISTIC SQL SECURITY INVOKER")),
        {"function.definition"},
    ),
    (
        "a function's comment",
        *after(FUNCTION, FUNCTION.replace("DETERMINISTIC", "DETERMINISTIC COMMENT 'x'")),
        {"function.definition"},
    ),
    (
        "a procedure instead of a function",
        *after(FUNCTION, PROCEDURE),
        {"function.missing", "procedure.missing"},
    ),
    (
        "a procedure's direction",
        *after(PROCEDURE, PROCEDURE.replace("IN x", "OUT x")),
        {"procedure.definition"},
    ),
    ("an event is missing", *after(EVENT, ""), {"event.missing"}),
    ("an event's interval", *after(EVENT, EVENT.replace("1 DAY", "2 DAY")), {"event.definition"}),
    ("an event's start", *after(EVENT, EVENT.replace("2030", "2031")), {"event.definition"}),
    (
        "an event's body",
        *after(EVENT, EVENT.replace("FROM t", "FROM usuario")),
        {"event.definition"},
    ),
    (
        "an event's status",
        *after(EVENT, EVENT.replace("DISABLE", "DISABLE ON SLAVE")),
        {"event.definition"},
    ),
    ("a sequence is missing", *after("CREATE SEQUENCE s", ""), {"sequence.missing"}),
    (
        "a sequence's step",
        *after("CREATE SEQUENCE s", "CREATE SEQUENCE s INCREMENT 2"),
        {"sequence.definition"},
    ),
    (
        "a sequence's start",
        *after("CREATE SEQUENCE s", "CREATE SEQUENCE s START 2"),
        {"sequence.definition"},
    ),
    (
        "a sequence's cache",
        *after("CREATE SEQUENCE s", "CREATE SEQUENCE s CACHE 1"),
        {"sequence.definition"},
    ),
    (
        "a sequence's end",
        *after("CREATE SEQUENCE s", "CREATE SEQUENCE s CYCLE"),
        {"sequence.definition"},
    ),
    (
        "a sequence's bounds",
        *after("CREATE SEQUENCE s", "CREATE SEQUENCE s MAXVALUE 9"),
        {"sequence.definition"},
    ),
    (
        "a default's sequence",
        ["CREATE SEQUENCE s", "CREATE SEQUENCE q", "CREATE TABLE t (a INT DEFAULT nextval(s))"],
        ["CREATE SEQUENCE s", "CREATE SEQUENCE q", "CREATE TABLE t (a INT DEFAULT nextval(q))"],
        {"column.default"},
    ),
    (
        "the database's collation",
        ["CREATE TABLE t (a INT)"],
        ["CREATE TABLE t (a INT)", "ALTER DATABASE {database} COLLATE utf8mb4_bin"],
        {"database.collation", "table.options"},
    ),
]


@pytest.mark.parametrize(
    ("left", "right", "kinds"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS]
)
def test_a_single_fault_is_seen_from_either_side(left, right, kinds):
    one, other = schema(*left), schema(*right)

    assert one.not_compared == other.not_compared == ()
    assert {difference.kind for difference in between(one, other)} == kinds
    assert {difference.kind for difference in between(other, one)} == kinds
