"""Values of any two engines: the same are the same, and any two others differ."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, product

import pytest
import sqlalchemy as sa

import compare.stream.differing
from compare.stream import TablePair
from compare.stream.arrangement import Arrangement
from compare.stream.fields import take_apart
from tests.servers import postgresql_url
from tests.stream.sides import ENGINES, PAIRS, UNORDERED, Database, between, compared, filled, made

SQLITE, POSTGRESQL, MARIADB, MYSQL = ENGINES
Spelled = dict[str, list[str]]
# What MySQL calls otherwise than MariaDB, or has not.
AS_MYSQL = {
    "UUID": "CHAR(36)",
    "INET6": "VARCHAR(45)",
    "CHAR(5) COLLATE utf8mb4_nopad_bin": "CHAR(5) COLLATE utf8mb4_0900_bin",
    "VARCHAR(50) COLLATE utf8mb4_nopad_bin": "VARCHAR(50) COLLATE utf8mb4_0900_bin",
    "VARCHAR(750) COLLATE utf8mb4_nopad_bin": "VARCHAR(750) COLLATE utf8mb4_0900_bin",
    "VARCHAR(9) CHARACTER SET latin1 COLLATE latin1_nopad_bin": "VARCHAR(9)"
    " COLLATE utf8mb4_0900_bin",
}


def on_all(*literals: str) -> Spelled:
    """A value that all engines spell in the same ways."""
    return {engine: list(literals) for engine in ENGINES}


def on(**engines: str | list[str]) -> Spelled:
    """A value by engine, in one way or several; engines that cannot hold it are left out.

    MySQL's is as MariaDB's where nothing is said.
    """
    found = {name: [how] if isinstance(how, str) else how for name, how in engines.items()}
    if MARIADB in found and MYSQL not in found:
        found[MYSQL] = [AS_MYSQL.get(each, each) for each in found[MARIADB]]
    return found


def not_on(engine: str, value: Spelled) -> Spelled:
    """A value that an engine cannot hold."""
    return {name: how for name, how in value.items() if name != engine}


NULL = on_all("NULL")


def text(value: str) -> Spelled:
    """A text without a backslash."""
    return on_all("'" + value.replace("'", "''") + "'")


def blob(digits: str) -> Spelled:
    """Bytes by their hexadecimal digits."""
    return on(sqlite=f"x'{digits}'", postgresql=rf"'\x{digits}'", mariadb=f"x'{digits}'")


@dataclass(frozen=True)
class Case:
    """Columns in which engines keep the same things, and values of which no two are the same.

    Attributes:
        types: the column's type by engine, several where some have several.
        values: the values.
        key: the type as that of a key, where it cannot be one.
    """

    types: Spelled
    values: list[Spelled]
    key: dict[str, str] = field(default_factory=dict)


WHOLE = [on_all(str(n)) for n in (0, 1, -1, 42, 2**31, 2**53, 2**53 + 1, 2**63 - 1, 1 - 2**63)]
DAY = [*map(text, ("2024-01-01", "2024-02-29", "0001-01-01", "9999-12-31"))]
MOMENTS = [
    on_all("'2024-01-01 10:00:00'"),
    on_all("'2024-01-01 10:00:00.5'"),
    on_all("'2024-01-01 10:00:00.000001'"),
    on_all("'2024-01-01 10:00:00.123456'"),
    on_all("'2024-01-01 10:00:01'"),
    on_all("'2024-01-01 00:00:00'"),
    on_all("'2024-01-02 10:00:00'"),
    on(sqlite="'2024-01-01'"),
    on(sqlite="'tomorrow'"),
    on(sqlite="1704103200"),
    on(sqlite="1704103200.5"),
    on(sqlite="''"),
    on(sqlite="'2024-01-01 10:00:00' || char(0)"),
    on(sqlite="'2024-01-01 10:00:00' || char(0) || char(31)"),
    on(sqlite="'2024-01-01 10:00:00.12345' || char(0)"),
    on(sqlite="'2024-01-01 10:00:00.123456' || char(0)"),
    on(sqlite="CAST('2024-01-01 10:00:00.123456' AS BLOB)"),
    on(sqlite="'2024-01-01 10:00:00' || char(10)"),
    on(sqlite="'2024-01-01 10:00:00.5' || char(31)"),
    on(sqlite="CAST('2024-01-01 10:00:00' AS BLOB)"),
    on(sqlite="'2024-01-01 10:00:00.0000001'"),
    on(sqlite="'infinity'", postgresql="'infinity'"),
    on(sqlite="'-infinity'", postgresql="'-infinity'"),
    NULL,
]
SPELLED = [
    # Of texts that mean one time, in whatever way they are written.
    on(
        sqlite=["'2024-05-01 10:00:00'", "'2024-05-01T10:00:00'", "'2024-05-01 10:00:00.000000'"],
        postgresql="'2024-05-01 10:00'",
        mariadb="'2024-05-01 10:00:00'",
    ),
    on(
        sqlite=["'2024-05-01 10:00:00.500000'", "'2024-05-01 10:00:00.5'"],
        postgresql="'2024-05-01 10:00:00.50'",
        mariadb="'2024-05-01 10:00:00.5'",
    ),
]
UUID = "0123abcd-89ef-4567-89ab-00000000000{}"
PLAIN_UUID = UUID.replace("-", "")
UUIDS = [
    on(
        sqlite=[
            f"'{UUID}'".format(1),
            f"'{PLAIN_UUID}'".format(1),
            f"'{PLAIN_UUID.upper()}'".format(1),
        ],
        postgresql=[
            f"'{UUID}'".format(1),
            f"'{PLAIN_UUID}'".format(1),
            f"'{UUID.upper()}'".format(1),
        ],
        mariadb=[f"'{UUID}'".format(1), f"'{PLAIN_UUID}'".format(1), f"'{UUID.upper()}'".format(1)],
    ),
    on_all(f"'{UUID}'".format(2)),
    on_all("'ffffffff-ffff-ffff-ffff-ffffffffffff'"),
    on_all("'00000000-0000-0000-0000-000000000000'"),
    NULL,
]
ODD_UUIDS = [
    # What a text may hold and no column of UUIDs.
    *(text(each) for each in ("", "x", "X", "NULL", "-", "\x1f", "\x02t0:", "0:", "é", "🙂")),
    text(f"{PLAIN_UUID[:-3]}1"),
    text("0123-abcd89ef4567-89ab000000000001"),
    text("{" + UUID.format(1) + "}"),
    text(f"{UUID}\n".format(1)),
    text("-" * 36),
    text("-" * 4 + PLAIN_UUID.format(1)),
    text("0123abcd-89ef-4567-89ab-00000000000g"),
]
TEXTS = [
    NULL,
    *(
        text(each)
        for each in ("", " ", "a", "A", "á", "Á", "a ", "a  ", " a", "a\u0301", "ß", "ss", "SS")
    ),
    *(
        text(each)
        for each in ("NULL", ":", "0:", "1", "01", "1.0", "true", "a|b", "a\x1fb", "a\x1eb")
    ),
    *(
        text(each)
        for each in ("\x02t1:a", "\x01", "\n", "\r\n", "🙂", "🙃", "é" * 700, "é" * 699 + "e")
    ),
    *(
        text(each)
        for each in ("2024-01-01", "2024-01-01 00:00:00", "{}", '"a"', "it's", "\u200b", "İ")
    ),
    on(sqlite="CAST(x'ff' AS TEXT)"),
    on(sqlite="CAST(x'61ff' AS TEXT)"),
    on(sqlite="CAST(x'c3' AS TEXT)"),
    on(sqlite="'a' || char(0)", mariadb="concat('a', char(0))"),
    on(sqlite="char(0)", mariadb="char(0)"),
    on(sqlite="x'61'"),
    on(sqlite="x''"),
]
FLOATS = [
    NULL,
    on(sqlite=["0", "0.0"], postgresql="0", mariadb=["0e0", "-0e0"], mysql="0e0"),
    *(on_all(f"{each}e0") for each in ("1", "-1", "1.5", "0.1", "0.30000000000000004", "0.3")),
    on_all("1e15"),
    on_all("1e16"),
    on_all("1e22"),
    on_all("1e23"),
    on_all("9.99999999999999e22"),
    on_all("1.7976931348623157e308"),
    on_all("1.7976931348623155e308"),
    on_all("2.2250738585072014e-308"),
    on_all("1e-7"),
    on_all("1.0000000000000002e0"),
    on_all("9007199254740992e0"),
    on_all("9007199254740994e0"),
    on_all("123456789012345680e0"),
    on(postgresql="'-0'", mysql="-0e0"),
    on(postgresql="'NaN'"),
    on(sqlite="9e999", postgresql="'Infinity'"),
    on(sqlite="-9e999", postgresql="'-Infinity'"),
    on(sqlite="'x'"),
    on(sqlite="x'31'"),
]
SINGLES = [NULL, *map(on_all, ("0.1e0", "0.2e0", "16777216e0", "3.4028235e38", "1e10", "-1.5e0"))]
DECIMALS = [
    NULL,
    on(sqlite=["0", "0.0"], postgresql=["0", "0.00", "-0.0"], mariadb=["0", "-0.0"]),
    on_all("1", "1.0", "1.000"),
    on_all("1.5", "1.50"),
    on_all("-1.5"),
    on_all("10"),
    on_all("100", "100.00"),
    on_all("0.1"),
    on_all("0.10001"),
    on_all("0.00001"),
    on_all("9007199254740993"),
    on_all("9007199254740992"),
    on_all("123456789012345678"),
    on(sqlite="1e23", postgresql="1e23", mariadb="100000000000000000000000"),
    on(postgresql="1e23 + 1", mariadb="100000000000000000000001"),
    on(
        postgresql="12345678901234567890.123456789012345678",
        mariadb="12345678901234567890.123456789012345678",
    ),
    on(
        postgresql="12345678901234567890.123456789012345679",
        mariadb="12345678901234567890.123456789012345679",
    ),
    on(postgresql="'NaN'"),
    on(sqlite="9e999", postgresql="'Infinity'"),
    on(sqlite="'abc'"),
    on(sqlite="''"),
]
JSON = [
    NULL,
    on_all("""'{"a": 1, "b": [1, 2]}'""", """'{"b":[1,2],"a":1}'"""),
    on_all("""'{"a": 1, "b": [2, 1]}'"""),
    on_all("""'{"a": "1", "b": [1, 2]}'"""),
    on_all("'[]'", "' [ ] '"),
    on_all("'{}'"),
    on_all("'null'"),
    on_all("'true'"),
    on_all("""'"true"'"""),
    on_all("""'""'"""),
    on_all("""'"é"'"""),
    on_all("""'{"a": null}'"""),
    on_all("'[1.5]'"),
    # MySQL keeps floating-point numbers and the last of two values of one key.
    *(
        not_on("mysql", on_all(each))
        for each in (
            "'[1.50]'",
            "'[15e-1]'",
            "'[123456789012345678901234567890]'",
            """'{"a": 1, "a": 2}'""",
            """'{"a": 2, "a": 1}'""",
        )
    ),
    on_all("""'{"a": 2}'"""),
]
CASES = {
    "integer": Case(
        on(sqlite=["INTEGER", "BIGINT"], postgresql="bigint", mariadb="BIGINT"),
        [*WHOLE, NULL, on(sqlite="1.5"), on(sqlite="'x'"), on(sqlite="''"), on(sqlite="x'31'")],
    ),
    "integer small": Case(
        on(
            sqlite="INT",
            postgresql=["smallint", "oid"],
            mariadb=["TINYINT", "INT(5) ZEROFILL", "BIT(7)"],
        ),
        [*map(on_all, ("0", "1", "7", "10", "100")), NULL],
    ),
    "boolean": Case(
        on(sqlite=["BOOLEAN", "BOOL"], postgresql="boolean", mariadb=["BOOLEAN", "TINYINT(1)"]),
        [
            on(
                sqlite=["1", "true", "1.0", "'1'"],
                postgresql=["true", "'t'"],
                mariadb=["1", "TRUE"],
            ),
            on(sqlite=["0", "false"], postgresql="false", mariadb="0"),
            NULL,
            on(sqlite="2", mariadb="2"),
            on(sqlite="'true'"),
            on(sqlite="'t'"),
            on(sqlite="1.5"),
        ],
    ),
    "boolean and number": Case(
        on(
            sqlite=["NUMERIC", "DOUBLE", "INTEGER"],
            postgresql="boolean",
            mariadb=["DECIMAL(5,2)", "DOUBLE"],
        ),
        [
            on(sqlite="1", postgresql="true", mariadb="1"),
            on(sqlite="0", postgresql="false", mariadb="0"),
            on(sqlite="1.5", mariadb="1.5"),
            on(sqlite="10", mariadb="10"),
            NULL,
        ],
    ),
    "decimal": Case(
        on(
            sqlite=["DECIMAL(50, 20)", "NUMERIC"],
            postgresql=["numeric", "numeric(60, 20)"],
            mariadb="DECIMAL(50,20)",
        ),
        [each for each in DECIMALS if each.get("postgresql") not in (["'NaN'"], ["'Infinity'"])],
    ),
    "decimal without end": Case(
        on(sqlite="NUMERIC", postgresql="numeric", mariadb="DECIMAL(50,20)"), DECIMALS
    ),
    "decimal without a fraction": Case(
        on(
            sqlite="DECIMAL(10, 0)",
            postgresql=["numeric(10)", "numeric(10, 0)"],
            mariadb=["DECIMAL(10)", "DECIMAL(10,0) UNSIGNED", "DECIMAL(10,0) ZEROFILL"],
        ),
        [*map(on_all, ("0", "1", "10", "100", "1000000000", "12345")), NULL],
    ),
    "decimal and integer": Case(
        on(sqlite="INTEGER", postgresql=["numeric", "bigint"], mariadb=["DECIMAL(30,2)", "BIGINT"]),
        [*WHOLE, NULL],
    ),
    "decimal and float": Case(
        on(
            sqlite="NUMERIC",
            postgresql=["numeric", "double precision"],
            mariadb=["DECIMAL(50,10)", "DOUBLE"],
        ),
        [
            *map(on_all, ("0", "1", "0.1", "0.3", "1.5", "100", "1000000000000000", "123456.789")),
            NULL,
        ],
    ),
    "float": Case(
        on(sqlite=["REAL", "DOUBLE"], postgresql="double precision", mariadb="DOUBLE"), FLOATS
    ),
    "float and decimal": Case(
        on(sqlite=["NUMERIC", "DOUBLE"], postgresql="double precision", mariadb="DOUBLE"),
        [each for each in FLOATS if each.get("postgresql") != ["'-0'"]],
    ),
    "float and integer": Case(
        on(
            sqlite=["INTEGER", "DOUBLE"],
            postgresql=["bigint", "double precision"],
            mariadb=["BIGINT", "DOUBLE"],
        ),
        [
            *map(
                on_all,
                (
                    "0",
                    "1",
                    "-7",
                    "10",
                    "1000000000000000",
                    "9007199254740992",
                    "9007199254740994",
                    "1152921504606846976",
                ),
            ),
            NULL,
        ],
    ),
    "single": Case(on(postgresql="real", mariadb="FLOAT"), SINGLES),
    "datetime": Case(
        on(
            sqlite=["DATETIME", "TIMESTAMP"],
            postgresql=["timestamp", "timestamp(6)"],
            mariadb="DATETIME(6)",
        ),
        [
            *MOMENTS,
            *SPELLED,
            on(sqlite="'0000-00-00 00:00:00'", mariadb="'0000-00-00'"),
            on(sqlite="'2024-02-00 00:00:00'", mariadb="'2024-02-00'"),
            on(sqlite="'0044-03-15 12:00:00 BC'", postgresql="'0044-03-15 12:00:00 BC'"),
            on(postgresql="'12024-01-01 10:00:00'"),
            on(sqlite="'2024-01-01 10:00:00Z'"),
            on(sqlite="'2024-01-01 10:00:00+02:00'"),
        ],
    ),
    "datetime without a fraction": Case(
        on(sqlite="DATETIME", postgresql="timestamp(0)", mariadb="DATETIME"),
        [
            on_all("'2024-01-01 10:00:00'"),
            on_all("'2024-01-01 10:00:10'"),
            on_all("'2024-01-01 10:10:00'"),
            NULL,
        ],
    ),
    "moment": Case(
        on(sqlite="DATETIME", postgresql="timestamptz", mariadb="TIMESTAMP(6) NULL"),
        [
            on(
                sqlite="'2024-01-01 10:00:00'",
                postgresql=["'2024-01-01 10:00+00'", "'2024-01-01 12:00+02'"],
                mariadb="'2024-01-01 10:00:00'",
            ),
            on(
                sqlite="'2024-01-01 12:00:00'",
                postgresql="'2024-01-01 12:00+00'",
                mariadb="'2024-01-01 12:00'",
            ),
            on(
                sqlite="'2024-01-01 10:00:00.5'",
                postgresql="'2024-01-01 10:00:00.5+00'",
                mariadb="'2024-01-01 10:00:00.5'",
            ),
            on(sqlite="'infinity'", postgresql="'infinity'"),
            on(mariadb="'0000-00-00'"),
            NULL,
        ],
    ),
    "moment and datetime": Case(
        on(postgresql=["timestamptz", "timestamp"], mariadb=["DATETIME(6)", "TIMESTAMP(6) NULL"]),
        [
            on_all("'2024-01-01 10:00:00'"),
            on_all("'2024-01-01 10:00:00.25'"),
            on_all("'2024-01-01 11:00:00'"),
            NULL,
        ],
    ),
    "date": Case(
        on(sqlite="DATE", postgresql="date", mariadb="DATE"),
        [
            *DAY,
            NULL,
            on(sqlite="'0000-00-00'", mariadb="'0000-00-00'"),
            on(sqlite="'2024-00-01'", mariadb="'2024-00-01'"),
            on(sqlite="'2024-01-01 00:00:00'"),
            on(sqlite="'2024-1-1'"),
            on(sqlite="20240101"),
            on(sqlite="''"),
            on(sqlite="'infinity'", postgresql="'infinity'"),
            on(postgresql="'0044-03-15 BC'"),
            on(postgresql="'12024-01-01'"),
            on(sqlite="'2024-01-01' || char(0)"),
            on(sqlite="'2024-01-01' || char(0) || char(31) || '2024-01-02'"),
        ],
    ),
    "time": Case(
        on(sqlite="TIME", postgresql="time", mariadb="TIME(6)"),
        [
            *(
                text(each)
                for each in (
                    "10:00:00",
                    "10:00:00.5",
                    "10:00:00.000001",
                    "00:00:00",
                    "23:59:59.999999",
                )
            ),
            on_all("'24:00:00'"),
            NULL,
            on(sqlite="'10:00:10'", postgresql="'10:00:10.0'", mariadb="'10:00:10.000'"),
            on(sqlite="'100:00:00'", mariadb="'100:00:00'"),
            on(sqlite="'-10:00:00'", mariadb="'-10:00:00'"),
            on(sqlite="'838:59:59'", mariadb="'838:59:59'"),
            on(sqlite="36000"),
            on(sqlite="'10'"),
        ],
    ),
    "text": Case(
        on(
            sqlite=["TEXT", "VARCHAR(2000)", "TEXT COLLATE NOCASE"],
            postgresql=["text", "varchar"],
            mariadb=["LONGTEXT", "VARCHAR(2000)"],
        ),
        TEXTS,
        {MARIADB: "VARCHAR(750) COLLATE utf8mb4_nopad_bin"},
    ),
    "text of one alphabet": Case(
        on(
            sqlite="TEXT",
            postgresql="text",
            mariadb=[
                "VARCHAR(9) CHARACTER SET latin1",
                "VARCHAR(9) CHARACTER SET utf16",
                "TEXT CHARACTER SET cp1250",
            ],
        ),
        [NULL, *(text(each) for each in ("", "a", "A", "á", "Á", "a ", "€", "ä", "Ä", "\x1f"))],
        {MARIADB: "VARCHAR(9) CHARACTER SET latin1 COLLATE latin1_nopad_bin"},
    ),
    "text of a width": Case(
        on(sqlite="CHAR(5)", postgresql="char(5)", mariadb="CHAR(5)"),
        [
            on(sqlite="'a'", postgresql=["'a'", "'a   '"], mariadb=["'a'", "'a   '"]),
            text("A"),
            text("á"),
            text(" a"),
            on(sqlite="'a '"),
            text("abcde"),
            NULL,
            on_all("''"),
        ],
        {MARIADB: "CHAR(5) COLLATE utf8mb4_nopad_bin"},
    ),
    "json": Case(on(sqlite="JSON", postgresql="json", mariadb="JSON"), JSON),
    "json, parsed": Case(
        on(sqlite=["JSON", "TEXT"], postgresql="jsonb", mariadb="JSON"),
        [
            each
            for each in JSON
            if "15e-1" not in str(each)
            and '"a": 1, "a"' not in str(each)
            and '"a": 2, "a"' not in str(each)
        ],
    ),
    "json and text": Case(
        on(sqlite=["TEXT", "JSON"], postgresql=["json", "text"], mariadb=["LONGTEXT", "JSON"]),
        [
            each
            for each in JSON
            if '"b":[1,2],"a":1' not in str(each) and each != on_all("'[]'", "' [ ] '")
        ],
    ),
    "uuid": Case(on(sqlite=["UUID", "CHAR(32)"], postgresql="uuid", mariadb="UUID"), UUIDS),
    "uuid and text": Case(
        on(sqlite="UUID", postgresql=["text", "uuid"], mariadb=["VARCHAR(50)", "UUID"]), UUIDS
    ),
    "uuid and a text that is none": Case(
        on(
            sqlite=["UUID TEXT", "TEXT"],
            postgresql="text",
            mariadb=["VARCHAR(50)", "VARCHAR(50) CHARACTER SET utf16"],
        ),
        [NULL, *ODD_UUIDS, on_all(f"'{UUID}'".format(2))],
        {MARIADB: "VARCHAR(50) COLLATE utf8mb4_nopad_bin"},
    ),
    "address": Case(
        on(sqlite="CHAR(39)", postgresql="inet", mariadb=["CHAR(39)", "INET6"]),
        [
            NULL,
            on_all("'2001:db8::1'") | on(postgresql=["'2001:db8::1'", "'2001:db8:0::1'"]),
            on_all("'2001:db8::2'"),
            on_all("'::ffff:10.0.0.1'"),
            on_all("'::'"),
            on(sqlite="'2001:db8::1%eth0'"),
            on(sqlite="'10.0.0.1'", postgresql=["'10.0.0.1'", "'10.0.0.1/32'"]),
            on(sqlite="'10.0.0.1/24'", postgresql="'10.0.0.1/24'"),
            on(sqlite="'10.0.0.0/24'", postgresql="'10.0.0.0/24'"),
            on(sqlite="''"),
            on(sqlite="'ana'"),
            on(sqlite="7"),
        ],
    ),
    "duration in microseconds": Case(
        on(sqlite="BIGINT", postgresql="interval", mariadb="BIGINT"),
        [
            NULL,
            on(sqlite="0", postgresql="'0'", mariadb="0"),
            on(sqlite="1", postgresql="'1 microsecond'", mariadb="1"),
            on(sqlite="-1", postgresql="'-1 microsecond'", mariadb="-1"),
            on(
                sqlite="86400000000",
                postgresql=["'1 day'", "'24:00:00'", "'2 days -24:00:00'"],
                mariadb="86400000000",
            ),
            on(
                sqlite="-86399999999",
                postgresql="'-1 day 0.000001 seconds'",
                mariadb="-86399999999",
            ),
            on(
                sqlite="8639999999999999999",
                postgresql="'99999999 days 23:59:59.999999'",
                mariadb="8639999999999999999",
            ),
            on(postgresql="'1 month'"),
            on(postgresql="'30 days'", sqlite="2592000000000", mariadb="2592000000000"),
            on(postgresql="'1 year -12 months 1 second'", sqlite="1000000", mariadb="1000000"),
            on(postgresql="'-1 month 31 days'"),
        ],
    ),
    "duration after 1970": Case(
        on(sqlite="DATETIME", postgresql="interval", mariadb="DATETIME(6)"),
        [
            NULL,
            on_all("'1970-01-01 00:00:00'") | on(postgresql="'0'"),
            on_all("'1970-01-04 00:00:00.000005'") | on(postgresql="'3 days 5 microseconds'"),
            on_all("'1969-12-31 23:59:59.999999'") | on(postgresql="'-1 microsecond'"),
            on(postgresql="'1 month'"),
            on(postgresql="'200000000 days'"),
            on(postgresql="'-200000000 days'"),
        ],
    ),
    "blob": Case(
        on(sqlite="BLOB", postgresql="bytea", mariadb=["LONGBLOB", "VARBINARY(600)"]),
        [
            NULL,
            *(
                blob(each)
                for each in (
                    "",
                    "00",
                    "0000",
                    "1f",
                    "1e",
                    "02",
                    "0d0a",
                    "ff",
                    "c3a9",
                    "61",
                    "41",
                    "6120",
                )
            ),
            blob(bytes(range(256)).hex()),
            blob(bytes(range(255, -1, -1)).hex()),
            on(sqlite="''"),
            on(sqlite="'a'"),
            on(sqlite="'61'"),
            on(sqlite="0"),
            on(sqlite="'x61'"),
        ],
        {MARIADB: "VARBINARY(600)"},
    ),
}


def spellings(case: Case, engine: str) -> list[tuple[int, str]]:
    """All values of a case that an engine can hold, by their numbers, in all ways."""
    return [
        (number, literal)
        for number, value in enumerate(case.values)
        for literal in value.get(engine, [])
    ]


def table(engine: str, columns: str, rows: list[str]) -> list[str]:
    """Statements for a table; MariaDB and MySQL take zero dates."""
    return [*(["SET sql_mode = ''"] if engine in (MARIADB, MYSQL) else []), *filled(columns, rows)]


def matched(ours: list[str], others: list[str]) -> list[tuple[str, str]]:
    """Each type of either side with one of the other."""
    pairs = range(max(len(ours), len(others)))
    return [(ours[place % len(ours)], others[place % len(others)]) for place in pairs]


def of_uuids(types: tuple[str, str]) -> bool:
    """Whether one of two types is that of UUIDs: two texts are compared as texts."""
    return any("UUID" in each.upper() for each in types)


RUNS = [
    pytest.param(pair, name, types, id=f"{name}: {' - '.join(pair)}: {' - '.join(types)}")
    for name, case in CASES.items()
    for pair in PAIRS
    if set(pair) <= case.types.keys()
    for types in matched(*(case.types[engine] for engine in pair))
    if not name.startswith("uuid") or name == "uuid and a text that is none" or of_uuids(types)
]


@pytest.mark.parametrize(("pair", "name", "types"), RUNS)
def test_each_value_is_the_same_as_itself_and_as_no_other(pair, name, types):
    case = CASES[name]
    both = list(product(*(spellings(case, engine) for engine in pair)))
    left, right = (
        table(
            engine,
            f"id INTEGER PRIMARY KEY, a {type_}",
            [f"{place}, {row[side][1]}" for place, row in enumerate(both)],
        )
        for side, (engine, type_) in enumerate(zip(pair, types, strict=True))
    )

    found = between(pair, left, right)

    different = {str(place) for place, (one, other) in enumerate(both) if one[0] != other[0]}
    says = set(found.rows)
    assert {(both[int(each)]) for each in different - says} == set(), "taken for the same"
    assert {(both[int(each)]) for each in says - different} == set(), "taken for different"
    assert found.tally.whole


def key_of(case: Case, engine: str) -> str:
    """The type of a column that can be a key."""
    if engine == MYSQL and MARIADB in case.key:
        return AS_MYSQL.get(case.key[MARIADB], case.key[MARIADB])
    return case.key.get(engine, case.types[engine][0])


# Pairs of engines and one form each that makes a good key.
KEYED = [
    pytest.param(pair, name, id=f"{name}: {' - '.join(pair)}")
    for name in CASES
    for pair in UNORDERED
    if set(pair) <= CASES[name].types.keys()
    and not name.startswith(("json", "boolean and", "decimal and float", "float", "decimal and i"))
    and name != "moment"
]


@pytest.mark.parametrize(("pair", "name"), KEYED)
def test_rows_find_each_other_by_keys_of_all_forms(pair, name, monkeypatch):
    monkeypatch.setattr(compare.stream.differing, "_BATCH", 1)
    case = CASES[name]
    usable = [
        [value[engine][0] for engine in pair]
        for value in case.values
        if set(pair) <= value.keys() and value is not NULL
        # On SQLite these are no dates or times, and stand elsewhere in order.
        if not any(word in str(value) for word in ("infinity", "100:", "-10:", "838:", "BC"))
    ]
    missing = (usable[0], usable[-1])
    left, right = (
        table(
            engine,
            f"k {key_of(case, engine)} NOT NULL PRIMARY KEY, a INTEGER",
            [f"{row[side]}, {place}" for place, row in enumerate(usable) if row != missing[side]],
        )
        for side, engine in enumerate(pair)
    )

    found = between(pair, left, right)

    places = sorted(usable.index(each) for each in missing)
    assert (
        sorted(int(each.line.partition("a=")[2].partition(")")[0]) for each in found.differences)
        == places
    )
    assert (found.tally.only_left, found.tally.only_right, found.tally.changed) == (1, 1, 0)
    assert found.tally.whole


class Lines:
    """The lines of two tables, and what each side makes of any of them."""

    def __init__(self, left, right):
        pair = TablePair(left.table, right.table)
        with left.opened() as one, right.opened() as other:
            made_ = Arrangement(one, other, pair)
            sides = zip(made_.sources, (one, other), strict=True)
            self.fields = [source.fields for source in made_.sources]
            self.lines = [
                list(chain.from_iterable(source.blocks(side.connections[0])))
                for source, side in sides
            ]

    def meant(self, line, side):
        """What a side's line is, as that side reads it."""
        return [(value.kind, value.canonical) for value in take_apart(line, self.fields[side])[1:]]


@pytest.mark.parametrize("pair", UNORDERED)
@pytest.mark.parametrize("name", CASES)
def test_equal_lines_are_equal_values_whichever_side_reads_them(pair, name):
    case = CASES[name]
    if not set(pair) <= case.types.keys():
        pytest.skip("only one of the engines has the type")
    left, right = (
        table(
            engine,
            f"id INTEGER PRIMARY KEY, a {case.types[engine][0]}",
            [
                f"0{number}, {literal}".lstrip("0")
                for number, (_, literal) in enumerate(spellings(case, engine), 1)
            ],
        )
        for engine in pair
    )
    with made(pair[0], *left) as one, made(pair[1], *right, right=True) as other:
        lines = Lines(one, other)

    # Without the key, which is the number of a value.
    ours, theirs = ([(line, line.partition(b"\x1f")[2]) for line in each] for each in lines.lines)
    met = 0
    for (mine, one), (yours, two) in product(ours, theirs):
        if one == two:
            met += 1
            assert lines.meant(mine, 0) == lines.meant(yours, 1)
            assert lines.meant(mine, 0) == lines.meant(mine, 1)
            assert lines.meant(yours, 0) == lines.meant(yours, 1)
    assert met


def any_text(chance: random.Random) -> str:
    letters = "aA b:|01\x1f\x1e\x02\né🙂-t"
    return "".join(chance.choice(letters) for _ in range(chance.choice([0, 1, 2, 3, 9])))


def any_row(chance: random.Random) -> list[Spelled]:
    """A random value for each of the columns below."""
    whole = chance.choice([chance.randrange(-9, 9), chance.randrange(-(2**63), 2**63)])
    digits = f"{chance.randrange(-9999, 9999)}.{chance.randrange(10 ** chance.choice([1, 5])):05}"
    number = chance.choice(
        [chance.random(), chance.uniform(-1e9, 1e9), 10.0 ** chance.randrange(-15, 20)]
    )
    day = (
        f"{chance.randrange(1, 9999):04}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
    )
    clock = f"{chance.randrange(24):02}:{chance.randrange(60):02}:{chance.randrange(60):02}"
    fraction = chance.choice(["", f".{chance.randrange(10**6):06}"])
    hexadecimal = uuid.UUID(int=chance.randrange(2**128), version=4).hex
    held = bytes(chance.randrange(256) for _ in range(chance.choice([0, 1, 5]))).hex()
    values = [
        on_all(str(whole)),
        on_all(digits),
        on_all(f"{number!r}" if "e" in repr(number) else f"{number!r}e0"),
        text(f"{day} {clock}{fraction}"),
        text(day),
        text(f"{clock}{fraction}"),
        text(any_text(chance)),
        text(hexadecimal),
        blob(held),
    ]
    return [chance.choice([value, value, value, NULL]) for value in values]


COLUMNS = {
    SQLITE: "a BIGINT, b DECIMAL(20, 5), c DOUBLE, d DATETIME, e DATE, f TIME, g TEXT, h CHAR(32),"
    " i BLOB",
    POSTGRESQL: "i bytea, h uuid, g text, f time, e date, d timestamp, c double precision,"
    " b numeric, a bigint",
    MARIADB: "a BIGINT, b DECIMAL(20,5), c DOUBLE, d DATETIME(6), e DATE, f TIME(6), g TEXT,"
    " h UUID, i BLOB",
    MYSQL: "a BIGINT, b DECIMAL(20,5), c DOUBLE, d DATETIME(6), e DATE, f TIME(6), g TEXT,"
    " h CHAR(36), i BLOB",
}


@pytest.mark.parametrize(
    "key", ["id INTEGER PRIMARY KEY", "id VARCHAR(9) NOT NULL PRIMARY KEY", "id INTEGER"]
)
@pytest.mark.parametrize("pair", PAIRS)
def test_random_rows_are_the_same_until_one_value_is_changed(pair, key):
    chance = random.Random(f"{pair} {key}")
    rows = [any_row(chance) for _ in range(150)]
    changed = {chance.randrange(150): chance.randrange(9) for _ in range(20)}
    others = [list(row) for row in rows]
    for place, column in changed.items():
        while others[place][column] in (rows[place][column], None):
            others[place][column] = any_row(chance)[column]
    names = "id, a, b, c, d, e, f, g, h, i"

    def side(engine, held):
        values = ", ".join(
            f"({place}, {', '.join(value[engine][0] for value in row)})"
            for place, row in enumerate(held)
        )
        return [
            f"CREATE TABLE t ({key}, {COLUMNS[engine]})",
            f"INSERT INTO t ({names}) VALUES {values}",
        ]

    assert between(pair, side(pair[0], rows), side(pair[1], rows)).lines == []
    found = between(pair, side(pair[0], rows), side(pair[1], others))

    if "PRIMARY" in key:
        assert {int(each.strip("'")) for each in found.rows} == set(changed)
    else:
        assert (found.tally.only_left, found.tally.only_right) == (len(changed), len(changed))
    assert found.tally.whole


BIG = [2**53 - 1, 2**53, 2**53 + 1, 2**53 + 2, 2**60, 2**60 + 1, 2**63 - 1, 10**15, 10**15 + 1]


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("key", [False, True], ids=["held", "key"])
def test_an_integer_is_a_float_only_where_the_float_is_that_integer(pair, key):
    whole = {SQLITE: "INTEGER", POSTGRESQL: "bigint", MARIADB: "BIGINT", MYSQL: "BIGINT"}
    floats = {SQLITE: "DOUBLE", POSTGRESQL: "double precision", MARIADB: "DOUBLE", MYSQL: "DOUBLE"}
    columns = "k {} NOT NULL, a {} NOT NULL, PRIMARY KEY (k)"
    ours = filled(
        columns.format("INTEGER", whole[pair[0]])
        if not key
        else columns.format(whole[pair[0]], "INTEGER"),
        [f"{number}, 0" if key else f"{place}, {number}" for place, number in enumerate(BIG)],
    )
    singular = {float(number): number for number in reversed(BIG)}
    held = enumerate(BIG) if not key else enumerate(singular)
    others = filled(
        columns.format("INTEGER", floats[pair[1]])
        if not key
        else columns.format(floats[pair[1]], "INTEGER"),
        [
            f"{float(number)!r}, 0" if key else f"{place}, {float(number)!r}"
            for place, number in held
        ],
    )

    found = between(pair, ours, others)

    wrong = [place for place, number in enumerate(BIG) if int(float(number)) != number]
    if not key:
        assert found.rows == [str(place) for place in wrong]
        return
    exact = set(map(int, singular))
    assert (found.tally.only_left, found.tally.only_right) == (
        len(set(BIG) - exact),
        len(exact - set(BIG)),
    )


def test_floats_of_which_postgresql_and_python_write_other_digits_are_the_same():
    rows = ["1, 1e23", "2, 5e-324", "3, 9007199254740993e0", "4, 2e22", "5, 8.41e21"]
    sides = [
        filled(f"id INTEGER PRIMARY KEY, a {type_}", rows)
        for type_ in ("DOUBLE", "double precision", "DOUBLE", "DOUBLE")
    ]

    for one, other in product(range(len(ENGINES)), repeat=2):
        assert between((ENGINES[one], ENGINES[other]), sides[one], sides[other]).lines == []


@pytest.mark.parametrize("encoding", ["UTF-16le", "UTF-16be"])
@pytest.mark.parametrize("engine", [POSTGRESQL, MARIADB, MYSQL])
def test_a_sqlite_database_in_utf_16_holds_the_same_texts(encoding, engine, monkeypatch):
    monkeypatch.setattr(compare.stream.differing, "_BATCH", 1)
    keys = ["", "a", "A", "é", "Ā", "\ue000", "🙂", "a\x1f"]
    rows = [f"'{key}', '{key}', '2024-01-01'" for key in keys]
    columns = "k {} NOT NULL PRIMARY KEY, a {}, d DATE"
    left = [f"PRAGMA encoding = '{encoding}'", *filled(columns.format("TEXT", "TEXT"), rows)]
    collations = {MARIADB: " COLLATE utf8mb4_nopad_bin", MYSQL: " COLLATE utf8mb4_0900_bin"}
    kind = f"VARCHAR(50){collations.get(engine, '')}"
    right = filled(columns.format(kind, "TEXT"), rows)

    assert between((SQLITE, engine), left, right).lines == []
    changed = [*right, "UPDATE t SET a = 'x' WHERE k IN ('a', '🙂')", "DELETE FROM t WHERE k = 'Ā'"]
    assert between((SQLITE, engine), left, changed).rows == sorted(["'a'", "'🙂'", "'Ā'"])


@pytest.mark.parametrize("encoding", ["LATIN1", "WIN1252", "SQL_ASCII"])
@pytest.mark.parametrize("key", [" PRIMARY KEY", ""])
def test_a_postgresql_database_in_another_encoding_holds_the_same_texts(encoding, key):
    rows = [
        f"'{each}', '{each}', '{{\"a\": \"{each}\"}}'" for each in ("", "a", "é", "ÿ", "ñandú", "Ä")
    ]
    left = filled(f"k TEXT NOT NULL{key}, a TEXT, j JSON", rows)
    with made(SQLITE, *left) as one, postgresql_in(encoding, left) as other:
        assert compared(one, other).lines == []
        connection = other.connections[0]
        connection.connection.cursor().execute("UPDATE t SET a = 'e' WHERE k = 'é'")
        found = compared(one, other)

    assert len(found.lines) == (1 if key else 2)


@contextmanager
def postgresql_in(encoding: str, statements: list[str]) -> Iterator[Database]:
    """A database in an encoding, with a table made by statements."""
    server = sa.create_engine(postgresql_url(), isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    name = f"parity_test_{uuid.uuid4().hex[:12]}"
    with server.connect() as connection:
        connection.exec_driver_sql(
            f"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}'"
            " LC_COLLATE 'C' LC_CTYPE 'C'"
        )
    engine = sa.create_engine(
        sa.make_url(postgresql_url()).set(database=name),
        poolclass=sa.NullPool,
        connect_args={"client_encoding": "UTF8"},
    )
    try:
        with engine.connect() as connection:
            for statement in statements:
                connection.connection.cursor().execute(statement)
            yield Database(POSTGRESQL, [connection])
    finally:
        with server.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
