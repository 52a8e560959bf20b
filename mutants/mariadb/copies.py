"""A working copy of a MariaDB database, put back as it was after each change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

Object = tuple[str, str]
"""Kind and name: ``("TABLE", "post")``."""

_ORDER = ("SEQUENCE", "TABLE", "FUNCTION", "PROCEDURE", "VIEW", "TRIGGER", "EVENT")
_TEXTS = {
    "SEQUENCE": "Create Table",
    "TABLE": "Create Table",
    "VIEW": "Create View",
    "FUNCTION": "Create Function",
    "PROCEDURE": "Create Procedure",
    "TRIGGER": "SQL Original Statement",
    "EVENT": "Create Event",
}
_LISTS = (
    "SELECT CASE TABLE_TYPE WHEN 'VIEW' THEN 'VIEW' WHEN 'SEQUENCE' THEN 'SEQUENCE'"
    " ELSE 'TABLE' END,"
    " TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = '{0}'"
    " UNION ALL SELECT 'TRIGGER', TRIGGER_NAME FROM information_schema.TRIGGERS"
    " WHERE TRIGGER_SCHEMA = '{0}'"
    " UNION ALL SELECT ROUTINE_TYPE, ROUTINE_NAME FROM information_schema.ROUTINES"
    " WHERE ROUTINE_SCHEMA = '{0}'"
    " UNION ALL SELECT 'EVENT', EVENT_NAME FROM information_schema.EVENTS"
    " WHERE EVENT_SCHEMA = '{0}'"
)
_FREE = ("SET foreign_key_checks = 0", "SET check_constraint_checks = 0", "SET unique_checks = 0")


class Copy:
    """One database made like another, and everything needed to put it back.

    Args:
        url: of the server.
        template: the name of the database that stays as it is.
        name: of the copy.
    """

    def __init__(self, url: str, template: str, name: str) -> None:
        self._template = template
        self._name = name
        self.url = sa.make_url(url).set(database=name)
        engine = sa.create_engine(url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
        self._admin = engine.connect()
        self._run(f"USE `{template}`", *_FREE)
        self._charset = self._ask(
            "SELECT DEFAULT_CHARACTER_SET_NAME, DEFAULT_COLLATION_NAME"
            f" FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = '{template}'"
        )[0]
        self._texts: dict[Object, tuple[str, str]] = {}
        for kind, own in self._objects(template):
            self._texts[kind, own] = self._text(kind, own)
        self._run(f"CREATE DATABASE `{name}`", *self._database(), f"USE `{name}`")
        for item in sorted(self._texts, key=lambda each: _ORDER.index(each[0])):
            self._make(item)

    @property
    def tables(self) -> list[str]:
        """The names of its tables."""
        return [name for kind, name in self._texts if kind == "TABLE"]

    @contextmanager
    def connected(self) -> Iterator[sa.Connection]:
        """A connection to it."""
        engine = sa.create_engine(self.url, poolclass=sa.NullPool)
        with engine.connect() as connection:
            yield connection

    def put_back(self, statements: tuple[str, ...]) -> None:
        """Make anew what these statements name, and drop what they left."""
        self._run(*self._database())
        touched = {
            item
            for item in self._texts
            if any(
                re.search(rf"(?<![\w$]){re.escape(item[1])}(?![\w$])", sql) for sql in statements
            )
        }
        there = set(self._objects(self._name))
        for kind, name in there - set(self._texts):
            self._run(f"DROP {kind} IF EXISTS `{name}`")
        # A table takes its triggers with it.
        gone = {name for kind, name in touched if kind == "TABLE"}
        for item in self._texts:
            if item[0] == "TRIGGER" and self._table_of(item[1]) in gone:
                touched.add(item)
        for kind, name in sorted(touched, key=lambda each: -_ORDER.index(each[0])):
            self._run(f"DROP {kind} IF EXISTS `{name}`")
        for item in sorted(self._texts, key=lambda each: _ORDER.index(each[0])):
            if item in touched or item not in there:
                self._make(item)
        if not self._is_as_it_was():
            # Such as a key that followed a table which was renamed.
            for item in sorted(self._texts, key=lambda each: -_ORDER.index(each[0])):
                self._run(f"DROP {item[0]} IF EXISTS `{item[1]}`")
            for item in sorted(self._texts, key=lambda each: _ORDER.index(each[0])):
                self._make(item)
            if not self._is_as_it_was():
                raise RuntimeError(f"The copy {self._name} cannot be put back.")

    def _is_as_it_was(self) -> bool:
        if set(self._objects(self._name)) != set(self._texts):
            return False
        return all(self._text(*item) == text for item, text in self._texts.items())

    def _table_of(self, trigger: str) -> str:
        found = re.search(r"(?i)\bON\s+`?([\w$]+)`?", self._texts["TRIGGER", trigger][0])
        return found[1] if found else ""

    def _make(self, item: Object) -> None:
        kind, name = item
        text, sql_mode = self._texts[item]
        self._run(f"SET sql_mode = '{sql_mode}'", text)
        if kind == "TABLE":
            self._run("SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO'")
            columns = ", ".join(
                f"`{column}`"
                for (column,) in self._ask(
                    "SELECT COLUMN_NAME FROM information_schema.COLUMNS"
                    f" WHERE TABLE_SCHEMA = '{self._template}' AND TABLE_NAME = '{name}'"
                    " AND GENERATION_EXPRESSION IS NULL AND EXTRA NOT LIKE '%GENERATED%'"
                )
            )
            self._run(
                f"INSERT INTO `{name}` ({columns})"
                f" SELECT {columns} FROM `{self._template}`.`{name}`"
            )
        elif kind == "SEQUENCE":
            ((stands,),) = self._ask(
                f"SELECT next_not_cached_value FROM `{self._template}`.`{name}`"
            )
            self._run(f"ALTER SEQUENCE `{name}` RESTART WITH {stands}")

    def _text(self, kind: str, name: str) -> tuple[str, str]:
        what = "TABLE" if kind == "SEQUENCE" else kind
        if kind == "SEQUENCE":
            what = "CREATE SEQUENCE"
        row = self._admin.exec_driver_sql(f"SHOW CREATE {what.removeprefix('CREATE ')} `{name}`")
        answer: dict[str, Any] = dict(row.mappings().one())
        text = str(answer[_TEXTS[kind]])
        for database in (self._template, self._name):
            text = text.replace(f"`{database}`.", "")
        if kind == "SEQUENCE":
            text = text.replace("CREATE TABLE", "CREATE SEQUENCE")
        return text, str(answer.get("sql_mode", ""))

    def _database(self) -> tuple[str, ...]:
        charset, collation = self._charset
        return (f"ALTER DATABASE `{self._name}` CHARACTER SET {charset} COLLATE {collation}",)

    def _objects(self, database: str) -> list[Object]:
        return [(kind, name) for kind, name in self._ask(_LISTS.format(database))]

    def _ask(self, sql: str) -> list[Any]:
        return list(self._admin.exec_driver_sql(sql.replace("%", "%%")).all())

    def _run(self, *statements: str) -> None:
        for sql in statements:
            self._admin.exec_driver_sql(sql.replace("%", "%%"))
