"""Every single change to the rows of a SQLite database."""

from __future__ import annotations

import math
from collections.abc import Iterator

from mutants.changes import Change
from mutants.sqlite.catalogue import Held
from mutants.texts import bare

Stored = int | float | str | bytes | None


def changes(held: Held) -> Iterator[Change]:
    """Every row deleted, doubled, added; every column's values changed to neighbours."""
    for table in held.tables:
        yield from _rows(held, table)
        yield from _values(held, table)
    for table in held.tables:
        sequence = held.sequence(table)
        if sequence is not None:
            yield Change(
                f"{table}: the next id",
                "row",
                (f"UPDATE sqlite_sequence SET seq = {sequence + 5} WHERE name = '{table}'",),
                area="rows",
            )


def _rows(held: Held, table: str) -> Iterator[Change]:
    text = held.tables[table]
    stored = held.stored(text)
    where = list(held.rows(table))
    for number, row in enumerate(where, start=1):
        yield _change(table, f"row {number} deleted", f"DELETE FROM {text.name} WHERE {row}")
        names = ", ".join(stored)
        unkeyed = [
            f"{name} || ' doble'" if is_text else f"{name} + 100"
            for name, is_text in _key(held, table)
        ]
        keys = dict(zip((name for name, _ in _key(held, table)), unkeyed, strict=True))
        values = ", ".join(keys.get(name, name) for name in stored)
        yield _change(
            table,
            f"row {number} doubled",
            f"INSERT INTO {text.name} ({names}) SELECT {values} FROM {text.name} WHERE {row}",
        )
    if where:
        yield _change(table, "all rows deleted", f"DELETE FROM {text.name}")


def _key(held: Held, table: str) -> list[tuple[str, bool]]:
    found = held.connection.execute(
        "SELECT name, type FROM pragma_table_info(?) WHERE pk > 0", (table,)
    ).fetchall()
    quoted = {bare(column.name): column.name for column in held.tables[table].columns}
    return [(quoted[name], kind.upper() == "TEXT") for name, kind in found]


def _change(table: str, words: str, *statements: str, type_name: str = "") -> Change:
    kind = "value" if type_name else "row"
    return Change(f"{table}: {words}", kind, statements, type_name.strip(), area="rows")


def _values(held: Held, table: str) -> Iterator[Change]:
    text = held.tables[table]
    where = list(held.rows(table))
    for column in text.columns:
        if column.name not in held.stored(text):
            continue
        type_name = column.type or "(none)"

        def change(words: str, *statements: str) -> Change:
            return _change(
                table,
                f"{column.bare_name} {words}",  # noqa: B023
                *statements,
                type_name=type_name,  # noqa: B023
            )

        update = f"UPDATE {text.name} SET {column.name} = "
        for number, row in enumerate(where, start=1):
            ((hexed, kind, plain),) = held.connection.execute(
                f"SELECT hex({column.name}), typeof({column.name}),"
                f" CASE WHEN typeof({column.name}) IN ('integer', 'real') THEN {column.name} END"
                f" FROM {text.name} WHERE {row}"
            )
            for words, value in _neighbours(kind, hexed, plain):
                yield change(f"in row {number}: {words}", f"{update}{value} WHERE {row}")
        if len(where) > 1:
            one, other = where[:2]
            yield change(
                "of the first two rows exchanged",
                f"{update}CASE WHEN {one}"
                f" THEN (SELECT {column.name} FROM {text.name} WHERE {other})"
                f" ELSE (SELECT {column.name} FROM {text.name} WHERE {one}) END"
                f" WHERE ({one}) OR ({other})",
            )
            yield change(
                "changed in two rows",
                f"{update}{column.name} || 'z' WHERE ({one}) OR ({other})",
            )


def _neighbours(kind: str, hexed: str, number: int | float | None) -> Iterator[tuple[str, str]]:
    """Words and the SQL of values that are almost this one."""
    if kind == "null":
        yield "NULL → empty", "''"
        yield "NULL → 0", "0"
        yield "NULL → 'NULL'", "'NULL'"
        return
    yield "→ NULL", "NULL"
    if kind == "integer":
        assert isinstance(number, int)
        yield "+1", str(number + 1 if number < 2**63 - 1 else number - 1)
        if number:
            yield "sign", str(-number) if number > -(2**63) else "9223372036854775807"
        yield "as real", f"CAST({number} AS REAL)" if abs(number) < 2**53 else f"{number}.0"
        yield "as text", f"'{number}'"
    elif kind == "real":
        assert isinstance(number, float)
        if math.isfinite(number):
            yield "last bit", repr(math.nextafter(number, math.inf))
            yield "sign", _real(-number)
        else:
            yield "sign", "-9e999" if number > 0 else "9e999"
        yield "as text", f"'{number!r}'"
        if number == 0:
            yield "as integer", "0"
    else:
        raw = bytes.fromhex(hexed)
        wrap = "x'{}'" if kind == "blob" else "CAST(x'{}' AS TEXT)"
        as_other = "CAST(x'{}' AS TEXT)" if kind == "blob" else "x'{}'"
        yield f"{kind} of another class", as_other.format(hexed)
        if raw:
            yield "→ empty", wrap.format("")
            yield "last byte", wrap.format((raw[:-1] + bytes([raw[-1] ^ 1])).hex())
            yield "shorter", wrap.format(raw[:-1].hex())
        yield "trailing space", wrap.format((raw + b" ").hex())
        swapped = bytes(
            each ^ 32 if chr(each).isascii() and chr(each).isalpha() else each for each in raw
        )
        if swapped != raw:
            yield "case", wrap.format(swapped.hex())


def _real(number: float) -> str:
    # A minus before 0.0 is taken for an operator on an integer by some; this is the value itself.
    return repr(number) if number else f"CAST('{number!r}' AS REAL)"
