"""The blog's Django models on a database that every migration has been applied to."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from django_side.blog.models import Comentario, Post, Usuario

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana():
    return Usuario.objects.create(nombre="Ana Ñandú", email="ana@example.org")


@pytest.fixture
def post(ana):
    return Post.objects.create(titulo="Hola, mundo 👋", contenido="…", autor=ana)


def test_what_is_left_out_has_a_default(post):
    before = datetime.now(UTC) - timedelta(minutes=1)
    comentario = Comentario.objects.create(texto="¡Sí!", post=post, usuario=post.autor)
    assert post.publicado is False
    assert post.autor.avatar_url is None
    for each in (post, comentario):
        each.refresh_from_db()
        assert before < each.fecha < datetime.now(UTC)
        assert each.fecha.tzinfo is not None


def test_rows_say_what_they_are(post):
    comentario = Comentario(texto="¡Sí!")
    assert [str(post.autor), str(post), str(comentario)] == ["Ana Ñandú", "Hola, mundo 👋", "¡Sí!"]


def test_an_email_is_taken_once(ana):
    with pytest.raises(IntegrityError, match=r"blog_usuario\.email"), transaction.atomic():
        Usuario.objects.create(nombre="Otra", email=ana.email)
    assert Usuario.objects.count() == 1


def test_lengths_are_the_models_affair_and_not_sqlites(ana):
    ana.nombre = "n" * 101
    with pytest.raises(ValidationError, match="at most 100 characters"):
        ana.full_clean()
    ana.save()
    ana.refresh_from_db()
    assert len(ana.nombre) == 101


def test_deleting_a_user_deletes_posts_and_comments(ana, post):
    otra = Usuario.objects.create(nombre="Otra", email="otra@example.org")
    Comentario.objects.create(texto="de otra", post=post, usuario=otra)
    deleted, by_model = ana.delete()
    assert deleted == 3
    assert by_model == {"blog.Comentario": 1, "blog.Post": 1, "blog.Usuario": 1}
    assert Usuario.objects.get() == otra


def test_the_database_knows_of_no_cascade(ana, post):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM blog_usuario WHERE id = %s", [ana.pk])
        # The foreign key is deferred: it is looked at when the transaction ends.
        with pytest.raises(IntegrityError, match="blog_post"):
            connection.check_constraints()
    assert Post.objects.filter(autor_id=post.autor_id).exists()
    Post.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_a_foreign_key_to_nobody_is_refused_at_the_end_of_the_transaction():
    went_through = []

    @transaction.atomic
    def insert():
        went_through.append(Post.objects.create(titulo="Huérfano", contenido="", autor_id=9999))

    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        insert()
    assert went_through
    assert not Post.objects.exists()


def test_the_default_of_publicado_is_not_the_databases(ana):
    statement = (
        "INSERT INTO blog_post (titulo, contenido, fecha, autor_id) "
        "VALUES ('De fuera', '', '2026-01-01 00:00:00', %s)"
    )
    with (
        pytest.raises(IntegrityError, match=r"NOT NULL.*publicado"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, [ana.pk])


def test_date_times_are_stored_in_utc_and_come_back_to_the_microsecond(ana):
    fecha = datetime(2024, 2, 29, 12, 30, 45, 123456, tzinfo=UTC)
    post = Post.objects.create(titulo="29", contenido="", autor=ana, fecha=fecha)
    post.refresh_from_db()
    assert post.fecha == fecha
    with connection.cursor() as cursor:
        cursor.execute("SELECT CAST(fecha AS text) FROM blog_post")
        assert cursor.fetchone() == ("2024-02-29 12:30:45.123456",)


def test_the_models_and_the_migrations_agree():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    call_command("migrate", check_unapplied=True, verbosity=0)
    call_command("check", fail_level="WARNING", databases=["default"], verbosity=0)
