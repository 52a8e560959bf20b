"""Lines taken apart again, whatever the values hold, and what is garbled refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.model import Value
from compare.stream.fields import NULL, Field, Framing, Garbled, Key, exact, take_apart
from compare.stream.forms import reader


def odd(tag: bytes, raw: bytes) -> Value:
    return Value(f"odd {tag.decode()}", raw.hex(), "odd")


def raw(bytes_: bytes) -> Value:
    return Value("raw", bytes_.hex(), "raw")


PLAIN = Field((), Framing.PLAIN, raw, "any", "", odd=odd)
FRAMED = Field((), Framing.FRAMED, raw, "any", "", odd=odd)
TAGGED = Field((), Framing.TAGGED, raw, "sqlite", "", odd=odd)
NUMBER = Field((), Framing.PLAIN, reader("decimal"), "decimal", "", number=True)
STRICT = Field((), Framing.FRAMED, raw, "any", "")

HOSTILE = st.sampled_from(
    [
        b"",
        b"\x1f",
        b"0\x1f",
        b"1\x1fa",
        b"\x1e",
        b"\x02",
        b"\x02t1\x1fa",
        b"NULL",
        b"\xff\xfe",
        b"\0",
        "🙂".encode(),
        b"12",
        b"-1",
        b"\x1f0\x1f\x1f\x1f",
        b"i1",
        b"t0\x1f",
    ]
)
BYTES = st.one_of(HOSTILE, st.binary(max_size=8))
DIGITS = st.integers().map(lambda number: str(number).encode())
TAG = st.one_of(
    DIGITS.map(lambda digits: (b"i", digits)),
    st.floats(allow_nan=False).map(lambda number: (b"r", repr(number).encode())),
    BYTES.map(lambda held: (b"t", held)),
    BYTES.map(lambda held: (b"b", held.hex().encode())),
)


def tagged(tag: bytes, held: bytes) -> bytes:
    return b"t%d\x1f%s" % (len(held), held) if tag == b"t" else tag + held


def written(kind: Framing, held: object) -> bytes:
    """What a database writes."""
    if isinstance(held, tuple):
        return (b"" if kind is Framing.TAGGED else b"\x02") + tagged(*held)
    if held is None:
        return b"\x1f" if kind is Framing.FRAMED else b""
    return b"%d\x1f%s" % (len(held), held) if kind is Framing.FRAMED else held


def meant(held: object) -> Value:
    if held is None:
        return NULL
    return odd(*held) if isinstance(held, tuple) else raw(held)


HELD = st.one_of(
    st.tuples(st.just(PLAIN), st.one_of(st.none(), DIGITS, TAG)),
    st.tuples(st.just(FRAMED), st.one_of(st.none(), BYTES, TAG)),
    st.tuples(st.just(TAGGED), st.one_of(st.none(), TAG)),
)


@given(st.lists(HELD, min_size=1, max_size=5))
def test_a_line_comes_apart_into_what_it_was_made_of(row):
    line = b"\x1f".join(written(field.framing, held) for field, held in row)

    assert take_apart(line, [field for field, _ in row]) == tuple(meant(held) for _, held in row)


@given(st.data())
def test_no_two_rows_are_one_line(data):
    fields = data.draw(st.lists(st.sampled_from([PLAIN, FRAMED, TAGGED]), min_size=1, max_size=4))
    values = {
        PLAIN: st.one_of(st.none(), DIGITS, TAG),
        FRAMED: st.one_of(st.none(), BYTES, TAG),
        TAGGED: st.one_of(st.none(), TAG),
    }
    rows = [tuple(data.draw(values[field]) for field in fields) for _ in range(2)]
    lines = [
        b"\x1f".join(written(field.framing, held) for field, held in zip(fields, row, strict=True))
        for row in rows
    ]

    assert (lines[0] == lines[1]) == (rows[0] == rows[1])


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ((b"a|b", b"c"), (b"a", b"b|c")),
        ((b"a\x1fb", b"c"), (b"a", b"b\x1fc")),
        ((b"a\x1e", b""), (b"a", b"\x1e")),
        ((None, b"x"), (b"x", None)),
        ((None, b""), (b"", None)),
        ((b"", b""), (None, None)),
        ((b"NULL", b""), (None, b"")),
        ((b"\x1f", b""), (None, b"")),
        ((b"0\x1f", b""), (b"", b"0\x1f")),
        ((b"\x02i1", b""), ((b"i", b"1"), b"")),
    ],
)
def test_famous_pairs_of_rows_are_two_lines(left, right):
    one, other = (
        b"\x1f".join(written(Framing.FRAMED, each) for each in row) for row in (left, right)
    )

    assert one != other
    assert take_apart(one, [FRAMED, FRAMED]) != take_apart(other, [FRAMED, FRAMED])


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        (b"", [FRAMED]),
        (b"3", [FRAMED]),
        (b"3\x1fab", [FRAMED]),
        (b"3\x1fabcd", [FRAMED]),
        (b"-1\x1fab", [FRAMED]),
        (b"+1\x1fa", [FRAMED]),
        (b" 1\x1fa", [FRAMED]),
        (b"1_0\x1faaaaaaaaaa", [FRAMED]),
        ("²\x1faa".encode(), [FRAMED]),
        (b"x\x1fa", [FRAMED]),
        (b"1\x1fa\x1f", [FRAMED]),
        (b"1\x1fa", [FRAMED, FRAMED]),
        (b"1\x1fa\x1e1\x1fa", [FRAMED, FRAMED]),
        (b"1\x1fa\x1f1\x1fb\x1f", [FRAMED, FRAMED]),
        (b"1\x1f2", [PLAIN]),
        (b"1", [PLAIN, PLAIN]),
        (b"t\x1f", [TAGGED]),
        (b"\x02t\x1f", [PLAIN]),
        (b"\x02i1", [STRICT]),
        (b"i1", [Field((), Framing.TAGGED, raw, "sqlite", "")]),
        (b"1x", [NUMBER]),
        (b"1\x1fa\x1fx", [FRAMED, NUMBER]),
        (b"0", [Field((), Framing.PLAIN, reader("blob"), "blob", "")]),
    ],
)
def test_a_garbled_line_is_refused(line, fields):
    with pytest.raises(Garbled):
        take_apart(line, fields)


@pytest.mark.parametrize("line", [b"", b"x\x1f1", b"1-\x1f1"])
def test_a_line_that_begins_with_no_key_is_refused(line):
    with pytest.raises(Garbled):
        Key((Field((), Framing.TAGGED, raw, "sqlite", "", odd=odd), NUMBER)).of(b"i\x1f" + line)


def test_keys_are_in_order_of_classes_and_sizes():
    ordered = [
        b"",
        b"i-10",
        b"i-9",
        b"r-8.5",
        b"i9",
        b"r9.5",
        b"i10",
        b"r1e+20",
        b"t0\x1f",
        b"t1\x1fA",
    ]
    ordered += [
        b"t1\x1fa",
        b"t2\x1fa\x1f",
        b"t2\x1faa",
        b"t3\x1f\xf0\x90\x80",
        b"b",
        b"b00",
        b"b0000",
        b"bff",
    ]

    keys = [Key((TAGGED,)).of(line) for line in ordered]

    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_framed_keys_are_in_order_of_their_bytes_not_of_their_lengths():
    ordered = [b"\x1f", b"0\x1f", b"10\x1faaaaaaaaaa", b"1\x1fb", b"2\x1fba"]

    keys = [Key((FRAMED,)).of(line) for line in ordered]

    assert keys == sorted(keys)


def test_numbers_are_in_order_of_their_size():
    ordered = [b"", b"-inf", b"-1e+300", b"-10", b"-9.5", b"0", b"1e-05", b"0.5", b"9", b"00010"]
    ordered += [b"9007199254740992", b"9007199254740993", b"1e+23", b"Infinity", b"NaN"]

    keys = [Key((NUMBER,)).of(line) for line in ordered]

    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        (b"1e+23", 10**23),
        (b"9.999999999999999e+22", 10**23),
        (b"1.152921504606847e+18", 2**60),  # held against an integer
        (b"1.152921504606847e18", 2**60),
        (b"1152921504606847000", 1152921504606847000),
        (b"9.007199254740992e+15", 2**53),
        (b"-1E+15", -(10**15)),
        (b"1.8446744073709552e+19", 18446744073709552000),
    ],
)
def test_a_number_with_an_exponent_is_the_float_it_means(text, number):
    assert exact(text) == number
