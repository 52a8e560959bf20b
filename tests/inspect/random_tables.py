"""Random tables, and random ways of writing down the same one."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

NAMES = (
    *("id", "titulo", "autor_id", "Key", "order", "check", "select", "constraint", "rowid x"),
    *('with "quotes"', "back`tick", "new\nline", "per%cent %s", "dot.ted", "paren)", "(", "comma,"),
    *(
        "ñandú",
        "名前",
        "a--b",
        "a/*b",
        "it's",
        "x y z",
        "1st",
        "a:b",
        "emoji🙂",
        "tab\t",
        "'",
        "AS",
    ),
)
TYPES = ("", "INTEGER", "bigint", "VARCHAR(100)", "decimal(10, 2)", "text", "unsigned big int")
LITERALS = ("1", "-1", "'x'", "'it''s'", "NULL", "x'ab'", "1.5e3", "')'", "'--'", "'/*'", "''")
ACTIONS = ("CASCADE", "SET NULL", "RESTRICT", "NO ACTION", "SET DEFAULT")


@dataclass(frozen=True)
class Column:
    name: str
    type: str
    not_null: bool
    default: str | None
    collation: str | None
    unique: bool
    check: str | None
    target: str | None
    action: str


@dataclass(frozen=True)
class Table:
    name: str
    columns: tuple[Column, ...]
    key: int
    pair_unique: bool
    index: int


columns = st.builds(
    Column,
    name=st.sampled_from(NAMES),
    type=st.sampled_from(TYPES),
    not_null=st.booleans(),
    default=st.none() | st.sampled_from(LITERALS),
    collation=st.none() | st.sampled_from(("NOCASE", "RTRIM")),
    unique=st.booleans(),
    check=st.none() | st.sampled_from(LITERALS),
    target=st.none() | st.sampled_from(("usuario", "self", "nowhere")),
    action=st.sampled_from(ACTIONS),
)
tables = st.builds(
    Table,
    name=st.sampled_from(NAMES),
    columns=st.lists(
        columns, min_size=1, max_size=5, unique_by=lambda column: column.name.lower()
    ).map(tuple),
    key=st.integers(-1, 4),
    pair_unique=st.booleans(),
    index=st.integers(-1, 4),
)


class Style:
    """One way of writing: every choice at random, or always the plainest without ``random``."""

    def __init__(self, random=None):
        self._random = random

    def pick(self, *ways):
        return ways[0] if self._random is None else self._random.choice(ways)

    def word(self, text):
        return self.pick(text, text.lower(), text.title())

    def name(self, name):
        ways = ['"' + name.replace('"', '""') + '"', "`" + name.replace("`", "``") + "`"]
        if "]" not in name:
            ways.append(f"[{name}]")
        return self.pick(*ways)

    def own(self, name):
        """A column's name within its table, where case does not count."""
        return self.name(self.pick(name, name.upper() if name.isascii() else name))

    def join(self, *parts):
        text = ""
        for part in parts:
            if part:
                text += self.pick(" ", "\n", "  ", " /* ' \" ) */ ", " -- it's, (\n") + part
        return text

    def create(self, table):
        """The statements that make the table."""
        clauses = [self._column(table, column) for column in table.columns]
        key = table.columns[table.key] if 0 <= table.key < len(table.columns) else None
        if key:
            clauses.append(self.join(self.word("PRIMARY KEY"), f"({self.own(key.name)})"))
        if table.pair_unique and len(table.columns) > 1:
            pair = ",".join(self.own(column.name) for column in table.columns[:2])
            clauses.append(self.join(self.word("UNIQUE"), f"({pair})"))
        for column in table.columns:
            if column.unique and self._late(column, "unique"):
                clauses.append(self.join(self.word("UNIQUE"), f"({self.own(column.name)})"))
            if column.check and self._late(column, "check"):
                clauses.append(self._check(column))
            if column.target and self._late(column, "references"):
                start = self.join(self.word("FOREIGN KEY"), f"({self.own(column.name)})")
                clauses.append(start + self._references(table, column))
        body = ",".join(clauses)
        made = [self.join(self.word("CREATE TABLE"), self.name(table.name), f"({body})")]
        if 0 <= table.index < len(table.columns):
            column = self.own(table.columns[table.index].name)
            where = self.join(self.word("WHERE"), f"{column} <> 'x'")
            on = f"{self.name(table.name)} ({column}, {self.word('LOWER')}({column}))"
            made.append(self.join(self.word("CREATE INDEX"), "i", self.word("ON"), on, where))
        return made

    def _late(self, column, clause):
        """Whether a clause of a column stands at the end of the table."""
        chosen = self._choices.setdefault((column.name, clause), self.pick(False, True))
        return bool(chosen)

    _choices: dict[tuple[str, str], bool]

    def _column(self, table, column):
        parts = [self.name(column.name), self.word(column.type)]
        if column.not_null:
            parts.append(self.word("NOT NULL"))
        if column.default:
            literal = self.pick(column.default, f"({column.default})")
            parts.append(self.join(self.word("DEFAULT"), literal))
        if column.collation:
            parts.append(self.join(self.word("COLLATE"), self.word(column.collation)))
        if column.unique and not self._late(column, "unique"):
            parts.append(self.word("UNIQUE"))
        if column.check and not self._late(column, "check"):
            parts.append(self._check(column))
        if column.target and not self._late(column, "references"):
            parts.append(self._references(table, column))
        return self.join(*parts)

    def _check(self, column):
        compared = self.join(self.own(column.name), self.pick("<>", "!="), column.check)
        return self.join(self.word("CHECK"), self.pick(f"({compared})", f"(({compared}))"))

    def _references(self, table, column):
        target = table.name if column.target == "self" else column.target
        action = self.word(column.action)
        return self.join(
            self.word("REFERENCES"),
            self.name(target),
            f"({self.own('id')})",
            self.join(self.word("ON DELETE"), action),
        )

    def written(self, table):
        self._choices = {}
        return self.create(table)
