from django.db import models


class Usuario(models.Model):
    nombre = models.CharField(max_length=100)
    email = models.CharField(max_length=120, unique=True)
    rol = models.CharField(max_length=20, default="usuario")
