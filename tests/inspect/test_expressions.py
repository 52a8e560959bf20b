"""Canonical text: equal exactly where SQLite reads the same thing, and valid SQL itself."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.inspect.sqlite.expressions import (
    CONSTANT,
    Scope,
    expression,
    identifier,
    statement,
    type_name,
)
from compare.inspect.sqlite.tokens import fold, tokenize
from compare.inspect.unreadable import Unreadable

SCOPE = Scope(frozenset({"a", "b", "order", "key", "my col", "é"}), "t")
ROWS = [(1, "x", 2, None, 0, "é"), (None, "a", -1, 5, 1, "E"), (2.5, "", 0, -3, "A)", b"z")]


def canonical(text: str, scope: Scope = SCOPE) -> str:
    return expression(tokenize(text), scope)


CANONICAL = [
    ("A  >\n0", "a > 0"),
    ('"a" > 0', "a > 0"),
    ("[A]+`b`", "a + b"),
    ("((a))", "a"),
    ("(a) + (b)", "(a) + (b)"),
    ("(a + b) * (a - b)", "(a + b) * (a - b)"),
    ("(a, b) = (1, 2)", "(a, b) = (1, 2)"),
    ("((a, b))", "(a, b)"),
    ("(SELECT 1)", "(select 1)"),
    ("'It''s'", "'It''s'"),
    ("'A' || 'a'", "'A' || 'a'"),
    ('a <> "Xyz"', "a <> 'Xyz'"),
    ("a <> \"it's\"", "a <> 'it''s'"),
    ('"ROWID" > 0', "rowid > 0"),
    ('"order" = [ORDER]', '"order" = "order"'),
    ('"key" = KEY', "key = key"),
    ('"My Col" = 1', '"my col" = 1'),
    ('"É" = "é"', "'É' = é"),
    ("t.a > T.\"b\"", "a > b"),
    ("other.a > 0", "other.a > 0"),
    ("a==b", "a = b"),
    ("a!=b", "a <> b"),
    ("a IS NOT NULL", "a is not null"),
    ("a NOT NULL", "a not null"),
    ("LOWER (a)", "lower(a)"),
    ('"Lower"(a)', "lower(a)"),
    ("a IN(1,2)", "a in (1, 2)"),
    ("a in ()", "a in ()"),
    ("NOT(a)", "not (a)"),
    ("a BETWEEN -1 AND+1", "a between -1 and +1"),
    ("- - a", "- -a"),
    ("-(a)", "- (a)"),
    ("a-1", "a - 1"),
    ("a - -1", "a - -1"),
    ("a->>'$.x'", "a ->> '$.x'"),
    ("a<<2>>1", "a << 2 >> 1"),
    ("~a", "~a"),
    ("1E5 + 0X1F + .5 + 5.", "1e5 + 0x1f + .5 + 5."),
    ("X'AbCd'", "x'abcd'"),
    ("a COLLATE NOCASE = b", "a collate nocase = b"),
    ('a COLLATE "NOCASE"', "a collate nocase"),
    ("CAST(a AS VARCHAR(10))", "cast(a as varchar(10))"),
    ("CASE a WHEN 1 THEN 'x' ELSE -1 END", "case a when 1 then 'x' else -1 end"),
    ("a LIKE '%x' ESCAPE '\\'", "a like '%x' escape '\\'"),
    ("a /* b */ > --c\n0", "a > 0"),
    ("COUNT(*)", "count(*)"),
    ("CURRENT_TIMESTAMP", "current_timestamp"),
    ("a\ufeff", "a\ufeff"),
    ("\ufeffa + \ufeff b", "a + b"),
    ("a\u00a0b", "a\u00a0b"),
    ("N'x'", "n 'x'"),
    ("(a) b", "(a) b"),
    ("-.5", "-.5"),
    ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CANONICAL, ids=[case[0] for case in CANONICAL])
def test_canonical_text(text, expected):
    assert canonical(text) == expected
    assert canonical(expected) == expected


DIFFERENT = [
    ("a + b * 2", "(a + b) * 2"),
    ("'A'", "'a'"),
    ("'a'", "a"),
    ("'a b'", "'a  b'"),
    ("'1'", "1"),
    ("1", "1.0"),
    ("1", "01"),
    ("'a'", "x'61'"),
    ('"c"', '"C"'),
    ('"order"', "'order'"),
    ("a.b", '"a.b"'),
    ("lower(a)", '"lower(a)"'),
    ("a - 1", "a + -1"),
    ("a--1\n", "a - 1"),
    ("a = 1", "a is 1"),
    ("a NOT NULL", "a NOT 'null'"),
    ("'--'", "''"),
    ("'é'", "'e\u0301'"),
    ('"É"', '"é"'),
    ("a or b and 1", "(a or b) and 1"),
    ("f(a, b)", "f((a, b))"),
    ("null", '"null"'),
    ("true", '"true"'),
    ("current_date", '"current_date"'),
    ("t.a", "s.a"),
    ("main.a", "a"),
    ("'x' 'y'", "'x''y'"),
]


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
def test_two_expressions_never_look_alike(left, right):
    assert canonical(left) != canonical(right)


def test_without_columns_a_name_in_double_quotes_is_a_string():
    assert canonical('"a"', CONSTANT) == "'a'"


STATEMENTS = [
    ('SELECT "a", [B], `c d`', 'select a, b, "c d"'),
    ('SELECT "A" FROM "t"', 'select "A" from t'),
    ('SELECT "select", "key"', 'select "select", "key"'),
    ("select count ( * ) from t ;", "select count(*) from t;"),
]


@pytest.mark.parametrize(("text", "expected"), STATEMENTS)
def test_in_a_statement_a_double_quoted_name_stays_unless_it_is_plain(text, expected):
    assert statement(tokenize(text)) == expected


TYPES = [
    ("VARCHAR(100)", "varchar(100)"),
    ("decimal ( 10 , 2 )", "decimal(10,2)"),
    ("unsigned  BIG\nint", "unsigned big int"),
    ("numeric(+5, -3)", "numeric(+5,-3)"),
    ("", ""),
    ("'my  type'", "my type"),
    ("!!", "!!"),
    ("double precision -- comment", "double precision"),
]


@pytest.mark.parametrize(("text", "expected"), TYPES)
def test_a_type_in_lower_case_and_with_single_spaces(text, expected):
    assert type_name(text) == expected


UNREADABLE = [
    "'open",
    '"open',
    "a ! b",
    "1abc",
    "x'abc'",
    "a # b",
    "{a}",
    "a ? b",
    ":p",
    "[a",
    "0xz",
]


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_sqlite_would_not_take_is_unreadable(text):
    with pytest.raises(Unreadable):
        tokenize(text)


def test_only_letters_of_ascii_are_folded_as_sqlite_does():
    assert fold("ÀÉabcXYZßİ") == "ÀÉabcxyzßİ"


ATOMS = ("a", "b", "key", '"order"', '"my col"', "é", "1", "1.5", "'a'", "'A'", "'it''s'", "null")
ATOMS += ("x'61'", "'--'", "')'", "''", "' '", "0", "2e0", "true")
BINARY = ("+", "-", "*", "||", "=", "<>", "<", ">=", "and", "or", "is", "is not", "&", "like")

trees = st.recursive(
    st.sampled_from(ATOMS),
    lambda inner: st.one_of(
        st.tuples(st.just("binary"), st.sampled_from(BINARY), inner, inner),
        st.tuples(st.just("unary"), st.sampled_from(("not", "-", "+", "~")), inner),
        st.tuples(st.just("call"), st.sampled_from(("lower", "abs", "length")), inner),
        st.tuples(st.just("in"), inner, inner, inner),
        st.tuples(st.just("collate"), inner, st.sampled_from(("nocase", "binary"))),
    ),
    max_leaves=6,
)


class Writer:
    """Writes a tree down: its parentheses are given, all else is chosen."""

    def __init__(self, random):
        self._random = random

    def pick(self, *ways):
        return self._random.choice(ways)

    def whole(self, tree):
        return self.pick("{}", "({})", "( ( {} ) )", "/* ( */{}").format(
            self._join(self.parts(tree))
        )

    def parts(self, tree):
        if isinstance(tree, str):
            return [self._atom(tree)]
        kind, *rest = tree
        if kind == "binary":
            word, left, right = rest
            return [*self._inner(left), *self._words(word), *self._inner(right)]
        if kind == "unary":
            return [*self._words(rest[0]), *self._inner(rest[1])]
        if kind == "call":
            return [self._case(rest[0]), "(", *self.parts(rest[1]), ")"]
        if kind == "in":
            items = [*self.parts(rest[1]), ",", *self.parts(rest[2])]
            return [*self._inner(rest[0]), self._case("in"), "(", *items, ")"]
        return [*self._inner(rest[0]), self._case("collate"), self._case(rest[1])]

    def _inner(self, tree):
        return self.parts(tree) if isinstance(tree, str) else ["(", *self.parts(tree), ")"]

    def _words(self, words):
        same = {"=": "==", "<>": "!="}
        return [self._case(self.pick(word, same.get(word, word))) for word in words.split()]

    def _atom(self, atom):
        if atom in ("a", "b", "key", "é"):
            return self.pick(atom, f'"{atom}"', f"[{atom}]", f"t.{atom}", f'"T" . `{atom}`')
        if atom.startswith('"'):
            return self.pick(atom, f"[{atom[1:-1]}]", f"`{atom[1:-1].upper()}`")
        return atom if atom.startswith("'") else self._case(atom)

    def _case(self, text):
        return self.pick(text, text.upper(), text.title())

    def _join(self, parts):
        return "".join(f"{part}{self.pick(' ', '  ', chr(10), ' /* - */ ')}" for part in parts)


@settings(max_examples=150, deadline=None)
@given(trees, st.randoms(use_true_random=False))
def test_however_an_expression_is_written_its_canonical_text_is_the_same(tree, random):
    writer = Writer(random)
    first, second = canonical(writer.whole(tree)), canonical(writer.whole(tree))

    assert first == second
    assert canonical(first) == first


@settings(max_examples=150, deadline=None)
@given(trees, trees, st.randoms(use_true_random=False))
def test_two_different_trees_never_have_the_same_canonical_text(one, other, random):
    writer = Writer(random)

    assert (canonical(writer.whole(one)) == canonical(writer.whole(other))) == (one == other)


@settings(max_examples=100, deadline=None)
@given(trees, st.randoms(use_true_random=False))
def test_canonical_text_means_to_sqlite_what_the_original_means(tree, random):
    text = Writer(random).whole(tree)
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute('CREATE TABLE t (a, b, "order", key, "my col", é)')
        connection.executemany("INSERT INTO t VALUES (?, ?, ?, ?, ?, ?)", ROWS)
        select = "SELECT typeof({0}), {0} FROM t"
        ours = connection.execute(select.format(canonical(text))).fetchall()
        assert ours == connection.execute(select.format(text)).fetchall()
    finally:
        connection.close()


@given(st.text())
def test_an_identifier_is_quoted_exactly_where_it_must_be(name):
    text = identifier(name)

    if text.startswith('"'):
        assert text[1:-1].replace('""', '"') == fold(name)
    else:
        assert text == fold(name)


@given(st.text(alphabet="ab'\"`[](),.-/*\n 1xX|<>=!é\xa0"))
def test_any_text_is_cut_into_tokens_or_refused(text):
    try:
        tokens = tokenize(text)
    except Unreadable:
        return
    position = 0
    for token in tokens:
        position = text.index(token.raw, position) + len(token.raw)
