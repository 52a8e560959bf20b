def flask(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        medida = db.Column(db.Float, nullable=False)


def flask_closed(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        medida = db.Column(db.REAL, nullable=False)


def django(models):
    class Post(models.Model):
        medida = models.FloatField()


def django_closed(models):
    class FloatField(models.FloatField):
        def db_type(self, connection):
            return "float" if connection.vendor == "sqlite" else super().db_type(connection)

    class Post(models.Model):
        medida = FloatField()
