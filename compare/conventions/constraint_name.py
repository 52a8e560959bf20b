"""Names that nobody chose: each framework makes up its own, or leaves it to the database."""

from __future__ import annotations

import re
from collections.abc import Callable

from compare.conventions import _names
from compare.conventions.base import MARIADB_AND_MYSQL, Context, Convention
from compare.model import (
    Check,
    Difference,
    Facet,
    ForeignKey,
    Index,
    IndexPart,
    PrimaryKey,
    Table,
    Unique,
)

_LONGEST = 64
"""How many characters a name may have on MariaDB; on PostgreSQL one less."""


def _explains(difference: Difference, context: Context) -> bool:
    if difference.area != "schema" or not context.paired(difference):
        return False
    kind = difference.kind
    judge = _JUDGES.get(kind)
    if judge is not None and judge(difference, _names_of_table(difference, context)):
        return True
    if context.engine == "postgresql":
        return (judge is not None or kind == "check.name") and _on_postgresql(difference, context)
    return (
        context.engine in MARIADB_AND_MYSQL
        and judge is not None
        and _on_mariadb(difference, context)
    )


def _names_of_table(difference: Difference, context: Context) -> set[str]:
    """What the Flask side's table is called, and was called before it was renamed.

    Neither framework renames indexes and constraints with their table. What a table was called,
    the names of Django's indexes tell, and on PostgreSQL those of its constraints.
    """
    left, right = difference.left_table, difference.right_table
    found = {left.name} if left is not None else set()
    if right is None:
        return found
    made_of = [_names.made_by_django(index.name) for index in right.indexes]
    made_of += [_names.made_by_django_for_key(key) for key in right.foreign_keys]
    found |= {parts[0].removeprefix(f"{context.label}_") for parts in made_of if parts is not None}
    if right.primary_key is not None and (name := right.primary_key.name) is not None:
        found.add(name.removesuffix("_pkey").removeprefix(f"{context.label}_"))
    return found


def _on_postgresql(difference: Difference, context: Context) -> bool:
    """PostgreSQL names what was given no name, after the table as it was called then."""
    left, right = difference.left_object, difference.right_object
    ours, theirs = difference.left_table, difference.right_table
    if left is None or right is None or ours is None or theirs is None:
        return False
    for table in _names_of_table(difference, context):
        # Both names say the same table, as it is called or was called when they were made.
        after = {table, f"{context.label}_{table}"} | (
            {theirs.name} if table == ours.name else set()
        )
        if (_unnamed(left, {table}, ours) or _by_naming_convention(left, {table})) and (
            _unnamed(right, after, theirs) or _by_django_on_postgresql(right, after, theirs)
        ):
            return True
    return False


def _by_django_on_postgresql(item: Facet, names: set[str], table: Table) -> bool:
    """Whether Django made the name, which it cuts where it would be too long."""
    if isinstance(item, ForeignKey):
        # The key as it stands in its own table: the difference calls its target as Flask does.
        own = next((key for key in table.foreign_keys if key.name == item.name), item)
        target = f"_fk_{own.referred_table}_{'_'.join(own.referred_columns)}"
        return _by_django(own, names) or _cut(own.name, names, own.columns, target, _LONGEST - 1)
    return _by_django(item, names) or (
        isinstance(item, Unique) and _cut(item.name, names, item.columns, "_uniq", _LONGEST - 1)
    )


def _unnamed(item: Facet, tables: set[str], of: Table) -> bool:
    """Whether PostgreSQL made the name of a constraint."""
    if isinstance(item, PrimaryKey):
        made = {_names.made_by_postgresql(table, (), "pkey") for table in tables}
    elif isinstance(item, Unique):
        made = {_names.made_by_postgresql(table, item.columns, "key") for table in tables}
    elif isinstance(item, ForeignKey):
        made = {_names.made_by_postgresql(table, item.columns, "fkey") for table in tables}
    elif isinstance(item, Check):
        words = re.findall(r"\w+", item.expression)
        columns = [(column.name,) for column in of.columns if column.name in words]
        made = {
            _names.made_by_postgresql(table, named, "check")
            for table in tables
            # After its column, where it has only one.
            for named in (columns if len(columns) == 1 else [()])
        }
    else:
        return False
    return item.name in made


def _by_naming_convention(item: Facet, tables: set[str]) -> bool:
    """Whether the naming convention of SQLAlchemy's documentation made the name."""
    if isinstance(item, PrimaryKey):
        return item.name in {_names.primary_key_name(table) for table in tables}
    if isinstance(item, Unique):
        return item.name in {_names.unique_name(item.columns, table) for table in tables}
    if isinstance(item, ForeignKey):
        return item.name in {_names.foreign_key_name(item, table) for table in tables}
    return False


def _by_django(item: Facet, tables: set[str]) -> bool:
    """Whether Django made the name of a constraint."""
    if isinstance(item, Unique):
        made_of = _names.made_by_django(item.name or "", "_uniq")
    elif isinstance(item, ForeignKey):
        made_of = _names.made_by_django_for_key(item)
    else:
        return False
    return made_of is not None and made_of[0] in tables and made_of[1:] == item.columns


def _on_mariadb(difference: Difference, context: Context) -> bool:
    """MariaDB names a key after its first column, and the index of a foreign key after the key."""
    left, right = difference.left_table, difference.right_table
    if left is None or right is None:
        return False
    ours = _names_of_table(difference, context)
    theirs = {right.name, *(name for table in ours for name in (table, f"{context.label}_{table}"))}
    return _flask_on_mariadb(difference.left_object, left, ours) and _django_on_mariadb(
        difference.right_object, right, theirs
    )


def _flask_on_mariadb(item: Facet | None, table: Table, names: set[str]) -> bool:
    """Whether nobody chose the name of a key or an index on the Flask side."""
    if isinstance(item, ForeignKey):
        return item.name is None or _by_naming_convention(item, names)
    if isinstance(item, Unique):
        # index=True with unique=True
        index = Index(tuple(map(IndexPart, item.columns)), item.name or "")
        return (
            _names.made_by_mariadb(item.name, item.columns)
            or _by_naming_convention(item, names)
            or any(_names.made_by_sqlalchemy(index, name) for name in names)
        )
    if isinstance(item, Index):
        key = _key_of(item, table)
        return any(_names.made_by_sqlalchemy(item, name) for name in names) or (
            key is not None and _flask_on_mariadb(key, table, names)
        )
    return False


def _django_on_mariadb(item: Facet | None, table: Table, names: set[str]) -> bool:
    """Whether nobody chose the name of a key or an index on the Django side."""
    if isinstance(item, ForeignKey):
        # The key as it stands in its own table: the difference calls its target as Flask does.
        own = next((key for key in table.foreign_keys if key.name == item.name), item)
        target = f"_fk_{own.referred_table}_{'_'.join(own.referred_columns)}"
        return _by_django(own, names) or _cut(own.name, names, own.columns, target)
    if isinstance(item, Unique):
        return (
            _names.made_by_mariadb(item.name, item.columns)
            or _by_django(item, names)
            or _cut(item.name, names, item.columns, "_uniq")
        )
    if isinstance(item, Index):
        key = _key_of(item, table)
        if key is not None:
            return _django_on_mariadb(key, table, names)
        return (
            (_names.made_by_django(item.name) or ())[1:] == item.columns
            or _cut(item.name, names, item.columns, "")
            or _names.made_by_django_meta(item, table)
        )
    return False


def _cut(
    name: str | None,
    tables: set[str],
    columns: tuple[str, ...],
    suffix: str,
    longest: int = _LONGEST,
) -> bool:
    return name in {_names.cut_by_django(table, columns, suffix, longest) for table in tables}


def _key_of(index: Index, table: Table) -> ForeignKey | None:
    """The foreign key for which MariaDB made the index, as the name tells."""
    for key in table.foreign_keys:
        named = index.name == key.name
        if key.columns == index.columns and (
            named or (key.name is None and _names.made_by_mariadb(index.name, key.columns))
        ):
            return key
    return None


def _foreign_key(difference: Difference, tables: set[str]) -> bool:
    left, right = difference.left_object, difference.right_object
    return (
        isinstance(left, ForeignKey)
        and isinstance(right, ForeignKey)
        and left.name in (None, *(_names.foreign_key_name(left, table) for table in tables))
        and right.name is None
    )


def _unique(difference: Difference, tables: set[str]) -> bool:
    left, right = difference.left_object, difference.right_object
    return (
        isinstance(left, Unique)
        and isinstance(right, Unique)
        and left.name in (None, *(_names.unique_name(left.columns, table) for table in tables))
        and right.name is None
    )


def _primary_key(difference: Difference, tables: set[str]) -> bool:
    left, right = difference.left_object, difference.right_object
    return (
        isinstance(left, PrimaryKey)
        and isinstance(right, PrimaryKey)
        and left.name in (None, *map(_names.primary_key_name, tables))
        and right.name is None
    )


def _index(difference: Difference, tables: set[str]) -> bool:
    left, right, theirs = difference.left_object, difference.right_object, difference.right_table
    return (
        isinstance(left, Index)
        and isinstance(right, Index)
        and theirs is not None
        and any(_names.made_by_sqlalchemy(left, table) for table in tables)
        and (
            _names.made_by_django(right.name) is not None
            or _names.made_by_django_meta(right, theirs)
        )
    )


_JUDGES: dict[str, Callable[[Difference, set[str]], bool]] = {
    "foreign-key.name": _foreign_key,
    "unique.name": _unique,
    "primary-key.name": _primary_key,
    "index.name": _index,
}


CONVENTION = Convention(
    slug="constraint-name",
    title="Names that nobody chose: each framework makes up its own.",
    why="""\
Django names an index <table>_<column>_<digest> and leaves unique columns, foreign keys and
primary keys unnamed on SQLite. SQLAlchemy names an index ix_<table>_<column> and leaves
constraints unnamed, unless the metadata has a naming convention; Alembic's documentation asks
for one, because batch mode on SQLite can only drop a constraint that has a name. PostgreSQL
names what was given no name after its table (post_pkey, blog_post_pkey), MariaDB and MySQL name
it after its first column, and on all three Django gives foreign keys a name of its own. MariaDB
and MySQL make an index for each foreign key and give it the key's name, or the column's where
the key was given none.""",
    costs="""\
Nothing when rows are read or written. But dropping or changing a constraint needs its name:
SQL written by hand for one side fails on the other, and Alembic cannot drop a constraint
without one.""",
    close_flask="""\
Give an index the name that it has on the Django side; sqlmigrate shows it.

    __table_args__ = (db.Index("blog_post_autor_id_8811ea21", "autor_id"),)

A constraint that Django leaves unnamed must have no name here either. On PostgreSQL, MariaDB
and MySQL Django names foreign keys; on the latter two the index then has that name, too.

    key = db.ForeignKey("usuario.id", name="blog_post_autor_id_8811ea21_fk_blog_usuario_id")
    autor_id = db.Column(key, nullable=False)""",
    close_django="""\
Give an index the name that it has on the Flask side.

    autor = models.ForeignKey(Usuario, on_delete=models.CASCADE, db_index=False)

    class Meta:
        indexes = [models.Index(fields=["autor"], name="ix_post_autor_id")]

unique=True, ForeignKey and primary keys take no name; for unique columns write a
UniqueConstraint with the name into Meta.constraints.""",
    sources=(
        "https://alembic.sqlalchemy.org/en/latest/naming.html",
        "https://alembic.sqlalchemy.org/en/latest/batch.html"
        "#dropping-unnamed-or-named-foreign-key-constraints",
        "https://docs.sqlalchemy.org/en/20/core/constraints.html"
        "#configuring-constraint-naming-conventions",
        "https://flask-sqlalchemy.readthedocs.io/en/stable/models/#initializing-the-base-class",
        "https://docs.djangoproject.com/en/5.2/ref/models/indexes/#name",
        "django/db/backends/base/schema.py: BaseDatabaseSchemaEditor._create_index_name",
    ),
    explains=_explains,
)
