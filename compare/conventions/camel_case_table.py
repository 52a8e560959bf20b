"""Flask-SQLAlchemy puts an underscore between the words of a model's name, Django does not."""

from __future__ import annotations

from compare.conventions.base import Context, Convention
from compare.model import Difference


def _explains(difference: Difference, context: Context) -> bool:
    left, right = difference.left, difference.right
    return (
        difference.area == "schema"
        and difference.kind == "table.name"
        and context.paired(difference)
        and left is not None
        and "_" in left.strip("_")
        and right == f"{context.label}_{left.replace('_', '')}"
    )


CONVENTION = Convention(
    slug="camel-case-table",
    title="The model PostTag is post_tag in Flask-SQLAlchemy and <app label>_posttag in Django.",
    why="""\
Both derive the table's name from the model's. Flask-SQLAlchemy turns CamelCase into words
joined by underscores; Django puts the whole name into lower case. And Django puts the app's
label before it, which is the convention table-prefix.""",
    costs="""\
Nothing at run time. But SQL written by hand works on one side only, and a harness that pairs
the tables by name must be told this pair.""",
    close_flask="""\
Name the table as Django does.

    class PostTag(db.Model):
        __tablename__ = "blog_posttag\"""",
    close_django="""\
Name the table as Flask-SQLAlchemy does.

    class PostTag(models.Model):
        class Meta:
            db_table = "post_tag\"""",
    sources=(
        "https://flask-sqlalchemy.readthedocs.io/en/stable/models/#defining-models",
        "https://docs.djangoproject.com/en/5.2/ref/models/options/#table-names",
        "flask_sqlalchemy/model.py: camel_to_snake_case",
        "django/db/models/options.py: Options.contribute_to_class",
    ),
    explains=_explains,
)
