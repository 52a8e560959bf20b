from sqlalchemy.ext.compiler import compiles


def flask(db):
    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        publicado = db.Column(db.Boolean, nullable=False)


def flask_closed(db):
    class Bool(db.Boolean):
        pass

    @compiles(Bool, "sqlite")
    def say_bool(element, compiler, **kw):
        return "bool"

    class Post(db.Model):
        id = db.Column(db.Integer, primary_key=True)
        publicado = db.Column(Bool, nullable=False)


def django(models):
    class Post(models.Model):
        publicado = models.BooleanField()


def django_closed(models):
    class BooleanField(models.BooleanField):
        def db_type(self, connection):
            return "boolean" if connection.vendor == "sqlite" else super().db_type(connection)

    class Post(models.Model):
        publicado = BooleanField()
