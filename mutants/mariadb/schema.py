"""Every single change to the schema of a MariaDB database."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa

from mutants.changes import Change
from mutants.texts import small_changes

TYPES = (
    "tinyint(4)",
    "tinyint(1)",
    "smallint(6)",
    "mediumint(9)",
    "int(11)",
    "bigint(20)",
    "bigint(20) unsigned",
    "int(6) unsigned zerofill",
    "decimal(10,2)",
    "decimal(40,20)",
    "float",
    "double",
    "bit(4)",
    "char(10)",
    "varchar(50)",
    "tinytext",
    "text",
    "mediumtext",
    "longtext",
    "binary(4)",
    "varbinary(20)",
    "tinyblob",
    "blob",
    "mediumblob",
    "longblob",
    "date",
    "time",
    "time(3)",
    "datetime",
    "datetime(6)",
    "timestamp",
    "timestamp(6)",
    "year(4)",
    "enum('triste','bien','feliz')",
    "set('a','b','c')",
    "json",
    "uuid",
    "inet4",
    "inet6",
    "point",
    "geometry",
    "linestring",
    "polygon",
)
"""The types that a column can have."""

_TEXTUAL = ("char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set")
_NUMBERS = ("tinyint", "smallint", "mediumint", "int", "bigint", "float", "double", "decimal")
_ACTIONS = ("RESTRICT", "CASCADE", "SET NULL")
_HERE = "DATABASE()"

Make = Callable[..., Change]


def ask(connection: sa.Connection, sql: str) -> list[Any]:
    """The rows of a question to the catalogue."""
    return list(connection.exec_driver_sql(sql.replace("%", "%%")).all())


def shown(connection: sa.Connection, kind: str, name: str) -> str:
    """What SHOW CREATE says, without the database's own name."""
    (row,) = connection.exec_driver_sql(f"SHOW CREATE {kind} `{name}`").mappings().all()
    text = next(
        str(value)
        for key, value in row.items()
        if key.startswith("Create ") or key == "SQL Original Statement"
    )
    database = connection.exec_driver_sql("SELECT DATABASE()").scalar_one()
    return re.sub(r" DEFINER=`[^`]*`@`[^`]*`", "", text.replace(f"`{database}`.", ""))


def tables_of(connection: sa.Connection) -> list[str]:
    """The names of the tables."""
    return [
        name
        for (name,) in ask(
            connection,
            f"SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = {_HERE}"
            " AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') ORDER BY 1",
        )
    ]


def changes(connection: sa.Connection) -> Iterator[Change]:
    """Every change to a database's schema."""
    # Without its name, which is another one in each process.
    for words, clause in (
        ("another collation", "COLLATE utf8mb4_unicode_ci"),
        ("another character set", "CHARACTER SET latin1"),
    ):
        yield Change(words, "database", (f"ALTER DATABASE {clause}",))
    for table in tables_of(connection):
        lines = [line.strip().rstrip(",") for line in shown(connection, "TABLE", table).split("\n")]
        end = next(at for at, line in enumerate(lines) if line.startswith(") "))
        yield from _table(table, lines[end:])
        names = [line for line in lines[1:end] if line.startswith("`")]
        types = dict(
            ask(
                connection,
                "SELECT COLUMN_NAME, COLUMN_TYPE FROM information_schema.COLUMNS"
                f" WHERE TABLE_SCHEMA = {_HERE} AND TABLE_NAME = '{table}'",
            )
        )
        columns = [re.match(r"`((?:[^`]|``)*)` (.*)$", line).groups() for line in names]  # type: ignore[union-attr]
        for place, (name, definition) in enumerate(columns):
            yield from _column(table, name, definition, types[name], place, columns)
        for line in lines[1:end]:
            if not line.startswith("`"):
                yield from _key(table, line, [name for name, _ in columns])
    yield from _views(connection)
    yield from _programs(connection)
    yield from _sequences(connection)
    yield from _more(tables_of(connection)[0])


# --------------------------------------------------------------------------------------
# Tables and columns


def _table(table: str, options: list[str]) -> Iterator[Change]:
    alter = f"ALTER TABLE `{table}`"
    text = " ".join(options)
    made = {
        "dropped": f"DROP TABLE `{table}`",
        "renamed": f"RENAME TABLE `{table}` TO otra_{table}",
        "comment": f"{alter} COMMENT = 'otro'",
        "comment gone": f"{alter} COMMENT = ''",
        "another engine": f"{alter} ENGINE = {'Aria' if 'InnoDB' in text else 'InnoDB'}",
        "another collation": f"{alter} DEFAULT COLLATE utf8mb4_unicode_ci",
        "another character set": f"{alter} DEFAULT CHARACTER SET ascii",
        "row format compact": f"{alter} ROW_FORMAT = COMPACT",
        "row format redundant": f"{alter} ROW_FORMAT = REDUNDANT",
        "compressed pages": f"{alter} PAGE_COMPRESSED = 1",
        "checksum": f"{alter} CHECKSUM = 1",
        "system versioning": f"{alter} ADD SYSTEM VERSIONING",
        "system versioning gone": f"{alter} DROP SYSTEM VERSIONING",
        "partitioned": f"{alter} PARTITION BY HASH (1) PARTITIONS 2",
        "partitions gone": f"{alter} REMOVE PARTITIONING",
        "a column more": f"{alter} ADD COLUMN extra INT",
        "a column more, first": f"{alter} ADD COLUMN extra VARCHAR(5) FIRST",
        "a check more": f"{alter} ADD CONSTRAINT extra CHECK (1 = 1)",
        "a period": f"{alter} ADD COLUMN d1 DATE NOT NULL DEFAULT '2020-01-01',"
        " ADD COLUMN d2 DATE NOT NULL DEFAULT '2020-02-01', ADD PERIOD FOR p (d1, d2)",
    }
    if "PARTITION BY RANGE" in text:
        made |= {
            "a partition more": f"{alter} REORGANIZE PARTITION pmax INTO"
            " (PARTITION p2025 VALUES LESS THAN (2026), PARTITION pmax VALUES LESS THAN MAXVALUE)",
            "a partition less": f"{alter} DROP PARTITION p2023",
            "a partition renamed": f"{alter} REORGANIZE PARTITION p2023 INTO"
            " (PARTITION otra VALUES LESS THAN (2024))",
            "other bounds": f"{alter} REORGANIZE PARTITION p2023, p2024 INTO"
            " (PARTITION p2023 VALUES LESS THAN (2023), PARTITION p2024 VALUES LESS THAN (2025))",
        }
    for words, sql in made.items():
        kind = "partition" if "partition" in words else "table"
        yield Change(f"{table}: {words}", kind, (sql,))
    yield Change(f"{table}: the next id", "row", (f"{alter} AUTO_INCREMENT = 777",), area="rows")


def _column(
    table: str, name: str, definition: str, type_name: str, place: int, columns: list[Any]
) -> Iterator[Change]:
    alter = f"ALTER TABLE `{table}`"
    modify = f"{alter} MODIFY COLUMN `{name}`"
    rest = definition[len(type_name) :] if definition.startswith(type_name) else ""
    if not rest and definition != type_name:
        rest = definition.partition(" ")[2]

    def change(words: str, sql: str, kind: str = "column") -> Change:
        return Change(f"{table}.{name}: {words}", kind, (sql,), type_name)

    yield change("renamed", f"{alter} RENAME COLUMN `{name}` TO otra")
    yield change("renamed in case", f"{alter} RENAME COLUMN `{name}` TO `{name.swapcase()}`")
    yield change("dropped", f"{alter} DROP COLUMN `{name}`")
    if place < len(columns) - 1:
        yield change("moved to the end", f"{modify} {definition} AFTER `{columns[-1][0]}`")
    if place:
        yield change("moved to the front", f"{modify} {definition} FIRST")
    for other in _types(type_name, place):
        yield change(f"type {other}", f"{modify} {other}{_fitting(rest, other)}")
    generated = re.search(r"GENERATED ALWAYS AS \((.*)\) (VIRTUAL|STORED)", definition)
    if generated:
        yield change("generated no more", f"{modify} {type_name}")
        kind = {"VIRTUAL": "STORED", "STORED": "VIRTUAL"}[generated[2]]
        start, end = generated.span(2)
        yield change(
            "stored or computed",
            f"{alter} DROP COLUMN `{name}`, ADD COLUMN `{name}`"
            f" {definition[:start]}{kind}{definition[end:]} AFTER `{columns[place - 1][0]}`",
        )
        start, end = generated.span(1)
        for words, expression in small_changes(generated[1]):
            yield change(
                f"expression {words}",
                f"{modify} {definition[:start]}{expression}{definition[end:]}",
            )
    elif "AUTO_INCREMENT" in definition:
        yield change("counts no more", f"{modify} {definition.replace(' AUTO_INCREMENT', '')}")
    else:
        yield from _null_and_default(change, modify, definition, type_name, place)
    collated = re.sub(r" (CHARACTER SET|COLLATE) \w+", "", definition)
    if type_name.partition("(")[0] in _TEXTUAL:
        base = collated[: len(type_name)]
        for collation in ("utf8mb4_bin", "utf8mb4_unicode_ci"):
            yield change(
                f"collation {collation}",
                f"{modify} {base} CHARACTER SET utf8mb4 COLLATE {collation}"
                f"{collated[len(type_name) :]}",
            )
        yield change(
            "character set latin1",
            f"{modify} {base} CHARACTER SET latin1{collated[len(type_name) :]}",
        )
    uncommented = re.sub(r" COMMENT '(?:[^']|'')*'", "", definition)
    if uncommented != definition:
        yield change("comment gone", f"{modify} {uncommented}")
    yield change("comment", f"{modify} {uncommented} COMMENT 'otro'")
    if "INVISIBLE" in definition:
        yield change("visible", f"{modify} {definition.replace(' INVISIBLE', '')}")
    else:
        yield change(
            "invisible",
            f"{modify} " + re.sub(r"( DEFAULT| COMMENT|$)", r" INVISIBLE\1", definition, count=1),
        )
    if place % 2:
        yield change("an index more", f"CREATE INDEX extra ON `{table}` (`{name}`)", "index")
    else:
        yield change("unique", f"CREATE UNIQUE INDEX extra ON `{table}` (`{name}`)", "unique")
    if "CHECK (" in definition:
        plain = re.sub(r" CHECK \(.*\)", "", definition)
        yield change("check gone", f"{modify} {plain}", "check")
        check = definition[definition.index("CHECK (") :]
        for words, other in small_changes(check):
            yield change(f"check {words}", f"{modify} {plain} {other}", "check")
    elif place % 3 == 0:
        yield change("check", f"{modify} {definition} CHECK (`{name}` IS NOT NULL)", "check")


def _null_and_default(
    change: Make, modify: str, definition: str, type_name: str, place: int
) -> Iterator[Change]:
    if " NOT NULL" in definition:
        yield change("NOT NULL gone", f"{modify} {definition.replace(' NOT NULL', ' NULL', 1)}")
    else:
        required = re.sub(r" DEFAULT NULL", "", definition).replace(f"{type_name} NULL", type_name)
        words = definition[: len(type_name)]
        yield change("NOT NULL", f"{modify} {words} NOT NULL{required[len(words) :]}")
    default = re.search(
        r" DEFAULT ('(?:[^']|'')*'|b'[01]*'|\((?:[^()]|\([^()]*\))*\)|[\w.-]+(?:\([^()]*\))?)",
        definition,
    )
    if default and default[1] != "NULL":
        start, end = default.span()
        yield change("default gone", f"{modify} {definition[:start]}{definition[end:]}")
        for words, value in small_changes(default[1]):
            yield change(
                f"default {words}",
                f"{modify} {definition[:start]} DEFAULT {value}{definition[end:]}",
            )
    elif "DEFAULT" not in definition or default:
        base = type_name.partition("(")[0]
        plain = definition.replace(" DEFAULT NULL", "")
        comment = plain.find(" COMMENT")
        head, tail = (plain, "") if comment < 0 else (plain[:comment], plain[comment:])
        value = "5" if base in _NUMBERS else "'x'" if base in _TEXTUAL[:6] else "(NULL)"
        yield change(f"default {value}", f"{modify} {head} DEFAULT {value}{tail}")
    updated = re.search(r" ON UPDATE current_timestamp\(\d*\)", definition)
    if updated:
        yield change("ON UPDATE gone", f"{modify} {definition.replace(updated[0], '')}")
    elif re.match(r"datetime|timestamp", type_name):
        digits = re.search(r"\(\d\)", type_name)
        now = f"current_timestamp{digits[0] if digits else '()'}"
        yield change("ON UPDATE", f"{modify} {definition} ON UPDATE {now}")


def _types(type_name: str, place: int) -> Iterator[str]:
    """Other types: with other numbers, other words, and some of the list."""
    found = []
    for match in re.finditer(r"(?<=[(,])\d+(?=[,)])", type_name):
        for step in (1, -1):
            found.append(
                type_name[: match.start()] + str(int(match[0]) + step) + type_name[match.end() :]
            )
    if re.match(r"(tiny|small|medium|big)?int|decimal|float|double", type_name):
        found.append(
            type_name.replace(" unsigned", "").replace(" zerofill", "")
            if "unsigned" in type_name
            else f"{type_name} unsigned"
        )
        found.append(f"{type_name.replace(' unsigned', '').replace(' zerofill', '')} zerofill")
    if re.match(r"(enum|set)\(", type_name):
        labels = re.findall(r"'(?:[^']|'')*'", type_name)
        word = type_name.partition("(")[0]
        for order in (
            [*labels, "'otro'"],
            ["'otro'", *labels],
            labels[::-1],
            labels[:-1],
            [label.upper() for label in labels],
        ):
            found.append(f"{word}({','.join(order)})")
    if re.match(r"(time|datetime|timestamp)$", type_name):
        found.append(f"{type_name}(6)")
    found += [TYPES[(place + step) % len(TYPES)] for step in (3, 17)]
    for other in dict.fromkeys(found):
        if other != type_name:
            yield other


def _fitting(rest: str, other: str) -> str:
    """What may follow a column of another type: a default or a collation need not fit."""
    base = other.partition("(")[0].partition(" ")[0]
    if base not in _TEXTUAL:
        rest = re.sub(r" (CHARACTER SET|COLLATE) \w+", "", rest)
    return rest


# --------------------------------------------------------------------------------------
# Keys

_KEYS = (
    ("PRIMARY KEY", "primary-key"),
    ("UNIQUE KEY", "unique"),
    ("FULLTEXT KEY", "index"),
    ("SPATIAL KEY", "index"),
    ("KEY", "index"),
)


def _key(table: str, line: str, columns: list[str]) -> Iterator[Change]:
    alter = f"ALTER TABLE `{table}`"
    constraint = re.match(r"CONSTRAINT `([^`]+)` (FOREIGN KEY|CHECK) (.*)$", line)
    if constraint:
        yield from _constraint(table, alter, *constraint.groups())
        return
    word, kind = next(((w, k) for w, k in _KEYS if line.startswith(w)), ("", ""))
    match = re.match(rf"{word}(?: `([^`]+)`)? (\(.*?\))((?: [A-Z].*)?)$", line)
    if not word or match is None:
        return
    name, inner, tail = match.groups()
    drop = f"{alter} DROP PRIMARY KEY" if word == "PRIMARY KEY" else f"{alter} DROP INDEX `{name}`"
    label = f" `{name}`" if name else ""
    parts = re.split(r",(?![^(]*\))", inner[1:-1])

    def change(words: str, *actions: str) -> Change:
        return Change(f"{table} {name or 'primary key'}: {words}", kind, actions)

    def made(columns: list[str], kind_word: str = word, tail: str = tail) -> str:
        return f"{drop}, ADD {kind_word}{label} ({','.join(columns)}){tail}"

    yield change("dropped", drop)
    if name:
        yield change("renamed", f"{alter} RENAME INDEX `{name}` TO otro")
        for other in ("KEY", "UNIQUE KEY", "FULLTEXT KEY"):
            if other != word:
                yield change(f"becomes {other}", made(parts, other, ""))
        yield change("ignored", f"{alter} ALTER INDEX `{name}` IGNORED")
        yield change("not ignored", f"{alter} ALTER INDEX `{name}` NOT IGNORED")
        yield change("comment", made(parts, tail=" COMMENT 'otro'"))
        yield change("comment gone", made(parts, tail=""))
    if len(parts) > 1:
        yield change("columns in another order", made(parts[::-1]))
        yield change("a column less", made(parts[:-1]))
    spare = next((c for c in reversed(columns) if f"`{c}`" not in inner), None)
    if spare:
        yield change("a column more", made([*parts, f"`{spare}`"]))
        yield change("another column", made([f"`{spare}`", *parts[1:]]))
    first = parts[0]
    descending = first.endswith(" DESC")
    yield change(
        "descending or not", made([first[:-5] if descending else f"{first} DESC", *parts[1:]])
    )
    bare = re.sub(r"\(\d+\)", "", first)
    yield change("another prefix", made([f"{bare.split()[0]}(3)", *parts[1:]]))
    if bare != first:
        yield change("the whole value", made([bare, *parts[1:]]))


def _constraint(table: str, alter: str, name: str, word: str, text: str) -> Iterator[Change]:
    if word == "CHECK":
        drop = f"{alter} DROP CONSTRAINT `{name}`"
        head, kind = f"{table} check {name}", "check"
        yield Change(f"{head}: dropped", kind, (drop,))
        add = f"{alter} ADD CONSTRAINT"
        yield Change(f"{head}: renamed", kind, (drop, f"{add} otro CHECK {text}"))
        for words, other in small_changes(text):
            yield Change(f"{head}: {words}", kind, (drop, f"{add} `{name}` CHECK {other}"))
        return
    drop = f"{alter} DROP FOREIGN KEY `{name}`"
    head = f"{table} foreign key {name}"

    def change(words: str, add: str, label: str = name) -> Change:
        sql = (drop, f"{alter} ADD CONSTRAINT `{label}` FOREIGN KEY {add}")
        return Change(f"{head}: {words}", "foreign-key", sql)

    yield Change(f"{head}: dropped", "foreign-key", (drop,))
    yield change("renamed", text, "otro")
    for event in ("DELETE", "UPDATE"):
        found = re.search(rf" ON {event} (CASCADE|SET NULL|NO ACTION|RESTRICT)", text)
        plain = text.replace(found[0], "") if found else text
        for action in _ACTIONS:
            # NO ACTION is among what is the same: to InnoDB it is RESTRICT.
            if action != (found[1] if found else "RESTRICT"):
                yield change(f"ON {event} {action}", f"{plain} ON {event} {action}")
    yield change("to another table", re.sub(r"REFERENCES `[^`]+`", "REFERENCES `nadie`", text))
    yield change(
        "to another column", re.sub(r"(REFERENCES `[^`]+` )\([^)]*\)", r"\1(`otra`)", text)
    )


# --------------------------------------------------------------------------------------
# Views, routines, triggers, events, sequences


def _views(connection: sa.Connection) -> Iterator[Change]:
    for (name,) in ask(
        connection,
        f"SELECT TABLE_NAME FROM information_schema.VIEWS WHERE TABLE_SCHEMA = {_HERE}",
    ):
        text = shown(connection, "VIEW", name)
        drop = f"DROP VIEW `{name}`"

        def change(words: str, *sql: str) -> Change:
            return Change(f"view {name}: {words}", "view", sql)  # noqa: B023

        yield change("dropped", drop)
        yield change("renamed", f"RENAME TABLE `{name}` TO otra")
        start = text.index(" AS ")
        for words, other in small_changes(text[start:]):
            yield change(words, drop, text[:start] + other)
        for one, other in (
            ("ALGORITHM=UNDEFINED", "ALGORITHM=TEMPTABLE"),
            ("ALGORITHM=MERGE", "ALGORITHM=UNDEFINED"),
            ("SECURITY DEFINER", "SECURITY INVOKER"),
            ("SECURITY INVOKER", "SECURITY DEFINER"),
            (" WITH CASCADED CHECK OPTION", ""),
            ("CASCADED", "LOCAL"),
            (" AS `titulo`", " AS `otro`"),
        ):
            if one in text:
                yield change(f"{one.strip()} → {other}", drop, text.replace(one, other, 1))


def _programs(connection: sa.Connection) -> Iterator[Change]:
    for kind, name in ask(
        connection,
        "SELECT 'TRIGGER', TRIGGER_NAME FROM information_schema.TRIGGERS"
        f" WHERE TRIGGER_SCHEMA = {_HERE}"
        " UNION ALL SELECT ROUTINE_TYPE, ROUTINE_NAME FROM information_schema.ROUTINES"
        f" WHERE ROUTINE_SCHEMA = {_HERE}"
        " UNION ALL SELECT 'EVENT', EVENT_NAME FROM information_schema.EVENTS"
        f" WHERE EVENT_SCHEMA = {_HERE}",
    ):
        text = shown(connection, kind, name)
        drop = f"DROP {kind} `{name}`"

        def change(words: str, *sql: str) -> Change:
            return Change(f"{kind.lower()} {name}: {words}", kind.lower(), sql)  # noqa: B023

        yield change("dropped", drop)
        plain = re.sub(rf"`?\b{name}\b`?", "otro", text, count=1)
        yield change("renamed", drop, plain)
        for words, other in small_changes(text):
            yield change(words, drop, other)
        yield change("made under another mode", drop, "SET sql_mode = 'ANSI_QUOTES'", text)
        for one, other in (
            ("INSERT ON", "UPDATE ON"),
            ("UPDATE ON", "DELETE ON"),
            ("    DETERMINISTIC\n", ""),
            ("NO SQL", "READS SQL DATA"),
            ("MODIFIES SQL DATA", "CONTAINS SQL"),
            ("SQL SECURITY INVOKER", "SQL SECURITY DEFINER"),
            ("COMMENT 'por dos'", ""),
            ("IN `?hasta`? DATE", "OUT hasta DATE"),
            ("n INT", "n BIGINT"),
            ("RETURNS int(11)", "RETURNS bigint"),
            ("ON COMPLETION PRESERVE", "ON COMPLETION NOT PRESERVE"),
            ("ON COMPLETION NOT PRESERVE", "ON COMPLETION PRESERVE"),
            ("DISABLE", "ENABLE"),
            (" ENABLE", " DISABLE"),
            ("EVERY 1 DAY", "EVERY 1 WEEK"),
        ):
            if one in text:
                yield change(f"{one.strip()} → {other}", drop, text.replace(one, other, 1))


def _sequences(connection: sa.Connection) -> Iterator[Change]:
    for (name,) in ask(
        connection,
        f"SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = {_HERE}"
        " AND TABLE_TYPE = 'SEQUENCE'",
    ):
        alter = f"ALTER SEQUENCE `{name}`"
        for option in (
            "INCREMENT 7",
            "MINVALUE -9",
            "MAXVALUE 9999",
            "START 3",
            "CACHE 9",
            "NOCYCLE",
        ):
            yield Change(f"sequence {name}: {option}", "sequence", (f"{alter} {option}",))
        yield Change(f"sequence {name}: dropped", "sequence", (f"DROP SEQUENCE `{name}`",))
        yield Change(f"sequence {name}: renamed", "sequence", (f"RENAME TABLE `{name}` TO otra",))
        yield Change(
            f"sequence {name}: where it stands", "row", (f"{alter} RESTART 77",), area="rows"
        )


def _more(table: str) -> Iterator[Change]:
    for kind, sql in (
        ("table", "CREATE TABLE extra (a INT)"),
        ("table", "CREATE TABLE _alembic_tmp_x (a INT)"),
        ("view", "CREATE VIEW extra AS SELECT 1 AS a"),
        ("sequence", "CREATE SEQUENCE extra"),
        ("function", "CREATE FUNCTION extra() RETURNS INT RETURN 1"),
        ("procedure", "CREATE PROCEDURE extra() SELECT 1"),
        ("trigger", f"CREATE TRIGGER extra AFTER DELETE ON `{table}` FOR EACH ROW SET @a = 1"),
        ("event", "CREATE EVENT extra ON SCHEDULE EVERY 1 YEAR STARTS '2030-01-01' DO SELECT 1"),
        ("package", "CREATE PACKAGE extra PROCEDURE a(); END"),
    ):
        mode = ("SET sql_mode = 'ORACLE'",) if kind == "package" else ()
        yield Change(f"{sql.split('(')[0]}: one more", kind, (*mode, sql))
