"""Single faults, each injected into a MySQL schema: every one must be seen, and only it.

They are MariaDB's, as far as MySQL knows what they are about, and its own.
"""

from __future__ import annotations

import pytest

from tests.inspect.mysql_databases import between, is_new, schema
from tests.inspect.test_mariadb_faults import (
    EVENT,
    FAULTS,
    FUNCTION,
    THREE,
    VIEW,
    after,
    clause,
    column,
    index,
    tail,
)

# Sequences, periods, system versioning, DEFAULT of LIST, INET6, and what MySQL takes otherwise.
UNKNOWN = ("SEQUENCE", "PERIOD", "VERSIONING", "PARTITION d DEFAULT", "INET6", "Aria", "JSON")
OTHERWISE = {
    "page compression",
    "a compressed column",
    "a UNIQUE over the whole text",
    "a CHECK belongs to a column",
    "json_valid is gone",
    "an event's status",
    "a trigger's character is beyond U+FFFF",
}
WORDS = {"IGNORED": "INVISIBLE", "utf8mb4_general_ci": "utf8mb4_0900_ai_ci"}


def as_mysql(statements: list[str]) -> list[str]:
    """Statements in MySQL's words."""
    found = statements
    for word, other in WORDS.items():
        found = [each.replace(word, other) for each in found]
    return found


SHARED = [
    (name, as_mysql(left), as_mysql(right), kinds)
    for name, left, right, kinds in FAULTS
    if name not in OTHERWISE
    and not any(word in statement for statement in (*left, *right) for word in UNKNOWN)
]
JAVASCRIPT = "CREATE FUNCTION f(x INT) RETURNS INT LANGUAGE JAVASCRIPT AS 'return x  // a'"
NAMED = "WITH w (b, a) AS (SELECT 1, 2) SELECT a, b FROM w"
DUALITY = "CREATE JSON DUALITY VIEW v AS SELECT json_duality_object('_id': id) FROM usuario"
OWN = [
    # tables and columns
    ("MEMORY", *tail("ENGINE=InnoDB", "ENGINE=MEMORY"), {"table.options"}),
    ("compressed pages", *tail("", "COMPRESSION='zlib'"), {"table.options"}),
    ("a secondary engine", *tail("", "SECONDARY_ENGINE=rapid"), {"table.options"}),
    ("not for a secondary engine", *column("a INT", "a INT NOT SECONDARY"), {"column.options"}),
    ("JSON", *column("a LONGTEXT", "a JSON"), {"column.type"}),
    ("a spatial reference", *column("a POINT", "a POINT SRID 4326"), {"column.options"}),
    (
        "another spatial reference",
        *column("a POINT SRID 0", "a POINT SRID 4326"),
        {"column.options"},
    ),
    ("VECTOR", *column("a VECTOR(2)", "a VECTOR(3)"), {"column.type"}),
    (
        "an invisible primary key that MySQL makes",
        ["CREATE TABLE t (a INT)"],
        ["SET sql_generate_invisible_primary_key = 1", "CREATE TABLE t (a INT)"],
        {"column.missing", "primary-key.missing"},
    ),
    ("NO PAD", *column("a CHAR(9) COLLATE utf8mb4_bin", "a CHAR(9) COLLATE utf8mb4_0900_bin"),
     {"column.collation"}),
    # defaults
    ("an expression instead of a literal", *column("a INT DEFAULT 1", "a INT DEFAULT (1)"),
     {"column.default"}),
    (
        "a default of bytes behind a zero",
        *column("a VARBINARY(9) DEFAULT x'00ff'", "a VARBINARY(9) DEFAULT x'00fe'"),
        {"column.default"},
    ),
    (
        "a default of text behind a zero",
        *column(r"a VARCHAR(9) DEFAULT 'a\0b'", r"a VARCHAR(9) DEFAULT 'a\0c'"),
        {"column.default"},
    ),
    ("a default of JSON", *column("a JSON DEFAULT ('{}')", "a JSON DEFAULT ('[]')"),
     {"column.default"}),
    ("a default of bits", *column("a BIT(3) DEFAULT b'101'", "a BIT(3) DEFAULT b'100'"),
     {"column.default"}),
    ("a backslash", *column(r"a VARCHAR(9) DEFAULT (concat('\\', 'n'))",
     r"a VARCHAR(9) DEFAULT (concat('\n', 'n'))"), {"column.default"}),
    (
        "a quote in an expression",
        *clause("CONSTRAINT k CHECK (c <> 'a''b')", 'CONSTRAINT k CHECK (c <> \'a"b\')'),
        {"check.expression"},
    ),
    (
        "an accent in an expression",
        *clause("CONSTRAINT k CHECK (c <> 'é')", "CONSTRAINT k CHECK (c <> 'è')"),
        {"check.expression"},
    ),
    (
        "what looks like an accent that MySQL has written twice",
        *clause("CONSTRAINT k CHECK (c <> 'é')", "CONSTRAINT k CHECK (c <> 'Ã©')"),
        {"check.expression"},
    ),
    (
        "a literal's character set",
        *clause("CONSTRAINT k CHECK (c <> 'x')", "CONSTRAINT k CHECK (c <> _latin1'x')"),
        {"check.expression"},
    ),
    (
        "a CHECK is not enforced",
        *clause("CONSTRAINT k CHECK (a > 0)", "CONSTRAINT k CHECK (a > 0) NOT ENFORCED"),
        {"check.options"},
    ),
    # indexes
    ("an index of an expression", *index("CREATE INDEX i ON t (a)", "CREATE INDEX i ON t ((a))"
     .replace("((a))", "((a + 1))")), {"index.missing"}),
    (
        "another expression",
        *index("CREATE INDEX i ON t ((a + 1))", "CREATE INDEX i ON t ((a + 2))"),
        {"index.missing"},
    ),
    (
        "the string of an expression",
        *index(*(f"CREATE INDEX i ON t ((concat(d, '{each}')))" for each in "🙂🙃")),
        {"index.missing"},
    ),
    (
        "a unique index of an expression",
        *index("CREATE INDEX i ON t ((a + 1))", "CREATE UNIQUE INDEX i ON t ((a + 1))"),
        {"index.unique"},
    ),
    (
        "a part of two sorts downward",
        *index("CREATE INDEX i ON t (a, b)", "CREATE INDEX i ON t (a, b DESC)"),
        {"index.parts"},
    ),
    (
        "a parser",
        *index(*(f"CREATE FULLTEXT INDEX i ON t (d){each}" for each in ("", " WITH PARSER ngram"))),
        {"index.options"},
    ),
    # partitions
    (
        "the algorithm of KEY",
        *tail("PARTITION BY KEY (a) PARTITIONS 2", "PARTITION BY KEY ALGORITHM=1 (a) PARTITIONS 2"),
        {"partitions.definition"},
    ),
    # all else
    ("an event's replica", *after(EVENT, EVENT.replace("DISABLE", "DISABLE ON REPLICA")),
     {"event.definition"}),
    ("JavaScript", *after(JAVASCRIPT, JAVASCRIPT.replace("  //", " //")), {"function.definition"}),
    ("JavaScript instead of SQL", *after(FUNCTION, JAVASCRIPT), {"function.definition"}),
    (
        "a library",
        *after("CREATE LIBRARY l LANGUAGE JAVASCRIPT AS 'x'", ""),
        {"library.missing"},
    ),
    (
        "a library's text",
        *after(*(f"CREATE LIBRARY l LANGUAGE JAVASCRIPT AS 'x # {each}'" for each in "12")),
        {"library.definition"},
    ),
    ("a duality view", *after(DUALITY, DUALITY.replace("_id': id", "_id': id, 'n': nombre")),
     {"view.definition"}),
    *(
        (f"what a view calls its columns ({other})",
         *after(*(f"CREATE VIEW v ({names}) AS {NAMED}" for names in ("a, b", other))),
         {"view.definition"})
        for other in ("b, a", "a, c")
    ),
    (
        "a view's collation",
        [THREE, VIEW],
        [THREE, "SET NAMES utf8mb4 COLLATE utf8mb4_bin", VIEW],
        {"view.definition"},
    ),
]  # fmt: skip
ALL = [*SHARED, *OWN]
NEW = {
    "VECTOR",
    "an event's replica",
    "JavaScript",
    "JavaScript instead of SQL",
    "a library",
    "a library's text",
    "a duality view",
}


@pytest.mark.parametrize(("name", "left", "right", "kinds"), ALL, ids=[case[0] for case in ALL])
def test_a_single_fault_in_mysql_is_seen_from_either_side(name, left, right, kinds):
    if name in NEW and not is_new():
        pytest.skip("the server is too old for that")
    one, other = schema(*left), schema(*right)

    assert one.not_compared == other.not_compared == ()
    assert {difference.kind for difference in between(one, other)} == kinds
    assert {difference.kind for difference in between(other, one)} == kinds
