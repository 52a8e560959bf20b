"""One blog in both frameworks, with most of what conventions are about, and rows."""

from __future__ import annotations

import enum
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any


class Rol(enum.Enum):
    ADMIN = "admin"
    USUARIO = "usuario"


def flask(db: Any) -> Any:
    class Usuario(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        nombre = db.Column(db.String(100), nullable=False)
        email = db.Column(db.String(120), unique=True, nullable=False)
        # MariaDB takes no VARCHAR without a length.
        avatar_url = db.Column(db.String().with_variant(db.String(200), "mysql", "mariadb"))
        rol = db.Column(db.Enum(Rol), nullable=False)

    db.Table(
        "post_etiquetas",
        db.Column("post_id", db.ForeignKey("post.id"), primary_key=True),
        db.Column("etiqueta_id", db.ForeignKey("etiqueta.id"), primary_key=True),
    )

    class Etiqueta(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        nombre = db.Column(db.String(30), nullable=False)

    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        titulo = db.Column(db.String(200), nullable=False)
        slug = db.Column(db.String(50), nullable=False)
        contenido = db.Column(db.Text)
        fecha = db.Column(db.DateTime)
        autor_id = db.Column(db.Integer, db.ForeignKey("usuario.id"), nullable=False)
        editor_id = db.Column(db.Integer, db.ForeignKey("usuario.id", ondelete="CASCADE"))
        publicado = db.Column(db.Boolean, server_default=db.false(), nullable=False)
        destacado = db.Column(db.Boolean, default=False)
        anotado = db.Column(db.Boolean, default=False)
        nota = db.Column(db.String(20), server_default="ninguna", nullable=False)
        visitas = db.Column(db.Integer, nullable=False)
        precio = db.Column(db.Numeric(10, 2))
        datos = db.Column(db.JSON)
        dura = db.Column(db.Interval)
        medida = db.Column(db.Float)
        creado = db.Column(db.DateTime, server_default=db.func.now(), nullable=False)
        etiquetas = db.relationship("Etiqueta", secondary="post_etiquetas")

    class Comentario(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        texto = db.Column(db.Text, nullable=False)
        post_id = db.Column(db.Integer, db.ForeignKey("post.id"), index=True, nullable=False)

    def then(op: Any) -> None:
        db.session.add_all(
            [
                Usuario(
                    id=1,
                    nombre="Ana",
                    email="ana@example.org",
                    avatar_url="https://a.example",
                    rol=Rol.ADMIN,
                ),
                Usuario(
                    id=2,
                    nombre="Iñaki",
                    email="inaki@example.org",
                    avatar_url="https://b.example",
                    rol=Rol.USUARIO,
                ),
                Etiqueta(id=1, nombre="una"),
                Etiqueta(id=2, nombre="otra"),
            ]
        )
        db.session.flush()
        una = db.session.get(Etiqueta, 1)
        for values in POSTS:
            db.session.add(Post(**values, etiquetas=[una] if values["id"] == 1 else []))
            db.session.flush()
        db.session.add_all([Comentario(id=1, texto="Sí", post_id=1)])
        db.session.add_all([Comentario(id=2, texto="No", post_id=2)])
        db.session.add(gone := Comentario(id=3, texto="Basura", post_id=1))
        db.session.flush()
        db.session.delete(gone)
        # Revisions added these to a table with rows.
        db.session.flush()
        op.execute("UPDATE post SET destacado = NULL, anotado = NULL")

    return then


def django(models: Any) -> Any:
    from django.db.models.functions import Now
    from django.utils import timezone

    class Rol(models.TextChoices):
        ADMIN = "admin"
        USUARIO = "usuario"

    class Usuario(models.Model):
        nombre = models.CharField(max_length=100)
        email = models.EmailField(max_length=120, unique=True)
        avatar_url = models.URLField(null=True, blank=True)
        rol = models.CharField(max_length=20, choices=Rol)

    class Etiqueta(models.Model):
        nombre = models.CharField(max_length=30)

    class Post(models.Model):
        titulo = models.CharField(max_length=200)
        slug = models.SlugField()
        contenido = models.TextField()
        fecha = models.DateTimeField(default=timezone.now)
        autor = models.ForeignKey(Usuario, on_delete=models.CASCADE)
        editor = models.ForeignKey(Usuario, on_delete=models.CASCADE, null=True, related_name="+")
        publicado = models.BooleanField(default=False)
        destacado = models.BooleanField(default=False)
        anotado = models.BooleanField(default=False)
        nota = models.CharField(max_length=20, default="ninguna")
        visitas = models.PositiveIntegerField()
        precio = models.DecimalField(max_digits=10, decimal_places=2, null=True)
        datos = models.JSONField(null=True)
        dura = models.DurationField(null=True)
        medida = models.FloatField(null=True)
        creado = models.DateTimeField(db_default=Now())
        etiquetas = models.ManyToManyField(Etiqueta)

    class Comentario(models.Model):
        texto = models.TextField()
        post = models.ForeignKey(Post, on_delete=models.CASCADE)

    def then() -> None:
        Usuario.objects.create(
            id=1,
            nombre="Ana",
            email="ana@example.org",
            avatar_url="https://a.example",
            rol=Rol.ADMIN,
        )
        Usuario.objects.create(
            id=2,
            nombre="Iñaki",
            email="inaki@example.org",
            avatar_url="https://b.example",
            rol=Rol.USUARIO,
        )
        una = Etiqueta.objects.create(id=1, nombre="una")
        Etiqueta.objects.create(id=2, nombre="otra")
        for values in POSTS:
            aware = {
                name: value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
                for name, value in values.items()
            }
            post = Post.objects.create(**aware)
            if post.pk == 1:
                post.etiquetas.add(una)
        Comentario.objects.create(id=1, texto="Sí", post_id=1)
        Comentario.objects.create(id=2, texto="No", post_id=2)
        Comentario.objects.create(id=3, texto="Basura", post_id=1).delete()

    return then


POSTS: list[dict[str, Any]] = [
    {
        "id": 1,
        "titulo": "Hola",
        "slug": "hola",
        "contenido": "Primera entrada",
        "fecha": datetime(2024, 2, 29, 12, 30, 45),
        "autor_id": 1,
        "editor_id": 2,
        "publicado": True,
        "nota": "ninguna",
        "visitas": 7,
        "precio": Decimal("10.50"),
        "datos": {"a": 1},
        "dura": timedelta(seconds=1),
        "medida": 0.3,
        "creado": datetime(2024, 1, 1),
    },
    {
        "id": 2,
        "titulo": "Otra",
        "slug": "otra",
        "contenido": "",
        "fecha": datetime(2024, 12, 31, 23, 59, 59, 999999),
        "autor_id": 2,
        "visitas": 3,
        "datos": None,
        "creado": datetime(2024, 1, 1, 0, 0, 0, 500000),
    },
]
