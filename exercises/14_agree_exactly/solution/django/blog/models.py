from django.db import models
from django.utils import timezone

from .fields import BooleanField, DateTimeField


class Usuario(models.Model):
    nombre = models.CharField(max_length=100)
    email = models.CharField(max_length=120, unique=True)
    alta = DateTimeField(default=timezone.now)


class Post(models.Model):
    titulo = models.CharField(max_length=200)
    fecha = DateTimeField(default=timezone.now)
    publicado = BooleanField(default=False)
    autor = models.ForeignKey(Usuario, on_delete=models.PROTECT, db_index=False)

    class Meta:
        indexes = [models.Index(fields=["autor"], name="post_autor_idx")]
