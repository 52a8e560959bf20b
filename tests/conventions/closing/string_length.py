ENGINES = ("sqlite", "postgresql")


def flask(db):
    class Usuario(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        avatar_url = db.Column(db.String)


def flask_closed(db):
    class Usuario(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        avatar_url = db.Column(db.String(200))


def django(models):
    class Usuario(models.Model):
        avatar_url = models.URLField(null=True, blank=True)


def django_closed(models):
    from django.core.validators import URLValidator

    class Usuario(models.Model):
        avatar_url = models.CharField(validators=[URLValidator()], null=True, blank=True)
