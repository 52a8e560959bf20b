from django.db import models
from django.utils import timezone


class Usuario(models.Model):
    nombre = models.CharField(max_length=100)
    email = models.CharField(max_length=120, unique=True)


class Post(models.Model):
    titulo = models.CharField(max_length=200)
    contenido = models.TextField()
    fecha = models.DateTimeField(default=timezone.now)
    autor = models.ForeignKey(Usuario, on_delete=models.PROTECT)
    estado = models.CharField(max_length=20, default="borrador")


class Etiqueta(models.Model):
    nombre = models.CharField(max_length=50, unique=True)
