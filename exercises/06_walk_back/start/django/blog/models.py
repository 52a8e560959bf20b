from django.db import models
from django.utils import timezone


class Usuario(models.Model):
    nombre = models.CharField(max_length=100)
    email = models.CharField(max_length=120, unique=True)
    avatar_url = models.CharField(max_length=200, null=True, blank=True)


class Post(models.Model):
    titulo = models.CharField(max_length=200)
    contenido = models.TextField()
    fecha = models.DateTimeField(default=timezone.now)
    autor = models.ForeignKey(Usuario, on_delete=models.PROTECT)
    publicado = models.BooleanField(default=False)


class Comentario(models.Model):
    texto = models.TextField()
    fecha = models.DateTimeField(default=timezone.now)
    post = models.ForeignKey(Post, on_delete=models.PROTECT)
    usuario = models.ForeignKey(Usuario, on_delete=models.PROTECT)
