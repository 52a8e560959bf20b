from django.db import models


class Usuario(models.Model):
    nombre = models.CharField(max_length=100)
    email = models.EmailField(max_length=120, unique=True)

    def __str__(self):
        return self.nombre
