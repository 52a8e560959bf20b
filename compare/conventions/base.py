"""What a convention is, and what it may look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from compare.model import SIDES, Difference, Pairing, Schema, SideName, Table

MARIADB_AND_MYSQL = ("mariadb", "mysql")
"""Django has one backend for both, and SQLAlchemy one dialect with two names."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What a side's models say of one column beyond what reaches the database.

    It keeps conventions narrow: a NOT NULL that somebody lost is no convention, a model that
    never said anything about NULL is.

    Attributes:
        nullable_unsaid: the model says nothing about NULL, so the framework decided.
        nullable: whether the model lets the column be NULL; None where that is not known.
        python_default: the constant that the framework's Python code fills in, as SQL text
            (``0``, ``'usuario'``); None where there is none or where it is computed.
        python_now: the framework's Python code fills in the current time (Django's
            ``auto_now_add``, ``auto_now`` and ``default=timezone.now``).
        server_default: the model gives the column a default in the database.
        length_unsaid: the model gives no length (``db.String``, ``models.URLField()``), so the
            framework decided: SQLAlchemy leaves it out, Django takes the field class's own.
        length: how many characters the Django field takes; None where there is no limit.
        index_unsaid: Django makes an index that the model did not ask for (``SlugField``,
            ``ForeignKey``); None where that is not known.
        asks_index: the Flask model asks for an index of this column alone.
        asks_deferrable: the Flask model asks for a deferrable foreign key.
        asks_autoincrement: the Flask model asks for SQLite's AUTOINCREMENT. What a Flask model
            asks for is known at the last revision only, which is what the models describe.
        asks_type: the type that the Flask model asks MariaDB or MySQL for, in lower case
            (``datetime(6)``); None on other engines, and where it is not known.
        on_delete: what becomes of this row when the row that its foreign key refers to is deleted,
            as SQL says it: ``cascade``, ``set null``, ``set default``, ``restrict`` (Django's
            ``PROTECT`` as well) or ``no action`` (``DO_NOTHING``); on the Flask side what
            ``ondelete`` says. None for what is no foreign key, and for actions that Django leaves
            to the database.
        duration: the column keeps a duration (SQLAlchemy's ``Interval``, Django's
            ``DurationField``).
        precision: digits in all and after the point, of a decimal.
        choices: the texts that the column may hold, each with the meaning it stands for; the
            name and the value of each member for SQLAlchemy's ``Enum``, the value twice for
            Django's ``choices`` and for an ``Enum`` of plain texts.
        enum: the name that SQLAlchemy's ``Enum`` gives its type where the database has such types;
            None for what is none, and for ``native_enum=False``.
        positive: a Django field for numbers that are never negative.
        position: the column's place in the model, from 0.
        renamed: an applied revision gave the column the name it has (Django's ``RenameField``).
    """

    nullable_unsaid: bool = False
    nullable: bool | None = None
    python_default: str | None = None
    python_now: bool = False
    server_default: bool = False
    length_unsaid: bool = False
    length: int | None = None
    index_unsaid: bool | None = None
    asks_index: bool = False
    asks_deferrable: bool = False
    asks_autoincrement: bool = False
    asks_type: str | None = None
    on_delete: str | None = None
    duration: bool = False
    precision: tuple[int, int] | None = None
    choices: tuple[tuple[str, str], ...] = ()
    enum: str | None = None
    positive: bool = False
    position: int | None = None
    renamed: bool = False


ByColumn = Mapping[tuple[str, str], Declared]
"""Declarations by table name (as that side calls it) and column name."""


@dataclass(frozen=True, slots=True)
class Context:
    """Where a difference was found.

    Attributes:
        engine: ``sqlite``, ``postgresql``, ``mariadb`` or ``mysql``.
        label: the Django app's label, which prefixes its table names.
        pairing: which tables mean the same, left (Flask) name first.
        modes: the ``sql_mode`` of the Flask side's server, in small letters; empty for engines
            that have none.
        flask: what the Flask models declare.
        django: what the Django models declare.
    """

    engine: str
    label: str
    pairing: Pairing = ()
    modes: frozenset[str] = frozenset()
    flask: ByColumn = field(default_factory=dict)
    django: ByColumn = field(default_factory=dict)

    @property
    def rounds(self) -> bool:
        """Whether the Flask side's server rounds a fraction that a column has no digits for.

        MySQL does, MariaDB cuts it off; each can be told to do as the other
        (https://dev.mysql.com/doc/refman/9.7/en/fractional-seconds.html,
        https://mariadb.com/kb/en/sql-mode/).
        """
        if self.engine == "mysql":
            return "time_truncate_fractional" not in self.modes
        return "time_round_fractional" in self.modes

    def flask_declares(self, difference: Difference, column: str | None = None) -> Declared:
        """What the Flask model says of a column (nothing, if it has none).

        Args:
            difference: where to look: a difference in a table of the Flask side.
            column: a column of that table; the difference's own column, if None.
        """
        return _declared(self.flask, difference.left_table, column or difference.column)

    def django_declares(self, difference: Difference, column: str | None = None) -> Declared:
        """What the Django model says of a column; as ``flask_declares``."""
        return _declared(self.django, difference.right_table, column or difference.column)

    def paired(self, difference: Difference) -> bool:
        """Whether the difference lies between two tables that are said to mean the same."""
        left, right = difference.left_table, difference.right_table
        return left is not None and right is not None and (left.name, right.name) in self.pairing


def modes_of(schema: Schema) -> frozenset[str]:
    """The ``sql_mode`` of a database's server, as :class:`Context` has it."""
    said = dict(schema.settings).get("sql_mode", "")
    return frozenset(said.lower().split(",")) - {""}


def travelled(difference: Difference) -> SideName | None:
    """The side that a round trip changed; None for a difference between the two sides.

    On a round trip left is how the side was when it was here first, right how it is now, and
    the place begins with the side's name.
    """
    if difference.area != "round-trip":
        return None
    return next((side for side in SIDES if difference.where.startswith(f"{side}: ")), None)


def _declared(declared: ByColumn, table: Table | None, column: str | None) -> Declared:
    if table is None or column is None:
        return Declared()
    return declared.get((table.name, column), Declared())


@dataclass(frozen=True, slots=True)
class Convention:
    """One named reason for differences.

    Attributes:
        slug: its name on the command line and in goldens: ``foreign-key-index``.
        title: one line: what each side does.
        why: why the frameworks differ here.
        costs: what the difference does at run time.
        close_flask: how to make the Flask side do as Django does.
        close_django: how to make the Django side do as Flask does.
        sources: where the frameworks document it: addresses, or file and symbol.
        explains: whether a difference is this convention at work; it must say no to everything
            that a mistake could have caused as well.
        closable: whether idiomatic code can close it at all; if not, the two ``close_`` texts
            say why.
    """

    slug: str
    title: str
    why: str
    costs: str
    close_flask: str
    close_django: str
    sources: tuple[str, ...]
    explains: Callable[[Difference, Context], bool]
    closable: bool = True
