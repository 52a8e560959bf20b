"""What the conventions say that a difference costs: each is seen here to be so."""

from __future__ import annotations

import enum
import sqlite3
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations
from django.db import IntegrityError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.test.utils import isolate_apps
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import Mapped, mapped_column

from tests.conventions import frameworks
from tests.conventions.declaring import flask_declares
from tests.versions import since


@pytest.fixture
def db() -> Iterator[Any]:
    """A bare ``SQLAlchemy()`` on a SQLite database in memory."""
    app = Flask("trial")
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
    made = SQLAlchemy()
    made.init_app(app)
    with app.app_context():
        yield made
        made.session.remove()
        made.engine.dispose()


@pytest.fixture
def django_db(django_db_blocker: Any) -> Iterator[Any]:
    """Django's connection to a SQLite database in memory."""
    wrapper = DatabaseWrapper(
        {**connections["default"].settings_dict, "NAME": ":memory:"}, alias="default"
    )
    before, connections["default"] = connections["default"], wrapper
    with django_db_blocker.unblock(), isolate_apps(frameworks.APP):
        yield wrapper
        BaseDatabaseWrapper.close(wrapper)
    connections["default"] = before


def _models(wrapper: Any, **tables: dict[str, Any]) -> list[Any]:
    made = [
        frameworks.InTheBlog(name, (frameworks.models.Model,), {"__qualname__": name, **fields})
        for name, fields in tables.items()
    ]
    with wrapper.schema_editor() as editor:
        for model in made:
            editor.create_model(model)
    return made


def test_autoincrement_an_id_is_used_again_on_the_flask_side_alone(db: Any, django_db: Any) -> None:
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)

    db.create_all()
    db.session.add(Post())
    db.session.flush()
    db.session.delete(db.session.get(Post, 1))
    db.session.flush()
    again = Post()
    db.session.add(again)
    db.session.flush()
    assert again.id == 1

    (Entrada,) = _models(django_db, Entrada={})
    Entrada.objects.create().delete()
    assert Entrada.objects.create().pk == 2


def test_datetime_storage_sql_that_compares_the_text_finds_one_form_only() -> None:
    with sqlite3.connect(":memory:") as plain:
        plain.execute("CREATE TABLE post (fecha datetime)")
        plain.execute(
            "INSERT INTO post VALUES ('2024-01-01 10:00:00'), ('2024-01-01 10:00:00.000000')"
        )
        found = plain.execute("SELECT count(*) FROM post WHERE fecha = '2024-01-01 10:00:00'")
        assert found.fetchone() == (1,)
        ordered = plain.execute("SELECT fecha FROM post ORDER BY fecha").fetchall()
        assert ordered == [("2024-01-01 10:00:00",), ("2024-01-01 10:00:00.000000",)]
    plain.close()


def test_datetime_storage_each_framework_reads_both_forms(db: Any, django_db: Any) -> None:
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        fecha = db.Column(db.DateTime)

    db.create_all()
    db.session.execute(sa.text("INSERT INTO post (fecha) VALUES ('2024-01-01 10:00:00')"))
    assert db.session.query(Post.fecha).scalar() == datetime(2024, 1, 1, 10)

    (Entrada,) = _models(django_db, Entrada={"fecha": frameworks.models.DateTimeField()})
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO blog_entrada (fecha) VALUES ('2024-01-01 10:00:00.000000')")
    assert Entrada.objects.get().fecha.replace(tzinfo=None) == datetime(2024, 1, 1, 10)


def test_deferrable_foreign_key_django_learns_of_it_at_commit(django_db: Any) -> None:
    (Usuario,) = _models(django_db, Usuario={})
    key = frameworks.models.ForeignKey(Usuario, on_delete=frameworks.models.CASCADE)
    (Entrada,) = _models(django_db, Entrada={"autor": key})
    connection.set_autocommit(False)
    Entrada.objects.create(autor_id=99)
    with pytest.raises(IntegrityError):
        connection.commit()
    connection.rollback()
    connection.set_autocommit(True)


def test_foreign_keys_are_checked_by_django_and_not_by_sqlalchemy(db: Any, django_db: Any) -> None:
    assert db.session.execute(sa.text("PRAGMA foreign_keys")).scalar() == 0
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_on_delete_emulated_a_raw_delete(db: Any, django_db: Any) -> None:
    class Usuario(db.Model):
        id = db.Column(db.Integer, primary_key=True)

    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        autor_id = db.Column(db.ForeignKey("usuario.id", ondelete="CASCADE"))

    db.create_all()
    for statement in (
        "INSERT INTO usuario (id) VALUES (1)",
        "INSERT INTO post (id, autor_id) VALUES (1, 1)",
        "DELETE FROM usuario",
    ):
        db.session.execute(sa.text(statement))
    assert db.session.query(Post).count() == 1, "without the PRAGMA nothing happens at all"
    db.session.rollback()
    db.session.execute(sa.text("PRAGMA foreign_keys = ON"))
    for statement in (
        "INSERT INTO usuario (id) VALUES (1)",
        "INSERT INTO post (id, autor_id) VALUES (1, 1)",
        "DELETE FROM usuario",
    ):
        db.session.execute(sa.text(statement))
    assert db.session.query(Post).count() == 0

    (Autor,) = _models(django_db, Autor={})
    key = frameworks.models.ForeignKey(Autor, on_delete=frameworks.models.CASCADE)
    (Entrada,) = _models(django_db, Entrada={"autor": key})
    autor = Autor.objects.create()
    Entrada.objects.create(autor=autor)
    with connection.cursor() as cursor, pytest.raises(IntegrityError):
        cursor.execute("DELETE FROM blog_autor")
    autor.delete()
    assert not Entrada.objects.exists()


def test_python_side_default_null_is_neither_true_nor_false() -> None:
    with sqlite3.connect(":memory:") as plain:
        plain.execute("CREATE TABLE post (publicado boolean)")
        plain.execute("INSERT INTO post VALUES (NULL)")
        for condition in ("publicado", "NOT publicado"):
            found = plain.execute(f"SELECT count(*) FROM post WHERE {condition}")
            assert found.fetchone() == (0,)
    plain.close()


def test_dropped_default_an_insert_that_leaves_the_column_out(db: Any, django_db: Any) -> None:
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        titulo = db.Column(db.Text)
        publicado = db.Column(db.Boolean, server_default=sa.false(), nullable=False)

    db.create_all()
    db.session.execute(sa.text("INSERT INTO post (titulo) VALUES ('a')"))
    assert db.session.query(Post.publicado).scalar() is False

    _models(
        django_db,
        Entrada={
            "titulo": frameworks.models.TextField(),
            "publicado": frameworks.models.BooleanField(default=False),
        },
    )
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="NOT NULL"):
        cursor.execute("INSERT INTO blog_entrada (titulo) VALUES ('a')")


def test_quoted_default_the_trap_next_to_it(db: Any) -> None:
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        titulo = db.Column(db.Text)
        good = db.Column(db.Boolean, server_default="0", nullable=False)
        bad = db.Column(db.Boolean, server_default="false", nullable=False)

    db.create_all()
    db.session.execute(sa.text("INSERT INTO post (titulo) VALUES ('a')"))
    stored = db.session.execute(sa.text("SELECT typeof(good), typeof(bad) FROM post")).one()
    assert tuple(stored) == ("integer", "text")
    for value in (0, 1):
        found = db.session.execute(
            sa.text("SELECT 1 FROM post WHERE bad = :value"), {"value": value}
        )
        assert found.all() == []
    assert db.session.scalars(sa.select(Post.bad)).one() is True


@since("alembic", "1.20", "warn of unnamed CHECKs that a rebuild leaves out")
def test_batch_rebuild_alembic_warns_of_a_check_without_a_name(db: Any) -> None:
    class Post(db.Model):
        __table_args__ = (db.CheckConstraint("visitas >= 0"),)
        id = db.Column(db.Integer, primary_key=True)
        visitas = db.Column(db.Integer, nullable=False)
        subtitulo = db.Column(db.Text)

    db.create_all()
    op = Operations(MigrationContext.configure(db.session.connection()))
    with (
        pytest.warns(UserWarning, match="Unnamed CHECK constraint"),
        op.batch_alter_table("post") as batch_op,
    ):
        batch_op.drop_column("subtitulo")


@since("SQLAlchemy", "2.0.52", "heed decimal_return_scale in a DECIMAL")
def test_decimal_precision_the_variant_reads_as_many_places_as_it_is_told(db: Any) -> None:
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        bare = db.Column(db.Numeric(10, 2).with_variant(db.DECIMAL(), "sqlite"))
        told = db.Column(
            db.Numeric(10, 2).with_variant(db.DECIMAL(decimal_return_scale=2), "sqlite")
        )

    db.create_all()
    db.session.execute(sa.insert(Post).values(bare=Decimal("1.5"), told=Decimal("1.5")))
    (row,) = db.session.execute(sa.select(Post.bare, Post.told)).all()
    assert [str(value) for value in row] == ["1.5000000000", "1.50"]


def test_nullable_by_default_a_typed_mapping_says_what_may_be_null(db: Any) -> None:
    class Named:
        apodo: Mapped[str | None]

    class Post(Named, db.Model):
        id = db.Column(db.Integer, primary_key=True)
        titulo: Mapped[str]
        resumen: Mapped[str | None] = mapped_column(sa.Text)
        contenido = db.Column(db.Text)
        notas = mapped_column(sa.Text)

    unsaid = {column for (_, column), said in flask_declares(db).items() if said.nullable_unsaid}
    assert unsaid == {"contenido", "notas"}


def test_enum_storage_the_other_sides_value_cannot_be_read(db: Any) -> None:
    class Rol(enum.Enum):
        ADMIN = "admin"

    class Usuario(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        rol = db.Column(db.Enum(Rol))

    db.create_all()
    db.session.execute(sa.text("INSERT INTO usuario (rol) VALUES ('admin')"))
    with pytest.raises(LookupError):
        db.session.query(Usuario.rol).scalar()


def test_interval_storage_the_other_sides_value_cannot_be_read(db: Any, django_db: Any) -> None:
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        dura = db.Column(db.Interval)

    db.create_all()
    db.session.execute(sa.text("INSERT INTO post (dura) VALUES (1000000)"))
    with pytest.raises(TypeError):
        db.session.query(Post.dura).scalar()

    (Entrada,) = _models(django_db, Entrada={"dura": frameworks.models.DurationField()})
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO blog_entrada (dura) VALUES ('1970-01-01 00:00:01.000000')")
    with pytest.raises(TypeError):
        Entrada.objects.get()
    Entrada.objects.update(dura=timedelta(seconds=1))
    assert Entrada.objects.get().dura == timedelta(seconds=1)


def test_json_column_a_number_is_a_number_and_no_text(db: Any, django_db: Any) -> None:
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        datos = db.Column(db.JSON)

    db.create_all()
    db.session.add(Post(datos=1.0))
    db.session.flush()
    stored = db.session.execute(sa.text("SELECT typeof(datos), datos FROM post")).one()
    assert tuple(stored) == ("integer", 1)

    (Entrada,) = _models(django_db, Entrada={"datos": frameworks.models.JSONField()})
    Entrada.objects.create(datos=1.0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT typeof(datos), datos || '' FROM blog_entrada")
        assert cursor.fetchone() == ("text", "1.0")


def test_json_column_what_is_no_json_gets_in_on_the_flask_side_alone(
    db: Any, django_db: Any
) -> None:
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        datos = db.Column(db.JSON)

    db.create_all()
    db.session.execute(sa.text("INSERT INTO post (datos) VALUES ('no json')"))
    with pytest.raises(ValueError, match="Expecting value"):
        db.session.query(Post.datos).scalar()

    _models(django_db, Entrada={"datos": frameworks.models.JSONField()})
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match="CHECK"):
        cursor.execute("INSERT INTO blog_entrada (datos) VALUES ('no json')")


def test_json_null_where_nothing_was_assigned_both_store_null(db: Any) -> None:
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        datos = db.Column(db.JSON)

    db.create_all()
    db.session.add_all([Post(), Post(datos=None)])
    db.session.flush()
    stored = db.session.execute(sa.text("SELECT datos FROM post ORDER BY id")).scalars().all()
    assert stored == [None, "null"]


def test_positive_integer_a_negative_number(django_db: Any) -> None:
    (Entrada,) = _models(django_db, Entrada={"visitas": frameworks.models.PositiveIntegerField()})
    with pytest.raises(IntegrityError, match="CHECK"):
        Entrada.objects.create(visitas=-1)


def test_migration_ledger_django_is_not_asked_to_drop_a_table_it_does_not_know(
    django_db: Any,
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE alembic_version (version_num varchar(32))")
    from django.apps import apps
    from django.db.migrations.autodetector import MigrationAutodetector
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.state import ProjectState

    loader = MigrationLoader(connection)
    found = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    changes = found.changes(graph=loader.graph)
    assert "alembic_version" not in repr(
        [each.operations for app in changes.values() for each in app]
    )


def test_a_rebuild_on_the_django_side_starts_ids_over_as_well(django_db: Any) -> None:
    """AUTOINCREMENT is kept, but not what it remembers: the new table has a sequence of its own."""
    (Entrada,) = _models(django_db, Entrada={"titulo": frameworks.models.CharField(max_length=5)})
    Entrada.objects.create(titulo="a")
    Entrada.objects.create(titulo="b").delete()
    new = frameworks.models.CharField(max_length=9)
    new.set_attributes_from_name("titulo")
    with django_db.schema_editor() as editor:
        editor.alter_field(Entrada, Entrada._meta.get_field("titulo"), new, strict=True)
    assert Entrada.objects.create(titulo="c").pk == 2


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
def test_batch_rebuild_what_each_side_keeps_of_what_it_did_not_make(
    db: Any, django_db: Any
) -> None:
    raw = (
        "CREATE INDEX plain ON {0} (titulo)",
        "CREATE INDEX lowered ON {0} (lower(titulo))",
        "CREATE TRIGGER noted AFTER INSERT ON {0} BEGIN SELECT 1; END",
    )
    kept = sa.text("SELECT name FROM sqlite_master WHERE type IN ('index', 'trigger')")

    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        titulo = db.Column(db.Text)

    db.create_all()
    for statement in raw:
        db.session.execute(sa.text(statement.format("post")))
    op = Operations(MigrationContext.configure(db.session.connection()))
    with op.batch_alter_table("post", recreate="always"):
        pass
    assert db.session.scalars(kept).all() == ["plain"]

    (Entrada,) = _models(django_db, Entrada={"titulo": frameworks.models.CharField(max_length=5)})
    with django_db.cursor() as cursor:
        for statement in raw:
            cursor.execute(statement.format("blog_entrada"))
    new = frameworks.models.CharField(max_length=9)
    new.set_attributes_from_name("titulo")
    with django_db.schema_editor() as editor:
        editor.alter_field(Entrada, Entrada._meta.get_field("titulo"), new, strict=True)
    with django_db.cursor() as cursor:
        cursor.execute(str(kept))
        assert cursor.fetchall() == []


@pytest.mark.parametrize(
    ("action", "left"), [(None, None), ("CASCADE", 0)], ids=["no action", "cascade"]
)
def test_batch_rebuild_where_foreign_keys_are_enforced(
    db: Any, action: str | None, left: int | None
) -> None:
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        titulo = db.Column(db.Text)

    class Comentario(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        post_id = db.Column(db.ForeignKey("post.id", ondelete=action))

    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA foreign_keys = ON")
        db.metadata.create_all(connection)
        connection.execute(sa.insert(Post).values(id=1))
        connection.execute(sa.insert(Comentario).values(post_id=1))
        connection.commit()
        op = Operations(MigrationContext.configure(connection))
        refused = pytest.raises(sa.exc.IntegrityError) if left is None else nullcontext()
        with refused, op.batch_alter_table("post") as batch_op:
            batch_op.drop_column("titulo")
        if left is not None:
            comments = sa.select(sa.func.count()).select_from(Comentario)
            assert connection.scalar(comments) == left


def test_altered_column_last_where_django_puts_columns(django_db_blocker: Any) -> None:
    from django.db import migrations, models

    def columns(*operations: Any) -> list[str]:
        made, _ = frameworks.django_database(lambda _: [*start, *operations])
        table = made.schema.table("blog_post")
        assert table is not None
        return [column.name for column in table.columns]

    create = [("id", models.BigAutoField(primary_key=True))]
    create += [(name, models.CharField(max_length=5)) for name in "abc"]
    start = [migrations.CreateModel("Post", create)]
    longer = models.CharField(max_length=9)
    with django_db_blocker.unblock():
        assert columns(migrations.AlterField("Post", "a", longer)) == ["id", "b", "c", "a"]
        back = migrations.AlterField("Post", "a", models.CharField(max_length=5))
        assert columns(migrations.AlterField("Post", "a", longer), back) == ["id", "b", "c", "a"]
        other = migrations.AlterField("Post", "b", longer)
        both = columns(migrations.AlterField("Post", "a", longer), other)
        assert both == ["id", "a", "c", "b"]
        assert columns(migrations.RenameField("Post", "a", "z")) == ["id", "z", "b", "c"]
        renamed = columns(migrations.RenameField("Post", "a", "z"), other)
        assert renamed == ["id", "c", "z", "b"]
