"""A stored value's canonical form: equal exactly where the values are equal."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compare.model import Check, Column, Table
from compare.rows.text import LONGEST, literal, shortened, shortened_pair
from compare.rows.values import family, to_value

EQUAL = [
    ("microseconds said or not", "datetime", "2024-01-01 10:00:00.000000", "2024-01-01 10:00:00"),
    ("a T between", "datetime", "2024-01-01T10:00:00", "2024-01-01 10:00:00"),
    ("milliseconds", "datetime", "2024-01-01 10:00:00.120", "2024-01-01 10:00:00.120000"),
    ("no seconds", "datetime", "2024-01-01 10:00", "2024-01-01 10:00:00"),
    ("Z and +00:00", "datetime", "2024-01-01 10:00:00Z", "2024-01-01 10:00:00+00:00"),
    ("an offset", "datetime", "2024-01-01 10:00:00+02:00", "2024-01-01 08:00:00Z"),
    ("an offset over midnight", "datetime", "2024-01-01 00:30:00+01:00", "2023-12-31 23:30:00Z"),
    ("an offset without a colon", "datetime", "2024-01-01 10:00:00-0330", "2024-01-01 13:30:00Z"),
    ("a time's microseconds", "time", "03:04:05.000000", "03:04:05"),
    ("a whole decimal", "decimal", 2, 2.0),
    ("a whole decimal beyond what a real spells", "decimal", 2**62, float(2**62)),
    ("keys in another order", "json", '{"b": 1, "a": [true, null]}', '{"a":[true,null],"b":1}'),
    ("an escaped letter", "json", '"\\u00e9"', '"é"'),
    ("a bare number", "json", 1, "1"),
    ("a bare fraction", "json", 1.5, "1.5"),
    ("dashes", "uuid", "12345678-1234-5678-1234-567812345678", "12345678123456781234567812345678"),
    ("capitals", "uuid", "ABCDEF12123456781234567812345678", "abcdef12123456781234567812345678"),
]


@pytest.mark.parametrize(
    ("form", "left", "right"), [case[1:] for case in EQUAL], ids=[case[0] for case in EQUAL]
)
def test_equal_values_have_one_canonical_form(form, left, right):
    one, other = to_value(left, form), to_value(right, form)

    assert (one.kind, one.canonical) == (other.kind, other.canonical)
    assert one.kind == form
    assert one.stored != other.stored


DIFFERENT = [
    ("naive and aware", "datetime", "2024-01-01 10:00:00", "2024-01-01 10:00:00Z"),
    ("a microsecond", "datetime", "2024-01-01 10:00:00.000001", "2024-01-01 10:00:00"),
    ("a nanosecond", "datetime", "2024-01-01 10:00:00.000000001", "2024-01-01 10:00:00"),
    ("a date and its midnight", "datetime", "2024-01-01", "2024-01-01 00:00:00"),
    ("a number and a date", "datetime", 1704103200, "2024-01-01 10:00:00"),
    ("24 o'clock and the next day", "datetime", "2024-01-01 24:00:00", "2024-01-02 00:00:00"),
    ("a month that is none", "datetime", "2024-13-01 10:00:00", "2024-13-01 10:00:00.000000"),
    (
        "an offset that is none",
        "datetime",
        "2024-01-01 10:00:00+25:00",
        "2024-01-01 09:00:00+24:00",
    ),
    ("the year 0", "datetime", "0000-01-01 10:00:00", "0000-01-01 10:00:00.0"),
    ("before the first year", "datetime", "0001-01-01 00:00:00+01:00", "0001-01-01 00:00:00+02:00"),
    ("digits that are not of ASCII", "date", "٢٠٢٤-01-01", "2024-01-01"),
    ("white space", "date", "2024-01-01 ", "2024-01-01"),
    ("a day that is none", "date", "2023-02-29", "2023-03-01"),
    ("a minute that is none", "time", "03:60:00", "04:00:00"),
    ("a time without minutes", "time", "03", "03:00:00"),
    ("a line's end", "date", "2024-01-01\n", "2024-01-01"),
    ("the last bit", "decimal", 0.1 + 0.2, 0.3),
    ("a real beside a great integer", "decimal", 2**53 + 1, float(2**53)),
    (
        "a real that spells another integer",
        "decimal",
        123456789012345680,
        1.2345678901234568e17 + 16,
    ),
    ("text that looks like a number", "decimal", "1.5", 1.5),
    ("infinities", "decimal", float("inf"), float("-inf")),
    ("integer and real", None, 1, 1.0),
    ("integer and text", None, 1, "1"),
    ("integer and blob", None, 1, b"1"),
    ("text and blob", None, "a", b"a"),
    ("zero and minus zero", None, 0.0, -0.0),
    ("NULL and nothing", None, None, ""),
    ("NULL and its name", None, None, "NULL"),
    ("case", None, "A", "a"),
    ("accent", None, "e", "é"),
    ("an accent of its own", None, "é", "e\u0301"),
    ("trailing space", None, "a", "a "),
    ("a NUL", None, "a", "a\0"),
    ("a backslash and a newline", None, "\\n", "\n"),
    ("a byte that is no UTF-8", None, b"a\xff".decode("utf-8", "surrogateescape"), "a\\xff"),
    ("an escape's spelling", None, "e'\\n'", "\n"),
    ("the spelling of NULL", None, "'x'", "x"),
    ("a number to the letter", "json", "[1.0]", "[1]"),
    ("a great number", "json", "[12345678901234567890123]", "[12345678901234567890124]"),
    ("a small difference", "json", "[0.1]", "[0.10000000000000001]"),
    ("a key twice", "json", '{"a": 1, "a": 2}', '{"a": 2}'),
    ("a key twice in another order", "json", '{"a": 1, "a": 2}', '{"a": 2, "a": 1}'),
    ("a list in another order", "json", "[1, 2]", "[2, 1]"),
    ("number and text", "json", '["1"]', "[1]"),
    ("no JSON", "json", "{a: 1}", "{a:1}"),
    ("no JSON but for Python", "json", "[NaN]", "[ NaN]"),
    ("JSON null and NULL", "json", "null", None),
    ("JSON text and bare text", "json", '"a"', "a"),
    ("too deep", "json", "[" * 10**5, "[" * 10**5 + " "),
    (
        "one dash missing",
        "uuid",
        "123456781234-5678-1234-567812345678",
        "12345678123456781234567812345678",
    ),
    (
        "a hash is no uuid",
        None,
        "ABCDEF12123456781234567812345678",
        "abcdef12123456781234567812345678",
    ),
]


@pytest.mark.parametrize(
    ("form", "left", "right"), [case[1:] for case in DIFFERENT], ids=[case[0] for case in DIFFERENT]
)
def test_different_values_have_different_forms_and_never_look_alike(form, left, right):
    one, other = to_value(left, form), to_value(right, form)

    assert (one.kind, one.canonical) != (other.kind, other.canonical)
    assert one.stored != other.stored
    assert literal(left) != literal(right)
    pair = shortened_pair(literal(left), literal(right))
    assert pair[0] != pair[1]


def test_a_value_of_an_unknown_class_is_undetermined():
    assert to_value(datetime(2024, 1, 1, tzinfo=UTC)).kind == "undetermined"
    assert to_value(True).kind == "undetermined"


FAMILIES = [
    ("datetime", "datetime"),
    ("timestamp", "datetime"),
    ("timestamp with time zone", "datetime"),
    ("date", "date"),
    ("time", "time"),
    ("decimal(10,2)", "decimal"),
    ("numeric", "decimal"),
    ("json", "json"),
    ("uuid", "uuid"),
    ("char(32)", None),
    ("text", None),
    ("bool", None),
    ("dates", None),
    ("", None),
]


@pytest.mark.parametrize(("declared", "expected"), FAMILIES)
def test_the_declared_type_says_what_a_value_may_be(declared, expected):
    assert family(Table("t", (Column("a", declared),)), "a") == expected


def test_djangos_check_says_that_text_is_json():
    columns = (Column("a", "text"), Column("Ñ b", "text"), Column("c", "text"))
    checks = (
        Check("json_valid(a) or a is null"),
        Check('json_valid("Ñ b") or "Ñ b" is null'),
        Check("json_valid(other(c))"),
    )
    table = Table("t", columns, checks=checks)

    assert [family(table, column.name) for column in columns] == ["json", "json", None]


@given(st.datetimes(), st.sampled_from(["microseconds", "auto"]))
def test_any_date_time_is_the_same_however_it_is_written(moment, spec):
    text = moment.isoformat(" ", timespec=spec)
    value = to_value(text, "datetime")

    assert value.kind == "datetime"
    assert datetime.fromisoformat(value.canonical) == moment


@given(
    st.datetimes(min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1)),
    st.integers(-1439, 1439),
)
def test_any_offset_is_turned_to_utc(moment, minutes):
    there = moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))
    value = to_value(there.isoformat(" "), "datetime")

    assert datetime.fromisoformat(value.canonical) == there
    assert value.canonical.endswith("Z")


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(-(2**63), 2**63 - 1))
def test_decimals_are_compared_exactly(real, integer):
    one, other = to_value(real, "decimal"), to_value(integer, "decimal")

    assert float(one.canonical) == real
    assert (one.canonical == other.canonical) == (Decimal(real) == integer)


values = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.text(max_size=200),
    st.binary(max_size=200),
    st.binary(max_size=20).map(lambda raw: raw.decode("utf-8", "surrogateescape")),
    st.sampled_from(["a\\", "a\n", "'", "''", "e'a'", "x'61'", "NULL", "1", "1.0", "\\n", "\n"]),
)


@given(values, values)
def test_literals_and_shortened_pairs_tell_any_two_values_apart(one, other):
    same = repr(one) == repr(other)
    left, right = literal(one), literal(other)

    assert (left == right) == same
    assert left.isprintable()
    if not same:
        pair = shortened_pair(left, right)
        assert pair[0] != pair[1]
        assert shortened(left) != shortened(right)
        assert (to_value(one).kind, to_value(one).canonical) != (
            to_value(other).kind,
            to_value(other).canonical,
        )


def test_a_digest_of_a_text_that_is_no_utf8_is_of_its_bytes():
    raw = b"\xff'\\\n" + b"x" * 99

    assert hashlib.sha256(raw).hexdigest()[:12] in shortened(
        literal(raw.decode("utf-8", "surrogateescape"))
    )


@given(st.text(min_size=LONGEST + 1))
def test_a_digest_is_of_the_value_itself(text):
    assert hashlib.sha256(text.encode()).hexdigest()[:12] in shortened(literal(text))
    assert hashlib.sha256(b"\0" + text.encode()).hexdigest()[:12] in shortened(
        literal(b"\0" + text.encode())
    )


@given(st.text(min_size=LONGEST, max_size=200), st.integers(0, 199), st.characters())
def test_two_long_texts_show_where_they_part(text, place, character):
    place %= len(text)
    other = text[:place] + character + text[place + 1 :]
    if other != text:
        left, right = shortened_pair(literal(text), literal(other))
        assert left != right
        assert f"from {place + 1} on" in left or len(literal(text)) <= LONGEST


SHORTENED = [
    ("x" * 58, "x" * 57, ("'" + "x" * 58 + "'", "'" + "x" * 57 + "'")),
    (
        "x" * 100,
        "x" * 99 + "y",
        (
            f"'{'x' * 30}…' (100 characters, from 100 on 'x')",
            f"'{'x' * 30}…' (100 characters, from 100 on 'y')",
        ),
    ),
    ("x" * 100, "y", (f"'{'x' * 30}…' (100 characters, from 1 on '{'x' * 30}…')", "'y'")),
    (
        "x" * 100,
        None,
        (f"'{'x' * 30}…' (100 characters, sha256 09ecb6ebc8bc)", "NULL"),
    ),
    (
        b"x" * 100,
        b"x" * 101,
        (
            f"x'{'78' * 30}…' (100 bytes, from 101 on x'')",
            f"x'{'78' * 30}…' (101 bytes, from 101 on x'78')",
        ),
    ),
    (
        "\\" + "x" * 90,
        "\\" + "x" * 50 + "\n" + "x" * 39,
        (
            rf"e'\\{'x' * 29}…' (91 characters, from 52 on e'{'x' * 30}…')",
            rf"e'\\{'x' * 29}…' (91 characters, from 52 on e'\n{'x' * 29}…')",
        ),
    ),
]


@pytest.mark.parametrize(("left", "right", "expected"), SHORTENED)
def test_shortened_pairs_read(left, right, expected):
    assert shortened_pair(literal(left), literal(right)) == expected
