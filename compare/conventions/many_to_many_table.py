"""Django's join table has an id of its own, SQLAlchemy's has the pair as its key."""

from __future__ import annotations

from compare.conventions._names import made_by_django
from compare.conventions.base import Context, Convention
from compare.model import Column, Difference, Index, IndexPart, PrimaryKey, Table, Unique

_KINDS = frozenset(
    {
        "column.missing",
        "primary-key.columns",
        "index.missing",
        "unique.missing",
        "row.next-id",
        "row.only",
    }
)
_IDENTITY = {
    "sqlite": "autoincrement",
    "postgresql": "by default",
    "mariadb": "auto_increment",
    "mysql": "auto_increment",
}


def _explains(difference: Difference, context: Context) -> bool:
    if difference.kind not in _KINDS:
        return False
    left, right = difference.left_table, difference.right_table
    if (
        context.engine not in _IDENTITY
        or not context.paired(difference)
        or left is None
        or right is None
        or not _joins_the_same(left, right, _IDENTITY[context.engine])
    ):
        return False
    if difference.area == "rows":
        # Only a table with an id of its own has ids, and a next one.
        return difference.left is None and (
            difference.kind == "row.next-id"
            or (difference.kind == "row.only" and difference.column == "id")
        )
    if difference.area != "schema":
        return False
    if difference.kind == "column.missing":
        return difference.left_object is None and difference.column == "id"
    if difference.kind == "primary-key.columns":
        return True
    unique = difference.right_object
    return (
        difference.left_object is None
        and isinstance(unique, Index | Unique)
        and _keeps_pairs_unique(unique, _pair(left))
    )


def _joins_the_same(left: Table, right: Table, numbered: str) -> bool:
    """Two foreign keys and nothing else; on the right an ``id`` besides."""
    pair = _pair(left)
    key, theirs = left.primary_key, right.primary_key
    identity = right.column("id")
    return (
        len(pair) == 2
        and key is not None
        and set(key.columns) == pair == {column.name for column in left.columns}
        and _is_plain(key)
        and {column.name for column in right.columns} == {"id", *pair}
        and {item for each in right.foreign_keys for item in each.columns} == pair
        and theirs is not None
        and theirs.columns == ("id",)
        and _is_plain(theirs)
        and identity is not None
        and right.columns[0] == identity
        and identity == Column("id", identity.type, nullable=False, identity=numbered)
        and (
            any(_keeps_pairs_unique(index, pair) for index in right.indexes)
            or any(_keeps_pairs_unique(unique, pair) for unique in right.uniques)
        )
    )


def _is_plain(key: PrimaryKey) -> bool:
    """Whether a primary key is nothing but its columns, whatever it is called."""
    return key == PrimaryKey(key.columns, key.name)


def _pair(table: Table) -> set[str]:
    return {key.columns[0] for key in table.foreign_keys if len(key.columns) == 1}


def _keeps_pairs_unique(unique: Index | Unique, pair: set[str]) -> bool:
    """Whether Django made it: a constraint on PostgreSQL, and what MariaDB calls one."""
    name, columns = unique.name or "", unique.columns
    plain = (Index(tuple(map(IndexPart, columns)), name, unique=True), Unique(columns, name))
    return (
        unique in plain
        and set(columns) == pair
        and (made_by_django(name, "_uniq") or ())[1:] == columns
    )


CONVENTION = Convention(
    slug="many-to-many-table",
    title="Django's join table has an id of its own; SQLAlchemy's has the pair as its key.",
    why="""\
The table behind a ManyToManyField is a model like any other to Django, so it has an id, and a
unique index (on PostgreSQL a constraint) keeps each pair from occurring twice. The association
table of SQLAlchemy's documentation has the two foreign keys as its primary key, and no more.""",
    costs="""\
The id and its index take space and are of no use to the Flask side; an INSERT of the pair
alone works on both. Rows cannot be told apart by the same key, so a comparison goes by the
pair.""",
    close_flask="""\
Give the association table an id, and the pair a unique index.

    name = "blog_post_etiquetas_post_id_etiqueta_id_8ffcb5aa_uniq"
    etiquetas = db.Table(
        "post_etiquetas",
        db.Column("id", db.Integer, primary_key=True),
        db.Column("post_id", db.ForeignKey("post.id"), nullable=False),
        db.Column("etiqueta_id", db.ForeignKey("etiqueta.id"), nullable=False),
        db.Index(name, "post_id", "etiqueta_id", unique=True),
    )

On PostgreSQL it is a constraint.

        db.UniqueConstraint("post_id", "etiqueta_id", name=name),""",
    close_django="""\
Write the join table as a model with a composite key (Django 5.2 and later), and name it in
through.

    class Post(models.Model):
        etiquetas = models.ManyToManyField(Etiqueta, through="PostEtiqueta")

    class PostEtiqueta(models.Model):
        pk = models.CompositePrimaryKey("post_id", "etiqueta_id")
        post = models.ForeignKey(Post, on_delete=models.CASCADE)
        etiqueta = models.ForeignKey(Etiqueta, on_delete=models.CASCADE)

        class Meta:
            db_table = "blog_post_etiquetas\"""",
    sources=(
        "https://docs.djangoproject.com/en/5.2/ref/models/fields/#manytomanyfield",
        "https://docs.djangoproject.com/en/5.2/topics/composite-primary-key/",
        "https://docs.sqlalchemy.org/en/20/orm/basic_relationships.html#many-to-many",
        "django/db/models/fields/related.py: create_many_to_many_intermediary_model",
    ),
    explains=_explains,
)
