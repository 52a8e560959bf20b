"""A copy in a transaction: rows are put into it, statements tried on it, and all is taken back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from sqlalchemy.exc import DBAPIError

from compare.inspect.fetch import fetch_all
from compare.model import Table
from compare.probe.copies import Copy
from compare.probe.outcomes import Refusal, refusal
from compare.probe.quoting import quoted
from compare.probe.reading import Values, read_values
from compare.stream.fields import Field

_BEGIN = {"mariadb": "START TRANSACTION", "mysql": "START TRANSACTION"}


class Bench:
    """A copy in a transaction.

    Args:
        copy: the copy.
    """

    def __init__(self, copy: Copy) -> None:
        self.copy = copy
        self.engine = copy.engine
        self._planted: list[str] = []

    def begin(self) -> None:
        """Begin a transaction in which all tables are empty."""
        self._planted = []
        self._run(_BEGIN.get(self.engine, "BEGIN"))

    def end(self) -> None:
        """Take back everything; nothing is to be done where that is gone already."""
        with suppress(DBAPIError):
            self._run("ROLLBACK")

    @property
    def planted(self) -> int:
        """How many statements were kept."""
        return len(self._planted)

    def plant(self, sql: str) -> None:
        """Run a statement that was tried, and keep what it did.

        Raises:
            DBAPIError: the database refuses all the same.
        """
        self._run(sql)
        self._planted.append(sql)

    @contextmanager
    def trial(self) -> Iterator[None]:
        """What is done within is taken back; after an error with the whole transaction."""
        self._run("SAVEPOINT parity")
        yield
        try:
            self._run("ROLLBACK TO SAVEPOINT parity")
            self._run("RELEASE SAVEPOINT parity")
        except DBAPIError:
            self._restore()

    def _restore(self) -> None:
        """Begin anew: a conflict clause or a trigger has taken back the whole transaction."""
        planted = self._planted
        self.end()
        self.begin()
        for sql in planted:
            self.plant(sql)

    def attempt(self, sql: str) -> Refusal | None:
        """Run a statement within a trial; why it is refused, or None.

        What is deferred is checked by :meth:`settle`.
        """
        try:
            self._run(sql)
        except DBAPIError as error:
            return refusal(self.engine, error)
        return None

    def settle(self) -> Refusal | None:
        """Check what would be checked at commit; why it is refused, or None."""
        if self.engine == "postgresql":
            try:
                self._run("SET CONSTRAINTS ALL IMMEDIATE")
            except DBAPIError as error:
                return refusal(self.engine, error, late=True)
        elif self.engine == "sqlite":
            # Of foreign keys that are not deferred nothing is left for it to find.
            # https://www.sqlite.org/pragma.html#pragma_foreign_key_check
            found = fetch_all(self.copy.connection, "PRAGMA foreign_key_check")
            if found:
                table, _, parent, _ = found[0]
                said = f"a row of {table} refers to none of {parent}"
                return Refusal("foreign key", said, late=True)
        return None

    def whole(self, sql: str) -> Refusal | None:
        """Run a statement and check all; why it is refused, or None."""
        return self.attempt(sql) or self.settle()

    def rows(self, table: Table, fields: Sequence[Field], tail: str = "") -> list[Values]:
        """Rows of a table, as values of some fields.

        Args:
            table: the table.
            fields: one at least.
            tail: such as a WHERE.
        """
        return read_values(self.copy.source(table), self.copy.connection, fields, tail)

    def name(self, name: str) -> str:
        """A name in this engine's quotes."""
        return quoted(self.engine, name)

    def _run(self, sql: str) -> None:
        driver = self.copy.connection.dialect.loaded_dbapi
        try:
            fetch_all(self.copy.connection, sql, rows=False)
        except driver.Error as error:  # a connection that is closed makes no cursor
            raise DBAPIError.instance(sql, None, error, driver.Error) from error
