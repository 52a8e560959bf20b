# ruff: noqa: RUF012
from django.db import models


class Usuario(models.Model):
    nombre = models.CharField(max_length=100)
    email = models.EmailField(max_length=120)
    apodo = models.CharField(max_length=50, blank=True, null=True)  # noqa: DJ001

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["email"], name="email_unico"),
        ]
        indexes = [
            models.Index(fields=["nombre"], name="usuario_nombre"),
        ]

    def __str__(self):
        return self.nombre


class Articulo(models.Model):
    titulo = models.CharField(max_length=200)
    contenido = models.TextField()

    def __str__(self):
        return self.titulo
