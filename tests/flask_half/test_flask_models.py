"""The blog's SQLAlchemy models on a database that every revision has been applied to."""

from datetime import datetime, timedelta

import flask_migrate
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from flask_side.blog.models import Comentario, Post, Usuario, db


@pytest.fixture(autouse=True)
def _at_the_head(in_context):
    in_context("blog")
    flask_migrate.upgrade()


@pytest.fixture
def ana():
    return add(Usuario(nombre="Ana Ñandú", email="ana@example.org"))


@pytest.fixture
def post(ana):
    return add(Post(titulo="Hola, mundo 👋", contenido="…", autor=ana))


def add(row):
    db.session.add(row)
    db.session.commit()
    return row


def count(model):
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def test_what_is_left_out_has_a_default(post):
    comentario = add(Comentario(texto="¡Sí!", post=post, usuario=post.autor))
    assert post.publicado is False
    assert post.autor.avatar_url is None
    # func.now() is the database's, which is UTC on SQLite, to the second and without a zone.
    utc = datetime.fromisoformat(db.session.scalar(sa.text("SELECT datetime('now')")))
    for each in (post, comentario):
        assert utc - timedelta(minutes=1) < each.fecha <= utc
        assert each.fecha.tzinfo is None
        assert each.fecha.microsecond == 0


def test_relationships_lead_to_the_rows(post):
    comentario = add(Comentario(texto="¡Sí!", post=post, usuario=post.autor))
    db.session.expire_all()
    assert comentario.post.titulo == "Hola, mundo 👋"
    assert comentario.usuario.nombre == comentario.post.autor.nombre == "Ana Ñandú"


def test_an_email_is_taken_once(ana):
    with pytest.raises(IntegrityError, match=r"usuario\.email"):
        add(Usuario(nombre="Otra", email="ana@example.org"))
    db.session.rollback()
    assert count(Usuario) == 1


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (Usuario(nombre="Sin correo"), "usuario.email"),
        (Post(titulo="Sin autor", contenido=""), "post.autor_id"),
        (Post(contenido="", autor_id=1), "post.titulo"),
    ],
)
def test_what_may_not_be_null_is_refused(row, column):
    with pytest.raises(IntegrityError, match=f"NOT NULL constraint failed: {column}"):
        add(row)
    db.session.rollback()


def test_nobody_looks_after_the_posts_of_a_deleted_user(ana, post):
    # No cascade in the models, none in the database, and SQLite does not enforce foreign keys
    # unless each connection asks for it. (Django asks, and emulates the cascade.)
    ana_id = ana.id
    db.session.delete(ana)
    db.session.commit()
    assert count(Usuario) == 0
    assert db.session.scalar(sa.select(Post.autor_id)) == ana_id
    assert post.autor is None


def test_the_foreign_key_is_enforced_once_sqlite_is_told_to(ana, post):
    db.session.rollback()
    db.session.execute(sa.text("PRAGMA foreign_keys = ON"))
    with pytest.raises(IntegrityError, match="FOREIGN KEY constraint failed"):
        db.session.execute(sa.delete(Usuario))
    db.session.rollback()
    assert count(Usuario) == 1


def test_the_default_of_publicado_is_the_databases_that_of_fecha_is_not(ana):
    statement = "INSERT INTO post (titulo, contenido, autor_id) VALUES ('De fuera', '', :autor)"
    db.session.execute(sa.text(statement), {"autor": ana.id})
    post = db.session.scalars(sa.select(Post)).one()
    assert post.publicado is False
    assert post.fecha is None


def test_date_times_come_back_to_the_microsecond(ana):
    fecha = datetime(2024, 2, 29, 12, 30, 45, 123456)
    add(Post(titulo="29", contenido="", autor=ana, fecha=fecha))
    db.session.expire_all()
    assert db.session.scalar(sa.select(Post.fecha)) == fecha
    assert db.session.scalar(sa.text("SELECT fecha FROM post")) == "2024-02-29 12:30:45.123456"


def test_lengths_are_nobodys_affair_on_sqlite(ana):
    ana.nombre = "n" * 101
    db.session.commit()
    assert len(db.session.scalar(sa.select(Usuario.nombre))) == 101
