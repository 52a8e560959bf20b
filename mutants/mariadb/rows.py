"""Every single change to the rows of a MariaDB database."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from mutants.changes import Change
from mutants.mariadb.schema import ask, tables_of

_INTEGERS = ("{0} + 1", "{0} - 1", "-{0}")
_TEXTS = (
    "concat({0}, ' ')",
    "if(binary upper({0}) = binary {0}, lower({0}), upper({0}))",
    "left({0}, char_length({0}) - 1)",
    "''",
    "concat({0}, 'x')",
    "concat(' ', {0})",
    "reverse({0})",
)
_BYTES = ("concat({0}, x'00')", "''", "concat({0}, ' ')", "x'ff'")
_TIMES = (
    "{0} + INTERVAL 1 MICROSECOND",
    "{0} + INTERVAL 1 SECOND",
    "{0} + INTERVAL 1 HOUR",
    "'0000-00-00 00:00:00'",
)
NEIGHBOURS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("tinyint", "smallint", "mediumint", "int", "bigint"), _INTEGERS),
    "decimal": ("{0} + 0.01", "-{0}", "{0} * 10"),
    "float": ("{0} * 1.0000002", "-{0}", "{0} + 1"),
    "double": ("{0} * 1.0000000000000002e0", "-{0}", "{0} + 1e0"),
    "bit": ("{0} ^ 1", "b'1'"),
    **dict.fromkeys(("char", "varchar", "tinytext", "text", "mediumtext"), _TEXTS),
    "longtext": (*_TEXTS, "'{{\"b\": 1}}'", "'[]'", "'\"null\"'", "'1.0'"),
    **dict.fromkeys(("binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob"), _BYTES),
    "date": ("{0} + INTERVAL 1 DAY", "'0000-00-00'", "'2024-01-00'"),
    "time": ("addtime({0}, '00:00:00.001')", "addtime({0}, '00:00:01')", "'-00:00:01'"),
    "datetime": _TIMES,
    "timestamp": _TIMES,
    "year": ("1999", "0"),
    "enum": ("'triste'", "''", "2"),
    "set": ("'b'", "'a,b,c'", "''"),
    "uuid": ("'00000000-0000-0000-0000-000000000001'",),
    "inet4": ("'10.0.0.2'",),
    "inet6": ("'::2'",),
    "point": ("ST_GeomFromText('POINT(1 3)')", "ST_GeomFromText('POINT(1 2)', 4326)"),
    "geometry": ("ST_GeomFromText('POINT(1 2)')", "ST_GeomFromText('LINESTRING(0 0,1 2)')"),
    "linestring": ("ST_GeomFromText('LINESTRING(1 1,0 0)')",),
    "polygon": ("ST_GeomFromText('POLYGON((0 0,3 0,3 3,0 0))')",),
}
"""By the name of the type: values that are almost this one."""


def changes(connection: sa.Connection) -> Iterator[Change]:
    """Every row deleted, doubled; every column's values changed to neighbours."""
    for table in tables_of(connection):
        columns = ask(
            connection,
            "SELECT COLUMN_NAME, DATA_TYPE, COLUMN_TYPE, COLUMN_KEY = 'PRI',"
            " GENERATION_EXPRESSION IS NOT NULL OR EXTRA LIKE '%GENERATED%'"
            " FROM information_schema.COLUMNS"
            f" WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = '{table}'"
            " ORDER BY ORDINAL_POSITION",
        )
        where = _rows(connection, table, columns)
        names = [name for name, *_, generated in columns if not generated]
        for number, row in enumerate(where, start=1):
            yield _row(table, f"row {number} deleted", f"DELETE FROM `{table}` WHERE {row} LIMIT 1")
            copied = ", ".join(
                (f"concat(`{name}`, '2')" if base in ("varchar", "char") else f"`{name}` + 100")
                if key or name in ("titulo", "codigo")
                else f"`{name}`"
                for name, base, _, key, generated in columns
                if not generated
            )
            listed = ", ".join(f"`{name}`" for name in names)
            yield _row(
                table,
                f"row {number} doubled",
                f"INSERT INTO `{table}` ({listed})"
                f" SELECT {copied} FROM `{table}` WHERE {row} LIMIT 1",
            )
        if where:
            yield _row(table, "all rows deleted", f"DELETE FROM `{table}`")
        for name, base, type_name, _, generated in columns:
            if not generated:
                yield from _values(table, name, base, type_name, where)


def _rows(connection: sa.Connection, table: str, columns: list[tuple[str, ...]]) -> list[str]:
    """A condition for each row; for those of a table without a key, one that fits the first."""
    key = [name for name, _, _, is_key, _ in columns if is_key] or [columns[1][0]]
    spelled = ", ".join(f"hex(cast(`{name}` AS CHAR CHARACTER SET utf8mb4))" for name in key)
    return [
        " AND ".join(
            f"`{name}` IS NULL"
            if value is None
            else f"hex(cast(`{name}` AS CHAR CHARACTER SET utf8mb4)) = '{value}'"
            for name, value in zip(key, row, strict=True)
        )
        for row in ask(connection, f"SELECT {spelled} FROM `{table}`")
    ]


def _row(table: str, words: str, statement: str) -> Change:
    return Change(f"{table}: {words}", "row", (statement,), area="rows")


def _values(table: str, name: str, base: str, type_name: str, where: list[str]) -> Iterator[Change]:
    # What is set by itself on every UPDATE stays as it is.
    kept = ""
    if table == "tipos":
        kept = "".join(
            f", {each} = {each}" for each in ("a_datetime", "a_timestamp_digits") if each != name
        )

    def change(words: str, value: str, condition: str) -> Change:
        sql = f"UPDATE `{table}` SET `{name}` = {value}{kept} WHERE {condition}"
        return Change(f"{table}: {name} {words}", "value", (sql,), type_name, area="rows")

    for number, row in enumerate(where, start=1):
        yield change(f"in row {number} → NULL", "NULL", f"({row}) AND `{name}` IS NOT NULL")
        known = NEIGHBOURS.get(base, ())
        for value in known if number <= 2 else known[:2]:
            yield change(f"in row {number} → {value}", value.format(f"`{name}`"), row)
    if len(where) > 1:
        one, other = where[:2]
        inner = f"SELECT `{name}` FROM (SELECT * FROM `{table}`) AS were WHERE"
        yield change(
            "of the first two rows exchanged",
            f"if({one}, ({inner} {other} LIMIT 1), ({inner} {one} LIMIT 1))",
            f"({one}) OR ({other})",
        )
        for value in NEIGHBOURS.get(base, ())[:1]:
            yield change("changed in every row", value.format(f"`{name}`"), "1 = 1")
