import warnings

import sqlalchemy as sa

from tests.conventions import support
from tests.conventions.frameworks import flask_database


def check():
    """Forward and back in batch mode: what is lost, and what is kept once it is said."""
    first, _ = flask_database(lambda db: _models(db, name=None))
    again, _ = flask_database(_trip)
    trip = support.round_trip("flask", first, again)
    assert {(difference.kind, slug) for difference, slug in trip} == {
        ("column.identity", "batch-rebuild"),
        ("check.missing", "batch-rebuild"),
    }
    first, _ = flask_database(lambda db: _models(db, name="ck_post_visitas"))
    again, _ = flask_database(_careful_trip)
    assert support.round_trip("flask", first, again) == ()


def _models(db, name):
    class Post(db.Model):
        __table_args__ = (
            db.CheckConstraint("visitas >= 0", name=name),
            {"sqlite_autoincrement": True},
        )
        id = db.Column(db.Integer, primary_key=True)
        visitas = db.Column(db.Integer, nullable=False)


def _trip(db):
    _models(db, name=None)

    def then(op):
        op.add_column("post", sa.Column("subtitulo", sa.Text()))
        # tests/conventions/test_convention_facts.py has the warning: not every Alembic gives it.
        with warnings.catch_warnings(action="ignore"), op.batch_alter_table("post") as batch_op:
            batch_op.drop_column("subtitulo")

    return then


def _careful_trip(db):
    named = db.CheckConstraint("visitas >= 0", name="ck_post_visitas")

    class Post(db.Model):
        __table_args__ = (
            named,
            {"sqlite_autoincrement": True},
        )
        id = db.Column(db.Integer, primary_key=True)
        visitas = db.Column(db.Integer, nullable=False)

    def then(op):
        op.add_column("post", sa.Column("subtitulo", sa.Text()))
        with op.batch_alter_table("post", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
            batch_op.drop_column("subtitulo")

    return then
