"""Django puts the app's label before its table names."""

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
        and right == f"{context.label}_{left}"
    )


CONVENTION = Convention(
    slug="table-prefix",
    title="Django calls the table <app label>_<model>, Flask-SQLAlchemy just <model>.",
    why="""\
A Django project is made of apps, and two apps may each have a model Post. So Django names a
table after the app's label and the model: blog_post. Flask-SQLAlchemy knows no apps. It takes
the name of the model class alone: post.""",
    costs="""\
Nothing at run time. But SQL written by hand, reports and database grants that name a table
work on one side only, and two applications cannot share these tables until the names agree.""",
    close_flask="""\
Name the table as Django does; foreign keys must follow.

    class Post(db.Model):
        __tablename__ = "blog_post"
        id = db.Column(db.Integer, primary_key=True)
        autor_id = db.Column(db.ForeignKey("blog_usuario.id"), nullable=False)

In a database that exists, rename it.

    op.rename_table("post", "blog_post")""",
    close_django="""\
Name the table as Flask-SQLAlchemy does.

    class Meta:
        db_table = "post"

makemigrations turns this into AlterModelTable, which renames the table and keeps its rows.""",
    sources=(
        "https://docs.djangoproject.com/en/5.2/ref/models/options/#table-names",
        "https://flask-sqlalchemy.readthedocs.io/en/stable/models/#defining-models",
        "https://alembic.sqlalchemy.org/en/latest/ops.html#alembic.operations.Operations.rename_table",
    ),
    explains=_explains,
)
