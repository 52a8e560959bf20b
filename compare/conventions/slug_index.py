"""Django's SlugField has an index that nobody asked for."""

from __future__ import annotations

from compare.conventions._names import made_by_django
from compare.conventions.base import Context, Convention
from compare.model import Difference, Index, IndexPart


def _explains(difference: Difference, context: Context) -> bool:
    index, table = difference.right_object, difference.right_table
    if not (
        difference.area == "schema"
        and difference.kind == "index.missing"
        and difference.left_object is None
        and isinstance(index, Index)
        and table is not None
        and context.paired(difference)
    ):
        return False
    plain = Index(tuple(IndexPart(name) for name in index.columns), index.name)
    return (
        index == plain
        and len(index.columns) == 1
        and not any(index.columns[0] in key.columns for key in table.foreign_keys)
        and context.django_declares(difference, index.columns[0]).index_unsaid is True
        # A foreign key without its constraint is no slug.
        and context.django_declares(difference, index.columns[0]).on_delete is None
        and not context.flask_declares(difference, index.columns[0]).asks_index
        and (made_by_django(index.name) or ())[1:] == index.columns
        # One that is there twice is a mistake, whoever made it. (The one for LIKE is another.)
        and sum(each.parts == index.parts for each in table.indexes) == 1
    )


CONVENTION = Convention(
    slug="slug-index",
    title="Django's SlugField has an index that nobody asked for; db.String has none.",
    why="""\
A slug is what a page is looked up by, so SlugField has db_index=True unless told otherwise.
SQLAlchemy has no such type: a slug is a String, and has the index you ask for. (On PostgreSQL
Django makes a second one, for LIKE: that is the convention like-index.)""",
    costs="Looking up a page by its slug reads the whole table on the Flask side.",
    close_flask="""\
Ask for the index.

    slug = db.Column(db.String(50), index=True, nullable=False)

The index has another name than Django's: that is the convention constraint-name.""",
    close_django="""\
Ask for no index.

    slug = models.SlugField(db_index=False)""",
    sources=(
        "https://docs.djangoproject.com/en/5.2/ref/models/fields/#slugfield",
        "https://docs.sqlalchemy.org/en/20/core/metadata.html"
        "#sqlalchemy.schema.Column.params.index",
    ),
    explains=_explains,
)
