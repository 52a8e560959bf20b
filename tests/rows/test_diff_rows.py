"""How the rows of two tables differ: a case is a sentence, two databases and the lines."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.model import Column, PrimaryKey, Table, TableRows, Value
from compare.rows import diff_rows
from compare.rows.values import to_value
from tests.rows.photos import compared, lines, photo

POST = "CREATE TABLE post (id INTEGER PRIMARY KEY, titulo TEXT, fecha DATETIME)"
LIST = "CREATE TABLE post (titulo TEXT, fecha DATETIME)"
PAIR = "CREATE TABLE post (a INT, b TEXT, titulo TEXT, PRIMARY KEY (a, b))"
SPOKEN = "2024-01-01 10:00:00.000000"
SHORT = "2024-01-01 10:00:00"


def rows(made: str, *values: str) -> list[str]:
    return [made, *(f"INSERT INTO post VALUES ({each})" for each in values)]


CASES = [
    ("no rows", rows(POST), rows(POST), []),
    ("equal rows", rows(POST, "1, 'a', NULL"), rows(POST, "1, 'a', NULL"), []),
    (
        "rows put in another order",
        rows(POST, "1, 'a', NULL", "2, 'b', NULL"),
        rows(POST, "2, 'b', NULL", "1, 'a', NULL"),
        [],
    ),
    (
        "a row is missing",
        rows(POST, "1, 'a', NULL", "2, 'b', NULL"),
        rows(POST, "2, 'b', NULL"),
        ["row.missing post[1]: (id=1, titulo='a', fecha=NULL) | (none)"],
    ),
    (
        "a row is too many, and counts up the ids",
        rows(POST),
        rows(POST, "1, 'a', NULL"),
        ["row.missing post[1]: (none) | (id=1, titulo='a', fecha=NULL)", "row.next-id post: 1 | 2"],
    ),
    (
        "a value is another",
        rows(POST, "1, 'a', NULL"),
        rows(POST, "1, 'b', NULL"),
        ["row.value post[1].titulo: 'a' | 'b'"],
    ),
    (
        "case counts",
        rows(POST, "1, 'A', NULL"),
        rows(POST, "1, 'a', NULL"),
        ["row.value post[1].titulo: 'A' | 'a'"],
    ),
    (
        "a trailing space counts",
        rows(POST, "1, 'a', NULL"),
        rows(POST, "1, 'a ', NULL"),
        ["row.value post[1].titulo: 'a' | 'a '"],
    ),
    (
        "NULL is not empty text",
        rows(POST, "1, NULL, NULL"),
        rows(POST, "1, '', NULL"),
        ["row.value post[1].titulo: NULL | ''"],
    ),
    (
        "NULL is not its name",
        rows(POST, "1, NULL, NULL"),
        rows(POST, "1, 'NULL', NULL"),
        ["row.value post[1].titulo: NULL | 'NULL'"],
    ),
    (
        "values do not slide from column to column",
        rows(PAIR, "1, 'x', NULL"),
        rows(PAIR, "1, NULL, 'x'"),
        [
            "row.missing post[1,NULL]: (none) | (a=1, b=NULL, titulo='x')",
            "row.missing post[1,'x']: (a=1, b='x', titulo=NULL) | (none)",
        ],
    ),
    (
        "a blob is no text",
        rows(POST, "1, 'a', NULL"),
        rows(POST, "1, x'61', NULL"),
        ["row.value post[1].titulo: 'a' | x'61'"],
    ),
    (
        "an equal date-time is stored otherwise in two of three rows",
        rows(POST, f"1, 'a', '{SPOKEN}'", f"2, 'a', '{SPOKEN}'", "3, 'a', '2024-01-01 10:00:00.5'"),
        rows(POST, f"1, 'a', '{SHORT}'", f"2, 'a', '{SHORT}'", "3, 'a', '2024-01-01 10:00:00.5'"),
        [f"row.storage post.fecha: text '{SPOKEN}' (2 rows) | text '{SHORT}' (2 rows)"],
    ),
    (
        "each form of storing is a difference of its own, and none hides behind the first",
        rows(POST, f"1, 'a', '{SPOKEN}'", "2, 'a', '2024-01-02 10:00:00'"),
        rows(POST, f"1, 'a', '{SHORT}'", "2, 'a', '2024-01-02T10:00'"),
        [
            "row.storage post.fecha: text '2024-01-02 10:00:00' (1 row) |"
            " text '2024-01-02T10:00' (1 row)",
            f"row.storage post.fecha: text '{SPOKEN}' (1 row) | text '{SHORT}' (1 row)",
        ],
    ),
    (
        "a date-time is another",
        rows(POST, f"1, 'a', '{SPOKEN}'"),
        rows(POST, "1, 'a', '2024-01-01 10:00:01'"),
        [f"row.value post[1].fecha: '{SPOKEN}' | '2024-01-01 10:00:01'"],
    ),
    (
        "a naive date-time is not taken for UTC",
        rows(POST, f"1, 'a', '{SHORT}'"),
        rows(POST, f"1, 'a', '{SHORT}+00:00'"),
        [f"row.value post[1].fecha: '{SHORT}' | '{SHORT}+00:00'"],
    ),
    (
        "what is no date-time is compared as text",
        rows(POST, "1, 'a', 'ayer'"),
        rows(POST, "1, 'a', 'Ayer'"),
        ["row.value post[1].fecha: 'ayer' | 'Ayer'"],
    ),
    (
        "keys of all classes are told of in order",
        ["CREATE TABLE post (id PRIMARY KEY)"],
        [
            "CREATE TABLE post (id PRIMARY KEY)",
            "INSERT INTO post VALUES (x'00'), ('b'), ('B'), (10), (9), (9.5), (NULL)",
            "INSERT INTO post VALUES (CAST(x'ff' AS TEXT))",
        ],
        [
            "row.missing post[NULL]: (none) | (id=NULL)",
            "row.missing post[9]: (none) | (id=9)",
            "row.missing post[9.5]: (none) | (id=9.5)",
            "row.missing post[10]: (none) | (id=10)",
            "row.missing post['B']: (none) | (id='B')",
            "row.missing post['b']: (none) | (id='b')",
            "row.missing post[e'\\xff']: (none) | (id=e'\\xff')",
            "row.missing post[x'00']: (none) | (id=x'00')",
        ],
    ),
    (
        "without a key, rows are counted",
        rows(LIST, "'a', NULL", "'a', NULL", "'b', NULL"),
        rows(LIST, "'a', NULL", "'b', NULL", "'c', NULL"),
        [
            "row.missing post: (titulo='a', fecha=NULL) (2 times) | (titulo='a', fecha=NULL)",
            "row.missing post: (none) | (titulo='c', fecha=NULL)",
        ],
    ),
    (
        "without a key, storage is compared as well",
        rows(LIST, f"'a', '{SPOKEN}'", f"'a', '{SPOKEN}'"),
        rows(LIST, f"'a', '{SHORT}'", f"'a', '{SPOKEN}'"),
        [f"row.storage post.fecha: text '{SPOKEN}' (1 row) | text '{SHORT}' (1 row)"],
    ),
    (
        "two rows whose key is NULL are a multiset",
        rows(PAIR, "1, NULL, 'x'", "1, NULL, 'y'", "1, 'k', 'x'"),
        rows(PAIR, "1, NULL, 'x'", "1, NULL, 'z'", "1, 'k', 'x'"),
        [
            "row.missing post: (a=1, b=NULL, titulo='y') | (none)",
            "row.missing post: (none) | (a=1, b=NULL, titulo='z')",
        ],
    ),
    (
        "a composite key names the row",
        rows(PAIR, "1, 'it''s', 'x'"),
        rows(PAIR, "1, 'it''s', 'y'"),
        ["row.value post[1,'it''s'].titulo: 'x' | 'y'"],
    ),
    (
        "a key with its columns in another order is the same key",
        rows(PAIR, "1, 'k', 'x'"),
        rows(PAIR.replace("(a, b)", "(b, a)"), "1, 'k', 'y'"),
        ["row.value post[1,'k'].titulo: 'x' | 'y'"],
    ),
    (
        "with different keys, the common columns are a multiset",
        [
            "CREATE TABLE post (id INTEGER PRIMARY KEY, titulo TEXT)",
            "INSERT INTO post VALUES (1, 'a'), (2, 'b')",
        ],
        [
            "CREATE TABLE post (uuid TEXT PRIMARY KEY, titulo TEXT)",
            "INSERT INTO post VALUES ('x', 'b'), ('y', 'a')",
        ],
        [
            "row.only post.id: 2 values, sha256 32552a8949c1 | (none)",
            "row.only post.uuid: (none) | 2 values, sha256 403f50e1a8df",
            "row.next-id post: 3 | (none)",
        ],
    ),
    (
        "what a column holds that only one side has is told as a whole",
        [
            "CREATE TABLE post (id INTEGER PRIMARY KEY, titulo TEXT)",
            "INSERT INTO post VALUES (1, 'a')",
        ],
        ["CREATE TABLE post (id INTEGER PRIMARY KEY, extra INT)", "INSERT INTO post VALUES (1, 5)"],
        [
            "row.only post.titulo: 1 value, sha256 5d01abc1a801 | (none)",
            "row.only post.extra: (none) | 1 value, sha256 4725e00d5d38",
        ],
    ),
    (
        "a column that only one side has and that holds nothing is no matter of rows",
        ["CREATE TABLE post (id INTEGER PRIMARY KEY)", "INSERT INTO post VALUES (1)"],
        [
            "CREATE TABLE post (id INTEGER PRIMARY KEY, extra INT)",
            "INSERT INTO post VALUES (1, NULL)",
        ],
        [],
    ),
    (
        "a column whose name has another case is the same column",
        [
            "CREATE TABLE post (id INTEGER PRIMARY KEY, Titulo TEXT)",
            "INSERT INTO post VALUES (1, 'a')",
        ],
        [
            "CREATE TABLE post (id INTEGER PRIMARY KEY, titulo TEXT)",
            "INSERT INTO post VALUES (1, 'b')",
        ],
        ["row.value post[1].Titulo: 'a' | 'b'"],
    ),
    (
        "without one common column, the rows are counted",
        ["CREATE TABLE post (a INT)", "INSERT INTO post VALUES (1), (2)"],
        ["CREATE TABLE post (b INT)", "INSERT INTO post VALUES (1)"],
        [
            "row.missing post: (a=1) (2 times) | (b=1)",
            "row.only post.a: 2 values, sha256 a546d954eed8 | (none)",
            "row.only post.b: (none) | 1 value, sha256 d5f966ce782e",
        ],
    ),
    (
        "an integer key is no text key",
        ["CREATE TABLE post (id INTEGER PRIMARY KEY)", "INSERT INTO post VALUES (1)"],
        ["CREATE TABLE post (id TEXT PRIMARY KEY)", "INSERT INTO post VALUES ('1')"],
        [
            "row.missing post[1]: (id=1) | (none)",
            "row.missing post['1']: (none) | (id='1')",
            "row.next-id post: 2 | (none)",
        ],
    ),
    (
        "a date-time in a column of text is text",
        [
            "CREATE TABLE post (id INTEGER PRIMARY KEY, f DATETIME)",
            f"INSERT INTO post VALUES (1, '{SPOKEN}'), (2, 'x')",
        ],
        [
            "CREATE TABLE post (id INTEGER PRIMARY KEY, f TEXT)",
            f"INSERT INTO post VALUES (1, '{SHORT}'), (2, 'x')",
        ],
        [f"row.value post[1].f: '{SPOKEN}' | '{SHORT}'"],
    ),
    (
        "the same text under other types is the same",
        [
            "CREATE TABLE post (id INTEGER PRIMARY KEY, f DATETIME)",
            f"INSERT INTO post VALUES (1, '{SHORT}')",
        ],
        [
            "CREATE TABLE post (id INTEGER PRIMARY KEY, f TEXT)",
            f"INSERT INTO post VALUES (1, '{SHORT}')",
        ],
        [],
    ),
    (
        "a number and its text are one in a column of decimals",
        [
            "CREATE TABLE post (id INTEGER PRIMARY KEY, n DECIMAL(5, 2))",
            "INSERT INTO post VALUES (1, 2.0)",
        ],
        [
            "CREATE TABLE post (id INTEGER PRIMARY KEY, n NUMERIC)",
            "INSERT INTO post VALUES (1, '2.00')",
        ],
        [],
    ),
    (
        "a number is no equal of its text where no decimal is declared",
        ["CREATE TABLE post (id INTEGER PRIMARY KEY, n)", "INSERT INTO post VALUES (1, 2.0)"],
        ["CREATE TABLE post (id INTEGER PRIMARY KEY, n)", "INSERT INTO post VALUES (1, 2)"],
        ["row.value post[1].n: 2.0 | 2"],
    ),
    (
        "JSON in another order, and JSON that says something else",
        [
            "CREATE TABLE post (id INTEGER PRIMARY KEY, d JSON)",
            """INSERT INTO post VALUES (1, '{"a": 1, "b": 2}'), (2, '{"a": 1}'), (3, '7')""",
        ],
        [
            "CREATE TABLE post (id INTEGER PRIMARY KEY, d TEXT CHECK (JSON_VALID(d) OR d IS NULL))",
            """INSERT INTO post VALUES (1, '{"b":2,"a":1}'), (2, '{"a": 2}'), (3, '7')""",
        ],
        [
            """row.value post[2].d: '{"a": 1}' | '{"a": 2}'""",
            """row.storage post.d: integer 7 (1 row) | text '7' (1 row)""",
            """row.storage post.d: text '{"a": 1, "b": 2}' (1 row) |"""
            """ text '{"b":2,"a":1}' (1 row)""",
        ],
    ),
    (
        "long texts show where they part",
        rows(POST, f"1, '{'x' * 100}', NULL"),
        rows(POST, f"1, '{'x' * 80}y', NULL"),
        [
            f"row.value post[1].titulo: '{'x' * 30}…' (100 characters, from 81 on '{'x' * 20}') |"
            f" '{'x' * 30}…' (81 characters, from 81 on 'y')"
        ],
    ),
    (
        "a control character is escaped",
        rows(POST, "1, 'a' || char(10) || char(27), NULL"),
        rows(POST, "1, 'a', NULL"),
        ["row.value post[1].titulo: e'a\\n\\u001b' | 'a'"],
    ),
    (
        "bytes that are no UTF-8 equal themselves only",
        rows(POST, "1, CAST(x'61ff' AS TEXT), NULL", "2, CAST(x'ff' AS TEXT), NULL"),
        rows(POST, "1, CAST(x'61fe' AS TEXT), NULL", "2, CAST(x'ff' AS TEXT), NULL"),
        ["row.value post[1].titulo: e'a\\xff' | e'a\\xfe'"],
    ),
    (
        "the next id is another",
        [
            "CREATE TABLE post (id INTEGER PRIMARY KEY AUTOINCREMENT)",
            "INSERT INTO post VALUES (1), (9)",
            "DELETE FROM post WHERE id = 9",
        ],
        [
            "CREATE TABLE post (id INTEGER PRIMARY KEY)",
            "INSERT INTO post VALUES (1), (9)",
            "DELETE FROM post WHERE id = 9",
        ],
        ["row.next-id post: 10 | 2"],
    ),
    (
        "hostile names are quoted",
        [
            'CREATE TABLE "a.b" (id INTEGER PRIMARY KEY, "c, d" INT)',
            'INSERT INTO "a.b" VALUES (1, 2)',
        ],
        [
            'CREATE TABLE "a.b" (id INTEGER PRIMARY KEY, "c, d" INT)',
            'INSERT INTO "a.b" VALUES (1, 3)',
        ],
        ['row.value "a.b"[1]."c, d": 2 | 3'],
    ),
]


@pytest.mark.parametrize(
    ("left", "right", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_the_lines_of_a_comparison(left, right, expected):
    assert lines(left, right) == expected


@pytest.mark.parametrize(
    ("left", "right"), [case[1:3] for case in CASES], ids=[c[0] for c in CASES]
)
def test_the_other_way_round_the_same_is_seen(left, right):
    there, back = compared(photo(*left), photo(*right)), compared(photo(*right), photo(*left))

    assert Counter(each.kind for each in there) == Counter(each.kind for each in back)
    assert Counter((each.left, each.right) for each in there) == Counter(
        (each.right, each.left) for each in back
    )
    assert compared(photo(*left), photo(*left)) == compared(photo(*right), photo(*right)) == ()


def test_a_difference_carries_what_conventions_look_at():
    left = photo(*rows(POST, f"1, 'a', '{SPOKEN}'"))
    right = photo(
        "CREATE TABLE blog_post (id INTEGER PRIMARY KEY, titulo TEXT, fecha DATETIME)",
        f"INSERT INTO blog_post VALUES (1, 'b', '{SHORT}')",
    )
    value, storage = compared(left, right, prefix="blog_")

    assert (value.area, value.table, value.column) == ("rows", "post", "titulo")
    assert (value.left_object.canonical, value.right_object.canonical) == ("a", "b")
    assert (storage.kind, storage.column) == ("row.storage", "fecha")
    assert storage.left_object.canonical == storage.right_object.canonical
    assert (value.left_table.name, value.right_table.name) == ("post", "blog_post")


TABLE = Table("t", (Column("id", "integer"), Column("a", "text")), PrimaryKey(("id",)))
stored = st.one_of(st.none(), st.integers(0, 3), st.sampled_from(["", "a", "A", "1"]), st.just(1.0))


def table_rows(content: dict[int, object]) -> TableRows:
    listed = tuple((to_value(key), to_value(value)) for key, value in sorted(content.items()))
    return TableRows("t", ("id", "a"), ("id",), listed)


@settings(max_examples=200)
@given(st.dictionaries(st.integers(0, 9), stored), st.dictionaries(st.integers(0, 9), stored))
def test_by_key_exactly_what_differs_is_found(left, right):
    found = diff_rows(table_rows(left), table_rows(right), TABLE, TABLE)
    missing = {f"t[{key}]" for key in left.keys() ^ right.keys()}
    other = {
        f"t[{key}].a"
        for key in left.keys() & right.keys()
        if (type(left[key]), left[key]) != (type(right[key]), right[key])
    }

    assert {each.where for each in found if each.kind == "row.missing"} == missing
    assert {each.where for each in found if each.kind == "row.value"} == other
    assert len(found) == len(missing) + len(other)


@settings(max_examples=200)
@given(
    st.lists(st.tuples(stored, stored), max_size=8), st.lists(st.tuples(stored, stored), max_size=8)
)
def test_without_a_key_exactly_the_counts_are_found(left, right):
    def listed(content: list[tuple[object, ...]]) -> tuple[tuple[Value, ...], ...]:
        return tuple(tuple(map(to_value, row)) for row in content)

    columns = Table("t", (Column("a", ""), Column("b", "")))
    one = TableRows("t", ("a", "b"), (), listed(left))
    other = TableRows("t", ("a", "b"), (), listed(right))
    counts = [
        Counter(tuple(value.stored for value in row) for row in side.rows) for side in (one, other)
    ]
    wrong = {row for row in counts[0].keys() | counts[1].keys() if counts[0][row] != counts[1][row]}

    found = diff_rows(one, other, columns, columns)
    assert len(found) == len(wrong)
    assert len({each.line for each in found}) == len(found)
