"""Tables of one engine as streams, held against the comparison of whole tables in memory."""

from __future__ import annotations

import random
import re
from collections import Counter

import pytest
import sqlalchemy as sa

import compare.stream.source
from compare.errors import ToolError
from compare.stream import (
    TablePair,
    compare_table,
    differing,
    joined,
    mariadb,
    postgresql,
    sqlite,
)
from compare.stream.source import Lines
from compare.stream.spans import AT_ONCE, ROOM, Portion
from tests.inspect import mariadb_databases, mysql_databases
from tests.stream.sides import (
    ENGINES,
    PAIRS,
    Database,
    between,
    compared,
    filled,
    in_memory,
    made,
)

PREFIX = "é" * 600  # 1200 bytes, and MariaDB sorts by the first 1024 unless it is told otherwise
TEXTS = [
    *("", "a", "A", "á", "Á", "a ", "a  ", " a", "aa", "ab", "b", "ß", "ss", "z", "Z", "ñ"),
    *("0", "10", "9", "1:a", ":", "0:", "NULL", "a|b", "a\x1fb", "a\x1eb", "\x01", "\x02t1:a"),
    *(PREFIX, f"{PREFIX}a", f"{PREFIX}A", f"{PREFIX}b", "\ue000", "\uffff", "🙂", "\U00010000"),
]
PLAIN = [
    "",
    "a",
    "B",
    "_",
    "b2",
    "ab",
    "é",
    "0",
    "9",
    "10",
    "\x1f",
    "🙂",
    "\uffff",
    PREFIX,
    f"{PREFIX}z",
]
DENSE = [str(number) for number in range(1, 41)]
FAR = [*DENSE, str(10**15)]
SPARSE = [str(number * 10**12 + number) for number in range(-15, 15)]
ENDS = [*map(str, range(-3, 3)), *(str(sign * 2**63 - 1 + each) for sign, each in
        ((1, 0), (1, -1), (1, -2), (-1, 1), (-1, 2), (-1, 3)))]  # fmt: skip
DECIMALS = ["0", "-1.5", "-10", "9.99", "10", "10.01", "12345678901234567890.1234567891", "0.00001"]
FLOATS = ["0", "-1.5e0", "0.1e0", "0.1e0+0.2e0", "1e23", "9007199254740993e0", "5e-324", "1e308"]
DAYS = ["'2024-01-01'", "'2024-02-29'", "'1999-12-31'", "'9999-12-31'", "'0001-01-01'"]
UUIDS = [f"'{number:08x}-0000-4000-8000-00000000000f'" for number in (1, 9, 10, 2**31, 2**32 - 1)]


def texts(values):
    return ["'" + value.replace("'", "''") + "'" for value in values]


# engine, columns, what the key may hold: one list for each of its columns
KEYS = {
    "sqlite dense": ("sqlite", "k INTEGER PRIMARY KEY, {}", [DENSE]),
    "sqlite far": ("sqlite", "k INTEGER PRIMARY KEY, {}", [FAR]),
    "sqlite sparse": ("sqlite", "k INTEGER PRIMARY KEY, {}", [SPARSE]),
    "sqlite ends": ("sqlite", "k INTEGER PRIMARY KEY, {}", [ENDS]),
    "sqlite text": ("sqlite", "k TEXT NOT NULL PRIMARY KEY, {}", [texts(TEXTS)]),
    "sqlite nullable": ("sqlite", "k TEXT PRIMARY KEY, {}", [texts(TEXTS)]),
    "sqlite nullable two": (
        "sqlite",
        "k INTEGER, l TEXT, {}, PRIMARY KEY (l, k)",
        [["1", "2", "3"], texts(PLAIN)],
    ),
    "sqlite nocase": ("sqlite", "k TEXT COLLATE NOCASE NOT NULL PRIMARY KEY, {}", [texts(PLAIN)]),
    "sqlite int": (
        "sqlite",
        "k INT NOT NULL PRIMARY KEY, {}",
        [["1", "'x'", "'1x'", "x'31'", "1.5", "-1", "'X'", "''", "x''", "1e23", "10", "'10x'"]],
    ),
    "sqlite without rowid": (
        "sqlite",
        "k INTEGER PRIMARY KEY, {}) WITHOUT ROWID --",
        [SPARSE],
    ),
    "sqlite composite": (
        "sqlite",
        "k INTEGER NOT NULL, l TEXT NOT NULL, {}, PRIMARY KEY (l, k)",
        [["1", "2", "10", "-1"], texts(TEXTS)],
    ),
    "sqlite real": ("sqlite", "k REAL NOT NULL PRIMARY KEY, {}", [FLOATS]),
    "sqlite day": ("sqlite", "k DATE NOT NULL PRIMARY KEY, {}", [[*DAYS, "'tomorrow'", "5"]]),
    "sqlite none": ("sqlite", "k TEXT, {}", [["NULL", "'a'", "'A'", "''", "1", "x'61'"]]),
    "postgresql dense": ("postgresql", "k integer PRIMARY KEY, {}", [DENSE]),
    "postgresql far": ("postgresql", "k bigint PRIMARY KEY, {}", [FAR]),
    "postgresql sparse": ("postgresql", "k bigint PRIMARY KEY, {}", [SPARSE]),
    "postgresql ends": ("postgresql", "k bigint PRIMARY KEY, {}", [ENDS]),
    "postgresql oid": ("postgresql", "k oid PRIMARY KEY, {}", [["0", "1", "3", "4294967295"]]),
    "postgresql text": ("postgresql", "k text PRIMARY KEY, {}", [texts(TEXTS)]),
    "postgresql char": ("postgresql", "k char(9) PRIMARY KEY, {}", [texts("aAzáÁñ0")]),
    "postgresql composite": (
        "postgresql",
        "k smallint, l text, {}, PRIMARY KEY (l, k)",
        [["1", "2", "10", "-1"], texts(TEXTS)],
    ),
    "postgresql uuid": ("postgresql", "k uuid PRIMARY KEY, {}", [UUIDS]),
    "postgresql day": (
        "postgresql",
        "k date PRIMARY KEY, {}",
        [[*DAYS, "'infinity'", "'-infinity'", "'0044-03-15 BC'", "'12024-01-01'"]],
    ),
    "postgresql decimal": ("postgresql", "k numeric PRIMARY KEY, {}", [[*DECIMALS, "'NaN'"]]),
    "postgresql real": (
        "postgresql",
        "k double precision PRIMARY KEY, {}",
        [[*FLOATS[:-2], "'NaN'", "'Infinity'", "'-Infinity'"]],
    ),
    "postgresql boolean": ("postgresql", "k boolean PRIMARY KEY, {}", [["true", "false"]]),
    "postgresql bytes": (
        "postgresql",
        "k bytea PRIMARY KEY, {}",
        [[r"'\x'", r"'\x00'", r"'\xff'"]],
    ),
    "postgresql none": ("postgresql", "k text, {}", [["NULL", "'a'", "'A'", "''", "'a '"]]),
    "mariadb dense": ("mariadb", "k INT PRIMARY KEY, {}", [DENSE]),
    "mariadb far": ("mariadb", "k BIGINT PRIMARY KEY, {}", [FAR]),
    "mariadb sparse": ("mariadb", "k BIGINT PRIMARY KEY, {}", [SPARSE]),
    "mariadb ends": ("mariadb", "k BIGINT PRIMARY KEY, {}", [ENDS]),
    "mariadb unsigned": (
        "mariadb",
        "k BIGINT UNSIGNED PRIMARY KEY, {}",
        [["0", "1", "9223372036854775808", "18446744073709551615", "18446744073709551614"]],
    ),
    "mariadb text": (
        "mariadb",
        "k VARCHAR(700) COLLATE utf8mb4_nopad_bin PRIMARY KEY, {}",
        [texts(TEXTS)],
    ),
    "mariadb general": ("mariadb", "k VARCHAR(700) PRIMARY KEY, {}", [texts(PLAIN[:-5])]),
    "mariadb latin": (
        "mariadb",
        "k VARCHAR(9) CHARACTER SET latin1 COLLATE latin1_bin PRIMARY KEY, {}",
        [texts("aAzáÁñ0€ÿ")],
    ),
    "mariadb composite": (
        "mariadb",
        "k SMALLINT, l VARCHAR(700) COLLATE utf8mb4_nopad_bin, {}, PRIMARY KEY (l, k)",
        [["1", "2", "10", "-1"], texts(TEXTS)],
    ),
    "mariadb uuid": ("mariadb", "k UUID PRIMARY KEY, {}", [UUIDS]),
    "mariadb day": ("mariadb", "k DATE PRIMARY KEY, {}", [[*DAYS, "'0000-00-00'"]]),
    "mariadb decimal": ("mariadb", "k DECIMAL(40,10) PRIMARY KEY, {}", [DECIMALS]),
    "mariadb real": ("mariadb", "k DOUBLE PRIMARY KEY, {}", [FLOATS]),
    "mariadb bytes": ("mariadb", "k VARBINARY(9) PRIMARY KEY, {}", [["''", "x'00'", "x'ff'"]]),
    "mariadb none": ("mariadb", "k TEXT, {}", [["NULL", "'a'", "'A'", "''", "'a '"]]),
}
# MySQL's keys are made and sorted as MariaDB's.
KEYS |= {
    kind.replace("mariadb", "mysql"): ("mysql", columns.replace("_nopad_", "_0900_"), keys)
    for kind, (engine, columns, keys) in KEYS.items()
    if engine == "mariadb" and kind.split()[1] not in ("uuid", "general", "far", "sparse")
}
HELD = ["NULL", "''", "'x'", "'X'", "'x '", "'1'", "'NULL'", "':'", "'\x1f'"]


@pytest.fixture(params=[5, AT_ONCE], ids=["small spans", "one span"])
def at_once(request, monkeypatch):
    cut(monkeypatch, request.param)


def cut(monkeypatch, rows):
    """Compare no more rows at once, and tell of each that differs before the next is looked at."""
    monkeypatch.setattr(differing, "_BATCH", 1)
    monkeypatch.setattr(joined, "_BATCH", 1)
    monkeypatch.setattr(Portion.__init__, "__defaults__", (rows, rows, ROOM))
    monkeypatch.setattr(postgresql, "AT_ONCE", rows)


def two_tables(engine, columns, keys, count, chance):
    """Statements for two tables that have most of their rows in common."""
    drawn = [tuple(chance.choice(each) for each in keys) for _ in range(count)]
    rows = list(dict.fromkeys(drawn)) if "PRIMARY KEY" in columns else drawn
    left = {
        place: (key, chance.choice(HELD), chance.choice(HELD)) for place, key in enumerate(rows)
    }
    right = dict(left)
    for place in list(left):
        what = chance.random()
        if what < 0.1:
            del left[place]
        elif what < 0.2:
            del right[place]
        elif what < 0.35:
            right[place] = (right[place][0], chance.choice(HELD), chance.choice(HELD))
    names = [part.split()[0] for part in columns.split(", {}")[0].split(", ")]
    return [
        [
            "SET sql_mode = ''" if engine in ("mariadb", "mysql") else "SELECT 1",
            f"CREATE TABLE t ({columns.format('a TEXT, b TEXT')})",
            *(
                f"INSERT INTO t ({', '.join(names)}, a, b) VALUES ({', '.join((*key, a, b))})"
                for key, a, b in chance.sample(list(side.values()), len(side))
            ),
        ]
        for side in (left, right)
    ]


def told(differences):
    """What differences say, in whatever order and however often a row is there."""
    found = Counter()
    for each in differences:
        if each.kind != "row.missing":
            found[each.line] += 1
            continue
        for sign, text in ((1, each.left), (-1, each.right)):
            if text is not None:
                row, times = re.fullmatch(r"(.*?)(?: \((\d+) times\))?", text).groups()
                found[each.where if "[" in each.where else row] += sign * int(times or 1)
    return {each: times for each, times in found.items() if times}


@pytest.mark.parametrize("kind", KEYS)
def test_random_tables_differ_as_they_do_in_memory(kind, monkeypatch):
    engine, columns, keys = KEYS[kind]
    differing = 0
    for count in (1, 8, 40):
        if count == 40:
            cut(monkeypatch, 5)
        left, right = two_tables(engine, columns, keys, count, random.Random(f"{kind} {count}"))
        with made(engine, *left) as one, made(engine, *right, right=True) as other:
            found = compared(one, other)
            expected = in_memory(one, other)

            assert told(found.differences) == told(expected)
            assert found.tally.whole
        differing += len(expected)
    assert differing


# ------------------------------------------------------------------ which columns, which key


@pytest.mark.parametrize("engine", ENGINES)
def test_columns_may_stand_in_another_order(engine):
    left = ["CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, b INTEGER)"]
    right = ["CREATE TABLE t (b INTEGER, A INTEGER, id INTEGER PRIMARY KEY)"]
    left.append("INSERT INTO t (id, a, b) VALUES (1, 1, 2), (2, 1, 2), (3, 1, 2)")
    right.append("INSERT INTO t (id, a, b) VALUES (1, 1, 2), (2, 2, 1), (3, 1, 2)")

    found = between((engine, engine), left, right)

    assert found.lines == [
        "row.value t[2].a: 1 | 2",
        "row.value t[2].b: 2 | 1",
    ]
    assert (found.tally.changed, found.tally.compared, found.tally.whole) == (1, 3, True)


@pytest.mark.parametrize("engine", ENGINES)
def test_what_only_one_side_has_is_told(engine):
    left = filled("id INTEGER PRIMARY KEY, a INTEGER, b INTEGER", ["1, 1, NULL", "2, NULL, NULL"])
    right = filled("id INTEGER PRIMARY KEY, c INTEGER, d INTEGER", ["1, 1, NULL", "2, 2, NULL"])

    assert between((engine, engine), left, right).lines == [
        "row.only t.a: 1 value | (none)",
        "row.only t.c: (none) | 2 values",
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_columns_and_keys_may_have_other_names(engine):
    left = filled("id INTEGER PRIMARY KEY, a INTEGER, b INTEGER", ["1, 1, 5", "2, 2, 5"])
    right = filled("code INTEGER PRIMARY KEY, c INTEGER, a INTEGER", ["1, 1, 7", "2, 3, 7"])

    found = between((engine, engine), left, right, columns={"id": "code", "a": "c"})

    assert found.lines == [
        "row.value t[2].a: 2 | 3",
        "row.only t.b: 2 values | (none)",
        "row.only t.a: (none) | 2 values",
    ]


def test_a_renamed_column_has_its_own_type_not_that_of_one_that_has_its_name():
    left = filled("id INTEGER PRIMARY KEY, a DATETIME", ["1, '2024-01-01 10:00:00'"])
    right = filled(
        "id INTEGER PRIMARY KEY, a TEXT, b DATETIME", ["1, NULL, '2024-01-01 10:00:00.000000'"]
    )

    found = between(("sqlite", "sqlite"), left, right, columns={"a": "b"})

    assert [each.kind for each in found.differences] == ["row.storage"]


@pytest.mark.parametrize("engine", ENGINES)
def test_rows_may_be_named_by_a_declared_key(engine):
    columns = "id INTEGER PRIMARY KEY, code VARCHAR(9), a INTEGER"
    left = filled(columns, ["1, 'x', 1", "2, 'y', 2", "3, 'z', 3"])
    right = filled(columns, ["1, 'y', 2", "2, 'x', 1", "3, 'z', 4"])

    found = between((engine, engine), left, right, key=("code",))

    assert found.lines == [
        "row.value t['x'].id: 1 | 2",
        "row.value t['y'].id: 2 | 1",
        "row.value t['z'].a: 3 | 4",
    ]


@pytest.mark.parametrize("engines", [*zip(ENGINES, ENGINES, strict=True), *PAIRS])
@pytest.mark.parametrize("kind", ["INTEGER NOT NULL", "VARCHAR(9)"])
@pytest.mark.parametrize("other", [True, False])
def test_a_declared_key_that_rows_share_is_none(engines, kind, other, at_once):
    rows = [f"'{number % 3}', {number}" for number in range(12)]
    left = filled(f"k {kind}, v INTEGER", rows)
    right = filled(f"k {kind}, v INTEGER", [*rows[:0:-1], "'0', 77" if other else rows[0]])

    found = between(engines, left, right, key=("k",))

    zero = "0" if "INT" in kind else "'0'"
    missing = [
        f"row.missing t: (k={zero}, v=0) | (none)",
        f"row.missing t: (none) | (k={zero}, v=77)",
    ]
    assert sorted(found.lines) == (sorted(missing) if other else [])
    assert (found.tally.shared, found.tally.whole) == ([0, 1], True)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("side", [0, 1])
def test_a_declared_key_is_none_where_rows_of_one_side_alone_share_it(engine, side):
    sides = [filled("k INTEGER, v INTEGER", rows) for rows in (["1, 1", "2, 2"], ["1, 1", "1, 2"])]

    found = between((engine, engine), sides[side], sides[1 - side], key=("k",))

    assert found.tally.shared == [1 - side]
    assert (found.tally.only_left, found.tally.only_right) == (1, 1)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_declared_key_of_which_no_two_rows_are_alike_is_a_key(engine):
    # Under a collation they are alike.
    collation = {
        "sqlite": "COLLATE NOCASE",
        "mariadb": "COLLATE utf8mb4_general_ci",
        "mysql": "COLLATE utf8mb4_general_ci",
    }
    column = f"k VARCHAR(9) {collation.get(engine, '')}"
    left = filled(f"{column}, v INTEGER", ["'a', 1", "'A', 2", "'A ', 3"])
    right = filled(f"{column}, v INTEGER", ["'A ', 3", "'A', 9", "'a', 1"])

    found = between((engine, engine), left, right, key=("k",))

    assert found.lines == ["row.value t['A'].v: 2 | 9"]
    assert found.tally.shared == []


@pytest.mark.parametrize("engines", [*zip(ENGINES, ENGINES, strict=True), *PAIRS])
def test_rows_with_null_in_a_declared_key_are_compared_as_a_heap(engines, at_once):
    rows = [f"NULL, {number}" for number in range(12)]
    left = filled("k INTEGER UNIQUE, v INTEGER", ["1, 1", *rows])
    right = filled("k INTEGER UNIQUE, v INTEGER", [*rows[::-1], "NULL, 5", "1, 2"])

    found = between(engines, left, right, key=("k",))

    assert sorted(found.lines) == [
        "row.missing t[NULL]: (none) | (k=NULL, v=5)",
        "row.value t[1].v: 1 | 2",
    ]
    assert found.tally.shared == []


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("side", [0, 1])
def test_a_declared_key_may_be_null_and_no_row_is_left_out(engine, side):
    sides = [
        filled("id INTEGER PRIMARY KEY, k INTEGER UNIQUE", rows)
        for rows in (["1, 10", "2, 20"], ["1, 10", "2, 20", "3, NULL", "4, NULL"])
    ]

    found = between((engine, engine), sides[side], sides[1 - side], key=("k",))

    assert len(found.lines) == 2
    assert all("k=NULL" in line for line in found.lines)
    assert found.tally.whole


@pytest.mark.parametrize("engine", ENGINES)
def test_null_in_a_declared_key_stands_before_all_else_on_either_side(engine, at_once):
    columns = "id INTEGER PRIMARY KEY, k INTEGER, l VARCHAR(9)"
    left = filled(columns, ["1, 10, 'a'", "2, 20, NULL", "3, NULL, ''", "4, NULL, 'z'"])
    right = filled(columns, ["1, 10, 'a'", "2, 20, ''", "3, NULL, ''"])

    found = between((engine, engine), left, right, key=("k", "l"))

    assert found.rows == ["20,''", "20,NULL", "NULL,'z'"]


@pytest.mark.parametrize("engine", ENGINES)
def test_rows_of_a_declared_key_that_names_two_are_compared_all_the_same(engine):
    columns = "id INTEGER PRIMARY KEY, k INTEGER NOT NULL, a VARCHAR(9)"
    left = filled(columns, ["1, 1, 'x'", "2, 1, 'y'", "3, 2, 'z'"])
    right = filled(columns, ["1, 2, 'z'", "2, 1, 'y'", "3, 1, 'X'"])

    found = between((engine, engine), left, right, key=("k",), columns={})

    assert found.lines
    assert {each.partition("[")[2][:1] for each in found.lines} - {""} <= {"1", "2"}


@pytest.mark.parametrize("other", ENGINES)
@pytest.mark.parametrize("null", ["", "left", "right"])
def test_a_key_of_sqlite_names_rows_where_none_of_it_is_null(null, other):
    rows = ["'a', 'x'", "'b', 'y'"]
    left = filled("k VARCHAR(9) PRIMARY KEY, a VARCHAR(9)", rows)
    collations = {"mariadb": "COLLATE utf8mb4_nopad_bin", "mysql": "COLLATE utf8mb4_0900_bin"}
    collation = collations.get(other, "")
    right = filled(f"k VARCHAR(9) {collation} PRIMARY KEY, a VARCHAR(9)", ["'a', 'x'", "'b', 'z'"])
    if null == "left":
        left.append("INSERT INTO t VALUES (NULL, 'n')")
    if null == "right" and other == "sqlite":
        right.append("INSERT INTO t VALUES (NULL, 'n')")

    for engines, tables in (
        (("sqlite", other), (left, right)),
        ((other, "sqlite"), (right, left)),
    ):
        found = between(engines, *tables)

        named = not null or (null == "right" and other != "sqlite")
        assert {each.kind for each in found.differences} == (
            {"row.value"} if named else {"row.missing"}
        )
        assert found.rows == (["'b'"] if named else [""])


def test_of_null_keys_on_sqlite_none_is_left_out():
    columns = "k TEXT PRIMARY KEY, a TEXT"
    left = filled(columns, ["NULL, 'x'", "NULL, 'x'", "NULL, 'y'", "'', 'z'", "'a', 'b'"])
    right = filled(columns, ["NULL, 'x'", "NULL, 'y'", "NULL, 'y'", "'', 'z'", "'A', 'b'"])

    found = between(("sqlite", "sqlite"), left, right)

    assert sorted(found.lines) == [
        "row.missing t: (k='a', a='b') | (none)",
        "row.missing t: (k=NULL, a='x') | (none)",
        "row.missing t: (none) | (k='A', a='b')",
        "row.missing t: (none) | (k=NULL, a='y')",
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_empty_tables_are_the_same_and_one_that_is_not_differs(engine):
    for columns in ("id INTEGER PRIMARY KEY, a INTEGER", "a INTEGER, b INTEGER"):
        empty, full = filled(columns, []), filled(columns, ["1, NULL", "2, NULL"])

        assert between((engine, engine), empty, empty).lines == []
        assert len(between((engine, engine), empty, full).lines) == 2
        assert len(between((engine, engine), full, empty).lines) == 2


@pytest.mark.parametrize("engine", ENGINES)
def test_tables_without_a_column_in_common_are_not_compared(engine):
    left, right = filled("a INTEGER", ["1", "2"]), filled("b INTEGER", ["1"])

    found = between((engine, engine), left, right)

    assert found.tally.not_compared == ["the rows of t: the two tables have no column in common"]
    assert not found.tally.whole
    empty = between((engine, engine), filled("a INTEGER", []), filled("b INTEGER", []))
    assert (empty.tally.whole, empty.lines) == (True, [])


def test_a_column_of_another_type_is_read_value_by_value():
    columns = "id integer PRIMARY KEY, a {}"
    left = filled(columns.format("text"), ["1, '1'", "2, 'x'", "3, NULL", "4, ''"])
    right = filled(columns.format("varchar(9)"), ["1, '1'", "2, 'X'", "3, NULL", "4, NULL"])
    assert between(("postgresql", "postgresql"), left, right).rows == ["2", "4"]

    left = filled(columns.format("integer"), ["1, 1", "2, 2", "3, NULL"])
    right = filled(columns.format("text"), ["1, '1'", "2, '3'", "3, NULL"])
    assert between(("postgresql", "postgresql"), left, right).rows == ["1", "2"]


@pytest.mark.parametrize("kind", ["bytea", "char(9)", "varchar", "mood", "json"])
def test_nothing_is_not_an_empty_value_on_postgresql(kind):
    kinds = ["CREATE TYPE mood AS ENUM ('')"]
    nothing = [*kinds, *filled(f"id integer PRIMARY KEY, a {kind}", ["1, NULL"])]
    empty = [*nothing, f"UPDATE t SET a = '{'{}' if kind == 'json' else ''}'"]

    assert between(("postgresql", "postgresql"), nothing, nothing).lines == []
    assert between(("postgresql", "postgresql"), nothing, empty).rows == ["1"]


def test_nothing_is_not_a_row_of_nothing_on_postgresql():
    kinds = ["CREATE TYPE pair AS (x int, y text)"]
    nothing = [*kinds, *filled("id integer PRIMARY KEY, a pair", ["1, NULL", "2, '(1,)'"])]
    hollow = [*nothing, "UPDATE t SET a = ROW(NULL, NULL) WHERE id = 1"]

    assert between(("postgresql", "postgresql"), hollow, hollow).lines == []
    assert between(("postgresql", "postgresql"), nothing, hollow).rows == ["1"]


def test_what_spells_alike_is_told_apart_by_its_type():
    plain = "0123abcd-89ef-4567-89ab-000000000001"
    left = filled("id integer PRIMARY KEY, v varchar(36)", [f"1, '{plain}'"])
    right = filled("id integer PRIMARY KEY, v uuid", [f"1, '{plain}'"])
    (found,) = between(("postgresql", "postgresql"), left, right).differences
    assert (found.left, found.right) == (f"text '{plain}'", f"uuid '{plain}'")


@pytest.mark.parametrize("kind", ["varchar(9)", "integer", "date"])
def test_a_column_that_is_only_said_to_be_not_null_may_hold_nothing(kind):
    value = "'2024-01-01'" if kind == "date" else "'7'"
    columns = f"id integer PRIMARY KEY, a {kind}, b {kind}"
    rows = [f"1, {value}, NULL", f"1, NULL, {value}"]
    promised = [f"ALTER TABLE t ADD CONSTRAINT n{name} NOT NULL {name} NOT VALID" for name in "ab"]
    left, right = ([*filled(columns, [row]), *promised] for row in rows)
    with made("postgresql") as database:
        if database.connections[0].dialect.server_version_info < (18,):
            pytest.skip("NOT NULL can be NOT VALID from PostgreSQL 18 on")

    assert between(("postgresql", "postgresql"), left, left).lines == []
    assert between(("postgresql", "postgresql"), left, right).rows == ["1"]
    assert between(("postgresql", "sqlite"), left, filled(columns, rows[:1])).rows == []
    assert between(("postgresql", "sqlite"), left, filled(columns, rows[1:])).rows == ["1"]


def test_types_that_people_made_are_known_by_their_names():
    kinds = {
        "a": "CREATE TYPE pair AS (x int, y int)",
        "b": "CREATE TYPE other AS (x int, y int)",
    }
    left, right = (
        [kind, *filled(f"id integer PRIMARY KEY, a {kind.split()[2]}", ["1, '(1,2)'"])]
        for kind in kinds.values()
    )

    assert between(("postgresql", "postgresql"), left, left).lines == []
    assert between(("postgresql", "postgresql"), left, right).rows == ["1"]


# ------------------------------------------------------------------ many rows, many columns


WIDE = {"sqlite": "INTEGER", "postgresql": "BIGINT", "mariadb": "BIGINT", "mysql": "BIGINT"}
SERIES = {
    "sqlite": "WITH RECURSIVE s (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {0})"
    " SELECT n{1}, 'x' || n FROM s",
    "postgresql": "SELECT n::int8{1}, concat('x', n) FROM generate_series(1, {0}) AS s (n)",
    "mariadb": "SELECT seq{1}, concat('x', seq) FROM seq_1_to_{0}",
    "mysql": "SELECT n{1}, concat('x', n) FROM json_table(concat('[1', repeat(',1', {0} - 1), ']'),"
    " '$[*]' COLUMNS (n FOR ORDINALITY)) AS s",
}
MYSQLS = pytest.mark.parametrize("engine", ["mariadb", "mysql"])


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("step", ["", " * 1000003"], ids=["dense", "sparse"])
def test_rows_that_are_missing_where_spans_end_are_found(engine, step):
    columns = f"id {WIDE[engine]} PRIMARY KEY, a VARCHAR(20)"
    factor = 1000003 if step else 1
    rows = 3 * AT_ONCE + 7
    made_ = [f"CREATE TABLE t ({columns})"]
    made_.append(f"INSERT INTO t {SERIES[engine].format(rows, step)}")
    borders = [1, AT_ONCE - 1, AT_ONCE, AT_ONCE + 1, 2 * AT_ONCE, 2 * AT_ONCE + 1, rows]
    for place, number in enumerate(borders):
        key = number * factor
        change = [f"DELETE FROM t WHERE id = {key}", f"UPDATE t SET a = 'y' WHERE id = {key}"]
        borders[place] = (key, change[place % 2])

    found = between((engine, engine), made_, [*made_, *(change for _, change in borders)])

    assert found.rows == sorted(str(key) for key, _ in borders)
    assert found.tally.only_left == 4
    assert found.tally.changed == 3
    assert found.tally.compared == rows
    assert found.tally.whole
    found = between((engine, engine), [*made_, *(change for _, change in borders)], made_)
    assert (found.tally.only_right, found.tally.changed) == (4, 3)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("order", ["left", "right"])
def test_one_row_far_away_is_found(engine, order):
    near = filled(f"id {WIDE[engine]} PRIMARY KEY", ["1", "2"])
    far = [*near, "INSERT INTO t VALUES (9223372036854775807)"]
    sides = (near, far) if order == "left" else (far, near)

    assert between((engine, engine), *sides).rows == ["9223372036854775807"]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_table_may_have_many_columns(engine):
    count = 700 if engine == "sqlite" else 130
    names = ", ".join(f"c{number} INTEGER" for number in range(count))
    rows = [f"1, {', '.join(map(str, range(count)))}"]
    left = filled(f"id INTEGER PRIMARY KEY, {names}", rows)
    right = [*left, f"UPDATE t SET c{count - 1} = 0"]

    assert between((engine, engine), left, left).lines == []
    assert between((engine, engine), left, right).lines == [
        f"row.value t[1].c{count - 1}: {count - 1} | 0"
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_same_change_in_an_even_number_of_rows_does_not_cancel(engine):
    left = filled("a INTEGER, b VARCHAR(9)", ["1, 'x'", "2, 'x'", "3, 'x'", "4, 'x'"])
    right = filled("a INTEGER, b VARCHAR(9)", ["1, 'y'", "2, 'y'", "3, 'y'", "4, 'y'"])
    assert len(between((engine, engine), left, right).lines) == 8

    twice = [*left, "INSERT INTO t VALUES (9, 'z'), (9, 'z')"]
    assert between((engine, engine), left, twice).tally.only_right


@pytest.mark.parametrize("numbers", [(3, 3), (1, 4), (3, 2)])
def test_several_connections_read_a_table_at_once(numbers, tmp_path):
    made_ = [
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a VARCHAR(20))",
        f"INSERT INTO t {SERIES['sqlite'].format(9 * AT_ONCE, '')}",
    ]
    sides = []
    for number, count in enumerate(numbers):
        engine = sa.create_engine(f"sqlite:///{tmp_path}/{number}.db")
        with engine.connect() as connection:
            for statement in made_:
                connection.exec_driver_sql(statement)
            if number:
                connection.exec_driver_sql("DELETE FROM t WHERE id % 5000 = 0")
            connection.commit()
        sides.append((engine, [engine.connect() for _ in range(count)]))
    try:
        found = compared(*(Database("sqlite", connections) for _, connections in sides))
    finally:
        for engine, connections in sides:
            for connection in connections:
                connection.close()
            engine.dispose()

    assert found.rows == sorted(str(key) for key in range(5000, 9 * AT_ONCE + 1, 5000))
    assert found.tally.whole


@pytest.mark.parametrize("on", [mariadb_databases.ON, mysql_databases.ON], ids=["mariadb", "mysql"])
def test_several_connections_to_a_server_read_a_table_at_once(on):
    engine = "mariadb" if on is mariadb_databases.ON else "mysql"
    made_ = [
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a VARCHAR(20))",
        f"INSERT INTO t {SERIES[engine].format(9 * AT_ONCE, '')}",
    ]
    with (
        on.connected(*made_) as left,
        on.connected(*made_, "DELETE FROM t WHERE id % 5000 = 0") as right,
        on.another(left) as one,
        on.another(left) as two,
        on.another(right) as three,
    ):
        found = compared(Database(engine, [left, one, two]), Database(engine, [right, three]))

    assert found.rows == sorted(str(key) for key in range(5000, 9 * AT_ONCE + 1, 5000))
    assert found.tally.whole


# ------------------------------------------------------------------ what cannot be read


LONGEST = 2**24  # MariaDB's max_allowed_packet, and that of the server that .ci/mysql starts
HALF = f"repeat('x', {LONGEST // 2})"


def with_such_packets(engine):
    """Skip the test where the server takes longer ones."""
    if engine == "mysql":
        with mysql_databases.server().connect() as connection:
            longest = connection.exec_driver_sql("SELECT @@max_allowed_packet").scalar_one()
        if longest != LONGEST:
            pytest.skip(f"max_allowed_packet of the server is {longest}")


@MYSQLS
def test_spans_that_are_longer_than_a_packet_are_read_in_halves(engine):
    with_such_packets(engine)
    left = filled(
        "id INTEGER PRIMARY KEY, a LONGTEXT",
        [f"{number}, repeat({number}, {LONGEST // 16})" for number in range(1, 10)],
    )
    left += ["INSERT INTO t VALUES (100, 'a'), (200, 'b')"]
    right = [*left, "UPDATE t SET a = concat(a, 'x') WHERE id IN (3, 200)"]

    found = between((engine, engine), left, right)

    assert found.rows == ["200", "3"]
    assert found.tally.whole


@MYSQLS
def test_a_long_span_before_others_disturbs_none_of_them(engine, at_once):
    with_such_packets(engine)
    long = [f"{number}, repeat('x', {LONGEST // 3})" for number in range(1, 5)]
    short = [f"{number}, 'y'" for number in range(5, 100)]
    left = filled("id INTEGER PRIMARY KEY, a LONGTEXT", [*long, *short])
    right = [*left, "UPDATE t SET a = 'z' WHERE id IN (50, 99)"]

    found = between((engine, engine), left, right)

    assert found.rows == ["50", "99"]
    assert found.tally.whole


@pytest.mark.parametrize(
    "key", ["id INTEGER PRIMARY KEY", "id VARCHAR(9) PRIMARY KEY", "id INTEGER"]
)
@pytest.mark.parametrize("kind", ["LONGTEXT", "LONGBLOB"])
@MYSQLS
def test_a_row_that_is_longer_than_a_packet_is_told(engine, key, kind):
    with_such_packets(engine)

    def side(word):
        texts_ = [f"concat('{word}', repeat('x', {LONGEST - 3}))", "'a'", "'b'"]
        return filled(f"{key}, a {kind}", [f"{place}, {text}" for place, text in enumerate(texts_)])

    found = between((engine, engine), side("l"), side("r"))

    assert found.tally.not_compared
    assert not found.tally.whole


def test_long_values_that_differ_are_held_a_few_at_a_time(monkeypatch):
    monkeypatch.setattr(differing, "ROOM", 1000)
    held = []
    compare = differing.Differing._compare

    def watched(self, left, right):
        held.append(sum(map(len, (*left, *right))))
        compare(self, left, right)

    monkeypatch.setattr(differing.Differing, "_compare", watched)
    for columns in ("k VARCHAR(9) PRIMARY KEY, a TEXT", "k INTEGER PRIMARY KEY, a TEXT"):
        rows = [f"'{key}', '{str(key) * 100}'" for key in range(10, 90)]
        left = filled(columns, rows)
        right = [*left, "UPDATE t SET a = a || 'x'"]
        found = between(("sqlite", "postgresql"), left, right)
        assert found.tally.changed == 80
    assert max(held) < 2000


BELIEVERS = {"mariadb": mariadb.MariadbSource, "postgresql": postgresql.PostgresqlSource}


@pytest.mark.parametrize("engine", BELIEVERS)
@pytest.mark.parametrize("keys", [DENSE, SPARSE, FAR], ids=["dense", "sparse", "far"])
@pytest.mark.parametrize("believed", [1, 30, 10**9])
def test_many_rows_are_counted_while_they_are_read(engine, keys, believed, monkeypatch):
    monkeypatch.setattr(compare.stream.source, "_FEW", 0)
    cut(monkeypatch, 5)
    columns = "k BIGINT PRIMARY KEY, a VARCHAR(9)"
    left = filled(columns, [f"{key}, 'x'" for key in keys])
    right = [*left, f"UPDATE t SET a = 'y' WHERE k = {keys[3]}", f"DELETE FROM t WHERE k={keys[7]}"]
    asked = BELIEVERS[engine].ask

    def ask(self, connection, sql):
        assert "count(*)" not in sql
        return asked(self, connection, sql)

    monkeypatch.setattr(BELIEVERS[engine], "ask", ask)
    monkeypatch.setattr(BELIEVERS[engine], "believed", lambda *_: believed)

    found = between((engine, engine), left, right)

    assert found.rows == sorted([keys[3], keys[7]])
    assert (found.tally.left_rows, found.tally.right_rows) == (len(keys), len(keys) - 1)
    assert found.tally.whole


@pytest.mark.parametrize("engine", BELIEVERS)
def test_what_a_server_believes_is_about_what_there_is(engine):
    rows = filled("k BIGINT PRIMARY KEY", [str(key) for key in range(3000)])
    with made(engine, *rows, "ANALYZE TABLE t" if engine == "mariadb" else "ANALYZE t") as database:
        connection = database.connections[0]
        with database.opened() as side:
            one = side.source(database.table)
            assert 2000 < one.believed(connection) < 4000
        if engine == "postgresql":
            connection.exec_driver_sql("INSERT INTO t SELECT generate_series(3000, 9000)")
            with database.opened() as side:
                assert 7000 < side.source(database.table).believed(connection) < 11000


def test_what_nobody_has_looked_at_is_counted():
    rows = filled("k BIGINT PRIMARY KEY", ["1", "2"])
    with made("postgresql", *rows) as database, database.opened() as side:
        assert side.source(database.table).believed(database.connections[0]) is None


def test_a_table_of_mariadb_that_is_gone_meanwhile_is_the_server_s_error():
    with made("mariadb", *filled("k BIGINT PRIMARY KEY", ["1"])) as database:
        table = database.table
        with database.opened() as side:
            source = side.source(table)
            source.arrange(["k"], [source.stored(column) for column in table.columns], 1)
            database.connections[0].exec_driver_sql("DROP TABLE t")
            with pytest.raises(sa.exc.DBAPIError, match="1146"):
                source.extent(database.connections[0])


@pytest.mark.parametrize("engine", BELIEVERS)
@pytest.mark.parametrize("believed", [30, 300])
def test_rows_that_nobody_counted_before_an_interruption_are_a_guess(engine, believed, monkeypatch):
    monkeypatch.setattr(compare.stream.source, "_FEW", 0)
    cut(monkeypatch, 5)
    monkeypatch.setattr(BELIEVERS[engine], "believed", lambda *_: believed)

    def interrupt(_):
        raise KeyboardInterrupt

    rows = filled("k BIGINT PRIMARY KEY", DENSE)
    with (
        made(engine, *rows) as left,
        made(engine, *rows, right=True) as right,
        left.opened() as one,
        right.opened() as other,
    ):
        tables = TablePair(left.table, right.table)
        begun = []
        tally = compare_table(
            one, other, tables, lambda _: None, interrupt, lambda *heard: begun.append(heard)
        )

    assert [about for _, about in begun] == [True]
    assert tally.interrupted
    assert tally.about
    assert 0 < tally.compared < tally.left_rows <= max(believed, len(DENSE))
    assert not tally.whole


@pytest.mark.parametrize("engine", BELIEVERS)
def test_many_rows_that_are_none(engine, monkeypatch):
    monkeypatch.setattr(compare.stream.source, "_FEW", 0)
    columns = "k BIGINT PRIMARY KEY, a VARCHAR(9)"

    found = between((engine, engine), filled(columns, []), filled(columns, ["1, 'x'"]))

    assert (found.tally.left_rows, found.tally.right_rows) == (0, 1)
    assert found.tally.only_right == 1


def test_rows_that_were_counted_and_did_not_come_are_told(monkeypatch):
    monkeypatch.setattr(sqlite.SqliteSource, "packed", lambda *_: Lines(0, b""))
    rows = filled("id INTEGER PRIMARY KEY", ["1", "2"])

    found = between(("sqlite", "sqlite"), rows, rows)

    assert found.tally.not_compared == ["rows of t: there are 2 and 2, of which 0 and 0 were read"]
    assert not found.tally.whole


def test_lines_that_do_not_come_apart_are_an_error(monkeypatch):
    broken = iter([Lines(1, b"i1"), Lines(1, b"ix")])
    monkeypatch.setattr(sqlite.SqliteSource, "packed", lambda *_: next(broken))
    rows = filled("id INTEGER PRIMARY KEY", ["1"])

    with pytest.raises(ToolError, match="did not come apart"):
        between(("sqlite", "sqlite"), rows, rows)


# ------------------------------------------------------------------ SQLite's own ways


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16le", "UTF-16be"])
@pytest.mark.parametrize("kind", ["TEXT", "VARCHAR(9)", "", "TEXT COLLATE NOCASE", "DATE"])
def test_texts_sort_alike_whatever_the_encoding(encoding, kind, monkeypatch):
    cut(monkeypatch, 5)
    keys = [
        "''",
        "'a'",
        "'b'",
        "'C'",
        "'é'",
        "'Ā'",
        "'\ue000'",
        "'🙂'",
        "'a\x1f'",
        "x'00'",
        "x'ff'",
        "x''",
    ]
    left = filled(f"k {kind} NOT NULL PRIMARY KEY, a TEXT", [f"{key}, {key}" for key in keys])
    right = [f"PRAGMA encoding = '{encoding}'", *left, "DELETE FROM t WHERE k IN ('b', 'Ā')"]
    right += ["UPDATE t SET a = 'changed' WHERE k = '🙂'", "INSERT INTO t VALUES ('ā', '')"]

    found = between(("sqlite", "sqlite"), left, right)

    assert found.rows == sorted(["'b'", "'Ā'", "'🙂'", "'ā'"])
    assert found.tally.changed == 1


@pytest.mark.parametrize(
    "held",
    [
        "1",
        "1.0",
        "'1'",
        "'1.0'",
        "x'31'",
        "NULL",
        "''",
        "x''",
        "'A'",
        "'a'",
        "'a '",
        "'true'",
        "CAST(x'ff' AS TEXT)",
        "CAST(x'fe' AS TEXT)",
        "'a' || char(0)",
        "'a' || char(0) || 'b'",
    ],
)
@pytest.mark.parametrize("kind", ["", "TEXT COLLATE NOCASE", "ANY"])
def test_on_sqlite_any_two_values_differ(held, kind):
    others = ["1", "1.0", "'1'", "x'31'", "NULL", "''", "x''", "'A'", "'a'", "'a '", "9e99", "1e23"]
    others += ["CAST(x'ff' AS TEXT)", "CAST(x'fe' AS TEXT)", "'a' || char(0)", "0.1 + 0.2", "0.3"]
    columns = f"id INTEGER PRIMARY KEY, a {kind}, same INTEGER"
    left = [*filled(columns, []), *(f"INSERT INTO t VALUES ({place}, {held}, 0)"
            for place, _ in enumerate(others))]  # fmt: skip
    right = [*filled(columns, []), *(f"INSERT INTO t VALUES ({place}, {other}, 0)"
             for place, other in enumerate(others))]  # fmt: skip
    whole = "CASE typeof(a) WHEN 'real' THEN printf('%!.17g', a) ELSE hex(CAST(a AS BLOB)) END"
    with made("sqlite", *left) as one, made("sqlite", *right) as two:
        found = compared(one, two)
        stored = [
            side.connections[0]
            .exec_driver_sql(f"SELECT typeof(a), {whole} FROM t ORDER BY id")
            .all()
            for side in (one, two)
        ]

    differ = [
        str(place) for place, both in enumerate(zip(*stored, strict=True)) if both[0] != both[1]
    ]
    assert found.rows == sorted(differ)


@pytest.mark.parametrize(
    "create",
    [
        "CREATE TABLE t (id integer, PRIMARY KEY (id DESC), v integer)",
        "CREATE TABLE t (id integer PRIMARY KEY, v integer) PARTITION BY HASH (id) PARTITIONS 7",
        "CREATE TABLE t (id integer PRIMARY KEY, v integer, KEY (v, id))",
    ],
    ids=["descending", "in partitions", "with another index that has all"],
)
@pytest.mark.parametrize("changed", [False, True])
@MYSQLS
def test_innodb_may_keep_rows_in_another_order(engine, create, changed):
    rows = [f"{n}, {(n * 7) % 900}" for n in range(900)]
    plain = filled("id integer PRIMARY KEY, v integer", rows)
    change = ["UPDATE t SET v = -1 WHERE id IN (3, 777)", "DELETE FROM t WHERE id = 500"]
    other = [create, plain[1], *(change if changed else [])]
    found = between((engine, engine), plain, other)
    assert found.rows == (["3", "500", "777"] if changed else [])
    assert (found.tally.left_rows, found.tally.not_compared) == (900, [])
