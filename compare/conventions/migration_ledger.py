"""Each framework keeps its ledger in a table of its own."""

from __future__ import annotations

from compare.conventions.base import Context, Convention, travelled
from compare.model import Column, Difference, PrimaryKey, Table

_OPTIONS = ("engine innodb", "row_format dynamic")


def _alembic(text: str, key: str | None, options: tuple[str, ...] = ()) -> Table:
    """Alembic's ledger, by what is not the same on every engine."""
    return Table(
        name="alembic_version",
        columns=(Column("version_num", f"{text}(32)", nullable=False),),
        primary_key=PrimaryKey(("version_num",), name=key),
        options=options,
    )


def _django(
    numbers: tuple[str, str],
    text: str,
    time: str,
    key: str | None = None,
    options: tuple[str, ...] = (),
) -> Table:
    """Django's ledger, likewise; ``numbers``: the type of its ids, and what hands them out."""
    type_, identity = numbers
    return Table(
        name="django_migrations",
        columns=(
            Column("id", type_, nullable=False, identity=identity),
            Column("app", f"{text}(255)", nullable=False),
            Column("name", f"{text}(255)", nullable=False),
            Column("applied", time, nullable=False),
        ),
        primary_key=PrimaryKey(("id",), name=key),
        options=options,
    )


_ALEMBIC = {
    "sqlite": _alembic("varchar", "alembic_version_pkc"),
    "postgresql": _alembic("character varying", "alembic_version_pkc"),
    "mariadb": _alembic("varchar", None, _OPTIONS),
    "mysql": _alembic("varchar", None, _OPTIONS),
}
_DJANGO = {
    "sqlite": _django(("integer", "autoincrement"), "varchar", "datetime"),
    "postgresql": _django(
        ("bigint", "by default"),
        "character varying",
        "timestamp with time zone",
        "django_migrations_pkey",
    ),
    "mariadb": _django(
        ("bigint(20)", "auto_increment"), "varchar", "datetime(6)", options=_OPTIONS
    ),
    "mysql": _django(("bigint", "auto_increment"), "varchar", "datetime(6)", options=_OPTIONS),
}


def _explains(difference: Difference, context: Context) -> bool:
    if difference.kind != "table.missing":
        return False
    left, right = difference.left_object, difference.right_object
    if difference.area == "round-trip":
        # Back to nothing: neither framework drops its ledger when it is empty.
        ledger = (_ALEMBIC if travelled(difference) == "flask" else _DJANGO).get(context.engine)
        return left is None and right is not None and right == ledger
    if difference.area != "schema":
        return False
    if right is None:
        return left is not None and left == _ALEMBIC.get(context.engine)
    return left is None and right == _DJANGO.get(context.engine)


CONVENTION = Convention(
    slug="migration-ledger",
    title="Alembic keeps its ledger in alembic_version, Django in django_migrations.",
    why="""\
Both write into the database which migrations it has had. alembic_version holds where the
database stands: one row for each head, so usually one row with one revision id.
django_migrations holds how it got there: one row for each migration of each app, with the time
it was applied. So Alembic finds the earlier revisions by walking the graph of revision files,
and Django by reading the table. Rolled back to nothing, both leave the empty table behind.""",
    costs="""\
Two frameworks on one database do not see each other's ledger: each believes that nothing of
the other's happened. And each takes the other's ledger for a table without a model; Alembic's
autogenerate then proposes to drop django_migrations.""",
    close_flask="""\
It cannot be closed on this side: a framework needs its ledger. To keep Alembic from dropping
Django's on a database that both work on, leave that table out of autogenerate.

    def include_name(name, type_, parent_names):
        return type_ != "table" or not name.startswith("django_")

    migrate = Migrate(app, db, include_name=include_name)""",
    close_django="""\
It cannot be closed on this side: a framework needs its ledger. Django creates and drops only
what its own migrations name, so it leaves alembic_version alone without being told.""",
    sources=(
        "https://alembic.sqlalchemy.org/en/latest/tutorial.html#running-our-first-migration",
        "https://alembic.sqlalchemy.org/en/latest/autogenerate.html"
        "#omitting-table-names-from-the-autogenerate-process",
        "alembic/ddl/impl.py: DefaultImpl.version_table_impl",
        "django/db/migrations/recorder.py: MigrationRecorder",
    ),
    explains=_explains,
    closable=False,
)
