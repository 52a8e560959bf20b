# ruff: noqa: RUF012
from django.db import models
from django.utils import timezone

from .fields import DateTimeField


class Usuario(models.Model):
    nombre = models.CharField(max_length=100)
    email = models.EmailField(max_length=120)

    class Meta:
        db_table = "usuario"  # closes: table-prefix
        constraints = [
            # closes: constraint-name
            models.UniqueConstraint(fields=["email"], name="usuario_email_unico"),
        ]

    def __str__(self):
        return self.nombre


class Articulo(models.Model):
    titulo = models.CharField(max_length=200)
    fecha = DateTimeField(default=timezone.now)  # closes: datetime-storage
    # closes: foreign-key-index
    autor = models.ForeignKey(Usuario, on_delete=models.CASCADE, db_index=False)

    class Meta:
        indexes = [
            # closes: foreign-key-index
            models.Index(fields=["autor"], name="articulo_autor_idx"),
            # closes: constraint-name
            models.Index(fields=["titulo"], name="articulo_titulo_idx"),
        ]

    def __str__(self):
        return self.titulo
