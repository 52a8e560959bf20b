from django.db import models
from django.utils import timezone


class Usuario(models.Model):
    nombre = models.CharField(max_length=100)
    email = models.EmailField(max_length=120, unique=True)


class Articulo(models.Model):
    titulo = models.CharField(max_length=200)
    resumen = models.TextField(blank=True, null=True)
    fecha = models.DateTimeField(default=timezone.now)
    puntos = models.IntegerField(db_default=0)
    publicado = models.BooleanField(db_default=False)
    autor = models.ForeignKey(Usuario, on_delete=models.CASCADE, related_name="articulos")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(puntos__gte=0, puntos__lte=5), name="articulo_puntos_rango"
            ),
        ]
        indexes = [
            models.Index(fields=["autor", "fecha"], name="articulo_autor_fecha_idx"),
        ]
