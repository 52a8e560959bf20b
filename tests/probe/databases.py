"""Two databases of one engine or of two, from statements, and what probing them comes to."""

from contextlib import ExitStack, closing, contextmanager
from datetime import date

import sqlalchemy as sa

from compare.between import Asked, diff_databases
from compare.databases import open_database, parse_address
from tests import servers

ENGINES = ("sqlite", "postgresql", "mariadb", "mysql")
INNODB = ("mariadb", "mysql")
TODAY = date(2026, 6, 1)


class Silence:
    def table(self, name, number, tables, rows, about): ...

    def rows(self, done): ...

    def probe(self, name, number, tables): ...


@contextmanager
def made(engine, statements, folder, name):
    """A database of some statements, as a URL."""
    with ExitStack() as stack:
        if engine == "sqlite":
            url = sa.URL.create("sqlite", database=str(folder / f"{name}.db"))
            url = url.render_as_string()
        else:
            url = stack.enter_context(servers.database(engine))
        run(url, statements)
        yield url


def run(url, statements):
    """Run statements, each in a transaction of its own; a SQLite file is made by the first."""
    engine = sa.create_engine(url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection, closing(connection.connection.cursor()) as cursor:
        for each in statements:
            cursor.execute(each)
        if not statements:
            cursor.execute("SELECT 1")
    engine.dispose()


def diff(left, right, asked=None, watch=None):
    """Compare two databases and probe them."""
    with ExitStack() as stack:
        one, other = (
            stack.enter_context(
                open_database(parse_address(url, {}), statement_timeout=60, lock_timeout=5)
            )
            for url in (left, right)
        )
        asked = asked or Asked(rows=False, probe=True)
        return diff_databases(one, other, asked, watch or Silence(), TODAY)


def lines(found, table=None):
    """What differs, without the kind's first word: ``default post.n: 7 | refused: not null``."""
    return [
        each.behaviour.difference().line.removeprefix("behaviour.")
        for each in found.differences
        if table in (None, each.behaviour.table)
    ]


def alike(found, table):
    """What came out the same: what was done, and what both did."""
    return {
        each.done: each.left if each.left == each.right else (each.left, each.right)
        for each in found.same
        if each.table == table
    }
