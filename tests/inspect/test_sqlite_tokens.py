"""How a text is cut into tokens, held against SQLite's own tokenizer and against sqlglot's."""

from __future__ import annotations

import re
import sqlite3
from ast import literal_eval

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compare.inspect.sqlite.tokens import tokenize
from compare.inspect.unreadable import Unreadable
from tests.inspect.sqlglot_tokens import spellings

PIECES = (
    *"ab'\"`[](),.-/*\n 1xXeE|<>=!\t\r\f\x0b0$9+~%&;n\\{}@é\xa0\ufeff🙂\u2028",
    *("--", "/*", "*/", "''", '""', "->>", "->", "||", "<>", "x'ab'", "X'0", "x'", "N'", "0x1F"),
    *("1e5", "1.5", ".5", "1e+", "PRIMARY KEY", "group  by", "is not", "a.b", "'it''s'", '"a""b"'),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=9).map("".join)
SAID = re.compile(r'near "(.*)": syntax error|unrecognized token: "(.*)"', re.DOTALL)


def raws(text: str) -> list[str] | None:
    try:
        return [token.raw for token in tokenize(text)]
    except Unreadable:
        return None


def first_of(text: str, connection: sqlite3.Connection) -> tuple[str, bool] | None:
    """The first token by SQLite, and whether it is one; None where it meets none.

    A text that begins with no statement's keyword fails at its first token, and the error names it.
    """
    try:
        connection.execute(text)
    except sqlite3.Error as error:
        message = str(error)
    else:
        return None
    said = SAID.fullmatch(message)
    assert said is not None, message
    return (said[2], False) if said[1] is None else (said[1], True)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_the_first_token_is_the_one_that_sqlite_names(text):
    connection = sqlite3.connect(":memory:")
    try:
        for start in range(len(text)):
            found = raws(text[start:])
            if found and found[0] != ";":  # which SQLite does not mind
                assert first_of(text[start:], connection) == (found[0], True)
            elif found == []:
                assert first_of(text[start:], connection) is None
    finally:
        connection.close()


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_what_is_refused_is_no_token_for_sqlite_either(text):
    connection = sqlite3.connect(":memory:")
    try:
        tokenize(text)
    except Unreadable as error:
        reason = str(error)
        if reason == "cannot be cut into tokens":
            quotes = [at for at, letter in enumerate(text) if letter in "'\"`["]
            assert any(first_of(text[at:], connection) == (text[at:], False) for at in quotes)
        else:
            raw, is_token = first_of(literal_eval(reason.removeprefix("cannot read ")), connection)
            # A variable is one, but there is none in a schema; 0x1FX are two for some versions.
            assert not is_token or raw[0] in "?:@$#" or raw[:2] in ("0x", "0X")
    finally:
        connection.close()


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_sqlglot_cuts_it_into_the_same_tokens(text):
    ours, theirs = raws(text), spellings(text)

    # What sqlglot takes for an open comment, three hyphens or an operator of ranges (-|-), SQLite
    # does not.
    if ours is None or theirs is None or any(each in text for each in ("---", "/*", "-|-")):
        return
    assert ours == theirs


def test_sqlglot_has_an_operator_that_hides_a_comment():
    assert (raws("-|--"), spellings("-|--")) == (["-", "|"], ["-", "|", "-", "-"])


NUMBERS = ["1", "1.", "1.5", ".5", "1e5", "1.e+5", "1E-5", "0x1F", "1_000", "1_0.0_1e1_0", "0xA_B"]


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_is_one_token(text):
    assert [(token.kind, token.raw) for token in tokenize(text)] == [("number", text)]


SPOILT = ["1_", "_1 1__0", "1._5", "1e", "1e+", "0x", "0xg", "1e5_", "0x_1", "1$", "1é"]


@pytest.mark.parametrize("text", SPOILT)
def test_a_number_with_something_that_sticks_to_it_is_unreadable(text):
    with pytest.raises(Unreadable, match=r"^cannot read "):
        tokenize(text)


OPEN = ["'a", '"a', "`a", "[a", "'it''s", "a 'b' 'c", "'''"]


@pytest.mark.parametrize("text", OPEN)
def test_a_quote_that_does_not_end_is_unreadable(text):
    with pytest.raises(Unreadable, match=r"^cannot be cut into tokens$"):
        tokenize(text)


COMMENTS = [
    ("a--b", ["a"]),
    ("a--b\nc", ["a", "c"]),
    ("a---b\nc", ["a", "c"]),
    ("a/**/b", ["a", "b"]),
    ("a/*/b*/c", ["a", "c"]),
    ("a/*b", ["a"]),
    ("a/*", ["a", "/", "*"]),
    ("a - -b", ["a", "-", "-", "b"]),
    ("'--' \"/*\" [*/]", ["'--'", '"/*"', "[*/]"]),
]


@pytest.mark.parametrize(("text", "expected"), COMMENTS)
def test_a_comment_is_white_space(text, expected):
    assert raws(text) == expected
