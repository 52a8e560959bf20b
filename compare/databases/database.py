"""A database that is open and only read."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from sqlalchemy import Connection

from compare.databases.address import Address, EngineName


@dataclass(slots=True)
class Moment:
    """Whether all connections of a database are known to see the same.

    Attributes:
        same: False once a connection was opened of which this cannot be known.
        of: what of a database has a moment of its own.
    """

    same: bool = True
    of: str = "connections"


@dataclass(frozen=True, slots=True)
class Database:
    """A database that is open and only read.

    Attributes:
        address: where it is.
        version: the version of what reads it, as the server (SQLite: the library) says.
        connection: in a read-only transaction that sees one moment. To commit or to roll back
            would end that moment.
        opened: opens one more connection; ask :meth:`another`.
        moment: what is known of the connections.
        uri: of a SQLite file that another connection may attach and then sees the same moment;
            None where it might not, and for servers.
        server: whose server has answered, where an address does not tell.
    """

    address: Address
    version: str
    connection: Connection
    opened: Callable[[], AbstractContextManager[Connection]] = field(repr=False)
    moment: Moment = field(default_factory=Moment, repr=False)
    uri: str | None = None
    server: EngineName | None = None

    @property
    def engine(self) -> EngineName:
        """Whose reader reads it."""
        return self.server or self.address.engine

    @property
    def same_moment(self) -> bool:
        """Whether ``connection`` and all that :meth:`another` opened are known to see the same.

        Only MariaDB, MySQL, Citus and dialects that promise no such thing may say no: what is read
        then may be of two moments, and a report is to say so. The other engines refuse such a
        connection.
        """
        return self.moment.same

    def another(self) -> AbstractContextManager[Connection]:
        """One more connection to the same database at the same moment; closed with its context.

        May be asked for in any thread. A connection is for one thread at a time.

        Raises:
            ToolError: it cannot be opened, or cannot see the same moment (SQLite in WAL mode, when
                somebody has written since).
        """
        return self.opened()
