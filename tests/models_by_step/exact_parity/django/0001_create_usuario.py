# ruff: noqa: RUF012
from django.db import models


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
