"""Every single change to the schema of a SQLite database."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from mutants.changes import Change
from mutants.sqlite.catalogue import Held, Item, is_generated
from mutants.sqlite.pieces import ColumnText, TableText, clause_word
from mutants.texts import bare, mentions, small_changes, split, tokens

TYPES = (
    "INTEGER",
    "INT",
    "TINYINT",
    "SMALLINT",
    "MEDIUMINT",
    "BIGINT",
    "UNSIGNED BIG INT",
    "INT2",
    "INT8",
    "CHARACTER(20)",
    "VARCHAR(255)",
    "VARYING CHARACTER(255)",
    "NCHAR(55)",
    "NATIVE CHARACTER(70)",
    "NVARCHAR(100)",
    "TEXT",
    "CLOB",
    "BLOB",
    "",
    "REAL",
    "DOUBLE",
    "DOUBLE PRECISION",
    "FLOAT",
    "NUMERIC",
    "DECIMAL(10, 5)",
    "BOOLEAN",
    "DATE",
    "DATETIME",
    "TIME",
    "TIMESTAMP",
    "JSON",
    "UUID",
    "CHAR(32)",
)
"""The types that SQLite's documentation and the frameworks name."""

_STRICT_TYPES = ("INT", "INTEGER", "REAL", "TEXT", "BLOB", "ANY")
_ACTIONS = ("NO ACTION", "RESTRICT", "SET NULL", "SET DEFAULT", "CASCADE")
_CONFLICTS = ("ROLLBACK", "FAIL", "IGNORE", "REPLACE")

Columns = Iterator[tuple[str, ColumnText]]


def changes(held: Held) -> Iterator[Change]:
    """Every change to a database's schema."""
    yield from _settings()
    for name in held.tables:
        yield from _table(held, name)
        yield from _columns(held, name)
        yield from _constraints(held, name)
    for item in held.items:
        yield from _item(held, item)
    yield from _added(held)


def _settings() -> Iterator[Change]:
    for pragma in ("user_version", "application_id"):
        yield Change(f"{pragma} changed", "database", (f"PRAGMA {pragma} = 99",))


# --------------------------------------------------------------------------------------
# Tables


def _table(held: Held, name: str) -> Iterator[Change]:
    text = held.tables[name]
    yield Change(f"{name}: dropped", "table", (f"DROP TABLE {text.name}",))
    yield Change(f"{name}: renamed", "table", (f'ALTER TABLE {text.name} RENAME TO "otra_{name}"',))
    for option in ("STRICT", "WITHOUT ROWID"):
        has = option in text.tail.upper()
        words = [each for each in split(tokens(text.tail)) if each]
        tail = [each for each in words if each.upper() != option] if has else [*words, option]
        changed = replace(text, tail=f" {', '.join(tail)}" if tail else "")
        if option == "STRICT" and not has:
            types = [
                replace(each, type="TEXT") if each.type not in _STRICT_TYPES else each
                for each in text.columns
            ]
            if list(changed.columns) != types:
                continue  # would change types as well
        yield Change(
            f"{name}: {option} {'taken away' if has else 'added'}",
            "table",
            held.remade(name, changed),
        )


def _added(held: Held) -> Iterator[Change]:
    table = next(iter(held.tables))
    quoted = held.tables[table].name
    column = held.tables[table].columns[1].name
    yield Change("a table more", "table", ("CREATE TABLE extra (a INTEGER)",))
    yield Change("a view more", "view", (f"CREATE VIEW extra AS SELECT {column} FROM {quoted}",))
    yield Change("a virtual table", "table", ("CREATE VIRTUAL TABLE extra USING fts5(a)",))
    yield Change(
        "a trigger more",
        "trigger",
        (f"CREATE TRIGGER extra AFTER DELETE ON {quoted} BEGIN SELECT 1; END",),
    )
    for leftover in ("_alembic_tmp_x", "new__x"):
        yield Change(f"{leftover} left behind", "table", (f"CREATE TABLE {leftover} (a INTEGER)",))
    for name, text in held.tables.items():
        for each in text.columns:
            yield Change(
                f"{name}.{each.bare_name}: an index more",
                "index",
                (f"CREATE INDEX extra ON {text.name} ({each.name})",),
                each.type,
            )
        yield Change(
            f"{name}: a check more",
            "check",
            held.remade(name, replace(text, constraints=(*text.constraints, "CHECK (1)"))),
        )
        first = text.columns[0].name
        key = f"FOREIGN KEY ({first}) REFERENCES {text.name} ({first})"
        yield Change(
            f"{name}: a foreign key more",
            "foreign-key",
            held.remade(name, replace(text, constraints=(*text.constraints, key))),
        )


# --------------------------------------------------------------------------------------
# Columns


def _columns(held: Held, table: str) -> Iterator[Change]:
    text = held.tables[table]
    count = len(text.columns)
    for place, column in enumerate(text.columns):
        name = column.bare_name

        def change(words: str, made: TableText | tuple[str, ...], kind: str = "column") -> Change:
            statements = made if isinstance(made, tuple) else held.remade(table, made)
            return Change(f"{table}.{name}: {words}", kind, statements, column.type)  # noqa: B023

        rename = f"ALTER TABLE {text.name} RENAME COLUMN {column.name} TO"
        yield change("renamed", (f'{rename} "otra_{name}"',))
        yield change("renamed in case alone", (f'{rename} "{name.swapcase()}"',))
        yield change("dropped", _without(text, column))
        others = [each for each in text.columns if each is not column]
        if place < count - 1:
            yield change("moved to the end", replace(text, columns=(*others, column)))
        if place > 1:
            moved = (*others[: place - 1], column, *others[place - 1 :])
            yield change("moved up by one", replace(text, columns=moved))
        for kind, words, made in _column_changes(column, text, place):
            columns = (*text.columns[:place], made, *text.columns[place + 1 :])
            yield change(words, replace(text, columns=columns), kind)
    yield Change(
        f"{table}: a column more",
        "column",
        (f"ALTER TABLE {text.name} ADD COLUMN extra TEXT",),
        "TEXT",
    )


def _without(text: TableText, column: ColumnText) -> TableText:
    name = column.bare_name
    return replace(
        text,
        columns=tuple(
            each
            for each in text.columns
            if each is not column and not (is_generated(each) and mentions(str(each), name))
        ),
        constraints=tuple(each for each in text.constraints if not mentions(each, name)),
    )


def _column_changes(
    column: ColumnText, text: TableText, place: int
) -> Iterator[tuple[str, str, ColumnText]]:
    """Kind of object, words, and the column with one thing changed."""
    for other in _types(column.type, strict="STRICT" in text.tail.upper(), place=place):
        yield "column", f"type {other or 'none'}", replace(column, type=other)
    simple: tuple[tuple[str, Callable[[ColumnText], Columns]], ...] = (
        ("column", _null),
        ("column", lambda column: _default(column, place)),
        ("column", lambda column: _collation(column, place)),
        ("column", _generated),
        ("primary-key", _key),
        ("unique", _unique),
        ("check", _check),
        ("foreign-key", _reference),
    )
    for kind, change in simple:
        for words, made in change(column):
            yield kind, words, made


def _types(type_name: str, *, strict: bool, place: int) -> Iterator[str]:
    """Other types: with other numbers, without them, and some of the list, other ones each time."""
    if strict:
        yield from (each for each in _STRICT_TYPES if each != type_name.upper())
        return
    found = [
        type_name[: match.start()] + str(int(match[0]) + step) + type_name[match.end() :]
        for match in re.finditer(r"\d+", type_name)
        if "(" in type_name[: match.start()]
        for step in (1, -1)
    ]
    if "(" in type_name:
        found.append(type_name.partition("(")[0].strip())
    else:
        found += [f"{type_name}(7)"] if type_name else []
    found += [TYPES[(place * 5 + step * 7) % len(TYPES)] for step in range(3)]
    for each in dict.fromkeys(found):
        if re.sub(r"\s", "", each).lower() != re.sub(r"\s", "", type_name).lower():
            yield each


def _null(column: ColumnText) -> Columns:
    clause = column.clause("not")
    if clause is None:
        if column.clause("null") is None and not is_generated(column):
            yield "NOT NULL added", column.plus("NOT NULL")
        return
    yield "NOT NULL taken away", column.without(clause)
    for word in _CONFLICTS:
        if word not in clause.upper():
            yield (
                f"NOT NULL ON CONFLICT {word}",
                column.exchanged(clause, f"{clause.split(' ON ')[0]} ON CONFLICT {word}"),
            )


_DEFAULTS = ("0", "''", "'Ana'", "NULL", "CURRENT_TIMESTAMP", "(1 + 1)")


def _default(column: ColumnText, place: int) -> Columns:
    clause = column.clause("default")
    if is_generated(column):
        return
    if clause is None:
        for value in (_DEFAULTS[place % 6], _DEFAULTS[(place + 3) % 6]):
            yield f"default {value} added", column.plus(f"DEFAULT {value}")
        return
    yield "default taken away", column.without(clause)
    value = clause[len("DEFAULT") :].strip()
    for words, other in small_changes(value):
        yield f"default {words}", column.exchanged(clause, f"DEFAULT {other}")
    quoted = f"'{bare(value)}'" if not value.startswith("'") else bare(value)
    for other in (quoted, "NULL", "''", "(1 + 1)"):
        if other != value and other:
            yield f"default becomes {other}", column.exchanged(clause, f"DEFAULT {other}")


def _collation(column: ColumnText, place: int) -> Columns:
    clause = column.clause("collate")
    if clause is None:
        name = ("NOCASE", "RTRIM")[place % 2]
        yield f"collation {name} added", column.plus(f"COLLATE {name}")
        return
    yield "collation taken away", column.without(clause)
    for name in ("NOCASE", "RTRIM"):
        if name not in clause.upper():
            yield f"collation {name}", column.exchanged(clause, f"COLLATE {name}")


def _generated(column: ColumnText) -> Columns:
    clause = column.clause("generated") or column.clause("as")
    if clause is None:
        if not column.clauses:
            yield "generated", column.plus("AS (1 + 1)")
        return
    yield "generated no more", column.without(clause)
    stored, virtual = clause.replace("VIRTUAL", "STORED"), clause.replace("STORED", "VIRTUAL")
    yield "stored or computed", column.exchanged(clause, stored if stored != clause else virtual)
    for words, other in small_changes(clause):
        yield f"expression {words}", column.exchanged(clause, other)


def _key(column: ColumnText) -> Columns:
    clause = column.clause("primary")
    if clause is None:
        return
    yield "primary key taken away", column.without(clause)
    if "AUTOINCREMENT" in clause.upper():
        plain = re.sub(r"\s*AUTOINCREMENT", "", clause, flags=re.IGNORECASE)
        yield "AUTOINCREMENT taken away", column.exchanged(clause, plain)
    elif column.type.upper() == "INTEGER":
        yield "AUTOINCREMENT added", column.exchanged(clause, f"{clause} AUTOINCREMENT")
        yield "primary key descending", column.exchanged(clause, f"{clause} DESC")
    yield (
        "primary key ON CONFLICT",
        column.exchanged(
            clause, re.sub(r"(?i)primary key", "PRIMARY KEY ON CONFLICT IGNORE", clause)
        ),
    )


def _unique(column: ColumnText) -> Columns:
    clause = column.clause("unique")
    if clause is None:
        if column.clause("primary") is None:
            yield "unique added", column.plus("UNIQUE")
        return
    yield "unique taken away", column.without(clause)
    for word in _CONFLICTS:
        yield f"unique ON CONFLICT {word}", column.exchanged(clause, f"UNIQUE ON CONFLICT {word}")


def _check(column: ColumnText) -> Columns:
    clause = column.clause("check")
    if clause is None:
        yield "check added", column.plus(f"CHECK ({column.name} IS NOT 77)")
        return
    yield "check taken away", column.without(clause)
    for words, other in small_changes(clause):
        yield f"check {words}", column.exchanged(clause, other)


def _reference(column: ColumnText) -> Columns:
    clause = column.clause("references")
    if clause is None:
        return
    yield "foreign key taken away", column.without(clause)
    for words, other in reference_changes(clause):
        yield f"foreign key {words}", column.exchanged(clause, other)


def reference_changes(clause: str) -> Iterator[tuple[str, str]]:
    """A REFERENCES clause with other actions, another deferrability, another target."""
    for event in ("DELETE", "UPDATE"):
        found = re.search(
            rf"(?i)ON {event} (SET NULL|SET DEFAULT|NO ACTION|RESTRICT|CASCADE)", clause
        )
        for action in _ACTIONS:
            # No action is what is meant where nothing is said.
            if action == (found[1].upper() if found else "NO ACTION"):
                continue
            if found:
                other = f"{clause[: found.start()]}ON {event} {action}{clause[found.end() :]}"
            else:
                # Before what is said of deferring.
                head, word, tail = re.split(r"(?i)( (?:NOT )?DEFERRABLE|$)", clause, maxsplit=1)
                other = f"{head} ON {event} {action}{word}{tail}"
            yield f"ON {event} {action}", other
    if "DEFERRABLE" in clause.upper():
        yield "deferrable no more", re.split(r"(?i) DEFERRABLE", clause)[0]
        yield (
            "deferred otherwise",
            (
                re.sub("(?i)INITIALLY DEFERRED", "INITIALLY IMMEDIATE", clause)
                if "DEFERRED" in clause.upper()
                else f"{clause} INITIALLY DEFERRED"
            ),
        )
    else:
        yield "deferrable", f"{clause} DEFERRABLE INITIALLY DEFERRED"
    yield "to another table", re.sub(r'(?i)REFERENCES\s+("[^"]+"|\w+)', "REFERENCES nadie", clause)
    yield "to another column", re.sub(r"(?i)(REFERENCES\s+\S+\s*)\([^)]*\)", r"\1(otra)", clause)


# --------------------------------------------------------------------------------------
# Constraints of a table

_KINDS = {"primary": "primary-key", "unique": "unique", "check": "check", "foreign": "foreign-key"}


def _constraints(held: Held, table: str) -> Iterator[Change]:
    text = held.tables[table]
    for place, constraint in enumerate(text.constraints):
        word = clause_word(constraint)
        head = f"{table}: {' '.join(constraint.split())[:60]}"
        for words, others in _constraint_changes(constraint, word, text):
            made = (*text.constraints[:place], *others, *text.constraints[place + 1 :])
            yield Change(
                f"{head}: {words}",
                _KINDS[word],
                held.remade(table, replace(text, constraints=made)),
            )


def _constraint_changes(
    constraint: str, word: str, text: TableText
) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "dropped", ()
    named = re.match(r'(?i)constraint\s+("[^"]+"|\w+)\s+', constraint)
    if named:
        yield "name taken away", (constraint[named.end() :],)
        yield "renamed", (f"CONSTRAINT otro {constraint[named.end() :]}",)
    else:
        yield "named", (f"CONSTRAINT otro {constraint}",)
    if word == "check":
        for words, other in small_changes(constraint[named.end() if named else 0 :]):
            yield words, ((named[0] if named else "") + other,)
        return
    columns = re.search(r"\(([^()]*)\)", constraint)
    if columns:
        names = [each.strip() for each in columns[1].split(",")]
        before, after = constraint[: columns.start()], constraint[columns.end() :]
        if len(names) > 1:
            yield "columns in another order", (f"{before}({', '.join(names[::-1])}){after}",)
            yield "a column less", (f"{before}({', '.join(names[1:])}){after}",)
        used = {bare(name.split()[0]) for name in names}
        spare = next((c.name for c in text.columns if c.bare_name not in used), None)
        if spare:
            yield "another column", (f"{before}({', '.join([spare, *names[1:]])}){after}",)
            if word != "foreign":
                yield "a column more", (f"{before}({', '.join([*names, spare])}){after}",)
        if word != "foreign":
            for each in ("DESC", "COLLATE RTRIM"):
                inner = ", ".join([f"{names[0].split()[0]} {each}", *names[1:]])
                yield each, (f"{before}({inner}){after}",)
    if word == "foreign":
        start = re.search(r"(?i)references", constraint)
        assert start
        for words, other in reference_changes(constraint[start.start() :]):
            yield words, (constraint[: start.start()] + other,)
    else:
        for each in _CONFLICTS:
            bare_text = re.sub(r"(?i) ON CONFLICT \w+", "", constraint)
            if f"ON CONFLICT {each}" not in constraint.upper():
                yield f"ON CONFLICT {each}", (f"{bare_text} ON CONFLICT {each}",)


# --------------------------------------------------------------------------------------
# Indexes, views, triggers


def _item(held: Held, item: Item) -> Iterator[Change]:
    quoted = '"' + item.name.replace('"', '""') + '"'
    drop = f"DROP {item.type.upper()} {quoted}"

    def change(words: str, *statements: str) -> Change:
        return Change(f"{item.type} {item.name}: {words}", item.type, (drop, *statements))

    yield change("dropped")
    renamed = re.sub(rf'(?i)"?\b{re.escape(item.name)}\b"?', '"otro"', item.sql, count=1)
    yield change("renamed", renamed, *_triggers_of(held, item, "otro"))
    on_view = _triggers_of(held, item, item.name)
    start = re.search(r'(?i)\bON\b|\bAS\b|"? (?=AFTER|BEFORE|INSTEAD)', item.sql)
    at = start.start() if start else 0
    if item.type == "index":
        at = item.sql.index("(")
        unique = "UNIQUE INDEX" in item.sql.upper()
        flipped = (
            re.sub("(?i)UNIQUE INDEX", "INDEX", item.sql)
            if unique
            else re.sub("(?i)CREATE INDEX", "CREATE UNIQUE INDEX", item.sql)
        )
        yield change("unique no more" if unique else "unique", flipped)
        yield from _index(held, item, change)
    for words, other in small_changes(item.sql[at:]):
        yield change(words, item.sql[:at] + other, *on_view)
    if item.type == "trigger":
        for one, other in (
            ("INSERT", "UPDATE"),
            ("UPDATE OF [^O]+ON", "UPDATE ON"),
            ("DELETE", "INSERT"),
        ):
            changed = re.sub(rf"(?i)\b{one}\b", other, item.sql, count=1)
            if changed != item.sql:
                yield change(f"{one.split()[0]} becomes {other.split()[0]}", changed)
        yield change("a statement more", re.sub(r"(?i)\bEND\s*$", "SELECT 1; END", item.sql))
        unconditional = re.sub(r"(?i)\bWHEN\b.*?\bBEGIN\b", "BEGIN", item.sql)
        if unconditional != item.sql:
            yield change("condition taken away", unconditional)


def _triggers_of(held: Held, item: Item, name: str) -> list[str]:
    """What goes with a view and has to come back."""
    if item.type != "view":
        return []
    return [
        re.sub(rf"(?i)\bON {re.escape(item.name)}\b", f"ON {name}", each.sql)
        for each in held.items
        if each.type == "trigger" and each.table == item.name
    ]


def _index(held: Held, item: Item, change: Callable[..., Change]) -> Iterator[Change]:
    parts = tokens(item.sql)
    opening = parts.index("(")
    depth = 0
    for closing in range(opening, len(parts)):
        depth += (parts[closing] == "(") - (parts[closing] == ")")
        if depth == 0:
            break
    inner = split(parts[opening + 1 : closing])
    before, after = "".join(parts[:opening]), "".join(parts[closing + 1 :])

    def made(*columns: str, tail: str = after) -> str:
        return f"{before}({', '.join(columns)}){tail}"

    table = held.tables[item.table]
    spare = next(c.name for c in reversed(table.columns) if not mentions(item.sql, c.bare_name))
    if len(inner) > 1:
        yield change("columns in another order", made(*inner[::-1]))
        yield change("a column less", made(*inner[:-1]))
    yield change("a column more", made(*inner, spare))
    yield change("another column", made(spare, *inner[1:]))
    descending = inner[0].upper().endswith(" DESC")
    flipped = inner[0][:-5] if descending else f"{inner[0]} DESC"
    yield change("ascending" if descending else "descending", made(flipped, *inner[1:]))
    collated = re.sub(r"(?i) COLLATE \w+", "", inner[0])
    if collated == inner[0]:
        collated = re.sub(r"(?i)( DESC)?$", r" COLLATE RTRIM\1", inner[0], count=1)
    yield change("another collation", made(collated, *inner[1:]))
    if after.strip():
        yield change("predicate taken away", made(*inner, tail=""))
    else:
        yield change("predicate added", made(*inner, tail=f" WHERE {spare} IS NOT NULL"))
