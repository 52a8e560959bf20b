"""Statements that are sent one behind the other, before the answer to the first is read.

So the server is at work on the next ones while Python puts together what the last ones gave.
Whoever reads one answer waits for all statements that were sent until then: psycopg fetches them
together (https://www.psycopg.org/psycopg3/docs/advanced/pipeline.html). So a first group is sent,
an answer of it is read, the second group is sent, and then the first is put together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

Rows = list[tuple[Any, ...]]


class Answer:
    """What a statement gives, some time.

    Args:
        connection: where it is sent.
        sql: the statement.
    """

    def __init__(self, connection: Connection, sql: str) -> None:
        self._driver = connection.dialect.loaded_dbapi
        self._sql = sql
        self._cursor = connection.connection.cursor()
        self._told(lambda: self._cursor.execute(sql))

    def rows(self) -> Rows:
        """Its rows, waited for.

        Raises:
            DBAPIError: the database refuses this statement or one before it, wrapped as
                SQLAlchemy wraps it.
        """
        found: Rows = self._told(self._cursor.fetchall)
        self._cursor.close()
        return found

    def _told(self, act: Callable[[], Any]) -> Any:  # noqa: ANN401
        try:
            return act()
        except self._driver.Error as error:
            raise DBAPIError.instance(self._sql, None, error, self._driver.Error) from error


Ask = Callable[[str], Answer]


@contextmanager
def asking_ahead(connection: Connection) -> Iterator[Ask]:
    """A function that sends a statement and does not wait; nobody else may use the connection.

    Answers are to be read in the order of the questions: then the first statement that the server
    refuses is the one whose error is raised, and not one of those that it then leaves out.
    """
    dbapi: Any = connection.connection.dbapi_connection
    pipeline = dbapi.pipeline()
    pipeline.__enter__()
    try:
        yield lambda sql: Answer(connection, sql)
    except BaseException:
        # What the server left out is an error too, but has nothing to say.
        with suppress(connection.dialect.loaded_dbapi.Error):
            pipeline.__exit__(None, None, None)
        raise
    pipeline.__exit__(None, None, None)
