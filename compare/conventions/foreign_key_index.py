"""Django makes an index for each foreign key, SQLAlchemy only where asked."""

from __future__ import annotations

from compare.conventions._names import made_by_django
from compare.conventions.base import MARIADB_AND_MYSQL, Context, Convention
from compare.model import Difference, Index, IndexPart


def _explains(difference: Difference, context: Context) -> bool:
    index, table = difference.right_object, difference.right_table
    if not (
        difference.area == "schema"
        and difference.kind == "index.missing"
        and context.engine not in MARIADB_AND_MYSQL
        and difference.left_object is None
        and isinstance(index, Index)
        and table is not None
        and context.paired(difference)
    ):
        return False
    plain = Index(parts=tuple(IndexPart(name) for name in index.columns), name=index.name)
    return (
        index == plain
        and len(index.columns) == 1
        and any(key.columns == index.columns for key in table.foreign_keys)
        and context.django_declares(difference, index.columns[0]).index_unsaid is not False
        and not context.flask_declares(difference, index.columns[0]).asks_index
        and (made_by_django(index.name) or ())[1:] == index.columns
        # One that is there twice is a mistake, whoever made it.
        and sum(each.columns == index.columns for each in table.indexes) == 1
    )


CONVENTION = Convention(
    slug="foreign-key-index",
    title="Django makes an index for each foreign key, SQLAlchemy only where asked.",
    why="""\
A ForeignKey of Django has db_index=True unless told otherwise. A foreign key of SQLAlchemy is
the constraint and nothing more, and neither SQLite nor PostgreSQL makes an index for the
referring side. (MariaDB and MySQL do make one by themselves, on both sides.)""",
    costs="""\
Without the index, all posts of an author are found by reading the whole table, and so is every
delete or key change of an author, for the database must see that no post refers to it. With
the index, each insert writes a little more.""",
    close_flask="""\
Ask for the index.

    autor_id = db.Column(db.ForeignKey("usuario.id"), index=True, nullable=False)

Autogenerate then writes op.create_index. The index has another name than Django's: that is the
convention constraint-name.""",
    close_django="""\
Ask for no index.

    autor = models.ForeignKey(Usuario, on_delete=models.CASCADE, db_index=False)""",
    sources=(
        "https://docs.djangoproject.com/en/5.2/ref/models/fields/#foreignkey",
        "https://docs.sqlalchemy.org/en/20/core/metadata.html"
        "#sqlalchemy.schema.Column.params.index",
        "https://sqlite.org/foreignkeys.html#fk_indexes",
    ),
    explains=_explains,
)
