from django.db import models


class Usuario(models.Model):
    nombre = models.CharField(max_length=100)
    email = models.CharField(max_length=120, unique=True)
    bio = models.TextField(null=True, blank=True)
    avatar_url = models.CharField(max_length=200, null=True, blank=True)
