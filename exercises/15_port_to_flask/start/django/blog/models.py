from django.db import models
from django.db.models.functions import Now


class Usuario(models.Model):
    nombre = models.CharField(max_length=100)
    email = models.EmailField(max_length=120, unique=True)
    bio = models.TextField(blank=True, null=True)


class Post(models.Model):
    class Estado(models.TextChoices):
        BORRADOR = "borrador", "Borrador"
        PUBLICADO = "publicado", "Publicado"
        ARCHIVADO = "archivado", "Archivado"

    titulo = models.CharField(max_length=200)
    contenido = models.TextField()
    estado = models.CharField(max_length=20, choices=Estado.choices, db_default=Estado.BORRADOR)
    fecha = models.DateTimeField(db_default=Now())
    autor = models.ForeignKey(Usuario, on_delete=models.CASCADE, related_name="posts")
    revisor = models.ForeignKey(
        Usuario, on_delete=models.SET_NULL, blank=True, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["autor", "titulo"], name="post_autor_titulo_unico"),
        ]
        indexes = [
            models.Index(fields=["estado", "fecha"], name="post_estado_fecha_idx"),
        ]
