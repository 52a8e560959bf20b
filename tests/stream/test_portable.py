"""Rows of a dialect that has no source of its own: DuckDB's, held against those of all engines."""

import dataclasses
import random

import pytest
import sqlalchemy as sa

import compare.dialects
from compare.dialects import DIALECTS, Hashing, sums_of, written
from compare.inspect.portable import read_tables
from compare.stream import Side, TablePair, compare_table
from compare.stream.portable import PortableSource
from compare.stream.source import APART, Digest
from compare.stream.spans import Span
from tests.stream.sides import ENGINES, Found, between, filled, made
from tests.stream.test_hash import SERIES as HASH_SERIES
from tests.stream.test_summed import TRAPS

OTHERS = ("duckdb", *ENGINES)
METHODS = ("rows", "hash")
SERIES = {
    "duckdb": "SELECT n, 'fila ' || n FROM range(1, 3001) AS s (n)",
    "sqlite": "WITH RECURSIVE s (n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM s WHERE n < 3000)"
    " SELECT n, 'fila ' || n FROM s",
    "postgresql": "SELECT n, 'fila ' || n FROM generate_series(1, 3000) AS n",
    "mariadb": "SELECT seq, concat('fila ', seq) FROM seq_1_to_3000",
    "mysql": HASH_SERIES["mysql"].format(3000),
}


def many(engine):
    return [
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a VARCHAR(40))",
        f"INSERT INTO t {SERIES[engine]}",
    ]


def compared(left, right, method, pair=None):
    found = []
    with left.opened() as one, right.opened() as other:
        pair = pair or TablePair(left.table, right.table)
        tally = compare_table(one, other, pair, found.extend, method=method)
    return Found(tally, found)


def test_duckdb_makes_the_sums_that_python_makes():
    with made("duckdb", *many("duckdb")) as left, left.opened() as side:
        source = side.source(left.table)
        source.arrange(["id", "a"], [source.stored(column) for column in left.table.columns], 1)
        connection = side.connections[0]
        for span in (Span(0, 7), Span(500, 501), Span(-5, 0), Span(0, 3000)):
            data = source.packed(connection, span).data
            lines = data.split(APART) if data else []
            digest = Digest(len(lines), sum(map(len, lines)), written(sums_of(lines)))
            found = source.sums(connection, span, span.until - span.after)
            assert found == ({0: digest} if lines else {})
            assert source.digests(connection, span, span.until - span.after) == found
        parts = source.sums(connection, Span(-100, 47), 10)
        assert {part: each.rows for part, each in parts.items()} == {
            10: 10, 11: 10, 12: 10, 13: 10, 14: 7
        }  # fmt: skip


@pytest.mark.parametrize("other", OTHERS)
def test_of_what_is_the_same_no_row_crosses_the_wire(other, asked_for):
    for engines in (("duckdb", other), (other, "duckdb")):
        with (
            made(engines[0], *many(engines[0])) as left,
            made(engines[1], *many(engines[1]), right=True) as right,
        ):
            found = compared(left, right, "hash")
        assert found.differences == []
        assert found.tally.whole
        assert found.tally.compared == 3000
    assert asked_for == []


@pytest.mark.parametrize("other", OTHERS)
def test_of_what_differs_few_rows_cross_it(other, asked_for):
    changes = ("UPDATE t SET a = 'otra' WHERE id = 2000", "DELETE FROM t WHERE id = 2999")
    with (
        made("duckdb", *many("duckdb")) as left,
        made(other, *many(other), *changes, right=True) as right,
    ):
        found = compared(left, right, "hash")
        assert 0 < sum(asked_for) <= 100
        assert found.lines == compared(left, right, "rows").lines
    assert (found.tally.changed, found.tally.only_left, found.tally.only_right) == (1, 1, 0)
    assert found.lines == [
        "row.value t[2000].a: 'fila 2000' | 'otra'",
        "row.missing t[2999]: (id=2999, a='fila 2999') | (none)",
    ]


@pytest.mark.parametrize("trap", TRAPS)
def test_nothing_cancels_out(trap):
    change = TRAPS[trap].replace("8000", "2000")
    with made("duckdb", *many("duckdb")) as left, made("duckdb", *many("duckdb"), change) as right:
        rows, hashes = (compared(left, right, method) for method in METHODS)
    assert sorted(hashes.lines) == sorted(rows.lines)
    assert hashes.tally == rows.tally
    assert hashes.differences


@pytest.mark.parametrize("chance", range(4))
def test_whatever_differs_is_found(chance):
    drawn = random.Random(chance)
    keys = [-(2**63) + 1, *drawn.sample(range(-50, 400), 150), 2**53 + 1, 2**63 - 1]
    tables = []
    for _ in range(2):
        held = [key for key in keys if drawn.random() < 0.9]
        values = ", ".join(f"({key}, '{drawn.choice('aaaaab')}')" for key in held)
        table = "CREATE TABLE t (id BIGINT PRIMARY KEY, a VARCHAR(9))"
        tables.append([table, f"INSERT INTO t VALUES {values}"])
    with made("duckdb", *tables[0]) as left, made("postgresql", *tables[1]) as right:
        rows, hashes = (compared(left, right, method) for method in METHODS)
    assert sorted(hashes.lines) == sorted(rows.lines)
    assert hashes.tally == rows.tally
    assert hashes.tally.whole


def same(*values):
    return {engine: list(values) for engine in OTHERS}


# Columns by type, and values of which no two are the same, by engine where they are spelled
# otherwise.
NUMBERS = same("0", "1", "-1", "42", "2147483648", "9007199254740993", "9223372036854775807")
TIMES = same(
    "'2024-01-01 10:00:00'",
    "'2024-01-01 10:00:00.5'",
    "'2024-01-01 10:00:00.000001'",
    "'2024-01-01 00:00:00'",
    "'1970-01-01 00:00:01'",
    "'9999-12-31 23:59:59.999999'",
)
TEXTS = same("''", "' '", "'a'", "'A'", "'a '", "'ñ'", "'日本'", "'NULL'", "'1'", "'a|b'", "'x''y'")
CASES = {
    "integer": (dict.fromkeys(OTHERS, "BIGINT"), NUMBERS),
    "huge": (
        {**dict.fromkeys(OTHERS, "DECIMAL(38,0)"), "duckdb": "HUGEINT"},
        same("0", "100", "-5", "9223372036854775808"),
    ),
    "boolean": (
        {**dict.fromkeys(OTHERS, "BOOLEAN"), "mariadb": "tinyint(1)"},
        same("true", "false"),
    ),
    "decimal": (
        dict.fromkeys(OTHERS, "DECIMAL(10,3)"),
        same("0", "1.5", "1.25", "100", "-0.125", "9999999.999", "10"),
    ),
    "double": (
        {
            **dict.fromkeys(OTHERS, "DOUBLE PRECISION"),
            "duckdb": "DOUBLE",
        },
        same("0", "1", "0.1", "0.30000000000000004", "-2.5", "1e300", "1e-7", "123456789.125"),
    ),
    "float": (
        {"duckdb": "FLOAT", "postgresql": "REAL"},
        same("0", "1.5", "0.25", "-3"),
    ),
    "datetime": (
        {**dict.fromkeys(OTHERS, "TIMESTAMP"), "mariadb": "datetime(6)", "sqlite": "DATETIME"},
        TIMES,
    ),
    "moment": (
        {"duckdb": "TIMESTAMPTZ", "postgresql": "TIMESTAMPTZ"},
        same("'2024-01-01 10:00:00+00'", "'2024-01-01 10:00:00.5+02'", "'0044-03-15 (BC)'"),
    ),
    "date": (
        dict.fromkeys(OTHERS, "DATE"),
        same("'2024-01-01'", "'2024-02-29'", "'0001-01-01'", "'9999-12-31'"),
    ),
    "time": (
        {**dict.fromkeys(OTHERS, "TIME"), "mariadb": "time(6)"},
        same("'10:00:00'", "'10:00:00.5'", "'00:00:00'", "'23:59:59.999999'"),
    ),
    "text": ({**dict.fromkeys(OTHERS, "VARCHAR(80)"), "mariadb": "varchar(80)"}, TEXTS),
    "enum": (
        {"duckdb": "ENUM('a', 'b')", "mariadb": "enum('a','b')", "postgresql": "varchar(9)"},
        same("'a'", "'b'"),
    ),
    "json": (
        {"duckdb": "JSON", "postgresql": "JSON", "mariadb": "json", "sqlite": "JSON"},
        same("'{\"a\": 1}'", "'[1, 2]'", "'null'"),
    ),
    "uuid": (
        {**dict.fromkeys(OTHERS, "UUID"), "sqlite": "CHAR(36)"},
        same("'0123abcd-89ef-4567-89ab-000000000001'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'"),
    ),
    "uuid in text": (
        {**dict.fromkeys(OTHERS, "UUID"), "sqlite": "UUID", "duckdb": "VARCHAR"},
        same("'0123abcd-89ef-4567-89ab-000000000001'", "'0123abcd89ef456789ab000000000002'"),
    ),
    "blob": (
        {**dict.fromkeys(OTHERS, "BLOB"), "postgresql": "BYTEA"},
        {
            "duckdb": ["''", "'\\x00'", "'\\x61'", "'\\xFF\\x1F'"],
            "postgresql": ["''", r"'\x00'", r"'\x61'", r"'\xff1f'"],
            "mariadb": ["''", "x'00'", "x'61'", "x'ff1f'"],
            "sqlite": ["x''", "x'00'", "x'61'", "x'ff1f'"],
        },
    ),
}
# MySQL's types are called as MariaDB's, and it has none for UUIDs.
for _types, _values in CASES.values():
    if "mariadb" in _types:
        _types["mysql"] = _types["mariadb"]
        _values.setdefault("mysql", _values["mariadb"])
for _name in ("uuid", "uuid in text"):
    del CASES[_name][0]["mysql"]
SPELLED_OTHERWISE = {("huge", "sqlite"), ("double", "mariadb"), ("double", "mysql")}
"""Where two engines write some values differently, rows travel, and turn out to be the same."""
PAIRS = [
    (case, other)
    for case, (types, _) in CASES.items()
    for other in OTHERS
    if other in types and not (case == "uuid in text" and other == "duckdb")
]


def table(case, engine, shifted=False):
    types, values = CASES[case]
    held = values[engine]
    held = [*held[1:], held[0]] if shifted else held
    if (case, engine) == ("moment", "postgresql"):
        held = [each.replace("0044-03-15 (BC)", "0044-03-15 BC") for each in held]
    rows = [f"{number}, {value}" for number, value in enumerate(held)]
    return filled(f"id INTEGER PRIMARY KEY, a {types[engine]}", [*rows, "99, NULL"])


@pytest.mark.parametrize(("case", "other"), PAIRS)
def test_the_same_values_are_one_text_and_others_are_not(case, other, asked_for):
    with made("duckdb", *table(case, "duckdb")) as left:
        with made(other, *table(case, other), right=True) as right:
            for method in METHODS:
                asked_for.clear()
                found = compared(left, right, method)
                assert found.differences == []
                assert found.tally.whole
        if (case, other) not in SPELLED_OTHERWISE:
            assert asked_for == []
        with made(other, *table(case, other, shifted=True), right=True) as right:
            for method in METHODS:
                found = compared(left, right, method)
                assert found.tally.changed == len(CASES[case][1][other])


@pytest.mark.parametrize("other", OTHERS)
@pytest.mark.parametrize("method", METHODS)
def test_any_key_and_none(other, method):
    texts = ["'b', 1", "'a', 1", "'B', 1", "'ñ', 1", "'z', 1"]
    key = "a VARCHAR(9) PRIMARY KEY"
    if other in ("mariadb", "mysql"):
        key = "a VARCHAR(9) COLLATE utf8mb4_bin PRIMARY KEY"
    ours = filled("a VARCHAR(9) PRIMARY KEY, n INTEGER", texts)
    theirs = filled(f"{key}, n INTEGER", [*texts[:2], "'B', 2", *texts[3:]])
    found = between(("duckdb", other), ours, theirs)
    assert found.lines == ["row.value t['B'].n: 1 | 2"]
    ours = filled("a VARCHAR(9), n INTEGER", ["'x', 1", "'x', 1", "NULL, NULL", "'y', 2"])
    theirs = filled("a VARCHAR(9), n INTEGER", ["'y', 2", "'x', 1", "NULL, NULL"])
    with made("duckdb", *ours) as left, made(other, *theirs, right=True) as right:
        found = compared(left, right, method)
    assert found.lines == ["row.missing t: (a='x', n=1) | (none)"]
    assert found.tally.whole


@pytest.mark.parametrize("other", ["duckdb", "postgresql"])
@pytest.mark.parametrize("method", METHODS)
def test_a_column_without_a_form_is_left_out_and_told(other, method):
    ours = filled("id INTEGER PRIMARY KEY, l INTEGER[], n INTEGER", ["1, [1], 1", "2, [2], 2"])
    theirs = [each.replace("[1]", "'{9}'").replace("[2]", "'{9}'") for each in ours]
    with (
        made("duckdb", *ours) as left,
        made(other, *(ours if other == "duckdb" else theirs), right=True) as right,
    ):
        found = compared(left, right, method)
    assert found.differences == []
    assert found.tally.formless == [
        "t.l: of integer[] no text is known that is the same in both databases"
    ]
    assert not found.tally.whole
    assert found.tally.compared == 2


def test_where_no_column_has_a_form_nothing_counts_as_compared():
    ours = filled("l INTEGER[]", ["[1]"])
    with made("duckdb", *ours) as left, made("duckdb", *ours) as right:
        found = compared(left, right, "rows")
    assert found.tally.not_compared == ["the rows of t: the two tables have no column in common"]
    assert found.tally.formless


def test_a_key_without_a_form_names_no_row():
    ours = filled("d BIT PRIMARY KEY, n INTEGER", ["'101'::BIT, 1"])
    theirs = filled("d BIT PRIMARY KEY, n INTEGER", ["'101'::BIT, 2"])
    with made("duckdb", *ours) as left, made("duckdb", *theirs) as right:
        found = compared(left, right, "rows")
        asked = TablePair(left.table, right.table, key=("d",))
        assert compared(left, right, "rows", asked).lines == found.lines
    assert found.lines == ["row.missing t: (n=1) | (none)", "row.missing t: (none) | (n=2)"]
    assert found.tally.formless


def test_names_are_quoted():
    strange = 'CREATE TABLE t (id INTEGER PRIMARY KEY, "a ""b" VARCHAR, "select" INTEGER)'
    rows = "INSERT INTO t VALUES (1, 'x', 1)"
    with made("duckdb", strange, rows) as left, made("duckdb", strange, rows) as right:
        for method in METHODS:
            assert compared(left, right, method).tally.whole


def test_many_columns():
    columns = ", ".join(f"c{number} VARCHAR" for number in range(700))
    values = ", ".join(["'x'"] * 700)
    ours = filled(f"id INTEGER PRIMARY KEY, {columns}", [f"1, {values}"])
    with made("duckdb", *ours) as left, made("duckdb", *ours) as right:
        for method in METHODS:
            assert compared(left, right, method).tally.whole


def test_another_dialect_is_one_object_and_read_by_the_inspector(monkeypatch):
    """SQLite as if it were a dialect that nobody here knows."""
    other = dataclasses.replace(
        DIALECTS["duckdb"],
        name="sqlite",
        schema=None,
        begin=(),
        version="SELECT sqlite_version()",
        form=lambda declared: {"integer": "integer", "text": "text"}.get(declared, "other"),
        text=lambda name, _declared, _form: f"CAST({name} AS TEXT)",
        length="length(CAST({text} AS BLOB))",
        sorted="{text} COLLATE BINARY",
        concat="printf('%s%s%s%s%s%s%s', {parts})",
        between="char(31)",
        hashing=Hashing(
            sha256="sha('{salt}' || {line})",
            integer="piece({digits})",
            total="total_of({integers})",
            size="length(CAST({line} AS BLOB))",
            quotient="({} - {}) / {}",
        ),
    )

    class Total:
        def __init__(self):
            self.sum = 0

        def step(self, number):
            self.sum += int(number)

        def finalize(self):
            return str(self.sum)

    import hashlib

    def database():
        engine = sa.create_engine(
            "sqlite://", poolclass=sa.NullPool, connect_args={"check_same_thread": False}
        )
        connection = engine.connect()
        raw = connection.connection.dbapi_connection
        raw.create_function("sha", 1, lambda line: hashlib.sha256(line.encode()).hexdigest())
        raw.create_function("piece", 1, lambda digits: int(digits, 16))
        raw.create_aggregate("total_of", 1, Total)
        raw.execute("CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, a TEXT, d REAL)")
        raw.execute(f"INSERT INTO t SELECT *, 1.5 FROM ({SERIES['sqlite']})")
        return connection

    monkeypatch.setitem(compare.dialects.DIALECTS, "sqlite", other)
    with database() as left, database() as right:
        right.connection.dbapi_connection.execute("UPDATE t SET a = 'otra' WHERE id = 7")
        schema = read_tables(left, other)
        (table,) = schema.tables
        assert [(c.name, c.type, c.nullable) for c in table.columns] == [
            ("id", "integer", False),
            ("a", "text", True),
            ("d", "real", True),
        ]
        sides = [
            Side("sqlite", (each,), lambda t, at=each: PortableSource(t, other, at))
            for each in (left, right)
        ]
        for method in METHODS:
            found = []
            tally = compare_table(*sides, TablePair(table, table), found.extend, method=method)
            assert [each.line for each in found] == ["row.value t[7].a: 'fila 7' | 'otra'"]
            assert tally.compared == 3000
            assert tally.formless == [
                "t.d: of real no text is known that is the same in both databases"
            ]
