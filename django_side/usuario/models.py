from django.db import models


class Usuario(models.Model):
    campo1 = models.CharField(max_length=128)
    campo2 = models.CharField(max_length=128)
    campo3 = models.CharField(max_length=128, blank=True, null=True)  # noqa: DJ001

    def __str__(self):
        return self.campo1
